/* See part.h. */
#include "protocol/ballot/part.h"

#include <assert.h>

#include "protocol/ballot/claim.h"
#include "protocol/ballot/point.h"

enum { STATEMENT_ELEMENTS = 10 };

struct part_claim {
    struct element elements[STATEMENT_ELEMENTS];
    struct relation relations[1 + BALLOT_CIPHERTEXTS];
};

static struct claim claim_over(struct part_claim *claim, const struct vote *vote, struct bytes unit,
                               const struct sums *sums, size_t j, const uint8_t *voice_part,
                               const uint8_t *part)
{
    const size_t size = sums->ciphertexts * BALLOT_POINT_BYTES;
    assert(j >= 1 && j <= BALLOT_TRUSTEES);
    *claim = (struct part_claim){
        .elements =
            {
                element_word("bulletin part 1"),
                element_of_32(vote->house),
                element_of_32(vote->opened),
                element_of_32(vote->closed),
                element_name(unit),
                element_number(j),
                element_of_32(voice_part),
                element_bytes(bytes_of(sums->bases, size)),
                element_bytes(bytes_of(sums->points, size)),
                element_bytes(bytes_of(part, size)),
            },
        .relations = {{.point = voice_part}},
    };
    for (size_t k = 0; k < sums->ciphertexts; k++)
        claim->relations[1 + k] =
            (struct relation){.base = sums->bases[k], .point = part + k * BALLOT_POINT_BYTES};
    return (struct claim){
        .elements = claim->elements,
        .element_count = STATEMENT_ELEMENTS,
        .relations = claim->relations,
        .relation_count = 1 + sums->ciphertexts,
        .secret_count = 1,
    };
}

size_t part_bytes(const struct sums *sums)
{
    return sums->ciphertexts * BALLOT_POINT_BYTES + claim_proof_bytes(1);
}

void part_make(const struct vote *vote, struct bytes unit, const struct sums *sums, size_t j,
               const uint8_t *voice_part, const uint8_t secret[BALLOT_SCALAR_BYTES],
               const uint8_t random[BALLOT_RANDOM_BYTES], struct buffer *out)
{
    uint8_t part[PART_BYTES];
    struct part_claim room;
    assert(sums_check(sums) == BALLOT_GOOD);
    for (size_t k = 0; k < sums->ciphertexts; k++)
        point_times(part + k * BALLOT_POINT_BYTES, secret, sums->bases[k]);
    struct claim claim = claim_over(&room, vote, unit, sums, j, voice_part, part);
    claim_prove(&claim, secret, random, part + sums->ciphertexts * BALLOT_POINT_BYTES);
    buffer_add(out, part, part_bytes(sums));
}

enum ballot_fault part_check(const struct vote *vote, struct bytes unit, const struct sums *sums, size_t j,
                             const uint8_t *voice_part, struct bytes part)
{
    if (part.size != part_bytes(sums))
        return BALLOT_LENGTH;
    const size_t proof_at = sums->ciphertexts * BALLOT_POINT_BYTES;
    if (!scalars_are_good(bytes_skip(part, proof_at)))
        return BALLOT_SCALAR;
    if (!points_are_good(bytes_of(part.at, proof_at)))
        return BALLOT_POINT;
    if (sums_check(sums) != BALLOT_GOOD)
        return BALLOT_IDENTITY;
    struct part_claim room;
    struct claim claim = claim_over(&room, vote, unit, sums, j, voice_part, part.at);
    return claim_holds(&claim, part.at + proof_at) ? BALLOT_GOOD : BALLOT_PROOF;
}
