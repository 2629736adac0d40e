/* How far each department has come in a round, in one table: what its application, its counsel and its guides
 * say of themselves. It judges nothing; who may ask has been judged. */
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/brand/brand.h"
#include "server/domain/nouns/counsel/views.h"
#include "server/domain/nouns/guide/guide.h"
#include "server/domain/nouns/round/round.h"
#include "server/domain/views/listing.h"

static int64_t time_of(struct txn *txn, uint64_t seq)
{
    struct fact fact;
    return fact_needed(txn, seq, &fact) ? fact.head.time_ms : 0;
}

static void add_verdict(struct txn *txn, uint64_t seq, struct record_progress *record)
{
    struct fact_brand_evaluated evaluated;
    struct fact fact;
    record->has.verdict =
        fact_needed(txn, seq, &fact) && fact_decided(txn, &fact, &shape_fact_brand_evaluated, &evaluated);
    if (record->has.verdict)
        record->verdict = evaluated.verdict;
}

static void add_brand(struct txn *txn, const struct view_brand *row, struct bytes id,
                      struct record_progress *record)
{
    record->has.brand = record->has.stage = true;
    record->brand = id;
    record->stage = row->stage;
    record->has.applied = row->has.submitted;
    record->applied = row->has.submitted ? time_of(txn, row->submitted) : 0;
    record->has.late = row->has.late;
    record->late = row->late;
    record->has.accepted = row->has.accepted;
    record->accepted = row->has.accepted ? time_of(txn, row->accepted) : 0;
    record->has.named = row->has.named;
    record->named = row->has.named ? time_of(txn, row->named) : 0;
    if (row->has.evaluated)
        add_verdict(txn, row->evaluated, record);
}

/* The last word may be anybody's who may speak there. */
static void add_counsel(struct txn *txn, struct bytes channel, struct record_progress *record)
{
    struct view_counselled row;
    struct fact fact;
    if (!view_counselled(txn, channel, &row) || !fact_needed(txn, row.last, &fact))
        return;
    record->has.texts = record->has.last = record->has.last_by = true;
    record->texts = row.texts;
    record->last = fact.head.time_ms;
    record->last_by = fact.head.actor;
}

/* Brands whose example a department follows. */
struct guides {
    struct bytes department, list[LIMIT_GUIDED];
    uint8_t rooms[LIMIT_GUIDED][LIMIT_ID_BYTES];
    size_t count;
};

static bool add_guide(void *context, struct bytes channel, uint64_t number, const struct view_guide *row)
{
    struct guides *guides = context;
    (void)channel, (void)number;
    if (!row->has.ended && bytes_equal(row->department, guides->department)) {
        memcpy(guides->rooms[guides->count], row->by.at, row->by.size); /* an id, by the codec */
        guides->list[guides->count] = bytes_of(guides->rooms[guides->count], row->by.size);
        guides->count++;
    }
    return guides->count < LIMIT_GUIDED;
}

static bool take_progress(const struct asking *asking, uint64_t year, struct bytes department)
{
    struct record_progress record = {.department = department};
    struct guides guides = {.department = department};
    char id_room[LIMIT_ID_BYTES], channel_room[LIMIT_CHANNEL_BYTES];
    uint8_t guides_room[LIMIT_GUIDED * (LIMIT_ID_BYTES + 3) + 8];
    struct buffer guided = buffer_over(guides_room, sizeof guides_room);
    struct view_brand row;
    if (brand_of(asking->txn, year, department, &row))
        add_brand(asking->txn, &row, brand_id(year, department, id_room), &record);
    add_counsel(asking->txn, brand_channel(year, department, channel_room), &record);
    guide_walk(asking->txn, department, add_guide, &guides);
    words_write(&guided, guides.list, guides.count);
    record.has.guided = guides.count > 0;
    record.guided = buffer_bytes(&guided);
    return rows_take(asking->rows, &record);
}

enum error ask_round_progress(const struct asking *asking, const struct args_round_progress *args,
                              struct record_count *ok)
{
    (void)ok;
    const struct store_key from = key_empty();
    struct listing listing;
    struct view_round row;
    enum error error = round_asked(asking, args->has.year, args->year, &row);
    if (error != OK)
        return error;
    listing_up(&listing, asking->txn, TABLE_DEPARTMENTS, asking->rows, &from, 0);
    while (listing_next(&listing)) {
        if (!take_progress(asking, row.year, listing.walk.key))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}
