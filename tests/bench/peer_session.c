/* The sessions of session.h against other servers. A message carries the time it was made in its first bytes;
 * certificates are not looked at. */
#include "tests/bench/peer_session.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bench/peer_talk.h"
#include "tests/bench/sample.h"

enum { EVENTS = 1024 };

static const struct peer_talk *talk;
static SSL_CTX *context;

bool peer_choose(const char *name, bool kept)
{
    talk = peer_talk_find(name, kept);
    context = SSL_CTX_new(TLS_client_method());
    if (talk == NULL || context == NULL)
        return false;
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    SSL_CTX_set1_groups_list(context, "X25519");
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                  SSL_MODE_RELEASE_BUFFERS);
    return true;
}

void bench_fail(struct bench *bench, const char *what, const char *why)
{
    if (bench->failures++ == 0)
        snprintf(bench->failure, sizeof bench->failure, "%s: %s", what, why);
}

void session_close(struct session *session)
{
    struct linger at_once = {.l_onoff = 1};
    if (session->state == SESSION_CLOSED)
        return;
    setsockopt(session->socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    SSL_free(session->tls);
    close(session->socket);
    free(session->input.at);
    free(session->output.at);
    *session = (struct session){.state = SESSION_CLOSED};
}

static void session_fail(struct session *session, const char *what, const char *why)
{
    bench_fail(session->bench, what, why);
    session_close(session);
}

static void want_writing(struct session *session, bool wanted)
{
    if (session->wants_writing == wanted)
        return;
    struct epoll_event event = {.events = EPOLLIN | (wanted ? EPOLLOUT : 0u), .data.ptr = session};
    epoll_ctl(session->bench->epoll, EPOLL_CTL_MOD, session->socket, &event);
    session->wants_writing = wanted;
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

static void session_flush(struct session *session)
{
    while (session->output.size > 0) {
        int sent = SSL_write(session->tls, session->output.at, (int)session->output.size);
        if (sent <= 0 && SSL_get_error(session->tls, sent) != SSL_ERROR_WANT_WRITE) {
            session_fail(session, "sending", "the peer hung up");
            return;
        }
        if (sent <= 0)
            break;
        waiting_done(&session->output, (size_t)sent);
    }
    want_writing(session, session->output.size > 0);
}

static void session_say(struct session *session, struct buffer *out)
{
    if (out->overflowed)
        session_fail(session, "a message", "it is too long");
    else
        waiting_add(&session->output, out->at, out->size);
    if (session->state != SESSION_CLOSED)
        session_flush(session);
}

void session_publish(struct session *session)
{
    uint8_t text[PEER_TEXT_BYTES], room[2 * PEER_TEXT_BYTES];
    struct buffer out = buffer_over(room, sizeof room);
    uint64_t made_ns = clock_ns();
    memset(text, 'x', sizeof text);
    memcpy(text, &made_ns, sizeof made_ns);
    session->bench->published++;
    session->in_flight = true;
    talk->publish(bytes_of(text, sizeof text), &out);
    session_say(session, &out);
}

/* Nobody asks a peer anything else. */
void session_question(struct session *session, const char *word, const struct shape *shape,
                      const void *values)
{
    (void)shape, (void)values;
    session_fail(session, word, "peers are not asked this");
}

void session_stall(struct session *session)
{
    struct epoll_event event = {.data.ptr = session};
    epoll_ctl(session->bench->epoll, EPOLL_CTL_MOD, session->socket, &event);
}

/* --- reading --- */

static void take_delivery(struct session *session, const uint8_t *text)
{
    struct bench *bench = session->bench;
    uint64_t made_ns;
    memcpy(&made_ns, text, sizeof made_ns);
    bench->delivered++;
    if (bench->latency_count < bench->latency_room)
        bench->latencies_us[bench->latency_count++] = (uint32_t)((clock_ns() - made_ns) / 1000);
}

static void take(struct session *session, enum peer_said said, const uint8_t *text)
{
    uint8_t room[64];
    struct buffer out = buffer_over(room, sizeof room);
    switch (said) {
    case PEER_DELIVERY:
        take_delivery(session, text);
        return;
    case PEER_WELCOME:
        session->state = SESSION_ASKING;
        talk->ask(session->played == SUBSCRIBER, &out);
        session_say(session, &out);
        return;
    case PEER_PINGS:
        talk->answer_ping(&out);
        session_say(session, &out);
        return;
    case PEER_AGREES:
        if (session->state == SESSION_ASKING) {
            session->state = SESSION_READY;
            session->bench->ready++;
        } else if (session->in_flight) {
            session->in_flight = false;
            session->bench->acknowledged++;
        }
        return;
    case PEER_REFUSES:
        session_fail(session, "the peer", "it refuses");
        return;
    case PEER_NOTES:
        return;
    }
}

static void take_all(struct session *session)
{
    size_t done = 0;
    while (session->state != SESSION_CLOSED && done < session->input.size) {
        const uint8_t *text = NULL;
        enum peer_said said = PEER_NOTES;
        size_t used =
            talk->take(bytes_of(session->input.at + done, session->input.size - done), &said, &text);
        if (used == 0)
            break;
        done += used;
        take(session, said, text);
    }
    if (session->state != SESSION_CLOSED)
        waiting_done(&session->input, done);
}

static void session_read(struct session *session)
{
    uint8_t *room = session->bench->room;
    int count;
    while (session->state != SESSION_CLOSED &&
           (count = SSL_read(session->tls, room, sizeof session->bench->room)) > 0) {
        waiting_add(&session->input, room, (size_t)count);
        take_all(session);
    }
    if (session->state != SESSION_CLOSED && SSL_get_error(session->tls, count) != SSL_ERROR_WANT_READ)
        session_fail(session, "reading", "the peer hung up");
}

/* --- opening --- */

static void session_greet(struct session *session)
{
    uint8_t room[256];
    struct buffer out = buffer_over(room, sizeof room);
    int done = SSL_do_handshake(session->tls);
    int error = SSL_get_error(session->tls, done);
    if (done == 1) {
        session->state = SESSION_ASKING;
        talk->hello(&out);
        session_say(session, &out);
        if (session->state != SESSION_CLOSED && talk->is_welcome)
            take(session, PEER_WELCOME, NULL);
    } else if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
        want_writing(session, error == SSL_ERROR_WANT_WRITE);
    } else {
        session_fail(session, "handshake", "TLS 1.3 does not come about");
    }
}

/* NATS says a line in the clear before TLS begins. */
static bool greeting_line_read(struct session *session)
{
    uint8_t *room = session->bench->room;
    ssize_t count = recv(session->socket, room, sizeof session->bench->room, MSG_PEEK);
    const uint8_t *end = count > 0 ? memchr(room, '\n', (size_t)count) : NULL;
    if (count == 0 || (count < 0 && errno != EAGAIN))
        session_fail(session, "reading", "the peer hung up");
    return end != NULL && recv(session->socket, room, (size_t)(end + 1 - room), 0) > 0;
}

static void session_dialled(struct session *session)
{
    int error = 0;
    socklen_t error_size = sizeof error;
    getsockopt(session->socket, SOL_SOCKET, SO_ERROR, &error, &error_size);
    if (error != 0) {
        session_fail(session, "dialling", strerror(error));
        return;
    }
    want_writing(session, false);
    if (talk->line_first && !greeting_line_read(session))
        return;
    session->tls = SSL_new(context);
    if (session->tls == NULL || SSL_set_fd(session->tls, session->socket) != 1) {
        session_fail(session, "handshake", "it cannot begin");
        return;
    }
    SSL_set_connect_state(session->tls);
    session->state = SESSION_GREETING;
    session_greet(session);
}

void session_open(struct bench *bench, struct session *session, enum role_played played,
                  const struct identity *identity, unsigned number)
{
    int yes = 1;
    int made = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    (void)identity, (void)number;
    if (made < 0) {
        bench_fail(bench, "a socket", strerror(errno));
        return;
    }
    *session = (struct session){
        .bench = bench, .socket = made, .state = SESSION_DIALLING, .played = played, .wants_writing = true};
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = session};
    if ((connect(made, (const struct sockaddr *)&bench->address, sizeof bench->address) != 0 &&
         errno != EINPROGRESS) ||
        epoll_ctl(bench->epoll, EPOLL_CTL_ADD, made, &event) != 0)
        session_fail(session, "dialling", strerror(errno));
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
        if (session->state == SESSION_GREETING) {
            session_greet(session);
            continue;
        }
        if (session->state != SESSION_CLOSED && (events[i].events & EPOLLOUT) != 0)
            session_flush(session);
        if (session->state != SESSION_CLOSED && (events[i].events & ~(uint32_t)EPOLLOUT) != 0)
            session_read(session);
    }
}
