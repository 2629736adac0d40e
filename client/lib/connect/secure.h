/* The encrypted connection: a socket and a link (protocol/secure/link.h). It moves whole messages; what they
 * ask and answer is the client's matter. */
#ifndef BULLETIN_CLIENT_SECURE_H
#define BULLETIN_CLIENT_SECURE_H

#include "client/lib/connect/dial.h"
#include "protocol/secure/link.h"
#include "protocol/wire/message.h"

struct secure {
    int socket; /* -1: closed */
    struct link link;
    size_t had;        /* bytes in `input` */
    size_t taken;      /* of them, the record that `rest` points into */
    struct bytes rest; /* messages of that record not yet given */
    uint8_t input[2 * (LIMIT_RECORD_BYTES + LINK_HEADER_BYTES)];
    uint8_t output[LINK_HEADER_BYTES + LIMIT_PLAIN_BYTES + LIMIT_TAG_BYTES];
};

/* Dials, shakes hands and looks at the house key before anything of ours is sent. `identity` NULL: a guest.
 * `house` is written as soon as it is known. Errors: UNREACHABLE, TIMED_OUT, HANDSHAKE_FAILED, HOUSE_CHANGED,
 * and HOUSE_UNKNOWN when the address has no key (the connection is closed again; `house` says who it was). */
enum error secure_open(struct secure *secure, const struct address *address, const struct identity *identity,
                       int64_t deadline_ms, uint8_t house[LIMIT_KEY_BYTES], struct failure *failure);

enum error secure_send(struct secure *secure, uint64_t id, struct bytes word, struct bytes body,
                       int64_t deadline_ms, struct failure *failure);

/* The next message; its parts are borrowed until the next call. A deadline in the past takes only what is
 * there. Errors: TIMED_OUT (the connection is still good), UNREACHABLE and what link_take refuses. */
enum error secure_receive(struct secure *secure, int64_t deadline_ms, struct message *message,
                          struct failure *failure);

/* Whether a message is here that needs no reading from the socket. */
bool secure_has_more(const struct secure *secure);

/* Wipes the keys. May be called twice. */
void secure_close(struct secure *secure);

#endif
