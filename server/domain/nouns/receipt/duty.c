/* Walks over the departments that have a duty. It judges nothing. */
#include "server/domain/nouns/receipt/duty.h"

#include "server/domain/base/rights.h"

void duty_walk(struct txn *txn, struct bytes channel, uint64_t number, uint64_t revision, duty_taken *take,
               void *context)
{
    struct store_key of = key_nth(channel, number, revision);
    struct view_receipt row;
    struct walk walk;
    walk_prefix(&walk, txn, TABLE_RECEIPTS, key_of(&of));
    while (view_next(&walk, &shape_view_receipt, &row) && take(context, walk_rest(&walk), &row))
        continue;
    walk_end(&walk);
}

struct ending {
    struct bytes id;
    struct decision *decision;
};

static bool draft_ended(void *context, struct bytes department, const struct view_receipt *row)
{
    (void)row;
    struct ending *ending = context;
    char channel_room[LIMIT_CHANNEL_BYTES];
    struct fact_duty_ended ended = {.id = ending->id};
    decision_add(ending->decision, channel_of_department(department, channel_room),
                 &fact_kinds[FACT_duty_ended], &ended);
    return true;
}

void duty_end(struct txn *txn, struct bytes id, const struct view_bulletin *row, struct decision *decision)
{
    struct ending ending = {.id = id, .decision = decision};
    struct bytes channel;
    uint64_t number;
    if (id_split(id, &channel, &number))
        duty_walk(txn, channel, number, row->revision, draft_ended, &ending);
}
