/* Departments that are made later: open rosters give them the duties of bulletins that are in force. It does
 * not know how a department is made. */
#include "server/domain/base/rights.h"
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/bulletin/views.h"

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
        .has = {.receipt = row.has.receipt, .priority = row.has.priority, .due = in_time, .taken = true},
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

void receipt_for_department(const struct deciding *deciding, struct bytes department)
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
