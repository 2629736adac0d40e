/* See point.h. */
#include "protocol/ballot/point.h"

#include <assert.h>
#include <sodium.h>

_Static_assert((int)crypto_core_ristretto255_BYTES == (int)BALLOT_POINT_BYTES, "the size of a point");
_Static_assert((int)crypto_core_ristretto255_SCALARBYTES == (int)BALLOT_SCALAR_BYTES, "the size of a scalar");

const uint8_t point_base[BALLOT_POINT_BYTES] = {
    0xe2, 0xf2, 0xae, 0x0a, 0x6a, 0xbc, 0x4e, 0x71, 0xa8, 0x84, 0xa9, 0x61, 0xc5, 0x00, 0x51, 0x5f,
    0x58, 0xe3, 0x0b, 0x6a, 0xa5, 0x82, 0xdd, 0x8d, 0xb6, 0xa6, 0x59, 0x45, 0xe0, 0x8d, 0x2d, 0x76};

bool point_is_identity(const uint8_t point[BALLOT_POINT_BYTES])
{
    return sodium_is_zero(point, BALLOT_POINT_BYTES) == 1;
}

bool point_equals(const uint8_t a[BALLOT_POINT_BYTES], const uint8_t b[BALLOT_POINT_BYTES])
{
    return sodium_memcmp(a, b, BALLOT_POINT_BYTES) == 0;
}

bool point_is_good(const uint8_t point[BALLOT_POINT_BYTES])
{
    return (point[BALLOT_POINT_BYTES - 1] & 0x80) == 0 && !point_is_identity(point) &&
           crypto_core_ristretto255_is_valid_point(point) == 1;
}

bool points_are_good(struct bytes all)
{
    assert(all.size % BALLOT_POINT_BYTES == 0);
    for (size_t at = 0; at < all.size; at += BALLOT_POINT_BYTES) {
        if (!point_is_good(all.at + at))
            return false;
    }
    return true;
}

bool scalar_is_good(const uint8_t scalar[BALLOT_SCALAR_BYTES])
{
    uint8_t wide[crypto_core_ristretto255_NONREDUCEDSCALARBYTES] = {0}, reduced[BALLOT_SCALAR_BYTES];
    memcpy(wide, scalar, BALLOT_SCALAR_BYTES);
    crypto_core_ristretto255_scalar_reduce(reduced, wide);
    bool good = sodium_memcmp(reduced, scalar, BALLOT_SCALAR_BYTES) == 0;
    sodium_memzero(wide, sizeof wide); /* a share that was opened is looked at here too */
    sodium_memzero(reduced, sizeof reduced);
    return good;
}

bool scalars_are_good(struct bytes all)
{
    assert(all.size % BALLOT_SCALAR_BYTES == 0);
    for (size_t at = 0; at < all.size; at += BALLOT_SCALAR_BYTES) {
        if (!scalar_is_good(all.at + at))
            return false;
    }
    return true;
}

/* What libsodium refuses becomes the identity: of points and scalars that passed, only the identity is. */
void point_times(uint8_t out[BALLOT_POINT_BYTES], const uint8_t scalar[BALLOT_SCALAR_BYTES],
                 const uint8_t *point)
{
    uint8_t product[BALLOT_POINT_BYTES] = {0};
    int done = point == NULL ? crypto_scalarmult_ristretto255_base(product, scalar)
                             : crypto_scalarmult_ristretto255(product, scalar, point);
    if (done != 0)
        memset(product, 0, sizeof product);
    memcpy(out, product, sizeof product);
    sodium_memzero(product, sizeof product); /* it may be half of a key */
}

void point_plus(uint8_t out[BALLOT_POINT_BYTES], const uint8_t a[BALLOT_POINT_BYTES],
                const uint8_t b[BALLOT_POINT_BYTES])
{
    uint8_t sum[BALLOT_POINT_BYTES];
    int done = crypto_core_ristretto255_add(sum, a, b);
    assert(done == 0);
    (void)done;
    memcpy(out, sum, sizeof sum);
}

void point_minus(uint8_t out[BALLOT_POINT_BYTES], const uint8_t a[BALLOT_POINT_BYTES],
                 const uint8_t b[BALLOT_POINT_BYTES])
{
    uint8_t difference[BALLOT_POINT_BYTES];
    int done = crypto_core_ristretto255_sub(difference, a, b);
    assert(done == 0);
    (void)done;
    memcpy(out, difference, sizeof difference);
}

void scalar_of_number(uint8_t out[BALLOT_SCALAR_BYTES], uint64_t number)
{
    memset(out, 0, BALLOT_SCALAR_BYTES);
    for (size_t i = 0; i < sizeof number; i++)
        out[i] = (uint8_t)(number >> (8 * i));
}

void scalar_plus_product(uint8_t out[BALLOT_SCALAR_BYTES], const uint8_t a[BALLOT_SCALAR_BYTES],
                         const uint8_t b[BALLOT_SCALAR_BYTES], const uint8_t c[BALLOT_SCALAR_BYTES])
{
    uint8_t product[BALLOT_SCALAR_BYTES], sum[BALLOT_SCALAR_BYTES];
    crypto_core_ristretto255_scalar_mul(product, b, c);
    crypto_core_ristretto255_scalar_add(sum, a, product);
    memcpy(out, sum, sizeof sum);
    sodium_memzero(product, sizeof product);
    sodium_memzero(sum, sizeof sum);
}
