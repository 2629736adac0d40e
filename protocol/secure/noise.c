/* Noise_XX_25519_ChaChaPoly_BLAKE2b as the Noise specification, revision 34, writes it down: section 5 is the
 * processing of messages, section 4 the functions beneath. It knows nothing of identities, records or
 * sockets. */
#include "protocol/secure/noise.h"

#include <assert.h>
#include <sodium.h>

#define PROTOCOL_NAME "Noise_XX_25519_ChaChaPoly_BLAKE2b"

enum { BLOCK_BYTES = 128 /* of BLAKE2b, for HMAC */, DH_BYTES = 32 };

_Static_assert(sizeof PROTOCOL_NAME - 1 <= NOISE_HASH_BYTES, "a longer name would have to be hashed");

/* The patterns of XX, a line a message. */
enum token { END, E, S, EE, ES, SE };
static const enum token pattern[3][5] = {
    {E, END},
    {E, EE, S, ES, END},
    {S, SE, END},
};

/* --- section 4.3: hashing. libsodium's keyed BLAKE2b is no HMAC, so HMAC (RFC 2104) is built here. --- */

static void hash_two(struct bytes first, struct bytes second, uint8_t hash[NOISE_HASH_BYTES])
{
    crypto_generichash_blake2b_state state;
    crypto_generichash_blake2b_init(&state, NULL, 0, NOISE_HASH_BYTES);
    crypto_generichash_blake2b_update(&state, first.at, first.size);
    crypto_generichash_blake2b_update(&state, second.at, second.size);
    crypto_generichash_blake2b_final(&state, hash, NOISE_HASH_BYTES);
    sodium_memzero(&state, sizeof state);
}

static void hmac(const uint8_t key[NOISE_HASH_BYTES], struct bytes data, uint8_t mac[NOISE_HASH_BYTES])
{
    uint8_t inner[BLOCK_BYTES], outer[BLOCK_BYTES], inner_hash[NOISE_HASH_BYTES];
    for (size_t i = 0; i < BLOCK_BYTES; i++) {
        uint8_t byte = i < NOISE_HASH_BYTES ? key[i] : 0;
        inner[i] = byte ^ 0x36;
        outer[i] = byte ^ 0x5c;
    }
    hash_two(bytes_of(inner, sizeof inner), data, inner_hash);
    hash_two(bytes_of(outer, sizeof outer), bytes_of(inner_hash, sizeof inner_hash), mac);
    sodium_memzero(inner, sizeof inner);
    sodium_memzero(outer, sizeof outer);
    sodium_memzero(inner_hash, sizeof inner_hash);
}

/* HKDF with two outputs. */
static void hkdf(const uint8_t chaining_key[NOISE_HASH_BYTES], struct bytes input,
                 uint8_t output1[NOISE_HASH_BYTES], uint8_t output2[NOISE_HASH_BYTES])
{
    uint8_t temporary_key[NOISE_HASH_BYTES], chained[NOISE_HASH_BYTES + 1];
    hmac(chaining_key, input, temporary_key);
    hmac(temporary_key, bytes_of("\x01", 1), output1);
    memcpy(chained, output1, NOISE_HASH_BYTES);
    chained[NOISE_HASH_BYTES] = 2;
    hmac(temporary_key, bytes_of(chained, sizeof chained), output2);
    sodium_memzero(temporary_key, sizeof temporary_key);
    sodium_memzero(chained, sizeof chained);
}

/* --- section 4.2 and 5.1: the cipher --- */

enum { NONCE_BYTES = crypto_aead_chacha20poly1305_ietf_NPUBBYTES };

static void nonce_bytes(uint64_t nonce, uint8_t bytes[NONCE_BYTES])
{
    memset(bytes, 0, 4);
    for (size_t i = 0; i < 8; i++)
        bytes[4 + i] = (uint8_t)(nonce >> (8 * i));
}

/* `out` may be `plain` itself and takes LIMIT_TAG_BYTES more. */
static void encrypt(const struct noise_cipher *cipher, struct bytes additional, struct bytes plain,
                    uint8_t *out)
{
    uint8_t nonce[NONCE_BYTES];
    nonce_bytes(cipher->nonce, nonce);
    crypto_aead_chacha20poly1305_ietf_encrypt(out, NULL, plain.at, plain.size, additional.at, additional.size,
                                              NULL, nonce, cipher->key);
}

/* `out` may be `sealed` itself; its size has to be at least LIMIT_TAG_BYTES. */
static bool decrypt(const struct noise_cipher *cipher, struct bytes additional, struct bytes sealed,
                    uint8_t *out)
{
    uint8_t nonce[NONCE_BYTES];
    nonce_bytes(cipher->nonce, nonce);
    return crypto_aead_chacha20poly1305_ietf_decrypt(out, NULL, NULL, sealed.at, sealed.size, additional.at,
                                                     additional.size, nonce, cipher->key) == 0;
}

