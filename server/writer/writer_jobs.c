/* What the writer does within one transaction: jobs, the clock, uploads that nobody used, and what the
 * schedule says is due. It must not know the queue, the commit, sockets or loops. */
#include "server/writer/writer_inside.h"

#include <sodium.h>

#include "protocol/proof/erasure.h"

enum { EXPIRE_INTERVAL_MS = 60 * 1000 };

void writer_tell(const struct writer *writer, enum error error, const char *where, const char *verb)
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
    writer_tell(writer, why->code, where, verb);
    job_refuse(job, error_is_ours(why->code) ? &(struct refusal){.code = ERR_INTERNAL} : why);
}

void writer_appended(void *context, const struct fact *fact, bool own)
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
    struct landing landing = {.txn = txn, .batch = writer->batch, .job = job};
    struct actor actor;
    decision_reset(decision);
    enum error error =
        domain_decide(txn, writer->options.house->public_key, now_ms, act, &actor, decision, taken_seq);
    if (error != OK || *taken_seq != 0 || decision->already_seq != 0)
        return error;
    if (writer->tight && !verb_can_erase(verb_find(act->act.verb)))
        error = decision_refuse(decision, ERR_STORE_FULL, NULL, (struct bytes){0});
    else if (takes_files(writer, txn, &actor))
        domain_append(txn, act, &actor, now_ms, decision, writer_appended, &landing);
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
    struct record_staged staged = {0};
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

void writer_expire_uploads(struct writer *writer, struct txn *txn, int64_t now_ms)
{
    if (now_ms >= writer->expired_ms && now_ms - writer->expired_ms < EXPIRE_INTERVAL_MS)
        return;
    writer->expired_ms = now_ms;
    blob_expire(txn, now_ms, 16);
}

void writer_look_at_clock(struct writer *writer, struct txn *txn, int64_t now_ms)
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

void writer_run_schedule(struct writer *writer, struct txn *txn, int64_t now_ms)
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
            writer_tell(writer, error == ERR_NO_MEMORY ? error : ERR_INTERNAL,
                        again ? HERE : writer->decision.why.where, verbs[VERB_schedule_run].word);
            return;
        }
        writer->next_due_ms = INT64_MAX;
    }
}

void writer_take_job(struct writer *writer, struct txn *txn, struct job *job, int64_t now_ms)
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
        writer_tell(writer, txn_error(txn), txn_where(txn), verb);
}
