/* The long text of a bulletin, as it waits uploaded: whether it may be published. */
#ifndef BULLETIN_DOMAIN_BULLETIN_TEXT_H
#define BULLETIN_DOMAIN_BULLETIN_TEXT_H

#include "server/domain/base/decision.h"

/* Reads a complete upload of this owner through. It must be text by the rule for what is said
 * now (protocol/wire/readable.h), of at most LIMIT_TEXT_BYTES. Errors: BLOB_UNKNOWN, TOO_LONG, and those of
 * readable_check. */
enum error bulletin_text_check(struct txn *txn, struct bytes owner, struct bytes hash, uint64_t *size,
                               struct decision *decision);

#endif
