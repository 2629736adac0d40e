/* Durations as people type them: 30s, 10m, 2h, 3d, 1w; and where a watch begins: "all", "new" or a moment.
 * What a moment is says moment.h. */
#ifndef BULLETIN_CLIENT_SINCE_H
#define BULLETIN_CLIENT_SINCE_H

#include <stdbool.h>
#include <stdint.h>

/* A whole number and one of ms, s, m, h, d, w; without one it is seconds. At most ten thousand days. */
bool since_duration(const char *text, int64_t *duration_ms);

struct since {
    enum { SINCE_NEW, SINCE_ALL, SINCE_TIME } kind;
    int64_t time_ms; /* of SINCE_TIME */
};

/* A moment is the last such one. */
bool since_parse(const char *text, int64_t now_ms, struct since *since);

#endif
