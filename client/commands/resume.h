/* Going on with a text that was typed for a command and could not be sent. */
#ifndef BULLETIN_CLIENT_RESUME_H
#define BULLETIN_CLIENT_RESUME_H

#include "client/shell/command.h"

/* Whether --resume is among these words. */
bool resume_is_asked(int argc, char **argv);

/* Lists what is kept of the command, or goes on with one of them: what may have been sent is asked for, and
 * what was not is sent by running its command line again. argv[0] is the command's name for --help. */
int command_resume(struct options *options, const struct command_plan *plan,
                   int (*run)(struct options *options, int argc, char **argv), int argc, char **argv);

#endif
