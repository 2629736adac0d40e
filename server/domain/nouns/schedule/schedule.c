/* What people do with what is scheduled: replace it, cancel it, look at it; and how it and the state of
 * bulletins over time are folded. What happens when the time has come stands in schedule_run.c. */
#include "server/domain/base/handlers.h"
#include "server/domain/base/listing.h"
#include "server/domain/base/owned.h"
#include "server/domain/base/views.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/nouns/schedule/views.h"

/* What a person wants to change, if it can be changed by them and they saw it as it is. `channel` is where it
 * will be published. */
static enum error find_draft(const struct deciding *deciding, struct bytes id, struct bytes head,
                             struct bytes *channel, struct view_draft *row)
{
    struct bytes desk;
    uint64_t number;
    if (!id_split(id, &desk, &number) || !channel_desk(desk, channel) ||
        !view_draft(deciding->txn, desk, number, row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_DRAFT, "id", id);
    if (row->has.published || row->has.cancelled)
        return decision_refuse(deciding->decision, ERR_DRAFT_DONE, "id", id);
    if (!bytes_equal(head, row->head))
        return decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "head", id);
    return OK;
}

enum error decide_schedule_edit(const struct deciding *deciding, const struct args_schedule_edit *args)
{
    struct view_draft row;
    struct view_notice notice = {0};
    struct notice_times times = {0};
    struct bytes desk, channel;
    uint64_t number, text_size = 0;
    enum error error = find_draft(deciding, args->id, args->head, &channel, &row);
    if (error != OK)
        return error;
    if (row.edits >= LIMIT_REVISIONS) {
        decision_refuse(deciding->decision, ERR_TOO_MANY_REVISIONS, "id", args->id);
        deciding->decision->why.limit = LIMIT_REVISIONS;
        return ERR_TOO_MANY_REVISIONS;
    }
    shape_copy(&shape_args_schedule_edit, args, &shape_view_notice, &notice);
    error = notice_decide(deciding, channel, &notice, args->id, &times, &text_size);
    if (error != OK)
        return error;
    struct fact_bulletin_rescheduled rescheduled = {
        .has = {.id = true, .at = true}, .id = args->id, .at = times.at};
    uint8_t signerless_room[NOTICE_SIGNERLESS_BYTES];
    struct buffer signerless = buffer_over(signerless_room, sizeof signerless_room);
    rescheduled.has.signerless = notice_signerless(deciding->txn, &notice, &signerless);
    rescheduled.signerless = buffer_bytes(&signerless);
    if (id_split(args->id, &desk, &number))
        decision_add(deciding->decision, desk, &fact_kinds[FACT_bulletin_rescheduled], &rescheduled);
    return OK;
}

enum error decide_schedule_cancel(const struct deciding *deciding, const struct args_schedule_cancel *args)
{
    struct view_draft row;
    struct bytes desk, channel;
    uint64_t number;
    enum error error = find_draft(deciding, args->id, args->head, &channel, &row);
    struct fact_bulletin_cancelled cancelled = {.has.id = true, .id = args->id};
    if (error == OK && id_split(args->id, &desk, &number))
        decision_add(deciding->decision, desk, &fact_kinds[FACT_bulletin_cancelled], &cancelled);
    return error;
}

/* Notes the act of a draft: it was its `edit`th. */
static void fold_draft_act(struct txn *txn, const struct fact *fact, struct bytes desk, uint64_t number,
                           uint64_t edit)
{
    struct store_key key = key_nth(desk, number, edit);
    view_put_number(txn, TABLE_REVISIONS, key_of(&key), fact->head.seq);
}

static void put_draft(struct txn *txn, struct bytes desk, uint64_t number, const struct view_draft *row)
{
    struct store_key key = key_place(desk, number);
    view_put(txn, TABLE_DRAFTS, key_of(&key), &shape_view_draft, row);
}

