/* What n deals agree to: the keys of voices and forms, and each trustee's part of them. And what one trustee
 * holds of their secrets. It does not know who has accepted. */
#ifndef BULLETIN_BALLOT_AGREED_H
#define BULLETIN_BALLOT_AGREED_H

#include "protocol/ballot/deal.h"

struct agreed_keys {
    uint8_t voice_key[BALLOT_POINT_BYTES], form_key[BALLOT_POINT_BYTES]; /* Y and F */
    uint8_t voice_parts[BALLOT_TRUSTEES][BALLOT_POINT_BYTES];            /* Y_1 … Y_n */
    uint8_t form_parts[BALLOT_TRUSTEES][BALLOT_POINT_BYTES];             /* F_1 … F_n */
};

/* Hold it where cores do not go, and wipe it after the result. */
struct agreed_secrets {
    uint8_t voice[BALLOT_SCALAR_BYTES], form[BALLOT_SCALAR_BYTES]; /* x_j and z_j */
};

/* From the deals of trustees 1 … n, each of which passed deal_check. IDENTITY: no vote can be opened with
 * them. */
enum ballot_fault agreed_keys_of(const struct ceremony *ceremony, const struct bytes *deals,
                                 struct agreed_keys *keys);

/* What trustee `j` holds, from its boxes in all deals. BOX or SHARE: then `blamed` is the number of the first
 * dealer to complain of, and `secrets` is zeros. */
enum ballot_fault agreed_secrets_of(const struct ceremony *ceremony, const struct bytes *deals, size_t j,
                                    const uint8_t transport_secret[BALLOT_SCALAR_BYTES],
                                    struct agreed_secrets *secrets, size_t *blamed);

#endif
