/* Questions with their answers, signed acts that are sent until somebody has judged them, and a queue of what
 * was pushed meanwhile. It does not know any verb but `act` and `bye`. */
#include "client/lib/connect/client.h"

#include <assert.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdlib.h>

#include "client/lib/connect/bounds.h"
#include "client/lib/connect/control_socket.h"
#include "client/lib/connect/pieces.h"
#include "client/lib/connect/secure.h"
#include "client/lib/connect/signing.h"
#include "client/lib/connect/wait.h"

/* What may wait unread while an answer is awaited, with all it takes of the memory: far more than a server
 * writes at once. */
enum {
    PUSHED_LIMIT_BYTES = 16 * 1024 * 1024,
    GOODBYE_MS = 200,
};

struct client {
    struct address address;
    const struct identity *identity;
    int64_t timeout_ms;
    uint64_t last_id;
    uint64_t connections;
    bool open;
    uint8_t house[LIMIT_KEY_BYTES];
    struct push *first, **last; /* pushed while an answer was awaited */
    size_t pushed_bytes;
    void (*take_push)(void *context, const struct push *push); /* NULL: pushes wait in the queue */
    void *take_push_context;
    struct act_keeper keeper;
    union {
        struct secure secure;
        struct control control;
    };
};

struct client *client_new(const struct address *address, const struct identity *identity, int64_t timeout_ms)
{
    struct client *client = calloc(1, sizeof *client);
    if (client == NULL)
        return NULL;
    client->address = *address;
    client->identity = identity;
    client->timeout_ms = timeout_ms;
    client->last = &client->first;
    return client;
}

void client_free(struct client *client)
{
    if (client == NULL)
        return;
    client_close(client);
    free(client);
}

enum error client_open(struct client *client, struct failure *failure)
{
    if (client->open)
        return OK;
    int64_t deadline = wait_deadline(client->timeout_ms);
    enum error code = client->address.control
                          ? control_open(&client->control, &client->address, deadline, failure)
                          : secure_open(&client->secure, &client->address, client->identity, deadline,
                                        client->house, failure);
    client->open = code == OK;
    client->connections += code == OK;
    return code;
}

bool client_is_open(const struct client *client)
{
    return client->open;
}

uint64_t client_connections(const struct client *client)
{
    return client->connections;
}

/* Closes without a word: the connection is broken, or the server has said why. */
static void hang_up(struct client *client)
{
    if (client->open && client->address.control)
        control_close(&client->control);
    else if (client->open)
        secure_close(&client->secure);
    client->open = false;
    while (client->first != NULL) {
        struct push *push = client->first;
        client->first = push->next;
        push_free(push);
    }
    client->last = &client->first;
    client->pushed_bytes = 0;
}

static enum error send_message(struct client *client, uint64_t id, const struct verb *verb, struct bytes body,
                               int64_t deadline_ms, struct failure *failure)
{
    return client->address.control
               ? control_send(&client->control, id, verb, body, deadline_ms, failure)
               : secure_send(&client->secure, id, bytes_of_text(verb->word), body, deadline_ms, failure);
}

static enum error receive_message(struct client *client, int64_t deadline_ms, struct message *message,
                                  struct failure *failure)
{
    return client->address.control ? control_receive(&client->control, deadline_ms, message, failure)
                                   : secure_receive(&client->secure, deadline_ms, message, failure);
}

void client_close(struct client *client)
{
    static const uint8_t empty_map[] = {0x80};
    struct failure ignored;
    if (client->open && !client->address.control)
        send_message(client, 0, &verbs[VERB_bye], bytes_of(empty_map, sizeof empty_map),
                     wait_deadline(GOODBYE_MS), &ignored);
    hang_up(client);
}

const uint8_t *client_house(const struct client *client)
{
    return client->house;
}

const struct address *client_address(const struct client *client)
{
    return &client->address;
}

const struct identity *client_identity(const struct client *client)
{
    return client->identity;
}

