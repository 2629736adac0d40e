/* Folding ratings: how far each is, for whom it waits, until when, and what it counts for. Their acts can be
 * erased, so it looks at heads alone. What of a row stands in other tables follows from the row, before and
 * after a step. */
#include "protocol/wire/calendar.h"
#include "server/domain/base/owned.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/rating/rating.h"
#include "server/domain/views/things.h"

static const char term_word[] = "days";

uint64_t rating_term_days(struct txn *txn)
{
    uint64_t days = LIMIT_RATING_TERM_DAYS;
    view_number(txn, TABLE_RATING_TERM, bytes_of_text(term_word), &days);
    return days;
}

void fold_rating_term_set(struct txn *txn, const struct fact *fact,
                          const struct fact_rating_term_set *decided)
{
    (void)fact;
    view_put_number(txn, TABLE_RATING_TERM, bytes_of_text(term_word), decided->days);
}

/* --- what other tables say of a row --- */

/* What they rest on, apart from the store; there is nothing before a rating is given. */
struct standing {
    bool is;
    struct bytes channel, department, rater, month;
    uint64_t number, seq, grade;
    bool unanswered, is_case, voice, for_rater, for_committee;
    bool clocked; /* it is in the schedule */
    int64_t due;
    char channel_room[LIMIT_CHANNEL_BYTES], department_room[LIMIT_NAME_BYTES], rater_room[LIMIT_NAME_BYTES],
        month_room[LIMIT_MONTH_BYTES];
};

static struct bytes copy(char *room, size_t size, struct bytes bytes)
{
    struct buffer out = buffer_over(room, size);
    buffer_add(&out, bytes.at, bytes.size);
    return buffer_bytes(&out);
}

static void standing_of(struct standing *standing, struct bytes channel, uint64_t number,
                        const struct view_rating *row)
{
    standing->is = true;
    standing->channel = copy(standing->channel_room, sizeof standing->channel_room, channel);
    standing->department = copy(standing->department_room, sizeof standing->department_room, row->department);
    standing->rater = copy(standing->rater_room, sizeof standing->rater_room, row->rater);
    standing->month = copy(standing->month_room, sizeof standing->month_room, row->month);
    standing->number = number;
    standing->seq = row->seq;
    standing->grade = row->grade;
    standing->unanswered = rating_is_unanswered(row);
    standing->is_case = rating_is_case(row);
    standing->voice = !rating_is_aside(row);
    standing->for_rater = rating_waits_for_rater(row);
    standing->for_committee = rating_waits_for_committee(row);
    standing->clocked = row->has.due && !row->has.overdue;
    standing->due = row->due;
}

/* A key is there while what it says is so. */
static void keep(struct txn *txn, enum table table, const struct store_key *key, bool was, bool is,
                 struct bytes value)
{
    if (is && !was)
        txn_put(txn, table, key_of(key), value);
    else if (was && !is)
        txn_delete(txn, table, key_of(key));
}

static void keep_waits(struct txn *txn, const struct standing *was, const struct standing *is)
{
    char room[LIMIT_CHANNEL_BYTES];
    struct store_key key = key_place(channel_word_of(is->department, room), is->seq);
    keep(txn, TABLE_RATING_WAITS, &key, was->unanswered, is->unanswered, (struct bytes){0});
    key = key_place(channel_word_of_account(is->rater, room), is->seq);
    keep(txn, TABLE_RATING_WAITS, &key, was->for_rater, is->for_rater, (struct bytes){0});
    key = key_place(bytes_of_text(role_words[ROLE_COMMITTEE]), is->seq);
    keep(txn, TABLE_RATING_WAITS, &key, was->for_committee, is->for_committee, (struct bytes){0});
}

static void keep_voice(struct txn *txn, const struct standing *was, const struct standing *is)
{
    struct store_key key = key_empty();
    uint8_t points[8];
    key_name(&key, is->department);
    key_name(&key, is->month);
    key_name(&key, is->rater);
    key_number(&key, is->number);
    number_write(points, grade_points(is->grade));
    keep(txn, TABLE_RATING_VOICES, &key, was->voice, is->voice, bytes_of(points, sizeof points));
}

static void keep_all(struct txn *txn, const struct standing *was, const struct standing *is)
{
    const int64_t due = is->clocked ? is->due : was->due;
    struct store_key key = view_schedule_key(due, TRANSITION_RATING_ANSWER, is->channel, is->number);
    keep(txn, TABLE_SCHEDULE, &key, was->clocked, is->clocked, (struct bytes){0});
    key = key_place_of(is->rater, is->department, is->number);
    keep(txn, TABLE_RATING_CASES, &key, was->is_case, is->is_case, (struct bytes){0});
    keep_waits(txn, was, is);
    keep_voice(txn, was, is);
}

/* --- what was answered in time --- */

