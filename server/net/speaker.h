/* Who speaks: a connection or a client of the control socket, as the session sees it. It does not know what
 * is said. */
#ifndef BULLETIN_NET_SPEAKER_H
#define BULLETIN_NET_SPEAKER_H

#include "server/net/loop.h"

struct speaker {
    struct peer *peer;
    const uint8_t *key;            /* identity of the other end; NULL: a guest */
    bool house;                    /* the control socket: acts are signed by the house */
    struct subscriber *subscriber; /* NULL where nothing can be pushed */
};

#endif
