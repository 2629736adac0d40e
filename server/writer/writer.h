/* The one thread that writes: it gathers what waits and settles it in one transaction. It decides act by act,
 * appends, folds, does what the schedule says is due, commits once, hands the new facts to the loops and
 * answers. Nothing is answered before it is on disk. It knows no sockets: an answer goes to whoever waits
 * through two functions it was given.
 *
 * Its floor: it stands on the domain's door (domain.h), the ledger and the store, and builds without libuv.
 * Whoever stands above it (net, and the daemon that wires them) sees this page alone, and through it what it
 * passes on: jobs, and facts as the loops share them. */
#ifndef BULLETIN_SERVER_WRITER_H
#define BULLETIN_SERVER_WRITER_H

#include "protocol/tables.h"
#include "server/domain/domain.h"
#include "server/ledger/ledger.h"
#include "server/writer/job.h"
#include "server/writer/shared_fact.h"

enum {
    WRITER_QUEUE_JOBS = 8192,  /* waiting; more are refused with BUSY */
    WRITER_BATCH_JOBS = 512,   /* of one transaction: bounds how long an answer can be held up by others */
    WRITER_BATCH_FACTS = 4096, /* of one transaction */
    /* Once so much has been adopted in one transaction, what would adopt more is refused with BUSY: the store
     * holds it in memory until the commit. One act's files may come on top. */
    WRITER_BATCH_ADOPTED_BYTES = 32 * 1024 * 1024,
};

struct writer_options {
    struct store *store;
    const struct identity *house; /* signs what the schedule does */
    int64_t (*now_ms)(void);
    void *context;
    /* Both are called on the writer's thread, facts first. They must not block. `fatal` says the
     * disk failed. */
    void (*facts)(void *context, struct batch *batch);
    void (*answered)(void *context, struct job *job);
    void (*fatal)(void *context, enum error error);
    /* The clock leapt ahead: nothing is taken until an operator confirms it. Said once a leap. */
    void (*clock_ahead)(void *context, int64_t now_ms);
    /* An error that its asker cannot mend, for the log: where in the sources (NULL: not known), at which
     * verb. Called on the writer's thread. May be NULL. */
    void (*trouble)(void *context, enum error error, const char *where, const char *verb);
};

/* Whether an error is the house's own trouble, of which others hear as `internal` only. */
static inline bool error_is_ours(enum error error)
{
    return error == ERR_INTERNAL || error == ERR_LEDGER_BROKEN || error == ERR_STORE_DAMAGED;
}

struct writer;

/* NULL when memory or threads are out. */
struct writer *writer_start(const struct writer_options *options);
/* Takes what waits to its end, then stops the thread; later submits are refused. */
void writer_stop(struct writer *writer);
/* After writer_stop, when nobody can submit any more. */
void writer_free(struct writer *writer);

/* Takes these jobs, a list in order, as far as the queue has room. Gives those it did not take: they stay the
 * caller's and have their answer, BUSY (the queue is full) or SERVER_STOPPING. */
struct job *writer_submit(struct writer *writer, struct job *jobs);

/* Wakes the writer if something of the schedule is due; cheap when nothing is. To be called about once a
 * second, by any thread. */
void writer_tick(struct writer *writer);

/* Makes an act of the house itself and appends it before any thread runs: only to begin the ledger. */
enum error writer_found(struct store *store, const struct identity *house, int64_t now_ms,
                        struct refusal *why);

#endif
