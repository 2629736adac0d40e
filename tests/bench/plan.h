/* What every mode of the driver shares: the plan, crowds and marks. The plan comes from the command line,
 * crowds connect and are drained, and between marks processor time and deliveries are counted. It prints
 * nothing but the end of a line. */
#ifndef BULLETIN_BENCH_PLAN_H
#define BULLETIN_BENCH_PLAN_H

#include <sys/types.h>

#include "tests/bench/session.h"

struct plan {
    struct bench *bench;
    pid_t server; /* whose usage is read */
    unsigned subscribers;
    unsigned publishers;
    unsigned in_flight;                /* headlines */
    unsigned rate;                     /* headlines a second */
    unsigned handshakes;               /* in all */
    unsigned stalled;                  /* subscribers that stop reading */
    const char *question;              /* what is asked: headlines or read */
    bool joined;                       /* publishers have joined in an earlier run */
    uint64_t from;                     /* the number of the fact that the channel stands at before the run */
    double seconds;                    /* measured; a tenth of it goes before as warming up */
    const struct identity *identities; /* one a publisher; subscribers use the first */
};

enum { TURN_NS = 20000000 };
static const uint64_t second_ns = UINT64_C(1000000000);

static inline bool well(const struct plan *plan)
{
    return plan->bench->failures == 0;
}

/* Zeroed; ends the program when memory is out. */
void *room_for(size_t count, size_t size);

/* Serves until the time has come, whatever comes. */
void pause_for(const struct plan *plan, uint64_t ns);

/* Connects so many and waits until each is READY. */
bool connect_all(const struct plan *plan, struct session *sessions, unsigned count, enum role_played played);
void close_all(struct session *sessions, unsigned count);

/* One publisher and all subscribers of the plan. */
struct crowd {
    struct session publisher, *subscribers;
};
bool crowd_open(const struct plan *plan, struct crowd *crowd);
void crowd_close(const struct plan *plan, struct crowd *crowd);

/* Waits until every headline has reached everyone, once. */
void drain(const struct plan *plan);

/* Where things stand at one moment; two of them make a figure. */
struct mark {
    uint64_t time_ns, server_ns, driver_ns, delivered, published, acknowledged;
};
struct mark mark_now(const struct plan *plan);

/* What every figure tells of its circumstances, and the end of its line. */
void print_end(const struct mark *from, const struct mark *to);

/* How old headlines are when they arrive, at the plan's rate, over all deliveries to its subscribers.
 * It ends after so many seconds, or as soon as the laggard, if there is one, stands where the channel
 * stood before. */
struct latency {
    double p50_ms, p99_ms, most_ms;
};
struct latency latency_measure(const struct plan *plan, struct session *publisher, double seconds,
                               const struct session *laggard);

#endif
