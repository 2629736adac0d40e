/* Rating a department, and the time that it has for an answer: who may say what about whom, how often, and
 * where that stands. It does not know what becomes of it (decide.c). */
#include "protocol/wire/calendar.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/channel/channel.h"
#include "server/domain/nouns/rating/rating.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

/* --- how often --- */

/* What somebody gave in the last day; the oldest of as many as may be. */
static enum error decide_pace(const struct deciding *deciding)
{
    const struct store_key own = key_below(bytes_of_text(deciding->actor->account));
    int64_t oldest_ms = deciding->now_ms;
    struct fact fact;
    struct walk walk;
    uint64_t seq;
    size_t count = 0;
    walk_numbers_down(&walk, deciding->txn, TABLE_RATED, key_of(&own), UINT64_MAX);
    while (count < LIMIT_RATINGS_A_DAY && walk_number(&walk, &seq) &&
           fact_needed(deciding->txn, seq, &fact) && fact.head.time_ms + DAY_MS > deciding->now_ms) {
        if (fact_kind_find(fact.head.kind) != &fact_kinds[FACT_rating_given] ||
            fact.head.time_ms > deciding->now_ms) /* a clock that was ahead */
            continue;
        oldest_ms = fact.head.time_ms;
        count++;
    }
    walk_end(&walk);
    if (count < LIMIT_RATINGS_A_DAY)
        return OK;
    decision_refuse(deciding->decision, ERR_TOO_MANY_RATINGS, NULL, (struct bytes){0});
    deciding->decision->why.limit = LIMIT_RATINGS_A_DAY;
    deciding->decision->why.time_ms = oldest_ms + DAY_MS;
    return ERR_TOO_MANY_RATINGS;
}

/* What a rating says of which service; size 0: nothing, or it was erased. */
static struct bytes item_of(struct txn *txn, struct bytes channel, uint64_t number)
{
    struct view_rating_words words;
    struct view_rating row;
    struct fact fact;
    if (!view_rating(txn, channel, number, &row) || !fact_needed(txn, row.seq, &fact) ||
        !rating_said_by(txn, &fact, &words) || !words.has.item)
        return (struct bytes){0};
    return words.item;
}

/* One open case about a thing is enough, and so many with one department. */
static enum error decide_case(const struct deciding *deciding, const struct args_rate *args)
{
    const struct bytes account = bytes_of_text(deciding->actor->account);
    const struct bytes item = args->has.item ? args->item : (struct bytes){0};
    char room[LIMIT_CHANNEL_BYTES], id_room[LIMIT_ID_BYTES];
    const struct bytes channel = rating_channel(args->department, room);
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct store_key of = key_place_of(account, args->department, 0);
    struct walk walk;
    uint64_t number = 0;
    size_t count = 0;
    of.size -= sizeof(uint64_t);
    walk_numbers_up(&walk, deciding->txn, TABLE_RATING_CASES, key_of(&of), 0);
    while (id.size == 0 && walk_number(&walk, &number)) {
        count++;
        if (bytes_equal(item_of(deciding->txn, channel, number), item))
            id_write(&id, channel, number);
    }
    walk_end(&walk);
    if (id.size > 0)
        return decision_refuse(deciding->decision, ERR_RATED_ALREADY, "item", buffer_bytes(&id));
    if (count < LIMIT_OPEN_CASES)
        return OK;
    decision_refuse(deciding->decision, ERR_TOO_MANY_CASES, "department", args->department);
    deciding->decision->why.limit = LIMIT_OPEN_CASES;
    return ERR_TOO_MANY_CASES;
}

/* --- where it stands --- */

struct bytes ratings_channel(struct txn *txn, struct decision *decision)
{
    return channel_public_unasked(txn, decision, CHANNEL_RATINGS, "Ratings");
}

/* What others do about somebody's ratings is told where only they read. */
static void draft_rated(const struct deciding *deciding, struct bytes account)
{
    char room[LIMIT_CHANNEL_BYTES], word_room[LIMIT_CHANNEL_BYTES];
    const struct bytes channel = rated_channel(account, room);
    const struct bytes word = channel_word_of_account(account, word_room);
    if (!channel_exists(deciding->txn, channel))
        channel_draft_unasked(deciding->txn, deciding->decision, channel, bytes_of_text("What I rated"),
                              &(struct channel_words){.read = &word, .read_count = 1});
}

/* --- giving one --- */

/* When the ratings of the month of `now_ms` are counted: its end, and then some days in which what was
 * mistaken can be set aside. */
static bool month_of(int64_t now_ms, char month[CALENDAR_MONTH_BYTES], int64_t *counts_ms)
{
    char next[CALENDAR_MONTH_BYTES];
    int64_t ends_ms;
    if (!calendar_month(now_ms, 0, month) || !calendar_month(now_ms, 1, next) ||
        !calendar_month_begins(bytes_of_text(next), &ends_ms))
        return false;
    *counts_ms = calendar_hour(ends_ms, LIMIT_RATING_COUNT_DAYS, 0);
    return true;
}

static enum error draft_given(const struct deciding *deciding, const struct args_rate *args)
{
    char room[LIMIT_CHANNEL_BYTES], month[CALENDAR_MONTH_BYTES];
    const struct bytes channel = rating_channel(args->department, room);
    struct fact_rating_given given = {
        .has = {.department = deciding->actor->department[0] != '\0', .due = grade_is_bad(args->grade)},
        .rated = args->department,
        .department = bytes_of_text(deciding->actor->department),
        .grade = args->grade,
        .due = deciding->now_ms + (int64_t)rating_term_days(deciding->txn) * DAY_MS,
    };
    if (!month_of(deciding->now_ms, month, &given.counts))
        return decision_refuse(deciding->decision, ERR_INTERNAL, NULL, (struct bytes){0});
    given.month = bytes_of_text(month);
    ratings_channel(deciding->txn, deciding->decision);
    draft_rated(deciding, bytes_of_text(deciding->actor->account));
    if (!channel_exists(deciding->txn, channel))
        channel_draft_of_department(deciding, args->department, channel, "Ratings");
    decision_add(deciding->decision, channel, &fact_kinds[FACT_rating_given], &given);
    return OK;
}

enum error decide_rate(const struct deciding *deciding, const struct args_rate *args)
{
    struct record_department row;
    enum error error = OK;
    if (!view_department(deciding->txn, args->department, &row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_DEPARTMENT, "department", args->department);
    if (bytes_equal_text(args->department, deciding->actor->department))
        return decision_refuse(deciding->decision, ERR_OWN_DEPARTMENT, "department", args->department);
    if (args->has.item && !items_have(deciding->txn, args->department, args->item))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_ITEM, "item", args->item);
    error = decide_pace(deciding);
    if (error == OK && grade_is_bad(args->grade))
        error = decide_case(deciding, args);
    return error == OK ? draft_given(deciding, args) : error;
}

/* --- the term --- */

enum error decide_rating_term(const struct deciding *deciding, const struct args_rating_term *args)
{
    const struct fact_rating_term_set set = {.days = args->days};
    if (args->days == 0)
        return decision_refuse(deciding->decision, ERR_BAD_VALUE, "days", bytes_of_text("0"));
    decision_add(deciding->decision, ratings_channel(deciding->txn, deciding->decision),
                 &fact_kinds[FACT_rating_term_set], &set);
    return OK;
}
