/* Channels: who may read, speak, publish and moderate, and how people make and change them. It does not know
 * what stands in them. */
#include "server/domain/nouns/channel/channel.h"
#include "protocol/proof/fits.h"

#include <assert.h>

#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/channel/seen.h"
#include "server/domain/views/listing.h"

void channel_draft(struct decision *decision, struct bytes channel, struct bytes title,
                   const struct channel_words *words)
{
    uint8_t read_room[128], nobody_room[8], moderate_room[128];
    struct buffer read = buffer_over(read_room, sizeof read_room);
    struct buffer nobody = buffer_over(nobody_room, sizeof nobody_room);
    struct buffer moderate = buffer_over(moderate_room, sizeof moderate_room);
    words_write(&read, words->read, words->read_count);
    words_write(&moderate, words->moderate, words->moderate_count);
    words_write(&nobody, NULL, 0);
    assert(!read.overflowed && !moderate.overflowed && !nobody.overflowed);
    struct fact_channel_created created = {
        .has = {.title = true},
        .title = title,
        .read = buffer_bytes(&read),
        .speak = buffer_bytes(&nobody),
        .publish = buffer_bytes(&nobody),
        .moderate = buffer_bytes(&moderate),
    };
    decision_add(decision, channel, &fact_kinds[FACT_channel_created], &created);
}

struct bytes channel_title_of(const char *what, struct bytes title, char room[LIMIT_TITLE_BYTES])
{
    struct buffer out = buffer_over(room, LIMIT_TITLE_BYTES);
    buffer_add_text(&out, what);
    buffer_add_text(&out, ": ");
    const size_t left = out.capacity - out.size;
    size_t size = title.size < left ? title.size : left;
    while (size < title.size && size > 0 && (title.at[size] & 0xc0) == 0x80) /* within a character */
        size--;
    buffer_add(&out, title.at, size);
    return buffer_bytes(&out);
}

