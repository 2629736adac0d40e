/* See share.h. */
#include "protocol/ballot/share.h"

#include <assert.h>
#include <sodium.h>

#include "protocol/ballot/elements.h"
#include "protocol/ballot/point.h"

/* Each key seals once, so one nonce is enough. */
static const uint8_t no_nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];

const uint8_t *share_transport_key(const struct ceremony *ceremony, size_t j)
{
    assert(ceremony_is_within_bounds(ceremony) && j >= 1 && j <= ceremony->trustees);
    return ceremony->transport_keys + (j - 1) * BALLOT_POINT_BYTES;
}

static void key_of(const struct ceremony *ceremony, size_t i, size_t j, const uint8_t *box, const uint8_t *w,
                   uint8_t key[LIMIT_HASH_BYTES])
{
    const struct element elements[] = {
        element_word("bulletin share 1"),
        element_of_32(ceremony->house),
        element_of_32(ceremony->called),
        element_of_32(ceremony->keyed),
        element_number(i),
        element_number(j),
        element_of_32(share_transport_key(ceremony, j)),
        element_of_32(box),
        element_of_32(w),
    };
    elements_digest(elements, sizeof elements / sizeof elements[0], key);
}

void share_seal(const struct ceremony *ceremony, size_t i, size_t j, const uint8_t u[BALLOT_SCALAR_BYTES],
                const uint8_t shares[SHARE_BYTES], uint8_t box[SHARE_BOX_BYTES])
{
    uint8_t w[BALLOT_POINT_BYTES], key[LIMIT_HASH_BYTES];
    point_times(box, u, NULL);
    point_times(w, u, share_transport_key(ceremony, j));
    key_of(ceremony, i, j, box, w, key);
    crypto_aead_chacha20poly1305_ietf_encrypt(box + BALLOT_POINT_BYTES, NULL, shares, SHARE_BYTES, NULL, 0,
                                              NULL, no_nonce, key);
    sodium_memzero(w, sizeof w);
    sodium_memzero(key, sizeof key);
}

enum ballot_fault share_open(const struct ceremony *ceremony, size_t i, size_t j,
                             const uint8_t box[SHARE_BOX_BYTES], const uint8_t w[BALLOT_POINT_BYTES],
                             uint8_t shares[SHARE_BYTES])
{
    uint8_t key[LIMIT_HASH_BYTES];
    enum ballot_fault fault = BALLOT_GOOD;
    key_of(ceremony, i, j, box, w, key);
    if (crypto_aead_chacha20poly1305_ietf_decrypt(shares, NULL, NULL, box + BALLOT_POINT_BYTES,
                                                  SHARE_BOX_BYTES - BALLOT_POINT_BYTES, NULL, 0, no_nonce,
                                                  key) != 0)
        fault = BALLOT_BOX;
    else if (!scalars_are_good(bytes_of(shares, SHARE_BYTES)))
        fault = BALLOT_SHARE;
    if (fault != BALLOT_GOOD)
        sodium_memzero(shares, SHARE_BYTES);
    sodium_memzero(key, sizeof key);
    return fault;
}
