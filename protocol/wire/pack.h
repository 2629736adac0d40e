/* A msgpack-c packer that writes into a bounded buffer. It knows nothing of what is packed; whether it fitted
 * shows in the buffer. */
#ifndef BULLETIN_WIRE_PACK_H
#define BULLETIN_WIRE_PACK_H

#include <msgpack.h>

#include "protocol/wire/buffer.h"

static inline int pack_write(void *buffer, const char *at, size_t size)
{
    buffer_add(buffer, at, size);
    return 0;
}

/* The packer borrows `out`. */
static inline msgpack_packer pack_into(struct buffer *out)
{
    msgpack_packer packer;
    msgpack_packer_init(&packer, out, pack_write);
    return packer;
}

static inline void pack_text(msgpack_packer *packer, struct bytes text)
{
    msgpack_pack_str_with_body(packer, text.at, text.size);
}

static inline void pack_bytes(msgpack_packer *packer, struct bytes bytes)
{
    msgpack_pack_bin_with_body(packer, bytes.at, bytes.size);
}

#endif
