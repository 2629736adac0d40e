/* Where the pieces of an answer begin and end. It does not know what is listed, nor a clock: whoever asks
 * says when the time of a piece is over. */
#include "server/domain/views/listing.h"

#include <assert.h>

#include "server/domain/views/views.h"

bool rows_due(struct rows *rows)
{
    const bool first = !rows->begun;
    rows->begun = true;
    return !first && rows->due != NULL && rows->due(rows->context);
}

bool rows_take(struct rows *rows, const void *row)
{
    if (rows->left == 0 || !rows->take(rows->context, row))
        return false;
    rows->left--;
    return true;
}

void rows_stop(struct rows *rows, struct bytes next)
{
    assert(next.size > 0);
    rows->next.size = 0;
    buffer_add(&rows->next, next.at, next.size);
    assert(!rows->next.overflowed);
}

/* A key that the piece before wrote is of this table; but what it was asked about may be another by now. */
static struct bytes begin(struct listing *listing, struct rows *rows, const struct store_key *first,
                          size_t prefix)
{
    const struct bytes from = rows->from;
    const bool goes_on = from.size > 0 && from.size >= prefix && memcmp(from.at, first->at, prefix) == 0;
    *listing = (struct listing){.rows = rows};
    return goes_on ? from : key_of(first);
}

void listing_up(struct listing *listing, struct txn *txn, enum table table, struct rows *rows,
                const struct store_key *first, size_t prefix)
{
    struct bytes from = begin(listing, rows, first, prefix);
    walk_prefix_up(&listing->walk, txn, table, from, prefix);
}

void listing_down(struct listing *listing, struct txn *txn, enum table table, struct rows *rows,
                  const struct store_key *first, size_t prefix)
{
    struct bytes from = begin(listing, rows, first, prefix);
    walk_prefix_down(&listing->walk, txn, table, from, prefix);
}

void listing_names(struct listing *listing, struct txn *txn, enum table table, struct rows *rows,
                   const struct store_key *of, struct bytes only)
{
    struct store_key first = *of;
    key_bytes(&first, only);
    listing_up(listing, txn, table, rows, &first, of->size);
    listing->only = only;
}

bool listing_next(struct listing *listing)
{
    if (listing->stopped || !walk_next(&listing->walk))
        return false;
    if (listing->only.size > 0 && !bytes_equal(walk_rest(&listing->walk), listing->only))
        return false;
    if (rows_due(listing->rows))
        listing_stop(listing);
    return !listing->stopped;
}

bool listing_number(struct listing *listing, uint64_t *number)
{
    if (!listing_next(listing))
        return false;
    struct bytes rest = walk_rest(&listing->walk);
    if (rest.size != 8) {
        return view_missing(listing->walk.txn);
    }
    *number = number_at(rest.at);
    return true;
}

void listing_stop(struct listing *listing)
{
    listing->stopped = true;
    rows_stop(listing->rows, listing->walk.key);
}

void listing_end(struct listing *listing)
{
    walk_end(&listing->walk);
}
