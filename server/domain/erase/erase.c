/* Erasing: the acts of a thing and the texts and files that nothing else names are taken off the ledger, and
 * facts say so in every channel where those acts stood. Which those are, erase_draft.c knows. */
#include "server/domain/erase/erase.h"

#include "server/domain/base/rights.h"
#include "server/ledger/blob.h"

#include "server/domain/base/handlers.h"
#include "server/domain/base/views.h"
#include "server/domain/nouns/activity/activity.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/forum/forum.h"
#include "server/domain/nouns/theme/theme.h"

/* --- deciding --- */

/* The house, which may erase where its operator does not read, cannot name a head there. */
static bool seen_as_it_is(struct txn *txn, const struct actor *actor, const struct erasable *found,
                          struct bytes head)
{
    static const uint8_t unseen[LIMIT_HASH_BYTES];
    if (actor->house && bytes_equal(head, bytes_of(unseen, sizeof unseen)) &&
        !channel_allows(txn, found->channel, RIGHT_READ, actor))
        return true;
    return bytes_equal(head, found->head);
}

enum error decide_erase(const struct deciding *deciding, const struct args_erase *args)
{
    enum { MOST_DRAFTS = LIMIT_ADDRESSEES + 2 }; /* its channel's, its desk's and one for each department */
    const struct bytes themes = bytes_of_text(CHANNEL_THEMES);
    struct erasable found;
    if (!erasable_find(deciding->txn, args->id, &found))
        return decision_refuse(deciding->decision, ERR_NOT_ERASABLE, "id", args->id);
    if (found.became.size > 0)
        return decision_refuse(deciding->decision, ERR_ERASE_OTHER, "id", found.became);
    if (found.theme && !deciding->actor->house &&
        !channel_allows(deciding->txn, themes, RIGHT_MODERATE, deciding->actor))
        return decision_refuse(deciding->decision, ERR_NOT_MODERATOR, "id", themes);
    if (found.erased)
        return decision_refuse(deciding->decision, ERR_ERASED, "id", args->id);
    if (!seen_as_it_is(deciding->txn, deciding->actor, &found, args->head))
        return decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "head", args->id);
    if (found.drafts > MOST_DRAFTS) {
        decision_refuse(deciding->decision, ERR_TOO_MANY_ADDRESSEES, "id", args->id);
        deciding->decision->why.limit = LIMIT_ADDRESSEES;
        return ERR_TOO_MANY_ADDRESSEES;
    }
    erasable_draft(deciding->txn, &found, deciding->decision);
    return OK;
}

/* --- taking off the ledger --- */

static struct store_key blob_name_key(uint64_t act_seq, struct bytes hash)
{
    struct store_key key = key_empty();
    key_number(&key, act_seq);
    key_bytes(&key, hash);
    return key;
}

static uint64_t blob_uses(struct txn *txn, struct bytes hash)
{
    struct bytes value;
    if (!txn_get(txn, TABLE_BLOB_USES, hash, &value))
        return 0;
    if (value.size == 8)
        return number_at(value.at);
    txn_fail(txn, ERR_INTERNAL);
    return 0;
}

static void blob_uses_put(struct txn *txn, struct bytes hash, uint64_t uses)
{
    uint8_t value[8];
    number_write(value, uses);
    if (uses == 0)
        txn_delete(txn, TABLE_BLOB_USES, hash);
    else
        txn_put(txn, TABLE_BLOB_USES, hash, bytes_of(value, sizeof value));
}

void blob_names_fold(struct txn *txn, const struct fact *fact, const struct view_notice *notice)
{
    struct bytes hashes[LIMIT_FILES + 1], there;
    struct file_named file;
    size_t count = 0, at = 0;
    if (fact->erased || ledger_act_seq(txn, &fact->head) != fact->head.seq)
        return;
    if (notice->has.text_hash)
        hashes[count++] = notice->text_hash;
    while (notice->has.attach && count <= LIMIT_FILES && files_next(notice->attach, &at, &file))
        hashes[count++] = file.hash;
    for (size_t i = 0; i < count; i++) {
        struct store_key key = blob_name_key(fact->head.seq, hashes[i]);
        if (txn_get(txn, TABLE_BLOB_NAMES, key_of(&key), &there))
            continue; /* two files of the same bytes */
        txn_put(txn, TABLE_BLOB_NAMES, key_of(&key), (struct bytes){0});
        blob_uses_put(txn, hashes[i], blob_uses(txn, hashes[i]) + 1);
    }
}

