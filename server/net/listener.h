/* Listening sockets, one a loop and address, joined by SO_REUSEPORT. It accepts, counts and hands on; at a
 * cap it stops listening, since an accept loop without descriptors would spin. */
#ifndef BULLETIN_NET_LISTENER_H
#define BULLETIN_NET_LISTENER_H

#include "server/net/loop.h"

struct listen_address {
    char text[300]; /* HOST:PORT as people dial it, with the port the system picked */
    struct sockaddr_storage address;
    socklen_t size;
};

/* Resolves HOST:PORT ([::1]:PORT) and sees that nobody listens there; port 0 becomes what the system picks.
 * `reason` says in words what is wrong. */
bool listen_address_find(const char *text, struct listen_address *found, char reason[200]);

/* Listens in this loop. False with errno when the address cannot be had. */
bool listener_open(struct loop *loop, const struct listen_address *address);
void listeners_close(struct loop *loop);
/* Listens again when there is room. */
void listeners_resume(struct loop *loop);

#endif
