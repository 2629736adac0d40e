/* The writer's thread: gather, have the jobs and what is due done (writer_jobs.c), commit, answer. Between
 * decide and commit stands one place, batch_settle, where one day a consensus engine will order the batch. It
 * must not know sockets or loops, nor what a job is about. */
#include "server/writer/writer_inside.h"

#include <stdlib.h>

#include "server/domain/domain.h"

enum { INDEX_FACTS = 256 };

/* What was decided becomes true here and nowhere else: on one machine, by LMDB's commit. */
static enum error batch_settle(struct txn *txn)
{
    return txn_commit(txn);
}

/* One transaction for all these jobs and what is due. Every job has its answer afterwards. */
static enum error write_batch(struct writer *writer, struct job *jobs)
{
    int64_t now_ms = writer->options.now_ms();
    const char *where = NULL;
    enum error error = ERR_NO_MEMORY;
    writer->adopted_bytes = 0;
    writer->batch = batch_new(WRITER_BATCH_FACTS + 2 * LIMIT_ACT_FACTS);
    struct txn *txn = writer->batch == NULL ? NULL : txn_write(writer->options.store);
    if (txn != NULL) {
        writer_expire_uploads(writer, txn, now_ms);
        writer_look_at_clock(writer, txn, now_ms);
        for (struct job *job = jobs; job != NULL && txn_error(txn) == OK; job = job->next)
            writer_take_job(writer, txn, job, now_ms);
        if (writer->tight) { /* each tick looks again */
            writer->more_due = false;
            writer->next_due_ms = INT64_MIN;
        } else if (txn_error(txn) == OK) {
            writer_run_schedule(writer, txn, now_ms);
            if (txn_error(txn) != OK)
                writer_tell(writer, txn_error(txn), txn_where(txn), verbs[VERB_schedule_run].word);
        }
        ledger_seal(txn, writer->options.house);
        where = txn_where(txn);
        error = batch_settle(txn);
    }
    if (error != OK) {
        if (where == NULL) /* else it was told where it arose */
            writer_tell(writer, error, HERE, "commit");
        for (struct job *job = jobs; job != NULL; job = job->next)
            job_refuse(job, &(struct refusal){.code = error_is_ours(error) ? ERR_INTERNAL : error});
    }
    if (error != OK) { /* nobody knows what is due: the next tick looks */
        writer->more_due = false;
        writer->schedule_rests = true;
        writer->next_due_ms = INT64_MIN;
    }
    const int64_t note_ms = writer->noted_ms + CLOCK_NOTE_MS;
    atomic_store(&writer->due_ms, writer->next_due_ms < note_ms ? writer->next_due_ms : note_ms);
    return error;
}

/* What does not fit may have had an erasure among it, which must not wait for others: it has a batch of its
 * own. */
static enum error write_jobs(struct writer *writer, struct job *jobs)
{
    writer->tight = store_is_tight(writer->options.store);
    enum error error = write_batch(writer, jobs);
    if (error != ERR_STORE_FULL || writer->tight || jobs == NULL)
        return error;
    batch_release(writer->batch);
    writer->tight = true;
    return write_batch(writer, jobs);
}

/* Takes up to a batch of what waits, and clears the tick. False when the writer is to stop and no
 * job waits. */
static bool jobs_gather(struct writer *writer, struct job **jobs, bool *ticked)
{
    pthread_mutex_lock(&writer->mutex);
    while (writer->first == NULL && !writer->stopping && !writer->ticked && !writer->more_due &&
           !writer->indexing)
        pthread_cond_wait(&writer->wake, &writer->mutex);
    struct job **end = jobs;
    *jobs = writer->first;
    for (size_t i = 0; i < WRITER_BATCH_JOBS && *end != NULL; i++) {
        end = &(*end)->next;
        writer->waiting--;
    }
    writer->first = *end;
    if (writer->first == NULL)
        writer->last = &writer->first;
    *end = NULL;
    *ticked = writer->ticked;
    writer->schedule_rests = writer->schedule_rests && !writer->ticked;
    writer->ticked = false;
    bool goes_on = *jobs != NULL || !writer->stopping;
    pthread_mutex_unlock(&writer->mutex);
    return goes_on;
}

/* Some of the facts that the search index does not have yet, in a transaction of their own: an act never
 * waits for more, and a store too full for an index still takes what it can. */
static enum error index_some(struct writer *writer)
{
    const char *where = HERE;
    enum error error = ERR_NO_MEMORY;
    bool more = false;
    struct txn *txn = txn_write(writer->options.store);
    if (txn != NULL) {
        more = domain_index(txn, INDEX_FACTS);
        where = txn_where(txn);
        error = txn_commit(txn);
    }
    if (error != OK)
        writer_tell(writer, error, where, "search");
    writer->indexing = more && error == OK;
    atomic_store(&writer->index_behind, more || error != OK); /* the next tick tries again */
    return error;
}

