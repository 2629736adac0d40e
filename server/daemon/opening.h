/* What is opened before anything runs: the store with a ledger that is this house's, and the house's key. It
 * does not know what they are for. */
#ifndef BULLETIN_DAEMON_OPENING_H
#define BULLETIN_DAEMON_OPENING_H

#include "protocol/secure/identity.h"
#include "server/daemon/config.h"
#include "server/store/store.h"

struct opening {
    struct store *store;
    struct identity *house;
    uint64_t epoch;
};

/* Opens the store, begins the ledger when there is none, and sees that it is this house's; folds the views
 * anew where another version made them. Gives the exit code: EXIT_DONE, or what was reported. */
int opening_prepare(struct opening *opening, const struct config *config, int64_t now_ms);
/* Closes all of it; also what was only half prepared. */
void opening_close(struct opening *opening);

#endif
