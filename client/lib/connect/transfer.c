/* Moves long texts and files in pieces of LIMIT_BLOB_CHUNK_BYTES, over as many connections as it takes. It
 * trusts no piece before the whole fits its hash. */
#include "client/lib/connect/transfer.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/lib/connect/wait.h"

/* How long to go on trying: until nothing has moved for as long as the watch says. */
struct patience {
    const struct blob_watch *watch;
    int64_t deadline_ms;
    struct backoff backoff;
};

static struct patience patience_begin(const struct blob_watch *watch)
{
    int64_t patience_ms = watch != NULL ? watch->patience_ms : 0;
    return (struct patience){.watch = watch, .deadline_ms = wait_deadline(patience_ms)};
}

static void patience_moved(struct patience *patience, uint64_t bytes)
{
    const struct blob_watch *watch = patience->watch;
    *patience = patience_begin(watch);
    if (watch != NULL && watch->moved != NULL)
        watch->moved(watch->context, bytes);
}

/* Whether to try once more, after a pause. */
static bool patience_allows(struct patience *patience, const struct failure *failure)
{
    if (!failure_is_passing(failure))
        return false;
    int64_t again = wait_deadline(backoff_next_ms(&patience->backoff));
    return again < patience->deadline_ms && wait_until(again) != WAIT_INTERRUPTED;
}

static size_t piece_size(uint64_t size, uint64_t offset)
{
    uint64_t left = size - offset;
    return left < LIMIT_BLOB_CHUNK_BYTES ? (size_t)left : LIMIT_BLOB_CHUNK_BYTES;
}

/* Sends the piece at `offset`; *next is where the server wants to go on. */
static enum error send_piece(struct client *client, const struct blob_source *source, uint64_t offset,
                             uint64_t *next, struct failure *failure)
{
    uint8_t room[LIMIT_BLOB_CHUNK_BYTES];
    size_t size = piece_size(source->size, offset);
    enum error code = source->read(source->context, offset, room, size, failure);
    if (code != OK)
        return code;
    struct args_blob_put args = {
        .hash = bytes_of(source->hash, LIMIT_HASH_BYTES),
        .size = source->size,
        .offset = offset,
        .bytes = bytes_of(room, size),
    };
    struct record_staged staged = {0};
    struct answer answer = {.ok = &staged};
    code = client_call_values(client, VERB_blob_put, &args, &answer, failure);
    bool elsewhere = code == ERR_BLOB_OFFSET && failure->said_by_server;
    if (code != OK && !elsewhere)
        return code;
    *next = elsewhere ? failure->limit : staged.offset;
    return OK;
}

enum error blob_send(struct client *client, const struct blob_source *source, const struct blob_watch *watch,
                     struct failure *failure)
{
    struct patience patience = patience_begin(watch);
    uint64_t offset = 0, turns = 0;
    while (offset < source->size) {
        uint64_t next = offset;
        enum error code = send_piece(client, source, offset, &next, failure);
        if (code != OK && patience_allows(&patience, failure))
            continue;
        if (code != OK)
            return code;
        /* The server says where to go on; one that sends us round for ever is refused. */
        if (next > source->size || turns++ > 2 * (source->size / LIMIT_BLOB_CHUNK_BYTES + 1))
            return failure_refuse(failure, ERR_MALFORMED, NULL, bytes_of_text("an upload that never ends"),
                                  0);
        if (next > offset)
            patience_moved(&patience, next);
        offset = next;
    }
    return OK;
}

static enum error read_memory(void *context, uint64_t offset, uint8_t *room, size_t size,
                              struct failure *failure)
{
    const struct bytes *content = context;
    (void)failure;
    memcpy(room, content->at + offset, size);
    return OK;
}

