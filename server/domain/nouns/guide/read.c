/* What people read of guidances: which there are, as far as they read the channels, and one of them. */
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/contract/noun.h"
#include "server/domain/nouns/brand/views.h"
#include "server/domain/nouns/counsel/counsel.h"
#include "server/domain/nouns/guide/guide.h"
#include "server/domain/nouns/guide/views.h"
#include "server/domain/views/listing.h"

/* The newest name of the brand, if it has one that was not erased. */
static void add_name(struct txn *txn, struct bytes by, struct record_guide *record)
{
    struct view_brand brand;
    struct said said;
    struct fact fact;
    record->has.headline = view_brand_of_id(txn, by, &brand) && brand.has.text_seq &&
                           ledger_read(txn, brand.text_seq, &fact) && fact_said(txn, &fact, &said) &&
                           said.headline.size > 0;
    if (record->has.headline)
        record->headline = said.headline;
}

static void add_counsel(struct txn *txn, struct bytes channel, struct record_guide *record)
{
    struct view_counselled state;
    struct fact fact;
    if (!view_counselled(txn, channel, &state) || state.texts == 0)
        return;
    record->said = state.texts;
    if (!fact_needed(txn, state.last, &fact))
        return;
    record->has.last = record->has.last_by = true;
    record->last = fact.head.time_ms;
    record->last_by = fact.head.actor;
}

static void add_end(struct txn *txn, const struct view_guide *row, struct record_guide *record)
{
    struct fact fact;
    if (!row->has.ended || !fact_needed(txn, row->ended, &fact))
        return;
    record->has.ended = true;
    record->ended = fact.head.time_ms;
    record->has.reason = fact_reason(txn, &fact, &record->reason);
}

static bool take_guide(const struct asking *asking, struct bytes channel, uint64_t number,
                       const struct view_guide *row)
{
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct fact made;
    if (!fact_needed(asking->txn, row->seq, &made))
        return false;
    id_write(&id, channel, number);
    struct record_guide record = {
        .id = buffer_bytes(&id),
        .head = row->head,
        .department = row->department,
        .by = row->by,
        .example = row->example,
        .actor = made.head.actor,
        .time = made.head.time_ms,
    };
    add_name(asking->txn, row->by, &record);
    add_counsel(asking->txn, channel, &record);
    add_end(asking->txn, row, &record);
    return rows_take(asking->rows, &record);
}

enum error ask_guide_show(const struct asking *asking, const struct args_guide_show *args,
                          struct record_count *ok)
{
    (void)ok;
    struct view_guide row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(args->id, &channel, &number) || !view_guide(asking->txn, channel, number, &row))
        return refuse(asking->why, ERR_UNKNOWN_GUIDE, "id", args->id, 0);
    take_guide(asking, channel, number, &row);
    return OK;
}

enum error ask_guide_list(const struct asking *asking, const struct args_guide_list *args,
                          struct record_count *ok)
{
    (void)ok;
    struct record_department department;
    struct listing listing;
    struct view_guide row;
    struct fact fact;
    uint64_t seq;
    if (args->has.department && !view_department(asking->txn, args->department, &department))
        return refuse(asking->why, ERR_UNKNOWN_DEPARTMENT, "department", args->department, 0);
    struct store_key of = key_below(args->has.department ? args->department : (struct bytes){0});
    listing_up(&listing, asking->txn, TABLE_GUIDED, asking->rows, &of, of.size);
    while (listing_number(&listing, &seq)) {
        if (!fact_needed(asking->txn, seq, &fact))
            break;
        if (!view_guide(asking->txn, fact.head.channel, fact.head.number, &row)) {
            view_missing(asking->txn);
            break;
        }
        if (channel_allows(asking->txn, fact.head.channel, RIGHT_READ, asking->actor) &&
            !take_guide(asking, fact.head.channel, fact.head.number, &row))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}
