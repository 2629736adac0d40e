/* What the schedule does with a round: begins it, reminds whoever has not applied, and says when its time is
 * over. What was slept through is done once: when that time is over, nothing else is said. */
#include "server/domain/nouns/round/deadlines.h"

#include "protocol/wire/calendar.h"
#include "server/domain/base/rights.h"
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/brand/brand.h"
#include "server/domain/nouns/round/round.h"

enum { REMINDED_MOST = LIMIT_ACT_FACTS - 1 }; /* by one act; the next goes on, and round.closing ends it */

bool round_remind_after(int64_t until_ms, int64_t after_ms, int64_t *remind_ms)
{
    static const int days[] = {-7, -1};
    enum { HOUR = 9 };
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        /* What ends with a day has it as its last one. */
        const int64_t time_ms = calendar_hour(until_ms - 1, days[i], HOUR);
        if (time_ms > after_ms) {
            *remind_ms = time_ms;
            return true;
        }
    }
    return false;
}

static void run_begin(struct bytes id, const struct view_round *row, struct decision *decision)
{
    struct fact_round_begun begun = {.id = id, .year = row->year, .until = row->until};
    decision_add(decision, bytes_of_text(CHANNEL_BRANDS), &fact_kinds[FACT_round_begun], &begun);
}

static bool has_applied(struct txn *txn, uint64_t year, struct bytes department)
{
    struct view_brand brand;
    return brand_of(txn, year, department, &brand) && brand_is_applied(&brand);
}

/* Reminds those that come next; false when there are more than fit. */
static bool draft_reminded(const struct deciding *deciding, struct bytes id, const struct view_round *row)
{
    struct store_key from = key_empty();
    char room[LIMIT_CHANNEL_BYTES];
    struct fact_round_reminded reminded = {.id = id, .year = row->year, .until = row->until};
    bool all = true;
    struct walk walk;
    if (row->has.told)
        from = key_after(row->told);
    walk_up(&walk, deciding->txn, TABLE_DEPARTMENTS, key_of(&from));
    while (all && walk_next(&walk)) {
        if (has_applied(deciding->txn, row->year, walk.key))
            continue;
        all = deciding->decision->draft_count < REMINDED_MOST;
        if (all)
            decision_add(deciding->decision, channel_of_department(walk.key, room),
                         &fact_kinds[FACT_round_reminded], &reminded);
    }
    walk_end(&walk);
    return all;
}

static void run_remind(const struct deciding *deciding, struct bytes id, const struct view_round *row)
{
    struct fact_round_closing closing = {.id = id, .year = row->year, .until = row->until};
    if (!draft_reminded(deciding, id, row))
        return;
    closing.has.remind = round_remind_after(row->until, deciding->now_ms, &closing.remind);
    decision_add(deciding->decision, bytes_of_text(CHANNEL_BRANDS), &fact_kinds[FACT_round_closing],
                 &closing);
}

static uint64_t count_applied(struct txn *txn, uint64_t year)
{
    struct store_key from = key_empty();
    uint64_t count = 0;
    struct walk walk;
    walk_up(&walk, txn, TABLE_DEPARTMENTS, key_of(&from));
    while (walk_next(&walk))
        count += has_applied(txn, year, walk.key);
    walk_end(&walk);
    return count;
}

static void run_end(const struct deciding *deciding, struct bytes id, const struct view_round *row)
{
    struct fact_round_ended ended = {
        .id = id,
        .year = row->year,
        .departments = txn_count(deciding->txn, TABLE_DEPARTMENTS),
        .applied = count_applied(deciding->txn, row->year),
    };
    decision_add(deciding->decision, bytes_of_text(CHANNEL_BRANDS), &fact_kinds[FACT_round_ended], &ended);
}

bool round_due(const struct deciding *deciding, const struct args_schedule_run *args, struct bytes channel,
               uint64_t number)
{
    const enum transition what = (enum transition)args->what;
    struct view_round row;
    if (what != TRANSITION_ROUND_BEGIN && what != TRANSITION_ROUND_REMIND && what != TRANSITION_ROUND_END)
        return false;
    if (!view_round_at(deciding->txn, channel, number, &row))
        txn_fail(deciding->txn, ERR_INTERNAL);
    else if (row.until <= deciding->now_ms)
        run_end(deciding, args->id, &row);
    else if (what == TRANSITION_ROUND_BEGIN)
        run_begin(args->id, &row, deciding->decision);
    else
        run_remind(deciding, args->id, &row);
    return true;
}
