/* What somebody may have meant who named a thing that is not there. It asks the server and
 * changes nothing. */
#ifndef BULLETIN_CLIENT_HINT_H
#define BULLETIN_CLIENT_HINT_H

#include "client/lib/connect/client.h"

/* After a refusal: if a channel, department or account of another name is near the one that was
 * typed, the failure names it; if the role may not use a verb, which ones may. A question that fails
 * hints at nothing. */
void hint_add(struct client *client, struct failure *failure);

#endif
