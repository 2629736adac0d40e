/* A stranger's bytes before any handshake, in pieces of any size, to a server's link and to a client's. The
 * link must refuse or wait; it must never open. */
#include "tests/fuzz/target.h"
#include "tests/unit/support/pair.h"

enum { INPUT_BYTES = 4096 };

/* What a connection does with each piece that arrives: takes records while there are whole ones. */
static enum error take_all(struct link *link, struct link_greeting *greeting, struct buffer *input)
{
    uint8_t answer[PAIR_MESSAGE_BYTES];
    size_t used = 1;
    while (used > 0 && input->size > 0) {
        struct buffer out = buffer_over(answer, sizeof answer);
        struct bytes plain;
        struct refusal why;
        enum error error = link_take(link, greeting, input->at, input->size, &used, &plain, &out, &why);
        require((error != OK) == (link->state == LINK_BROKEN || link->state == LINK_ENDING));
        if (error != OK) {
            require(why.code == error && out.size == 0);
            return error;
        }
        require(link->state != LINK_OPEN && plain.size == 0 && used <= input->size);
        input->size -= used;
        memmove(input->at, input->at + used, input->size);
    }
    return OK;
}

/* `data` is a run of pieces, each behind a byte that says its length. */
static void feed(struct link *link, struct link_greeting *greeting, struct bytes data)
{
    uint8_t room[INPUT_BYTES];
    struct buffer input = buffer_over(room, sizeof room);
    while (data.size > 0) {
        size_t size = data.at[0] < data.size - 1 ? data.at[0] : data.size - 1;
        buffer_add(&input, data.at + 1, size);
        if (input.overflowed || take_all(link, greeting, &input) != OK)
            return;
        data = bytes_skip(data, 1 + size);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct pair started;
    if (started.sizes[0] == 0)
        require(pair_start(&started, false) == OK);
    struct pair pair = started;
    feed(&pair.server, &pair.server_greeting, bytes_of(data, size));
    feed(&pair.client, &pair.client_greeting, bytes_of(data, size));
    return 0;
}
