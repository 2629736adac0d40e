/* What people read of what is scheduled, and what became of it. It decides nothing. */
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/nouns/schedule/views.h"
#include "server/domain/views/listing.h"

/* Whatever is cancelled says why: the error that stopped it, or what somebody wrote. */
static void add_why(struct txn *txn, const struct view_scheduled *row, struct record_scheduled *record)
{
    struct fact_bulletin_cancelled cancelled;
    struct fact fact;
    if (!row->has.cancelled_seq || !ledger_read(txn, row->cancelled_seq, &fact) ||
        !fact_decided(txn, &fact, &shape_fact_bulletin_cancelled, &cancelled))
        return;
    record->has.error = cancelled.has.error;
    record->error = cancelled.error;
    record->has.reason = !cancelled.has.error && fact_reason(txn, &fact, &record->reason);
}

static bool take_scheduled(struct txn *txn, struct bytes desk, uint64_t number,
                           const struct view_scheduled *row, struct rows *rows)
{
    char id_room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(id_room, sizeof id_room);
    struct record_scheduled record = {0};
    struct view_notice notice;
    struct fact fact;
    if (!fact_needed(txn, row->seq, &fact))
        return false;
    id_write(&id, desk, number);
    if (notice_of_fact(txn, &fact, &notice))
        shape_copy(&shape_view_notice, &notice, &shape_record_scheduled, &record);
    shape_copy(&shape_view_scheduled, row, &shape_record_scheduled, &record);
    record.id = buffer_bytes(&id);
    record.actor = fact.head.actor;
    record.time = fact.head.time_ms;
    add_why(txn, row, &record);
    return rows_take(rows, &record);
}

static enum error ask_one_scheduled(const struct asking *asking, const struct args_schedule_list *args)
{
    struct view_scheduled row;
    struct bytes desk, channel;
    uint64_t number;
    if (!id_split(args->id, &desk, &number) || !channel_desk(desk, &channel) ||
        (args->has.channel && !bytes_equal(args->channel, channel)) ||
        !view_scheduled(asking->txn, desk, number, &row))
        return refuse(asking->why, ERR_NOT_SCHEDULED, "id", args->id, 0);
    take_scheduled(asking->txn, desk, number, &row, asking->rows);
    return OK;
}

enum error ask_schedule_list(const struct asking *asking, const struct args_schedule_list *args,
                             struct record_count *ok)
{
    (void)ok;
    char desk_room[LIMIT_CHANNEL_BYTES];
    struct listing listing;
    struct view_scheduled row;
    if (args->has.id)
        return ask_one_scheduled(asking, args);
    if (!args->has.channel)
        return refuse(asking->why, ERR_FIELD_MISSING, "channel", (struct bytes){0}, 0);
    struct bytes desk = channel_of_desk(args->channel, desk_room);
    struct store_key from = key_below(desk);
    uint64_t number;
    listing_up(&listing, asking->txn, TABLE_SCHEDULED, asking->rows, &from, from.size);
    while (listing_number(&listing, &number) &&
           view_decode(asking->txn, listing.walk.value, &shape_view_scheduled, &row)) {
        if (!take_scheduled(asking->txn, desk, number, &row, asking->rows))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}
