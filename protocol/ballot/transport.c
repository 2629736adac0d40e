/* See transport.h. */
#include "protocol/ballot/transport.h"

#include <assert.h>

#include "protocol/ballot/claim.h"
#include "protocol/ballot/point.h"

enum { CONTEXT_ELEMENTS = 4, STATEMENT_ELEMENTS };

/* The context of its secret is what stands before T. */
struct transport_claim {
    struct element elements[STATEMENT_ELEMENTS];
    struct relation relation;
};

static struct claim claim_over(struct transport_claim *claim, const struct ceremony *ceremony, size_t j,
                               const uint8_t *key)
{
    assert(ceremony_is_within_bounds(ceremony) && j >= 1 && j <= ceremony->trustees);
    *claim = (struct transport_claim){
        .elements =
            {
                element_word("bulletin trustee 1"),
                element_of_32(ceremony->house),
                element_of_32(ceremony->called),
                element_number(j),
                element_of_32(key),
            },
        .relation = {.point = key},
    };
    return (struct claim){
        .elements = claim->elements,
        .element_count = STATEMENT_ELEMENTS,
        .relations = &claim->relation,
        .relation_count = 1,
        .secret_count = 1,
    };
}

void transport_make(const struct ceremony *ceremony, size_t j, const uint8_t random[BALLOT_RANDOM_BYTES],
                    uint8_t secret[BALLOT_SCALAR_BYTES], uint8_t transport[TRANSPORT_BYTES])
{
    struct transport_claim room;
    struct claim claim = claim_over(&room, ceremony, j, transport);
    struct hedge hedge = hedge_over(claim.elements, CONTEXT_ELEMENTS, random);
    hedge_secret(&hedge, 0, (struct bytes){0}, secret);
    point_times(transport, secret, NULL);
    claim_prove(&claim, secret, random, transport + BALLOT_POINT_BYTES);
}

enum ballot_fault transport_check(const struct ceremony *ceremony, size_t j, struct bytes transport)
{
    if (transport.size != TRANSPORT_BYTES)
        return BALLOT_LENGTH;
    if (!scalars_are_good(bytes_skip(transport, BALLOT_POINT_BYTES)))
        return BALLOT_SCALAR;
    if (!point_is_good(transport.at))
        return BALLOT_POINT;
    struct transport_claim room;
    struct claim claim = claim_over(&room, ceremony, j, transport.at);
    return claim_holds(&claim, transport.at + BALLOT_POINT_BYTES) ? BALLOT_GOOD : BALLOT_PROOF;
}
