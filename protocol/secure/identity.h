/* Keys: one seed gives an Ed25519 identity, which signs acts, and an X25519 transport key, which opens
 * connections. The identity vouches for the transport key once. Whoever keeps the seed is somebody else. */
#ifndef BULLETIN_SECURE_IDENTITY_H
#define BULLETIN_SECURE_IDENTITY_H

#include "protocol/errors.h"
#include "protocol/limits.h"
#include "protocol/secure/vouchers.h"
#include "protocol/wire/buffer.h"

/* 256 bytes; hold it in sodium_malloc and wipe it with identity_wipe. */
struct identity {
    uint8_t public_key[LIMIT_KEY_BYTES];       /* Ed25519; this is what people call "the key" */
    uint8_t secret_key[64];                    /* Ed25519, as libsodium keeps it */
    uint8_t transport_public[LIMIT_KEY_BYTES]; /* X25519 */
    uint8_t transport_secret[LIMIT_KEY_BYTES];
    uint8_t voucher[LIMIT_SIGNATURE_BYTES]; /* over "bulletin transport 1" ‖ transport_public */
};

/* Sub-keys 1 (Ed25519 seed) and 2 (X25519 secret) of crypto_kdf with the context "bulletin". */
void identity_from_seed(const uint8_t seed[LIMIT_KEY_BYTES], struct identity *identity);
void identity_wipe(struct identity *identity);

/* The payload of handshake messages 2 and 3: MessagePack [identity, voucher]. */
void identity_write_payload(const struct identity *identity, struct buffer *out);
/* Checks such a payload against the transport key the handshake proved. `vouchers` are those that held
 * before, or NULL: each is verified. Errors: IDENTITY_WRONG. */
enum error identity_check_payload(struct bytes payload, const uint8_t transport_public[LIMIT_KEY_BYTES],
                                  struct vouchers *vouchers, uint8_t public_key[LIMIT_KEY_BYTES]);

/* Ed25519 over `context` ‖ `bytes`. Contexts end in a version: "bulletin act 1". Never fails. */
void identity_sign(const struct identity *identity, const char *context, struct bytes bytes,
                   uint8_t signature[LIMIT_SIGNATURE_BYTES]);
bool identity_verify(const uint8_t public_key[LIMIT_KEY_BYTES], const char *context, struct bytes bytes,
                     const uint8_t signature[LIMIT_SIGNATURE_BYTES]);

/* BLAKE2b-256. */
void hash_bytes(struct bytes bytes, uint8_t hash[LIMIT_HASH_BYTES]);

/* The hash of an invitation code: BLAKE2b-256 of "bulletin code 1" ‖ the code's
 * LIMIT_CODE_BYTES characters. */
void hash_code(struct bytes code, uint8_t hash[LIMIT_HASH_BYTES]);
/* Makes a code of 16 characters of Crockford's base32 from 10 random bytes. */
void code_from_random(const uint8_t random[10], char code[LIMIT_CODE_BYTES + 1]);
/* Brings what a person typed (lower case, spaces, dashes, o for 0, i or l for 1) into the one form.
 * False when it is no code. */
bool code_normalise(struct bytes typed, char code[LIMIT_CODE_BYTES + 1]);

#endif
