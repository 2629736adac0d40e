/* The theme of the month: what people decide about it. How it is kept stands in fold.c, what the
 * schedule does with it in turn.c, what people read of it in read.c. */
#include "protocol/wire/calendar.h"
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/channel/channel.h"
#include "server/domain/nouns/forum/forum.h"
#include "server/domain/nouns/theme/theme.h"
#include "server/domain/nouns/theme/views.h"

enum { REMIND_DAYS = 3, CHECK_DAYS = 7, MORNING_HOUR = 9 };

bool theme_is_open(const struct view_theme *row)
{
    return row->stage == STAGE_OPEN || row->stage == STAGE_CLOSING;
}

bool theme_stands(const struct view_theme *row)
{
    return row->stage != STAGE_CANCELLED && row->stage != STAGE_MISSED;
}

bool theme_remind(int64_t closes_ms, int64_t after_ms, int64_t *remind_ms)
{
    *remind_ms = calendar_hour(closes_ms - 1, -REMIND_DAYS, MORNING_HOUR);
    return *remind_ms > after_ms;
}

static bool check_time(const char *month, int64_t *check_ms)
{
    int64_t begins_ms;
    if (!calendar_month_begins(bytes_of_text(month), &begins_ms))
        return false;
    *check_ms = calendar_hour(begins_ms, -CHECK_DAYS, MORNING_HOUR);
    return true;
}

bool theme_check_at(int64_t now_ms, struct theme_check *check)
{
    char next[LIMIT_MONTH_BYTES + 1];
    int64_t check_ms;
    for (int months = 1; months >= 0; months--) { /* that of this month has come in any case */
        if (calendar_month(now_ms, months, check->month) && calendar_month(now_ms, months + 1, next) &&
            check_time(check->month, &check_ms) && check_ms <= now_ms)
            return check_time(next, &check->next_ms);
    }
    return false;
}

bool theme_text_of(struct txn *txn, uint64_t text_seq, struct theme_text *text)
{
    struct forum_text said;
    struct fact fact;
    if (!fact_needed(txn, text_seq, &fact))
        return false;
    if (!forum_text_of(txn, &fact, &said) || !said.has_headline)
        return false;
    *text = (struct theme_text){.has_text = said.has_text, .title = said.headline, .text = said.text};
    return true;
}

/* --- deciding --- */

/* A theme needs both its channels; its author's right in `themes` has been judged. */
static enum error decide_forum(const struct deciding *deciding)
{
    const struct bytes forum = bytes_of_text(CHANNEL_FORUM);
    return channel_exists(deciding->txn, forum)
               ? OK
               : decision_refuse(deciding->decision, ERR_UNKNOWN_CHANNEL, NULL, forum);
}

/* The days of a theme, become times. */
struct days {
    int64_t opens, closes, remind;
    bool has_remind;
};

static enum error decide_moment(const char *field, struct bytes moment, enum day_edge edge,
                                struct bytes month, const struct days *whole, int64_t *time_ms,
                                struct decision *decision)
{
    if (!calendar_moment(moment, edge, time_ms))
        return decision_refuse(decision, ERR_BAD_VALUE, field, moment);
    if (*time_ms < whole->opens || *time_ms > whole->closes)
        return decision_refuse(decision, ERR_NOT_IN_MONTH, field, month);
    return OK;
}

