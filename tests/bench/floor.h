/* The floors: the least that a machine can do for the same work. None of them uses the server's code. */
#ifndef BULLETIN_BENCH_FLOOR_H
#define BULLETIN_BENCH_FLOOR_H

#include <stdbool.h>
#include <stddef.h>

/* Serves subscribers of the driver on a port the system picks, printed as "ready PORT": each message of the
 * publisher is sealed for each of them and sent with one send(). With `bulk`, messages are gathered to
 * FLOOR_BULK_BYTES first. Ends when the publisher hangs up. False when it failed. */
enum { FLOOR_BULK_BYTES = 16384 };
bool floor_serve(bool bulk);

/* Commits `acts_per_commit` acts at a time to an LMDB of its own in `folder` (which must exist) with the puts
 * that the server makes of a headline. Prints one line of JSON. */
bool floor_commit(const char *folder, unsigned acts_per_commit, double seconds);

#endif
