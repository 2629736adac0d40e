/* Subscribers without sockets: the links of one loop. The loop is the server's own, with its inbox, its ready
 * queue and its slices, and so are push and link; only what conn_serve gives to the socket ends here, where
 * every byte of it is counted.
 *
 *   publisher -> writer -> fan_facts -> each loop's inbox -> push -> ready queue -> link_seal -> counted */
#ifndef BULLETIN_BENCH_MEMORY_LOOP_H
#define BULLETIN_BENCH_MEMORY_LOOP_H

#include <semaphore.h>
#include <stdatomic.h>

#include "protocol/secure/link.h"
#include "server/net/arena.h"
#include "server/net/loop_life.h"

enum { FAN_LOOPS = 2, WATCHED_LINKS = 4 };

/* One headline on its way to everybody. */
struct flight {
    size_t message_bytes; /* 0 until it is committed */
    uint64_t committed_ns, last_ns;
    atomic_uint loops_left;
};

/* What the loops share, besides the server. */
struct fan {
    struct server server;
    struct flight *flights; /* by number in the channel */
    size_t flights_most;
    uint64_t begun; /* the number after which everybody subscribes */
    unsigned loop_count;
    struct memory_loop *loops[FAN_LOOPS];
    sem_t greeted; /* posted once for each loop */
    sem_t landed;  /* posted when a headline has reached all */
};

/* A link of which the other end is played too: its records are opened and checked. */
struct watched {
    struct link end;
    uint64_t number;
    uint8_t hash[LIMIT_HASH_BYTES];
};

struct memory_loop {
    struct loop loop; /* first, so that a peer's loop leads here */
    struct fan *fan;
    struct arena *arena;
    struct memory_link *links;
    unsigned link_count, greeted;
    uint32_t *reached; /* how many links have each number */
    uint64_t deliveries, records;
    uint64_t watching_ns; /* of processor time: not the server's work */
    struct watched watched[WATCHED_LINKS];
};

/* A loop without links: at least WATCHED_LINKS will come. What cannot be made ends the program. */
struct memory_loop *memory_loop_new(struct fan *fan, unsigned index, unsigned links);
/* Makes the links, all of them following the channel. Before anything runs. */
void memory_loop_subscribe(struct memory_loop *memory);
/* The loop's thread: runs until loop_stop. */
void memory_loop_run(struct memory_loop *memory);
/* After it: checks that every link has every number up to `last` exactly once, and frees all. */
void memory_loop_free(struct memory_loop *memory, uint64_t last);

/* The writer's new facts: notes when they were committed, and hands them to the loops. */
void fan_facts(void *context, struct batch *batch);

#endif
