/* Whose turn it is to ask. Those who wait stand with whoever pays for them: an address, or the account of an
 * enrolled key. It knows neither peers nor clocks: what a turn has cost is told to it.
 *
 * The next turn is the payer's that has used least, and within a payer goes round. Who begins to wait counts
 * as having used what the one served last had: nobody saves up, and nobody who waits is passed by for ever.
 * So a payer with one connection gets as much as one with a thousand. */
#ifndef BULLETIN_NET_TURNS_H
#define BULLETIN_NET_TURNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum payer_kind { PAYER_ADDRESS, PAYER_ACCOUNT };

struct payer {
    struct payer *next; /* in its bucket */
    uint64_t id;
    enum payer_kind kind;
    unsigned turns;      /* how many it pays for */
    uint64_t used_ns;    /* where it stands among the others, not a sum of all it ever used */
    uint64_t since;      /* in the order of coming, for those who stand alike */
    uint64_t last_ns;    /* what its last turn cost; whoever charges it notes that */
    size_t place;        /* in the heap, from 1; 0: nobody of it waits, or it must not ask */
    size_t unread_bytes; /* of answers to its questions; with too many it has no turns */
    uint64_t held_bytes; /* for whoever sums up what is held for it */
    unsigned jobs;       /* with the writer; the loop counts them */
    struct turn *first, **last;
};

/* One that may wait; embedded in a peer, zeroed at its start. */
struct turn {
    struct payer *payer; /* NULL until turn_pay */
    struct turn *next;
    bool waits;
};

enum { PAYER_BUCKETS = 1024 };

/* Zeroed at its start, but for the budget. */
struct turns {
    size_t unread_most; /* in bytes: a payer with more unread answers has no turns */

    struct payer *buckets[PAYER_BUCKETS];
    size_t payers; /* the heap has room for all of them */
    struct payer **heap;
    size_t room, waiting;
    uint64_t used_ns; /* of whom was served last, when that turn began */
    uint64_t coming;
};

/* When nobody pays any more. */
void turns_fini(struct turns *turns);

/* From now on this payer pays for it. It must not be waiting. False, and all as it was, when memory
 * is out. */
bool turn_pay(struct turns *turns, struct turn *turn, enum payer_kind kind, uint64_t id);
/* Nobody pays for it any more; may be called when nobody did. It must not be waiting. */
void turn_leave(struct turns *turns, struct turn *turn);

/* Waits from now on, if it does not yet. True when it had not waited. */
bool turn_wait(struct turns *turns, struct turn *turn);
/* Takes out whose turn it is; NULL when nobody waits. */
struct turn *turns_next(struct turns *turns);
/* What the last turn of that payer cost whose turn is next; 0 when nobody waits. */
uint64_t turns_next_cost(const struct turns *turns);
/* One that need not wait has its turn. */
void turn_at_once(struct turns *turns, struct turn *turn);
/* How long it took to do what was done for it. */
void turn_charge(struct turns *turns, struct turn *turn, uint64_t ns);

/* How many bytes its unread answers were, and are now. */
void turn_unread(struct turns *turns, struct turn *turn, size_t before, size_t now);
/* Whether its payer may have turns. */
bool turn_may_come(const struct turns *turns, const struct turn *turn);

#endif
