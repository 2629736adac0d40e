/* The choice between the server and what a watcher kept, for the questions that both can answer. */
#ifndef BULLETIN_CLIENT_OFFLINE_H
#define BULLETIN_CLIENT_OFFLINE_H

#include "client/lib/follow/kept.h"
#include "client/shell/command.h"

struct offline {
    const char *name; /* of the watcher, or NULL */
    bool only;        /* --offline: the server is not dialled */
};

/* --name and --offline, into a struct offline at the beginning of a command's input. */
extern const struct option_part offline_part;

/* Says what is damaged of what was kept of a channel; gives the exit code of an answer from it. */
int offline_end(struct bytes channel, const struct keep_damage *damage);

/* Checks what was typed, opens a session and answers online; when the server cannot be reached and a watcher
 * was named, says so, and answers from what that kept in the session's home folder. */
enum error offline_run(struct command *command, enum error (*online)(struct command *command),
                       enum error (*kept)(struct command *command));

#endif
