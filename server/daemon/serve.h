/* `bulletind serve`: opens everything, runs the loops, and ends in order on SIGTERM. */
#ifndef BULLETIN_SERVER_SERVE_H
#define BULLETIN_SERVER_SERVE_H

#include "server/daemon/config.h"

/* Returns the exit status of the program. Says what is wrong on stderr. */
int serve(const struct config *config);

#endif
