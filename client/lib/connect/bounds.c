/* Counts down what a server may send. It does not know why it is asked, nor what becomes of a server that
 * says too much. */
#include "client/lib/connect/bounds.h"

#include <stdalign.h>
#include <stddef.h>

/* The least that stands around a body: an array of three, a number, and a word of two letters. */
enum { AROUND_BYTES = 1 + 1 + 3 };

/* What malloc keeps beside a block, and how it rounds: never less than this. */
enum { BLOCK_BYTES = 32 };

static uint64_t rows_asked(const struct verb *verb, struct bytes args)
{
    alignas(max_align_t) uint8_t values[SHAPE_BYTES];
    struct refusal why;
    int index = shape_find(verb->args, bytes_of_text("limit"));
    if (index < 0)
        return UINT64_MAX;
    if (codec_decode_known(verb->args, args, values, &why) != OK || !field_present(values, (size_t)index))
        return LIMIT_ROWS;
    return *(const uint64_t *)(const void *)(values + verb->args->fields[index].offset);
}

struct answer_bounds answer_bounds_begin(const struct verb *verb, struct bytes args)
{
    return (struct answer_bounds){.rows = rows_asked(verb, args), .bytes = LIMIT_ANSWER_BYTES};
}

bool answer_bounds_take(struct answer_bounds *bounds, const struct message *message, bool is_row)
{
    if (message->body.size + AROUND_BYTES > bounds->bytes || (is_row && bounds->rows == 0))
        return false;
    bounds->bytes -= message->body.size + AROUND_BYTES;
    bounds->rows -= is_row;
    return true;
}

size_t push_cost(size_t header_size, size_t body_size)
{
    return header_size + body_size + BLOCK_BYTES;
}
