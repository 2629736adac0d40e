/* The time zone in which the server judges days, as this process's own. */
#ifndef BULLETIN_SHELL_ZONE_H
#define BULLETIN_SHELL_ZONE_H

#include "client/lib/failure.h"

/* Makes the zone that a server named the process's own, so that days are the programme's. What is no name of
 * a zone is never handed to the C library, which would open it as a file. Errors: BAD_VALUE. */
enum error zone_use(struct bytes zone, struct failure *failure);

#endif
