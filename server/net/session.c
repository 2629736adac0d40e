/* Dispatch by the verb table. The one place where a request is decoded and permitted on its way in; what the
 * verbs about the connection do stands in session_verbs.c. */
#include "server/net/session.h"

#include <sodium.h>

#include "server/net/next.h"
#include "server/net/session_verbs.h"

enum { PIECE_NS = 2000000 }; /* the time of one piece of an answer; the rest is asked for by `next` */

#define CALL_LINK(symbol, ...)                                                                               \
    static void call_##symbol(struct request *request, const void *args)                                     \
    {                                                                                                        \
        session_##symbol(request, args);                                                                     \
    }
LINK_VERBS(CALL_LINK)

#define LINK_HANDLER(symbol, ...) [VERB_##symbol] = call_##symbol,
static void (*const session_verbs[VERB_COUNT])(struct request *, const void *) = {LINK_VERBS(LINK_HANDLER)};

static bool piece_is_due(void *context)
{
    const struct request *request = context;
    return uv_hrtime() - request->began_ns >= PIECE_NS;
}

/* What the end of an answer says of its rows. `sealed` holds where the next piece begins; empty: nowhere. */
static void end_rows(const struct request *request, union any_record *ok, struct bytes sealed)
{
    if (request->verb->ok == &shape_record_count) {
        ok->count.rows = request->rows;
        ok->count.has.next = sealed.size > 0;
        ok->count.next = sealed;
        ok->count.has.more = ok->count.more = ok->count.more || sealed.size > 0;
    } else if (request->verb->ok == &shape_record_searched) {
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
        request_submit(request, job);
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
        session_verbs[verb - verbs](request, &args);
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