enum error blob_upload(struct client *client, struct bytes content, const struct blob_watch *watch,
                       uint8_t hash[LIMIT_HASH_BYTES], struct failure *failure)
{
    uint8_t of_content[LIMIT_HASH_BYTES];
    hash_bytes(content, of_content);
    struct blob_source source = {
        .size = content.size, .hash = of_content, .read = read_memory, .context = &content};
    enum error code = blob_send(client, &source, watch, failure);
    if (code == OK)
        memcpy(hash, of_content, sizeof of_content);
    return code;
}

static enum error mismatch(struct failure *failure)
{
    return failure_refuse(failure, ERR_BLOB_MISMATCH, NULL, (struct bytes){0}, 0);
}

enum error blob_receive(struct client *client, struct bytes id, struct bytes hash,
                        const struct blob_sink *sink, const struct blob_watch *watch, struct failure *failure)
{
    struct patience patience = patience_begin(watch);
    uint64_t offset = sink->offset, size = UINT64_MAX;
    while (offset < size) {
        struct args_blob_get args = {.id = id, .hash = hash, .offset = offset};
        struct record_chunk chunk = {0};
        struct answer answer = {.ok = &chunk};
        enum error code = client_call_values(client, VERB_blob_get, &args, &answer, failure);
        if (code != OK && patience_allows(&patience, failure))
            continue;
        if (code != OK)
            return code;
        bool same = size == UINT64_MAX || size == chunk.size;
        if (!same || chunk.size <= offset || chunk.bytes.size != piece_size(chunk.size, offset))
            return mismatch(failure);
        size = chunk.size;
        code = sink->take(sink->context, size, offset, chunk.bytes, failure);
        if (code != OK)
            return code;
        offset += chunk.bytes.size;
        patience_moved(&patience, offset);
    }
    return OK;
}

struct memory {
    uint8_t *content;
    size_t size;
};

static enum error take_into_memory(void *context, uint64_t size, uint64_t offset, struct bytes piece,
                                   struct failure *failure)
{
    struct memory *memory = context;
    if (size > LIMIT_TEXT_BYTES)
        return mismatch(failure);
    if (memory->content == NULL)
        memory->content = malloc(size + 1);
    if (memory->content == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    memcpy(memory->content + offset, piece.at, piece.size);
    memory->size = size;
    return OK;
}

enum error blob_download(struct client *client, struct bytes id, struct bytes hash, uint8_t **content,
                         size_t *size, struct failure *failure)
{
    struct memory memory = {0};
    struct blob_sink sink = {.take = take_into_memory, .context = &memory};
    uint8_t found[LIMIT_HASH_BYTES];
    enum error code = blob_receive(client, id, hash, &sink, NULL, failure);
    if (code != OK)
        goto out;
    hash_bytes(bytes_of(memory.content, memory.size), found);
    if (!bytes_equal(bytes_of(found, sizeof found), hash)) {
        code = mismatch(failure);
        goto out;
    }
    memory.content[memory.size] = '\0';
    *content = memory.content;
    *size = memory.size;
    memory.content = NULL;
out:
    free(memory.content);
    return code;
}

enum error blob_hash_file(int file, uint64_t size, uint8_t hash[LIMIT_HASH_BYTES], bool *fits,
                          struct failure *failure)
{
    uint8_t room[LIMIT_BLOB_CHUNK_BYTES];
    crypto_generichash_blake2b_state state;
    uint64_t offset = 0;
    crypto_generichash_blake2b_init(&state, NULL, 0, LIMIT_HASH_BYTES);
    while (offset < size) {
        ssize_t got = pread(file, room, piece_size(size, offset), (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failure_say(failure, ERR_INTERNAL, "Cannot read the file: %s.", strerror(errno));
        if (got == 0)
            break;
        crypto_generichash_blake2b_update(&state, room, (size_t)got);
        offset += (uint64_t)got;
    }
    crypto_generichash_blake2b_final(&state, hash, LIMIT_HASH_BYTES);
    *fits = offset == size;
    return OK;
}
