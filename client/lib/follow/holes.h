/* Facts that came without their acts, until the fact comes that says they were erased. It judges nothing else
 * and keeps no files. */
#ifndef BULLETIN_CLIENT_HOLES_H
#define BULLETIN_CLIENT_HOLES_H

#include "client/lib/follow/fact.h"

struct hole {
    uint64_t number, seq;
    struct bytes head; /* the encoded head, the holes' own */
};

/* Those of one channel, in order. Begins as zeros. */
struct holes {
    size_t count, capacity;
    struct hole *list;
};

void holes_fini(struct holes *holes);

/* Both: false when there is no memory. */
bool holes_add(struct holes *holes, const struct hole *hole); /* its head is copied */
/* A fact without its act is a hole; a thing.erased explains those that it names and may take (erasure.h). */
bool holes_take(struct holes *holes, const struct fact_seen *fact);

/* The number of the first that nothing has explained; 0 when there is none. */
uint64_t holes_first(const struct holes *holes);

#endif
