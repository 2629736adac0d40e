/* Dispatch by the verb table, and the handlers of the verbs about the connection itself. The one place where
 * a request is decoded and permitted on its way in. */
#include "server/net/session.h"

#include <sodium.h>

#include "server/net/acts.h"
#include "server/net/next.h"
#include "server/writer/writer.h"

enum {
    PAYER_JOBS = 1024,  /* acts of one account or address that may wait for the writer */
    PIECE_NS = 2000000, /* the time of one piece of an answer; the rest is asked for by `next` */
    OK_BYTES = LIMIT_NEXT_BYTES + 2048, /* room that is kept free for the message that ends an answer */
};

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

/* What is the house's own trouble goes to the log, with the place where it arose, and is `internal` to
 * others. */
static void request_refuse(struct request *request, const struct refusal *why)
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

static void request_ok(struct request *request, const void *values)
{
    message_write(&request->answer, request->id, "ok", request->verb->ok, values);
}

/* An answer to one question is bounded; the rest can be asked for. Room for the last message is kept free. */
static bool request_row(void *context, const void *row)
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

static void submit(struct request *request, struct job *job)
{
    struct peer *peer = request->speaker->peer;
    if (peer->turn.payer != NULL && peer->turn.payer->jobs >= PAYER_JOBS) {
        job_free(job);
        request_refuse(request, &(struct refusal){.code = ERR_BUSY});
        return;
    }
    job->request_id = request->id;
    loop_submit(peer, job);
}

/* --- verbs about the connection: link_SYMBOL --- */

static void link_status(struct request *request, const struct args_status *args)
{
    const struct server *server = request->loop->server;
    const struct actor *actor = &request->actor;
    (void)args;
    uint8_t room[FEATURES_BYTES];
    struct record_status status = {
        .has = {.house = true,
                .version = true,
                .epoch = true,
                .time = true,
                .facts = true,
                .role = true,
                .features = true},
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

static void link_ping(struct request *request, const struct args_ping *args)
{
    (void)args;
    request_ok(request, &(struct record_pong){.has.time = true, .time = request->loop->server->now_ms()});
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

static void link_act(struct request *request, const struct args_act *args)
{
    struct job *job;
    struct refusal why;
    if (!in_budget(request, LIMIT_ACT_PARTS))
        return;
    if (job_of_act(args->act, args->sig, &job, &why) != OK)
        request_refuse(request, &why);
    else
        submit(request, job);
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
                                 .has = {.channel = true, .number = true, .hash = true},
                                 .channel = channel,
                                 .number = number,
                                 .hash = bytes_of(anchor, sizeof anchor),
                             });
    return error;
}

/* All of the channels or none; the right to read each has been judged. */
static void link_subscribe(struct request *request, const struct args_subscribe *args)
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
                            .has = {.rows = true, .interval_ms = true},
                            .rows = count,
                            .interval_ms = request->loop->server->head_interval_ms,
                        });
}

static void link_unsubscribe(struct request *request, const struct args_unsubscribe *args)
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
static void link_blob_put(struct request *request, const struct args_blob_put *args)
{
    if (!in_budget(request, 1))
        return;
    struct job *job = job_new(JOB_STAGE, LIMIT_HASH_BYTES + args->bytes.size);
    struct refusal why;
    if (job == NULL) {
        refuse(&why, ERR_NO_MEMORY, NULL, (struct bytes){0}, 0);
        request_refuse(request, &why);
        return;
    }
    memcpy(job->owner, request->actor.account, sizeof job->owner);
    memcpy(job->bytes, args->hash.at, LIMIT_HASH_BYTES);
    memcpy(job->bytes + LIMIT_HASH_BYTES, args->bytes.at, args->bytes.size);
    job->piece = *args;
    job->piece.hash = bytes_of(job->bytes, LIMIT_HASH_BYTES);
    job->piece.bytes = bytes_of(job->bytes + LIMIT_HASH_BYTES, args->bytes.size);
    submit(request, job);
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

static void link_seen(struct request *request, const struct args_seen *args)
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
        refuse(&why, ERR_NO_MEMORY, NULL, (struct bytes){0}, 0);
        request_refuse(request, &why);
        return;
    }
    submit(request, job);
}

static void link_bye(struct request *request, const struct args_bye *args)
{
    (void)request;
    (void)args; /* session_message ends the connection */
}

/* --- dispatch --- */

/* A verb of kind LINK without its link_ function above does not compile. */
#define CALL_LINK(symbol)                                                                                    \
    static void call_##symbol(struct request *request, const void *args)                                     \
    {                                                                                                        \
        link_##symbol(request, args);                                                                        \
    }
#define CALL_ASK(symbol)
#define CALL_ACT(symbol)
#define VERB_CALL(symbol, word, kind, ...) CALL_##kind(symbol)
VERBS(VERB_CALL)

#define HANDLER_LINK(symbol)               call_##symbol
#define HANDLER_ASK(symbol)                NULL
#define HANDLER_ACT(symbol)                NULL
#define VERB_LINK(symbol, word, kind, ...) HANDLER_##kind(symbol),
static void (*const link_handlers[VERB_COUNT])(struct request *, const void *) = {VERBS(VERB_LINK)};

static bool piece_is_due(void *context)
{
    const struct request *request = context;
    return uv_hrtime() - request->began_ns >= PIECE_NS;
}