static struct store_key due_key(const struct standing *standing)
{
    struct store_key key = key_below(standing->department);
    key_time(&key, standing->due);
    key_number(&key, standing->number);
    return key;
}

/* A term begins with a due date, and ends with an answer or when it is over. What ends before that without
 * one, since it is settled or set aside, was no matter of an answer. */
static void keep_due(struct txn *txn, const struct standing *was, const struct standing *is,
                     const struct fact *fact)
{
    const bool answered = fact_kind_find(fact->head.kind) == &fact_kinds[FACT_rating_answered];
    struct store_key key = due_key(is->clocked ? is : was);
    if (is->clocked && !was->clocked)
        view_put_number(txn, TABLE_RATING_DUES, key_of(&key), RATING_NOT_YET);
    else if (was->clocked && !is->clocked && answered)
        view_put_number(txn, TABLE_RATING_DUES, key_of(&key),
                        fact->head.time_ms <= was->due ? RATING_IN_TIME : RATING_TOO_LATE);
    else if (was->clocked && !is->clocked && is->unanswered)
        view_put_number(txn, TABLE_RATING_DUES, key_of(&key), RATING_TOO_LATE);
    else if (was->clocked && !is->clocked)
        txn_delete(txn, TABLE_RATING_DUES, key_of(&key));
}

/* --- every step --- */

static void put(struct txn *txn, const struct fact *fact, struct bytes channel, uint64_t number,
                const struct standing *was, const struct view_rating *row)
{
    struct store_key key = key_place(channel, number);
    struct standing is = {.is = false};
    standing_of(&is, channel, number, row);
    view_put(txn, TABLE_RATINGS, key_of(&key), &shape_view_rating, row);
    keep_all(txn, was, &is);
    keep_due(txn, was, &is, fact);
    key = key_nth(is.channel, number, fact->head.number);
    view_put_number(txn, TABLE_RATING_MOVES, key_of(&key), fact->head.seq);
    things_fold(txn, &fact->head, fact->head.number);
}

/* What one fact does to a row beyond its stage. */
typedef void step_change(struct view_rating *row, const void *decided);

static void step(struct txn *txn, const struct fact *fact, struct bytes id, uint64_t stage,
                 step_change *change, const void *decided)
{
    struct standing was = {.is = false};
    struct view_rating row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(id, &channel, &number) || !view_rating(txn, channel, number, &row)) {
        view_missing(txn);
        return;
    }
    standing_of(&was, channel, number, &row);
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    if (stage != row.stage)
        row.moved = fact->head.seq;
    row.stage = stage;
    if (!rating_is_unanswered(&row))
        row.has.due = row.has.overdue = false;
    if (change != NULL)
        change(&row, decided);
    put(txn, fact, channel, number, &was, &row);
}

static void open_month(struct txn *txn, const struct fact_rating_given *decided)
{
    char room[LIMIT_CHANNEL_BYTES];
    const struct view_rating_month row = {.counts = decided->counts};
    struct view_rating_month there;
    if (view_rating_month(txn, decided->rated, decided->month, &there))
        return;
    struct store_key key = key_pair(decided->rated, decided->month);
    struct store_key entry =
        view_schedule_key(decided->counts, TRANSITION_RATING_COUNT, rating_channel(decided->rated, room), 1);
    view_put(txn, TABLE_RATING_MONTHS, key_of(&key), &shape_view_rating_month, &row);
    txn_put(txn, TABLE_SCHEDULE, key_of(&entry), (struct bytes){0});
}

void fold_rating_given(struct txn *txn, const struct fact *fact, const struct fact_rating_given *decided)
{
    const struct standing nothing = {.is = false};
    const struct view_rating row = {
        .has.due = decided->has.due,
        .seq = fact->head.seq,
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
        .department = decided->rated,
        .rater = fact->head.actor,
        .grade = decided->grade,
        .month = decided->month,
        .stage = grade_is_bad(decided->grade) ? RATING_STAGE_OPEN : RATING_STAGE_NOTED,
        .moved = fact->head.seq,
        .due = decided->due,
    };
    /* Which month it is rests on the zone of then; that it is one of that moment anywhere holds in any. */
    if (!calendar_month_may_be(decided->month, fact->head.time_ms)) {
        view_missing(txn);
        return;
    }
    put(txn, fact, fact->head.channel, fact->head.number, &nothing, &row);
    owned_put(txn, TABLE_RATED, fact->head.actor, fact->head.seq);
    open_month(txn, decided);
}

void fold_rating_answered(struct txn *txn, const struct fact *fact,
                          const struct fact_rating_answered *decided)
{
    step(txn, fact, decided->id, RATING_STAGE_ANSWERED, NULL, decided);
}

static void unsettle(struct view_rating *row, const void *decided)
{
    const struct fact_rating_settled *settled = decided;
    row->has.due = settled->has.due;
    row->due = settled->due;
}

