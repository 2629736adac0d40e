/* What is counted of ratings: a department's month, once and for good, and the answers that came in time.
 * Each figure is about one department and one month and about at least as many people as are needed to tell
 * nobody by it; it is fixed when it is published, and what changes later changes none. So no two figures, and
 * no sums of them, are about ratings that differ by fewer people. */
#include "protocol/wire/calendar.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/rating/rating.h"
#include "server/domain/views/listing.h"

/* --- counting a month --- */

struct tally {
    uint64_t raters, points;
};

/* The account in the rest of a key of TABLE_RATING_VOICES, which is "account 0 number". */
static struct bytes account_in(struct bytes rest)
{
    enum { BEHIND = 1 + sizeof(uint64_t) };
    return bytes_of(rest.at, rest.size > BEHIND ? rest.size - BEHIND : 0);
}

/* Each who rated counts once, by the last rating that is not set aside. */
static struct tally tally_of(struct txn *txn, struct bytes department, struct bytes month)
{
    struct store_key of = key_empty();
    struct tally tally = {.raters = 0};
    char room[LIMIT_NAME_BYTES];
    struct buffer rater = buffer_over(room, sizeof room);
    uint64_t points, last = 0;
    struct walk walk;
    key_name(&of, department);
    key_name(&of, month);
    walk_prefix(&walk, txn, TABLE_RATING_VOICES, key_of(&of));
    while (view_next_number(&walk, &points)) {
        const struct bytes account = account_in(walk_rest(&walk));
        if (tally.raters > 0 && bytes_equal(account, buffer_bytes(&rater))) {
            tally.points -= last;
        } else {
            tally.raters++;
            rater.size = 0;
            buffer_add(&rater, account.at, account.size);
        }
        tally.points += points;
        last = points;
    }
    walk_end(&walk);
    return tally;
}

/* The month of a department that is counted at this time. */
static bool month_due(struct txn *txn, struct bytes department, int64_t counts_ms,
                      char room[CALENDAR_MONTH_BYTES])
{
    const struct store_key of = key_below(department);
    struct view_rating_month row;
    struct walk walk;
    bool found = false;
    walk_prefix(&walk, txn, TABLE_RATING_MONTHS, key_of(&of));
    while (!found && view_next(&walk, &shape_view_rating_month, &row)) {
        const struct bytes month = walk_rest(&walk);
        found = row.counts == counts_ms && month.size == LIMIT_MONTH_BYTES;
        if (found) {
            memcpy(room, month.at, LIMIT_MONTH_BYTES);
            room[LIMIT_MONTH_BYTES] = '\0';
        }
    }
    walk_end(&walk);
    return found || view_missing(txn);
}

void rating_run_count(const struct deciding *deciding, const struct args_schedule_run *args,
                      struct bytes department)
{
    char month[CALENDAR_MONTH_BYTES], room[LIMIT_CHANNEL_BYTES];
    if (!month_due(deciding->txn, department, args->time, month))
        return;
    const struct tally tally = tally_of(deciding->txn, department, bytes_of_text(month));
    const struct fact_rating_closed closed = {.id = args->id, .month = bytes_of_text(month)};
    decision_add(deciding->decision, rating_channel(department, room), &fact_kinds[FACT_rating_closed],
                 &closed);
    if (tally.raters < LIMIT_FIGURE_RATERS)
        return;
    const struct fact_rating_counted counted = {
        .rated = department,
        .month = bytes_of_text(month),
        .raters = tally.raters,
        .mean = (2 * 100 * tally.points + tally.raters) / (2 * tally.raters),
    };
    decision_add(deciding->decision, ratings_channel(deciding->txn, deciding->decision),
                 &fact_kinds[FACT_rating_counted], &counted);
}

/* --- figures --- */

/* Of a key of TABLE_RATING_MONTHS, which is "department 0 month". */
static bool split_month(struct bytes key, struct bytes *department, struct bytes *month)
{
    if (key.size <= LIMIT_MONTH_BYTES + 1)
        return false;
    *department = bytes_of(key.at, key.size - LIMIT_MONTH_BYTES - 1);
    *month = bytes_skip(key, department->size + 1);
    return true;
}

static bool is_of_year(struct bytes month, uint64_t year)
{
    uint64_t is = 0;
    for (size_t i = 0; i < LIMIT_MONTH_BYTES - 3; i++)
        is = is * 10 + (uint64_t)(month.at[i] - '0');
    return is == year;
}

static bool is_wanted(const struct args_rating_figures *args, struct bytes month)
{
    return (!args->has.year || is_of_year(month, args->year)) &&
           (!args->has.month || bytes_equal(args->month, month));
}

