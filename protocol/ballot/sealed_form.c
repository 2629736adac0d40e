/* See sealed_form.h. */
#include "protocol/ballot/sealed_form.h"

#include <assert.h>
#include <sodium.h>

#include "protocol/ballot/claim.h"
#include "protocol/ballot/point.h"

enum {
    CONTEXT_ELEMENTS = 8,
    STATEMENT_ELEMENTS = 10,
    PROOF_AT = BALLOT_POINT_BYTES,
    BOX_AT = PROOF_AT + 2 * BALLOT_SCALAR_BYTES,
};

/* Each key seals once, so one nonce is enough. */
static const uint8_t no_nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];

struct form_claim {
    struct element elements[STATEMENT_ELEMENTS];
    struct relation relations[2];
};

/* Where a form stands, as its key and its proof both say it. */
static void tell_place(const struct ballot_place *place, const char *word,
                       struct element elements[CONTEXT_ELEMENTS])
{
    const struct element told[CONTEXT_ELEMENTS] = {
        element_word(word),
        element_of_32(place->vote->house),
        element_of_32(place->vote->opened),
        element_of_32(place->vote->form_key),
        element_name(place->unit),
        element_name(place->handle),
        element_of_32(place->author),
        element_of_32(place->replaces),
    };
    memcpy(elements, told, sizeof told);
}

static struct claim claim_over(struct form_claim *claim, const struct ballot_place *place, struct bytes form)
{
    *claim = (struct form_claim){.relations = {{.point = form.at}}};
    tell_place(place, "bulletin form 1", claim->elements);
    claim->elements[CONTEXT_ELEMENTS] = element_of_32(form.at);
    claim->elements[CONTEXT_ELEMENTS + 1] = element_bytes(bytes_skip(form, BOX_AT));
    return (struct claim){
        .elements = claim->elements,
        .element_count = STATEMENT_ELEMENTS,
        .relations = claim->relations,
        .relation_count = 1,
        .secret_count = 1,
    };
}

static void key_of(const struct ballot_place *place, const uint8_t *point, const uint8_t *shared,
                   uint8_t key[LIMIT_HASH_BYTES])
{
    struct element elements[CONTEXT_ELEMENTS + 2];
    tell_place(place, "bulletin form key 1", elements);
    elements[CONTEXT_ELEMENTS] = element_of_32(point);
    elements[CONTEXT_ELEMENTS + 1] = element_of_32(shared);
    elements_digest(elements, CONTEXT_ELEMENTS + 2, key);
}

size_t sealed_form_bytes(size_t padded_bytes)
{
    assert(padded_bytes <= BALLOT_FORM_BYTES);
    return BOX_AT + padded_bytes + LIMIT_TAG_BYTES;
}

static void seal(const struct ballot_place *place, const uint8_t *r, struct bytes padded, uint8_t *form)
{
    uint8_t shared[BALLOT_POINT_BYTES], key[LIMIT_HASH_BYTES];
    point_times(form, r, NULL);
    point_times(shared, r, place->vote->form_key);
    key_of(place, form, shared, key);
    crypto_aead_chacha20poly1305_ietf_encrypt(form + BOX_AT, NULL, padded.at, padded.size, NULL, 0, NULL,
                                              no_nonce, key);
    sodium_memzero(shared, sizeof shared);
    sodium_memzero(key, sizeof key);
}

enum ballot_fault sealed_form_make(const struct ballot_place *place, struct bytes content,
                                   size_t padded_bytes, const uint8_t random[BALLOT_RANDOM_BYTES],
                                   struct buffer *out)
{
    if (padded_bytes > BALLOT_FORM_BYTES || padded_bytes < SEALED_FORM_LENGTH_BYTES ||
        content.size > padded_bytes - SEALED_FORM_LENGTH_BYTES)
        return BALLOT_BOUNDS;
    uint8_t form[SEALED_FORM_BYTES], padded[BALLOT_FORM_BYTES] = {0}, r[BALLOT_SCALAR_BYTES];
    padded[0] = (uint8_t)(content.size >> 8);
    padded[1] = (uint8_t)content.size;
    if (content.size > 0)
        memcpy(padded + SEALED_FORM_LENGTH_BYTES, content.at, content.size);
    struct element elements[CONTEXT_ELEMENTS];
    tell_place(place, "bulletin form 1", elements);
    struct hedge hedge = hedge_over(elements, CONTEXT_ELEMENTS, random);
    hedge_secret(&hedge, 0, bytes_of(padded, padded_bytes), r);
    seal(place, r, bytes_of(padded, padded_bytes), form);
    struct form_claim room;
    struct claim claim = claim_over(&room, place, bytes_of(form, sealed_form_bytes(padded_bytes)));
    claim_prove(&claim, r, random, form + PROOF_AT);
    buffer_add(out, form, sealed_form_bytes(padded_bytes));
    sodium_memzero(padded, sizeof padded);
    sodium_memzero(r, sizeof r);
    return BALLOT_GOOD;
}

