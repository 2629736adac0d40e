/* What an id names, of whatever kind. It judges no right. */
#ifndef BULLETIN_CLIENT_THING_H
#define BULLETIN_CLIENT_THING_H

#include "client/shell/command.h"

/* For a command that was refused for the id of its args, its first field, because there is no such thing of
 * its kind: runs the command that is for what stands there, or says what it is and which command is for it.
 * False when nothing is to be added: the failure stands, as it was. */
bool thing_instead(struct command *command);

#endif
