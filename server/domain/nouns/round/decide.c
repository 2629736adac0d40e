/* Rounds: which may be opened, changed and closed. How one is kept stands in fold.c, what the schedule does
 * with it in deadlines.c, what people read of it in read.c. */
#include "protocol/wire/calendar.h"
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/channel/channel.h"
#include "server/domain/nouns/round/deadlines.h"
#include "server/domain/nouns/round/round.h"

/* What a round says of its days, become times. */
struct days {
    int64_t from, until, remind;
    bool has_remind;
    enum round_stage stage;
};

static enum error refuse_time(const struct deciding *deciding, enum error code, const char *field,
                              int64_t time_ms)
{
    decision_refuse(deciding->decision, code, field, (struct bytes){0});
    deciding->decision->why.time_ms = time_ms;
    return code;
}

/* --- its days --- */

static enum error decide_moment(const struct deciding *deciding, const char *field, struct bytes moment,
                                enum day_edge edge, int64_t *time_ms)
{
    const int64_t last_ms = deciding->now_ms + INT64_C(1000) * LIMIT_AHEAD_S;
    int64_t time;
    if (!calendar_moment(moment, edge, &time))
        return decision_refuse(deciding->decision, ERR_BAD_VALUE, field, moment);
    if (time > last_ms)
        return refuse_time(deciding, ERR_TOO_LATE, field, last_ms);
    *time_ms = time;
    return OK;
}

/* Once departments may apply, the beginning stays. `before` is what it was, or NULL: it is being opened. */
static enum error decide_from(const struct deciding *deciding, const struct args_round_open *said,
                              const struct view_round *before, struct days *days)
{
    days->from = before != NULL ? before->from : deciding->now_ms;
    if (!said->has.from)
        return OK;
    enum error error = decide_moment(deciding, "from", said->from, DAY_BEGINS, &days->from);
    if (error == OK && before != NULL && before->stage != ROUND_STAGE_ANNOUNCED && days->from != before->from)
        error = round_refuse(deciding, ERR_ROUND_BEGUN, "from", said->year);
    return error;
}

/* An end that has come can stay, as it does when only words are changed. */
static enum error decide_until(const struct deciding *deciding, const struct args_round_open *said,
                               const struct view_round *before, struct days *days)
{
    enum error error = decide_moment(deciding, "until", said->until, DAY_ENDS, &days->until);
    if (error != OK)
        return error;
    if (days->until <= deciding->now_ms && !(before != NULL && before->until == days->until))
        return refuse_time(deciding, ERR_IN_THE_PAST, "until", deciding->now_ms);
    return days->until > days->from
               ? OK
               : decision_refuse(deciding->decision, ERR_WRONG_ORDER, "until", bytes_of_text("from"));
}

static enum error decide_days(const struct deciding *deciding, const struct args_round_open *said,
                              const struct view_round *before, struct days *days)
{
    const int64_t now_ms = deciding->now_ms;
    enum error error = decide_from(deciding, said, before, days);
    if (error == OK)
        error = decide_until(deciding, said, before, days);
    if (error != OK)
        return error;
    const bool was_over = before != NULL && before->stage == ROUND_STAGE_ENDED;
    days->has_remind =
        round_remind_after(days->until, days->from > now_ms ? days->from : now_ms, &days->remind);
    if (days->from > now_ms)
        days->stage = ROUND_STAGE_ANNOUNCED;
    else
        days->stage = was_over && days->until <= now_ms ? ROUND_STAGE_ENDED : ROUND_STAGE_OPEN;
    return OK;
}

/* The bulletins that announce it are there, and everyone may read them, as everyone reads of the round. */
static enum error decide_announced(const struct deciding *deciding, const struct args_round_open *said)
{
    struct bytes id, channel;
    for (size_t at = 0; said->has.announced && words_next(said->announced, &at, &id);) {
        enum error error = notice_decide_named(deciding, "announced", id, &channel);
        if (error != OK)
            return error;
        if (!channel_is_public(deciding->txn, channel))
            return decision_refuse(deciding->decision, ERR_NOT_PUBLIC, "announced", id);
    }
    return OK;
}

