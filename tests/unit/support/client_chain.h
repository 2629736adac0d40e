/* What the tests of the client share: a folder of their own, and a channel's facts and checkpoints as a
 * house would make them. It does not know what any test is after. */
#ifndef BULLETIN_TESTS_CLIENT_CHAIN_H
#define BULLETIN_TESTS_CLIENT_CHAIN_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/lib/follow/follow_check.h"
#include "tests/unit/support/made.h"
#include "tests/unit/support/testing.h"

/* A folder of the test's own, whose name becomes its state, and its removal. */
int chain_setup(void **state);
int chain_teardown(void **state);

/* A channel as its house writes it. The next fact is made from these, so a test can tell a lie in one of
 * them. */
struct chain {
    struct identity house, author;
    const char *channel;
    uint64_t number;
    uint8_t tip[LIMIT_HASH_BYTES];
    int64_t time_ms;
    uint8_t room[8192]; /* the fact made last, as an encoded push_fact */
};

/* Nothing has happened in it yet. The name outlives it. */
void chain_begin(struct chain *chain, const char *channel);

/* What a fact is not told as it is; all zeros: the truth. */
struct chain_lie {
    const uint8_t *act_house; /* NULL: the truth */
    const char *actor;
    bool other_act;     /* the head names another act than the one that comes with it */
    bool other_time;    /* the head says the act was signed at another time */
    bool bad_signature; /* of the act */
    bool without_act;   /* a lie only when nothing has erased it */
};

/* What a fact is made of. */
struct chain_making {
    const char *verb, *kind;
    const struct shape *args_shape, *decided_shape;
    const void *args, *decided;
};

/* The next fact of any kind, told with a lie or with NULL. All that is made lives in the chain until the next
 * one. */
struct bytes chain_make(struct chain *chain, const struct chain_making *making, const struct chain_lie *lie);

/* The next bulletin, told with a lie or as it is. */
struct bytes chain_lying_fact(struct chain *chain, const char *headline, const struct chain_lie *lie);
struct bytes chain_fact(struct chain *chain, const char *headline);

/* The next fact says that the acts of these facts were erased, by an act over the bulletin `act_id`. */
struct bytes chain_erasure(struct chain *chain, const char *id, const char *act_id, const uint64_t *seqs,
                           size_t count, const struct chain_lie *lie);

/* A checkpoint, with the room it stands in. */
struct chain_checkpoint {
    uint8_t room[512], signature[LIMIT_SIGNATURE_BYTES];
    struct push_checkpoint push;
};

/* As the house signs that the channel stood there at that time, which need not be true. */
void chain_sign(struct chain *chain, struct chain_checkpoint *made, uint64_t number, const uint8_t *hash,
                int64_t time_ms);

#endif
