/* What an earlier watch of this name has kept, taken up again. It changes nothing on disk. */
#ifndef BULLETIN_CLIENT_RECALL_H
#define BULLETIN_CLIENT_RECALL_H

#include "client/watch/watch_state.h"

enum error recall_kept(struct watch *watch, struct failure *failure);

#endif
