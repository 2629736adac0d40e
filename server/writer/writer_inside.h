/* What the writer's two files share: its state, and what writer.c has done within a transaction. Nobody else
 * includes it. */
#ifndef BULLETIN_SERVER_WRITER_INSIDE_H
#define BULLETIN_SERVER_WRITER_INSIDE_H

#include <pthread.h>
#include <stdatomic.h>

#include "server/writer/writer.h"

enum { CLOCK_NOTE_MS = 1000 * LIMIT_CLOCK_NOTE_S };

struct writer {
    struct writer_options options;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    struct job *first, **last; /* guarded by mutex */
    size_t waiting;
    bool stopping;
    bool ticked;
    _Atomic int64_t due_ms;   /* of the schedule's earliest entry, as last committed */
    struct decision decision; /* the thread's own from here on */
    struct batch *batch;
    bool tight;             /* only the reserve is left: verbs that erase may use it, and no others */
    uint64_t adopted_bytes; /* of texts and files, by this batch so far */
    int64_t expired_ms;     /* when uploads were last expired */
    int64_t noted_ms;       /* when the time was last noted */
    bool clock_ahead;       /* and it was too far ahead to be noted */
    int64_t next_due_ms;
    bool more_due;            /* the schedule is not finished: go on without waiting */
    bool schedule_rests;      /* until the next tick */
    atomic_bool index_behind; /* facts wait to be indexed; the next tick begins */
    bool indexing;            /* and it goes on while there is nothing else to do */
};

/* Where the facts of an act go. */
struct landing {
    struct txn *txn;
    struct batch *batch;
    struct job *job; /* to be answered by the first fact; NULL: it was, or nobody asked */
};

/* As domain_append wants it; the context is a struct landing. Without a batch nothing is pushed. */
void writer_appended(void *context, const struct fact *fact, bool own);

/* For the log. What the disk does not take is told once for all who wait. */
void writer_tell(const struct writer *writer, enum error error, const char *where, const char *verb);

/* Any job. What made the transaction fail is told with its verb; then nobody's job is done. */
void writer_take_job(struct writer *writer, struct txn *txn, struct job *job, int64_t now_ms);

/* Uploads that nobody used are dropped now and then, not with every batch: it walks what is staged. */
void writer_expire_uploads(struct writer *writer, struct txn *txn, int64_t now_ms);

/* Notes the time now and then, and says once that the clock leapt: acts are refused then. */
void writer_look_at_clock(struct writer *writer, struct txn *txn, int64_t now_ms);

/* Does what is due, the earliest first, at least one of it however full the batch is. What is refused, or is
 * still there afterwards, is our mistake: the schedule rests then until the next tick. */
void writer_run_schedule(struct writer *writer, struct txn *txn, int64_t now_ms);

#endif
