/* Where a list goes on, sealed: it names things that the asker may not read, and comes back from them. The
 * server keeps nothing between two pieces. */
#ifndef BULLETIN_NET_NEXT_H
#define BULLETIN_NET_NEXT_H

#include "protocol/secure/identity.h"
#include "protocol/tables.h"

/* Seals what a piece of a question left for the next; `sealed` has room for LIMIT_NEXT_BYTES. Sealed and
 * opened by the key of the house, so a restart does not matter; a later version of the software does. */
void next_seal(const struct identity *house, const struct verb *verb, const void *args, struct bytes next,
               struct buffer *sealed);
/* What the field `next` of the question holds, into `next` (of LIMIT_NEXT_BYTES); empty without one.
 * False when it was not sealed here for this question: all its fields but `limit` and `next` must be as
 * they were. */
bool next_open(const struct identity *house, const struct verb *verb, const void *args, struct buffer *next);

#endif
