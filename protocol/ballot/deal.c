/* See deal.h. */
#include "protocol/ballot/deal.h"

#include <assert.h>
#include <sodium.h>

#include "protocol/ballot/claim.h"
#include "protocol/ballot/point.h"

enum { CONTEXT_ELEMENTS = 5, STATEMENT_ELEMENTS = 7 };

static size_t commitments_bytes(const struct ceremony *ceremony) /* of one polynomial */
{
    return ceremony->threshold * BALLOT_POINT_BYTES;
}

static size_t boxes_at(const struct ceremony *ceremony)
{
    return 2 * commitments_bytes(ceremony) + claim_proof_bytes(2 * ceremony->threshold);
}

size_t deal_bytes(const struct ceremony *ceremony)
{
    assert(ceremony_is_within_bounds(ceremony));
    return boxes_at(ceremony) + ceremony->trustees * SHARE_BOX_BYTES;
}

struct deal_claim {
    struct element elements[STATEMENT_ELEMENTS];
    struct relation relations[2 * BALLOT_THRESHOLD];
};

static struct claim claim_over(struct deal_claim *claim, const struct ceremony *ceremony, size_t i,
                               const uint8_t *commitments)
{
    assert(ceremony_is_within_bounds(ceremony) && i >= 1 && i <= ceremony->trustees);
    const size_t size = commitments_bytes(ceremony), count = 2 * ceremony->threshold;
    *claim = (struct deal_claim){
        .elements =
            {
                element_word("bulletin deal 1"),
                element_of_32(ceremony->house),
                element_of_32(ceremony->called),
                element_of_32(ceremony->keyed),
                element_number(i),
                element_bytes(bytes_of(commitments, size)),
                element_bytes(bytes_of(commitments + size, size)),
            },
    };
    for (size_t k = 0; k < count; k++)
        claim->relations[k] = (struct relation){.point = commitments + k * BALLOT_POINT_BYTES, .secret = k};
    return (struct claim){
        .elements = claim->elements,
        .element_count = STATEMENT_ELEMENTS,
        .relations = claim->relations,
        .relation_count = count,
        .secret_count = count,
    };
}

/* The value of a polynomial at `j`: Horner's rule. */
static void value_at(const uint8_t *coefficients, size_t count, size_t j, uint8_t value[BALLOT_SCALAR_BYTES])
{
    uint8_t at[BALLOT_SCALAR_BYTES];
    scalar_of_number(at, j);
    memset(value, 0, BALLOT_SCALAR_BYTES);
    for (size_t k = count; k-- > 0;)
        scalar_plus_product(value, coefficients + k * BALLOT_SCALAR_BYTES, value, at);
}

static void seal_boxes(const struct ceremony *ceremony, size_t i, const struct hedge *hedge,
                       const uint8_t *coefficients, uint8_t *boxes)
{
    const size_t count = ceremony->threshold;
    uint8_t shares[SHARE_BYTES], u[BALLOT_SCALAR_BYTES];
    for (size_t j = 1; j <= ceremony->trustees; j++) {
        value_at(coefficients, count, j, shares);
        value_at(coefficients + count * BALLOT_SCALAR_BYTES, count, j, shares + BALLOT_SCALAR_BYTES);
        hedge_secret(hedge, 2 * count + j - 1, (struct bytes){0}, u);
        share_seal(ceremony, i, j, u, shares, boxes + (j - 1) * SHARE_BOX_BYTES);
    }
    sodium_memzero(shares, sizeof shares);
    sodium_memzero(u, sizeof u);
}

