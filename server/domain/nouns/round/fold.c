/* How a round is kept: its row, and what lies ahead of it in the schedule. Its acts can be erased, so folding
 * looks at heads alone. What people decide stands in decide.c. */
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/brand/brand.h"
#include "server/domain/nouns/round/views.h"
#include "server/domain/views/things.h"

static void entry(struct txn *txn, bool put, int64_t time_ms, enum transition what, uint64_t number)
{
    struct store_key key = view_schedule_key(time_ms, what, bytes_of_text(CHANNEL_BRANDS), number);
    if (put)
        txn_put(txn, TABLE_SCHEDULE, key_of(&key), (struct bytes){0});
    else
        txn_delete(txn, TABLE_SCHEDULE, key_of(&key));
}

/* What lies ahead of a round stands in the schedule: puts that there, or takes it out again. */
static void entries(struct txn *txn, bool put, const struct view_round *row)
{
    if (row->stage == ROUND_STAGE_ANNOUNCED)
        entry(txn, put, row->from, TRANSITION_ROUND_BEGIN, row->number);
    if (row->has.remind)
        entry(txn, put, row->remind, TRANSITION_ROUND_REMIND, row->number);
    if (row->stage == ROUND_STAGE_ANNOUNCED || row->stage == ROUND_STAGE_OPEN)
        entry(txn, put, row->until, TRANSITION_ROUND_END, row->number);
}

/* Keeps the row in the place of what it was; the strings of both may no longer be read. */
static void replace(struct txn *txn, const struct view_round *before, const struct view_round *row)
{
    view_put_round(txn, row);
    entries(txn, false, before);
    entries(txn, true, row);
}

static void put_text(struct txn *txn, const struct fact *fact, const struct view_round *row)
{
    struct store_key key = key_nth(bytes_of_text(CHANNEL_BRANDS), row->number, row->texts);
    view_put_number(txn, TABLE_REVISIONS, key_of(&key), fact->head.seq);
}

static bool find_row(struct txn *txn, uint64_t year, struct view_round *row)
{
    return view_round(txn, year, row) || view_missing(txn);
}

void fold_round_opened(struct txn *txn, const struct fact *fact, const struct fact_round_opened *decided)
{
    struct view_round row = {
        .has = {.remind = decided->has.remind},
        .year = decided->year,
        .seq = fact->head.seq,
        .number = fact->head.number,
        .text_seq = fact->head.seq,
        .texts = 1,
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
        .stage = decided->stage,
        .from = decided->from,
        .until = decided->until,
        .remind = decided->remind,
    };
    view_put_round(txn, &row);
    entries(txn, true, &row);
    put_text(txn, fact, &row);
    things_fold(txn, &fact->head, fact->head.number);
}

/* A later end begins anew: those who have not applied are reminded of that one. Its words stand, whatever was
 * erased before them. */
void fold_round_changed(struct txn *txn, const struct fact *fact, const struct fact_round_changed *decided)
{
    struct view_round row;
    if (!find_row(txn, decided->year, &row))
        return;
    const struct view_round before = row;
    row.text_seq = fact->head.seq;
    row.texts++;
    row.has.erased = false;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    row.stage = decided->stage;
    row.from = decided->from;
    row.until = decided->until;
    row.has.remind = decided->has.remind;
    row.remind = decided->remind;
    row.has.told = false;
    row.has.ended = row.has.ended && decided->stage == ROUND_STAGE_ENDED;
    replace(txn, &before, &row);
    put_text(txn, fact, &row);
}

void fold_round_begun(struct txn *txn, const struct fact *fact, const struct fact_round_begun *decided)
{
    struct view_round row;
    if (!find_row(txn, decided->year, &row))
        return;
    const struct view_round before = row;
    row.stage = ROUND_STAGE_OPEN;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    replace(txn, &before, &row);
}

/* Of one department after the other, in their order: where it was left, the next act goes on. The round's
 * head stays: it is what it was. */
void fold_round_reminded(struct txn *txn, const struct fact *fact, const struct fact_round_reminded *decided)
{
    struct view_round row;
    struct bytes department;
    if (!find_row(txn, decided->year, &row))
        return;
    if (!channel_department(fact->head.channel, &department)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    row.has.told = true;
    row.told = department;
    view_put_round(txn, &row);
}

void fold_round_closing(struct txn *txn, const struct fact *fact, const struct fact_round_closing *decided)
{
    struct view_round row;
    (void)fact;
    if (!find_row(txn, decided->year, &row))
        return;
    const struct view_round before = row;
    row.has.told = false;
    row.has.remind = decided->has.remind;
    row.remind = decided->remind;
    replace(txn, &before, &row);
}

/* Its end, one way or the other: nothing lies ahead any more. */
static void fold_over(struct txn *txn, const struct fact *fact, uint64_t year, enum round_stage stage)
{
    struct view_round row;
    if (!find_row(txn, year, &row))
        return;
    const struct view_round before = row;
    row.stage = stage;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    row.has.remind = row.has.told = false;
    if (stage == ROUND_STAGE_ENDED) {
        row.has.ended = true;
        row.ended = fact->head.seq;
    } else {
        row.has.closed = true;
        row.closed = fact->head.seq;
    }
    replace(txn, &before, &row);
}

void fold_round_ended(struct txn *txn, const struct fact *fact, const struct fact_round_ended *decided)
{
    fold_over(txn, fact, decided->year, ROUND_STAGE_ENDED);
}

void fold_round_closed(struct txn *txn, const struct fact *fact, const struct fact_round_closed *decided)
{
    fold_over(txn, fact, decided->year, ROUND_STAGE_CLOSED);
    brand_close_with_round(txn, decided->year, fact->head.time_ms);
}
