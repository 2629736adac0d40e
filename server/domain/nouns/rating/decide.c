/* What becomes of a rating: it is answered, settled, set aside, appealed for, and decided about. Which moves
 * there are, the table says (rating_moves.c). */
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/rating/rating_moves.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

static int64_t next_due(const struct deciding *deciding)
{
    return deciding->now_ms + (int64_t)rating_term_days(deciding->txn) * DAY_MS;
}

/* --- saying so --- */

/* Where the department and the committee read. */
static void draft(const struct deciding *deciding, struct bytes id, int kind, const void *decided)
{
    struct bytes channel;
    uint64_t number;
    if (id_split(id, &channel, &number))
        decision_add(deciding->decision, channel, &fact_kinds[kind], decided);
}

/* Where whoever gave it reads. */
static void draft_told(const struct deciding *deciding, struct bytes id, const struct view_rating *row,
                       uint64_t stage)
{
    char room[LIMIT_CHANNEL_BYTES];
    const struct fact_rating_told told = {.id = id, .rated = row->department, .stage = stage};
    decision_add(deciding->decision, rated_channel(row->rater, room), &fact_kinds[FACT_rating_told], &told);
}

/* --- the department's answer, and what is said to it --- */

enum error decide_rating_answer(const struct deciding *deciding, const struct args_rating_answer *args)
{
    const struct fact_rating_answered answered = {
        .has.department = true,
        .id = args->id,
        .department = bytes_of_text(deciding->actor->department),
    };
    struct view_rating row;
    enum error error =
        rating_move(deciding, VERB_rating_answer, RATING_STAGE_COUNT, args->id, args->seen, &row);
    if (error != OK)
        return error;
    draft(deciding, args->id, FACT_rating_answered, &answered);
    draft_told(deciding, args->id, &row, RATING_STAGE_ANSWERED);
    return OK;
}

/* What is not settled wants another answer. */
enum error decide_rating_settle(const struct deciding *deciding, const struct args_rating_settle *args)
{
    const bool is = !args->has.settled || args->settled;
    const struct fact_rating_settled settled = {
        .has = {.department = deciding->actor->department[0] != '\0', .due = !is},
        .id = args->id,
        .department = bytes_of_text(deciding->actor->department),
        .settled = is,
        .due = next_due(deciding),
    };
    struct view_rating row;
    enum error error =
        rating_move(deciding, VERB_rating_settle, is ? RATING_STAGE_SETTLED : RATING_STAGE_UNSETTLED,
                    args->id, args->seen, &row);
    if (error == OK)
        draft(deciding, args->id, FACT_rating_settled, &settled);
    return error;
}

/* --- setting aside, and the appeal --- */

enum error decide_rating_set_aside(const struct deciding *deciding, const struct args_rating_set_aside *args)
{
    const struct fact_rating_set_aside aside = {.id = args->id};
    struct view_rating row;
    enum error error =
        rating_move(deciding, VERB_rating_set_aside, RATING_STAGE_COUNT, args->id, args->seen, &row);
    if (error != OK)
        return error;
    draft(deciding, args->id, FACT_rating_set_aside, &aside);
    draft_told(deciding, args->id, &row, RATING_STAGE_SET_ASIDE);
    return OK;
}

enum error decide_rating_appeal(const struct deciding *deciding, const struct args_rating_appeal *args)
{
    const struct fact_rating_appealed appealed = {
        .has.department = deciding->actor->department[0] != '\0',
        .id = args->id,
        .department = bytes_of_text(deciding->actor->department),
    };
    struct view_rating row;
    enum error error =
        rating_move(deciding, VERB_rating_appeal, RATING_STAGE_COUNT, args->id, args->seen, &row);
    if (error == OK)
        draft(deciding, args->id, FACT_rating_appealed, &appealed);
    return error;
}

enum error decide_rating_uphold(const struct deciding *deciding, const struct args_rating_uphold *args)
{
    const struct fact_rating_upheld upheld = {.id = args->id};
    struct view_rating row;
    enum error error =
        rating_move(deciding, VERB_rating_uphold, RATING_STAGE_COUNT, args->id, args->seen, &row);
    if (error != OK)
        return error;
    draft(deciding, args->id, FACT_rating_upheld, &upheld);
    draft_told(deciding, args->id, &row, RATING_STAGE_UPHELD);
    return OK;
}

/* It is at the stage again at which it was set aside; what was to be answered then has its time anew. */
enum error decide_rating_restore(const struct deciding *deciding, const struct args_rating_restore *args)
{
    struct fact_rating_restored restored = {.id = args->id, .due = next_due(deciding)};
    struct view_rating row;
    enum error error =
        rating_move(deciding, VERB_rating_restore, RATING_STAGE_COUNT, args->id, args->seen, &row);
    if (error != OK)
        return error;
    restored.stage = row.before;
    restored.has.due = row.before == RATING_STAGE_OPEN || row.before == RATING_STAGE_UNSETTLED;
    draft(deciding, args->id, FACT_rating_restored, &restored);
    draft_told(deciding, args->id, &row, row.before);
    return OK;
}

/* --- what the clock brings --- */

void rating_run_answer(const struct deciding *deciding, struct bytes id, const struct view_rating *row)
{
    const struct fact_rating_overdue overdue = {.id = id, .stage = row->stage};
    draft(deciding, id, FACT_rating_overdue, &overdue);
    draft_told(deciding, id, row, row->stage);
}
