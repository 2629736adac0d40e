/* A client's link and a server's joined in memory, with fixed keys, for tests, fuzzers and vectors. It checks
 * nothing: every step gives back what the link said. */
#ifndef BULLETIN_TESTS_PAIR_H
#define BULLETIN_TESTS_PAIR_H

#include "protocol/secure/link.h"

enum { PAIR_MESSAGE_BYTES = 320 };

/* The byte that each fixed secret is filled with. */
enum {
    PAIR_CLIENT_SEED = 0xc1,
    PAIR_SERVER_SEED = 0x51,
    PAIR_CLIENT_EPHEMERAL = 0xce,
    PAIR_SERVER_EPHEMERAL = 0x5e,
    PAIR_GUEST_STATIC = 0x97,
};

struct pair {
    struct identity client_identity, server_identity;
    struct link client, server;
    struct link_greeting client_greeting, server_greeting;
    uint8_t messages[3][PAIR_MESSAGE_BYTES]; /* of the handshake, each behind its length */
    size_t sizes[3];
    struct refusal why;
};

/* A secret of one byte, 32 times. */
void pair_fill(uint8_t bytes[32], uint8_t value);

/* Both ends ready, message 1 written. */
enum error pair_start(struct pair *pair, bool guest);

/* Gives handshake message `number` to a link, from a copy. What the link answers goes to `answer`. */
enum error pair_give(struct pair *pair, struct link *link, size_t number, size_t answer);

/* Message 1 to the server. */
enum error pair_answer(struct pair *pair);

/* Message 2 to the client, which then decides. */
enum error pair_meet(struct pair *pair);

/* The client's yes: message 3 written. */
enum error pair_accept(struct pair *pair);

/* Message 3 to the server. */
enum error pair_finish(struct pair *pair);

/* All of it: both ends are open. */
enum error pair_open(struct pair *pair, bool guest);

#endif
