/* The writer's thread: gather, decide, append, fold, do what is due, commit, answer. Between decide and
 * commit stands one place, batch_settle, where one day a consensus engine will order the batch. It must not
 * know sockets or loops. */
#include "server/writer.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "protocol/proof/erasure.h"
#include "server/domain/domain.h"

enum { EXPIRE_INTERVAL_MS = 60 * 1000, INDEX_FACTS = 256, CLOCK_NOTE_MS = 1000 * LIMIT_CLOCK_NOTE_S };

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

/* For the log. What the disk does not take is told once for all who wait. */
static void tell(const struct writer *writer, enum error error, const char *where, const char *verb)
{
    bool told = error_is_ours(error) || error == ERR_NO_MEMORY || error == ERR_STORE_FULL;
    if (told && writer->options.trouble != NULL)
        writer->options.trouble(writer->options.context, error, where, verb);
}

/* A refusal, and for the log what nobody but the house can mend. */
static void answer_told(const struct writer *writer, const struct txn *txn, struct job *job,
                        const struct refusal *why, const char *verb)
{
    const char *where = txn_where(txn) != NULL ? txn_where(txn) : why->where;
    tell(writer, why->code, where, verb);
    job_refuse(job, error_is_ours(why->code) ? &(struct refusal){.code = ERR_INTERNAL} : why);
}

/* Where the facts of an act go. */
struct landing {
    struct txn *txn;
    struct batch *batch;
    struct job *job; /* to be answered by the first fact; NULL: it was, or nobody asked */
};

static void on_appended(void *context, const struct fact *fact, bool own)
{
    struct landing *landing = context;
    struct batch *batch = landing->batch;
    if (own && landing->job != NULL) {
        job_done(landing->job, fact, false);
        landing->job = NULL;
    }
    if (batch != NULL && (batch->facts[batch->count] = shared_fact_new(fact)) != NULL)
        batch->count++;
    else if (batch != NULL)
        txn_fail(landing->txn, ERR_NO_MEMORY); /* a fact that cannot be pushed must not be there */
}

/* Counts what the decision adopts; false when the batch has adopted enough. */
static bool takes_files(struct writer *writer, struct txn *txn, const struct actor *actor)
{
    const struct decision *decision = &writer->decision;
    uint64_t size;
    if (decision->adopt_count > 0 && writer->adopted_bytes >= WRITER_BATCH_ADOPTED_BYTES)
        return false;
    for (size_t i = 0; i < decision->adopt_count; i++) {
        if (blob_staged(txn, bytes_of_text(actor->account), decision->adopts[i], &size))
            writer->adopted_bytes += size;
    }
    return true;
}

/* `*taken_seq` and decision.already_seq say that its facts were there before. */
static enum error decide_and_append(struct writer *writer, struct txn *txn, const struct signed_act *act,
                                    struct job *job, int64_t now_ms, uint64_t *taken_seq)
{
    struct decision *decision = &writer->decision;
    struct landing landing = {txn, writer->batch, job};
    struct actor actor;
    decision_reset(decision);
    enum error error =
        domain_decide(txn, writer->options.house->public_key, now_ms, act, &actor, decision, taken_seq);
    if (error != OK || *taken_seq != 0 || decision->already_seq != 0)
        return error;
    if (writer->tight && !verb_can_erase(verb_find(act->act.verb)))
        error = decision_refuse(decision, ERR_STORE_FULL, NULL, (struct bytes){0});
    else if (takes_files(writer, txn, &actor))
        domain_append(txn, act, &actor, now_ms, decision, on_appended, &landing);
    else
        error = decision_refuse(decision, ERR_BUSY, NULL, (struct bytes){0});
    return error;
}

static void take_act(struct writer *writer, struct txn *txn, struct job *job, const char *verb,
                     int64_t now_ms)
{
    struct fact fact;
    uint64_t taken_seq = 0;
    if (decide_and_append(writer, txn, &job->act, job, now_ms, &taken_seq) != OK) {
        answer_told(writer, txn, job, &writer->decision.why, verb);
        return;
    }
    uint64_t known_seq = taken_seq != 0 ? taken_seq : writer->decision.already_seq;
    if (known_seq == 0)
        return;
    if (ledger_read(txn, known_seq, &fact))
        job_done(job, &fact, taken_seq == 0);
    else
        txn_fail(txn, ERR_INTERNAL);
}

static void take_piece(struct writer *writer, struct txn *txn, struct job *job, int64_t now_ms)
{
    struct refusal why;
    struct record_staged staged = {.has.offset = true};
    enum error error = blob_stage(txn, bytes_of_text(job->owner), job->piece.hash.at, job->piece.size,
                                  job->piece.offset, job->piece.bytes, now_ms, &staged.offset, &why);
    if (error != OK)
        answer_told(writer, txn, job, &why, verbs[VERB_blob_put].word);
    else
        job_answer(job, &shape_record_staged, &staged);
}

static void take_seen(struct txn *txn, struct job *job)
{
    seen_note(txn, &job->seen);
    job_answer(job, &shape_record_nothing, NULL); /* no fields */
}

/* Uploads that nobody used are dropped now and then, not with every batch: it walks what is staged. */
static void expire_uploads(struct writer *writer, struct txn *txn, int64_t now_ms)
{
    if (now_ms >= writer->expired_ms && now_ms - writer->expired_ms < EXPIRE_INTERVAL_MS)
        return;
    writer->expired_ms = now_ms;
    blob_expire(txn, now_ms, 16);
}

