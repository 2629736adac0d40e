/* A trustee's deal: commitments to two polynomials, the proof that all coefficients are known, and a box for
 * each trustee. Step 3 of "The secret ballot"; it does not know who complains.
 *
 *   A[0] … A[t−1] ‖ B[0] … B[t−1] ‖ e ‖ 2t s ‖ n boxes */
#ifndef BULLETIN_BALLOT_DEAL_H
#define BULLETIN_BALLOT_DEAL_H

#include "protocol/ballot/share.h"

enum {
    DEAL_BYTES =
        4 * BALLOT_THRESHOLD * BALLOT_POINT_BYTES + BALLOT_SCALAR_BYTES + BALLOT_TRUSTEES * SHARE_BOX_BYTES
};

/* Which of the two polynomials: f for voices, g for forms. */
enum deal_polynomial { DEAL_VOICES, DEAL_FORMS };

/* How long every deal of this ceremony is; at most DEAL_BYTES. */
size_t deal_bytes(const struct ceremony *ceremony);

/* Appends the deal of trustee `i`. Its polynomials are nowhere but in the boxes when this returns. */
void deal_make(const struct ceremony *ceremony, size_t i, const uint8_t random[BALLOT_RANDOM_BYTES],
               struct buffer *out);
/* A stranger's. LENGTH, SCALAR, POINT, PROOF. What its boxes hold each trustee finds for itself. */
enum ballot_fault deal_check(const struct ceremony *ceremony, size_t i, struct bytes deal);

/* Of a deal that passed deal_check; borrowed from it. */
const uint8_t *deal_box(const struct ceremony *ceremony, struct bytes deal, size_t j);
const uint8_t *deal_commitments(const struct ceremony *ceremony, struct bytes deal,
                                enum deal_polynomial which);

/* The point Σ j^k·commitments[k] behind the share of `j`; it may be the identity. */
void deal_public_share(const struct ceremony *ceremony, const uint8_t *commitments, size_t j,
                       uint8_t point[BALLOT_POINT_BYTES]);
/* What trustee `j` finds in its box of the deal of `i`, with W. BOX, or SHARE when it is not what was
 * committed to; `shares` is then zeros. */
enum ballot_fault deal_open(const struct ceremony *ceremony, size_t i, struct bytes deal, size_t j,
                            const uint8_t w[BALLOT_POINT_BYTES], uint8_t shares[SHARE_BYTES]);

#endif
