/* The house's seed: a file of 32 bytes in the data folder, made on first start, kept in guarded memory. */
#ifndef BULLETIN_SERVER_HOUSE_H
#define BULLETIN_SERVER_HOUSE_H

#include "protocol/secure/identity.h"
#include "protocol/wire/codec.h"

/* Reads FOLDER/house.seed, or makes it (synced to disk) when `make` and it is missing. The identity lies in
 * sodium_malloc; house_free wipes it. Errors: SEED_BROKEN (why->name: the file; its bytes live in static
 * memory), STORE_UNWRITABLE. */
enum error house_open(const char *folder, bool make, struct identity **house, struct refusal *why);
void house_free(struct identity *house);

#endif
