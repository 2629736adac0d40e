/* Proofs that somebody knows the secrets behind points. Schnorr's is for one relation, Chaum and Pedersen's
 * for two of one secret; this is for any list of such. It does not know which claims a ballot has.
 *
 *   relation     point = secret·base
 *   commitment   nonce·base; checked as s·base − e·point
 *   proof        e ‖ one s for each secret, e = H(statement…, all commitments) */
#ifndef BULLETIN_BALLOT_CLAIM_H
#define BULLETIN_BALLOT_CLAIM_H

#include "protocol/ballot/elements.h"

enum {
    CLAIM_RELATIONS = BALLOT_CIPHERTEXTS + 1,
    CLAIM_SECRETS = 2 * BALLOT_THRESHOLD,
};

struct relation {
    const uint8_t *base; /* NULL: the generator */
    const uint8_t *point;
    size_t secret; /* which one */
};

/* `elements` is the word and the statement. */
struct claim {
    const struct element *elements;
    size_t element_count;
    const struct relation *relations;
    size_t relation_count;
    size_t secret_count;
};

static inline size_t claim_proof_bytes(size_t secret_count)
{
    return (1 + secret_count) * (size_t)BALLOT_SCALAR_BYTES;
}

/* `secrets` are the scalars one after another; `proof` has room for claim_proof_bytes. */
void claim_prove(const struct claim *claim, const uint8_t *secrets, const uint8_t random[BALLOT_RANDOM_BYTES],
                 uint8_t *proof);
/* All points of the claim are good; the proof's scalars too. */
bool claim_holds(const struct claim *claim, const uint8_t *proof);

#endif
