/* A trustee's part of opening the sums of one unit, with the proof that it is that: step 10 of "The secret
 * ballot". It does not know whether the sums may be opened; who makes a part has made sure of that.
 *
 *   D_1 ‖ … ‖ e ‖ s, D_k = x_j·ΣR_k */
#ifndef BULLETIN_BALLOT_PART_H
#define BULLETIN_BALLOT_PART_H

#include "protocol/ballot/sums.h"

enum { PART_BYTES = BALLOT_CIPHERTEXTS * BALLOT_POINT_BYTES + 2 * BALLOT_SCALAR_BYTES };

/* How long every part of such sums is; at most PART_BYTES. */
size_t part_bytes(const struct sums *sums);

/* Appends the part of trustee `j` with x_j, the secret behind Y_j (`voice_part`). The sums passed
 * sums_check. */
void part_make(const struct vote *vote, struct bytes unit, const struct sums *sums, size_t j,
               const uint8_t *voice_part, const uint8_t secret[BALLOT_SCALAR_BYTES],
               const uint8_t random[BALLOT_RANDOM_BYTES], struct buffer *out);
/* A stranger's. LENGTH, SCALAR, POINT; IDENTITY: the sums are not to be opened; PROOF. */
enum ballot_fault part_check(const struct vote *vote, struct bytes unit, const struct sums *sums, size_t j,
                             const uint8_t *voice_part, struct bytes part);

#endif
