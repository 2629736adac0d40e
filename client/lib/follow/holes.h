/* Facts that came without their acts, until the fact comes that says they were erased. It judges nothing else
 * and keeps no files. */
#ifndef BULLETIN_CLIENT_HOLES_H
#define BULLETIN_CLIENT_HOLES_H

#include "client/lib/follow/fact.h"

struct hole {
    uint64_t number, seq;
};

/* Those of one channel, in order. Begins as zeros. */
struct holes {
    size_t count, capacity;
    struct hole *list;
};

void holes_fini(struct holes *holes);

/* Both: false when there is no memory. */
bool holes_add(struct holes *holes, uint64_t number, uint64_t seq);
/* A fact without its act is a hole; a bulletin.erased, with an act that erases the same bulletin, explains
 * those it names. */
bool holes_take(struct holes *holes, const struct fact_seen *fact);

/* The number of the first that nothing has explained; 0 when there is none. */
uint64_t holes_first(const struct holes *holes);

/* Whether the fact erases acts of its channel; *seqs (NUMBERS) says which. */
bool holes_erasing(const struct fact_seen *fact, struct bytes *seqs);

#endif
