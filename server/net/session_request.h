/* One request while it is answered: who asks, by which verb, and the answer as it grows. It knows how an
 * answer is written and bounded; it does not know what any verb means. */
#ifndef BULLETIN_NET_SESSION_REQUEST_H
#define BULLETIN_NET_SESSION_REQUEST_H

#include "server/net/speaker.h"

struct request {
    const struct speaker *speaker;
    struct loop *loop;
    uint64_t id;
    const struct verb *verb;
    struct actor actor;
    struct txn *txn;
    struct buffer answer; /* whole messages */
    size_t rows;
    uint64_t began_ns; /* when the piece of a question was begun */
};

/* Gives a refusal, in place of all that was made of the answer so far. What is the house's own trouble goes
 * to the log, with the place where it arose, and is `internal` to others. */
void request_refuse(struct request *request, const struct refusal *why);
/* The same where the error itself says all. */
#define request_refuse_plainly(request, error)                                                               \
    request_refuse(request, &(struct refusal){.code = (error), .where = HERE})
/* Ends the answer: the values are of the verb's shape; NULL where it has no fields. */
void request_ok(struct request *request, const void *values);
/* Adds a row of the verb's row shape; false when the answer has no room for it: an answer to one question is
 * bounded, and the rest can be asked for. `context` is the request, as struct rows wants it. */
bool request_row(void *context, const void *row);
/* Hands a job to the writer, whose answer comes later; a payer with too many of them is refused. */
void request_submit(struct request *request, struct job *job);

#endif
