/* A table of hashes, each in the one place that its first bytes name. It does not know what a
 * voucher says. */
#include "protocol/secure/vouchers.h"

#include <sodium.h>
#include <string.h>

static size_t place_of(const uint8_t name[LIMIT_HASH_BYTES])
{
    uint32_t first;
    memcpy(&first, name, sizeof first);
    return first % VOUCHERS_KEPT;
}

void voucher_name(struct bytes payload, const uint8_t transport_public[LIMIT_KEY_BYTES],
                  uint8_t name[LIMIT_HASH_BYTES])
{
    crypto_generichash_blake2b_state state;
    crypto_generichash_blake2b_init(&state, NULL, 0, LIMIT_HASH_BYTES);
    crypto_generichash_blake2b_update(&state, transport_public, LIMIT_KEY_BYTES);
    crypto_generichash_blake2b_update(&state, payload.at, payload.size);
    crypto_generichash_blake2b_final(&state, name, LIMIT_HASH_BYTES);
}

bool vouchers_hold(const struct vouchers *vouchers, const uint8_t name[LIMIT_HASH_BYTES])
{
    return memcmp(vouchers->held[place_of(name)], name, LIMIT_HASH_BYTES) == 0;
}

void vouchers_keep(struct vouchers *vouchers, const uint8_t name[LIMIT_HASH_BYTES])
{
    memcpy(vouchers->held[place_of(name)], name, LIMIT_HASH_BYTES);
}