/* Notes the time now and then, and says once that the clock leapt: acts are refused then. */
static void look_at_clock(struct writer *writer, struct txn *txn, int64_t now_ms)
{
    const bool was_ahead = writer->clock_ahead;
    writer->clock_ahead = domain_clock_ahead(txn, now_ms);
    if (writer->clock_ahead && !was_ahead)
        writer->options.clock_ahead(writer->options.context, now_ms);
    if (writer->clock_ahead || (now_ms >= writer->noted_ms && now_ms - writer->noted_ms < CLOCK_NOTE_MS))
        return;
    writer->noted_ms = now_ms;
    domain_clock_note(txn, now_ms);
}

/* One entry of the schedule, by an act of the house. */
static enum error run_entry(struct writer *writer, struct txn *txn, const struct args_schedule_run *entry,
                            int64_t now_ms)
{
    uint8_t args_room[LIMIT_ID_BYTES + 64], nonce[LIMIT_NONCE_BYTES];
    struct buffer args = buffer_over(args_room, sizeof args_room);
    struct job *job;
    struct refusal why;
    uint64_t taken_seq = 0;
    randombytes_buf(nonce, sizeof nonce);
    codec_encode(&shape_args_schedule_run, entry, &args);
    enum error error = args.overflowed ? ERR_INTERNAL
                                       : job_of_house_act(writer->options.house, now_ms, nonce,
                                                          bytes_of_text(verbs[VERB_schedule_run].word),
                                                          buffer_bytes(&args), &job, &why);
    if (error != OK)
        return error;
    error = decide_and_append(writer, txn, &job->act, NULL, now_ms, &taken_seq);
    job_free(job);
    return error;
}

static bool same_entry(const struct args_schedule_run *one, const struct args_schedule_run *other)
{
    return one->time == other->time && one->what == other->what && bytes_equal(one->id, other->id);
}

/* Does what is due, the earliest first, at least one of it however full the batch is. What is refused, or is
 * still there afterwards, is our mistake: the schedule rests then until the next tick. */
static void run_schedule(struct writer *writer, struct txn *txn, int64_t now_ms)
{
    char rooms[2][LIMIT_ID_BYTES];
    struct args_schedule_run entries[2] = {{.id = {0}}, {.id = {0}}};
    writer->more_due = false;
    if (writer->schedule_rests)
        return;
    writer->next_due_ms = INT64_MAX;
    for (size_t i = 0; txn_error(txn) == OK && domain_schedule_next(txn, rooms[i], &entries[i]); i = 1 - i) {
        writer->next_due_ms = entries[i].time;
        if (entries[i].time > now_ms)
            return;
        writer->more_due = writer->batch->count >= WRITER_BATCH_FACTS + LIMIT_ACT_FACTS;
        if (writer->more_due)
            return;
        bool again = same_entry(&entries[i], &entries[1 - i]);
        enum error error = again ? ERR_INTERNAL : run_entry(writer, txn, &entries[i], now_ms);
        writer->schedule_rests = error != OK;
        if (error != OK) {
            tell(writer, error == ERR_NO_MEMORY ? error : ERR_INTERNAL,
                 again ? HERE : writer->decision.why.where, verbs[VERB_schedule_run].word);
            return;
        }
        writer->next_due_ms = INT64_MAX;
    }
}

/* Any job. What made the transaction fail is told with its verb; then nobody's job is done. */
static void take_job(struct writer *writer, struct txn *txn, struct job *job, int64_t now_ms)
{
    const struct verb *known = job->kind == JOB_ACT    ? verb_find(job->act.act.verb)
                               : job->kind == JOB_SEEN ? &verbs[VERB_seen]
                                                       : &verbs[VERB_blob_put];
    const char *verb = known != NULL ? known->word : "act";
    if (writer->batch->count >= WRITER_BATCH_FACTS)
        job_refuse(job, &(struct refusal){.code = ERR_BUSY});
    else if (job->kind == JOB_ACT)
        take_act(writer, txn, job, verb, now_ms);
    else if (writer->tight)
        job_refuse(job, &(struct refusal){.code = ERR_STORE_FULL});
    else if (job->kind == JOB_SEEN)
        take_seen(txn, job);
    else
        take_piece(writer, txn, job, now_ms);
    if (txn_error(txn) != OK)
        tell(writer, txn_error(txn), txn_where(txn), verb);
}

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
        expire_uploads(writer, txn, now_ms);
        look_at_clock(writer, txn, now_ms);
        for (struct job *job = jobs; job != NULL && txn_error(txn) == OK; job = job->next)
            take_job(writer, txn, job, now_ms);
        if (writer->tight) { /* each tick looks again */
            writer->more_due = false;
            writer->next_due_ms = INT64_MIN;
        } else if (txn_error(txn) == OK) {
            run_schedule(writer, txn, now_ms);
            if (txn_error(txn) != OK)
                tell(writer, txn_error(txn), txn_where(txn), verbs[VERB_schedule_run].word);
        }
        ledger_seal(txn, writer->options.house);
        where = txn_where(txn);
        error = batch_settle(txn);
    }
    if (error != OK) {
        if (where == NULL) /* else it was told where it arose */
            tell(writer, error, HERE, "commit");
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
        tell(writer, error, where, "search");
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
    domain_append(txn, &job->act, &actor, now_ms, decision, on_appended, &(struct landing){.txn = txn});
    ledger_seal(txn, house);
    error = batch_settle(txn);
out:
    if (error != OK && why->code != error)
        *why = (struct refusal){.code = error};
    job_free(job);
    free(decision);
    return error;
}
