/* What an act names that was uploaded before: whether it is there, and whose. It does not know what it is
 * for. */
#ifndef BULLETIN_DOMAIN_UPLOADS_H
#define BULLETIN_DOMAIN_UPLOADS_H

#include "server/domain/base/decision.h"

/* Whether an act of what an id names (TABLE_REVISIONS) names the hash already; as a text, if that is asked.
 * False for an id of size 0. */
bool upload_is_known(struct txn *txn, struct bytes known_id, struct bytes hash, bool as_text);

/* Judges the files that a field of an act names: each was uploaded whole by whoever acts, and is adopted with
 * the decision, or is named already by an act of `known_id` (size 0: none); and it has the size that the act
 * says. Errors: BLOB_UNKNOWN, BLOB_INCOMPLETE, WRONG_SIZE. */
enum error upload_decide_files(const struct deciding *deciding, const char *field, struct bytes files,
                               struct bytes known_id);

/* The first piece of what whoever acts uploaded, or what the ledger has by that hash; size 0: neither. It is
 * borrowed from the store. */
struct bytes upload_beginning(const struct deciding *deciding, struct bytes hash);

#endif
