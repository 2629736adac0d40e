/* What a trustee says of the deals: that it accepts them all, or that one of them gave it what does not fit.
 * Step 4 of "The secret ballot"; it does not know what follows from it.
 *
 *   acceptance   e ‖ s of x_j ‖ s of z_j
 *   complaint    W ‖ e ‖ s */
#ifndef BULLETIN_BALLOT_VERDICT_H
#define BULLETIN_BALLOT_VERDICT_H

#include "protocol/ballot/agreed.h"

enum {
    ACCEPTANCE_BYTES = 3 * BALLOT_SCALAR_BYTES,
    COMPLAINT_BYTES = BALLOT_POINT_BYTES + 2 * BALLOT_SCALAR_BYTES,
};

/* Of trustee `j`, who holds `secrets` of `keys`. */
void acceptance_make(const struct ceremony *ceremony, size_t j, const struct agreed_keys *keys,
                     const struct agreed_secrets *secrets, const uint8_t random[BALLOT_RANDOM_BYTES],
                     uint8_t acceptance[ACCEPTANCE_BYTES]);
/* A stranger's. LENGTH, SCALAR, PROOF. */
enum ballot_fault acceptance_check(const struct ceremony *ceremony, size_t j, const struct agreed_keys *keys,
                                   struct bytes acceptance);

/* Of trustee `j` against the deal of `i`, which passed deal_check. It gives the key of that one box away. */
void complaint_make(const struct ceremony *ceremony, size_t i, struct bytes deal, size_t j,
                    const uint8_t transport_secret[BALLOT_SCALAR_BYTES],
                    const uint8_t random[BALLOT_RANDOM_BYTES], uint8_t complaint[COMPLAINT_BYTES]);
/* A stranger's: whether it is one at all. LENGTH, SCALAR, POINT, PROOF. */
enum ballot_fault complaint_check(const struct ceremony *ceremony, size_t i, struct bytes deal, size_t j,
                                  struct bytes complaint);
/* Whether a complaint that passed complaint_check is true: then the dealer lied, else who complained did. */
bool complaint_is_true(const struct ceremony *ceremony, size_t i, struct bytes deal, size_t j,
                       struct bytes complaint);

#endif
