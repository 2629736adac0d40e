/* What has been, as it was: the facts of a channel by their numbers, and the texts and files that their acts
 * name. It judges no right but that a hash must be named; who may read the channel, permit has judged. */
#include "server/domain/contract/handlers.h"
#include "server/domain/contract/hidden.h"
#include "server/domain/views/listing.h"
#include "server/domain/views/named.h"
#include "server/domain/views/views.h"
#include "server/ledger/blob.h"

static bool take_fact(struct txn *txn, const struct fact *fact, bool heads, struct rows *rows)
{
    bool act = !heads && !fact->erased;
    bool hidden = !heads && fact_hidden(txn, &fact->head);
    struct record_fact record = {
        .has = {.act = act, .sig = act, .hidden = hidden},
        .head = fact->head_bytes,
        .act = fact->act.bytes,
        .sig = fact->act.signature,
        .hidden = hidden,
    };
    return rows_take(rows, &record);
}

enum error ask_facts(const struct asking *asking, const struct args_facts *args, struct record_count *ok)
{
    (void)ok;
    const bool heads = args->has.heads && args->heads;
    struct store_key from = key_place(args->channel, args->has.after ? args->after + 1 : 0);
    struct listing listing;
    struct fact fact;
    if (args->has.after && args->after == UINT64_MAX)
        return OK;
    listing_up(&listing, asking->txn, TABLE_PLACES, asking->rows, &from, from.size - 8);
    while (listing_next(&listing)) {
        if (listing.walk.value.size != 8 ||
            !ledger_read(asking->txn, number_at(listing.walk.value.at), &fact))
            txn_fail(asking->txn, ERR_INTERNAL);
        else if (!take_fact(asking->txn, &fact, heads, asking->rows))
            listing_stop(&listing);
    }
    listing_end(&listing);
    return OK;
}

/* Whether the act of a fact names a blob; `*erased` when it has none any more. */
static bool names(struct txn *txn, const struct fact *fact, struct bytes hash, bool *erased)
{
    struct named named;
    *erased = *erased || fact->erased;
    named_by_fact(txn, fact, &named);
    for (size_t i = 0; i < named.count; i++) {
        if (bytes_equal(named.list[i].hash, hash))
            return true;
    }
    return false;
}

/* Whether any revision of a bulletin, or any edit of what was scheduled, names a blob. */
static bool revision_names(struct txn *txn, struct bytes channel, uint64_t number, struct bytes hash,
                           bool *erased)
{
    struct store_key of = key_place(channel, number);
    struct fact fact;
    struct walk walk;
    uint64_t seq;
    bool found = false;
    walk_prefix(&walk, txn, TABLE_REVISIONS, key_of(&of));
    while (!found && view_next_number(&walk, &seq)) {
        if (!ledger_read(txn, seq, &fact))
            txn_fail(txn, ERR_INTERNAL);
        else
            found = names(txn, &fact, hash, erased);
    }
    walk_end(&walk);
    return found;
}

enum error ask_blob_get(const struct asking *asking, const struct args_blob_get *args,
                        struct record_chunk *ok)
{
    struct bytes channel, piece;
    uint64_t number, size;
    struct fact fact;
    bool erased = false;
    if (!id_split(args->id, &channel, &number) || !ledger_read_at(asking->txn, channel, number, &fact))
        return refuse(asking->why, ERR_UNKNOWN_ID, "id", args->id, 0);
    if (!names(asking->txn, &fact, args->hash, &erased) &&
        !revision_names(asking->txn, channel, number, args->hash, &erased))
        return refuse(asking->why, erased ? ERR_ERASED : ERR_BLOB_UNKNOWN, erased ? "id" : "hash",
                      erased ? args->id : (struct bytes){0}, 0);
    if (args->offset % LIMIT_BLOB_CHUNK_BYTES != 0)
        return refuse(asking->why, ERR_BAD_VALUE, "offset", bytes_of_text("inside a piece"), 0);
    bool there = blob_size(asking->txn, args->hash.at, &size);
    if (there && args->offset >= size)
        return refuse(asking->why, ERR_OUT_OF_RANGE, "offset", (struct bytes){0}, size - 1);
    if (!there || !blob_chunk(asking->txn, args->hash.at, args->offset / LIMIT_BLOB_CHUNK_BYTES, &piece)) {
        txn_fail(asking->txn, ERR_INTERNAL);
        return refuse(asking->why, ERR_INTERNAL, NULL, (struct bytes){0}, 0);
    }
    ok->size = size;
    ok->bytes = piece;
    return OK;
}
