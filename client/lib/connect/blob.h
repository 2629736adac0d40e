/* Long texts: up to the server in pieces before the act that names them, and down again, checked by their
 * hash. It does not know what the text is for. */
#ifndef BULLETIN_CLIENT_BLOB_H
#define BULLETIN_CLIENT_BLOB_H

#include "client/lib/connect/client.h"

/* Uploads; goes on where an earlier try stopped. Writes the hash that an act may name. */
enum error blob_upload(struct client *client, struct bytes content, uint8_t hash[LIMIT_HASH_BYTES],
                       struct failure *failure);

/* Downloads what the bulletin `id` names by `hash`. The caller frees *content, which has a zero byte after
 * its end. Errors: BLOB_MISMATCH, and what the server says. */
enum error blob_download(struct client *client, struct bytes id, struct bytes hash, uint8_t **content,
                         size_t *size, struct failure *failure);

#endif
