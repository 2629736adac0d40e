/* What people read of receipts: a row for each department, with when, by whom and which facts say so. It
 * changes nothing. */
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/nouns/receipt/views.h"
#include "server/domain/views/listing.h"
#include "server/domain/views/views.h"

/* One bulletin's revision, while its departments are walked. */
struct asked {
    struct txn *txn;
    const struct args_receipts *args;
    uint64_t revision;
    int64_t counted_ms; /* up to when the lateness of who has not signed counts */
    struct rows *rows;
};

/* One rung as its fact says it; nothing when it was not climbed. */
struct rung_read {
    bool there;
    struct fact fact;
    char id_room[LIMIT_ID_BYTES];
    struct bytes id;
};

static void read_rung(struct txn *txn, bool there, uint64_t seq, struct rung_read *rung)
{
    rung->there = there && ledger_read(txn, seq, &rung->fact);
    if (there && !rung->there)
        txn_fail(txn, ERR_INTERNAL);
    if (!rung->there)
        return;
    struct buffer id = buffer_over(rung->id_room, sizeof rung->id_room);
    id_write(&id, rung->fact.head.channel, rung->fact.head.number);
    rung->id = buffer_bytes(&id);
}

static void add_delivered(const struct rung_read *rung, struct record_receipt *record)
{
    record->has.delivered = record->has.delivered_id = true;
    record->delivered = rung->fact.head.time_ms;
    record->delivered_id = rung->id;
}

static void add_opened(const struct rung_read *rung, struct record_receipt *record)
{
    record->has.opened = record->has.opened_by = record->has.opened_id = true;
    record->opened = rung->fact.head.time_ms;
    record->opened_by = rung->fact.head.actor;
    record->opened_id = rung->id;
}

static void add_signed(struct txn *txn, const struct rung_read *rung, struct record_receipt *record)
{
    struct args_sign args;
    record->has.signed_for = record->has.signed_by = record->has.signed_id = true;
    record->signed_for = rung->fact.head.time_ms;
    record->signed_by = rung->fact.head.actor;
    record->signed_id = rung->id;
    if (fact_args(txn, &rung->fact, &shape_args_sign, &args)) {
        record->has.comment = args.has.comment;
        record->comment = args.comment;
    }
}

/* False when it did not fit. */
static bool take_receipt(const struct asked *asked, struct bytes department, const struct view_receipt *row)
{
    struct rung_read assigned, delivered, opened, signed_for;
    struct fact_duty_assigned duty;
    read_rung(asked->txn, true, row->assigned, &assigned);
    read_rung(asked->txn, row->has.delivered, row->delivered, &delivered);
    read_rung(asked->txn, row->has.opened, row->opened, &opened);
    read_rung(asked->txn, row->has.signed_for, row->signed_for, &signed_for);
    if (!assigned.there || !fact_decided(asked->txn, &assigned.fact, &shape_fact_duty_assigned, &duty))
        return false;
    int64_t counted_ms = signed_for.there ? signed_for.fact.head.time_ms : asked->counted_ms;
    bool late = duty.has.due && duty.due <= counted_ms;
    struct record_receipt record = {
        .has = {.due = duty.has.due, .late = late},
        .id = asked->args->id,
        .department = department,
        .revision = asked->revision,
        .committed = assigned.fact.head.time_ms,
        .due = duty.due,
        .late = late,
        .committed_id = assigned.id,
    };
    if (delivered.there)
        add_delivered(&delivered, &record);
    if (opened.there)
        add_opened(&opened, &record);
    if (signed_for.there)
        add_signed(asked->txn, &signed_for, &record);
    return rows_take(asked->rows, &record);
}

/* A revision can be signed for until the next one, or the bulletin's end: nobody gets later after that. */
static int64_t counted_until(struct txn *txn, struct bytes channel, uint64_t number, uint64_t revision,
                             const struct view_bulletin *row, int64_t now_ms)
{
    struct store_key next = key_nth(channel, number, revision + 1);
    struct fact fact;
    uint64_t seq = row->has.withdrawn ? row->withdrawn : row->has.erased ? row->erased : 0;
    if (revision < row->revision)
        view_number(txn, TABLE_REVISIONS, key_of(&next), &seq);
    return seq != 0 && ledger_read(txn, seq, &fact) ? fact.head.time_ms : now_ms;
}

/* Who may see all rows sees them; members of an addressed department see their own. */
static enum error decide_asker(const struct asking *asking, struct bytes id, struct bytes channel,
                               uint64_t number, uint64_t revision, struct bytes *only)
{
    struct view_receipt row;
    struct bytes own = bytes_of_text(asking->actor->department);
    if (channel_oversees(asking->txn, channel, asking->actor))
        return OK;
    if (own.size == 0)
        return refuse(asking->why, ERR_NOT_ALLOWED, "id", id, 0);
    if (!view_receipt(asking->txn, channel, number, revision, own, &row))
        return refuse(asking->why, ERR_NOT_ADDRESSED, "id", id, 0);
    *only = own;
    return OK;
}

enum error ask_receipts(const struct asking *asking, const struct args_receipts *args,
                        struct record_count *ok)
{
    struct view_bulletin row;
    struct bytes channel;
    uint64_t number;
    struct asked asked = {.txn = asking->txn, .args = args, .rows = asking->rows};
    struct view_receipt receipt;
    struct bytes only = {0};
    struct listing listing;
    (void)ok;
    if (!id_split(args->id, &channel, &number) || !view_bulletin(asking->txn, channel, number, &row))
        return refuse(asking->why, ERR_UNKNOWN_ID, "id", args->id, 0);
    asked.revision = args->has.revision ? args->revision : row.revision;
    if (asked.revision == 0 || asked.revision > row.revision)
        return refuse(asking->why, ERR_UNKNOWN_REVISION, "revision", args->id, row.revision);
    enum error error = decide_asker(asking, args->id, channel, number, asked.revision, &only);
    if (error != OK)
        return error;
    asked.counted_ms = counted_until(asking->txn, channel, number, asked.revision, &row, asking->now_ms);
    struct store_key of = key_nth(channel, number, asked.revision);
    listing_names(&listing, asking->txn, TABLE_RECEIPTS, asking->rows, &of, only);
    while (listing_next(&listing) &&
           view_decode(asking->txn, listing.walk.value, &shape_view_receipt, &receipt)) {
        if (!take_receipt(&asked, walk_rest(&listing.walk), &receipt))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}
