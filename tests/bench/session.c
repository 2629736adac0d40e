/* Dials, shakes hands, asks, publishes, and counts what comes. It keeps no clock but the one that tells how
 * old a headline is. */
#include "tests/bench/session.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "protocol/tables.h"
#include "protocol/wire/message.h"
#include "tests/bench/sample.h"

enum { EVENTS = 1024, MESSAGE_BYTES = 2048 };

void bench_fail(struct bench *bench, const char *what, const char *why)
{
    if (bench->failures++ == 0)
        snprintf(bench->failure, sizeof bench->failure, "%s: %s", what, why);
}

void session_close(struct session *session)
{
    /* Without the linger every dial would leave a port in TIME_WAIT, and there are 28,000 of them. */
    struct linger at_once = {.l_onoff = 1};
    if (session->state == SESSION_CLOSED)
        return;
    setsockopt(session->socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(session->socket);
    link_close(&session->link);
    free(session->greeting);
    free(session->input.at);
    free(session->output.at);
    *session =
        (struct session){.state = SESSION_CLOSED, .joined = session->joined, .position = session->position};
}

static void session_fail(struct session *session, const char *what, const char *why)
{
    bench_fail(session->bench, what, why);
    session_close(session);
}

/* The other end is gone, or says that it will be. */
static void session_lost(struct session *session, const char *what, const char *why)
{
    if (session->bench->patient)
        session_close(session);
    else
        session_fail(session, what, why);
}

static void waiting_add(struct waiting *waiting, const void *at, size_t size)
{
    if (size > waiting->room - waiting->size) {
        waiting->room = (waiting->size + size) * 2;
        waiting->at = realloc(waiting->at, waiting->room);
        if (waiting->at == NULL) {
            perror("bench");
            exit(1);
        }
    }
    memcpy(waiting->at + waiting->size, at, size);
    waiting->size += size;
}

static void waiting_done(struct waiting *waiting, size_t size)
{
    waiting->size -= size;
    memmove(waiting->at, waiting->at + size, waiting->size);
}

/* --- writing --- */

static void want_writing(struct session *session, bool wanted)
{
    if (session->wants_writing == wanted)
        return;
    struct epoll_event event = {.events = EPOLLIN | (wanted ? EPOLLOUT : 0u), .data.ptr = session};
    epoll_ctl(session->bench->epoll, EPOLL_CTL_MOD, session->socket, &event);
    session->wants_writing = wanted;
}

static bool session_asks(const struct session *session)
{
    return session->played == ASKER && session->state == SESSION_READY;
}

static void session_flush(struct session *session)
{
    while (session->output.size > 0) {
        ssize_t sent = send(session->socket, session->output.at, session->output.size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN)
            break;
        if (sent < 0) {
            session_lost(session, "sending", strerror(errno));
            return;
        }
        waiting_done(&session->output, (size_t)sent);
    }
    want_writing(session, session->output.size > 0 || session_asks(session));
}

static void session_ask(struct session *session, const char *word, const struct shape *shape,
                        const void *values)
{
    uint8_t record[LINK_HEADER_BYTES + MESSAGE_BYTES + LIMIT_TAG_BYTES];
    struct buffer plain = buffer_over(record + LINK_HEADER_BYTES, MESSAGE_BYTES);
    size_t size;
    message_write(&plain, 1, word, shape, values);
    if (plain.overflowed || link_seal(&session->link, record, plain.size, &size) != OK)
        session_fail(session, word, "the request cannot be sealed");
    else
        waiting_add(&session->output, record, size);
}

static void ask_act(struct session *session, const struct sample_act *act)
{
    session_ask(session, verbs[VERB_act].word, &shape_args_act,
                &(struct args_act){
                    .has = {.act = true, .sig = true},
                    .act = bytes_of(act->bytes, act->size),
                    .sig = bytes_of(act->signature, sizeof act->signature),
                });
}

static void ask_join(struct session *session)
{
    uint8_t room[64];
    char code[LIMIT_CODE_BYTES + 1];
    struct buffer args = buffer_over(room, sizeof room);
    struct sample_act act;
    sample_code(session->number, code);
    struct args_join join = {.has.code = true, .code = bytes_of(code, LIMIT_CODE_BYTES)};
    codec_encode(&shape_args_join, &join, &args);
    sample_sign(session->identity, session->bench->house, verbs[VERB_join].word, buffer_bytes(&args), 0,
                &act);
    ask_act(session, &act);
}

static void ask_subscribe(struct session *session)
{
    uint8_t room[64];
    struct buffer positions = buffer_over(room, sizeof room);
    positions_write(&positions, &(struct position){bytes_of_text(SAMPLE_CHANNEL), session->position}, 1);
    session_ask(session, verbs[VERB_subscribe].word, &shape_args_subscribe,
                &(struct args_subscribe){.has.channels = true, .channels = buffer_bytes(&positions)});
}

static void ask_first(struct session *session)
{
    session->state = SESSION_ASKING;
    if (session->played == PUBLISHER && !session->joined)
        ask_join(session);
    else if (session->played == SUBSCRIBER || session->played == LAGGARD)
        ask_subscribe(session);
    else
        session_ask(session, verbs[VERB_ping].word, NULL, NULL);
}

void session_publish(struct session *session)
{
    struct bench *bench = session->bench;
    struct sample_act act;
    sample_publish(session->identity, bench->house, ++bench->published, &act);
    session->in_flight = true;
    if (bench->floor) {
        uint8_t room[SAMPLE_MESSAGE_BYTES];
        struct buffer message = buffer_over(room, sizeof room);
        sample_push(&act, 1000, &message);
        waiting_add(&session->output, (uint8_t[]){(uint8_t)(message.size >> 8), (uint8_t)message.size}, 2);
        waiting_add(&session->output, message.at, message.size);
    } else {
        ask_act(session, &act);
    }
    if (session->state != SESSION_CLOSED)
        session_flush(session);
}

void session_question(struct session *session, const char *word, const struct shape *shape,
                      const void *values)
{
    session->in_flight = true;
    session_ask(session, word, shape, values);
    if (session->state != SESSION_CLOSED)
        session_flush(session);
}

/* --- reading --- */

static void take_fact(struct session *session, struct bytes body)
{
    struct bench *bench = session->bench;
    session->position++;
    if (session->played != SUBSCRIBER)
        return;
    uint64_t made_ns = sample_time(body);
    if (made_ns == 0)
        return; /* the one that made the channel */
    bench->delivered++;
    if (bench->latency_count < bench->latency_room)
        bench->latencies_us[bench->latency_count++] = (uint32_t)((clock_ns() - made_ns) / 1000);
}

static void take_refusal(struct session *session, struct bytes body)
{
    struct record_error error;
    struct refusal why;
    char text[LIMIT_REASON_BYTES + 1] = "an error that cannot be read";
    if (codec_decode(&shape_record_error, body, &error, &why) == OK)
        snprintf(text, sizeof text, "%.*s", (int)error.text.size, (const char *)error.text.at);
    session_fail(session, "the server", text);
}

static void take_message(struct session *session, const struct message *message)
{
    struct bench *bench = session->bench;
    if (bytes_equal_text(message->word, "fact")) {
        take_fact(session, message->body);
    } else if (bytes_equal_text(message->word, "ok")) {
        if (session->state == SESSION_ASKING) {
            session->state = SESSION_READY;
            session->joined = session->played == PUBLISHER;
            bench->ready++;
        } else if (session->in_flight) {
            session->in_flight = false;
            bench->acknowledged++;
        }
    } else if (bytes_equal_text(message->word, "row")) {
        bench->rows += session->in_flight;
    } else if (bytes_equal_text(message->word, "error")) {
        take_refusal(session, message->body);
    } else if (bytes_equal_text(message->word, "bye")) {
        session_lost(session, "the server", "it ended the session");
    } else if (bytes_equal_text(message->word, "ended")) {
        session_fail(session, "the server", "it ended the subscription");
    }
}

/* What the handshake brought: an answer to be sent, or the house to be looked at. */
static void session_greet(struct session *session, struct buffer *out)
{
    if (session->link.state == LINK_DECIDING) {
        if (memcmp(session->link.peer, session->bench->house, LIMIT_KEY_BYTES) != 0) {
            session_fail(session, "handshake", "another house");
            return;
        }
        if (link_accept(&session->link, session->greeting, out) != OK) {
            session_fail(session, "handshake", "the last message cannot be written");
            return;
        }
    }
    waiting_add(&session->output, out->at, out->size);
    if (session->link.state == LINK_OPEN) {
        free(session->greeting);
        session->greeting = NULL;
        ask_first(session);
    }
    if (session->state != SESSION_CLOSED)
        session_flush(session);
}

/* Takes the records that are whole; gives how many bytes they were. */
static size_t session_records(struct session *session, uint8_t *bytes, size_t size)
{
    size_t done = 0, used = 1;
    while (session->state != SESSION_CLOSED && used > 0 && done < size) {
        uint8_t room[512];
        struct buffer out = buffer_over(room, sizeof room);
        struct bytes plain = {0};
        struct refusal why = {0};
        if (link_take(&session->link, session->greeting, bytes + done, size - done, &used, &plain, &out,
                      &why) != OK) {
            session_fail(session, "a record", error_kinds[why.code].text);
            return size;
        }
        done += used;
        if (used > 0 && session->greeting != NULL)
            session_greet(session, &out);
        while (plain.size > 0 && session->state != SESSION_CLOSED) {
            struct message message;
            if (message_take(&plain, &message, &why) != OK)
                session_fail(session, "a message", error_kinds[why.code].text);
            else
                take_message(session, &message);
        }
    }
    return done;
}

static void session_read(struct session *session)
{
    uint8_t *room = session->bench->room;
    ssize_t count = recv(session->socket, room, sizeof session->bench->room, 0);
    if (count < 0 && errno == EAGAIN)
        return;
    if (count <= 0) {
        session_lost(session, "reading", count == 0 ? "the server hung up" : strerror(errno));
        return;
    }
    size_t size = (size_t)count;
    if (session_asks(session)) {
        session->bench->thrown_away += size;
        return;
    }
    if (session->input.size > 0) {
        waiting_add(&session->input, room, size);
        size_t done = session_records(session, session->input.at, session->input.size);
        if (session->state != SESSION_CLOSED)
            waiting_done(&session->input, done);
        return;
    }
    size_t done = session_records(session, room, size);
    if (session->state != SESSION_CLOSED && done < size)
        waiting_add(&session->input, room + done, size - done);
}

/* --- opening --- */

static void session_dialled(struct session *session)
{
    struct bench *bench = session->bench;
    int error = 0;
    socklen_t error_size = sizeof error;
    getsockopt(session->socket, SOL_SOCKET, SO_ERROR, &error, &error_size);
    if (error != 0) {
        session_lost(session, "dialling", strerror(error));
    } else if (bench->floor) {
        uint8_t first = session->played == PUBLISHER ? FLOOR_PUBLISHER : FLOOR_SUBSCRIBER;
        session->link = (struct link){.state = LINK_OPEN, .client = true};
        memset(session->link.receive.key, FLOOR_KEY_BYTE, sizeof session->link.receive.key);
        session->state = SESSION_READY;
        bench->ready++;
        waiting_add(&session->output, &first, 1);
        session_flush(session);
    } else {
        uint8_t ephemeral[32], guest_static[32], room[512];
        struct buffer out = buffer_over(room, sizeof room);
        randombytes_buf(ephemeral, sizeof ephemeral);
        randombytes_buf(guest_static, sizeof guest_static);
        session->greeting = calloc(1, sizeof *session->greeting);
        session->state = SESSION_GREETING;
        if (session->greeting == NULL || link_start(&session->link, session->greeting, true,
                                                    session->identity, ephemeral, guest_static, &out) != OK) {
            session_fail(session, "handshake", "it cannot begin");
            return;
        }
        waiting_add(&session->output, out.at, out.size);
        session_flush(session);
    }
}

void session_open(struct bench *bench, struct session *session, enum role_played played,
                  const struct identity *identity, unsigned number)
{
    int yes = 1;
    int made = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (made < 0) {
        bench_fail(bench, "a socket", strerror(errno));
        return;
    }
    *session = (struct session){
        .bench = bench,
        .socket = made,
        .state = SESSION_DIALLING,
        .played = played,
        .identity = played == ASKER ? NULL : identity,
        .number = number,
        .wants_writing = true,
        .joined = session->joined,
        .position = session->position,
    };
    if (bench->small_buffer_bytes > 0)
        setsockopt(made, SOL_SOCKET, SO_RCVBUF, &bench->small_buffer_bytes, sizeof(int));
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = session};
    if ((connect(made, (const struct sockaddr *)&bench->address, sizeof bench->address) != 0 &&
         errno != EINPROGRESS) ||
        epoll_ctl(bench->epoll, EPOLL_CTL_ADD, made, &event) != 0)
        session_fail(session, "dialling", strerror(errno));
}

void session_stall(struct session *session)
{
    struct epoll_event event = {.data.ptr = session};
    epoll_ctl(session->bench->epoll, EPOLL_CTL_MOD, session->socket, &event);
}

void bench_turn(struct bench *bench, uint64_t wait_ns)
{
    static struct epoll_event events[EVENTS];
    struct timespec wait = {(time_t)(wait_ns / 1000000000), (long)(wait_ns % 1000000000)};
    int count = epoll_pwait2(bench->epoll, events, EVENTS, &wait, NULL);
    for (int i = 0; i < count; i++) {
        struct session *session = events[i].data.ptr;
        if (session->state == SESSION_DIALLING) {
            session_dialled(session);
            continue;
        }
        if (session_asks(session) && session->output.size == 0 && (events[i].events & EPOLLOUT) != 0)
            bench->ask_more(session);
        else if (session->state != SESSION_CLOSED && (events[i].events & EPOLLOUT) != 0)
            session_flush(session);
        if (session->state != SESSION_CLOSED && (events[i].events & ~(uint32_t)EPOLLOUT) != 0)
            session_read(session);
    }
}
