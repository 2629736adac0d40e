/* What the driver can measure. Each mode prints one line of JSON and returns whether it came to its end. */
#ifndef BULLETIN_BENCH_MODES_H
#define BULLETIN_BENCH_MODES_H

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
    double seconds;                    /* measured; a tenth of it goes before as warming up */
    const struct identity *identities; /* one a publisher; subscribers use the first */
};

bool mode_fanout(const struct plan *plan);
bool mode_latency(const struct plan *plan);
bool mode_idle(const struct plan *plan);
bool mode_handshake(const struct plan *plan);
bool mode_publish(const struct plan *plan);

#endif