void deal_make(const struct ceremony *ceremony, size_t i, const uint8_t random[BALLOT_RANDOM_BYTES],
               struct buffer *out)
{
    uint8_t deal[DEAL_BYTES] = {0}, coefficients[2 * BALLOT_THRESHOLD * BALLOT_SCALAR_BYTES];
    struct deal_claim room;
    struct claim claim = claim_over(&room, ceremony, i, deal);
    struct hedge hedge = hedge_over(claim.elements, CONTEXT_ELEMENTS, random);
    for (size_t k = 0; k < claim.secret_count; k++) {
        uint8_t *coefficient = coefficients + k * BALLOT_SCALAR_BYTES;
        hedge_secret(&hedge, k, (struct bytes){0}, coefficient);
        point_times(deal + k * BALLOT_POINT_BYTES, coefficient, NULL);
    }
    claim_prove(&claim, coefficients, random, deal + 2 * commitments_bytes(ceremony));
    seal_boxes(ceremony, i, &hedge, coefficients, deal + boxes_at(ceremony));
    buffer_add(out, deal, deal_bytes(ceremony));
    sodium_memzero(coefficients, sizeof coefficients);
}

/* The points that stand before the proof, and the one that each box begins with. */
static bool all_points_are_good(const struct ceremony *ceremony, struct bytes deal)
{
    if (!points_are_good(bytes_of(deal.at, 2 * commitments_bytes(ceremony))))
        return false;
    for (size_t j = 1; j <= ceremony->trustees; j++) {
        if (!point_is_good(deal_box(ceremony, deal, j)))
            return false;
    }
    return true;
}

enum ballot_fault deal_check(const struct ceremony *ceremony, size_t i, struct bytes deal)
{
    if (deal.size != deal_bytes(ceremony))
        return BALLOT_LENGTH;
    const uint8_t *proof = deal.at + 2 * commitments_bytes(ceremony);
    if (!scalars_are_good(bytes_of(proof, claim_proof_bytes(2 * ceremony->threshold))))
        return BALLOT_SCALAR;
    if (!all_points_are_good(ceremony, deal))
        return BALLOT_POINT;
    struct deal_claim room;
    struct claim claim = claim_over(&room, ceremony, i, deal.at);
    return claim_holds(&claim, proof) ? BALLOT_GOOD : BALLOT_PROOF;
}

const uint8_t *deal_box(const struct ceremony *ceremony, struct bytes deal, size_t j)
{
    assert(deal.size == deal_bytes(ceremony) && j >= 1 && j <= ceremony->trustees);
    return deal.at + boxes_at(ceremony) + (j - 1) * SHARE_BOX_BYTES;
}

const uint8_t *deal_commitments(const struct ceremony *ceremony, struct bytes deal,
                                enum deal_polynomial which)
{
    assert(deal.size == deal_bytes(ceremony));
    return deal.at + (which == DEAL_FORMS ? commitments_bytes(ceremony) : 0);
}

void deal_public_share(const struct ceremony *ceremony, const uint8_t *commitments, size_t j,
                       uint8_t point[BALLOT_POINT_BYTES])
{
    uint8_t at[BALLOT_SCALAR_BYTES];
    scalar_of_number(at, j);
    memset(point, 0, BALLOT_POINT_BYTES);
    for (size_t k = ceremony->threshold; k-- > 0;) {
        point_times(point, at, point);
        point_plus(point, point, commitments + k * BALLOT_POINT_BYTES);
    }
}

enum ballot_fault deal_open(const struct ceremony *ceremony, size_t i, struct bytes deal, size_t j,
                            const uint8_t w[BALLOT_POINT_BYTES], uint8_t shares[SHARE_BYTES])
{
    enum ballot_fault fault = share_open(ceremony, i, j, deal_box(ceremony, deal, j), w, shares);
    for (enum deal_polynomial which = DEAL_VOICES; fault == BALLOT_GOOD && which <= DEAL_FORMS; which++) {
        uint8_t committed[BALLOT_POINT_BYTES], held[BALLOT_POINT_BYTES];
        deal_public_share(ceremony, deal_commitments(ceremony, deal, which), j, committed);
        point_times(held, shares + (which == DEAL_FORMS ? BALLOT_SCALAR_BYTES : 0), NULL);
        if (!point_equals(committed, held))
            fault = BALLOT_SHARE;
    }
    if (fault != BALLOT_GOOD)
        sodium_memzero(shares, SHARE_BYTES);
    return fault;
}
