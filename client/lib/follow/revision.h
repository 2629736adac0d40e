/* Whether a revision that the server shows is the one that was signed and chained. Nobody says that they have
 * or sign what only the server says. It keeps nothing and shows nothing. */
#ifndef BULLETIN_CLIENT_REVISION_H
#define BULLETIN_CLIENT_REVISION_H

#include "client/lib/connect/client.h"
#include "client/lib/follow/fact.h"

/* Where the fact stands whose head has this hash, which made this revision of the bulletin, and the hash of
 * the act that its head names. Errors: HEAD_MISMATCH when there is none, and those of `facts`. */
struct revision_place {
    uint64_t number;
    uint8_t act_hash[LIMIT_HASH_BYTES];
};
enum error revision_find(struct client *client, struct bytes id, uint64_t revision, struct bytes head_hash,
                         struct revision_place *place, struct failure *failure);

/* A row of `read`: the head it names is of a fact whose act, signed by its author for this house, says all
 * that the row shows of this revision. Errors: HEAD_MISMATCH, and those of `facts`. */
enum error revision_check(struct client *client, const struct record_bulletin *row, struct failure *failure);

#endif
