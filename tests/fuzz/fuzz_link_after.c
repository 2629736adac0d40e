/* An open link whose other end turned hostile: records sealed rightly around any content, and raw bytes.
 * Whatever passes is read on, as a server or client would. */
#include <sodium.h>

#include "protocol/proof/act.h"
#include "protocol/proof/head.h"
#include "protocol/tables.h"
#include "protocol/wire/message.h"
#include "protocol/wire/scan.h"
#include "tests/fuzz/target.h"
#include "tests/unit/support/pair.h"

enum { STRUCT_BYTES = 2048, RAW = 1, TO_CLIENT = 2 };

static const struct shape *shape_of(struct bytes word)
{
    const struct verb *verb = verb_find(word);
    const struct push_kind *push = push_find(word);
    return verb != NULL ? verb->args : push != NULL ? push->shape : NULL;
}

/* Reads what passed the scan with everything that may come next. */
static void read_on(struct bytes plain)
{
    struct refusal why;
    struct act act;
    struct head head;
    struct checkpoint checkpoint;
    if (act_read(plain, &act, &why) == OK)
        require(scan_value_size(act.args) == act.args.size);
    if (head_read(plain, &head, &why) == OK)
        require(scan_value_size(head.decided) == head.decided.size);
    if (checkpoint_read(plain, &checkpoint, &why) == OK)
        require(!checkpoint_verify(&checkpoint, plain, checkpoint.hash));

    struct message message;
    while (plain.size > 0 && message_take(&plain, &message, &why) == OK) {
        _Alignas(16) uint8_t values[STRUCT_BYTES];
        const struct shape *shape = shape_of(message.word);
        if (shape == NULL)
            continue;
        require(shape->size <= sizeof values);
        if (codec_decode(shape, message.body, values, &why) != OK)
            require(why.code != OK);
    }
}

/* Gives one record to `to`; whether the link is still open. */
static bool give(struct link *to, uint8_t *record, size_t size)
{
    size_t used;
    struct bytes plain;
    struct refusal why;
    enum error error = link_take(to, NULL, record, size, &used, &plain, NULL, &why);
    require((error != OK) == (to->state == LINK_ENDING));
    if (error != OK) {
        require(why.code == error);
        require(sodium_is_zero((const uint8_t *)&to->receive, sizeof to->receive));
        return false;
    }
    if (used == 0)
        return false; /* it waits for more, which does not come */
    require(plain.at == record + LINK_HEADER_BYTES &&
            plain.size == used - LINK_HEADER_BYTES - LIMIT_TAG_BYTES);
    read_on(plain);
    return true;
}

/* `data` is a run of records, each behind a byte of flags and two of length. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct pair opened;
    static uint8_t record[LINK_HEADER_BYTES + LIMIT_RECORD_BYTES];
    if (opened.client.state != LINK_OPEN)
        require(pair_open(&opened, false) == OK);
    struct link client = opened.client, server = opened.server;
    for (struct bytes rest = bytes_of(data, size); rest.size >= 3;) {
        uint8_t flags = rest.at[0];
        size_t wanted = (size_t)rest.at[1] << 8 | rest.at[2];
        rest = bytes_skip(rest, 3);
        size_t part = wanted < rest.size ? wanted : rest.size;
        part = part < LIMIT_PLAIN_BYTES ? part : LIMIT_PLAIN_BYTES;
        struct link *from = flags & TO_CLIENT ? &server : &client;
        struct link *to = flags & TO_CLIENT ? &client : &server;
        size_t record_size = part;
        if (flags & RAW) {
            memcpy(record, rest.at, part);
        } else {
            memcpy(record + LINK_HEADER_BYTES, rest.at, part);
            if (link_seal(from, record, part, &record_size) != OK)
                return 0;
        }
        if (!give(to, record, record_size))
            return 0;
        rest = bytes_skip(rest, part);
    }
    return 0;
}
