/* Derives keys from a seed, vouches for transport keys, signs and hashes, and forms invitation codes. It
 * reads no file, draws no randomness and does not know who a key belongs to. */
#include "protocol/secure/identity.h"

#include <assert.h>
#include <sodium.h>

#include "protocol/wire/pack.h"
#include "protocol/wire/unpack.h"

#define KDF_CONTEXT       "bulletin" /* crypto_kdf wants exactly eight bytes */
#define TRANSPORT_CONTEXT "bulletin transport 1"
#define CODE_CONTEXT      "bulletin code 1"

enum {
    SUBKEY_IDENTITY = 1,
    SUBKEY_TRANSPORT = 2,
    CONTEXT_LIMIT_BYTES = 32,
    SIGNED_LIMIT_BYTES = LIMIT_ACT_BYTES, /* nothing longer is ever signed */
    PAYLOAD_LIMIT_BYTES = 128,
};

_Static_assert(sizeof KDF_CONTEXT - 1 == crypto_kdf_CONTEXTBYTES, "the context of crypto_kdf");
_Static_assert((int)LIMIT_HEAD_BYTES <= (int)SIGNED_LIMIT_BYTES, "checkpoints fit");

void identity_from_seed(const uint8_t seed[LIMIT_KEY_BYTES], struct identity *identity)
{
    uint8_t signing_seed[crypto_sign_SEEDBYTES];
    crypto_kdf_derive_from_key(signing_seed, sizeof signing_seed, SUBKEY_IDENTITY, KDF_CONTEXT, seed);
    crypto_sign_seed_keypair(identity->public_key, identity->secret_key, signing_seed);
    sodium_memzero(signing_seed, sizeof signing_seed);

    crypto_kdf_derive_from_key(identity->transport_secret, sizeof identity->transport_secret,
                               SUBKEY_TRANSPORT, KDF_CONTEXT, seed);
    crypto_scalarmult_base(identity->transport_public, identity->transport_secret);
    identity_sign(identity, TRANSPORT_CONTEXT,
                  bytes_of(identity->transport_public, sizeof identity->transport_public), identity->voucher);
}

void identity_wipe(struct identity *identity)
{
    sodium_memzero(identity, sizeof *identity);
}

void identity_write_payload(const struct identity *identity, struct buffer *out)
{
    msgpack_packer packer = pack_into(out);
    msgpack_pack_array(&packer, 2);
    pack_bytes(&packer, bytes_of(identity->public_key, sizeof identity->public_key));
    pack_bytes(&packer, bytes_of(identity->voucher, sizeof identity->voucher));
}

enum error identity_check_payload(struct bytes payload, const uint8_t transport_public[LIMIT_KEY_BYTES],
                                  struct vouchers *vouchers, uint8_t public_key[LIMIT_KEY_BYTES])
{
    uint8_t name[LIMIT_HASH_BYTES];
    struct unpack unpack = unpack_begin(payload, PAYLOAD_LIMIT_BYTES, 2);
    struct bytes key = unpack_bytes(&unpack, LIMIT_KEY_BYTES, "its identity is not a key");
    struct bytes voucher = unpack_bytes(&unpack, LIMIT_SIGNATURE_BYTES, "its voucher is not a signature");
    if (unpack.broken)
        return ERR_IDENTITY_WRONG;
    if (vouchers != NULL)
        voucher_name(payload, transport_public, name);
    if (vouchers == NULL || !vouchers_hold(vouchers, name)) {
        if (!identity_verify(key.at, TRANSPORT_CONTEXT, bytes_of(transport_public, LIMIT_KEY_BYTES),
                             voucher.at))
            return ERR_IDENTITY_WRONG;
        if (vouchers != NULL)
            vouchers_keep(vouchers, name);
    }
    memcpy(public_key, key.at, LIMIT_KEY_BYTES);
    return OK;
}

