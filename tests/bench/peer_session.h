/* Other servers as the driver's modes see them: MQTT 3.1.1, NATS or Redis over TLS 1.3. It stands behind
 * session.h in place of session.c. Headlines have as many bytes as ours. */
#ifndef BULLETIN_BENCH_PEER_SESSION_H
#define BULLETIN_BENCH_PEER_SESSION_H

#include "tests/bench/session.h"

/* Chooses whom all sessions talk to: "mqtt", "nats" or "redis". With `kept`, publishing waits until the
 * message is in a stream on the peer's disk (redis alone). False when there is no such peer. */
bool peer_choose(const char *name, bool kept);

#endif
