/* What the tests of the store and the ledger share: a store in a folder of its own, and signed acts made from
 * a fixed identity. It does not know what any test is after. */
#ifndef BULLETIN_TESTS_SCRATCH_H
#define BULLETIN_TESTS_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "protocol/wire/codec.h"
#include "server/ledger/ledger.h"
#include "tests/unit/support/made.h"
#include "tests/unit/support/testing.h"

enum { SCRATCH_MAP_BYTES = 256 << 20 };

struct scratch {
    char folder[32];
    struct store *store;
};

/* A new folder without a store. */
void scratch_folder(struct scratch *scratch);

/* Opens the folder's store to be served, with room for so many bytes. */
void scratch_serve(struct scratch *scratch, uint64_t map_bytes);

/* And both at once. */
void scratch_open(struct scratch *scratch);

/* Closes the store and removes the folder. */
void scratch_close(struct scratch *scratch);

/* A record of two texts, and whether it is there. */
void scratch_put(struct txn *txn, enum table table, const char *key, const char *value);
bool scratch_has(struct txn *txn, enum table table, const char *key, const char *value);

/* An act and the bytes it stands in. */
struct scratch_act {
    uint8_t room[1024], signature[LIMIT_SIGNATURE_BYTES];
    struct signed_act act;
};

/* Makes the act in `room`, where it lives, and reads it back. */
void scratch_signed(struct scratch_act *scratch, const struct made *made, struct buffer *room);

/* An act to publish, in its own room; `serial` tells acts of one time apart. */
void scratch_sign(struct scratch_act *scratch, const struct identity *author, const uint8_t *house,
                  int64_t time_ms, uint32_t serial);

/* A fact to be, of a bulletin. The channel's name outlives it. */
struct draft scratch_draft(const char *channel);

/* Appends a fact whose head nobody looks at afterwards. */
void scratch_append(struct txn *txn, const struct scratch_act *act, const char *channel, int64_t now_ms);

#endif
