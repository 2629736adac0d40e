/* The life of a connection, from a socket to its last close callback. It knows records and messages as bytes;
 * what a message means is the session's matter.
 *
 *   reading: socket -> (input, while a record is not whole) -> link_take -> session_message, message by
 * message writing: replies, then push_fill -> one record -> link_seal -> socket; what the socket does not
 * take at once is `pending`, and nothing more is made until it is gone. So a slow peer costs one record, and
 * falls behind. */
#include "server/net/conn.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "protocol/secure/link.h"
#include "protocol/wire/message.h"
#include "protocol/wire/scan.h"
#include "server/net/addresses.h"
#include "server/net/arena.h"
#include "server/net/listener.h"
#include "server/net/session.h"

enum {
    CONN_REPLIES_BYTES = 32 * 1024,   /* more waiting than this: no further questions are read */
    CONN_SLICE_NS = 1000 * 1000,      /* for the questions of one connection, before others have their turn */
    CONN_UNSENT_BYTES = 128 * 1024,   /* what the kernel may hold for a peer that does not read */
    CONN_USER_TIMEOUT_MS = 60 * 1000, /* a peer that acknowledges nothing for so long is gone */
};

/* Why a connection is closed, where there is nothing to say but the error itself. */
#define REASON(error) (&(struct refusal){.code = (error)})

struct pending {
    uv_write_t request;
    size_t size;
    uint8_t bytes[];
};

struct conn {
    struct peer peer;
    uv_tcp_t tcp;
    struct link link;
    struct subscriber subscriber;
    struct link_greeting *greeting; /* until the link is open */
    struct conn *next, **place;     /* among all of the loop */
    struct conn *next_greeting, **greeting_place;
    uint64_t deadline_ms; /* of the greeting, by uv_now */
    uint64_t address;     /* counted in server->addresses */
    struct pending *pending;
    uint8_t *input; /* a record that is not whole yet */
    uint8_t *rest;  /* messages of an opened record that wait while `paused` */
    uint8_t *replies;
    uint32_t input_size, input_room, rest_size;
    uint32_t replies_size, replies_room;
    bool paused; /* reading, because replies wait */
};

size_t conn_bytes(void)
{
    return sizeof(struct conn);
}

static struct conn *conn_of(struct peer *peer)
{
    return (struct conn *)peer; /* its first member */
}

struct peer *conn_peer_of(struct subscriber *subscriber)
{
    return &((struct conn *)((uint8_t *)subscriber - offsetof(struct conn, subscriber)))->peer;
}

static void conn_free(struct peer *peer)
{
    struct conn *conn = conn_of(peer);
    struct loop *loop = peer->loop;
    free(conn->pending);
    free(conn->input);
    free(conn->rest);
    free(conn->replies);
    arena_give(loop->greeting_arena, conn->greeting);
    arena_give(loop->conn_arena, conn);
}

static void on_closed(uv_handle_t *handle)
{
    struct conn *conn = handle->data;
    peer_release(&conn->peer);
}

static void greeting_leave(struct conn *conn)
{
    struct loop *loop = conn->peer.loop;
    if (conn->greeting == NULL)
        return;
    link_greeting_wipe(conn->greeting);
    arena_give(loop->greeting_arena, conn->greeting);
    conn->greeting = NULL;
    *conn->greeting_place = conn->next_greeting;
    if (conn->next_greeting != NULL)
        conn->next_greeting->greeting_place = conn->greeting_place;
    else
        loop->greeting_end = conn->greeting_place;
}

/* --- writing
 * ----------------------------------------------------------------------------------------------------------
 */

static void on_written(uv_write_t *request, int status)
{
    struct conn *conn = request->data;
    free(conn->pending);
    conn->pending = NULL;
    if (status < 0)
        conn_close(conn, NULL);
    else
        loop_ready(&conn->peer);
}

