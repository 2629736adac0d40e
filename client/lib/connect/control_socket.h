/* The control socket: the text form, in the clear, on the server's own host. It gives the same messages as
 * the encrypted connection, so that nobody above notices; pushes do not come here. */
#ifndef BULLETIN_CLIENT_CONTROL_SOCKET_H
#define BULLETIN_CLIENT_CONTROL_SOCKET_H

#include "client/lib/connect/dial.h"
#include "protocol/wire/message.h"

struct control {
    int socket; /* -1: closed */
    const struct verb *asked;
    uint64_t asked_id;
    size_t had;   /* bytes in `input` */
    size_t taken; /* of them, the line given last */
    uint8_t input[LIMIT_LINE_BYTES];
    uint8_t map[LIMIT_LINE_BYTES]; /* the body of the message given last */
};

enum error control_open(struct control *control, const struct address *address, int64_t deadline_ms,
                        struct failure *failure);

/* `body` is an encoded map of verb->args that has been checked. */
enum error control_send(struct control *control, uint64_t id, const struct verb *verb, struct bytes body,
                        int64_t deadline_ms, struct failure *failure);

/* The next message of the answer; borrowed until the next call. Errors as of secure_receive. */
enum error control_receive(struct control *control, int64_t deadline_ms, struct message *message,
                           struct failure *failure);
void control_close(struct control *control);

#endif
