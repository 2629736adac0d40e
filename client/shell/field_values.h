/* Fields of a struct that a shape describes, found by their names; for code that serves several shapes with
 * the same fields. A name that the shape lacks is our own mistake. */
#ifndef BULLETIN_CLIENT_FIELD_VALUES_H
#define BULLETIN_CLIENT_FIELD_VALUES_H

#include <assert.h>

#include "protocol/tables.h"

static inline bool *values_flag(const struct shape *shape, void *values, const char *name)
{
    int index = shape_find(shape, bytes_of_text(name));
    assert(index >= 0);
    return (bool *)values + index;
}

/* Of a kind that is kept as bytes. */
static inline struct bytes *values_bytes(const struct shape *shape, void *values, const char *name)
{
    int index = shape_find(shape, bytes_of_text(name));
    assert(index >= 0);
    return (void *)((uint8_t *)values + shape->fields[index].offset);
}

static inline void values_put(const struct shape *shape, void *values, const char *name, struct bytes value)
{
    shape_put(shape, values, name, &value);
}

#endif
