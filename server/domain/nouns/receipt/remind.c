/* Reminding departments to sign, when the time has come, and telling those who publish who has not. It does
 * not know when that is. */
#include "server/domain/base/decision.h"
#include "server/domain/base/rights.h"
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/nouns/channel/channel.h"
#include "server/domain/nouns/receipt/duty.h"

/* Who has not signed, while departments are walked. */
struct reminding {
    struct fact_duty_reminded reminded;
    struct decision *decision;
    struct bytes missing[LIMIT_COUNTED_NAMES];
    size_t missing_count;
};

static bool remind_department(void *context, struct bytes department, const struct view_receipt *row)
{
    struct reminding *reminding = context;
    char channel_room[LIMIT_CHANNEL_BYTES];
    if (row->has.signed_for || row->has.undated)
        return true;
    decision_add(reminding->decision, channel_of_department(department, channel_room),
                 &fact_kinds[FACT_duty_reminded], &reminding->reminded);
    if (reminding->missing_count < LIMIT_COUNTED_NAMES)
        reminding->missing[reminding->missing_count++] = department;
    return true;
}

/* However many reminders were slept through, this is one; the next lies ahead. */
static void remind(const struct deciding *deciding, const struct args_schedule_run *args,
                   struct bytes channel, uint64_t number)
{
    uint8_t missing_room[LIMIT_COUNTED_NAMES * (LIMIT_NAME_BYTES + 2) + 8];
    struct buffer missing = buffer_over(missing_room, sizeof missing_room);
    char desk_room[LIMIT_CHANNEL_BYTES];
    struct view_bulletin row;
    if (!view_bulletin(deciding->txn, channel, number, &row)) {
        txn_fail(deciding->txn, ERR_INTERNAL);
        return;
    }
    struct reminding reminding = {
        .reminded = {.id = args->id, .revision = row.revision, .due = row.due},
        .decision = deciding->decision,
    };
    const bool over =
        row.has.expires && row.expires <= deciding->now_ms; /* though what says so may be due only now */
    desk_draft(deciding->txn, channel, deciding->decision);
    if (!over)
        duty_walk(deciding->txn, channel, number, row.revision, remind_department, &reminding);
    words_write(&missing, reminding.missing, reminding.missing_count);
    struct fact_duty_counted counted = {
        .has = {.missing = reminding.missing_count > 0},
        .id = args->id,
        .revision = row.revision,
        .due = row.due,
        .addressed = row.addressed,
        .signed_for = row.signed_for,
        .missing = buffer_bytes(&missing),
    };
    counted.has.remind = !over && notice_remind_after(row.due, deciding->now_ms, &counted.remind);
    decision_add(deciding->decision, channel_of_desk(channel, desk_room), &fact_kinds[FACT_duty_counted],
                 &counted);
}

bool receipt_due(const struct deciding *deciding, const struct args_schedule_run *args, struct bytes channel,
                 uint64_t number)
{
    if (args->what == TRANSITION_REMIND)
        remind(deciding, args, channel, number);
    return args->what == TRANSITION_REMIND;
}
