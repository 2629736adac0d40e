/* The writer's thread: gather, decide, append, fold, commit, answer. Between decide and commit stands one
 * place, batch_settle, where one day a consensus engine will order the batch. It must not know sockets or
 * loops. */
#include "server/writer.h"

#include <pthread.h>
#include <stdlib.h>

#include "protocol/wire/message.h"
#include "server/domain/domain.h"

enum { EXPIRE_INTERVAL_MS = 60 * 1000 };

struct writer {
    struct writer_options options;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    struct job *first, **last; /* guarded by mutex */
    size_t waiting;
    bool stopping;
    struct decision decision; /* the thread's own from here on */
    struct batch *batch;
    int64_t expired_ms; /* when uploads were last expired */
};

struct job *job_new(enum job_kind kind, size_t bytes_size)
{
    struct job *job = malloc(sizeof *job + bytes_size);
    if (job != NULL) {
        memset(job, 0, sizeof *job);
        job->kind = kind;
        job->bytes_size = bytes_size;
    }
    return job;
}

void job_free(struct job *job)
{
    free(job);
}

enum error job_of_act(struct bytes act, struct bytes signature, struct job **job, struct refusal *why)
{
    struct job *made = job_new(JOB_ACT, act.size + LIMIT_SIGNATURE_BYTES);
    if (made == NULL)
        return refuse(why, ERR_INTERNAL, NULL, (struct bytes){0}, 0);
    memcpy(made->bytes, act.at, act.size);
    memcpy(made->bytes + act.size, signature.at, LIMIT_SIGNATURE_BYTES);
    made->act.bytes = bytes_of(made->bytes, act.size);
    made->act.signature = bytes_of(made->bytes + act.size, LIMIT_SIGNATURE_BYTES);
    enum error error = act_read(made->act.bytes, &made->act.act, why);
    if (error == OK && !act_verify(&made->act.act, made->act.bytes, made->act.signature))
        error = refuse(why, ERR_BAD_SIGNATURE, "sig", (struct bytes){0}, 0);
    if (error != OK) {
        job_free(made);
        return error;
    }
    hash_bytes(made->act.bytes, made->act.hash);
    *job = made;
    return OK;
}

enum error job_of_house_act(const struct identity *house, int64_t now_ms,
                            const uint8_t nonce[LIMIT_NONCE_BYTES], struct bytes verb, struct bytes args,
                            struct job **job, struct refusal *why)
{
    uint8_t room[LIMIT_ACT_BYTES], signature[LIMIT_SIGNATURE_BYTES];
    struct buffer out = buffer_over(room, sizeof room);
    struct act act = {
        .house = bytes_of(house->public_key, LIMIT_KEY_BYTES),
        .author = bytes_of(house->public_key, LIMIT_KEY_BYTES),
        .time_ms = now_ms,
        .nonce = bytes_of(nonce, LIMIT_NONCE_BYTES),
        .verb = verb,
        .args = args,
    };
    act_write(&out, &act);
    if (out.overflowed)
        return refuse(why, ERR_TOO_LONG, "act", (struct bytes){0}, LIMIT_ACT_BYTES);
    act_sign(house, buffer_bytes(&out), signature);
    return job_of_act(buffer_bytes(&out), bytes_of(signature, sizeof signature), job, why);
}

/* Writes a job's answer over whatever stood there. */
static void answer_refusal(struct job *job, const struct refusal *why)
{
    struct buffer out = buffer_over(job->answer, sizeof job->answer);
    message_write_refusal(&out, job->request_id, why);
    job->answer_size = out.size;
}

static void answer_ok(struct job *job, const struct shape *shape, const void *values)
{
    struct buffer out = buffer_over(job->answer, sizeof job->answer);
    message_write(&out, job->request_id, "ok", shape, values);
    job->answer_size = out.size;
}

static void answer_done(struct job *job, const struct fact *fact, bool already)
{
    char id_room[LIMIT_ID_BYTES];
    struct record_done done = {0};
    domain_done(fact, id_room, &done);
    done.has.already = done.already = already;
    answer_ok(job, &shape_record_done, &done);
}

/* Appends what was decided and folds it; the first fact answers. */
static void act_append(struct txn *txn, const struct signed_act *act, const struct actor *actor,
                       int64_t now_ms, const struct decision *decision, struct batch *batch, struct job *job)
{
    uint8_t head_room[LIMIT_HEAD_BYTES];
    if (decision->adopts)
        blob_adopt(txn, actor->key, decision->adopted);
    for (size_t i = 0; i < decision->draft_count; i++) {
        struct buffer room = buffer_over(head_room, sizeof head_room);
        struct fact fact;
        ledger_append(txn, act, &decision->drafts[i], bytes_of_text(actor->account), now_ms, &room, &fact);
        if (txn_error(txn) != OK)
            return;
        domain_evolve(txn, &fact);
        if (i == 0 && job != NULL)
            answer_done(job, &fact, false);
        if (batch != NULL && (batch->facts[batch->count] = shared_fact_new(&fact)) != NULL)
            batch->count++;
        else if (batch != NULL)
            txn_fail(txn, ERR_INTERNAL); /* a fact that cannot be pushed must not be there */
    }
}

