/* One client's connection as the driver has it, and the set of them behind one epoll. It speaks the protocol
 * through the same link as everybody; what is measured is not its matter.
 *
 *   CLOSED -> DIALLING -> GREETING -> ASKING -> READY        a floor's: CLOSED -> DIALLING -> READY
 *
 * A floor does not shake hands: a subscriber sends one byte and then reads records sealed with a key that
 * both ends know; the publisher sends one byte and then messages in the clear, each behind its length. */
#ifndef BULLETIN_BENCH_SESSION_H
#define BULLETIN_BENCH_SESSION_H

#include <netinet/in.h>

#include "protocol/secure/link.h"

/* A LAGGARD subscribes too, but what it is sent counts for itself alone. An ASKER is a guest that asks
 * whenever its socket takes more, and throws away what it is answered. */
enum role_played { SUBSCRIBER, PUBLISHER, VISITOR, LAGGARD, ASKER };
enum session_state { SESSION_CLOSED, SESSION_DIALLING, SESSION_GREETING, SESSION_ASKING, SESSION_READY };

/* Bytes that wait, from a socket or for one. */
struct waiting {
    uint8_t *at;
    size_t size, room;
};

struct session {
    struct bench *bench;
    int socket;
    enum session_state state;
    enum role_played played;
    const struct identity *identity;
    unsigned number; /* of the publisher */
    struct link link;
    struct link_greeting *greeting; /* until the link is open */
    struct ssl_st *tls;             /* of a session with another server (peer_session.c) */
    struct waiting input, output;
    bool wants_writing; /* epoll tells when the socket can take more */
    bool in_flight;     /* an act or a question that is not answered yet */
    /* These two outlive a connection. */
    bool joined;       /* a publisher whose code has been used */
    uint64_t position; /* of a subscriber: the number of the last fact it has */
};

struct bench {
    int epoll;
    struct sockaddr_in address;
    uint8_t house[LIMIT_KEY_BYTES];
    bool floor;
    bool patient;           /* a connection that ends is closed and no failure */
    int small_buffer_bytes; /* a receive buffer for the sessions that are opened next; 0 leaves the default */
    uint64_t ready;         /* sessions that have come so far, ever */
    uint64_t published, acknowledged, delivered;
    uint64_t rows;                             /* of answers */
    uint64_t thrown_away;                      /* bytes of what askers are answered */
    void (*ask_more)(struct session *session); /* an asker's next questions */
    uint64_t failures;
    char failure[300]; /* the first one, for a person */
    /* Of each delivery, in microseconds, while `latencies` is not NULL and has room. */
    uint32_t *latencies_us;
    size_t latency_count, latency_room;
    uint8_t room[LINK_HEADER_BYTES + LIMIT_RECORD_BYTES];
};

/* What a floor's first byte says. */
enum { FLOOR_SUBSCRIBER = 'S', FLOOR_PUBLISHER = 'P' };
/* The byte that the key of a floor's records is filled with. */
enum { FLOOR_KEY_BYTE = 0x0f };

/* Begins a connection. A publisher joins with its code, the first time; a subscriber follows the channel from
 * its position on; a visitor asks for a ping. READY is when that has been answered. */
void session_open(struct bench *bench, struct session *session, enum role_played played,
                  const struct identity *identity, unsigned number);
/* At once, without goodbye; as often as one likes. */
void session_close(struct session *session);
/* Reads no more, but stays. */
void session_stall(struct session *session);
/* Sends one headline. */
void session_publish(struct session *session);
/* Asks; `acknowledged` counts the answers and `rows` their rows. */
void session_question(struct session *session, const char *word, const struct shape *shape,
                      const void *values);

/* Serves what sockets have for us; waits at most so long for something. */
void bench_turn(struct bench *bench, uint64_t wait_ns);
/* Remembers the first failure. */
void bench_fail(struct bench *bench, const char *what, const char *why);

#endif