void fold_bulletin_scheduled(struct txn *txn, const struct fact *fact,
                             const struct fact_bulletin_scheduled *decided)
{
    struct bytes desk = fact->head.channel;
    uint64_t number = fact->head.number;
    struct view_draft row = {
        .has = {.seq = true, .head = true, .edits = true, .at = true},
        .seq = fact->head.seq,
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
        .edits = 1,
        .at = decided->at,
    };
    fold_draft_act(txn, fact, desk, number, row.edits);
    put_draft(txn, desk, number, &row);
    owned_put(txn, TABLE_PUBLISHED, fact->head.actor, fact->head.seq);
    struct store_key entry = view_schedule_key(decided->at, TRANSITION_PUBLISH, desk, number);
    txn_put(txn, TABLE_SCHEDULE, key_of(&entry), (struct bytes){0});
}

void fold_bulletin_rescheduled(struct txn *txn, const struct fact *fact,
                               const struct fact_bulletin_rescheduled *decided)
{
    struct view_draft row;
    struct bytes desk;
    uint64_t number;
    if (!id_split(decided->id, &desk, &number) || !view_draft(txn, desk, number, &row))
        return;
    struct store_key old = view_schedule_key(row.at, TRANSITION_PUBLISH, desk, number);
    struct store_key entry = view_schedule_key(decided->at, TRANSITION_PUBLISH, desk, number);
    row.seq = fact->head.seq;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    row.edits++;
    row.at = decided->at;
    put_draft(txn, desk, number, &row);
    fold_draft_act(txn, fact, desk, number, row.edits);
    txn_delete(txn, TABLE_SCHEDULE, key_of(&old));
    txn_put(txn, TABLE_SCHEDULE, key_of(&entry), (struct bytes){0});
}

/* It is done, one way or the other; `published` is the bulletin it became, or none. */
static void fold_done(struct txn *txn, const struct fact *fact, struct bytes id,
                      const struct bytes *published)
{
    struct view_draft row;
    struct bytes desk;
    uint64_t number;
    if (!id_split(id, &desk, &number) || !view_draft(txn, desk, number, &row))
        return;
    struct store_key entry = view_schedule_key(row.at, TRANSITION_PUBLISH, desk, number);
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    row.has.published = published != NULL;
    if (published != NULL)
        row.published = *published;
    row.has.cancelled = row.cancelled = row.has.cancelled_seq = published == NULL;
    row.cancelled_seq = fact->head.seq;
    put_draft(txn, desk, number, &row);
    txn_delete(txn, TABLE_SCHEDULE, key_of(&entry));
}

void fold_bulletin_cancelled(struct txn *txn, const struct fact *fact,
                             const struct fact_bulletin_cancelled *decided)
{
    fold_done(txn, fact, decided->id, NULL);
}

void fold_bulletin_released(struct txn *txn, const struct fact *fact,
                            const struct fact_bulletin_released *decided)
{
    fold_done(txn, fact, decided->id, &decided->published);
}

/* The bulletin passes one of its two times. */
static void fold_passed(struct txn *txn, const struct fact *fact, struct bytes id, enum transition what)
{
    struct view_bulletin row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(id, &channel, &number) || !view_bulletin(txn, channel, number, &row))
        return;
    int64_t time_ms = what == TRANSITION_EFFECTIVE ? row.effective : row.expires;
    struct store_key entry = view_schedule_key(time_ms, what, channel, number);
    struct store_key key = key_place(channel, number);
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    if (what == TRANSITION_EFFECTIVE)
        row.has.waiting = false;
    else
        row.has.expired = row.expired = true;
    const bool over = what == TRANSITION_EXPIRES, reminds = over && row.has.remind;
    struct store_key remind = view_schedule_key(row.remind, TRANSITION_REMIND, channel, number);
    row.has.remind = row.has.remind && !over;
    view_put(txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, &row);
    txn_delete(txn, TABLE_SCHEDULE, key_of(&entry));
    if (reminds)
        txn_delete(txn, TABLE_SCHEDULE, key_of(&remind));
    if (over) /* departments made later are not asked for it any more */
        txn_delete(txn, TABLE_ROSTERS, key_of(&key));
}

