/* The key under which a trustee is dealt shares, with the proof that it knows the secret: step 2 of "The
 * secret ballot". It does not know who the trustee is.
 *
 *   T ‖ e ‖ s */
#ifndef BULLETIN_BALLOT_TRANSPORT_H
#define BULLETIN_BALLOT_TRANSPORT_H

#include "protocol/ballot/ballot.h"

enum { TRANSPORT_BYTES = BALLOT_POINT_BYTES + 2 * BALLOT_SCALAR_BYTES };

/* Of trustee `j`. `secret` becomes τ: keep it until the vote is opened, and wipe it then. */
void transport_make(const struct ceremony *ceremony, size_t j, const uint8_t random[BALLOT_RANDOM_BYTES],
                    uint8_t secret[BALLOT_SCALAR_BYTES], uint8_t transport[TRANSPORT_BYTES]);
/* A stranger's. LENGTH, SCALAR, POINT, PROOF. Its first BALLOT_POINT_BYTES are T. */
enum ballot_fault transport_check(const struct ceremony *ceremony, size_t j, struct bytes transport);

#endif
