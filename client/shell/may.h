/* What can be known before somebody types a text for nothing: whether the channel takes it from them, and
 * whether a date lies behind. It only asks; the server judges when the text is there. */
#ifndef BULLETIN_CLIENT_MAY_H
#define BULLETIN_CLIENT_MAY_H

#include "client/shell/request.h"

/* Over an open connection. `right` is ERR_NOT_PUBLISHER or ERR_NOT_SPEAKER: what it means to lack it. Errors:
 * that one, UNKNOWN_CHANNEL, NOT_ENROLLED, and those of a question. */
enum error may_write(struct client *client, struct bytes channel, enum error right, struct failure *failure);

/* Fields of a verb's args that must lie ahead and cannot, whatever zone the server's days are in. Errors:
 * IN_THE_PAST. */
enum error may_be_dated(const struct shape *shape, const void *values, int64_t now_ms,
                        struct failure *failure);

#endif
