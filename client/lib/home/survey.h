/* Goes through the kept facts of one channel and believes none: each is whole, of this channel, chained to
 * the one before and to the cursor. What is not there is counted. It reads bytes; it mends nothing and asks
 * nobody. */
#ifndef BULLETIN_CLIENT_SURVEY_H
#define BULLETIN_CLIENT_SURVEY_H

#include "client/lib/home/cursor.h"
#include "client/lib/home/kept_records.h"

/* A fact that is whole. Borrowed from the content. */
struct surveyed {
    struct bytes push_fact;
    struct head head;
    uint8_t hash[LIMIT_HASH_BYTES];
};

struct survey {
    uint64_t begin; /* the number before the first fact */
    uint64_t last;  /* of the last fact that is there and may be built upon; `begin`: none */
    uint8_t last_hash[LIMIT_HASH_BYTES]; /* of its head */
    uint8_t last_prev[LIMIT_HASH_BYTES]; /* and of the one before */
    bool has_hash;                       /* last_hash is known */
    bool has_beginning;                  /* the file says where it begins */
    uint64_t missing;                    /* facts up to the cursor that are not there */
    uint64_t first_missing;              /* the number of the first; 0: none is missing */
    size_t good_bytes;                   /* what lies behind them is of no use */
};

/* `place` is what the cursor says of the channel, or NULL. Gives each fact in order until `take` (may be
 * NULL) returns false. Facts behind the cursor count as far as nothing is missing before them. */
void survey(struct survey *survey, struct bytes channel, const struct cursor_place *place,
            struct bytes content, bool (*take)(void *context, const struct surveyed *fact), void *context);

#endif
