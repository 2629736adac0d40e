/* See verdict.h. */
#include "protocol/ballot/verdict.h"

#include <assert.h>
#include <sodium.h>

#include "protocol/ballot/claim.h"
#include "protocol/ballot/point.h"

enum { ACCEPTANCE_ELEMENTS = 7, COMPLAINT_ELEMENTS = 9 };

struct verdict_claim {
    struct element elements[COMPLAINT_ELEMENTS];
    struct relation relations[2];
};

static struct claim acceptance_claim(struct verdict_claim *claim, const struct ceremony *ceremony, size_t j,
                                     const struct agreed_keys *keys)
{
    assert(ceremony_is_within_bounds(ceremony) && j >= 1 && j <= ceremony->trustees);
    const uint8_t *voice_part = keys->voice_parts[j - 1], *form_part = keys->form_parts[j - 1];
    *claim = (struct verdict_claim){
        .elements =
            {
                element_word("bulletin accept 1"),
                element_of_32(ceremony->house),
                element_of_32(ceremony->called),
                element_of_32(ceremony->dealt),
                element_number(j),
                element_of_32(voice_part),
                element_of_32(form_part),
            },
        .relations = {{.point = voice_part, .secret = 0}, {.point = form_part, .secret = 1}},
    };
    return (struct claim){
        .elements = claim->elements,
        .element_count = ACCEPTANCE_ELEMENTS,
        .relations = claim->relations,
        .relation_count = 2,
        .secret_count = 2,
    };
}

void acceptance_make(const struct ceremony *ceremony, size_t j, const struct agreed_keys *keys,
                     const struct agreed_secrets *secrets, const uint8_t random[BALLOT_RANDOM_BYTES],
                     uint8_t acceptance[ACCEPTANCE_BYTES])
{
    uint8_t both[2 * BALLOT_SCALAR_BYTES];
    struct verdict_claim room;
    struct claim claim = acceptance_claim(&room, ceremony, j, keys);
    memcpy(both, secrets->voice, BALLOT_SCALAR_BYTES);
    memcpy(both + BALLOT_SCALAR_BYTES, secrets->form, BALLOT_SCALAR_BYTES);
    claim_prove(&claim, both, random, acceptance);
    sodium_memzero(both, sizeof both);
}

enum ballot_fault acceptance_check(const struct ceremony *ceremony, size_t j, const struct agreed_keys *keys,
                                   struct bytes acceptance)
{
    if (acceptance.size != ACCEPTANCE_BYTES)
        return BALLOT_LENGTH;
    if (!scalars_are_good(acceptance))
        return BALLOT_SCALAR;
    struct verdict_claim room;
    struct claim claim = acceptance_claim(&room, ceremony, j, keys);
    return claim_holds(&claim, acceptance.at) ? BALLOT_GOOD : BALLOT_PROOF;
}

static struct claim complaint_claim(struct verdict_claim *claim, const struct ceremony *ceremony, size_t i,
                                    const uint8_t *box, size_t j, const uint8_t *w)
{
    assert(i >= 1 && i <= ceremony->trustees);
    const uint8_t *key = share_transport_key(ceremony, j);
    *claim = (struct verdict_claim){
        .elements =
            {
                element_word("bulletin complaint 1"),
                element_of_32(ceremony->house),
                element_of_32(ceremony->called),
                element_of_32(ceremony->dealt),
                element_number(i),
                element_number(j),
                element_of_32(key),
                element_of_32(box), /* begins with U */
                element_of_32(w),
            },
        .relations = {{.point = key}, {.base = box, .point = w}},
    };
    return (struct claim){
        .elements = claim->elements,
        .element_count = COMPLAINT_ELEMENTS,
        .relations = claim->relations,
        .relation_count = 2,
        .secret_count = 1,
    };
}

void complaint_make(const struct ceremony *ceremony, size_t i, struct bytes deal, size_t j,
                    const uint8_t transport_secret[BALLOT_SCALAR_BYTES],
                    const uint8_t random[BALLOT_RANDOM_BYTES], uint8_t complaint[COMPLAINT_BYTES])
{
    struct verdict_claim room;
    const uint8_t *box = deal_box(ceremony, deal, j);
    point_times(complaint, transport_secret, box);
    struct claim claim = complaint_claim(&room, ceremony, i, box, j, complaint);
    claim_prove(&claim, transport_secret, random, complaint + BALLOT_POINT_BYTES);
}

enum ballot_fault complaint_check(const struct ceremony *ceremony, size_t i, struct bytes deal, size_t j,
                                  struct bytes complaint)
{
    if (complaint.size != COMPLAINT_BYTES)
        return BALLOT_LENGTH;
    if (!scalars_are_good(bytes_skip(complaint, BALLOT_POINT_BYTES)))
        return BALLOT_SCALAR;
    if (!point_is_good(complaint.at))
        return BALLOT_POINT;
    struct verdict_claim room;
    struct claim claim = complaint_claim(&room, ceremony, i, deal_box(ceremony, deal, j), j, complaint.at);
    return claim_holds(&claim, complaint.at + BALLOT_POINT_BYTES) ? BALLOT_GOOD : BALLOT_PROOF;
}

bool complaint_is_true(const struct ceremony *ceremony, size_t i, struct bytes deal, size_t j,
                       struct bytes complaint)
{
    uint8_t shares[SHARE_BYTES];
    assert(complaint.size == COMPLAINT_BYTES);
    bool fits = deal_open(ceremony, i, deal, j, complaint.at, shares) == BALLOT_GOOD;
    sodium_memzero(shares, sizeof shares);
    return !fits;
}
