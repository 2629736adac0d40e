/* Copies of rows, encoded. It does not know what they say. */
#include "client/shell/kept_rows.h"

#include <assert.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/wire/codec.h"

static bool rows_grow(struct rows *rows)
{
    if (rows->count < rows->capacity)
        return true;
    size_t capacity = rows->capacity == 0 ? LIMIT_ROWS : 2 * rows->capacity;
    struct bytes *maps = realloc(rows->maps, capacity * sizeof *maps);
    if (maps == NULL)
        return false;
    rows->maps = maps;
    rows->capacity = capacity;
    return true;
}

void rows_take(void *context, const struct shape *shape, const void *values)
{
    struct rows *rows = context;
    uint8_t room[LIMIT_PLAIN_BYTES];
    struct buffer map = buffer_over(room, sizeof room);
    codec_encode(shape, values, &map);
    uint8_t *copy = map.overflowed || !rows_grow(rows) ? NULL : malloc(map.size);
    if (copy == NULL) {
        rows->failed = true;
        return;
    }
    memcpy(copy, map.at, map.size);
    rows->maps[rows->count++] = bytes_of(copy, map.size);
}

void rows_read(const struct rows *rows, size_t index, const struct shape *shape, void *values)
{
    struct refusal why;
    enum error error = codec_decode_kept(shape, rows->maps[index], values, &why);
    assert(error == OK); /* it was encoded by us */
    (void)error;
}

enum error rows_whole(const struct rows *rows, struct failure *failure)
{
    return rows->failed ? failure_say(failure, ERR_INTERNAL, "There is no memory left.") : OK;
}

enum error rows_ask(struct rows *rows, struct client *client, int verb, const void *args,
                    struct failure *failure)
{
    alignas(max_align_t) uint8_t ok[SHAPE_BYTES];
    struct answer answer = {.row = rows_take, .context = rows, .ok = ok};
    enum error code = client_call_values(client, verb, args, &answer, failure);
    return code == OK ? rows_whole(rows, failure) : code;
}

enum error rows_first(const struct rows *rows, const struct shape *shape, void *values,
                      struct failure *failure)
{
    enum error code = rows_whole(rows, failure);
    if (code == OK && rows->count == 0)
        code = failure_refuse(failure, ERR_MALFORMED, NULL, bytes_of_text("an answer without its row"), 0);
    if (code == OK)
        rows_read(rows, 0, shape, values);
    return code;
}

void rows_free(struct rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        free((void *)(uintptr_t)rows->maps[i].at);
    free(rows->maps);
    *rows = (struct rows){0};
}
