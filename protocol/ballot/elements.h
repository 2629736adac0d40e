/* H and B of "The secret ballot": hashes of one MessagePack array in shortest form, as a scalar and as 32
 * bytes. And the secrets that are made with them. It does not know what is hashed. */
#ifndef BULLETIN_BALLOT_ELEMENTS_H
#define BULLETIN_BALLOT_ELEMENTS_H

#include "protocol/ballot/ballot.h"

/* One element of the array; the first is the word. */
struct element {
    enum { ELEMENT_BYTES, ELEMENT_TEXT, ELEMENT_NUMBER } type;
    struct bytes bytes; /* borrowed */
    uint64_t number;
};

static inline struct element element_word(const char *word)
{
    return (struct element){.type = ELEMENT_TEXT, .bytes = bytes_of_text(word)};
}

static inline struct element element_name(struct bytes name)
{
    return (struct element){.type = ELEMENT_TEXT, .bytes = name};
}

static inline struct element element_number(uint64_t number)
{
    return (struct element){.type = ELEMENT_NUMBER, .number = number};
}

static inline struct element element_bytes(struct bytes bytes)
{
    return (struct element){.type = ELEMENT_BYTES, .bytes = bytes};
}

/* A key, a hash, a point or a scalar. */
static inline struct element element_of_32(const uint8_t *at)
{
    return element_bytes(bytes_of(at, 32));
}

/* H; and H over one element more, a bin. */
void elements_scalar(const struct element *elements, size_t count, uint8_t scalar[BALLOT_SCALAR_BYTES]);
void elements_challenge(const struct element *elements, size_t count, struct bytes last,
                        uint8_t scalar[BALLOT_SCALAR_BYTES]);
/* B. */
void elements_digest(const struct element *elements, size_t count, uint8_t digest[LIMIT_HASH_BYTES]);

/* What secret scalars are made from, so that a machine that draws the same random bytes again gives nothing
 * away unless it also says the same. */
struct hedge {
    uint8_t context[LIMIT_HASH_BYTES];
    const uint8_t *random; /* BALLOT_RANDOM_BYTES, borrowed */
};

struct hedge hedge_over(const struct element *elements, size_t count,
                        const uint8_t random[BALLOT_RANDOM_BYTES]);
void hedge_secret(const struct hedge *hedge, uint64_t index, struct bytes hidden,
                  uint8_t scalar[BALLOT_SCALAR_BYTES]);
void hedge_nonce(const struct hedge *hedge, uint64_t index, const uint8_t secret[BALLOT_SCALAR_BYTES],
                 uint8_t scalar[BALLOT_SCALAR_BYTES]);

#endif
