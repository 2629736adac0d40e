/* What the driver can measure. Each mode prints one line of JSON and returns whether it came to its end. */
#ifndef BULLETIN_BENCH_MODES_H
#define BULLETIN_BENCH_MODES_H

#include "tests/bench/plan.h"

bool mode_fanout(const struct plan *plan);
bool mode_latency(const struct plan *plan);
bool mode_idle(const struct plan *plan);
bool mode_handshake(const struct plan *plan);
bool mode_publish(const struct plan *plan);

/* modes_crowd.c: a thousand that stop reading beside a thousand that do not, one that is far behind, many who
 * ask, and all coming back to a server that was begun anew. */
bool mode_stalled(const struct plan *plan);
bool mode_catchup(const struct plan *plan);
bool mode_askers(const struct plan *plan);
bool mode_restart(const struct plan *plan);

/* modes_ask.c: questions about all that a channel has, and one who follows it from its beginning. */
bool mode_ask(const struct plan *plan);
bool mode_backlog(const struct plan *plan);

#endif
