/* Help from the tables: the commands for the shell, and the verbs with their fields for the console. */
#ifndef BULLETIN_CLIENT_HELP_H
#define BULLETIN_CLIENT_HELP_H

#include <stdio.h>

#include "protocol/wire/buffer.h"

void help_print_commands(FILE *out);

/* The commands of two words that begin with `first`, or with NULL all; `out` NULL prints none. False when
 * there is none. */
bool help_print_group(FILE *out, const char *first);

/* Whether a command of two words is near what was typed, where argv[0] is the first of them. */
bool help_is_near(int argc, char **argv);

/* Says that there is no such command, and which one is near; gives the exit code. */
int help_unknown(int argc, char **argv);

/* `help` and `help VERB` typed in the console. False when the line is neither. */
bool help_take_line(struct bytes line);

#endif
