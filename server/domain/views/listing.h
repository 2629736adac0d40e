/* A list over the keys of one table that is answered in pieces: where one stops, by its time, its room or its
 * limit, the next goes on. It does not know what the rows say. */
#ifndef BULLETIN_DOMAIN_LISTING_H
#define BULLETIN_DOMAIN_LISTING_H

#include "server/domain/views/rows.h"

struct listing {
    struct rows *rows;
    struct walk walk;  /* stands on the key that listing_next found */
    struct bytes only; /* size 0: all; otherwise the one name that is wanted behind the prefix */
    bool stopped;
};

/* All keys from `first` on, up or down, that have the first `prefix` bytes of it; a later piece begins where
 * the one before stopped. Ended by listing_end. */
void listing_up(struct listing *listing, struct txn *txn, enum table table, struct rows *rows,
                const struct store_key *first, size_t prefix);
void listing_down(struct listing *listing, struct txn *txn, enum table table, struct rows *rows,
                  const struct store_key *first, size_t prefix);
/* All names that stand behind `of`, which is the beginning of their keys; or only one (size 0: all). */
void listing_names(struct listing *listing, struct txn *txn, enum table table, struct rows *rows,
                   const struct store_key *of, struct bytes only);
/* Goes to the next key: one step of the work. False at the end, and when the rest is for the next piece. */
bool listing_next(struct listing *listing);
/* The same for keys that have a number behind the prefix. */
bool listing_number(struct listing *listing, uint64_t *number);
/* The row of this key did not fit: it is for the next piece, as are all behind it. */
void listing_stop(struct listing *listing);
void listing_end(struct listing *listing);

#endif
