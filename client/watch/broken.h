/* A proof that does not hold, of one channel, text or duty. Everything else goes on. */
#ifndef BULLETIN_CLIENT_BROKEN_H
#define BULLETIN_CLIENT_BROKEN_H

#include "client/watch/watch_state.h"

/* Says that this channel is not followed any more, and why; `number` is that of its last fact that holds. */
void broken_channel(struct watch *watch, const char *channel, uint64_t number, const struct failure *failure);
/* Says what is wrong with something else of this fact. */
void broken_thing(struct watch *watch, const char *id, const struct failure *failure);

#endif
