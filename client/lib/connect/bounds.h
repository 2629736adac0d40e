/* What a server may send before the client stops listening: the rows and bytes of one answer, and what may
 * wait unread meanwhile. It receives nothing itself. */
#ifndef BULLETIN_CLIENT_BOUNDS_H
#define BULLETIN_CLIENT_BOUNDS_H

#include "protocol/tables.h"
#include "protocol/wire/message.h"

/* What is left of one answer. */
struct answer_bounds {
    uint64_t rows;
    size_t bytes;
};

/* An answer to `verb` with these encoded args: at most the `limit` it asks for, LIMIT_ROWS when it says none,
 * and LIMIT_ANSWER_BYTES; bytes alone count where the verb has no `limit`. */
struct answer_bounds answer_bounds_begin(const struct verb *verb, struct bytes args);
/* False when this message of the answer is one too many. */
bool answer_bounds_take(struct answer_bounds *bounds, const struct message *message, bool is_row);

/* What a push whose body has this size takes of the memory while it waits, with its header. */
size_t push_cost(size_t header_size, size_t body_size);

#endif