void channel_draft_unasked(struct txn *txn, struct decision *decision, struct bytes channel,
                           struct bytes title, const struct channel_words *words)
{
    uint64_t began_seq, carried = decision->act_seq;
    if (!ledger_place(txn, bytes_of_text(CHANNEL_KEYS), 1, &began_seq)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    decision_carry(decision, began_seq);
    channel_draft(decision, channel, title, words);
    decision_carry(decision, carried);
}

void channel_draft_of_department(const struct deciding *deciding, struct bytes department,
                                 struct bytes channel, const char *what)
{
    char inbox_room[LIMIT_CHANNEL_BYTES], word_room[LIMIT_CHANNEL_BYTES], title_room[LIMIT_TITLE_BYTES];
    const struct bytes committee = bytes_of_text(role_words[ROLE_COMMITTEE]);
    const struct bytes read[] = {channel_word_of(department, word_room), committee};
    struct record_department row;
    uint64_t made_seq;
    if (!view_department(deciding->txn, department, &row) ||
        !ledger_place(deciding->txn, channel_of_department(department, inbox_room), 1, &made_seq)) {
        view_missing(deciding->txn);
        return;
    }
    decision_carry(deciding->decision, made_seq);
    channel_draft(
        deciding->decision, channel, channel_title_of(what, row.title, title_room),
        &(struct channel_words){.read = read, .read_count = 2, .moderate = &committee, .moderate_count = 1});
    decision_carry(deciding->decision, 0);
}

struct bytes channel_public_unasked(struct txn *txn, struct decision *decision, const char *name,
                                    const char *title)
{
    const struct bytes everyone = bytes_of_text(AUDIENCE_EVERYONE);
    const struct bytes committee = bytes_of_text(role_words[ROLE_COMMITTEE]);
    const struct bytes channel = bytes_of_text(name);
    if (!channel_exists(txn, channel))
        channel_draft_unasked(
            txn, decision, channel, bytes_of_text(title),
            &(struct channel_words){
                .read = &everyone, .read_count = 1, .moderate = &committee, .moderate_count = 1});
    return channel;
}

struct bytes brands_channel(struct txn *txn, struct decision *decision)
{
    return channel_public_unasked(txn, decision, CHANNEL_BRANDS, "Service brands");
}

void desk_draft(struct txn *txn, struct bytes channel, struct decision *decision)
{
    uint8_t nobody_room[8], read_room[LIMIT_AUDIENCE_BYTES];
    char desk_room[LIMIT_CHANNEL_BYTES];
    struct buffer nobody = buffer_over(nobody_room, sizeof nobody_room);
    struct bytes desk = channel_of_desk(channel, desk_room);
    struct view_channel row;
    uint64_t made_seq;
    if (channel_exists(txn, desk))
        return;
    if (!view_channel(txn, channel, &row) || !ledger_place(txn, channel, 1, &made_seq)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    words_write(&nobody, NULL, 0);
    struct fact_channel_created created = {
        .has = {.title = row.has.title},
        .title = row.title,
        .read = channel_enrolled(row.publish, read_room),
        .speak = buffer_bytes(&nobody),
        .publish = buffer_bytes(&nobody),
        .moderate = row.moderate,
    };
    uint64_t carried = decision->act_seq;
    decision_carry(decision, made_seq);
    decision_add(decision, desk, &fact_kinds[FACT_channel_created], &created);
    decision_carry(decision, carried);
}

struct fact_channel_changed channel_state(const struct view_channel *row)
{
    return (struct fact_channel_changed){
        .has.title = row->has.title,
        .title = row->title,
        .read = row->read,
        .speak = row->speak,
        .publish = row->publish,
        .moderate = row->moderate,
    };
}

/* Names in an audience must be of something; which words there are at all, the codec knows. */
static enum error decide_audience(const struct deciding *deciding, struct bytes audience, const char *field)
{
    struct record_department department;
    struct record_account account;
    struct bytes word, name;
    size_t at = 0;
    if (audience.size > LIMIT_AUDIENCE_BYTES) {
        enum error error = decision_refuse(deciding->decision, ERR_TOO_LONG, field, (struct bytes){0});
        deciding->decision->why.limit = LIMIT_AUDIENCE_BYTES;
        return error;
    }
    while (words_next(audience, &at, &word)) {
        if (channel_has_prefix(word, AUDIENCE_DEPARTMENT, &name) &&
            !view_department(deciding->txn, name, &department))
            return decision_refuse(deciding->decision, ERR_UNKNOWN_DEPARTMENT, field, name);
        if (channel_has_prefix(word, AUDIENCE_ACCOUNT, &name) && !view_account(deciding->txn, name, &account))
            return decision_refuse(deciding->decision, ERR_UNKNOWN_ACCOUNT, field, name);
    }
    return OK;
}

static enum error decide_audiences(const struct deciding *deciding, const struct fact_channel_created *state)
{
    enum error error = decide_audience(deciding, state->read, "read");
    if (error == OK)
        error = decide_audience(deciding, state->publish, "publish");
    if (error == OK) /* after the one that it may be taken from */
        error = decide_audience(deciding, state->speak, "speak");
    if (error == OK)
        error = decide_audience(deciding, state->moderate, "moderate");
    return error;
}

enum error decide_channel_create(const struct deciding *deciding, const struct args_channel_create *args)
{
    uint8_t everyone_room[32], committee_room[32];
    struct buffer everyone = buffer_over(everyone_room, sizeof everyone_room);
    struct buffer committee = buffer_over(committee_room, sizeof committee_room);
    struct bytes everyone_word = bytes_of_text(AUDIENCE_EVERYONE);
    words_write(&everyone, &everyone_word, 1);
    struct bytes committee_word = bytes_of_text(role_words[ROLE_COMMITTEE]);
    words_write(&committee, &committee_word, 1);

    if (channel_is_the_servers(args->channel))
        return decision_refuse(deciding->decision, ERR_CHANNEL_RESERVED, "channel", args->channel);
    if (channel_exists(deciding->txn, args->channel))
        return decision_refuse(deciding->decision, ERR_CHANNEL_EXISTS, "channel", args->channel);
    struct fact_channel_created created = {
        .has = {.title = true},
        .title = args->title,
        .read = args->has.read ? args->read : buffer_bytes(&everyone),
        .publish = args->has.publish ? args->publish : buffer_bytes(&committee),
        .moderate = args->has.moderate ? args->moderate : buffer_bytes(&committee),
    };
    created.speak = args->has.speak ? args->speak : created.publish;
    enum error error = decide_audiences(deciding, &created);
    if (error == OK)
        decision_add(deciding->decision, args->channel, &fact_kinds[FACT_channel_created], &created);
    return error;
}

/* Its desk, if there is one, goes along: who publishes in the channel with an account reads there. */
static void draft_desk_change(const struct deciding *deciding, struct bytes channel,
                              const struct fact_channel_created *state)
{
    char room[LIMIT_CHANNEL_BYTES];
    uint8_t read_room[LIMIT_AUDIENCE_BYTES];
    struct bytes desk = channel_of_desk(channel, room);
    struct view_channel row;
    if (!view_channel(deciding->txn, desk, &row))
        return;
    struct fact_channel_changed changed = {
        .has = {.title = state->has.title},
        .title = state->title,
        .read = channel_enrolled(state->publish, read_room),
        .speak = row.speak,
        .publish = row.publish,
        .moderate = state->moderate,
    };
    decision_add(deciding->decision, desk, &fact_kinds[FACT_channel_changed], &changed);
}

enum error decide_channel_change(const struct deciding *deciding, const struct args_channel_change *args)
{
    struct view_channel row;
    if (channel_is_the_servers(args->channel))
        return decision_refuse(deciding->decision, ERR_CHANNEL_RESERVED, "channel", args->channel);
    if (!view_channel(deciding->txn, args->channel, &row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_CHANNEL, "channel", args->channel);
    if (!bytes_equal(args->seen, row.head))
        return decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "seen", args->channel);
    if (!args->has.title && !args->has.read && !args->has.speak && !args->has.publish && !args->has.moderate)
        return decision_refuse(deciding->decision, ERR_FIELD_MISSING, "title", (struct bytes){0});

    struct fact_channel_created state = {
        .has = {.title = args->has.title || row.has.title},
        .title = args->has.title ? args->title : row.title,
        .read = args->has.read ? args->read : row.read,
        .speak = args->has.speak ? args->speak : row.speak,
        .publish = args->has.publish ? args->publish : row.publish,
        .moderate = args->has.moderate ? args->moderate : row.moderate,
    };
    enum error error = decide_audiences(deciding, &state);
    if (error != OK)
        return error;
    decision_add(deciding->decision, args->channel, &fact_kinds[FACT_channel_changed], &state);
    draft_desk_change(deciding, args->channel, &state);
    return OK;
}

void fold_channel_created(struct txn *txn, const struct fact *fact,
                          const struct fact_channel_created *decided)
{
    struct view_channel row = {
        .has = {.title = decided->has.title},
        .title = decided->title,
        .read = decided->read,
        .speak = decided->speak,
        .publish = decided->publish,
        .moderate = decided->moderate,
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
    };
    view_put(txn, TABLE_CHANNELS, fact->head.channel, &shape_view_channel, &row);
}

void fold_channel_changed(struct txn *txn, const struct fact *fact,
                          const struct fact_channel_changed *decided)
{
    struct fact_channel_created state = {0};
    shape_copy(&shape_fact_channel_changed, decided, &shape_fact_channel_created, &state);
    fold_channel_created(txn, fact, &state);
}

/* Operators see what a channel is and may change it, wherever they read: not what stands in it. */
static bool administers(const struct actor *actor, struct bytes channel)
{
    return actor->role == ROLE_OPERATOR && !channel_is_the_servers(channel);
}

static bool take_channel(const struct asking *asking, struct bytes channel, const struct view_channel *row,
                         const struct args_channels *args)
{
    const struct bytes account = bytes_of_text(asking->actor->account);
    const bool reads = view_allows(row, RIGHT_READ, asking->actor);
    struct tip tip;
    ledger_tip(asking->txn, channel, &tip);
    struct record_channel record = {
        .has = {.title = row->has.title,
                .number = reads,
                .tip = reads,
                .since = reads && args->has.since,
                .unread = reads && account.size > 0},
        .channel = channel,
        .title = row->title,
        .read = row->read,
        .speak = row->speak,
        .publish = row->publish,
        .moderate = row->moderate,
        .number = tip.number,
        .tip = bytes_of(tip.hash, LIMIT_HASH_BYTES),
        .since = args->has.since ? ledger_number_before(asking->txn, channel, args->since) : 0,
        .head = row->head,
    };
    if (record.has.unread)
        record.unread = seen_unread(asking->txn, account, channel);
    return rows_take(asking->rows, &record);
}

enum error ask_channels(const struct asking *asking, const struct args_channels *args,
                        struct record_count *ok)
{
    (void)ok;
    struct listing listing;
    struct view_channel row;
    if (args->has.channel) {
        if (!view_channel(asking->txn, args->channel, &row))
            return refuse(asking->why, ERR_UNKNOWN_CHANNEL, "channel", args->channel, 0);
        take_channel(asking, args->channel, &row, args);
        return OK;
    }
    struct store_key from = key_empty();
    listing_up(&listing, asking->txn, TABLE_CHANNELS, asking->rows, &from, 0);
    while (listing_next(&listing) &&
           view_decode(asking->txn, listing.walk.value, &shape_view_channel, &row)) {
        if ((view_allows(&row, RIGHT_READ, asking->actor) || administers(asking->actor, listing.walk.key)) &&
            !take_channel(asking, listing.walk.key, &row, args))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}
