/* `watch --set-aside`: what a hook has not taken. It follows nothing and asks nobody. */
#ifndef BULLETIN_CLIENT_SET_ASIDE_H
#define BULLETIN_CLIENT_SET_ASIDE_H

#include "client/watch/watch_state.h"

/* Lists what is set aside, or tries it again; gives the exit code. */
int set_aside_run(struct watch *watch);

#endif
