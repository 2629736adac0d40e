/* Sealing where a list goes on: XChaCha20-Poly1305 over the position, bound to the question it belongs to. It
 * does not know what a position is. */
#include "server/net/next.h"

#include <assert.h>
#include <sodium.h>
#include <stdalign.h>
#include <stddef.h>

enum {
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    STEP_BYTES = 128, /* lengths are told in such steps: a name that is hidden has one, too */
    PLAIN_MOST = (LIMIT_NEXT_BYTES - NONCE_BYTES - TAG_BYTES) / STEP_BYTES * STEP_BYTES,
    SIZE_BYTES = 2,
};

static void derive_key(const struct identity *house, uint8_t key[LIMIT_KEY_BYTES])
{
    static const char context[] = "bulletin next 1";
    crypto_generichash(key, LIMIT_KEY_BYTES, (const uint8_t *)context, sizeof context - 1, house->secret_key,
                       sizeof house->secret_key);
}

/* The hash of a question without what may differ from piece to piece. */
static void hash_question(const struct verb *verb, const void *args, uint8_t hash[LIMIT_HASH_BYTES])
{
    static const char *const differ[] = {"limit", "next"};
    alignas(max_align_t) uint8_t values[SHAPE_BYTES];
    uint8_t room[LIMIT_ACT_BYTES];
    struct buffer out = buffer_over(room, sizeof room);
    memcpy(values, args, verb->args->size);
    for (size_t i = 0; i < sizeof differ / sizeof differ[0]; i++) {
        int index = shape_find(verb->args, bytes_of_text(differ[i]));
        if (index >= 0)
            ((bool *)values)[index] = false;
    }
    buffer_add_text(&out, SOFTWARE_VERSION " ");
    buffer_add_text(&out, verb->word);
    codec_encode(verb->args, values, &out);
    assert(!out.overflowed); /* no question has a long field but `next` */
    hash_bytes(buffer_bytes(&out), hash);
}

void next_seal(const struct identity *house, const struct verb *verb, const void *args, struct bytes next,
               struct buffer *sealed)
{
    uint8_t key[LIMIT_KEY_BYTES], question[LIMIT_HASH_BYTES], nonce[NONCE_BYTES];
    uint8_t plain[PLAIN_MOST] = {(uint8_t)(next.size >> 8), (uint8_t)next.size};
    uint8_t cipher[PLAIN_MOST + TAG_BYTES];
    const size_t size = (SIZE_BYTES + next.size + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES;
    assert(next.size > 0 && size <= sizeof plain);
    memcpy(plain + SIZE_BYTES, next.at, next.size);
    derive_key(house, key);
    hash_question(verb, args, question);
    randombytes_buf(nonce, sizeof nonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(cipher, NULL, plain, size, question, sizeof question, NULL,
                                               nonce, key);
    sodium_memzero(key, sizeof key);
    buffer_add(sealed, nonce, sizeof nonce);
    buffer_add(sealed, cipher, size + TAG_BYTES);
}

bool next_open(const struct identity *house, const struct verb *verb, const void *args, struct buffer *next)
{
    uint8_t key[LIMIT_KEY_BYTES], question[LIMIT_HASH_BYTES], plain[PLAIN_MOST];
    const int index = shape_find(verb->args, bytes_of_text("next"));
    struct bytes sealed;
    if (index < 0 || !field_present(args, (size_t)index))
        return true;
    memcpy(&sealed, (const uint8_t *)args + verb->args->fields[index].offset, sizeof sealed);
    if (sealed.size < NONCE_BYTES + TAG_BYTES + STEP_BYTES ||
        sealed.size > NONCE_BYTES + TAG_BYTES + sizeof plain)
        return false;
    derive_key(house, key);
    hash_question(verb, args, question);
    int refused = crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, sealed.at + NONCE_BYTES,
                                                             sealed.size - NONCE_BYTES, question,
                                                             sizeof question, sealed.at, key);
    sodium_memzero(key, sizeof key);
    if (refused != 0)
        return false;
    buffer_add(next, plain + SIZE_BYTES, (size_t)(plain[0] << 8 | plain[1]));
    return true;
}