enum ballot_fault sealed_form_check(const struct ballot_place *place, size_t padded_bytes, struct bytes form)
{
    if (form.size != sealed_form_bytes(padded_bytes))
        return BALLOT_LENGTH;
    if (!scalars_are_good(bytes_of(form.at + PROOF_AT, BOX_AT - PROOF_AT)))
        return BALLOT_SCALAR;
    if (!point_is_good(form.at))
        return BALLOT_POINT;
    struct form_claim room;
    struct claim claim = claim_over(&room, place, form);
    return claim_holds(&claim, form.at + PROOF_AT) ? BALLOT_GOOD : BALLOT_PROOF;
}

static struct claim part_claim(struct form_claim *claim, const struct opened_form *opened, size_t j,
                               const uint8_t *form_part, const uint8_t *part)
{
    assert(j >= 1 && j <= BALLOT_TRUSTEES && opened->form.size > BOX_AT);
    *claim = (struct form_claim){
        .elements =
            {
                element_word("bulletin form part 1"),
                element_of_32(opened->vote->house),
                element_of_32(opened->vote->opened),
                element_of_32(opened->vote->closed),
                element_name(opened->unit),
                element_number(j),
                element_of_32(form_part),
                element_of_32(opened->act),
                element_of_32(opened->form.at),
                element_of_32(part),
            },
        .relations = {{.point = form_part}, {.base = opened->form.at, .point = part}},
    };
    return (struct claim){
        .elements = claim->elements,
        .element_count = STATEMENT_ELEMENTS,
        .relations = claim->relations,
        .relation_count = 2,
        .secret_count = 1,
    };
}

void sealed_form_part_make(const struct opened_form *opened, size_t j, const uint8_t *form_part,
                           const uint8_t secret[BALLOT_SCALAR_BYTES],
                           const uint8_t random[BALLOT_RANDOM_BYTES], uint8_t part[SEALED_FORM_PART_BYTES])
{
    struct form_claim room;
    point_times(part, secret, opened->form.at);
    struct claim claim = part_claim(&room, opened, j, form_part, part);
    claim_prove(&claim, secret, random, part + BALLOT_POINT_BYTES);
}

enum ballot_fault sealed_form_part_check(const struct opened_form *opened, size_t j, const uint8_t *form_part,
                                         struct bytes part)
{
    if (part.size != SEALED_FORM_PART_BYTES)
        return BALLOT_LENGTH;
    if (!scalars_are_good(bytes_skip(part, BALLOT_POINT_BYTES)))
        return BALLOT_SCALAR;
    if (!point_is_good(part.at))
        return BALLOT_POINT;
    struct form_claim room;
    struct claim claim = part_claim(&room, opened, j, form_part, part.at);
    return claim_holds(&claim, part.at + BALLOT_POINT_BYTES) ? BALLOT_GOOD : BALLOT_PROOF;
}

/* What was padded, if nothing but zeros stands behind it. */
static bool unpad(struct bytes padded, struct bytes *content)
{
    if (padded.size < SEALED_FORM_LENGTH_BYTES)
        return false;
    const size_t size = (size_t)padded.at[0] << 8 | padded.at[1];
    struct bytes rest = bytes_skip(padded, SEALED_FORM_LENGTH_BYTES);
    if (size > rest.size || sodium_is_zero(rest.at + size, rest.size - size) != 1)
        return false;
    *content = bytes_of(rest.at, size);
    return true;
}

enum ballot_fault sealed_form_open(const struct ballot_place *place, struct bytes form,
                                   const struct opened_part *parts, size_t count,
                                   uint8_t room[BALLOT_FORM_BYTES], struct bytes *content)
{
    uint8_t shared[BALLOT_POINT_BYTES], key[LIMIT_HASH_BYTES];
    assert(form.size >= BOX_AT + LIMIT_TAG_BYTES && form.size <= SEALED_FORM_BYTES);
    struct bytes box = bytes_skip(form, BOX_AT);
    count_combine(parts, count, 0, shared);
    key_of(place, form.at, shared, key);
    bool opens = crypto_aead_chacha20poly1305_ietf_decrypt(room, NULL, NULL, box.at, box.size, NULL, 0,
                                                           no_nonce, key) == 0;
    sodium_memzero(shared, sizeof shared);
    sodium_memzero(key, sizeof key);
    if (!opens || !unpad(bytes_of(room, box.size - LIMIT_TAG_BYTES), content)) {
        sodium_memzero(room, BALLOT_FORM_BYTES);
        return BALLOT_BOX;
    }
    return BALLOT_GOOD;
}
