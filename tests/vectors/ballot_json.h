/* Members of JSON objects for the vectors of a ballot. */
#ifndef BULLETIN_TESTS_BALLOT_JSON_H
#define BULLETIN_TESTS_BALLOT_JSON_H

#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>

#include "protocol/wire/buffer.h"

static inline void vector_require(bool holds)
{
    if (!holds)
        abort();
}

static inline json_t *vector_hex(struct bytes bytes)
{
    char *hex = malloc(2 * bytes.size + 1);
    vector_require(hex != NULL);
    sodium_bin2hex(hex, 2 * bytes.size + 1, bytes.at, bytes.size);
    json_t *made = json_string(hex);
    free(hex);
    vector_require(made != NULL);
    return made;
}

static inline void vector_put(json_t *object, const char *name, json_t *value)
{
    vector_require(json_object_set_new(object, name, value) == 0);
}

static inline void vector_put_bytes(json_t *object, const char *name, struct bytes bytes)
{
    vector_put(object, name, vector_hex(bytes));
}

static inline void vector_put_32(json_t *object, const char *name, const uint8_t *at)
{
    vector_put_bytes(object, name, bytes_of(at, 32));
}

static inline void vector_put_text(json_t *object, const char *name, struct bytes text)
{
    vector_put(object, name, json_stringn((const char *)text.at, text.size));
}

static inline void vector_put_number(json_t *object, const char *name, uint64_t number)
{
    vector_put(object, name, json_integer((json_int_t)number));
}

static inline void vector_add(json_t *array, json_t *value)
{
    vector_require(json_array_append_new(array, value) == 0);
}

#endif
