/* What commands do that show a thing whole. It does not know of which noun. */
#ifndef BULLETIN_CLIENT_WHOLE_H
#define BULLETIN_CLIENT_WHOLE_H

#include "client/shell/command.h"

/* The `run` of a plan: asks with what was typed, prints each row whole, through the pager at a terminal, and
 * records that the thing was read. */
enum error whole_run(struct command *command);

#endif
