/* Noise_XX_25519_ChaChaPoly_BLAKE2b (Noise revision 34) over libsodium's primitives, one token a step. It
 * knows nothing of identities, records or sockets.
 *
 *   -> e
 *   <- e, ee, s, es
 *   -> s, se */
#ifndef BULLETIN_SECURE_NOISE_H
#define BULLETIN_SECURE_NOISE_H

#include "protocol/errors.h"
#include "protocol/limits.h"
#include "protocol/wire/buffer.h"

enum { NOISE_HASH_BYTES = 64, NOISE_KEY_BYTES = 32 };

/* One direction after the handshake; 40 bytes. */
struct noise_cipher {
    uint8_t key[NOISE_KEY_BYTES];
    uint64_t nonce; /* the next record's; 2^64-1 is never used for one */
};

struct noise_handshake {
    uint8_t chaining_key[NOISE_HASH_BYTES];
    uint8_t hash[NOISE_HASH_BYTES];
    struct noise_cipher cipher; /* of the handshake itself */
    bool keyed;                 /* `cipher` has a key */
    bool initiator;
    uint8_t step; /* messages written or read so far: 0..3 */
    uint8_t static_secret[32], static_public[32];
    uint8_t ephemeral_secret[32], ephemeral_public[32];
    uint8_t remote_static[32], remote_ephemeral[32];
};

/* `ephemeral_secret` is 32 fresh random bytes. `static_public` may be NULL: it is then computed, which costs
 * as much as a key exchange. All keys are copied. */
void noise_start(struct noise_handshake *handshake, bool initiator, struct bytes prologue,
                 const uint8_t static_secret[32], const uint8_t *static_public,
                 const uint8_t ephemeral_secret[32]);

/* Appends the next handshake message with `payload` to `out`. Errors: HANDSHAKE_FAILED (a key exchange that
 * gives zeros, `out` too small, or not this end's turn). After an error the handshake is of no use but for
 * noise_wipe. */
enum error noise_write(struct noise_handshake *handshake, struct bytes payload, struct buffer *out);

/* Reads the next handshake message and appends its payload to `payload`. The handshake is unchanged when
 * the message does not authenticate. Errors: HANDSHAKE_FAILED (also when it is this end's turn). */
enum error noise_read(struct noise_handshake *handshake, struct bytes message, struct buffer *payload);

/* After three messages: the two directions, seen from this end. Wipes the handshake. */
void noise_split(struct noise_handshake *handshake, struct noise_cipher *send, struct noise_cipher *receive,
                 uint8_t handshake_hash[NOISE_HASH_BYTES]);
void noise_wipe(struct noise_handshake *handshake);

/* Seals `size` bytes in place; room for LIMIT_TAG_BYTES must follow. After every LIMIT_REKEY_RECORDS records
 * the key is replaced (Noise REKEY); the nonce counts on. Errors: RECORDS_EXHAUSTED. */
enum error noise_seal(struct noise_cipher *cipher, uint8_t *bytes, size_t size);
/* Opens in place; `size` counts the tag. Nonce and key move on only on success. Errors: RECORD_BROKEN,
 * RECORDS_EXHAUSTED. */
enum error noise_open(struct noise_cipher *cipher, uint8_t *bytes, size_t size);

#endif