/* What the end of an answer says of its rows. `sealed` holds where the next piece begins; empty: nowhere. */
static void end_rows(const struct request *request, union any_record *ok, struct bytes sealed)
{
    if (request->verb->ok == &shape_record_count) {
        ok->count.has.rows = true;
        ok->count.rows = request->rows;
        ok->count.has.next = sealed.size > 0;
        ok->count.next = sealed;
        ok->count.has.more = ok->count.more = ok->count.more || sealed.size > 0;
    } else if (request->verb->ok == &shape_record_searched) {
        ok->searched.has.rows = true;
        ok->searched.rows = request->rows;
        ok->searched.has.next = sealed.size > 0;
        ok->searched.next = sealed;
        ok->searched.has.more = ok->searched.more = ok->searched.more || sealed.size > 0;
    }
}

static void answer_question(struct request *request, const union any_args *args)
{
    const struct identity *house = request->loop->server->house;
    uint8_t next_room[ROWS_NEXT_BYTES], from_room[LIMIT_NEXT_BYTES], sealed_room[LIMIT_NEXT_BYTES];
    struct buffer from = buffer_over(from_room, sizeof from_room);
    struct buffer sealed = buffer_over(sealed_room, sizeof sealed_room);
    union any_record ok;
    struct refusal why = {0};
    struct rows rows = {
        .take = request_row,
        .due = piece_is_due,
        .context = request,
        .next = buffer_over(next_room, sizeof next_room),
    };
    request->began_ns = uv_hrtime();
    memset(&ok, 0, sizeof ok);
    if (!next_open(house, request->verb, args, &from)) {
        refuse(&why, ERR_BAD_VALUE, "next", bytes_of_text("what another question was given"), 0);
        request_refuse(request, &why);
        return;
    }
    rows.from = buffer_bytes(&from);
    enum error error = domain_ask(request->txn, request->verb, &request->actor,
                                  request->loop->server->now_ms(), args, &rows, &ok, &why);
    if (error != OK) {
        request_refuse(request, &why);
        return;
    }
    if (rows.next.size > 0)
        next_seal(house, request->verb, args, buffer_bytes(&rows.next), &sealed);
    end_rows(request, &ok, buffer_bytes(&sealed));
    request_ok(request, &ok);
}

/* An act that came over the control socket: the house signs it. */
static void house_act(struct request *request, struct bytes body)
{
    const struct server *server = request->loop->server;
    uint8_t nonce[LIMIT_NONCE_BYTES];
    struct job *job;
    struct refusal why;
    randombytes_buf(nonce, sizeof nonce);
    if (job_of_house_act(server->house, server->now_ms(), nonce, bytes_of_text(request->verb->word), body,
                         &job, &why) != OK)
        request_refuse(request, &why);
    else
        submit(request, job);
}

static void request_handle(struct request *request, const struct message *message)
{
    union any_args args;
    struct refusal why = {0};
    const struct verb *verb = request->verb;
    bool house = request->speaker->house;
    enum error error;
    if (verb == NULL)
        error = refuse(&why, ERR_UNKNOWN_VERB, NULL, message->word, 0);
    else if (verb->kind == ACT && !house)
        error = refuse(&why, ERR_ACT_UNSIGNED, NULL, bytes_of_text(verb->word), 0);
    else if (verb->kind == ACT && (verb->roles & OPERATORS) == 0)
        error = refuse(&why, ERR_ACT_NOT_HERE, NULL, bytes_of_text(verb->word), 0);
    else
        error = codec_decode(verb->args, message->body, &args, &why);
    if (error == OK && house)
        actor_of_house(request->loop->server->house->public_key, &request->actor);
    else if (error == OK)
        actor_of_key(request->txn, request->speaker->key, &request->actor);
    if (error == OK && verb->kind != ACT) /* an act is judged by the writer, in its own transaction */
        error = permit(request->txn, verb, &request->actor, &args, &why);
    if (error != OK)
        request_refuse(request, &why);
    else if (verb->kind == ACT)
        house_act(request, message->body);
    else if (verb->kind == ASK)
        answer_question(request, &args);
    else
        link_handlers[verb - verbs](request, &args);
}

enum error session_message(const struct speaker *speaker, const struct message *message)
{
    struct loop *loop = speaker->peer->loop;
    struct refusal why;
    struct request request = {
        .speaker = speaker,
        .loop = loop,
        .id = message->id,
        .verb = verb_find(message->word),
        .answer = buffer_over(loop->answer_room, sizeof loop->answer_room),
    };
    request.txn = loop_read(loop);
    if (request.txn == NULL)
        return ERR_INTERNAL;
    request_handle(&request, message);
    if (txn_error(request.txn) != OK) {
        bool passes = txn_error(request.txn) == ERR_NO_MEMORY || error_is_ours(txn_error(request.txn));
        refuse(&why, passes ? txn_error(request.txn) : ERR_INTERNAL, NULL, (struct bytes){0}, 0);
        request_refuse(&request, &why);
    }
    loop_read_done(loop);
    if (request.answer.size > 0 && !speaker->peer->closing)
        speaker->peer->answer(speaker->peer, buffer_bytes(&request.answer));
    return request.verb == &verbs[VERB_bye] ? ERR_GOODBYE : OK;
}
