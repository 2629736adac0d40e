/* What was shown is said to be read, a stretch at a time. It does not know what the facts say. */
#ifndef BULLETIN_CLIENT_STRETCHES_H
#define BULLETIN_CLIENT_STRETCHES_H

#include "client/watch/watch_state.h"

/* The fact has been shown, or is none that is; and what was shown is said to be read. */
void stretches_note(struct watch *watch, const struct fact_seen *fact);
void stretches_send(struct watch *watch);

#endif
