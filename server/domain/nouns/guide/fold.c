/* Folding guidances: who is paired with which example, and that it ended. The act that ends one can be
 * erased, so it looks at heads alone. */
#include "server/domain/base/owned.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/guide/guide.h"
#include "server/domain/nouns/guide/views.h"
#include "server/domain/views/things.h"

static void put_guide(struct txn *txn, struct bytes channel, uint64_t number, const struct view_guide *row)
{
    struct store_key key = key_place(channel, number);
    view_put(txn, TABLE_GUIDES, key_of(&key), &shape_view_guide, row);
}

void fold_guide_paired(struct txn *txn, const struct fact *fact, const struct fact_guide_paired *decided)
{
    const struct head *head = &fact->head;
    struct view_guide row = {
        .seq = head->seq,
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
        .department = decided->department,
        .by = decided->by,
        .example = decided->example,
    };
    put_guide(txn, head->channel, head->number, &row);
    owned_put(txn, TABLE_GUIDED, (struct bytes){0}, head->seq);
    owned_put(txn, TABLE_GUIDED, decided->department, head->seq);
    owned_put(txn, TABLE_GUIDED, decided->example, head->seq);
    things_fold(txn, head, head->number);
}

/* It is told where both departments read; what stands there is folded from what happens in its channel. */
void fold_guide_told(struct txn *txn, const struct fact *fact, const struct fact_guide_told *decided)
{
    (void)txn, (void)fact, (void)decided;
}

void fold_guide_ended(struct txn *txn, const struct fact *fact, const struct fact_guide_ended *decided)
{
    struct view_guide row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(decided->id, &channel, &number) || !view_guide(txn, channel, number, &row)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    row.has.ended = true;
    row.ended = fact->head.seq;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    put_guide(txn, channel, number, &row);
}

/* --- walks --- */

struct walking {
    struct txn *txn;
    guide_taken *take;
    void *context;
};

static bool take_fact(void *context, const struct fact *fact)
{
    const struct walking *walking = context;
    struct view_guide row;
    if (!view_guide(walking->txn, fact->head.channel, fact->head.number, &row))
        return view_missing(walking->txn);
    return walking->take(walking->context, fact->head.channel, fact->head.number, &row);
}

void guide_walk(struct txn *txn, struct bytes department, guide_taken *take, void *context)
{
    struct walking walking = {.txn = txn, .take = take, .context = context};
    owned_walk(txn, TABLE_GUIDED, department, take_fact, &walking);
}

struct newest {
    struct bytes department;
    struct view_guide *row;
    bool found;
};

static bool note_newest(void *context, struct bytes channel, uint64_t number, const struct view_guide *row)
{
    struct newest *newest = context;
    (void)channel, (void)number;
    if (!row->has.ended && bytes_equal(row->department, newest->department)) {
        *newest->row = *row;
        newest->found = true;
    }
    return true;
}

bool guide_of(struct txn *txn, struct bytes department, struct view_guide *row)
{
    struct newest newest = {.department = department, .row = row};
    guide_walk(txn, department, note_newest, &newest);
    return newest.found;
}
