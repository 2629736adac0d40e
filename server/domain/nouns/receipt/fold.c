/* Folding duties and receipts: how far each department has come, and what a bulletin still waits for. It
 * looks at heads alone, since acts can be erased. */
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/nouns/receipt/views.h"

/* --- duties --- */

/* The bulletin gains a department; that it has one more is what brings the due date and the reminders back
 * after all others have signed. */
static void add_to_bulletin(struct txn *txn, struct bytes channel, uint64_t number,
                            const struct fact_duty_assigned *decided)
{
    struct view_bulletin row;
    if (!view_bulletin(txn, channel, number, &row))
        return;
    bool rearmed = decided->has.remind && !row.has.remind;
    struct store_key due = view_due_key(row.due, channel, number);
    bool has_due = row.has.due && row.has.receipt;
    row.has.addressed = true;
    row.addressed++;
    if (rearmed) {
        row.has.remind = true;
        row.remind = decided->remind;
    }
    struct store_key key = key_place(channel, number);
    view_put(txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, &row);
    if (has_due)
        txn_put(txn, TABLE_DUES, key_of(&due), (struct bytes){0});
    if (rearmed) {
        key = view_schedule_key(decided->remind, TRANSITION_REMIND, channel, number);
        txn_put(txn, TABLE_SCHEDULE, key_of(&key), (struct bytes){0});
    }
}

void fold_duty_assigned(struct txn *txn, const struct fact *fact, const struct fact_duty_assigned *decided)
{
    struct bytes department, channel;
    uint64_t number;
    if (!channel_department(fact->head.channel, &department) || !id_split(decided->id, &channel, &number))
        return;
    struct view_receipt row = {
        .has = {.undated = !decided->has.due}, .assigned = fact->head.seq, .undated = true};
    struct store_key key = view_receipt_key(channel, number, decided->revision, department);
    view_put(txn, TABLE_RECEIPTS, key_of(&key), &shape_view_receipt, &row);
    key = key_place_of(department, channel, number);
    txn_put(txn, TABLE_INBOX, key_of(&key), (struct bytes){0});
    add_to_bulletin(txn, channel, number, decided);
}

void fold_duty_ended(struct txn *txn, const struct fact *fact, const struct fact_duty_ended *decided)
{
    struct bytes department, channel;
    uint64_t number;
    if (!channel_department(fact->head.channel, &department) || !id_split(decided->id, &channel, &number))
        return;
    struct store_key key = key_place_of(department, channel, number);
    txn_delete(txn, TABLE_INBOX, key_of(&key));
}

/* A reminder stands in the department's channel and nowhere else; the count on the desk moves
 * the schedule. */
void fold_duty_reminded(struct txn *txn, const struct fact *fact, const struct fact_duty_reminded *decided)
{
    (void)txn, (void)fact, (void)decided;
}

void fold_duty_counted(struct txn *txn, const struct fact *fact, const struct fact_duty_counted *decided)
{
    (void)fact;
    struct view_bulletin row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(decided->id, &channel, &number) || !view_bulletin(txn, channel, number, &row))
        return;
    struct store_key last = view_schedule_key(row.remind, TRANSITION_REMIND, channel, number);
    struct store_key next = view_schedule_key(decided->remind, TRANSITION_REMIND, channel, number);
    struct store_key key = key_place(channel, number);
    bool had_one = row.has.remind;
    row.has.remind = decided->has.remind;
    row.remind = decided->remind;
    view_put(txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, &row);
    if (had_one)
        txn_delete(txn, TABLE_SCHEDULE, key_of(&last));
    if (decided->has.remind)
        txn_put(txn, TABLE_SCHEDULE, key_of(&next), (struct bytes){0});
}

/* --- receipts --- */

/* What a receipt is of. The parts are borrowed from the fact. */
struct rung {
    struct bytes department, channel;
    uint64_t number, revision;
};

static bool rung_of(const struct fact *fact, struct bytes id, uint64_t revision, struct rung *rung)
{
    rung->revision = revision;
    return channel_department(fact->head.channel, &rung->department) &&
           id_split(id, &rung->channel, &rung->number);
}

static bool rung_row(struct txn *txn, const struct rung *rung, struct view_receipt *row)
{
    return view_receipt(txn, rung->channel, rung->number, rung->revision, rung->department, row);
}

static void rung_put(struct txn *txn, const struct rung *rung, const struct view_receipt *row)
{
    struct store_key key = view_receipt_key(rung->channel, rung->number, rung->revision, rung->department);
    view_put(txn, TABLE_RECEIPTS, key_of(&key), &shape_view_receipt, row);
}

static void leave_inbox(struct txn *txn, const struct rung *rung)
{
    struct store_key key = key_place_of(rung->department, rung->channel, rung->number);
    txn_delete(txn, TABLE_INBOX, key_of(&key));
}

/* One department more has signed. After the last there is nothing due and nobody to remind. */
static void count_signature(struct txn *txn, const struct rung *rung)
{
    struct view_bulletin row;
    if (!view_bulletin(txn, rung->channel, rung->number, &row))
        return;
    struct store_key due = view_due_key(row.due, rung->channel, rung->number);
    struct store_key remind = view_schedule_key(row.remind, TRANSITION_REMIND, rung->channel, rung->number);
    struct store_key key = key_place(rung->channel, rung->number);
    row.has.signed_for = true;
    row.signed_for++;
    bool all = row.signed_for >= row.addressed;
    bool had_due = all && row.has.due, had_remind = all && row.has.remind;
    if (had_remind)
        row.has.remind = false;
    view_put(txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, &row);
    if (had_due)
        txn_delete(txn, TABLE_DUES, key_of(&due));
    if (had_remind)
        txn_delete(txn, TABLE_SCHEDULE, key_of(&remind));
}

void fold_receipt_delivered(struct txn *txn, const struct fact *fact,
                            const struct fact_receipt_delivered *decided)
{
    struct rung rung;
    struct view_receipt row;
    if (!rung_of(fact, decided->id, decided->revision, &rung) || !rung_row(txn, &rung, &row))
        return;
    row.has.delivered = true;
    row.delivered = fact->head.seq;
    rung_put(txn, &rung, &row);
}

void fold_receipt_opened(struct txn *txn, const struct fact *fact, const struct fact_receipt_opened *decided)
{
    struct rung rung;
    struct view_receipt row;
    struct view_bulletin bulletin;
    if (!rung_of(fact, decided->id, decided->revision, &rung) || !rung_row(txn, &rung, &row) ||
        !view_bulletin(txn, rung.channel, rung.number, &bulletin))
        return;
    bool done = !bulletin.has.receipt;
    row.has.opened = true;
    row.opened = fact->head.seq;
    rung_put(txn, &rung, &row);
    if (done)
        leave_inbox(txn, &rung);
}

void fold_receipt_signed(struct txn *txn, const struct fact *fact, const struct fact_receipt_signed *decided)
{
    struct rung rung;
    struct view_receipt row;
    if (!rung_of(fact, decided->id, decided->revision, &rung) || !rung_row(txn, &rung, &row))
        return;
    row.has.signed_for = true;
    row.signed_for = fact->head.seq;
    rung_put(txn, &rung, &row);
    leave_inbox(txn, &rung);
    count_signature(txn, &rung);
}
