/* The loop of a watch, from its beginning to its end. It does not know how it was typed. */
#ifndef BULLETIN_CLIENT_WATCHING_H
#define BULLETIN_CLIENT_WATCHING_H

#include "client/watch/watch_state.h"

/* Gives the exit code. The watch is told all, and has nothing open yet. */
int watching_run(struct watch *watch);

#endif
