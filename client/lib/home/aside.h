/* What a watcher's hook has not taken after all its tries: named here, so that the rest goes on, until
 * somebody looks. The facts themselves lie with the others that are kept. It can be read and changed beside a
 * watcher that runs.
 *
 *   watch/NAME/aside/list   `programme/12 STATUS TIME_MS` a line, and `sum HASH` over them
 *   watch/NAME/aside/lock   held by whoever changes the list */
#ifndef BULLETIN_CLIENT_ASIDE_H
#define BULLETIN_CLIENT_ASIDE_H

#include "client/lib/home/files.h"

struct aside_entry {
    char id[LIMIT_ID_BYTES + 1];
    int status; /* of the hook's last try */
    int64_t time_ms;
};

struct aside {
    size_t count;
    struct aside_entry *entries; /* given to free */
};

/* `folder` is the watcher's. A missing list is an empty one. *whole is false when it is damaged: then it
 * holds the lines that can be read. */
enum error aside_load(const char *folder, struct aside *aside, bool *whole, struct failure *failure);

/* On disk when it is OK; one that is there already is replaced. */
enum error aside_add(const char *folder, const struct aside_entry *entry, struct failure *failure);
/* One that is not there is passed over. */
enum error aside_remove(const char *folder, const char *id, struct failure *failure);

#endif