/* --- the verbs --- */

static enum error decide_year(const struct deciding *deciding, uint64_t year)
{
    struct view_round row;
    enum error error = decision_at_least(deciding->decision, "year", year, YEAR_FIRST);
    if (error != OK)
        return error;
    if (view_round(deciding->txn, year, &row))
        return round_refuse(deciding, ERR_ROUND_EXISTS, "year", year);
    return round_open(deciding->txn, &row) ? round_refuse(deciding, ERR_ROUND_OPEN, "year", row.year) : OK;
}

enum error decide_round_open(const struct deciding *deciding, const struct args_round_open *args)
{
    struct days days = {.from = 0};
    enum error error = decide_year(deciding, args->year);
    if (error == OK)
        error = decide_days(deciding, args, NULL, &days);
    if (error == OK)
        error = decide_announced(deciding, args);
    if (error != OK)
        return error;
    struct fact_round_opened opened = {
        .has = {.remind = days.has_remind},
        .year = args->year,
        .stage = days.stage,
        .from = days.from,
        .until = days.until,
        .remind = days.remind,
    };
    decision_add(deciding->decision, brands_channel(deciding->txn, deciding->decision),
                 &fact_kinds[FACT_round_opened], &opened);
    return OK;
}

/* The round that an act changes, as its author saw it; its id, in `id`. */
static enum error find_round(const struct deciding *deciding, uint64_t year, struct bytes seen,
                             struct view_round *row, struct buffer *id)
{
    enum error error = round_named(deciding, true, year, row);
    if (error == OK && !bytes_equal(seen, row->head))
        error = round_refuse(deciding, ERR_HEAD_CHANGED, "seen", year);
    if (error == OK)
        id_write(id, bytes_of_text(CHANNEL_BRANDS), row->number);
    return error;
}

/* Each of its acts is one that an erasure has to name. What was erased gets new words with every change. */
static enum error decide_texts(const struct deciding *deciding, const struct view_round *row)
{
    if (row->texts <= LIMIT_EDITS)
        return OK;
    round_refuse(deciding, ERR_TOO_MANY_EDITS, "year", row->year);
    deciding->decision->why.limit = LIMIT_EDITS;
    return ERR_TOO_MANY_EDITS;
}

enum error decide_round_change(const struct deciding *deciding, const struct args_round_change *args)
{
    struct args_round_open said = {.has = {0}};
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct days days = {.from = 0};
    struct view_round row;
    enum error error = find_round(deciding, args->year, args->seen, &row, &id);
    if (error == OK)
        error = decide_texts(deciding, &row);
    shape_copy(&shape_args_round_change, args, &shape_args_round_open, &said);
    if (error == OK)
        error = decide_days(deciding, &said, &row, &days);
    if (error == OK)
        error = decide_announced(deciding, &said);
    if (error != OK)
        return error;
    struct fact_round_changed changed = {
        .has = {.remind = days.has_remind},
        .id = buffer_bytes(&id),
        .year = args->year,
        .stage = days.stage,
        .from = days.from,
        .until = days.until,
        .remind = days.remind,
    };
    decision_add(deciding->decision, bytes_of_text(CHANNEL_BRANDS), &fact_kinds[FACT_round_changed],
                 &changed);
    return OK;
}

enum error decide_round_close(const struct deciding *deciding, const struct args_round_close *args)
{
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct view_round row;
    enum error error = find_round(deciding, args->year, args->seen, &row, &id);
    if (error != OK)
        return error;
    struct fact_round_closed closed = {.id = buffer_bytes(&id), .year = args->year};
    decision_add(deciding->decision, bytes_of_text(CHANNEL_BRANDS), &fact_kinds[FACT_round_closed], &closed);
    return OK;
}
