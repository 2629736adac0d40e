/* Questions answered from what a watcher kept, for when the server cannot be reached: headlines and bulletins
 * as the server would give them. It dials nobody. */
#ifndef BULLETIN_CLIENT_KEPT_H
#define BULLETIN_CLIENT_KEPT_H

#include "client/lib/follow/fact.h"
#include "client/lib/home/keep.h"

/* Every answer says what is damaged of the channel: what it does not show may be among that. What is given
 * holds: it is chained, and signed by its author. */

/* Gives the newest headlines of a channel, newest first: at most `limit`, with numbers below `before` (0:
 * all). *given says how many. */
enum error kept_headlines(const struct keep *keep, struct bytes channel, uint64_t limit, uint64_t before,
                          void (*row)(void *context, const struct shape *shape, const void *values),
                          void *context, uint64_t *given, struct keep_damage *damage,
                          struct failure *failure);

/* A bulletin with all that its record borrows from. */
struct kept_bulletin;

/* `revision` 0: the newest. Errors: UNKNOWN_ID, UNKNOWN_REVISION when it is not kept; ACT_MISMATCH and
 * BAD_SIGNATURE when it is not what was signed. `damage` is written also then. */
enum error kept_find(const struct keep *keep, struct bytes id, uint64_t revision,
                     struct kept_bulletin **found, struct keep_damage *damage, struct failure *failure);
void kept_free(struct kept_bulletin *bulletin);
const struct record_bulletin *kept_record(const struct kept_bulletin *bulletin);
/* Its text, short or long; empty when it has none, or when a long one was not kept. */
struct bytes kept_text(const struct kept_bulletin *bulletin);
/* It has a long text that is not kept, or damaged. */
bool kept_text_is_lost(const struct kept_bulletin *bulletin);

#endif
