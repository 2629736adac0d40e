/* Moves long texts in pieces of LIMIT_BLOB_CHUNK_BYTES. It trusts no piece before the whole fits its hash. */
#include "client/lib/connect/blob.h"

#include <stdlib.h>

static struct bytes piece_at(struct bytes content, uint64_t offset)
{
    struct bytes piece = bytes_skip(content, offset);
    if (piece.size > LIMIT_BLOB_CHUNK_BYTES)
        piece.size = LIMIT_BLOB_CHUNK_BYTES;
    return piece;
}

enum error blob_upload(struct client *client, struct bytes content, uint8_t hash[LIMIT_HASH_BYTES],
                       struct failure *failure)
{
    uint8_t of_content[LIMIT_HASH_BYTES];
    hash_bytes(content, of_content);
    uint64_t offset = 0, turns = 0;
    while (offset < content.size) {
        struct args_blob_put args = {
            .has = {.hash = true, .size = true, .offset = true, .bytes = true},
            .hash = bytes_of(of_content, sizeof of_content),
            .size = content.size,
            .offset = offset,
            .bytes = piece_at(content, offset),
        };
        struct record_staged staged = {0};
        struct answer answer = {.ok = &staged};
        enum error code = client_call_values(client, VERB_blob_put, &args, &answer, failure);
        uint64_t next = staged.offset;
        if (code == ERR_BLOB_OFFSET && failure->said_by_server)
            next = failure->limit;
        else if (code != OK)
            return code;
        /* The server says where to go on; one that sends us round for ever is refused. */
        if (next > content.size || turns++ > 2 * (content.size / LIMIT_BLOB_CHUNK_BYTES + 1))
            return failure_refuse(failure, ERR_MALFORMED, NULL, bytes_of_text("an upload that never ends"),
                                  0);
        offset = next;
    }
    memcpy(hash, of_content, sizeof of_content);
    return OK;
}

struct download {
    uint8_t *content;
    size_t size, capacity;
    uint64_t said; /* by the last piece */
};

static void take_chunk(void *context, const struct record_chunk *chunk)
{
    struct download *download = context;
    download->said = chunk->size;
    if (chunk->size > LIMIT_TEXT_BYTES || chunk->bytes.size > chunk->size - download->size)
        return;
    if (download->content == NULL) {
        download->content = malloc(chunk->size + 1);
        download->capacity = chunk->size;
    }
    if (download->content == NULL || chunk->size != download->capacity)
        return;
    if (chunk->bytes.size > 0)
        memcpy(download->content + download->size, chunk->bytes.at, chunk->bytes.size);
    download->size += chunk->bytes.size;
}

enum error blob_download(struct client *client, struct bytes id, struct bytes hash, uint8_t **content,
                         size_t *size, struct failure *failure)
{
    struct download download = {0};
    uint8_t found[LIMIT_HASH_BYTES];
    enum error code;
    do {
        size_t before = download.size;
        struct args_blob_get args = {
            .has = {.id = true, .hash = true, .offset = true},
            .id = id,
            .hash = hash,
            .offset = before,
        };
        struct record_chunk chunk = {0};
        struct answer answer = {.ok = &chunk};
        code = client_call_values(client, VERB_blob_get, &args, &answer, failure);
        if (code != OK)
            goto out;
        take_chunk(&download, &chunk);
        if (download.size == before) {
            code = failure_refuse(failure, ERR_BLOB_MISMATCH, NULL, (struct bytes){0}, 0);
            goto out;
        }
    } while (download.size < download.said);

    hash_bytes(bytes_of(download.content, download.size), found);
    if (!bytes_equal(bytes_of(found, sizeof found), hash)) {
        code = failure_refuse(failure, ERR_BLOB_MISMATCH, NULL, (struct bytes){0}, 0);
        goto out;
    }
    download.content[download.size] = '\0';
    *content = download.content;
    *size = download.size;
    download.content = NULL;
out:
    free(download.content);
    return code;
}
