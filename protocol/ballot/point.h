/* Points and scalars of ristretto255 (RFC 9496) over libsodium: what may be received, and sums and products
 * that may be the identity. It does not know what a point stands for.
 *
 * libsodium 1.0.18 takes points whose top bit is set, has no test for a scalar's canonical form, and answers
 * a product that is the identity as it answers a bad point. What is received passes point_is_good and
 * scalar_is_good; everything else here trusts what passed, or was computed here. */
#ifndef BULLETIN_BALLOT_POINT_H
#define BULLETIN_BALLOT_POINT_H

#include "protocol/ballot/ballot.h"

/* A point as it is received: canonical, and not the identity. */
bool point_is_good(const uint8_t point[BALLOT_POINT_BYTES]);
/* `all` is whole points, one after another. */
bool points_are_good(struct bytes all);
/* Below the order; 0 is a scalar. */
bool scalar_is_good(const uint8_t scalar[BALLOT_SCALAR_BYTES]);
bool scalars_are_good(struct bytes all);

bool point_is_identity(const uint8_t point[BALLOT_POINT_BYTES]);
bool point_equals(const uint8_t a[BALLOT_POINT_BYTES], const uint8_t b[BALLOT_POINT_BYTES]);

/* The generator. */
extern const uint8_t point_base[BALLOT_POINT_BYTES];

/* `out` may be one of the operands. `point` NULL is the generator, and then costs a third. */
void point_times(uint8_t out[BALLOT_POINT_BYTES], const uint8_t scalar[BALLOT_SCALAR_BYTES],
                 const uint8_t *point);
void point_plus(uint8_t out[BALLOT_POINT_BYTES], const uint8_t a[BALLOT_POINT_BYTES],
                const uint8_t b[BALLOT_POINT_BYTES]);
void point_minus(uint8_t out[BALLOT_POINT_BYTES], const uint8_t a[BALLOT_POINT_BYTES],
                 const uint8_t b[BALLOT_POINT_BYTES]);

void scalar_of_number(uint8_t out[BALLOT_SCALAR_BYTES], uint64_t number);
/* out = a + b·c; `out` may be one of them. */
void scalar_plus_product(uint8_t out[BALLOT_SCALAR_BYTES], const uint8_t a[BALLOT_SCALAR_BYTES],
                         const uint8_t b[BALLOT_SCALAR_BYTES], const uint8_t c[BALLOT_SCALAR_BYTES]);

#endif
