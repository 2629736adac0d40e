/* See agreed.h. */
#include "protocol/ballot/agreed.h"

#include <sodium.h>

#include "protocol/ballot/point.h"

/* The commitments to the sum of all polynomials. */
static void sum_commitments(const struct ceremony *ceremony, const struct bytes *deals,
                            enum deal_polynomial which, uint8_t sums[BALLOT_THRESHOLD * BALLOT_POINT_BYTES])
{
    memset(sums, 0, BALLOT_THRESHOLD * BALLOT_POINT_BYTES);
    for (size_t i = 0; i < ceremony->trustees; i++) {
        const uint8_t *commitments = deal_commitments(ceremony, deals[i], which);
        for (size_t at = 0; at < ceremony->threshold * BALLOT_POINT_BYTES; at += BALLOT_POINT_BYTES)
            point_plus(sums + at, sums + at, commitments + at);
    }
}

static enum ballot_fault key_and_parts(const struct ceremony *ceremony, const struct bytes *deals,
                                       enum deal_polynomial which, uint8_t key[BALLOT_POINT_BYTES],
                                       uint8_t parts[BALLOT_TRUSTEES][BALLOT_POINT_BYTES])
{
    uint8_t sums[BALLOT_THRESHOLD * BALLOT_POINT_BYTES];
    sum_commitments(ceremony, deals, which, sums);
    memcpy(key, sums, BALLOT_POINT_BYTES);
    bool good = !point_is_identity(key);
    for (size_t j = 1; j <= ceremony->trustees; j++) {
        deal_public_share(ceremony, sums, j, parts[j - 1]);
        good = good && !point_is_identity(parts[j - 1]);
    }
    return good ? BALLOT_GOOD : BALLOT_IDENTITY;
}

enum ballot_fault agreed_keys_of(const struct ceremony *ceremony, const struct bytes *deals,
                                 struct agreed_keys *keys)
{
    struct agreed_keys made = {0};
    enum ballot_fault fault = key_and_parts(ceremony, deals, DEAL_VOICES, made.voice_key, made.voice_parts);
    if (fault == BALLOT_GOOD)
        fault = key_and_parts(ceremony, deals, DEAL_FORMS, made.form_key, made.form_parts);
    if (fault == BALLOT_GOOD)
        *keys = made;
    return fault;
}

enum ballot_fault agreed_secrets_of(const struct ceremony *ceremony, const struct bytes *deals, size_t j,
                                    const uint8_t transport_secret[BALLOT_SCALAR_BYTES],
                                    struct agreed_secrets *secrets, size_t *blamed)
{
    uint8_t shares[SHARE_BYTES], w[BALLOT_POINT_BYTES];
    enum ballot_fault fault = BALLOT_GOOD;
    *secrets = (struct agreed_secrets){0};
    for (size_t i = 1; fault == BALLOT_GOOD && i <= ceremony->trustees; i++) {
        point_times(w, transport_secret, deal_box(ceremony, deals[i - 1], j));
        fault = deal_open(ceremony, i, deals[i - 1], j, w, shares);
        crypto_core_ristretto255_scalar_add(secrets->voice, secrets->voice, shares);
        crypto_core_ristretto255_scalar_add(secrets->form, secrets->form, shares + BALLOT_SCALAR_BYTES);
        if (fault != BALLOT_GOOD)
            *blamed = i;
    }
    if (fault != BALLOT_GOOD)
        sodium_memzero(secrets, sizeof *secrets);
    sodium_memzero(shares, sizeof shares);
    sodium_memzero(w, sizeof w);
    return fault;
}
