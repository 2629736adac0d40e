/* An act made and signed, and when it may be sent again. It sends nothing. */
#ifndef BULLETIN_CLIENT_SIGNING_H
#define BULLETIN_CLIENT_SIGNING_H

#include "client/lib/failure.h"
#include "protocol/secure/identity.h"

/* Signs an act of now for this house and writes the args of the verb `act`, overflowing when it is too large.
 * `args` is an encoded map of verb->args, already checked. */
enum error signing_act(const struct identity *identity, const uint8_t house[LIMIT_KEY_BYTES],
                       const struct verb *verb, struct bytes args, struct buffer *map,
                       struct failure *failure);

/* How long to wait before the same act is sent again by itself: at least a moment, as clocks differ. 0: it
 * was not sent too fast, or that takes longer than a person waits without a word. */
int64_t signing_too_fast_ms(const struct failure *failure);

#endif
