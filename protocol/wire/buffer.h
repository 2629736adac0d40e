/* Borrowed bytes, and a bounded buffer to write into. Neither allocates; a buffer that would overflow keeps
 * what it had and remembers that it was too small, so that one check at the end is enough. */
#ifndef BULLETIN_WIRE_BUFFER_H
#define BULLETIN_WIRE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Somebody else's bytes. `at` is NULL when there are none; the lender says how long it lives. */
struct bytes {
    const uint8_t *at;
    size_t size;
};

struct buffer {
    uint8_t *at;
    size_t size;     /* written so far */
    size_t capacity; /* of `at` */
    bool overflowed; /* something did not fit; `size` stands where it was before that */
};

static inline struct bytes bytes_of(const void *at, size_t size)
{
    return (struct bytes){.at = at, .size = size};
}

static inline struct bytes bytes_of_text(const char *text)
{
    return (struct bytes){.at = (const uint8_t *)text, .size = strlen(text)};
}

static inline bool bytes_equal(struct bytes a, struct bytes b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

static inline bool bytes_equal_text(struct bytes a, const char *text)
{
    return bytes_equal(a, bytes_of_text(text));
}

static inline struct bytes bytes_skip(struct bytes all, size_t count)
{
    return count > 0 ? bytes_of(all.at + count, all.size - count) : all; /* none may be nowhere */
}

static inline struct buffer buffer_over(void *at, size_t capacity)
{
    return (struct buffer){.at = at, .capacity = capacity};
}

static inline struct bytes buffer_bytes(const struct buffer *buffer)
{
    return bytes_of(buffer->at, buffer->size);
}

static inline void buffer_add(struct buffer *buffer, const void *at, size_t size)
{
    if (buffer->overflowed || size > buffer->capacity - buffer->size) {
        buffer->overflowed = true;
        return;
    }
    if (size > 0)
        memcpy(buffer->at + buffer->size, at, size);
    buffer->size += size;
}

static inline void buffer_add_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

#endif
