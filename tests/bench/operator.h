/* The operator's side of the bench: makes the channel and invites the publishers. */
#ifndef BULLETIN_BENCH_OPERATOR_H
#define BULLETIN_BENCH_OPERATOR_H

#include <stdbool.h>

/* Speaks to the control socket at `path`. False, with the reason in `failure`, when the server refuses. */
bool operator_prepare(const char *path, unsigned publishers, char failure[300]);

#endif
