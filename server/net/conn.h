/* A connection: socket, link, what waits to be sent, and its subscriptions. It moves bytes between the socket
 * and the protocol core, hands messages to the session, and is closed in one place, conn_close. */
#ifndef BULLETIN_NET_CONN_H
#define BULLETIN_NET_CONN_H

#include "server/net/loop.h"

struct conn;
size_t conn_bytes(void);

/* Takes over a connected socket. The socket is closed when that fails. */
void conn_open(struct loop *loop, int socket, uint64_t address);

/* Says why, leaves all audiences, closes. May be called again: nothing happens. `why` NULL: the other end is
 * gone, or there is no session to say anything in. */
void conn_close(struct conn *conn, const struct refusal *why);
void conn_close_all(struct loop *loop, enum error reason);

/* Closes those whose key or account has been revoked. */
void conn_judge_all(struct loop *loop, struct txn *txn);
/* Closes those who have been shaking hands for too long, guests who have been idle for too long, and those
 * who do not fetch their answers. */
void conn_deadlines(struct loop *loop);
/* When more is held for all connections than there is room for, closes some of who has most. Not while one of
 * them is being served. */
void conn_relieve(struct loop *loop);
/* Closes a stranger, so that somebody can come in: false when there is none. */
bool conn_make_room(struct loop *loop);

struct peer *conn_peer_of(struct subscriber *subscriber);
void conn_tell_ended(struct subscriber *subscriber, struct bytes channel, uint64_t number, enum error error);

#endif
