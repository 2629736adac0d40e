/* See claim.h. */
#include "protocol/ballot/claim.h"

#include <assert.h>
#include <sodium.h>

#include "protocol/ballot/point.h"

static void assert_bounds(const struct claim *claim)
{
    assert(claim->relation_count <= CLAIM_RELATIONS && claim->secret_count <= CLAIM_SECRETS);
    for (size_t i = 0; i < claim->relation_count; i++)
        assert(claim->relations[i].secret < claim->secret_count);
}

void claim_prove(const struct claim *claim, const uint8_t *secrets, const uint8_t random[BALLOT_RANDOM_BYTES],
                 uint8_t *proof)
{
    uint8_t commitments[CLAIM_RELATIONS][BALLOT_POINT_BYTES], nonces[CLAIM_SECRETS][BALLOT_SCALAR_BYTES];
    assert_bounds(claim);
    struct hedge hedge = hedge_over(claim->elements, claim->element_count, random);
    for (size_t k = 0; k < claim->secret_count; k++)
        hedge_nonce(&hedge, k, secrets + k * BALLOT_SCALAR_BYTES, nonces[k]);
    for (size_t i = 0; i < claim->relation_count; i++)
        point_times(commitments[i], nonces[claim->relations[i].secret], claim->relations[i].base);
    elements_challenge(claim->elements, claim->element_count,
                       bytes_of(commitments, claim->relation_count * BALLOT_POINT_BYTES), proof);
    for (size_t k = 0; k < claim->secret_count; k++)
        scalar_plus_product(proof + (1 + k) * BALLOT_SCALAR_BYTES, nonces[k], proof,
                            secrets + k * BALLOT_SCALAR_BYTES);
    sodium_memzero(nonces, sizeof nonces);
}

bool claim_holds(const struct claim *claim, const uint8_t *proof)
{
    uint8_t commitments[CLAIM_RELATIONS][BALLOT_POINT_BYTES], challenged[BALLOT_POINT_BYTES];
    uint8_t challenge[BALLOT_SCALAR_BYTES];
    assert_bounds(claim);
    for (size_t i = 0; i < claim->relation_count; i++) {
        const struct relation *relation = &claim->relations[i];
        point_times(commitments[i], proof + (1 + relation->secret) * BALLOT_SCALAR_BYTES, relation->base);
        point_times(challenged, proof, relation->point);
        point_minus(commitments[i], commitments[i], challenged);
        if (point_is_identity(commitments[i]))
            return false;
    }
    elements_challenge(claim->elements, claim->element_count,
                       bytes_of(commitments, claim->relation_count * BALLOT_POINT_BYTES), challenge);
    return sodium_memcmp(challenge, proof, BALLOT_SCALAR_BYTES) == 0;
}