/* libsodium signs in one piece only; its many-part interface is another signature (Ed25519ph). */
static struct bytes join_context(const char *context, struct bytes bytes,
                                 uint8_t joined[CONTEXT_LIMIT_BYTES + SIGNED_LIMIT_BYTES])
{
    assert(strlen(context) <= CONTEXT_LIMIT_BYTES);
    struct buffer all = buffer_over(joined, CONTEXT_LIMIT_BYTES + SIGNED_LIMIT_BYTES);
    buffer_add_text(&all, context);
    buffer_add(&all, bytes.at, bytes.size);
    assert(!all.overflowed);
    return buffer_bytes(&all);
}

void identity_sign(const struct identity *identity, const char *context, struct bytes bytes,
                   uint8_t signature[LIMIT_SIGNATURE_BYTES])
{
    uint8_t joined[CONTEXT_LIMIT_BYTES + SIGNED_LIMIT_BYTES];
    struct bytes message = join_context(context, bytes, joined);
    crypto_sign_detached(signature, NULL, message.at, message.size, identity->secret_key);
}

bool identity_verify(const uint8_t public_key[LIMIT_KEY_BYTES], const char *context, struct bytes bytes,
                     const uint8_t signature[LIMIT_SIGNATURE_BYTES])
{
    if (bytes.size > SIGNED_LIMIT_BYTES)
        return false;
    uint8_t joined[CONTEXT_LIMIT_BYTES + SIGNED_LIMIT_BYTES];
    struct bytes message = join_context(context, bytes, joined);
    return crypto_sign_verify_detached(signature, message.at, message.size, public_key) == 0;
}

void hash_bytes(struct bytes bytes, uint8_t hash[LIMIT_HASH_BYTES])
{
    crypto_generichash_blake2b(hash, LIMIT_HASH_BYTES, bytes.at, bytes.size, NULL, 0);
}

void hash_code(struct bytes code, uint8_t hash[LIMIT_HASH_BYTES])
{
    crypto_generichash_blake2b_state state;
    crypto_generichash_blake2b_init(&state, NULL, 0, LIMIT_HASH_BYTES);
    crypto_generichash_blake2b_update(&state, (const uint8_t *)CODE_CONTEXT, sizeof CODE_CONTEXT - 1);
    crypto_generichash_blake2b_update(&state, code.at, code.size);
    crypto_generichash_blake2b_final(&state, hash, LIMIT_HASH_BYTES);
    sodium_memzero(&state, sizeof state);
}

static const char code_digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void code_from_random(const uint8_t random[10], char code[LIMIT_CODE_BYTES + 1])
{
    for (size_t i = 0; i < LIMIT_CODE_BYTES; i++) {
        size_t first_bit = i * 5;
        unsigned high = random[first_bit / 8];
        unsigned low = first_bit / 8 + 1 < 10 ? random[first_bit / 8 + 1] : 0;
        code[i] = code_digits[(high << 8 | low) >> (11 - first_bit % 8) & 31];
    }
    code[LIMIT_CODE_BYTES] = '\0';
}

/* The digit a typed character stands for, or 0. */
static char code_digit(uint8_t typed)
{
    char upper = (char)(typed >= 'a' && typed <= 'z' ? typed - 'a' + 'A' : typed);
    if (upper == 'O')
        return '0';
    if (upper == 'I' || upper == 'L')
        return '1';
    return upper != '\0' && strchr(code_digits, upper) != NULL ? upper : '\0';
}

bool code_normalise(struct bytes typed, char code[LIMIT_CODE_BYTES + 1])
{
    char digits[LIMIT_CODE_BYTES + 1] = {0};
    size_t count = 0;
    for (size_t i = 0; i < typed.size; i++) {
        if (typed.at[i] == ' ' || typed.at[i] == '-')
            continue;
        char digit = code_digit(typed.at[i]);
        if (digit == '\0' || count == LIMIT_CODE_BYTES)
            return false;
        digits[count++] = digit;
    }
    if (count != LIMIT_CODE_BYTES)
        return false;
    memcpy(code, digits, sizeof digits);
    return true;
}
