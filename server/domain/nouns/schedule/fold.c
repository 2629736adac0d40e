/* Folding what is scheduled: its acts, its entry in the schedule, and what it became. It looks at heads
 * alone, since acts can be erased. */
#include "server/domain/base/owned.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/schedule/views.h"

/* Notes the act of what is scheduled: it was its `edit`th. */
static void fold_scheduled_act(struct txn *txn, const struct fact *fact, struct bytes desk, uint64_t number,
                               uint64_t edit)
{
    struct store_key key = key_nth(desk, number, edit);
    view_put_number(txn, TABLE_REVISIONS, key_of(&key), fact->head.seq);
}

static void put_scheduled(struct txn *txn, struct bytes desk, uint64_t number,
                          const struct view_scheduled *row)
{
    struct store_key key = key_place(desk, number);
    view_put(txn, TABLE_SCHEDULED, key_of(&key), &shape_view_scheduled, row);
}

void fold_bulletin_scheduled(struct txn *txn, const struct fact *fact,
                             const struct fact_bulletin_scheduled *decided)
{
    struct bytes desk = fact->head.channel;
    uint64_t number = fact->head.number;
    struct view_scheduled row = {
        .seq = fact->head.seq,
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
        .edits = 1,
        .at = decided->at,
    };
    fold_scheduled_act(txn, fact, desk, number, row.edits);
    put_scheduled(txn, desk, number, &row);
    owned_put(txn, TABLE_PUBLISHED, fact->head.actor, fact->head.seq);
    struct store_key entry = view_schedule_key(decided->at, TRANSITION_PUBLISH, desk, number);
    txn_put(txn, TABLE_SCHEDULE, key_of(&entry), (struct bytes){0});
}

void fold_bulletin_rescheduled(struct txn *txn, const struct fact *fact,
                               const struct fact_bulletin_rescheduled *decided)
{
    struct view_scheduled row;
    struct bytes desk;
    uint64_t number;
    if (!id_split(decided->id, &desk, &number) || !view_scheduled(txn, desk, number, &row))
        return;
    struct store_key old = view_schedule_key(row.at, TRANSITION_PUBLISH, desk, number);
    struct store_key entry = view_schedule_key(decided->at, TRANSITION_PUBLISH, desk, number);
    row.seq = fact->head.seq;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    row.edits++;
    row.at = decided->at;
    put_scheduled(txn, desk, number, &row);
    fold_scheduled_act(txn, fact, desk, number, row.edits);
    txn_delete(txn, TABLE_SCHEDULE, key_of(&old));
    txn_put(txn, TABLE_SCHEDULE, key_of(&entry), (struct bytes){0});
}

/* It is done, one way or the other; `published` is the bulletin it became, or none. */
static void fold_done(struct txn *txn, const struct fact *fact, struct bytes id,
                      const struct bytes *published)
{
    struct view_scheduled row;
    struct bytes desk;
    uint64_t number;
    if (!id_split(id, &desk, &number) || !view_scheduled(txn, desk, number, &row))
        return;
    struct store_key entry = view_schedule_key(row.at, TRANSITION_PUBLISH, desk, number);
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    row.has.published = published != NULL;
    if (published != NULL)
        row.published = *published;
    row.has.cancelled = row.cancelled = row.has.cancelled_seq = published == NULL;
    row.cancelled_seq = fact->head.seq;
    put_scheduled(txn, desk, number, &row);
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
