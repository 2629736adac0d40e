/* The addresses of a host, found within a deadline that a signal can end. It opens no connection. */
#ifndef BULLETIN_CLIENT_RESOLVE_H
#define BULLETIN_CLIENT_RESOLVE_H

#include <sys/socket.h>

#include "client/lib/connect/address.h"

enum { RESOLVED_MOST = 16 }; /* further ones are not tried */

/* Where a host may be, in the order in which the places are tried. */
struct resolved {
    size_t count;
    struct place {
        struct sockaddr_storage at;
        socklen_t size;
    } list[RESOLVED_MOST];
};

/* Errors: UNREACHABLE with the host and the reason. */
enum error resolve(const struct address *address, int64_t deadline_ms, struct resolved *found,
                   struct failure *failure);

/* Puts the two families in turn, each in its own order, beginning with that of the first (RFC 8305, section
 * 4): where one family leads nowhere, every second try is of the other. */
void resolve_interleave(struct resolved *found);

#endif
