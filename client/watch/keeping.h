/* Facts with their texts and files on disk. It shows nothing. */
#ifndef BULLETIN_CLIENT_KEEPING_H
#define BULLETIN_CLIENT_KEEPING_H

#include "client/watch/watch_state.h"

/* Puts a fact, its long text and, if it is a duty of ours, its files on disk, and drops what it erases. The
 * cursor is not moved. A lost connection is mended. */
struct verdict keeping_fact(struct watch *watch, const struct fact_seen *fact);
/* Fetches what is missing. *whole is false when the server does not give it. */
struct verdict keeping_fetch(struct watch *watch, struct bytes fact_id, struct bytes hash, bool *whole);
/* The long text that the fact names and, of a duty of ours, the files, where they are not here whole.
 * `fetched` counts those that are here now; it may be NULL. */
struct verdict keeping_fetch_named(struct watch *watch, const struct fact_seen *fact, uint64_t *fetched);

#endif
