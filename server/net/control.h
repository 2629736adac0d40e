/* The operator's socket: a UNIX socket that speaks the text form in the clear to root and the daemon's own
 * user, on the first loop. Its acts are signed by the house. */
#ifndef BULLETIN_NET_CONTROL_H
#define BULLETIN_NET_CONTROL_H

#include "server/net/loop.h"

/* Listens at `path`, mode 0600; a socket left by a dead server is replaced, a live one is not.
 * Returns 0 or an errno value. */
int control_open(struct loop *loop, const char *path);
/* Stops listening, removes the socket, closes its clients. */
void control_close(struct loop *loop);

#endif
