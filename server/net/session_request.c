/* One request while it is answered. It must not know what any verb means, nor how the answer travels. */
#include "server/net/session_request.h"

#include "protocol/wire/message.h"

enum {
    PAYER_JOBS = 1024,                  /* acts of one account or address that may wait for the writer */
    OK_BYTES = LIMIT_NEXT_BYTES + 2048, /* room that is kept free for the message that ends an answer */
};

void request_refuse(struct request *request, const struct refusal *why)
{
    struct server *server = request->loop->server;
    const char *where =
        request->txn != NULL && txn_where(request->txn) != NULL ? txn_where(request->txn) : why->where;
    bool ours = error_is_ours(why->code);
    if ((ours || why->code == ERR_NO_MEMORY) && server->trouble != NULL)
        server->trouble(why->code, where, request->verb != NULL ? request->verb->word : "a message");
    request->answer.size = 0; /* rows that were made before do not count */
    request->answer.overflowed = false;
    message_write_refusal(&request->answer, request->id,
                          ours ? &(struct refusal){.code = ERR_INTERNAL} : why);
}

void request_ok(struct request *request, const void *values)
{
    message_write(&request->answer, request->id, "ok", request->verb->ok, values);
}

bool request_row(void *context, const void *row)
{
    struct request *request = context;
    struct buffer *answer = &request->answer;
    size_t size = answer->size;
    message_write(answer, request->id, "row", request->verb->row, row);
    if (answer->overflowed || answer->size > answer->capacity - OK_BYTES) {
        answer->overflowed = false;
        answer->size = size;
        return false;
    }
    request->rows++;
    return true;
}

void request_submit(struct request *request, struct job *job)
{
    struct peer *peer = request->speaker->peer;
    if (peer->turn.payer != NULL && peer->turn.payer->jobs >= PAYER_JOBS) {
        job_free(job);
        request_refuse_plainly(request, ERR_BUSY);
        return;
    }
    job->request_id = request->id;
    loop_submit(peer, job);
}
