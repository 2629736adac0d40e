/* The scan that stands before every decoder. It reads MessagePack bytes of a stranger and allocates nothing;
 * what it has passed may be given to msgpack-c, whose unpacker believes declared lengths. */
#ifndef BULLETIN_WIRE_SCAN_H
#define BULLETIN_WIRE_SCAN_H

#include "protocol/wire/refusal.h"

/* Passes `all` if it is a sequence of one or more whole MessagePack values that ends exactly at the end and
 * in which: nesting is at most LIMIT_DEPTH, no count or length is larger than the bytes left, there are at
 * most LIMIT_RECORD_ELEMENTS elements, no ext types, strings are valid UTF-8 (no surrogates, no overlong
 * forms), and no map has a key twice or a key that is not a string. Errors: MALFORMED, with a static
 * `why->name` that says which rule was broken. */
enum error scan_check(struct bytes all, struct refusal *why);

/* The size of the first value in bytes that scan_check has passed. */
size_t scan_value_size(struct bytes checked);
/* The same, and how many elements scan_check counts in it. */
struct extent {
    size_t bytes, elements;
};
struct extent scan_value_extent(struct bytes checked);

enum value_type {
    VALUE_NIL,
    VALUE_FLAG,
    VALUE_NUMBER,   /* an integer from 0 up */
    VALUE_NEGATIVE, /* an integer below 0 */
    VALUE_FLOAT,
    VALUE_STRING,
    VALUE_BINARY,
    VALUE_ARRAY,
    VALUE_MAP,
};

struct value {
    enum value_type type;
    uint64_t number;    /* FLAG and NUMBER: it; NEGATIVE: its two's complement; ARRAY: elements; MAP: pairs */
    struct bytes bytes; /* what a STRING or BINARY holds, borrowed */
};

/* Takes the first value off `rest`; of an array or a map the head alone, and what it holds follows in `rest`.
 * Never reads past the end. False, with `rest` untouched, when there is no whole value; in bytes that
 * scan_check has passed that is the end. */
bool scan_take(struct bytes *rest, struct value *value);

#endif
