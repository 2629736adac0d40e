/* What an id names, of whatever kind. It judges no right. */
#ifndef BULLETIN_CLIENT_THING_H
#define BULLETIN_CLIENT_THING_H

#include "client/shell/command.h"

/* The fact at an id: its kind, what it is about, and by what the command that shows it is told which. */
struct thing_found {
    uint64_t number;
    const struct fact_kind *kind;
    char id[LIMIT_ID_BYTES + 1], about[LIMIT_ID_BYTES + 1], by[LIMIT_ID_BYTES + 1];
};

/* For a command that was refused for the id of its args, its first field, because there is no such thing of
 * its kind: what stands there. False when nothing does, or the refusal was another. */
bool thing_look(const struct command *command, struct thing_found *found);

/* Says what it is, for what no command shows by itself; the exit code. */
int thing_say(const struct thing_found *found);

/* After such a refusal: runs the command that is for what stands there, or says what it is and which command
 * is for it. False when nothing is to be added: the failure stands, as it was. */
bool thing_instead(struct command *command);

#endif
