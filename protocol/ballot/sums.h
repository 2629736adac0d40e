/* The sums of a unit's counted voices, which are all that is ever opened: step 9 of "The secret ballot". It
 * does not know which voices count. */
#ifndef BULLETIN_BALLOT_SUMS_H
#define BULLETIN_BALLOT_SUMS_H

#include "protocol/ballot/ballot.h"

struct sums {
    size_t ciphertexts;
    uint64_t voices;                                        /* N */
    uint8_t bases[BALLOT_CIPHERTEXTS][BALLOT_POINT_BYTES];  /* ΣR */
    uint8_t points[BALLOT_CIPHERTEXTS][BALLOT_POINT_BYTES]; /* ΣS; may be the identity */
};

void sums_begin(struct sums *sums, const struct questionnaire *asked);
/* A voice that passed voice_check. BOUNDS: there are BALLOT_VOICES already, and nothing was added. */
enum ballot_fault sums_add(struct sums *sums, struct bytes voice);
/* IDENTITY: a ΣR is the identity, and the unit is void. */
enum ballot_fault sums_check(const struct sums *sums);

/* What a ready act says of the unit: B("bulletin sums 1", house, E, Z, unit, N, ΣR, ΣS). */
void sums_digest(const struct vote *vote, struct bytes unit, const struct sums *sums,
                 uint8_t digest[LIMIT_HASH_BYTES]);

#endif