/* What an act names, copied. */
static size_t blob_names(struct txn *txn, uint64_t act_seq, uint8_t hashes[LIMIT_FILES + 1][LIMIT_HASH_BYTES])
{
    struct store_key from = blob_name_key(act_seq, (struct bytes){0});
    struct walk walk;
    size_t count = 0;
    walk_up(&walk, txn, TABLE_BLOB_NAMES, key_of(&from));
    while (count <= LIMIT_FILES && walk_next(&walk) && walk.key.size == from.size + LIMIT_HASH_BYTES &&
           memcmp(walk.key.at, from.at, from.size) == 0)
        memcpy(hashes[count++], walk.key.at + from.size, LIMIT_HASH_BYTES);
    walk_end(&walk);
    return count;
}

/* The rows that say what an act names live as long as the act: a rebuild finds neither. Gives the hashes that
 * nothing else names. */
static size_t forget_names(struct txn *txn, uint64_t act_seq, uint8_t last[LIMIT_FILES + 1][LIMIT_HASH_BYTES])
{
    uint8_t hashes[LIMIT_FILES + 1][LIMIT_HASH_BYTES];
    const size_t count = blob_names(txn, act_seq, hashes);
    size_t lasts = 0;
    for (size_t i = 0; i < count; i++) {
        struct bytes hash = bytes_of(hashes[i], LIMIT_HASH_BYTES);
        struct store_key key = blob_name_key(act_seq, hash);
        uint64_t uses = blob_uses(txn, hash);
        txn_delete(txn, TABLE_BLOB_NAMES, key_of(&key));
        blob_uses_put(txn, hash, uses > 0 ? uses - 1 : 0);
        if (uses <= 1)
            memcpy(last[lasts++], hashes[i], LIMIT_HASH_BYTES);
    }
    return lasts;
}

void domain_erase(struct txn *txn, const struct decision *decision)
{
    uint8_t last[LIMIT_FILES + 1][LIMIT_HASH_BYTES];
    for (size_t i = 0; i < decision->erase_count; i++) {
        const size_t count = forget_names(txn, decision->erases[i], last);
        for (size_t k = 0; k < count; k++)
            blob_drop(txn, last[k]);
        ledger_drop_act(txn, decision->erases[i]);
    }
}

/* --- folding --- */

static void close_bulletin(struct txn *txn, const struct fact *fact, uint64_t number)
{
    struct view_bulletin row;
    if (!view_bulletin(txn, fact->head.channel, number, &row))
        return;
    const struct view_bulletin before = row;
    row.has.erased = true;
    row.erased = fact->head.seq;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    row.has.remind = false;
    struct store_key key = key_place(fact->head.channel, number);
    view_put(txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, &row);
    notice_close(txn, fact->head.channel, number, &before); /* its strings are gone; it reads none */
    bulletin_unrelate(txn, fact->head.channel, number);
}

/* What was still to come does not. */
static void close_draft(struct txn *txn, const struct fact *fact, uint64_t number)
{
    struct view_draft row;
    if (!view_draft(txn, fact->head.channel, number, &row))
        return;
    struct store_key entry = view_schedule_key(row.at, TRANSITION_PUBLISH, fact->head.channel, number);
    const bool waits = !row.has.published && !row.has.cancelled;
    row.has.erased = row.erased = true;
    row.has.cancelled = row.cancelled = row.has.cancelled || waits;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    struct store_key key = key_place(fact->head.channel, number);
    view_put(txn, TABLE_DRAFTS, key_of(&key), &shape_view_draft, &row);
    if (waits)
        txn_delete(txn, TABLE_SCHEDULE, key_of(&entry));
}

static void close_gone(struct txn *txn, const struct fact *fact, const struct fact *gone)
{
    const struct fact_kind *kind = fact_kind_find(gone->head.kind);
    if (kind == &fact_kinds[FACT_bulletin_scheduled])
        close_draft(txn, fact, gone->head.number);
    else if (kind == &fact_kinds[FACT_theme_planned])
        theme_close_erased(txn, fact, gone);
}

void fold_thing_erased(struct txn *txn, const struct fact *fact, const struct fact_thing_erased *decided)
{
    struct bytes channel;
    uint64_t number, seq;
    size_t at = 0;
    uint8_t by[8], last[LIMIT_FILES + 1][LIMIT_HASH_BYTES];
    struct fact gone;
    number_write(by, fact->head.seq);
    while (numbers_next(decided->facts, &at, &seq)) {
        struct store_key key = key_empty();
        key_number(&key, seq);
        txn_put(txn, TABLE_ERASED, key_of(&key), bytes_of(by, sizeof by));
        forget_names(txn, seq, last); /* a verifier has folded them, when it was erased beside it */
        if (ledger_read(txn, seq, &gone))
            close_gone(txn, fact, &gone);
    }
    if (!id_split(decided->id, &channel, &number) || !bytes_equal(channel, fact->head.channel))
        return;
    close_bulletin(txn, fact, number);
    forum_close_erased(txn, fact, number);
    activity_close_erased(txn, fact, number);
}
