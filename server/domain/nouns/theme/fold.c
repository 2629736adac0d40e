/* How the theme of the month is kept: its row and what lies ahead of it in the schedule. Texts can be erased,
 * so folding looks at heads alone. What people decide stands in decide.c. */
#include "server/domain/contract/handlers.h"
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/theme/theme.h"
#include "server/domain/nouns/theme/views.h"

static void put_entry(struct txn *txn, int64_t time_ms, enum transition what, uint64_t number)
{
    struct store_key key = view_schedule_key(time_ms, what, bytes_of_text(CHANNEL_DESK_THEMES), number);
    txn_put(txn, TABLE_SCHEDULE, key_of(&key), (struct bytes){0});
}

static void drop_entry(struct txn *txn, int64_t time_ms, enum transition what, uint64_t number)
{
    struct store_key key = view_schedule_key(time_ms, what, bytes_of_text(CHANNEL_DESK_THEMES), number);
    txn_delete(txn, TABLE_SCHEDULE, key_of(&key));
}

/* What lies ahead of a theme stands in the schedule; these two are each other's opposite. */
static void schedule_theme(struct txn *txn, const struct view_theme *row)
{
    if (row->stage == STAGE_PLANNED)
        put_entry(txn, row->opens, TRANSITION_THEME_OPEN, row->desk);
    if (row->has.remind)
        put_entry(txn, row->remind, TRANSITION_THEME_REMIND, row->desk);
    if (row->stage == STAGE_PLANNED || theme_is_open(row))
        put_entry(txn, row->closes, TRANSITION_THEME_CLOSE, row->desk);
}

static void unschedule_theme(struct txn *txn, const struct view_theme *row)
{
    if (row->stage == STAGE_PLANNED)
        drop_entry(txn, row->opens, TRANSITION_THEME_OPEN, row->desk);
    if (row->has.remind)
        drop_entry(txn, row->remind, TRANSITION_THEME_REMIND, row->desk);
    if (row->stage == STAGE_PLANNED || theme_is_open(row))
        drop_entry(txn, row->closes, TRANSITION_THEME_CLOSE, row->desk);
}

static bool find_row(struct txn *txn, struct bytes month, struct view_theme *row)
{
    if (view_theme(txn, month, row))
        return true;
    return view_missing(txn);
}

static void put_row(struct txn *txn, const struct fact *fact, struct bytes month, struct view_theme *row)
{
    row->head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    view_put(txn, TABLE_THEMES, month, &shape_view_theme, row);
}

void fold_theme_planned(struct txn *txn, const struct fact *fact, const struct fact_theme_planned *decided)
{
    struct view_theme row = {
        .has = {.remind = decided->has.remind},
        .seq = fact->head.seq,
        .desk = fact->head.number,
        .text_seq = fact->head.seq,
        .texts = 1,
        .stage = STAGE_PLANNED,
        .opens = decided->opens,
        .closes = decided->closes,
        .remind = decided->remind,
    };
    schedule_theme(txn, &row);
    put_row(txn, fact, decided->month, &row);
    if (decided->has.check)
        put_entry(txn, decided->check, TRANSITION_THEME_CHECK, THEME_CHECK_NUMBER);
}

void fold_theme_amended(struct txn *txn, const struct fact *fact, const struct fact_theme_amended *decided)
{
    struct view_theme row;
    if (!find_row(txn, decided->month, &row))
        return;
    struct view_theme before = row;
    row.text_seq = fact->head.seq;
    row.texts++;
    row.opens = decided->opens;
    row.closes = decided->closes;
    row.has.remind = decided->has.remind;
    row.remind = decided->remind;
    put_row(txn, fact, decided->month, &row);
    unschedule_theme(txn, &before); /* they read no strings, which may be gone */
    schedule_theme(txn, &row);
}

