/* The choice between the server and what a watcher kept, for the questions that both can answer. */
#ifndef BULLETIN_CLIENT_OFFLINE_H
#define BULLETIN_CLIENT_OFFLINE_H

#include "client/lib/follow/kept.h"
#include "client/shell/client_session.h"

struct offline {
    const char *name; /* of the watcher, or NULL */
    bool only;        /* --offline: the server is not dialled */
};

/* The child parser of --name and --offline; its input is a struct offline. */
extern const struct argp offline_argp;

/* Says what is damaged of what was kept of a channel; gives the exit code of an answer from it. */
int offline_end(struct bytes channel, const struct keep_damage *damage);

/* Opens a session; when the server cannot be reached and a watcher was named, says so, and *kept is true:
 * answer from the session's home folder. */
enum error offline_open(const struct offline *offline, struct session *session, const struct options *options,
                        bool *kept, struct failure *failure);

#endif
