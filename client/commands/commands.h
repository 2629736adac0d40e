/* The commands with a plan of their own, wherever it stands. Every other verb of the table is a command by
 * itself. */
#ifndef BULLETIN_CLIENT_COMMANDS_H
#define BULLETIN_CLIENT_COMMANDS_H

#include "client/shell/command.h"

/* In the order of `bulletin help`; ends with a NULL. */
extern const struct command_plan *const command_plans[];

/* Asks or acts and prints what comes: a verb with its fields and nothing else. */
enum error verb_run(struct command *command);

/* What waits for somebody who has joined, and whether there is such a person here. */
int command_glance(struct options *options);
bool glance_is_possible(const struct options *options);

#endif