/* REKEY(k): the first 32 bytes of ENCRYPT(k, 2^64-1, "", 32 zero bytes). */
static void rekey(struct noise_cipher *cipher)
{
    struct noise_cipher last = *cipher;
    last.nonce = UINT64_MAX;
    uint8_t sealed[NOISE_KEY_BYTES + LIMIT_TAG_BYTES] = {0};
    encrypt(&last, (struct bytes){0}, bytes_of(sealed, NOISE_KEY_BYTES), sealed);
    memcpy(cipher->key, sealed, NOISE_KEY_BYTES);
    sodium_memzero(&last, sizeof last);
    sodium_memzero(sealed, sizeof sealed);
}

static void count_record(struct noise_cipher *cipher)
{
    cipher->nonce++;
    if (cipher->nonce % LIMIT_REKEY_RECORDS == 0)
        rekey(cipher);
}

enum error noise_seal(struct noise_cipher *cipher, uint8_t *bytes, size_t size)
{
    if (cipher->nonce == UINT64_MAX)
        return ERR_RECORDS_EXHAUSTED;
    encrypt(cipher, (struct bytes){0}, bytes_of(bytes, size), bytes);
    count_record(cipher);
    return OK;
}

enum error noise_open(struct noise_cipher *cipher, uint8_t *bytes, size_t size)
{
    if (cipher->nonce == UINT64_MAX)
        return ERR_RECORDS_EXHAUSTED;
    if (size < LIMIT_TAG_BYTES || !decrypt(cipher, (struct bytes){0}, bytes_of(bytes, size), bytes))
        return ERR_RECORD_BROKEN;
    count_record(cipher);
    return OK;
}

/* --- section 5.2: the symmetric state --- */

static void mix_hash(struct noise_handshake *handshake, struct bytes data)
{
    hash_two(bytes_of(handshake->hash, NOISE_HASH_BYTES), data, handshake->hash);
}

static void mix_key(struct noise_handshake *handshake, struct bytes input)
{
    uint8_t temporary_key[NOISE_HASH_BYTES];
    hkdf(handshake->chaining_key, input, handshake->chaining_key, temporary_key);
    memcpy(handshake->cipher.key, temporary_key, NOISE_KEY_BYTES);
    handshake->cipher.nonce = 0;
    handshake->keyed = true;
    sodium_memzero(temporary_key, sizeof temporary_key);
}

static bool encrypt_and_hash(struct noise_handshake *handshake, struct bytes plain, struct buffer *out)
{
    size_t tag_size = handshake->keyed ? LIMIT_TAG_BYTES : 0;
    if (plain.size > SIZE_MAX - tag_size || plain.size + tag_size > out->capacity - out->size)
        return false;
    uint8_t *sealed = out->at + out->size;
    if (handshake->keyed) {
        encrypt(&handshake->cipher, bytes_of(handshake->hash, NOISE_HASH_BYTES), plain, sealed);
        handshake->cipher.nonce++;
    } else if (plain.size > 0) {
        memcpy(sealed, plain.at, plain.size);
    }
    out->size += plain.size + tag_size;
    mix_hash(handshake, bytes_of(sealed, plain.size + tag_size));
    return true;
}

static bool decrypt_and_hash(struct noise_handshake *handshake, struct bytes sealed, struct buffer *out)
{
    size_t tag_size = handshake->keyed ? LIMIT_TAG_BYTES : 0;
    if (sealed.size < tag_size || sealed.size - tag_size > out->capacity - out->size)
        return false;
    uint8_t *plain = out->at + out->size;
    if (handshake->keyed) {
        if (!decrypt(&handshake->cipher, bytes_of(handshake->hash, NOISE_HASH_BYTES), sealed, plain))
            return false;
        handshake->cipher.nonce++;
    } else if (sealed.size > 0) {
        memcpy(plain, sealed.at, sealed.size);
    }
    out->size += sealed.size - tag_size;
    mix_hash(handshake, sealed);
    return true;
}

/* --- section 5.3: the handshake state --- */

/* False when the other end's key is one that makes every secret zero. */
static bool mix_exchange(struct noise_handshake *handshake, const uint8_t secret[DH_BYTES],
                         const uint8_t remote[DH_BYTES])
{
    uint8_t shared[DH_BYTES];
    bool good = crypto_scalarmult(shared, secret, remote) == 0;
    if (good)
        mix_key(handshake, bytes_of(shared, sizeof shared));
    sodium_memzero(shared, sizeof shared);
    return good;
}

/* The tokens of two letters: the initiator's key first, then the responder's. */
static bool exchange(struct noise_handshake *handshake, enum token token)
{
    bool own_static = token == (handshake->initiator ? SE : ES);
    bool remote_static = token == (handshake->initiator ? ES : SE);
    return mix_exchange(handshake, own_static ? handshake->static_secret : handshake->ephemeral_secret,
                        remote_static ? handshake->remote_static : handshake->remote_ephemeral);
}

