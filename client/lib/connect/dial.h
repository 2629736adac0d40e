/* Sockets: opening one to an address within a deadline, and writing and reading it with deadlines. It knows
 * nothing of what the bytes mean. */
#ifndef BULLETIN_CLIENT_DIAL_H
#define BULLETIN_CLIENT_DIAL_H

#include "client/lib/connect/resolve.h"

/* A connected, non-blocking socket. Errors: UNREACHABLE with the place and the reason. */
enum error dial(const struct address *address, int64_t deadline_ms, int *socket, struct failure *failure);

/* The part of it that knows the places (RFC 8305, "happy eyeballs"): the next one is tried as well when an
 * earlier try has not ended after 250 ms, or at once when it has failed. The first that is connected counts,
 * the others are closed. 0, or the errno of the last try that failed, ETIMEDOUT or EINTR. */
int dial_first(const struct resolved *places, int64_t deadline_ms, int *socket);

/* Writes all of it. Errors: UNREACHABLE, TIMED_OUT. */
enum error dial_write(int socket, struct bytes bytes, int64_t deadline_ms, struct failure *failure);

/* Reads what there is, at least one byte. Errors: UNREACHABLE (also when the other end hung up), TIMED_OUT
 * when nothing came by the deadline or a signal came. */
enum error dial_read(int socket, uint8_t *room, size_t capacity, int64_t deadline_ms, size_t *size,
                     struct failure *failure);
/* The same for whoever has a part already: whoever sends a byte at a time must not put the deadline off, so
 * it is looked at before anything is read. */
enum error dial_read_on(int socket, uint8_t *room, size_t capacity, int64_t deadline_ms, size_t *size,
                        struct failure *failure);

#endif