/* Sends what the socket takes at once; the rest becomes `pending`. False when the connection is gone. */
static bool conn_send(struct conn *conn, const uint8_t *bytes, size_t size)
{
    uv_buf_t buffer = uv_buf_init((char *)(uintptr_t)bytes, (unsigned)size);
    int sent = uv_try_write((uv_stream_t *)&conn->tcp, &buffer, 1);
    if (sent == UV_EAGAIN)
        sent = 0;
    if (sent < 0) {
        conn_close(conn, NULL);
        return false;
    }
    size_t left = size - (size_t)sent;
    if (left == 0)
        return true;
    struct pending *pending = malloc(sizeof *pending + left);
    if (pending == NULL) {
        conn_close(conn, NULL); /* half a record is out: nothing more can be said on this stream */
        return false;
    }
    pending->size = left;
    memcpy(pending->bytes, bytes + sent, left);
    pending->request.data = conn;
    conn->pending = pending;
    buffer = uv_buf_init((char *)pending->bytes, (unsigned)left);
    if (uv_write(&pending->request, (uv_stream_t *)&conn->tcp, &buffer, 1, on_written) != 0) {
        conn_close(conn, NULL);
        return false;
    }
    return true;
}

/* Moves whole messages from the replies to the record. */
static void replies_take(struct conn *conn, struct buffer *plain)
{
    size_t at = 0;
    while (at < conn->replies_size) {
        size_t size = scan_value_size(bytes_of(conn->replies + at, conn->replies_size - at));
        if (size > plain->capacity - plain->size)
            break;
        buffer_add(plain, conn->replies + at, size);
        at += size;
    }
    conn->replies_size -= (uint32_t)at;
    if (conn->replies_size > 0) {
        memmove(conn->replies, conn->replies + at, conn->replies_size);
    } else if (at > 0) {
        free(conn->replies);
        conn->replies = NULL;
        conn->replies_room = 0;
    }
}

static bool conn_send_plain(struct conn *conn, size_t plain_size)
{
    struct loop *loop = conn->peer.loop;
    size_t record_size;
    enum error error = link_seal(&conn->link, loop->record_room, plain_size, &record_size);
    if (error != OK) {
        conn_close(conn, NULL);
        return false;
    }
    return conn_send(conn, loop->record_room, record_size);
}

static void conn_input(struct conn *conn);

/* One record a turn; whoever has more ahead queues up again behind the others. */
static void conn_serve(struct peer *peer)
{
    struct conn *conn = conn_of(peer);
    struct loop *loop = peer->loop;
    if (conn->pending != NULL || conn->link.state != LINK_OPEN)
        return;
    struct buffer plain = buffer_over(loop->record_room + LINK_HEADER_BYTES, LIMIT_PLAIN_BYTES);
    replies_take(conn, &plain);
    bool more = conn->replies_size > 0;
    if (!more && conn->subscriber.count > 0) {
        size_t before = plain.size;
        struct txn *txn = loop_read(loop);
        if (txn == NULL)
            return;
        more = push_fill(loop->push, txn, &conn->subscriber, loop->server->now_ms(), &plain);
        bool unreadable = txn_error(txn) != OK || (more && plain.size == before && before == 0);
        loop_read_done(loop);
        if (unreadable) { /* it would wait for ever for a fact that cannot be read */
            loop->server->fatal(loop->server, "a fact of the ledger cannot be read: run bulletind verify");
            return;
        }
    }
    if (plain.size > 0 && !conn_send_plain(conn, plain.size))
        return;
    if (more && conn->pending == NULL)
        loop_ready(peer);
    if (conn->paused && conn->replies_size == 0)
        conn_input(conn);
}

static void conn_answer(struct peer *peer, struct bytes message)
{
    struct conn *conn = conn_of(peer);
    size_t needed = conn->replies_size + message.size;
    if (needed > conn->replies_room) {
        size_t room = needed < 512 ? 1024 : needed < 64 * 1024 ? needed * 2 : needed + 32 * 1024;
        uint8_t *grown = realloc(conn->replies, room);
        if (grown == NULL) {
            conn_close(conn, REASON(ERR_INTERNAL));
            return;
        }
        conn->replies = grown;
        conn->replies_room = (uint32_t)room;
    }
    memcpy(conn->replies + conn->replies_size, message.at, message.size);
    conn->replies_size += (uint32_t)message.size;
    loop_ready(peer);
}

