/* What people read of themes: one month, a year, the one that is open. What is only planned is shown to those
 * who plan. It changes nothing. */
#include <stdio.h>

#include "protocol/wire/calendar.h"
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/forum/forum.h"
#include "server/domain/nouns/forum/views.h"
#include "server/domain/nouns/theme/theme.h"
#include "server/domain/nouns/theme/views.h"
#include "server/domain/views/listing.h"

struct reader {
    const struct actor *actor;
    bool plans;     /* sees what is not open yet, and what will not come */
    bool moderates; /* sees what was hidden of it in the forum */
};

/* The right to read `themes` has been judged. */
static struct reader reader_of(struct txn *txn, const struct actor *actor)
{
    return (struct reader){.actor = actor,
                           .plans = channel_allows(txn, bytes_of_text(CHANNEL_THEMES), RIGHT_PUBLISH, actor),
                           .moderates =
                               channel_allows(txn, bytes_of_text(CHANNEL_FORUM), RIGHT_MODERATE, actor)};
}

static bool sees(const struct reader *reader, const struct view_theme *row)
{
    return reader->plans || theme_is_open(row) || row->stage == STAGE_CLOSED;
}

/* How many posts of its thread are the reader's. */
static uint64_t count_mine(struct txn *txn, const struct actor *actor, struct bytes thread)
{
    struct bytes channel;
    uint64_t number;
    if (actor->account[0] == '\0' || !id_split(thread, &channel, &number))
        return 0;
    return forum_spoken(txn, bytes_of_text(actor->account), channel, number);
}

/* When its words became other ones than those it opened with. */
static void add_amended(struct txn *txn, const struct view_theme *row, struct record_theme *record)
{
    if (row->has.said && row->said > 1)
        fact_tell(txn, row->said_seq, &shape_record_theme, record, "amended");
}

/* What its thread came to: as it was told, or how it stands. */
static void add_posts(struct txn *txn, const struct view_theme *row, struct record_theme *record)
{
    struct fact_theme_closed closed;
    struct view_thread thread;
    struct bytes channel;
    struct fact fact;
    uint64_t number;
    if (row->has.closed && ledger_read(txn, row->closed, &fact) &&
        fact_decided(txn, &fact, &shape_fact_theme_closed, &closed)) {
        shape_copy(&shape_fact_theme_closed, &closed, &shape_record_theme, record);
    } else if (row->has.thread && id_split(row->thread, &channel, &number) &&
               view_thread(txn, channel, number, &thread)) {
        record->has.posts = true;
        record->posts = thread.posts;
    }
}

static void add_reason(struct txn *txn, const struct view_theme *row, struct record_theme *record)
{
    struct fact fact;
    if (row->has.cancelled && fact_needed(txn, row->cancelled, &fact))
        record->has.reason = fact_reason(txn, &fact, &record->reason);
}

static bool take_theme(struct txn *txn, const struct reader *reader, struct bytes month,
                       const struct view_theme *row, struct rows *rows)
{
    struct record_theme record = {
        .has = {.thread = row->has.thread},
        .month = month,
        .head = row->head,
        .stage = row->stage,
        .opens = row->opens,
        .closes = row->closes,
        .thread = row->thread,
    };
    struct theme_text text;
    struct fact fact;
    if (!fact_needed(txn, row->seq, &fact))
        return false;
    record.actor = fact.head.actor;
    record.has.hidden = record.hidden = row->has.thread && forum_id_hidden(txn, row->thread);
    if ((!record.hidden || reader->moderates) && theme_text_of(txn, row->text_seq, &text)) {
        record.has.title = true;
        record.title = text.title;
        record.has.text = text.has_text;
        record.text = text.text;
    }
    add_amended(txn, row, &record);
    add_posts(txn, row, &record);
    add_reason(txn, row, &record);
    record.mine = row->has.thread ? count_mine(txn, reader->actor, row->thread) : 0;
    record.has.mine = record.mine > 0;
    return rows_take(rows, &record);
}

enum error ask_theme_show(const struct asking *asking, const struct args_theme_show *args,
                          struct record_count *ok)
{
    (void)ok;
    const struct reader reader = reader_of(asking->txn, asking->actor);
    struct view_theme row;
    if (!view_theme(asking->txn, args->month, &row) || !sees(&reader, &row))
        return refuse(asking->why, ERR_UNKNOWN_THEME, "month", args->month, 0);
    take_theme(asking->txn, &reader, args->month, &row, asking->rows);
    return OK;
}

enum error ask_theme_list(const struct asking *asking, const struct args_theme_list *args,
                          struct record_count *ok)
{
    (void)ok;
    char year[CALENDAR_MONTH_BYTES];
    const struct reader reader = reader_of(asking->txn, asking->actor);
    struct listing listing;
    struct view_theme row;
    if (args->has.year)
        snprintf(year, sizeof year, "%04u-", (unsigned)args->year % 10000);
    else if (!calendar_month(asking->now_ms, 0, year))
        return refuse(asking->why, ERR_INTERNAL, NULL, (struct bytes){0}, 0);
    struct store_key from = key_empty();
    key_bytes(&from, bytes_of((const uint8_t *)year, strlen("YYYY-")));
    listing_up(&listing, asking->txn, TABLE_THEMES, asking->rows, &from, from.size);
    while (listing_next(&listing) && view_decode(asking->txn, listing.walk.value, &shape_view_theme, &row)) {
        if (sees(&reader, &row) && !take_theme(asking->txn, &reader, listing.walk.key, &row, asking->rows))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}

/* The days of a theme lie in its month, so it is the one of this month, or of the last if its end is still
 * to come. */
enum error ask_theme_current(const struct asking *asking, const struct args_theme_current *args,
                             struct record_count *ok)
{
    (void)args, (void)ok;
    char month[CALENDAR_MONTH_BYTES];
    const struct reader reader = reader_of(asking->txn, asking->actor);
    struct view_theme row;
    for (int months = 0; months >= -1; months--) {
        if (!calendar_month(asking->now_ms, months, month) ||
            !view_theme(asking->txn, bytes_of_text(month), &row) || !theme_is_open(&row))
            continue;
        take_theme(asking->txn, &reader, bytes_of_text(month), &row, asking->rows);
        return OK;
    }
    return refuse(asking->why, ERR_NO_THEME, NULL, (struct bytes){0}, 0);
}
