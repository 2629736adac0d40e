/* Fetching again what has been damaged or lost of the kept facts of a channel. Nothing that the server
 * says is put in their place but what the chain of those that are left, and the cursor, ask for. It
 * shows nothing. */
#ifndef BULLETIN_CLIENT_REFETCH_H
#define BULLETIN_CLIENT_REFETCH_H

#include "client/lib/connect/client.h"
#include "client/lib/home/keep.h"

struct refetched {
    uint64_t fetched; /* facts that are there again */
    uint64_t lost;    /* facts that the server does not give */
    uint64_t first;   /* the number of the first of those */
};

/* Errors: those of check_act, and HEAD_MISMATCH and CHAIN_BROKEN when what the server gives does not stand
 * where the cursor or a kept fact says: then nothing was changed. Those of the connection and of the disk. */
enum error refetch_channel(struct keep *keep, struct client *client, struct bytes channel,
                           struct refetched *mended, struct failure *failure);

#endif
