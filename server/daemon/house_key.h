/* The house's seed: a file of 32 bytes in the data folder, made on first start, kept in guarded memory. It
 * does not know what the house has said. */
#ifndef BULLETIN_SERVER_HOUSE_H
#define BULLETIN_SERVER_HOUSE_H

#include "protocol/secure/identity.h"
#include "protocol/wire/codec.h"

/* Identities lie in sodium_malloc; house_free wipes them. Names in refusals live in static memory. */

/* Makes a key. It is on disk as FOLDER/house.seed.new, which a later start may write over: it has said
 * nothing yet. Errors: STORE_UNWRITABLE. */
enum error house_make(const char *folder, struct identity **house, struct refusal *why);

/* What the key has founded is on disk: it gets its final name, FOLDER/house.seed. So wherever that file
 * is, there was a ledger. Errors: STORE_UNWRITABLE. */
enum error house_keep(const char *folder, struct refusal *why);

/* Reads FOLDER/house.seed. Where a start was cut off before house_keep, house.seed.new is kept now, if it is
 * the key `known` that the ledger names. Errors: SEED_BROKEN (why->name: the file), STORE_UNWRITABLE. */
enum error house_open(const char *folder, const uint8_t known[LIMIT_KEY_BYTES], struct identity **house,
                      struct refusal *why);
void house_free(struct identity *house);

#endif
