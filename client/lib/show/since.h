/* Where a watch begins, as people type it: "all", "new" or a moment. What a moment is says moment.h. */
#ifndef BULLETIN_CLIENT_SINCE_H
#define BULLETIN_CLIENT_SINCE_H

#include <stdbool.h>
#include <stdint.h>

struct since {
    enum { SINCE_NEW, SINCE_ALL, SINCE_TIME } kind;
    int64_t time_ms; /* of SINCE_TIME */
};

/* A moment is the last such one. */
bool since_parse(const char *text, int64_t now_ms, struct since *since);

#endif
