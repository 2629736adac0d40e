/* A record's plaintext from a stranger: the scan, the messages and the decoding of each by every shape its
 * word may have. What the scan passed, msgpack-c must be able to unpack to the same size. */
#include <msgpack.h>

#include "protocol/tables.h"
#include "protocol/wire/message.h"
#include "protocol/wire/scan.h"
#include "tests/fuzz/target.h"

#define RECORD_ENTRY(symbol, ...) &shape_record_##symbol,
static const struct shape *const records[] = {RECORDS(RECORD_ENTRY)};

static void decode(const struct shape *shape, struct bytes body)
{
    _Alignas(max_align_t) uint8_t values[SHAPE_BYTES];
    struct refusal why = {.code = OK};
    if (codec_decode(shape, body, values, &why) == OK)
        return;
    uint8_t room[1024];
    struct buffer out = buffer_over(room, sizeof room);
    message_write_refusal(&out, 1, &why);
    struct message message;
    struct record_error record;
    struct bytes rest = buffer_bytes(&out);
    require(!out.overflowed && scan_check(rest, &why) == OK && message_take(&rest, &message, &why) == OK &&
            codec_decode(&shape_record_error, message.body, &record, &why) == OK);
}

static void unpack(struct bytes all)
{
    msgpack_unpacked unpacked;
    msgpack_unpacked_init(&unpacked);
    size_t at = 0;
    while (at < all.size) {
        size_t size = scan_value_size(bytes_skip(all, at)), before = at;
        require(msgpack_unpack_next(&unpacked, (const char *)all.at, all.size, &at) ==
                MSGPACK_UNPACK_SUCCESS);
        require(at - before == size);
    }
    msgpack_unpacked_destroy(&unpacked);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct bytes rest = bytes_of(at, size);
    struct refusal why = {.code = OK};
    struct message message;
    if (scan_check(rest, &why) != OK)
        return 0;
    unpack(rest);
    while (rest.size > 0 && message_take(&rest, &message, &why) == OK) {
        const struct verb *verb = verb_find(message.word);
        const struct push_kind *push = push_find(message.word);
        if (verb != NULL)
            decode(verb->args, message.body);
        if (push != NULL)
            decode(push->shape, message.body);
        for (size_t i = 0; i < sizeof records / sizeof records[0]; i++)
            decode(records[i], message.body);
    }
    return 0;
}
