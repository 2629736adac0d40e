/* The inside of a connection, for the four files that share it: conn.c (its life), conn_read.c, conn_write.c
 * and conn_room.c. Nobody else includes this.
 *
 *   reading: socket -> (input, while a record is not whole or others have their turn) -> link_take ->
 *            session_message, message by message
 *   writing: replies, then push_fill -> one record -> link_seal -> socket
 *
 * What it is told goes first: replies and new facts. What costs time is done in its turn among those who ask,
 * and paid for by its address or its account: handshake, questions, and facts that must be read back.
 *
 * What the socket does not take at once is `pending`, and nothing more is made until it is gone. So a slow
 * peer costs one record, and falls behind. */
#ifndef BULLETIN_NET_CONN_INSIDE_H
#define BULLETIN_NET_CONN_INSIDE_H

#include "protocol/secure/link.h"
#include "server/net/conn.h"

enum {
    CONN_REPLIES_BYTES = 32 * 1024, /* more waiting than this: no further questions are read */
    CONN_WAITING_BYTES = 2048,      /* read at once of what one says that has to wait for its turn */
    CONN_SLICE_NS = 1000 * 1000,    /* for the questions of one connection, before others have their turn */
    CONN_UNSENT_BYTES = 128 * 1024, /* what the kernel may hold for a peer that does not read */
};

/* Why a connection is closed, where there is nothing to say but the error itself. */
#define REASON(error) (&(struct refusal){.code = (error)})

struct pending {
    uv_write_t request;
    size_t size;
    bool answers; /* were asked for, or facts that were read back */
    uint8_t bytes[];
};

struct conn {
    struct peer peer;
    uv_tcp_t tcp;
    int socket; /* what tcp reads from; written to without it, see conn_send */
    struct link link;
    struct subscriber subscriber;
    struct link_greeting *greeting; /* until the link is open */
    struct conn *next, **place;     /* among all of the loop */
    struct line_place waiting;      /* among those shaking hands, then among idle guests */
    struct line_place stalled;
    uint64_t address; /* counted in server->addresses */
    struct pending *pending;
    uint8_t *input; /* a record that is not whole yet */
    uint8_t *rest;  /* messages of an opened record that wait while `paused` */
    uint8_t *replies;
    uint32_t input_size, input_room, rest_size;
    uint32_t replies_size, replies_room;
    uint32_t stalled_bytes; /* unsent when it began to stall */
    uint32_t held, unread;  /* bytes, as last counted: in all, and answers */
    bool paused;            /* reading, because replies wait */
    bool guest;             /* nobody that is enrolled, as far as was looked */
};

static inline struct conn *conn_of(struct peer *peer)
{
    return (struct conn *)peer; /* its first member */
}

/* conn.c: the greeting is over, one way or the other; and it is known now who is there, who may have been
 * revoked. */
void conn_greeted(struct conn *conn);
void conn_known(struct conn *conn, struct txn *txn);
/* Whoever joined since the connection opened is a guest no more: neither idle, nor paid for by the address.
 * Looked at when nothing of it is under way that the address has been charged with. */
void conn_recognize(struct conn *conn);

/* conn_room.c: counts what is held for it; `closing`: nothing any more. Whether it may stay, now that it is
 * known who it is. And that it has just asked something. */
void conn_weigh(struct conn *conn, bool closing);
bool conn_finds_room(struct conn *conn, enum role role);
void conn_asked(struct conn *conn);

/* conn_read.c: begins to read; false when libuv refuses. And goes on after a pause with what was kept, within
 * its turn. */
bool conn_read_start(struct conn *conn);
void conn_read_on(struct conn *conn);

/* conn_write.c: sends what the socket takes at once, the rest becomes `pending`; false when the connection is
 * gone. conn_answer, conn_serve and conn_ask are the peer's functions;
 * conn_may_ask: its answers are being fetched. conn_say_goodbye is best effort: the
 * socket may be full. */
bool conn_send(struct conn *conn, const uint8_t *bytes, size_t size);
void conn_answer(struct peer *peer, struct bytes message);
void conn_serve(struct peer *peer);
void conn_ask(struct peer *peer);
bool conn_may_ask(const struct conn *conn);
void conn_say_goodbye(struct conn *conn, const struct refusal *why);

#endif
