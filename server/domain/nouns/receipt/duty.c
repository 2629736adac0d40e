/* Duties: that a department must open or sign for a bulletin, from when it is addressed until that ends. It
 * does not judge what departments do about them: that is in receipt.c. */
#include "server/domain/base/handlers.h"
#include "server/domain/base/views.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/nouns/channel/channel.h"
#include "server/domain/nouns/receipt/views.h"

bool receipts_allowed(struct txn *txn, struct bytes channel, const struct actor *actor)
{
    return actor->role == ROLE_COMMITTEE || actor->role == ROLE_OPERATOR ||
           channel_allows(txn, channel, RIGHT_PUBLISH, actor);
}

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
    struct fact_duty_ended ended = {.has.id = true, .id = ending->id};
    decision_add(ending->decision, channel_of_department(department, channel_room),
                 &fact_kinds[FACT_duty_ended], &ended);
    return true;
}

void duty_end(struct txn *txn, struct bytes id, const struct view_bulletin *row, struct decision *decision)
{
    struct ending ending = {id, decision};
    struct bytes channel;
    uint64_t number;
    if (id_split(id, &channel, &number))
        duty_walk(txn, channel, number, row->revision, draft_ended, &ending);
}

/* An open roster waits for departments that can read the bulletin; another would have a duty that it cannot
 * do. */
static bool can_read(struct txn *txn, struct bytes channel, struct bytes department)
{
    struct actor member = {.role = ROLE_OFFICE};
    memcpy(member.department, department.at, department.size);
    return channel_allows(txn, channel, RIGHT_READ, &member);
}

/* A department that was made after the date is not born late: the date does not count for it. */
static void draft_open(const struct deciding *deciding, struct bytes department, struct bytes channel,
                       uint64_t number)
{
    char department_room[LIMIT_CHANNEL_BYTES], id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct view_bulletin row;
    if (!can_read(deciding->txn, channel, department) ||
        !view_bulletin(deciding->txn, channel, number, &row) ||
        row.addressed >= LIMIT_ADDRESSEES) /* each must be reached by a fact of one decision */
        return;
    id_write(&id, channel, number);
    const bool in_time = row.has.due && row.due > deciding->now_ms;
    struct fact_duty_assigned assigned = {
        .has = {.id = true,
                .revision = true,
                .receipt = row.has.receipt,
                .priority = row.has.priority,
                .due = in_time,
                .taken = true},
        .id = buffer_bytes(&id),
        .revision = row.revision,
        .receipt = row.receipt,
        .priority = row.priority,
        .due = row.due,
        .taken = ledger_first_of_act(deciding->txn, row.revision_seq),
    };
    if (in_time && !row.has.remind)
        assigned.has.remind = notice_remind_after(row.due, deciding->now_ms, &assigned.remind);
    decision_carry(deciding->decision, row.revision_seq);
    decision_add(deciding->decision, channel_of_department(department, department_room),
                 &fact_kinds[FACT_duty_assigned], &assigned);
}

void duty_draft_open(const struct deciding *deciding, struct bytes department)
{
    struct store_key from = key_empty();
    struct bytes channel;
    uint64_t number;
    struct walk walk;
    walk_up(&walk, deciding->txn, TABLE_ROSTERS, key_of(&from));
    while (walk_next(&walk)) {
        if (view_key_split(walk.key, &channel, &number))
            draft_open(deciding, department, channel, number);
    }
    walk_end(&walk);
    decision_carry(deciding->decision, 0);
}

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
        .has = {.assigned = true, .undated = !decided->has.due}, .assigned = fact->head.seq, .undated = true};
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