static void take_act(struct writer *writer, struct txn *txn, struct job *job, int64_t now_ms)
{
    struct decision *decision = &writer->decision;
    struct actor actor;
    struct fact fact;
    uint64_t taken_seq = 0;
    decision_reset(decision);
    enum error error =
        domain_decide(txn, writer->options.house, now_ms, &job->act, &actor, decision, &taken_seq);
    if (error != OK) {
        answer_refusal(job, &decision->why);
        return;
    }
    uint64_t known_seq = taken_seq != 0 ? taken_seq : decision->already_seq;
    if (known_seq == 0)
        act_append(txn, &job->act, &actor, now_ms, decision, writer->batch, job);
    else if (ledger_read(txn, known_seq, &fact))
        answer_done(job, &fact, taken_seq == 0);
    else
        txn_fail(txn, ERR_INTERNAL);
}

static void take_piece(struct txn *txn, struct job *job, int64_t now_ms)
{
    struct refusal why;
    struct record_staged staged = {.has.offset = true};
    enum error error = blob_stage(txn, job->owner, job->piece.hash.at, job->piece.size, job->piece.offset,
                                  job->piece.bytes, now_ms, &staged.offset, &why);
    if (error != OK)
        answer_refusal(job, &why);
    else
        answer_ok(job, &shape_record_staged, &staged);
}

/* Uploads that nobody used are dropped now and then, not with every batch: it walks what is staged. */
static void expire_uploads(struct writer *writer, struct txn *txn, int64_t now_ms)
{
    if (now_ms >= writer->expired_ms && now_ms - writer->expired_ms < EXPIRE_INTERVAL_MS)
        return;
    writer->expired_ms = now_ms;
    blob_expire(txn, now_ms, 16);
}

/* What was decided becomes true here and nowhere else: on one machine, by LMDB's commit. */
static enum error batch_settle(struct txn *txn)
{
    return txn_commit(txn);
}

/* One transaction for all these jobs. Every job has its answer afterwards. */
static enum error write_jobs(struct writer *writer, struct job *jobs)
{
    int64_t now_ms = writer->options.now_ms();
    enum error error = ERR_INTERNAL;
    writer->batch = batch_new(WRITER_BATCH_FACTS + LIMIT_ACT_FACTS);
    struct txn *txn = writer->batch == NULL ? NULL : txn_write(writer->options.store);
    if (txn != NULL) {
        expire_uploads(writer, txn, now_ms);
        for (struct job *job = jobs; job != NULL && txn_error(txn) == OK; job = job->next) {
            if (writer->batch->count >= WRITER_BATCH_FACTS)
                answer_refusal(job, &(struct refusal){.code = ERR_BUSY});
            else if (job->kind == JOB_ACT)
                take_act(writer, txn, job, now_ms);
            else
                take_piece(txn, job, now_ms);
        }
        error = batch_settle(txn);
    }
    if (error != OK) {
        for (struct job *job = jobs; job != NULL; job = job->next)
            answer_refusal(job, &(struct refusal){.code = error});
    }
    return error;
}

/* Takes up to a batch of what waits; NULL when the writer is to stop and nothing waits. */
static struct job *jobs_gather(struct writer *writer)
{
    pthread_mutex_lock(&writer->mutex);
    while (writer->first == NULL && !writer->stopping)
        pthread_cond_wait(&writer->wake, &writer->mutex);
    struct job *jobs = writer->first, **end = &jobs;
    for (size_t i = 0; i < WRITER_BATCH_JOBS && *end != NULL; i++) {
        end = &(*end)->next;
        writer->waiting--;
    }
    writer->first = *end;
    if (writer->first == NULL)
        writer->last = &writer->first;
    *end = NULL;
    pthread_mutex_unlock(&writer->mutex);
    return jobs;
}

static void *writer_main(void *context)
{
    struct writer *writer = context;
    struct writer_options *options = &writer->options;
    struct job *jobs;
    while ((jobs = jobs_gather(writer)) != NULL) {
        enum error error = write_jobs(writer, jobs);
        if (error == OK && writer->batch->count > 0)
            options->facts(options->context, writer->batch);
        batch_release(writer->batch);
        while (jobs != NULL) {
            struct job *next = jobs->next;
            options->answered(options->context, jobs);
            jobs = next;
        }
        if (error == ERR_STORE_FAILED)
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

enum error writer_submit(struct writer *writer, struct job *job)
{
    enum error error = OK;
    bool first = false;
    pthread_mutex_lock(&writer->mutex);
    if (writer->stopping) {
        error = ERR_SERVER_STOPPING;
    } else if (writer->waiting >= WRITER_QUEUE_JOBS) {
        error = ERR_BUSY;
    } else {
        job->next = NULL;
        *writer->last = job;
        writer->last = &job->next;
        first = writer->waiting++ == 0;
    }
    pthread_mutex_unlock(&writer->mutex);
    if (first) /* after the lock, so that the writer does not wake to wait for it */
        pthread_cond_signal(&writer->wake);
    return error;
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
    enum error error = decision == NULL ? ERR_INTERNAL : OK;
    if (error == OK)
        error = job_of_house_act(house, now_ms, nonce, bytes_of_text(verbs[VERB_house_found].word),
                                 bytes_of(empty_map, 1), &job, why);
    if (error != OK)
        goto out;
    txn = txn_write(store);
    if (txn == NULL) {
        error = ERR_STORE_FAILED;
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
    act_append(txn, &job->act, &actor, now_ms, decision, NULL, NULL);
    error = batch_settle(txn);
out:
    if (error != OK && why->code != error)
        *why = (struct refusal){.code = error};
    job_free(job);
    free(decision);
    return error;
}
