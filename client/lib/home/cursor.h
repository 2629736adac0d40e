/* A watcher's cursor: for each channel the last fact that is on this machine's disk or that its hook has
 * taken. A small text file, one line a channel: `programme 12 HASH`. */
#ifndef BULLETIN_CLIENT_CURSOR_H
#define BULLETIN_CLIENT_CURSOR_H

#include "client/lib/home/files.h"

struct cursor_place {
    char channel[LIMIT_CHANNEL_BYTES + 1];
    uint64_t number;
    uint8_t hash[LIMIT_HASH_BYTES];
};

struct cursor {
    size_t count;
    struct cursor_place places[LIMIT_SUBSCRIPTIONS];
};

/* A missing file is an empty cursor. Errors: INTERNAL in words that name the line. */
enum error cursor_load(const char *path, struct cursor *cursor, struct failure *failure);
enum error cursor_save(const char *path, const struct cursor *cursor, struct failure *failure);

/* NULL when the channel is not in it. */
const struct cursor_place *cursor_find(const struct cursor *cursor, struct bytes channel);
/* False when it is full. */
bool cursor_set(struct cursor *cursor, struct bytes channel, uint64_t number, const uint8_t *hash);

#endif