static bool write_token(struct noise_handshake *handshake, enum token token, struct buffer *out)
{
    struct bytes ephemeral = bytes_of(handshake->ephemeral_public, DH_BYTES);
    switch (token) {
    case E:
        buffer_add(out, ephemeral.at, ephemeral.size);
        mix_hash(handshake, ephemeral);
        return !out->overflowed;
    case S:
        return encrypt_and_hash(handshake, bytes_of(handshake->static_public, DH_BYTES), out);
    default:
        return exchange(handshake, token);
    }
}

static bool read_token(struct noise_handshake *handshake, enum token token, struct bytes *message)
{
    size_t size = token == S && handshake->keyed ? DH_BYTES + LIMIT_TAG_BYTES : DH_BYTES;
    if (token != E && token != S)
        return exchange(handshake, token);
    if (message->size < size)
        return false;
    struct bytes key = bytes_of(message->at, size);
    *message = bytes_skip(*message, size);
    if (token == E) {
        memcpy(handshake->remote_ephemeral, key.at, DH_BYTES);
        mix_hash(handshake, key);
        return true;
    }
    struct buffer remote_static = buffer_over(handshake->remote_static, DH_BYTES);
    return decrypt_and_hash(handshake, key, &remote_static);
}

void noise_start(struct noise_handshake *handshake, bool initiator, struct bytes prologue,
                 const uint8_t static_secret[32], const uint8_t *static_public,
                 const uint8_t ephemeral_secret[32])
{
    *handshake = (struct noise_handshake){.initiator = initiator};
    memcpy(handshake->hash, PROTOCOL_NAME, sizeof PROTOCOL_NAME - 1);
    memcpy(handshake->chaining_key, handshake->hash, NOISE_HASH_BYTES);
    mix_hash(handshake, prologue);
    memcpy(handshake->static_secret, static_secret, DH_BYTES);
    memcpy(handshake->ephemeral_secret, ephemeral_secret, DH_BYTES);
    if (static_public != NULL)
        memcpy(handshake->static_public, static_public, DH_BYTES);
    else
        crypto_scalarmult_base(handshake->static_public, static_secret);
    crypto_scalarmult_base(handshake->ephemeral_public, ephemeral_secret);
}

/* The initiator writes messages 0 and 2. */
static bool is_own_turn(const struct noise_handshake *handshake)
{
    return handshake->step < 3 && (handshake->step % 2 == 0) == handshake->initiator;
}

enum error noise_write(struct noise_handshake *handshake, struct bytes payload, struct buffer *out)
{
    if (!is_own_turn(handshake))
        return ERR_HANDSHAKE_FAILED;
    enum error error = ERR_HANDSHAKE_FAILED;
    struct noise_handshake copy = *handshake;
    struct buffer written = *out;
    for (const enum token *token = pattern[copy.step]; *token != END; token++) {
        if (!write_token(&copy, *token, &written))
            goto out;
    }
    if (!encrypt_and_hash(&copy, payload, &written))
        goto out;
    copy.step++;
    *handshake = copy;
    *out = written;
    error = OK;
out:
    noise_wipe(&copy);
    return error;
}

enum error noise_read(struct noise_handshake *handshake, struct bytes message, struct buffer *payload)
{
    if (handshake->step == 3 || is_own_turn(handshake))
        return ERR_HANDSHAKE_FAILED;
    enum error error = ERR_HANDSHAKE_FAILED;
    struct noise_handshake copy = *handshake;
    for (const enum token *token = pattern[copy.step]; *token != END; token++) {
        if (!read_token(&copy, *token, &message))
            goto out;
    }
    if (!decrypt_and_hash(&copy, message, payload))
        goto out;
    copy.step++;
    *handshake = copy;
    error = OK;
out:
    noise_wipe(&copy);
    return error;
}

void noise_split(struct noise_handshake *handshake, struct noise_cipher *send, struct noise_cipher *receive,
                 uint8_t handshake_hash[NOISE_HASH_BYTES])
{
    assert(handshake->step == 3);
    uint8_t key1[NOISE_HASH_BYTES], key2[NOISE_HASH_BYTES];
    hkdf(handshake->chaining_key, (struct bytes){0}, key1, key2);
    *send = *receive = (struct noise_cipher){0};
    memcpy(send->key, handshake->initiator ? key1 : key2, NOISE_KEY_BYTES);
    memcpy(receive->key, handshake->initiator ? key2 : key1, NOISE_KEY_BYTES);
    memcpy(handshake_hash, handshake->hash, NOISE_HASH_BYTES);
    sodium_memzero(key1, sizeof key1);
    sodium_memzero(key2, sizeof key2);
    noise_wipe(handshake);
}

void noise_wipe(struct noise_handshake *handshake)
{
    sodium_memzero(handshake, sizeof *handshake);
}
