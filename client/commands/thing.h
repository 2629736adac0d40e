/* What an id names, of whatever kind. It knows which command shows what; it judges no right. */
#ifndef BULLETIN_CLIENT_THING_H
#define BULLETIN_CLIENT_THING_H

#include "client/commands/commands.h"
#include "client/lib/connect/client.h"

/* After `verb` was refused for an id because there is no such thing of its kind: runs the command that is for
 * what stands there, or says what it is and which command is for it. False when nothing is to be added: the
 * failure stands, as it was. */
bool thing_instead(struct options *options, struct client *client, int verb, struct bytes id,
                   const struct failure *failure, int *exit_code);

#endif
