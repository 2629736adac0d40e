/* One box of a deal: a trustee's shares of two polynomials, sealed to that trustee's transport key. It does
 * not know what the dealer committed to.
 *
 *   box = U ‖ ChaCha20-Poly1305 of f(j) ‖ g(j)
 *   key = B("bulletin share 1", house, C, K, i, j, T_j, U, W), U = u·G, W = u·T_j = τ·U */
#ifndef BULLETIN_BALLOT_SHARE_H
#define BULLETIN_BALLOT_SHARE_H

#include "protocol/ballot/ballot.h"

enum {
    SHARE_BYTES = 2 * BALLOT_SCALAR_BYTES,
    SHARE_BOX_BYTES = BALLOT_POINT_BYTES + SHARE_BYTES + LIMIT_TAG_BYTES,
};

/* T_j, borrowed from the ceremony. */
const uint8_t *share_transport_key(const struct ceremony *ceremony, size_t j);

/* Seals with the secret `u`, which is used once. */
void share_seal(const struct ceremony *ceremony, size_t i, size_t j, const uint8_t u[BALLOT_SCALAR_BYTES],
                const uint8_t shares[SHARE_BYTES], uint8_t box[SHARE_BOX_BYTES]);
/* Opens with W. BOX, or SHARE when what it holds are no scalars; `shares` is then zeros. */
enum ballot_fault share_open(const struct ceremony *ceremony, size_t i, size_t j,
                             const uint8_t box[SHARE_BOX_BYTES], const uint8_t w[BALLOT_POINT_BYTES],
                             uint8_t shares[SHARE_BYTES]);

#endif
