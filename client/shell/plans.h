/* All commands, in the order of `bulletin help`: those with a plan of their own, then every verb that is for
 * people and has none. Whoever lists, finds, hints at or completes commands walks these. */
#ifndef BULLETIN_CLIENT_PLANS_H
#define BULLETIN_CLIENT_PLANS_H

#include "client/shell/command.h"

/* `own` ends with a NULL; a verb without code of its own does what `run` does. Asked once, first of all. */
void plans_begin(const struct command_plan *const *own, enum error (*run)(struct command *command));

/* NULL behind the last. */
const struct command_plan *plans_at(size_t index);

/* The command whose words begin argv, and how many they are; a verb with no plan of its own also by its word
 * on the wire. NULL when there is none. */
const struct command_plan *plans_find(int argc, char **argv, int *words);
/* By its words, or NULL. */
const struct command_plan *plans_named(const char *words);
/* The one that shows what a kind of fact made, or NULL. */
const struct command_plan *plans_showing(const struct fact_kind *kind);

#endif