void fold_bulletin_effective(struct txn *txn, const struct fact *fact,
                             const struct fact_bulletin_effective *decided)
{
    fold_passed(txn, fact, decided->id, TRANSITION_EFFECTIVE);
}

void fold_bulletin_expired(struct txn *txn, const struct fact *fact,
                           const struct fact_bulletin_expired *decided)
{
    fold_passed(txn, fact, decided->id, TRANSITION_EXPIRES);
}

/* Whatever is cancelled says why: the error that stopped it, or what somebody wrote. */
static void add_why(struct txn *txn, const struct view_draft *row, struct record_draft *record)
{
    struct fact_bulletin_cancelled cancelled;
    struct args_schedule_cancel args;
    struct fact fact;
    if (!row->has.cancelled_seq || !ledger_read(txn, row->cancelled_seq, &fact) ||
        !fact_decided(txn, &fact, &shape_fact_bulletin_cancelled, &cancelled))
        return;
    record->has.code = cancelled.has.code;
    record->code = cancelled.code;
    if (cancelled.has.code || !fact_args(txn, &fact, &shape_args_schedule_cancel, &args))
        return;
    record->has.reason = args.has.reason;
    record->reason = args.reason;
}

static bool take_draft(struct txn *txn, struct bytes desk, uint64_t number, const struct view_draft *row,
                       struct rows *rows)
{
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct record_draft record = {0};
    struct view_notice notice;
    struct fact fact;
    if (!ledger_read(txn, row->seq, &fact)) {
        txn_fail(txn, ERR_INTERNAL);
        return false;
    }
    id_write(&id, desk, number);
    if (notice_of_fact(txn, &fact, &notice))
        shape_copy(&shape_view_notice, &notice, &shape_record_draft, &record);
    shape_copy(&shape_view_draft, row, &shape_record_draft, &record);
    record.has.id = record.has.actor = record.has.time = true;
    record.id = buffer_bytes(&id);
    record.actor = fact.head.actor;
    record.time = fact.head.time_ms;
    add_why(txn, row, &record);
    return rows_take(rows, &record);
}

static enum error ask_one_draft(const struct asking *asking, const struct args_schedule_list *args)
{
    struct view_draft row;
    struct bytes desk, channel;
    uint64_t number;
    if (!id_split(args->id, &desk, &number) || !channel_desk(desk, &channel) ||
        (args->has.channel && !bytes_equal(args->channel, channel)) ||
        !view_draft(asking->txn, desk, number, &row))
        return refuse(asking->why, ERR_UNKNOWN_DRAFT, "id", args->id, 0);
    take_draft(asking->txn, desk, number, &row, asking->rows);
    return OK;
}

enum error ask_schedule_list(const struct asking *asking, const struct args_schedule_list *args,
                             struct record_count *ok)
{
    (void)ok;
    char desk_room[LIMIT_CHANNEL_BYTES];
    struct listing listing;
    struct view_draft row;
    if (args->has.id)
        return ask_one_draft(asking, args);
    if (!args->has.channel)
        return refuse(asking->why, ERR_FIELD_MISSING, "channel", (struct bytes){0}, 0);
    struct bytes desk = channel_of_desk(args->channel, desk_room);
    struct store_key from = key_below(desk);
    uint64_t number;
    listing_up(&listing, asking->txn, TABLE_DRAFTS, asking->rows, &from, from.size);
    while (listing_number(&listing, &number) &&
           view_decode(asking->txn, listing.walk.value, &shape_view_draft, &row)) {
        if (!take_draft(asking->txn, desk, number, &row, asking->rows))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}