void conn_tell_ended(struct subscriber *subscriber, struct bytes channel, uint64_t number, enum error error)
{
    struct peer *peer = conn_peer_of(subscriber);
    uint8_t room[1024], text[LIMIT_REASON_BYTES];
    struct buffer out = buffer_over(room, sizeof room), words = buffer_over(text, sizeof text);
    refusal_text(&words, &(struct refusal){.code = error, .name = channel});
    struct push_ended ended = {
        .has = {.channel = true, .number = true, .code = true, .text = true},
        .channel = channel,
        .number = number,
        .code = bytes_of_text(error_kinds[error].word),
        .text = buffer_bytes(&words),
    };
    message_write(&out, 0, push_kinds[PUSH_ended].word, &shape_push_ended, &ended);
    if (!peer->closing)
        conn_answer(peer, buffer_bytes(&out));
}

/* --- closing
 * ----------------------------------------------------------------------------------------------------------
 */

/* The authenticated end of a session: what replies there are, and why it ends. Best effort: the socket may be
 * full. */
static void say_goodbye(struct conn *conn, const struct refusal *why)
{
    struct loop *loop = conn->peer.loop;
    uint8_t text[LIMIT_REASON_BYTES];
    struct buffer words = buffer_over(text, sizeof text);
    if (why == NULL || !link_can_seal(&conn->link) || conn->pending != NULL)
        return;
    struct buffer plain = buffer_over(loop->record_room + LINK_HEADER_BYTES, LIMIT_PLAIN_BYTES - 2048);
    replies_take(conn, &plain);
    plain.capacity = LIMIT_PLAIN_BYTES;
    refusal_text(&words, why);
    struct push_bye bye = {
        .has = {.code = true, .text = true},
        .code = bytes_of_text(error_kinds[why->code].word),
        .text = buffer_bytes(&words),
    };
    message_write(&plain, 0, push_kinds[PUSH_bye].word, &shape_push_bye, &bye);
    size_t record_size;
    if (link_seal(&conn->link, loop->record_room, plain.size, &record_size) == OK) {
        uv_buf_t buffer = uv_buf_init((char *)loop->record_room, (unsigned)record_size);
        (void)uv_try_write((uv_stream_t *)&conn->tcp, &buffer, 1);
    }
}

void conn_close(struct conn *conn, const struct refusal *why)
{
    struct loop *loop = conn->peer.loop;
    if (conn->peer.closing)
        return;
    say_goodbye(conn, why);
    conn->peer.closing = true;
    push_leave(loop->push, &conn->subscriber);
    greeting_leave(conn);
    link_close(&conn->link);
    *conn->place = conn->next;
    if (conn->next != NULL)
        conn->next->place = conn->place;
    atomic_fetch_sub(&loop->server->connections, 1);
    addresses_leave(loop->server->addresses, conn->address);
    uv_close((uv_handle_t *)&conn->tcp, on_closed);
    listeners_resume(loop);
}

void conn_close_all(struct loop *loop, enum error reason)
{
    while (loop->connections != NULL)
        conn_close(loop->connections, REASON(reason));
}

/* A session of a key that has been revoked ends, when it opens as at any later moment. */
static void conn_judge(struct conn *conn, struct txn *txn)
{
    struct actor actor;
    if (!conn->link.peer_known)
        return;
    actor_of_key(txn, conn->link.peer, &actor);
    if (actor.revoked)
        conn_close(conn, REASON(ERR_REVOKED));
}

void conn_judge_all(struct loop *loop, struct txn *txn)
{
    for (struct conn *conn = loop->connections, *next; conn != NULL; conn = next) {
        next = conn->next;
        conn_judge(conn, txn);
    }
}

void conn_deadlines(struct loop *loop)
{
    uint64_t now_ms = uv_now(&loop->uv);
    while (loop->greeting != NULL && loop->greeting->deadline_ms <= now_ms)
        conn_close(loop->greeting, NULL); /* there is no session to say it in */
}

/* --- reading
 * ----------------------------------------------------------------------------------------------------------
 */