void fold_theme_cancelled(struct txn *txn, const struct fact *fact,
                          const struct fact_theme_cancelled *decided)
{
    struct view_theme row;
    if (!find_row(txn, decided->month, &row))
        return;
    struct view_theme before = row;
    row.stage = STAGE_CANCELLED;
    row.has.remind = false;
    row.has.cancelled = true;
    row.cancelled = fact->head.seq;
    put_row(txn, fact, decided->month, &row);
    unschedule_theme(txn, &before);
}

/* The plan's text is gone: a theme that was still to open does not. */
void theme_fold_erasure(struct txn *txn, const struct fact *by, const struct fact *gone)
{
    struct fact_theme_planned planned;
    struct view_theme row;
    if (fact_kind_find(gone->head.kind) != &fact_kinds[FACT_theme_planned] ||
        !fact_decided(txn, gone, &shape_fact_theme_planned, &planned) ||
        !view_theme(txn, planned.month, &row) || row.desk != gone->head.number || row.stage != STAGE_PLANNED)
        return;
    struct view_theme before = row;
    row.stage = STAGE_CANCELLED;
    row.has.remind = false;
    put_row(txn, by, planned.month, &row);
    unschedule_theme(txn, &before);
}

/* The entry that was run is named by the act, which is the house's and is never erased. */
void fold_theme_checked(struct txn *txn, const struct fact *fact, const struct fact_theme_checked *decided)
{
    struct args_schedule_run args;
    if (!fact_args(txn, fact, &shape_args_schedule_run, &args))
        return;
    drop_entry(txn, args.time, TRANSITION_THEME_CHECK, THEME_CHECK_NUMBER);
    put_entry(txn, decided->check, TRANSITION_THEME_CHECK, THEME_CHECK_NUMBER);
}

void fold_theme_turned(struct txn *txn, const struct fact *fact, const struct fact_theme_turned *decided)
{
    struct view_theme row;
    if (!find_row(txn, decided->month, &row))
        return;
    struct view_theme before = row;
    row.stage = decided->stage;
    row.has.remind = row.has.remind && decided->stage == STAGE_OPEN;
    put_row(txn, fact, decided->month, &row);
    unschedule_theme(txn, &before);
    schedule_theme(txn, &row);
}

/* A row whose newest words in `themes` this fact says. */
static void put_words(struct txn *txn, const struct fact *fact, struct bytes month,
                      const struct view_theme *row)
{
    struct store_key key = key_nth(fact->head.channel, row->opened, row->said);
    view_put(txn, TABLE_THEMES, month, &shape_view_theme, row);
    view_put_number(txn, TABLE_REVISIONS, key_of(&key), fact->head.seq);
}

void fold_theme_opened(struct txn *txn, const struct fact *fact, const struct fact_theme_opened *decided)
{
    struct view_theme row;
    if (!find_row(txn, decided->month, &row))
        return;
    row.has.thread = row.has.opened = row.has.said = row.has.said_seq = true;
    row.thread = decided->thread;
    row.opened = fact->head.number;
    row.said = 1;
    row.said_seq = fact->head.seq;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    put_words(txn, fact, decided->month, &row);
}

/* The theme's head stays that of theme.amended, which comes with it: it answers the act. */
void fold_theme_corrected(struct txn *txn, const struct fact *fact,
                          const struct fact_theme_corrected *decided)
{
    struct view_theme row;
    if (!find_row(txn, decided->month, &row))
        return;
    row.said++;
    row.said_seq = fact->head.seq;
    put_words(txn, fact, decided->month, &row);
}

/* theme.turned, which comes with it, says all that is kept. */
void fold_theme_closing(struct txn *txn, const struct fact *fact, const struct fact_theme_closing *decided)
{
    (void)txn, (void)fact, (void)decided;
}

void fold_theme_closed(struct txn *txn, const struct fact *fact, const struct fact_theme_closed *decided)
{
    struct view_theme row;
    if (!find_row(txn, decided->month, &row))
        return;
    row.has.closed = true;
    row.closed = fact->head.seq;
    put_row(txn, fact, decided->month, &row);
}
