/* Running the command of `watch --exec` for one fact. It does not know when to try again. */
#ifndef BULLETIN_CLIENT_HOOK_H
#define BULLETIN_CLIENT_HOOK_H

#include <sys/types.h>

#include "client/lib/follow/fact.h"

/* One that runs. */
struct hook {
    pid_t child; /* 0: none */
    int handle;  /* can be read once it has ended; -1 where the machine has no such thing */
    int64_t limit_ms;
};

/* Runs `sh -c COMMAND` with the fact as a JSON line on its standard input and in BULLETIN_* variables. After
 * `limit_ms` it is ended with all that it started. Errors: INTERNAL when it could not be started. */
enum error hook_start(struct hook *hook, const char *command, const struct fact_seen *fact, int64_t limit_ms,
                      struct failure *failure);

/* Whether it has ended; *status is its exit status then; 128 and the signal's number when a signal ended it.
 * Does not wait. */
bool hook_ended(struct hook *hook, int *status);
/* When hook_ended is to be asked at the latest. */
int64_t hook_deadline_ms(const struct hook *hook);

/* Waits for its end. A signal to us does not end it at once: it has ten seconds to finish, so that a clean
 * stop repeats nothing. */
int hook_wait(struct hook *hook);

#endif