/* Answers the other end's step of the handshake, or opens the session after the last one. */
static bool conn_greet(struct conn *conn, struct bytes answer)
{
    if (answer.size > 0 && !conn_send(conn, answer.at, answer.size))
        return false;
    if (conn->link.state == LINK_OPEN) {
        conn->subscriber.known_key = conn->link.peer_known;
        conn->subscriber.key = conn->link.peer;
        greeting_leave(conn);
        struct txn *txn = loop_read(conn->peer.loop);
        if (txn != NULL) {
            conn_judge(conn, txn);
            loop_read_done(conn->peer.loop);
        }
    }
    return !conn->peer.closing;
}

/* Its answers wait to be fetched, or others wait for the loop. */
static bool conn_had_its_turn(const struct conn *conn)
{
    return conn->replies_size > CONN_REPLIES_BYTES || uv_hrtime() >= conn->peer.loop->slice_end_ns;
}

/* Reads no more until its turn in the ready queue comes and its replies are out. */
static void conn_pause(struct conn *conn)
{
    conn->paused = true;
    loop_ready(&conn->peer);
}

/* Many questions can stand in one record; those whose answers nobody fetches yet wait. */
static void rest_keep(struct conn *conn, struct bytes plain)
{
    conn_pause(conn);
    conn->rest = malloc(plain.size);
    if (conn->rest == NULL) {
        conn_close(conn, REASON(ERR_INTERNAL));
        return;
    }
    memcpy(conn->rest, plain.at, plain.size);
    conn->rest_size = (uint32_t)plain.size;
}

static void conn_messages(struct conn *conn, struct bytes plain)
{
    struct refusal why = {0};
    struct speaker speaker = {
        .peer = &conn->peer,
        .key = conn->link.peer_known ? conn->link.peer : NULL,
        .subscriber = &conn->subscriber,
    };
    while (plain.size > 0 && !conn->peer.closing) {
        if (conn_had_its_turn(conn)) {
            rest_keep(conn, plain);
            return;
        }
        struct message message;
        enum error error = message_take(&plain, &message, &why);
        if (error == OK && (error = session_message(&speaker, &message)) != OK)
            why = *REASON(error);
        if (error != OK)
            conn_close(conn, &why);
    }
}

/* Takes the records that are whole; gives how many bytes they were. */
static size_t conn_records(struct conn *conn, uint8_t *bytes, size_t size)
{
    size_t done = 0, used = 1;
    while (!conn->peer.closing && used > 0 && done < size) {
        if (conn->paused || conn_had_its_turn(conn)) {
            conn_pause(conn);
            break;
        }
        uint8_t room[256];
        struct buffer out = buffer_over(room, sizeof room);
        struct bytes plain = {0};
        struct refusal why = {0};
        enum error error =
            link_take(&conn->link, conn->greeting, bytes + done, size - done, &used, &plain, &out, &why);
        if (error != OK) {
            conn_close(conn, &why);
            break;
        }
        done += used;
        if (used > 0 && conn->greeting != NULL && !conn_greet(conn, buffer_bytes(&out)))
            break;
        if (plain.size > 0)
            conn_messages(conn, plain);
    }
    return done;
}

/* Keeps what is not a whole record yet. The room grows with what has come, not with what was declared. */
static bool input_keep(struct conn *conn, const uint8_t *bytes, size_t size)
{
    if (size > conn->input_room - conn->input_size) {
        size_t room = (conn->input_size + size) * 2 < 512 ? 512 : (conn->input_size + size) * 2;
        uint8_t *grown = realloc(conn->input, room);
        if (grown == NULL)
            return false;
        conn->input = grown;
        conn->input_room = (uint32_t)room;
    }
    memcpy(conn->input + conn->input_size, bytes, size);
    conn->input_size += (uint32_t)size;
    return true;
}

