/* What waits for the writer: a signed act, a piece of an upload, a read marker. Whoever makes a job owns it;
 * it carries its own copy of all that it needs, and its answer. It does not know the queue. */
#ifndef BULLETIN_SERVER_JOB_H
#define BULLETIN_SERVER_JOB_H

#include "protocol/tables.h"
#include "server/domain/domain.h"

enum job_kind { JOB_ACT, JOB_STAGE, JOB_SEEN };

/* What waits for the writer. Whoever submits it owns it again when it comes back answered. */
struct job {
    struct job *next;
    enum job_kind kind;
    void *asker;                      /* the submitter's own */
    uint64_t request_id;              /* of the message to be answered */
    struct signed_act act;            /* JOB_ACT: verified; its parts lie in `bytes` */
    char owner[LIMIT_NAME_BYTES + 1]; /* JOB_STAGE: the account, ended by a zero */
    struct args_blob_put piece;       /* JOB_STAGE; its parts lie in `bytes` */
    struct seen seen;                 /* JOB_SEEN; its parts lie in `bytes` */
    size_t answer_size;
    uint8_t answer[1024]; /* the encoded message: "ok" or "error" */
    size_t bytes_size;
    uint8_t bytes[];
};

/* Jobs with room for `bytes_size` bytes; NULL when memory is out. */
struct job *job_new(enum job_kind kind, size_t bytes_size);
void job_free(struct job *job);

/* Copies, reads and verifies an act (the arithmetic that belongs before the queue).
 * Errors: ACT_BROKEN, BAD_SIGNATURE, INTERNAL. */
enum error job_of_act(struct bytes act, struct bytes signature, struct job **job, struct refusal *why);

/* A job that moves a read marker; copies. NULL when memory is out. */
struct job *job_of_seen(const struct seen *seen);

/* An act that the house signs: what the control socket and the schedule send.
 * `nonce` is LIMIT_NONCE_BYTES fresh random bytes. */
enum error job_of_house_act(const struct identity *house, int64_t now_ms,
                            const uint8_t nonce[LIMIT_NONCE_BYTES], struct bytes verb, struct bytes args,
                            struct job **job, struct refusal *why);

/* Each writes the job's answer over whatever stood there: a refusal, "ok" with the values of a shape, or "ok"
 * with the fact that the act became (`already`: another act had made it). */
void job_refuse(struct job *job, const struct refusal *why);
void job_answer(struct job *job, const struct shape *shape, const void *values);
void job_done(struct job *job, const struct fact *fact, bool already);

#endif