/* `plan` may be of theme.amend as well: the fields are the same. */
static enum error decide_days(const struct args_theme_plan *plan, int64_t now_ms, struct days *days,
                              struct decision *decision)
{
    char next[LIMIT_MONTH_BYTES + 1];
    struct days whole = {0};
    enum error error = OK;
    if (!calendar_month_begins(plan->month, &whole.opens) || !calendar_month(whole.opens, 1, next) ||
        !calendar_month_begins(bytes_of_text(next), &whole.closes))
        return decision_refuse(decision, ERR_BAD_VALUE, "month", plan->month);
    if (whole.closes <= now_ms)
        return decision_refuse(decision, ERR_MONTH_PAST, "month", plan->month);
    if (whole.opens > now_ms + LIMIT_AHEAD_S * INT64_C(1000)) {
        decision_refuse(decision, ERR_TOO_LATE, "month", (struct bytes){0});
        decision->why.time_ms = now_ms + LIMIT_AHEAD_S * INT64_C(1000);
        return ERR_TOO_LATE;
    }
    *days = whole;
    if (plan->has.opens)
        error = decide_moment("opens", plan->opens, DAY_BEGINS, plan->month, &whole, &days->opens, decision);
    if (error == OK && plan->has.closes)
        error = decide_moment("closes", plan->closes, DAY_ENDS, plan->month, &whole, &days->closes, decision);
    if (error == OK && days->closes <= days->opens)
        error = decision_refuse(decision, ERR_WRONG_ORDER, "closes", bytes_of_text("opens"));
    if (error == OK && days->closes <= now_ms)
        error = decision_refuse(decision, ERR_MONTH_PAST, "month", plan->month);
    if (error != OK)
        return error;
    days->has_remind = theme_remind(days->closes, days->opens > now_ms ? days->opens : now_ms, &days->remind);
    return OK;
}

/* The first theme ever begins the looking at months. */
static bool nothing_planned_yet(struct txn *txn)
{
    struct store_key from = key_empty();
    struct walk walk;
    walk_up(&walk, txn, TABLE_THEMES, key_of(&from));
    bool found = walk_next(&walk);
    walk_end(&walk);
    return !found;
}

enum error decide_theme_plan(const struct deciding *deciding, const struct args_theme_plan *args)
{
    struct bytes desk = bytes_of_text(CHANNEL_DESK_THEMES);
    struct view_theme row;
    struct theme_check check;
    struct days days = {0};
    enum error error = decide_forum(deciding);
    if (error == OK)
        error = decide_days(args, deciding->now_ms, &days, deciding->decision);
    if (error == OK && view_theme(deciding->txn, args->month, &row) && theme_stands(&row))
        error = decision_refuse(deciding->decision, ERR_THEME_EXISTS, "month", args->month);
    if (error != OK)
        return error;
    struct fact_theme_planned planned = {
        .has = {.remind = days.has_remind},
        .month = args->month,
        .opens = days.opens,
        .closes = days.closes,
        .remind = days.remind,
    };
    if (nothing_planned_yet(deciding->txn) && theme_check_at(deciding->now_ms, &check)) {
        planned.has.check = true;
        planned.check = check.next_ms;
    }
    desk_draft(deciding->txn, bytes_of_text(CHANNEL_THEMES), deciding->decision);
    decision_add(deciding->decision, desk, &fact_kinds[FACT_theme_planned], &planned);
    return OK;
}

/* The theme that an act changes, as its author saw it. */
static enum error find_theme(const struct deciding *deciding, struct bytes month, struct bytes head,
                             struct view_theme *row)
{
    if (!view_theme(deciding->txn, month, row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_THEME, "month", month);
    if (!bytes_equal(head, row->head))
        return decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "seen", month);
    return OK;
}

/* Each of its acts is one that an erasure has to name. */
static enum error decide_edits(const struct view_theme *row, struct bytes month, struct decision *decision)
{
    if (row->texts <= LIMIT_EDITS)
        return OK;
    decision_refuse(decision, ERR_TOO_MANY_EDITS, "month", month);
    decision->why.limit = LIMIT_EDITS;
    return ERR_TOO_MANY_EDITS;
}

/* Of an open theme words and end can be amended, nothing else. `*corrects`: the words are other ones. */
static enum error decide_opened(const struct deciding *deciding, const struct view_theme *row,
                                const struct args_theme_plan *plan, struct days *days, bool *corrects)
{
    struct theme_text text;
    if (plan->has.opens && days->opens != row->opens)
        return decision_refuse(deciding->decision, ERR_THEME_OPEN, "opens", plan->month);
    days->opens = row->opens;
    if (!theme_text_of(deciding->txn, row->text_seq, &text))
        return decision_refuse(deciding->decision, ERR_ERASED, "month", plan->month);
    *corrects = !bytes_equal(text.title, plan->title) || plan->has.text != text.has_text ||
                (text.has_text && !bytes_equal(text.text, plan->text));
    if (*corrects && forum_id_hidden(deciding->txn, row->thread))
        return decision_refuse(deciding->decision, ERR_HIDDEN, "month", row->thread);
    if (days->closes <= days->opens)
        return decision_refuse(deciding->decision, ERR_WRONG_ORDER, "closes", bytes_of_text("opens"));
    return OK;
}

