/* Which vouchers were found good before, so that somebody who comes back costs no verification. A voucher is
 * a signature over a key that never changes: what held once holds for ever. Who may do what with that key is
 * asked elsewhere, each time. */
#ifndef BULLETIN_SECURE_VOUCHERS_H
#define BULLETIN_SECURE_VOUCHERS_H

#include "protocol/limits.h"
#include "protocol/wire/buffer.h"

enum { VOUCHERS_KEPT = 8192 }; /* a newer one may take the place of an older one */

/* Zeroed at its start; one thread's. */
struct vouchers {
    uint8_t held[VOUCHERS_KEPT][LIMIT_HASH_BYTES];
};

/* What is remembered of a payload of identity and voucher that came over a transport key. */
void voucher_name(struct bytes payload, const uint8_t transport_public[LIMIT_KEY_BYTES],
                  uint8_t name[LIMIT_HASH_BYTES]);
bool vouchers_hold(const struct vouchers *vouchers, const uint8_t name[LIMIT_HASH_BYTES]);
void vouchers_keep(struct vouchers *vouchers, const uint8_t name[LIMIT_HASH_BYTES]);

#endif
