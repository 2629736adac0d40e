/* A town with a push and one subscriber, a guest whose buffer is read. There are no sockets. It does not know
 * what any test is after. */
#ifndef BULLETIN_TESTS_AUDIENCE_H
#define BULLETIN_TESTS_AUDIENCE_H

#include "server/net/push.h"
#include "tests/unit/support/town.h"

enum { INTERVAL_MS = 30000 }; /* between two heads that the house signs */

struct audience {
    struct town *town;
    struct push *push;
    struct subscriber guest;
    unsigned ready; /* how often it was told since the last fill that there is something */
    char ended[128];
    uint8_t room[LIMIT_PLAIN_BYTES];
    char said[16 * 1024]; /* what the last fill gave: "fact programme/2\n", "head programme/2\n" */
};

/* For each test: a settled town. */
int audience_open(void **state);
int audience_close(void **state);

/* The guest follows a channel from behind this number; lin publishes in `programme`. */
enum error audience_subscribe(struct audience *audience, const char *channel, uint64_t number);
void audience_publish(struct audience *audience, const char *headline);

/* Hands the facts from..to of the whole ledger to push, as the writer would after a commit; or the newest. */
void audience_hand_over(struct audience *audience, uint64_t from, uint64_t to);
void audience_hand_over_last(struct audience *audience);

/* One record's worth; gives whether more lies ahead. */
bool audience_fill(struct audience *audience, size_t room_bytes);

/* It is all there is, and as `said`. */
void audience_fills(struct audience *audience, const char *expected);

#endif