static void input_done(struct conn *conn, size_t done)
{
    conn->input_size -= (uint32_t)done;
    if (conn->input_size > 0) {
        memmove(conn->input, conn->input + done, conn->input_size);
        return;
    }
    free(conn->input);
    conn->input = NULL;
    conn->input_room = 0;
}

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    struct conn *conn = handle->data;
    (void)suggested;
    *buffer = uv_buf_init((char *)conn->peer.loop->read_room, LOOP_READ_BYTES);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    struct conn *conn = stream->data;
    uint8_t *bytes = (uint8_t *)buffer->base;
    if (count < 0) {
        conn_close(conn, NULL);
        return;
    }
    size_t size = (size_t)count, done = 0;
    bool kept = true;
    conn->peer.loop->slice_end_ns = uv_hrtime() + CONN_SLICE_NS;
    if (conn->input_size > 0) {
        kept = input_keep(conn, bytes, size);
        if (kept)
            input_done(conn, conn_records(conn, conn->input, conn->input_size));
    } else {
        done = conn_records(conn, bytes, size);
        if (done < size && !conn->peer.closing)
            kept = input_keep(conn, bytes + done, size - done);
    }
    if (!kept)
        conn_close(conn, REASON(ERR_INTERNAL));
    if (size == buffer->len && !conn->peer.closing)
        conn_pause(conn); /* libuv would read on at once */
    if (conn->paused && !conn->peer.closing)
        uv_read_stop(stream);
}

/* Goes on reading after a pause, with what was kept first. */
static void conn_input(struct conn *conn)
{
    uint8_t *rest = conn->rest;
    conn->peer.loop->slice_end_ns = uv_hrtime() + CONN_SLICE_NS;
    conn->paused = false;
    conn->rest = NULL;
    if (rest != NULL)
        conn_messages(conn, bytes_of(rest, conn->rest_size));
    free(rest);
    if (conn->input_size > 0 && !conn->paused && !conn->peer.closing)
        input_done(conn, conn_records(conn, conn->input, conn->input_size));
    if (!conn->paused && !conn->peer.closing)
        uv_read_start((uv_stream_t *)&conn->tcp, on_room, on_read);
}

/* --- opening
 * ----------------------------------------------------------------------------------------------------------
 */

static void socket_options(int socket)
{
    int yes = 1, idle_s = 60, interval_s = 15, count = 4;
    unsigned timeout_ms = CONN_USER_TIMEOUT_MS, unsent = CONN_UNSENT_BYTES;
    (void)setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    (void)setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
    (void)setsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &idle_s, sizeof idle_s);
    (void)setsockopt(socket, IPPROTO_TCP, TCP_KEEPINTVL, &interval_s, sizeof interval_s);
    (void)setsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof count);
    (void)setsockopt(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent);
    (void)setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout_ms, sizeof timeout_ms);
}

static void conn_register(struct conn *conn)
{
    struct loop *loop = conn->peer.loop;
    conn->next = loop->connections;
    conn->place = &loop->connections;
    if (conn->next != NULL)
        conn->next->place = &conn->next;
    loop->connections = conn;
    atomic_fetch_add(&loop->server->connections, 1);
    conn->deadline_ms = uv_now(&loop->uv) + loop->server->handshake_ms;
    conn->greeting_place = loop->greeting_end;
    *loop->greeting_end = conn;
    loop->greeting_end = &conn->next_greeting;
}

void conn_open(struct loop *loop, int socket, uint64_t address)
{
    uint8_t ephemeral[32];
    struct buffer none = buffer_over(ephemeral, 0);
    struct conn *conn = arena_take(loop->conn_arena);
    struct link_greeting *greeting = conn == NULL ? NULL : arena_take(loop->greeting_arena);
    if (greeting == NULL) {
        arena_give(loop->conn_arena, conn);
        addresses_leave(loop->server->addresses, address);
        close(socket);
        return;
    }
    conn->peer = (struct peer){
        .loop = loop,
        .holds = 1,
        .answer = conn_answer,
        .serve = conn_serve,
        .free = conn_free,
    };
    conn->address = address;
    conn->greeting = greeting;
    uv_tcp_init(&loop->uv, &conn->tcp);
    conn->tcp.data = conn;
    conn_register(conn);
    socket_options(socket);
    randombytes_buf(ephemeral, sizeof ephemeral);
    enum error error = link_start(&conn->link, greeting, false, loop->server->house, ephemeral, NULL, &none);
    sodium_memzero(ephemeral, sizeof ephemeral);
    if (uv_tcp_open(&conn->tcp, socket) != 0) {
        close(socket);
        conn_close(conn, NULL);
    } else if (error != OK || uv_read_start((uv_stream_t *)&conn->tcp, on_room, on_read) != 0) {
        conn_close(conn, NULL);
    }
}