void client_trust(struct client *client, const uint8_t house[LIMIT_KEY_BYTES])
{
    memcpy(client->address.key, house, LIMIT_KEY_BYTES);
    client->address.has_key = true;
}

int client_descriptor(const struct client *client)
{
    if (!client->open)
        return -1;
    return client->address.control ? client->control.socket : client->secure.socket;
}

bool client_has_more(const struct client *client)
{
    return client->first != NULL ||
           (client->open && !client->address.control && secure_has_more(&client->secure));
}

void client_hand_pushes(struct client *client, void (*take)(void *context, const struct push *push),
                        void *context)
{
    client->take_push = take;
    client->take_push_context = context;
}

void push_free(struct push *push)
{
    free(push);
}

/* A copy that owns its body. */
static enum error push_copy(const struct message *message, const struct push_kind *kind, struct push **push,
                            struct failure *failure)
{
    struct push *copy = malloc(sizeof *copy + message->body.size);
    if (copy == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    uint8_t *body = (uint8_t *)(copy + 1);
    memcpy(body, message->body.at, message->body.size);
    *copy = (struct push){.kind = kind, .body = bytes_of(body, message->body.size), .next = NULL};
    *push = copy;
    return OK;
}

/* A push that came while an answer was awaited. Those of newer servers are passed over. What is too much for
 * the queue is a lost connection and no fault: whoever follows a channel comes back to its place. */
static enum error hand_or_queue_push(struct client *client, const struct message *message,
                                     struct failure *failure)
{
    struct push *push;
    const struct push_kind *kind = push_find(message->word);
    if (kind == NULL)
        return OK;
    size_t cost = push_cost(sizeof *push, message->body.size);
    if (client->take_push == NULL && cost > PUSHED_LIMIT_BYTES - client->pushed_bytes)
        return failure_refuse(failure, ERR_UNREACHABLE, NULL,
                              bytes_of_text("it pushes more than can wait beside an answer"), 0);
    enum error code = push_copy(message, kind, &push, failure);
    if (code != OK)
        return code;
    if (client->take_push != NULL) {
        client->take_push(client->take_push_context, push);
        push_free(push);
        return OK;
    }
    *client->last = push;
    client->last = &push->next;
    client->pushed_bytes += cost;
    return OK;
}

/* The server's last word becomes the failure. */
static enum error take_bye(const struct message *message, struct failure *failure)
{
    struct push_bye bye;
    struct refusal why = {0};
    if (codec_decode_known(&shape_push_bye, message->body, &bye, &why) != OK)
        return failure_take(failure, &why);
    struct record_error said = {.has = {.error = true, .text = true}, .error = bye.error, .text = bye.text};
    return failure_from_server(failure, &said);
}

static enum error take_error(const struct message *message, struct failure *failure)
{
    struct record_error said;
    struct refusal why = {0};
    if (codec_decode_known(&shape_record_error, message->body, &said, &why) != OK)
        return failure_take(failure, &why);
    return failure_from_server(failure, &said);
}

/* One message of the answer. *done when it was the last; an `error` is not the connection's fault. */
static enum error take_answer(const struct message *message, const struct verb *verb,
                              struct answer_bounds *bounds, const struct answer *answer, bool *done,
                              struct failure *failure)
{
    alignas(max_align_t) uint8_t values[SHAPE_BYTES];
    struct refusal why = {0};
    bool row = bytes_equal_text(message->word, "row");
    const struct shape *shape = row ? verb->row : verb->ok;
    if (!row && !bytes_equal_text(message->word, "ok"))
        return failure_refuse(failure, ERR_MALFORMED, NULL, bytes_of_text("an answer of another kind"), 0);
    if (!answer_bounds_take(bounds, message, row))
        return failure_refuse(failure, ERR_MALFORMED, NULL,
                              bytes_of_text("an answer of more rows or bytes than one may have"), 0);
    if (codec_decode_known(shape, message->body, values, &why) != OK)
        return failure_take(failure, &why);
    if (row && answer != NULL && answer->row != NULL)
        answer->row(answer->context, shape, values);
    if (!row && answer != NULL && answer->ok != NULL)
        memcpy(answer->ok, values, shape->size);
    *done = !row;
    return OK;
}

/* A question and its whole answer. Whatever breaks the conversation closes the connection. What is here
 * counts, also when it comes late; but no flood of anything else puts the deadline off. */
static enum error ask(struct client *client, const struct verb *verb, struct bytes args, int64_t deadline_ms,
                      const struct answer *answer, struct failure *failure)
{
    uint64_t id = ++client->last_id;
    bool done = false;
    struct answer_bounds bounds = answer_bounds_begin(verb, args);
    enum error code = send_message(client, id, verb, args, deadline_ms, failure);
    while (code == OK && !done) {
        struct message message;
        code = receive_message(client, deadline_ms, &message, failure);
        if (code != OK)
            break;
        if (message.id == id && bytes_equal_text(message.word, "error"))
            return take_error(&message, failure);
        if (message.id == id)
            code = take_answer(&message, verb, &bounds, answer, &done, failure);
        else if (message.id == 0 && bytes_equal_text(message.word, "bye"))
            code = take_bye(&message, failure);
        else if (message.id == 0)
            code = hand_or_queue_push(client, &message, failure);
        else
            code =
                failure_refuse(failure, ERR_MALFORMED, NULL, bytes_of_text("an answer nobody asked for"), 0);
        if (code == OK && !done && wait_over(deadline_ms))
            code = failure_refuse(failure, ERR_TIMED_OUT, NULL, bytes_of_text("its answer has no end"), 0);
    }
    if (code != OK)
        hang_up(client);
    return code;
}

enum error client_send_act(struct client *client, struct bytes signed_act, const struct answer *answer,
                           struct failure *failure)
{
    int64_t deadline = wait_deadline(client->timeout_ms);
    struct backoff backoff = {0};
    struct answer taker = {.ok = answer != NULL ? answer->ok : NULL};
    for (;;) {
        enum error code = client_open(client, failure);
        if (code == OK)
            code = ask(client, &verbs[VERB_act], signed_act, deadline, &taker, failure);
        int64_t wait_ms = code == OK ? 0 : signing_too_fast_ms(failure);
        if (code == OK || (!failure_is_passing(failure) && wait_ms == 0))
            return code;
        int64_t again = wait_deadline(wait_ms > 0 ? wait_ms : backoff_next_ms(&backoff));
        if (again >= deadline || wait_until(again) == WAIT_INTERRUPTED)
            return code;
    }
}

void client_keep_acts(struct client *client, const struct act_keeper *keeper)
{
    client->keeper = *keeper;
}

static enum error act(struct client *client, const struct verb *verb, struct bytes args,
                      const struct answer *answer, struct failure *failure)
{
    uint8_t room[LIMIT_PLAIN_BYTES];
    struct buffer map = buffer_over(room, sizeof room);
    const struct act_keeper *keeper = &client->keeper;
    enum error code = signing_act(client->identity, client->house, verb, args, &map, failure);
    if (code == OK && keeper->keep != NULL)
        code = keeper->keep(keeper->context, verb, buffer_bytes(&map), failure);
    if (code != OK)
        return code;
    code = client_send_act(client, buffer_bytes(&map), answer, failure);
    /* A last word of the server closes the connection and is about that, not about the act. */
    bool judged = code != OK && client->open && failure_is_judgement(failure);
    if (judged && keeper->judged != NULL)
        keeper->judged(keeper->context);
    return code;
}

/* Asks again what was too much at once: a piece of an upload, a read marker. */
static enum error ask_in_time(struct client *client, const struct verb *verb, struct bytes args,
                              const struct answer *answer, struct failure *failure)
{
    const int64_t deadline = wait_deadline(client->timeout_ms);
    for (;;) {
        enum error code = ask(client, verb, args, deadline, answer, failure);
        const int64_t wait_ms = code == OK ? 0 : signing_too_fast_ms(failure);
        if (wait_ms == 0)
            return code;
        const int64_t again = wait_deadline(wait_ms);
        if (again >= deadline || wait_until(again) == WAIT_INTERRUPTED)
            return code;
    }
}

/* Asks on until there are as many rows as are wanted. The time begins anew with every piece that has some. */
static enum error ask_all(struct client *client, const struct verb *verb, struct bytes args,
                          const struct answer *answer, struct failure *failure)
{
    struct pieces pieces;
    uint8_t room[LIMIT_PLAIN_BYTES];
    struct buffer map = buffer_over(room, sizeof room);
    struct answer piece = {.row = pieces_row, .context = &pieces, .ok = pieces.ok};
    int64_t deadline = wait_deadline(client->timeout_ms);
    enum error code = pieces_begin(&pieces, verb, args, answer, failure);
    for (bool goes_on = true; code == OK && goes_on;) {
        const uint64_t before = pieces.rows;
        map.size = 0;
        codec_encode(verb->args, pieces.question, &map);
        code = ask(client, verb, buffer_bytes(&map), deadline, &piece, failure);
        if (code == OK && (code = pieces_judge(&pieces, failure)) != OK)
            hang_up(client);
        if (pieces.rows > before)
            deadline = wait_deadline(client->timeout_ms);
        goes_on = code == OK && pieces_next(&pieces);
    }
    if (code == OK)
        pieces_end(&pieces);
    return code;
}

enum error client_call_values(struct client *client, int verb, const void *args, const struct answer *answer,
                              struct failure *failure)
{
    uint8_t room[LIMIT_PLAIN_BYTES];
    struct buffer map = buffer_over(room, sizeof room);
    assert(verb >= 0 && verb < VERB_COUNT);
    const struct verb *called = &verbs[verb];
    codec_encode(called->args, args, &map);
    if (map.overflowed)
        return failure_refuse(failure, ERR_LINE_BROKEN, NULL,
                              bytes_of_text("it is longer than a message may be"), 0);
    enum error code = client_open(client, failure);
    if (code != OK)
        return code;
    if (called->kind == ACT && !client->address.control)
        return act(client, called, buffer_bytes(&map), answer, failure);
    if (called->kind == ASK && shape_find(called->args, bytes_of_text("next")) >= 0)
        return ask_all(client, called, buffer_bytes(&map), answer, failure);
    return ask_in_time(client, called, buffer_bytes(&map), answer, failure);
}

/* The next message that must be a push; of a kind that is known. */
static enum error receive_push(struct client *client, int64_t deadline_ms, struct message *message,
                               const struct push_kind **kind, struct failure *failure)
{
    for (*kind = NULL; *kind == NULL;) {
        enum error code = receive_message(client, deadline_ms, message, failure);
        if (code != OK)
            return code;
        if (message->id != 0)
            return failure_refuse(failure, ERR_MALFORMED, NULL, bytes_of_text("an answer nobody asked for"),
                                  0);
        *kind = push_find(message->word);
        if (*kind == NULL && wait_over(deadline_ms))
            return failure_refuse(failure, ERR_TIMED_OUT, NULL,
                                  bytes_of_text("nothing arrived that this client knows"), 0);
    }
    return OK;
}

enum error client_next_push(struct client *client, int64_t deadline_ms, struct push **push,
                            struct failure *failure)
{
    if (client->first != NULL) {
        *push = client->first;
        client->first = client->first->next;
        if (client->first == NULL)
            client->last = &client->first;
        client->pushed_bytes -= push_cost(sizeof **push, (*push)->body.size);
        (*push)->next = NULL;
        return OK;
    }
    if (!client->open)
        return failure_refuse(failure, ERR_UNREACHABLE, NULL, bytes_of_text("there is no connection"), 0);
    struct message message;
    const struct push_kind *kind;
    enum error code = receive_push(client, deadline_ms, &message, &kind, failure);
    if (code == ERR_TIMED_OUT)
        return code;
    if (code == OK && bytes_equal_text(message.word, "bye"))
        code = take_bye(&message, failure);
    else if (code == OK)
        code = push_copy(&message, kind, push, failure);
    if (code != OK)
        hang_up(client);
    return code;
}
