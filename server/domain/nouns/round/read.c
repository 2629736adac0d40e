/* What people read of rounds: everyone reads all of it. Texts are read from the acts in the ledger and never
 * copied. It changes nothing. */
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/brand/brand.h"
#include "server/domain/nouns/round/round.h"
#include "server/domain/views/listing.h"

/* What it says now, and whose words they are. */
static void add_said(struct txn *txn, const struct view_round *row, struct record_round *record)
{
    struct args_round_open said = {.has = {0}};
    struct fact fact;
    if (!fact_needed(txn, row->text_seq, &fact))
        return;
    record->has.changed = record->has.changed_by = row->texts > 1;
    record->changed = fact.head.time_ms;
    record->changed_by = fact.head.actor;
    if (!round_said_by(txn, &fact, &said))
        return;
    record->has.title = true;
    record->title = said.title;
    record->has.announced = said.has.announced;
    record->announced = said.announced;
    record->has.conditions = said.has.conditions;
    record->conditions = said.conditions;
}

/* How many had applied when its time was over, and why it was closed. */
static void add_end(struct txn *txn, const struct view_round *row, struct record_round *record)
{
    struct fact_round_ended ended;
    struct fact fact;
    if (row->has.ended && fact_needed(txn, row->ended, &fact) &&
        fact_decided(txn, &fact, &shape_fact_round_ended, &ended)) {
        record->has.departments = record->has.applied = true;
        record->departments = ended.departments;
        record->applied = ended.applied;
    }
    if (!row->has.closed || !fact_needed(txn, row->closed, &fact))
        return;
    record->has.closed = true;
    record->closed = fact.head.time_ms;
    record->has.reason = fact_reason(txn, &fact, &record->reason);
}

/* What its end would end, for those who may close it. */
static void add_unfinished(const struct asking *asking, const struct view_round *row,
                           struct record_round *record)
{
    record->has.unfinished = asking->actor->role == ROLE_COMMITTEE && row->stage != ROUND_STAGE_CLOSED;
    if (record->has.unfinished)
        record->unfinished = brand_count_unfinished(asking->txn, row->year);
}

static bool take_round(const struct asking *asking, const struct view_round *row)
{
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct fact made;
    if (!fact_needed(asking->txn, row->seq, &made))
        return false;
    id_write(&id, bytes_of_text(CHANNEL_BRANDS), row->number);
    struct record_round record = {
        .has = {.erased = row->has.erased},
        .year = row->year,
        .id = buffer_bytes(&id),
        .head = row->head,
        .stage = row->stage,
        .from = row->from,
        .until = row->until,
        .actor = made.head.actor,
        .time = made.head.time_ms,
        .erased = row->has.erased,
    };
    add_said(asking->txn, row, &record);
    add_end(asking->txn, row, &record);
    add_unfinished(asking, row, &record);
    return rows_take(asking->rows, &record);
}

enum error ask_round_show(const struct asking *asking, const struct args_round_show *args,
                          struct record_count *ok)
{
    (void)ok;
    struct view_round row;
    enum error error = round_asked(asking, args->has.year, args->year, &row);
    if (error == OK)
        take_round(asking, &row);
    return error;
}

enum error ask_round_list(const struct asking *asking, const struct args_round_list *args,
                          struct record_count *ok)
{
    (void)args, (void)ok;
    const struct store_key from = key_seq(UINT64_MAX);
    struct listing listing;
    struct view_round row;
    listing_down(&listing, asking->txn, TABLE_ROUNDS, asking->rows, &from, 0);
    while (listing_next(&listing) && view_decode(asking->txn, listing.walk.value, &shape_view_round, &row)) {
        if (!take_round(asking, &row))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}
