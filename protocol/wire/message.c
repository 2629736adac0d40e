/* The frame of a message, and a refusal as a message. It does not know what any word but "error" means. */
#include "protocol/wire/message.h"

#include <assert.h>

#include "protocol/tables.h"
#include "protocol/wire/pack.h"
#include "protocol/wire/scan.h"

enum error message_take(struct bytes *rest, struct message *message, struct refusal *why)
{
    struct bytes left = *rest;
    struct value array, id, word, map;
    bool whole = scan_take(&left, &array) && array.type == VALUE_ARRAY && array.number == 3 &&
                 scan_take(&left, &id) && id.type == VALUE_NUMBER && scan_take(&left, &word) &&
                 word.type == VALUE_STRING;
    struct bytes body = left;
    if (!whole || !scan_take(&left, &map) || map.type != VALUE_MAP)
        return refuse(why, ERR_MALFORMED, NULL, bytes_of_text("a message is [number, word, {fields}]"), 0);

    body.size = scan_value_size(body);
    *rest = bytes_skip(*rest, (size_t)(body.at - rest->at) + body.size);
    *message = (struct message){.id = id.number, .word = word.bytes, .body = body};
    return OK;
}

static void write_head(struct buffer *out, uint64_t id, struct bytes word)
{
    msgpack_packer packer = pack_into(out);
    msgpack_pack_array(&packer, 3);
    msgpack_pack_uint64(&packer, id);
    pack_text(&packer, word);
}

void message_write(struct buffer *out, uint64_t id, const char *word, const struct shape *shape,
                   const void *values)
{
    size_t before = out->size;
    write_head(out, id, bytes_of_text(word));
    if (shape == NULL) {
        msgpack_packer packer = pack_into(out);
        msgpack_pack_map(&packer, 0);
    } else {
        codec_encode(shape, values, out);
    }
    if (out->overflowed)
        out->size = before;
}

void message_write_raw(struct buffer *out, uint64_t id, struct bytes word, struct bytes body)
{
    size_t before = out->size;
    write_head(out, id, word);
    buffer_add(out, body.at, body.size);
    if (out->overflowed)
        out->size = before;
}

void messages_move(struct bytes *rest, struct buffer *record)
{
    size_t elements = 0;
    while (rest->size > 0) {
        struct extent next = scan_value_extent(*rest);
        elements += next.elements;
        if (elements > LIMIT_RECORD_ELEMENTS / 2 || next.bytes > record->capacity - record->size)
            return;
        assert(next.bytes > 0);
        buffer_add(record, rest->at, next.bytes);
        *rest = bytes_skip(*rest, next.bytes);
    }
}

void message_write_refusal(struct buffer *out, uint64_t id, const struct refusal *why)
{
    struct refusal_room room;
    struct record_error record;
    refusal_to_record(why, &room, &record);
    message_write(out, id, "error", &shape_record_error, &record);
}
