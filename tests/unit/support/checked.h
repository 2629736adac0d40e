/* A channel's facts and checkpoints before a check of them, with a folder of its own. It does not know what
 * any test is after. */
#ifndef BULLETIN_TESTS_CHECKED_H
#define BULLETIN_TESTS_CHECKED_H

#include "tests/unit/support/client_chain.h"

extern struct checked {
    struct chain chain; /* programme, whose facts a test makes */
    struct check *check;
    const char *folder;     /* where the check keeps its heads */
    struct failure failure; /* the last one */
} checked;

extern const uint8_t checked_zeros[LIMIT_HASH_BYTES];

/* For each test; nothing is followed yet. */
int checked_setup(void **state);
int checked_teardown(void **state);

/* Follows the channel from behind this fact. */
void checked_begin(uint64_t number, const uint8_t *hash);

/* What the check says of the next fact, as it was pushed; or of a head that the house signed so. */
enum error checked_take(struct bytes push_fact);
enum error checked_take_checkpoint(uint64_t number, const uint8_t *hash, int64_t time_ms);

/* The last failure is one of proof and has these words among others. */
void checked_says(const char *part);

#endif
