/* Running the command of `watch --exec` for one fact. It does not know when to try again. */
#ifndef BULLETIN_SHELL_HOOK_H
#define BULLETIN_SHELL_HOOK_H

#include "client/lib/follow/fact.h"

/* Runs `sh -c COMMAND` with the fact as a JSON line on its standard input and in BULLETIN_* variables, and
 * waits for it. *status is its exit status; 128 and the signal's number when a signal ended it. A signal to
 * us does not end it at once: it has ten seconds to finish, so that a clean stop repeats nothing. Errors:
 * INTERNAL when it could not be started. */
enum error hook_run(const char *command, const struct fact_seen *fact, int *status, struct failure *failure);

#endif
