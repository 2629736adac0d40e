/* Long texts and files: up to the server in pieces before the act that names them, and down again, checked by
 * their hash. It does not know what they are for. */
#ifndef BULLETIN_CLIENT_TRANSFER_H
#define BULLETIN_CLIENT_TRANSFER_H

#include "client/lib/connect/client.h"

/* A lost connection is dialled again, and the transfer goes on from the last piece that arrived, until
 * nothing has moved for `patience_ms` (0: not at all). */
struct blob_watch {
    int64_t patience_ms;
    void (*moved)(void *context, uint64_t bytes); /* how much is there; may be NULL */
    void *context;
};

/* Who has the bytes of an upload. */
struct blob_source {
    uint64_t size;       /* at least 1 */
    const uint8_t *hash; /* of the whole */
    /* Gives exactly `size` bytes from `offset`. */
    enum error (*read)(void *context, uint64_t offset, uint8_t *room, size_t size, struct failure *failure);
    void *context;
};

/* Uploads; goes on where an earlier try stopped, also one of another day's process. Errors: those of `read`,
 * what the server says (BLOB_MISMATCH: what was read does not fit the hash), and those of the connection. */
enum error blob_send(struct client *client, const struct blob_source *source, const struct blob_watch *watch,
                     struct failure *failure);

/* The same for bytes in memory. Writes the hash that an act may name. */
enum error blob_upload(struct client *client, struct bytes content, const struct blob_watch *watch,
                       uint8_t hash[LIMIT_HASH_BYTES], struct failure *failure);

/* Who takes the bytes of a download, piece after piece from `offset` on, which is a multiple of
 * LIMIT_BLOB_CHUNK_BYTES. `size` is what the server says of the whole: no piece reaches beyond it. */
struct blob_sink {
    uint64_t offset;
    enum error (*take)(void *context, uint64_t size, uint64_t offset, struct bytes piece,
                       struct failure *failure);
    void *context;
};

/* Downloads what the act of the fact `id`, or the bulletin `id`, names by `hash`. The whole is not
 * checked: the sink has it. Errors: those of `take`; BLOB_MISMATCH when the server contradicts itself;
 * what it says. */
enum error blob_receive(struct client *client, struct bytes id, struct bytes hash,
                        const struct blob_sink *sink, const struct blob_watch *watch,
                        struct failure *failure);

/* Downloads a text into memory. The caller frees *content, which has a zero byte after its end. Errors:
 * BLOB_MISMATCH, and what the server says. */
enum error blob_download(struct client *client, struct bytes id, struct bytes hash, uint8_t **content,
                         size_t *size, struct failure *failure);

/* The hash of the first `size` bytes of an open file, read by pieces. *fits is false when it is shorter.
 * Errors: INTERNAL when it cannot be read. */
enum error blob_hash_file(int file, uint64_t size, uint8_t hash[LIMIT_HASH_BYTES], bool *fits,
                          struct failure *failure);

#endif