enum error ask_rating_figures(const struct asking *asking, const struct args_rating_figures *args,
                              struct record_count *ok)
{
    struct record_department department;
    struct view_rating_month row;
    struct record_rating_figure record = {.raters = 0};
    struct listing listing;
    (void)ok;
    if (args->has.department && !view_department(asking->txn, args->department, &department))
        return refuse(asking->why, ERR_UNKNOWN_DEPARTMENT, "department", args->department, 0);
    const struct store_key of = args->has.department ? key_below(args->department) : key_empty();
    listing_up(&listing, asking->txn, TABLE_RATING_MONTHS, asking->rows, &of, of.size);
    while (listing_next(&listing) &&
           view_decode(asking->txn, listing.walk.value, &shape_view_rating_month, &row)) {
        if (!split_month(listing.walk.key, &record.department, &record.month)) {
            view_missing(asking->txn);
            break;
        }
        record.raters = row.raters;
        record.mean = row.mean;
        if (row.has.raters && is_wanted(args, record.month) && !rows_take(asking->rows, &record))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}

/* --- why some count for nothing --- */

static bool take_reason(const struct asking *asking, const struct args_rating_reasons *args,
                        const struct fact *fact)
{
    struct fact_rating_set_aside aside;
    struct view_rating row;
    if (!fact_decided(asking->txn, fact, &shape_fact_rating_set_aside, &aside) ||
        !view_rating_of_id(asking->txn, aside.id, &row))
        return view_missing(asking->txn);
    if (args->has.department && !bytes_equal(args->department, row.department))
        return true;
    struct record_rating_reason record = {
        .has = {.appealed = row.has.appealed, .restored = !rating_is_aside(&row), .erased = fact->erased},
        .department = row.department,
        .time = fact->head.time_ms,
        .appealed = true,
        .restored = true,
        .erased = true,
    };
    record.has.reason = fact_reason(asking->txn, fact, &record.reason);
    return rows_take(asking->rows, &record);
}

/* By no id, which would tell how much there is of a department. */
enum error ask_rating_reasons(const struct asking *asking, const struct args_rating_reasons *args,
                              struct record_count *ok)
{
    const struct store_key first = key_seq(UINT64_MAX);
    struct record_department department;
    struct listing listing;
    struct fact fact;
    uint64_t seq;
    (void)ok;
    if (args->has.department && !view_department(asking->txn, args->department, &department))
        return refuse(asking->why, ERR_UNKNOWN_DEPARTMENT, "department", args->department, 0);
    listing_down(&listing, asking->txn, TABLE_RATING_ASIDES, asking->rows, &first, 0);
    while (listing_number(&listing, &seq) && fact_needed(asking->txn, seq, &fact)) {
        if (!take_reason(asking, args, &fact))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}

/* --- what was answered in time --- */

/* The first moment of a year; false for one beyond the calendar's. */
static bool year_begins(uint64_t year, int64_t *time_ms)
{
    const char month[] = {(char)('0' + year / 1000 % 10),
                          (char)('0' + year / 100 % 10),
                          (char)('0' + year / 10 % 10),
                          (char)('0' + year % 10),
                          '-',
                          '0',
                          '1'};
    return year <= 9999 && calendar_month_begins(bytes_of((const uint8_t *)month, sizeof month), time_ms);
}

/* Those of whom bad ratings were, as many as are looked for. */
struct known {
    char rooms[LIMIT_FIGURE_RATERS][LIMIT_NAME_BYTES];
    struct bytes raters[LIMIT_FIGURE_RATERS];
    size_t count;
};

static void know(struct known *known, struct bytes rater)
{
    for (size_t i = 0; i < known->count; i++) {
        if (bytes_equal(known->raters[i], rater))
            return;
    }
    if (known->count == LIMIT_FIGURE_RATERS)
        return;
    memcpy(known->rooms[known->count], rater.at, rater.size);
    known->raters[known->count] = bytes_of(known->rooms[known->count], rater.size);
    known->count++;
}

void rating_answered(struct txn *txn, struct bytes department, uint64_t year,
                     struct rating_answered *answered)
{
    char room[LIMIT_CHANNEL_BYTES];
    const struct bytes channel = rating_channel(department, room);
    const struct store_key of = key_below(department);
    struct store_key from = of;
    struct known known = {.count = 0};
    struct view_rating row;
    struct walk walk;
    int64_t begins_ms, ends_ms;
    uint64_t state;
    *answered = (struct rating_answered){.due = 0};
    if (!year_begins(year, &begins_ms) || !year_begins(year + 1, &ends_ms))
        return;
    key_time(&from, begins_ms);
    walk_prefix_up(&walk, txn, TABLE_RATING_DUES, key_of(&from), of.size);
    while (view_next_number(&walk, &state)) {
        const struct bytes rest = walk_rest(&walk);
        if (rest.size != 2 * sizeof(uint64_t) || key_time_at(rest.at) >= ends_ms)
            break;
        if (state == RATING_NOT_YET || !view_rating(txn, channel, number_at(rest.at + 8), &row) ||
            rating_is_aside(&row))
            continue;
        answered->due++;
        answered->in_time += state == RATING_IN_TIME;
        know(&known, row.rater);
    }
    walk_end(&walk);
    answered->told = known.count == LIMIT_FIGURE_RATERS;
}
