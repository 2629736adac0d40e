/* Facts as the loops share them: the encoded push message, made once by the writer and never changed. Counted
 * references; the last holder frees. */
#ifndef BULLETIN_SERVER_SHARED_FACT_H
#define BULLETIN_SERVER_SHARED_FACT_H

#include <stdatomic.h>

#include "protocol/limits.h"
#include "server/ledger/ledger.h"

struct shared_fact {
    atomic_uint references;
    bool revokes; /* it can take a right away */
    bool erases;  /* acts of facts before it in its channel are gone: their messages must not be sent */
    bool hides;   /* facts before it are hidden, or not any more: the same, also in the channel of themes */
    uint64_t number;
    uint8_t hash[LIMIT_HASH_BYTES];
    size_t channel_size;
    char channel[LIMIT_CHANNEL_BYTES];
    size_t message_size;
    uint8_t message[]; /* [0, "fact", {head, act, sig}]: nothing is hidden yet when it happens */
};

/* The facts of one commit, in order. */
struct batch {
    atomic_uint references;
    size_t count;
    struct shared_fact *facts[];
};

/* The push message of a fact: the one place that writes it, for live facts and for those read back. `hidden`:
 * by now (fact_hidden). */
void fact_write_push(const struct stored_fact *fact, bool hidden, struct buffer *out);

/* One reference for the caller. NULL when memory is out. */
struct shared_fact *shared_fact_new(const struct fact *fact);
struct shared_fact *shared_fact_hold(struct shared_fact *fact);
void shared_fact_release(struct shared_fact *fact);

struct batch *batch_new(size_t capacity);
struct batch *batch_hold(struct batch *batch);
void batch_release(struct batch *batch);

#endif
