/* The chains of a proof, one channel at a time; for whoever judges what stands in them. */
#ifndef BULLETIN_CLIENT_PROOF_CHAIN_H
#define BULLETIN_CLIENT_PROOF_CHAIN_H

#include "client/lib/proof/proof_file.h"
#include "protocol/proof/head.h"

/* What all channels of a proof have in common. */
struct proof_chains {
    struct bytes house;
    struct failure *failure;
    void *context; /* of proof_take_head */
    bool has_epoch;
    uint64_t epoch;
};

/* Takes a head that continues the one before; what else it must be is for the taker. Borrowed from the file,
 * but for the hash, which lives during the call. */
typedef enum error proof_take_head(void *context, const struct head *head, const uint8_t *hash);

/* Judges a channel, from `first_number` (0: any) to its checkpoint, and gives the last head and when the
 * house signed. Errors: PROOF_BROKEN, and those of `take`. */
enum error proof_judge_channel(struct proof_chains *chains, const struct proof_channel *channel,
                               uint64_t first_number, proof_take_head *take, struct head *last,
                               int64_t *signed_ms);

/* PROOF_BROKEN, at a fact and as a whole. `what` is a part of a sentence. */
enum error proof_break_at(struct failure *failure, struct bytes channel, uint64_t number, const char *what);
enum error proof_break(struct failure *failure, const char *what);

#endif
