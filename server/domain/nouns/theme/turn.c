/* What the schedule does with a theme: opens it together with its thread, reminds, closes and sums up. It
 * also looks whether the next month has one. What was slept through is done once: a theme whose whole time is
 * over is missed, a reminder that comes too late is not sent, and of several months to be looked at the
 * newest is. */
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/theme/theme.h"
#include "server/domain/nouns/theme/views.h"

/* The theme of a plan that stands at this number of the desk. */
static bool find_theme(struct txn *txn, uint64_t number, struct fact_theme_planned *planned,
                       struct view_theme *row)
{
    struct fact fact;
    if (ledger_read_at(txn, bytes_of_text(CHANNEL_DESK_THEMES), number, &fact) &&
        bytes_equal_text(fact.head.kind, fact_kinds[FACT_theme_planned].word) &&
        fact_decided(txn, &fact, &shape_fact_theme_planned, planned) &&
        view_theme(txn, planned->month, row) && row->desk == number)
        return true;
    return view_missing(txn);
}

static void draft_turned(struct decision *decision, struct bytes month, enum stage stage)
{
    struct fact_theme_turned turned = {.month = month, .stage = stage};
    decision_add(decision, bytes_of_text(CHANNEL_DESK_THEMES), &fact_kinds[FACT_theme_turned], &turned);
}

/* Whose words they are, as of now: the department is said with the thread. */
static void find_author(struct txn *txn, uint64_t text_seq, struct actor *author)
{
    uint8_t house[LIMIT_KEY_BYTES];
    struct fact fact;
    if (!ledger_read(txn, text_seq, &fact) || !ledger_house(txn, house)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    if (fact.erased || bytes_equal(fact.act.act.author, bytes_of(house, sizeof house)))
        actor_of_house(house, author);
    else
        actor_of_key(txn, fact.act.act.author.at, author);
}

/* Both the theme and its thread carry what was planned; all three facts are one decision. */
static void run_open(const struct deciding *deciding, struct bytes month, const struct view_theme *row)
{
    const struct bytes forum = bytes_of_text(CHANNEL_FORUM);
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct actor author = {0};
    struct tip tip;
    if (deciding->now_ms >= row->closes) {
        draft_turned(deciding->decision, month, STAGE_MISSED);
        return;
    }
    find_author(deciding->txn, row->text_seq, &author);
    ledger_tip(deciding->txn, forum, &tip);
    id_write(&id, forum, tip.number + 1);
    struct fact_theme_opened opened = {
        .has = {.taken = true},
        .month = month,
        .thread = buffer_bytes(&id),
        .closes = row->closes,
        .taken = ledger_first_of_act(deciding->txn, row->text_seq),
    };
    struct fact_thread_opened thread = {
        .has = {.department = author.department[0] != '\0', .month = true, .taken = true},
        .department = bytes_of_text(author.department),
        .month = month,
        .taken = opened.taken,
    };
    decision_carry(deciding->decision, row->text_seq);
    decision_add(deciding->decision, bytes_of_text(CHANNEL_THEMES), &fact_kinds[FACT_theme_opened], &opened);
    decision_add(deciding->decision, forum, &fact_kinds[FACT_thread_opened], &thread);
    decision_carry(deciding->decision, 0);
    draft_turned(deciding->decision, month, STAGE_OPEN);
}

static void run_remind(struct bytes month, const struct view_theme *row, int64_t now_ms,
                       struct decision *decision)
{
    struct fact_theme_closing closing = {.month = month, .thread = row->thread, .closes = row->closes};
    if (now_ms < row->closes)
        decision_add(decision, bytes_of_text(CHANNEL_THEMES), &fact_kinds[FACT_theme_closing], &closing);
    draft_turned(decision, month, STAGE_CLOSING);
}

static void run_close(const struct deciding *deciding, struct bytes month, const struct view_theme *row)
{
    uint8_t room[THEME_SUMMARY_BYTES];
    struct fact_theme_closed closed = {.month = month};
    struct fact_thread_locked locked = {.id = row->thread, .locked = true};
    closed.thread = row->thread;
    if (!theme_sum_up(deciding->txn, row->thread, room, &closed))
        return;
    decision_add(deciding->decision, bytes_of_text(CHANNEL_THEMES), &fact_kinds[FACT_theme_closed], &closed);
    decision_add(deciding->decision, bytes_of_text(CHANNEL_FORUM), &fact_kinds[FACT_thread_locked], &locked);
    draft_turned(deciding->decision, month, STAGE_CLOSED);
}

static void run_check(const struct deciding *deciding)
{
    struct theme_check check;
    struct view_theme row;
    if (!theme_check_at(deciding->now_ms, &check)) {
        txn_fail(deciding->txn, ERR_INTERNAL);
        return;
    }
    struct bytes month = bytes_of_text(check.month);
    const bool missing = !view_theme(deciding->txn, month, &row) || !theme_stands(&row);
    struct fact_theme_checked checked = {
        .has = {.missing = missing},
        .month = month,
        .missing = missing,
        .check = check.next_ms,
    };
    decision_add(deciding->decision, bytes_of_text(CHANNEL_DESK_THEMES), &fact_kinds[FACT_theme_checked],
                 &checked);
}

/* `number` is that of its plan on desk/themes. */
static void run(const struct deciding *deciding, enum transition what, uint64_t number)
{
    struct fact_theme_planned planned;
    struct view_theme row = {.thread = {0}};
    if (!find_theme(deciding->txn, number, &planned, &row))
        return;
    if (what == TRANSITION_THEME_OPEN)
        run_open(deciding, planned.month, &row);
    else if (what == TRANSITION_THEME_REMIND)
        run_remind(planned.month, &row, deciding->now_ms, deciding->decision);
    else
        run_close(deciding, planned.month, &row);
}

bool theme_due(const struct deciding *deciding, const struct args_schedule_run *args, struct bytes channel,
               uint64_t number)
{
    const enum transition what = (enum transition)args->what;
    (void)channel;
    if (what == TRANSITION_THEME_CHECK)
        run_check(deciding);
    else if (what == TRANSITION_THEME_OPEN || what == TRANSITION_THEME_REMIND ||
             what == TRANSITION_THEME_CLOSE)
        run(deciding, what, number);
    else
        return false;
    return true;
}