/* Whoever replaces words that people have read names the thread in which they stand: so nobody can show these
 * as the words of another. */
static enum error decide_thread(const struct view_theme *row, const struct args_theme_amend *args,
                                bool corrects, struct decision *decision)
{
    if (args->has.thread && !(row->has.thread && bytes_equal(args->thread, row->thread)))
        return decision_refuse(decision, ERR_BAD_VALUE, "thread", args->thread);
    if (corrects && !args->has.thread)
        return decision_refuse(decision, ERR_FIELD_MISSING, "thread", (struct bytes){0});
    return OK;
}

/* The new words, wherever people have read the old ones. */
static void draft_corrected(const struct view_theme *row, struct bytes month, struct decision *decision)
{
    const struct bytes themes = bytes_of_text(CHANNEL_THEMES);
    char room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(room, sizeof room);
    id_write(&id, themes, row->opened);
    struct fact_theme_corrected corrected = {
        .month = month,
        .id = buffer_bytes(&id),
        .thread = row->thread,
    };
    struct fact_post_edited edited = {
        .has = {.month = true},
        .thread = row->thread,
        .id = row->thread,
        .month = month,
    };
    decision_add(decision, themes, &fact_kinds[FACT_theme_corrected], &corrected);
    decision_add(decision, bytes_of_text(CHANNEL_FORUM), &fact_kinds[FACT_post_edited], &edited);
}

enum error decide_theme_amend(const struct deciding *deciding, const struct args_theme_amend *args)
{
    struct args_theme_plan plan = {0};
    struct days days = {0};
    struct view_theme row;
    bool corrects = false;
    enum error error = find_theme(deciding, args->month, args->seen, &row);
    if (error == OK && row.stage != STAGE_PLANNED && !theme_is_open(&row))
        error = decision_refuse(deciding->decision, ERR_THEME_STAGE, "month", args->month);
    if (error == OK)
        error = decide_edits(&row, args->month, deciding->decision);
    shape_copy(&shape_args_theme_amend, args, &shape_args_theme_plan, &plan);
    if (error == OK)
        error = decide_days(&plan, deciding->now_ms, &days, deciding->decision);
    if (error == OK && theme_is_open(&row))
        error = decide_opened(deciding, &row, &plan, &days, &corrects);
    if (error == OK)
        error = decide_thread(&row, args, corrects, deciding->decision);
    if (error != OK)
        return error;
    struct fact_theme_amended amended = {
        .has = {.remind = days.has_remind},
        .month = args->month,
        .opens = days.opens,
        .closes = days.closes,
        .remind = days.remind,
    };
    decision_add(deciding->decision, bytes_of_text(CHANNEL_DESK_THEMES), &fact_kinds[FACT_theme_amended],
                 &amended);
    if (corrects)
        draft_corrected(&row, args->month, deciding->decision);
    return OK;
}

enum error decide_theme_cancel(const struct deciding *deciding, const struct args_theme_cancel *args)
{
    struct view_theme row;
    enum error error = find_theme(deciding, args->month, args->seen, &row);
    if (error == OK && theme_is_open(&row))
        error = decision_refuse(deciding->decision, ERR_THEME_OPEN, "month", args->month);
    if (error == OK && row.stage != STAGE_PLANNED)
        error = decision_refuse(deciding->decision, ERR_THEME_STAGE, "month", args->month);
    if (error != OK)
        return error;
    struct fact_theme_cancelled cancelled = {.month = args->month};
    decision_add(deciding->decision, bytes_of_text(CHANNEL_DESK_THEMES), &fact_kinds[FACT_theme_cancelled],
                 &cancelled);
    return OK;
}
