/* The verbs about the connection itself: each answers at once, or hands a job to the writer. It must not know
 * how a request came, nor how its answer travels. */
#include "server/net/session_verbs.h"

#include "server/net/acts.h"

void session_status(struct request *request, const struct args_status *args)
{
    const struct server *server = request->loop->server;
    const struct actor *actor = &request->actor;
    (void)args;
    uint8_t room[FEATURES_BYTES];
    struct record_status status = {
        .has = {.features = true},
        .house = bytes_of(server->house->public_key, LIMIT_KEY_BYTES),
        .version = bytes_of_text(SOFTWARE_VERSION),
        .address = bytes_of_text(server->listening),
        .epoch = server->epoch,
        .time = server->now_ms(),
        .facts = ledger_last(request->txn),
        .role = actor->role,
        .account = bytes_of_text(actor->account),
        .department = bytes_of_text(actor->department),
        .signs = actor->signs,
        .zone = bytes_of_text(server->zone),
    };
    status.has.address = status.address.size > 0;
    status.has.account = status.account.size > 0;
    status.has.department = status.department.size > 0;
    status.has.signs = actor->signs;
    status.has.zone = status.zone.size > 0;
    struct buffer features = buffer_over(room, sizeof room);
    features_write(&features);
    status.features = buffer_bytes(&features);
    request_ok(request, &status);
}

void session_ping(struct request *request, const struct args_ping *args)
{
    (void)args;
    request_ok(request, &(struct record_pong){.time = request->loop->server->now_ms()});
}

/* Whether whoever is connected may have so much written now; refuses when not. The house has no budget. */
static bool in_budget(struct request *request, unsigned parts)
{
    const struct server *server = request->loop->server;
    const struct payer *payer = request->speaker->peer->turn.payer;
    const enum role role = request->actor.role;
    struct refusal why;
    int64_t again_ms;
    if (payer == NULL || acts_take(server->acts, payer, role, parts, server->now_ms(), &again_ms))
        return true;
    refuse(&why, ERR_TOO_FAST, NULL, (struct bytes){0}, acts_most(server->acts, role));
    why.time_ms = again_ms;
    request_refuse(request, &why);
    return false;
}

void session_act(struct request *request, const struct args_act *args)
{
    struct job *job;
    struct refusal why;
    if (!in_budget(request, LIMIT_ACT_PARTS))
        return;
    if (job_of_act(args->act, args->sig, &job, &why) != OK)
        request_refuse(request, &why);
    else
        request_submit(request, job);
}

/* Takes the subscriptions of a request that failed half-way back. */
static void unsubscribe_first(struct request *request, struct bytes positions, size_t count)
{
    struct bytes channel;
    uint64_t number;
    struct refusal why;
    size_t at = 0;
    while (count-- > 0 && positions_next(positions, &at, &channel, &number))
        push_unsubscribe(request->loop->push, request->speaker->subscriber, channel, &why);
}

static enum error subscribe_one(struct request *request, struct bytes channel, uint64_t number,
                                struct refusal *why)
{
    uint8_t anchor[LIMIT_HASH_BYTES];
    enum error error = push_subscribe(request->loop->push, request->txn, request->speaker->subscriber,
                                      channel, number, anchor, why);
    if (error == OK)
        request_row(request, &(struct record_anchor){
                                 .channel = channel,
                                 .number = number,
                                 .hash = bytes_of(anchor, sizeof anchor),
                             });
    return error;
}

/* All of the channels or none; the right to read each has been judged. */
void session_subscribe(struct request *request, const struct args_subscribe *args)
{
    struct refusal why;
    struct bytes channel;
    uint64_t number;
    size_t at = 0, count = 0;
    if (request->speaker->subscriber == NULL) {
        refuse(&why, ERR_ACT_NOT_HERE, NULL, bytes_of_text(request->verb->word), 0);
        request_refuse(request, &why);
        return;
    }
    while (positions_next(args->channels, &at, &channel, &number)) {
        if (subscribe_one(request, channel, number, &why) != OK) {
            unsubscribe_first(request, args->channels, count);
            request_refuse(request, &why);
            return;
        }
        count++;
    }
    request_ok(request, &(struct record_following){
                            .rows = count,
                            .interval_ms = request->loop->server->checkpoint_interval_ms,
                        });
}

void session_unsubscribe(struct request *request, const struct args_unsubscribe *args)
{
    struct refusal why;
    enum error error;
    if (request->speaker->subscriber == NULL)
        error = refuse(&why, ERR_ACT_NOT_HERE, NULL, bytes_of_text(request->verb->word), 0);
    else
        error = push_unsubscribe(request->loop->push, request->speaker->subscriber, args->channel, &why);
    if (error != OK)
        request_refuse(request, &why);
    else
        request_ok(request, NULL); /* no fields */
}

/* The quota bounds what waits, not how much is written: what does not fit its hash is thrown away, and may
 * come again. */
void session_blob_put(struct request *request, const struct args_blob_put *args)
{
    if (!in_budget(request, 1))
        return;
    struct job *job = job_new(JOB_STAGE, LIMIT_HASH_BYTES + args->bytes.size);
    if (job == NULL) {
        request_refuse_plainly(request, ERR_NO_MEMORY);
        return;
    }
    memcpy(job->owner, request->actor.account, sizeof job->owner);
    memcpy(job->bytes, args->hash.at, LIMIT_HASH_BYTES);
    memcpy(job->bytes + LIMIT_HASH_BYTES, args->bytes.at, args->bytes.size);
    job->piece = *args;
    job->piece.hash = bytes_of(job->bytes, LIMIT_HASH_BYTES);
    job->piece.bytes = bytes_of(job->bytes + LIMIT_HASH_BYTES, args->bytes.size);
    request_submit(request, job);
}

/* What is marked; the right to read its channel has been judged. */
static enum error judge_seen(struct request *request, const struct args_seen *args, struct bytes *channel,
                             struct refusal *why)
{
    uint64_t number;
    if (!args->has.id && !args->has.channel)
        return refuse(why, ERR_FIELD_MISSING, "channel", (struct bytes){0}, 0);
    if (!args->has.id)
        *channel = args->channel;
    else if (!id_split(args->id, channel, &number))
        return refuse(why, ERR_UNKNOWN_THREAD, "id", args->id, 0);
    if (args->has.channel && !bytes_equal(args->channel, *channel))
        return refuse(why, ERR_BAD_VALUE, "channel", args->channel, 0);
    if (args->has.id && !thing_exists(request->txn, args->id))
        return refuse(why, ERR_UNKNOWN_THREAD, "id", args->id, 0);
    return OK;
}

void session_seen(struct request *request, const struct args_seen *args)
{
    struct seen seen = {.account = bytes_of_text(request->actor.account), .number = args->number};
    struct refusal why;
    uint64_t before;
    if (judge_seen(request, args, &seen.channel, &why) != OK) {
        request_refuse(request, &why);
        return;
    }
    if (args->has.id)
        seen.thread = args->id;
    else if (args->has.after)
        seen.after = args->after;
    if (seen_number(request->txn, seen.account, args->has.id ? seen.thread : seen.channel, &before) &&
        before >= args->number) {
        request_ok(request, NULL); /* nothing to be written */
        return;
    }
    if (!in_budget(request, 1))
        return;
    struct job *job = job_of_seen(&seen);
    if (job == NULL) {
        request_refuse_plainly(request, ERR_NO_MEMORY);
        return;
    }
    request_submit(request, job);
}

void session_bye(struct request *request, const struct args_bye *args)
{
    (void)request;
    (void)args; /* session_message ends the connection */
}
