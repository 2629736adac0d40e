/* Time and waiting: the two clocks, poll(2) with a deadline that a signal can end, and the pause between two
 * tries. Nothing else in the client sleeps or reads a clock. */
#ifndef BULLETIN_CLIENT_WAIT_H
#define BULLETIN_CLIENT_WAIT_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#define WAIT_FOREVER INT64_MAX

int64_t wait_now_ms(void);  /* monotonic; deadlines are in it */
int64_t wait_wall_ms(void); /* since 1970 UTC */
int64_t wait_deadline(int64_t in_ms);

enum waited { WAIT_READY, WAIT_TIMED_OUT, WAIT_INTERRUPTED };

/* Waits until one of the descriptors is ready (`revents` say which), the deadline has passed or a signal
 * came. At most 16 descriptors; a negative one is ignored. A deadline in the past only looks. */
enum waited wait_for_any(struct pollfd *descriptors, nfds_t count, int64_t deadline_ms);
enum waited wait_for(int descriptor, short events, int64_t deadline_ms);
enum waited wait_until(int64_t deadline_ms);
/* For whoever is given something at every look and never waits: the deadline has passed or a signal came. */
bool wait_over(int64_t deadline_ms);

/* Until it is told -1, what waits comes back as if its time were over when this can be read: for whoever has
 * something else to look after. */
void wait_also(int descriptor);

/* From now on SIGINT and SIGTERM end waiting instead of the program, and stay remembered. */
bool wait_catch_signals(void);
bool wait_interrupted(void);

/* A pause that doubles from 0.2 s to 30 s, each drawn at random from its upper half, so that clients that
 * lost the same server do not come back in the same moment. Start with zero. */
struct backoff {
    int64_t last_ms;
};
int64_t backoff_next_ms(struct backoff *backoff);

#endif
