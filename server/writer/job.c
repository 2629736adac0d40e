/* Jobs: acts are copied, read and verified before they queue, and each job takes its answer along. It must
 * not know who carries them out, nor who waits for them. */
#include "server/writer/job.h"

#include <stdlib.h>

#include "protocol/wire/message.h"

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
        return refuse(why, ERR_NO_MEMORY, NULL, (struct bytes){0}, 0);
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

static struct bytes put(uint8_t **at, struct bytes bytes)
{
    struct bytes copy = bytes_of(*at, bytes.size);
    if (bytes.size > 0)
        memcpy(*at, bytes.at, bytes.size);
    *at += bytes.size;
    return copy;
}

struct job *job_of_seen(const struct seen *seen)
{
    struct job *job = job_new(JOB_SEEN, seen->account.size + seen->channel.size + seen->thread.size);
    if (job == NULL)
        return NULL;
    uint8_t *at = job->bytes;
    job->seen.account = put(&at, seen->account);
    job->seen.channel = put(&at, seen->channel);
    job->seen.thread = put(&at, seen->thread);
    job->seen.number = seen->number;
    job->seen.after = seen->after;
    return job;
}

void job_refuse(struct job *job, const struct refusal *why)
{
    struct buffer out = buffer_over(job->answer, sizeof job->answer);
    message_write_refusal(&out, job->request_id, why);
    job->answer_size = out.size;
}

void job_answer(struct job *job, const struct shape *shape, const void *values)
{
    struct buffer out = buffer_over(job->answer, sizeof job->answer);
    message_write(&out, job->request_id, "ok", shape, values);
    job->answer_size = out.size;
}

void job_done(struct job *job, const struct fact *fact, bool already)
{
    char id_room[LIMIT_ID_BYTES];
    struct record_done done = {0};
    domain_done(fact, id_room, &done);
    done.has.already = done.already = already;
    job_answer(job, &shape_record_done, &done);
}
