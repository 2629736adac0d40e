/* Questions answered from what a watcher kept, for when the server is not to be had: headlines and bulletins
 * as the server would give them. It dials nobody. */
#ifndef BULLETIN_CLIENT_KEPT_H
#define BULLETIN_CLIENT_KEPT_H

#include "client/lib/follow/fact.h"
#include "client/lib/home/keep.h"

/* Gives the newest headlines of a channel, newest first: at most `limit`, with numbers below `before` (0:
 * all). *given says how many. */
enum error kept_headlines(const struct keep *keep, struct bytes channel, uint64_t limit, uint64_t before,
                          void (*row)(void *context, const struct shape *shape, const void *values),
                          void *context, uint64_t *given, struct failure *failure);

/* A bulletin with all that its record borrows from. */
struct kept_bulletin;

/* `revision` 0: the newest. Errors: UNKNOWN_ID, UNKNOWN_REVISION when it is not kept. */
enum error kept_find(const struct keep *keep, struct bytes id, uint64_t revision,
                     struct kept_bulletin **found, struct failure *failure);
void kept_free(struct kept_bulletin *bulletin);
const struct record_bulletin *kept_record(const struct kept_bulletin *bulletin);
/* Its text, short or long; empty when it has none or a long one was not kept. */
struct bytes kept_text(const struct kept_bulletin *bulletin);

#endif