static void *writer_main(void *context)
{
    struct writer *writer = context;
    struct writer_options *options = &writer->options;
    struct job *jobs;
    bool ticked;
    while (jobs_gather(writer, &jobs, &ticked)) {
        enum error error = write_jobs(writer, jobs);
        if (error == OK && writer->batch->count > 0) {
            atomic_store(&writer->index_behind, true);
            options->facts(options->context, writer->batch);
        }
        batch_release(writer->batch);
        bool idle = jobs == NULL;
        while (jobs != NULL) {
            struct job *next = jobs->next;
            options->answered(options->context, jobs);
            jobs = next;
        }
        if (error == OK && !writer->tight && (ticked || (writer->indexing && idle)))
            error = index_some(writer);
        if (error == ERR_STORE_FAILED || error == ERR_STORE_DAMAGED)
            options->fatal(options->context, error);
    }
    return NULL;
}

struct writer *writer_start(const struct writer_options *options)
{
    struct writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL)
        return NULL;
    writer->options = *options;
    writer->last = &writer->first;
    atomic_init(&writer->due_ms, INT64_MIN); /* the first tick looks what fell due while nothing ran */
    atomic_init(&writer->index_behind, true);
    pthread_mutex_init(&writer->mutex, NULL);
    pthread_cond_init(&writer->wake, NULL);
    if (pthread_create(&writer->thread, NULL, writer_main, writer) != 0) {
        pthread_cond_destroy(&writer->wake);
        pthread_mutex_destroy(&writer->mutex);
        free(writer);
        return NULL;
    }
    return writer;
}

void writer_stop(struct writer *writer)
{
    pthread_mutex_lock(&writer->mutex);
    writer->stopping = true;
    pthread_cond_signal(&writer->wake);
    pthread_mutex_unlock(&writer->mutex);
    pthread_join(writer->thread, NULL);
}

void writer_free(struct writer *writer)
{
    pthread_cond_destroy(&writer->wake);
    pthread_mutex_destroy(&writer->mutex);
    free(writer);
}

struct job *writer_submit(struct writer *writer, struct job *jobs)
{
    enum error error = ERR_BUSY;
    bool rested = false;
    pthread_mutex_lock(&writer->mutex);
    if (writer->stopping)
        error = ERR_SERVER_STOPPING;
    while (jobs != NULL && !writer->stopping && writer->waiting < WRITER_QUEUE_JOBS) {
        rested |= writer->waiting++ == 0;
        *writer->last = jobs;
        writer->last = &jobs->next;
        jobs = jobs->next;
        *writer->last = NULL;
    }
    pthread_mutex_unlock(&writer->mutex);
    if (rested) /* after the lock, so that the writer does not wake to wait for it */
        pthread_cond_signal(&writer->wake);
    for (struct job *job = jobs; job != NULL; job = job->next)
        job_refuse(job, &(struct refusal){.code = error});
    return jobs;
}

void writer_tick(struct writer *writer)
{
    if (writer->options.now_ms() < atomic_load(&writer->due_ms) && !atomic_load(&writer->index_behind))
        return;
    pthread_mutex_lock(&writer->mutex);
    writer->ticked = true;
    pthread_cond_signal(&writer->wake);
    pthread_mutex_unlock(&writer->mutex);
}

enum error writer_found(struct store *store, const struct identity *house, int64_t now_ms,
                        struct refusal *why)
{
    const uint8_t empty_map[] = {0x80}, nonce[LIMIT_NONCE_BYTES] = {0}; /* there is only one of this act */
    struct job *job = NULL;
    struct txn *txn = NULL;
    struct actor actor;
    uint64_t taken_seq = 0;
    struct decision *decision = calloc(1, sizeof *decision);
    enum error error = decision == NULL ? ERR_NO_MEMORY : OK;
    if (error == OK)
        error = job_of_house_act(house, now_ms, nonce, bytes_of_text(verbs[VERB_house_found].word),
                                 bytes_of(empty_map, 1), &job, why);
    if (error != OK)
        goto out;
    txn = txn_write(store);
    if (txn == NULL) {
        error = ERR_NO_MEMORY;
        goto out;
    }
    ledger_begin(txn, house->public_key);
    decision_reset(decision);
    error = domain_decide(txn, house->public_key, now_ms, &job->act, &actor, decision, &taken_seq);
    if (error != OK) {
        *why = decision->why;
        txn_end(txn);
        goto out;
    }
    domain_append(txn, &job->act, &actor, now_ms, decision, writer_appended, &(struct landing){.txn = txn});
    ledger_seal(txn, house);
    error = batch_settle(txn);
out:
    if (error != OK && why->code != error)
        *why = (struct refusal){.code = error};
    job_free(job);
    free(decision);
    return error;
}
