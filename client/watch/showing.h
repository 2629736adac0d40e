/* Which facts are for people, and notifications of them. It prints none. */
#ifndef BULLETIN_CLIENT_SHOWING_H
#define BULLETIN_CLIENT_SHOWING_H

#include "client/watch/watch_state.h"

/* Whether people who did not ask for --all want to see it. */
bool showing_wants(const struct watch *watch, const struct fact_seen *fact);
/* Whether it belongs to the thread that is watched, if one is. */
bool showing_in_thread(const struct watch *watch, const struct fact_seen *fact);
/* Whether it is shown, or given to the hook. */
bool showing_includes(const struct watch *watch, const struct fact_seen *fact);
/* A notification, for what is news now or urgent. */
void showing_notify(struct watch *watch, const struct fact_seen *fact);
/* The same for a bulletin that waits to be opened. */
void showing_notify_urgent(struct watch *watch, const char *id, const char *headline);

#endif
