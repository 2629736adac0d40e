/* A watcher's cursor: for each channel the last fact that is on this machine's disk, and the last that was
 * shown or that its hook has taken. A small text file, one line a channel, `programme 12 HASH 0 11` (the last
 * two numbers: where the keeping began, what was shown), and `sum HASH` over all the lines before, so that no
 * damaged place is ever believed. */
#ifndef BULLETIN_CLIENT_CURSOR_H
#define BULLETIN_CLIENT_CURSOR_H

#include "client/lib/home/files.h"

struct cursor_place {
    char channel[LIMIT_CHANNEL_BYTES + 1];
    uint64_t number;
    uint8_t hash[LIMIT_HASH_BYTES];
    uint64_t begin; /* the number before the first fact that is kept */
    uint64_t shown; /* up to which they were shown; what lies behind it is owed */
};

struct cursor {
    size_t count;
    struct cursor_place places[LIMIT_FOLLOWED];
};

/* A missing or damaged file is an empty cursor; *whole is false when it is damaged. Errors: INTERNAL when it
 * cannot be read. */
enum error cursor_load(const char *path, struct cursor *cursor, bool *there, bool *whole,
                       struct failure *failure);
enum error cursor_save(const char *path, const struct cursor *cursor, struct failure *failure);

/* NULL when the channel is not in it. */
const struct cursor_place *cursor_find(const struct cursor *cursor, struct bytes channel);
/* A place that is new begins where it stands, and nothing is owed. False when it is full. */
bool cursor_set(struct cursor *cursor, struct bytes channel, uint64_t number, const uint8_t *hash);
/* For a channel that is in it. */
void cursor_show(struct cursor *cursor, struct bytes channel, uint64_t number);

#endif
