/* A strict walk along one MessagePack array whose elements stand in a fixed order: the counterpart of pack.h
 * for what is signed. It knows nothing of what the elements mean.
 *
 * The first thing that is wrong sticks: later steps give nothing, and one look at `broken` at the end is
 * enough. */
#ifndef BULLETIN_WIRE_UNPACK_H
#define BULLETIN_WIRE_UNPACK_H

#include "protocol/wire/buffer.h"

struct unpack {
    struct bytes rest;
    bool broken;
    struct bytes why; /* static text that says what is wrong */
};

/* Begins in `all`, a stranger's bytes: at most `limit_bytes`, passed by scan_check, and exactly one array of
 * `count` elements. */
struct unpack unpack_begin(struct bytes all, size_t limit_bytes, size_t count);

/* Each step takes the next element and borrows from the input. `what` is static text, said when the element
 * is another. Text is not empty and at most `limit_bytes`; bytes are exactly `size`; a map is given raw. */
uint64_t unpack_number(struct unpack *unpack, const char *what);
int64_t unpack_time_ms(struct unpack *unpack, const char *what);
struct bytes unpack_text(struct unpack *unpack, size_t limit_bytes, const char *what);
struct bytes unpack_bytes(struct unpack *unpack, size_t size, const char *what);
struct bytes unpack_map(struct unpack *unpack, const char *what);

/* The version of the format, which has to be this one. */
void unpack_version(struct unpack *unpack, uint64_t version);

#endif
