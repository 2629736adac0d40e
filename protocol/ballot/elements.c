/* Packs the elements straight into the hash, so that no array is ever laid out. See elements.h. */
#include "protocol/ballot/elements.h"

#include <sodium.h>

#include "protocol/wire/pack.h"

static int add_to_sha512(void *state, const char *at, size_t size)
{
    crypto_hash_sha512_update(state, (const unsigned char *)at, size);
    return 0;
}

static int add_to_blake2b(void *state, const char *at, size_t size)
{
    crypto_generichash_blake2b_update(state, (const unsigned char *)at, size);
    return 0;
}

static void pack_element(msgpack_packer *packer, const struct element *element)
{
    switch (element->type) {
    case ELEMENT_TEXT:
        pack_text(packer, element->bytes);
        break;
    case ELEMENT_NUMBER:
        msgpack_pack_uint64(packer, element->number);
        break;
    case ELEMENT_BYTES:
        pack_bytes(packer, element->bytes);
        break;
    }
}

/* `last` is NULL where nothing comes behind the elements. */
static void reduce(const struct element *elements, size_t count, const struct bytes *last,
                   uint8_t scalar[BALLOT_SCALAR_BYTES])
{
    crypto_hash_sha512_state state;
    uint8_t wide[crypto_hash_sha512_BYTES];
    msgpack_packer packer;
    crypto_hash_sha512_init(&state);
    msgpack_packer_init(&packer, &state, add_to_sha512);
    msgpack_pack_array(&packer, count + (last != NULL ? 1 : 0));
    for (size_t i = 0; i < count; i++)
        pack_element(&packer, &elements[i]);
    if (last != NULL)
        pack_bytes(&packer, *last);
    crypto_hash_sha512_final(&state, wide);
    crypto_core_ristretto255_scalar_reduce(scalar, wide);
    sodium_memzero(&state, sizeof state);
    sodium_memzero(wide, sizeof wide);
}

void elements_scalar(const struct element *elements, size_t count, uint8_t scalar[BALLOT_SCALAR_BYTES])
{
    reduce(elements, count, NULL, scalar);
}

void elements_challenge(const struct element *elements, size_t count, struct bytes last,
                        uint8_t scalar[BALLOT_SCALAR_BYTES])
{
    reduce(elements, count, &last, scalar);
}

void elements_digest(const struct element *elements, size_t count, uint8_t digest[LIMIT_HASH_BYTES])
{
    crypto_generichash_blake2b_state state;
    msgpack_packer packer;
    crypto_generichash_blake2b_init(&state, NULL, 0, LIMIT_HASH_BYTES);
    msgpack_packer_init(&packer, &state, add_to_blake2b);
    msgpack_pack_array(&packer, count);
    for (size_t i = 0; i < count; i++)
        pack_element(&packer, &elements[i]);
    crypto_generichash_blake2b_final(&state, digest, LIMIT_HASH_BYTES);
    sodium_memzero(&state, sizeof state);
}

struct hedge hedge_over(const struct element *elements, size_t count,
                        const uint8_t random[BALLOT_RANDOM_BYTES])
{
    struct hedge hedge = {.random = random};
    elements_digest(elements, count, hedge.context);
    return hedge;
}

void hedge_secret(const struct hedge *hedge, uint64_t index, struct bytes hidden,
                  uint8_t scalar[BALLOT_SCALAR_BYTES])
{
    const struct element elements[] = {
        element_word("bulletin secret 1"),
        element_number(index),
        element_bytes(hidden),
        element_bytes(bytes_of(hedge->random, BALLOT_RANDOM_BYTES)),
        element_of_32(hedge->context),
    };
    elements_scalar(elements, sizeof elements / sizeof elements[0], scalar);
}

void hedge_nonce(const struct hedge *hedge, uint64_t index, const uint8_t secret[BALLOT_SCALAR_BYTES],
                 uint8_t scalar[BALLOT_SCALAR_BYTES])
{
    const struct element elements[] = {
        element_word("bulletin nonce 1"),
        element_number(index),
        element_of_32(secret),
        element_bytes(bytes_of(hedge->random, BALLOT_RANDOM_BYTES)),
        element_of_32(hedge->context),
    };
    elements_scalar(elements, sizeof elements / sizeof elements[0], scalar);
}