void fold_rating_settled(struct txn *txn, const struct fact *fact, const struct fact_rating_settled *decided)
{
    step(txn, fact, decided->id, decided->settled ? RATING_STAGE_SETTLED : RATING_STAGE_UNSETTLED, unsettle,
         decided);
    owned_put(txn, TABLE_RATED, fact->head.actor, fact->head.seq);
}

/* --- set aside, and again --- */

/* The stage at which a rating is, by the id of that; RATING_STAGE_COUNT for none. */
static uint64_t stage_of(struct txn *txn, struct bytes id)
{
    struct view_rating row;
    return view_rating_of_id(txn, id, &row) ? row.stage : RATING_STAGE_COUNT;
}

static void set_aside(struct view_rating *row, const void *decided)
{
    const uint64_t *before = decided;
    row->has.before = true;
    row->before = *before;
}

void fold_rating_set_aside(struct txn *txn, const struct fact *fact,
                           const struct fact_rating_set_aside *decided)
{
    const uint64_t before = stage_of(txn, decided->id);
    const struct store_key key = key_seq(fact->head.seq);
    step(txn, fact, decided->id, RATING_STAGE_SET_ASIDE, set_aside, &before);
    txn_put(txn, TABLE_RATING_ASIDES, key_of(&key), (struct bytes){0});
}

static void appeal(struct view_rating *row, const void *decided)
{
    (void)decided;
    row->has.appealed = row->appealed = true;
}

void fold_rating_appealed(struct txn *txn, const struct fact *fact,
                          const struct fact_rating_appealed *decided)
{
    step(txn, fact, decided->id, RATING_STAGE_APPEALED, appeal, decided);
    owned_put(txn, TABLE_RATED, fact->head.actor, fact->head.seq);
}

void fold_rating_upheld(struct txn *txn, const struct fact *fact, const struct fact_rating_upheld *decided)
{
    step(txn, fact, decided->id, RATING_STAGE_UPHELD, NULL, decided);
}

static void restore(struct view_rating *row, const void *decided)
{
    const struct fact_rating_restored *restored = decided;
    row->has.due = restored->has.due;
    row->due = restored->due;
}

void fold_rating_restored(struct txn *txn, const struct fact *fact,
                          const struct fact_rating_restored *decided)
{
    step(txn, fact, decided->id, decided->stage, restore, decided);
}

/* --- what the clock brings --- */

static void grow_late(struct view_rating *row, const void *decided)
{
    (void)decided;
    row->has.overdue = row->overdue = true;
}

void fold_rating_overdue(struct txn *txn, const struct fact *fact, const struct fact_rating_overdue *decided)
{
    step(txn, fact, decided->id, decided->stage, grow_late, decided);
}

/* It is told where whoever gave it reads; what stands there is folded from what happens to the rating. */
void fold_rating_told(struct txn *txn, const struct fact *fact, const struct fact_rating_told *decided)
{
    (void)decided;
    things_fold(txn, &fact->head, fact->head.number);
}

void fold_rating_closed(struct txn *txn, const struct fact *fact, const struct fact_rating_closed *decided)
{
    struct view_rating_month row;
    struct bytes department;
    if (!channel_has_prefix(fact->head.channel, PREFIX_RATING, &department) ||
        !view_rating_month(txn, department, decided->month, &row)) {
        view_missing(txn);
        return;
    }
    const struct store_key key = key_pair(department, decided->month);
    const struct store_key entry =
        view_schedule_key(row.counts, TRANSITION_RATING_COUNT, fact->head.channel, 1);
    row.has.closed = true;
    row.closed = fact->head.seq;
    view_put(txn, TABLE_RATING_MONTHS, key_of(&key), &shape_view_rating_month, &row);
    txn_delete(txn, TABLE_SCHEDULE, key_of(&entry));
}

void fold_rating_counted(struct txn *txn, const struct fact *fact, const struct fact_rating_counted *decided)
{
    struct view_rating_month row;
    (void)fact;
    if (!view_rating_month(txn, decided->rated, decided->month, &row)) {
        view_missing(txn);
        return;
    }
    const struct store_key key = key_pair(decided->rated, decided->month);
    row.has.raters = row.has.mean = true;
    row.raters = decided->raters;
    row.mean = decided->mean;
    view_put(txn, TABLE_RATING_MONTHS, key_of(&key), &shape_view_rating_month, &row);
}

/* --- erasing --- */

void rating_fold_erasure(struct txn *txn, const struct fact *by, const struct fact *gone)
{
    /* What was said later goes by itself, and is told without its words. */
    if (fact_kind_find(gone->head.kind) == &fact_kinds[FACT_rating_given])
        erased_in_row(txn, TABLE_RATINGS, &shape_view_rating, by, gone->head.number);
}
