/* How a watch begins. It shows nothing. */
#ifndef BULLETIN_CLIENT_START_H
#define BULLETIN_CLIENT_START_H

#include "client/watch/watch_state.h"

/* Connects, finds where each channel begins, takes up what was kept, and subscribes. Channels that are broken
 * are left out, and said. */
enum error start_watch(struct watch *watch, struct failure *failure);

#endif
