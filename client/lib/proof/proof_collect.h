/* Channels of a proof, as they are collected from a server; for whoever makes the proof. */
#ifndef BULLETIN_CLIENT_PROOF_COLLECT_H
#define BULLETIN_CLIENT_PROOF_COLLECT_H

#include "client/lib/connect/client.h"
#include "client/lib/proof/proof_file.h"

/* A channel as far as it has come: its heads as encoded `bin`s, and its checkpoint. */
struct collected {
    char name[LIMIT_CHANNEL_BYTES + 1];
    uint8_t *heads;
    size_t size, capacity;
    uint64_t count, number; /* of heads; and of the last one's fact, or the one before the first */
    bool done;              /* its checkpoint is there */
    int64_t signed_ms;
    uint8_t checkpoint[LIMIT_HEAD_BYTES];
    size_t checkpoint_size;
    uint8_t signature[LIMIT_SIGNATURE_BYTES];
};

struct collector {
    struct client *client;
    struct failure *failure;
    size_t count;
    struct collected *channels[PROOF_CHANNELS];
    uint64_t interval_ms; /* between checkpoints, once collector_checkpoints has asked */
    int64_t needed_ms;    /* the keys must be known up to here */
    /* Told once when the house's next word on `keys` has to be waited for; may be NULL. */
    void (*waits)(void *context, uint64_t at_most_ms);
    void *context;
};

/* A further channel, `prefix` and `name` together, from this number on; NULL when there is no memory or there
 * are PROOF_CHANNELS. The newest one can be dropped again. */
struct collected *collector_add(struct collector *collector, const char *prefix, struct bytes name,
                                uint64_t first_number);
void collector_drop(struct collector *collector);

/* `facts` of a channel after a number: all heads, or one fact with its act. `more`: there are
 * further ones. */
enum error collector_facts(struct collector *collector, const char *channel, uint64_t after, bool heads,
                           const struct answer *rows, bool *more);
/* The heads that the channel has now. Errors: those of the question, and PROOF_BROKEN. */
enum error collector_heads(struct collector *collector, struct collected *one);
/* The same for a channel that is followed already: as far as it has come by now, and what the house signs of
 * it then. */
enum error collector_renew(struct collector *collector, struct collected *one);
/* Follows the channels from the one with this index on, until the house has signed where each stands. */
enum error collector_checkpoints(struct collector *collector, size_t first);

/* INTERNAL, and PROOF_BROKEN with `what` as a part of a sentence. */
enum error collector_no_memory(struct collector *collector);
enum error collector_broken(struct collector *collector, const char *what);

#endif
