/* The life of a connection, from a socket to its last close callback. Reading and writing are in files of
 * their own; what a message means is the session's matter. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/net/addresses.h"
#include "server/net/arena.h"
#include "server/net/conn_inside.h"

enum { CONN_USER_TIMEOUT_MS = 60 * 1000 }; /* a peer that acknowledges nothing for so long is gone */

size_t conn_bytes(void)
{
    return sizeof(struct conn);
}

struct peer *conn_peer_of(struct subscriber *subscriber)
{
    return &((struct conn *)((uint8_t *)subscriber - offsetof(struct conn, subscriber)))->peer;
}

static void conn_free(struct peer *peer)
{
    struct conn *conn = conn_of(peer);
    struct loop *loop = peer->loop;
    turn_leave(&loop->turns, &peer->turn);
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

void conn_greeted(struct conn *conn)
{
    struct loop *loop = conn->peer.loop;
    if (conn->greeting == NULL)
        return;
    link_greeting_wipe(conn->greeting);
    arena_give(loop->greeting_arena, conn->greeting);
    conn->greeting = NULL;
    line_leave(&conn->waiting);
}

void conn_close(struct conn *conn, const struct refusal *why)
{
    struct loop *loop = conn->peer.loop;
    if (conn->peer.closing)
        return;
    conn_say_goodbye(conn, why);
    conn->peer.closing = true;
    push_leave(loop->push, &conn->subscriber);
    conn_greeted(conn);
    line_leave(&conn->waiting);
    line_leave(&conn->stalled);
    conn_weigh(conn, true);
    link_close(&conn->link);
    *conn->place = conn->next;
    if (conn->next != NULL)
        conn->next->place = conn->place;
    atomic_fetch_sub(&loop->server->connections, 1);
    addresses_leave(loop->server->addresses, conn->address);
    uv_close((uv_handle_t *)&conn->tcp, on_closed);
    loop->has_room(loop);
}

void conn_close_all(struct loop *loop, enum error reason)
{
    while (loop->connections != NULL)
        conn_close(loop->connections, REASON(reason));
}

/* A session of a key that has been revoked ends, when it opens as at any later moment. */
static void conn_judge(struct conn *conn, struct txn *txn, struct actor *actor)
{
    actor_of_key(txn, conn->link.peer_known ? conn->link.peer : NULL, actor);
    if (actor->revoked)
        conn_close(conn, REASON(ERR_REVOKED));
}

/* An account pays for itself, on all its machines: many offices may share an address. */
static void conn_pays(struct conn *conn, const struct actor *actor)
{
    uint64_t id;
    uint8_t hash[LIMIT_HASH_BYTES];
    hash_bytes(bytes_of_text(actor->account), hash);
    memcpy(&id, hash, sizeof id);
    (void)turn_pay(&conn->peer.loop->turns, &conn->peer.turn, PAYER_ACCOUNT,
                   id); /* else the address goes on */
}

void conn_known(struct conn *conn, struct txn *txn)
{
    struct actor actor;
    conn_judge(conn, txn, &actor);
    if (!conn->peer.closing && conn_finds_room(conn, actor.role) && !conn->guest)
        conn_pays(conn, &actor);
}

void conn_recognize(struct conn *conn)
{
    struct actor actor;
    if (!conn->guest || !conn->link.peer_known || conn->unread > 0 || conn->peer.jobs > 0 ||
        conn->peer.turn.waits || conn->peer.closing)
        return;
    struct txn *txn = loop_read(conn->peer.loop);
    if (txn == NULL)
        return;
    conn_judge(conn, txn, &actor);
    if (!conn->peer.closing && actor.role != ROLE_GUEST) {
        conn->guest = false;
        line_leave(&conn->waiting);
        conn_pays(conn, &actor);
    }
    loop_read_done(conn->peer.loop);
}

void conn_judge_all(struct loop *loop, struct txn *txn)
{
    for (struct conn *conn = loop->connections, *next; conn != NULL; conn = next) {
        struct actor actor;
        next = conn->next;
        if (conn->link.peer_known)
            conn_judge(conn, txn, &actor);
    }
}

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
    line_enter(&loop->greeting, &conn->waiting, uv_now(&loop->uv));
}

void conn_open(struct loop *loop, int socket, uint64_t address)
{
    uint8_t ephemeral[32];
    struct buffer none = buffer_over(ephemeral, 0);
    struct conn *conn = arena_take(loop->conn_arena);
    struct link_greeting *greeting = conn == NULL ? NULL : arena_take(loop->greeting_arena);
    if (greeting == NULL || !turn_pay(&loop->turns, &conn->peer.turn, PAYER_ADDRESS, address)) {
        arena_give(loop->greeting_arena, greeting);
        arena_give(loop->conn_arena, conn);
        addresses_leave(loop->server->addresses, address);
        close(socket);
        return;
    }
    conn->peer = (struct peer){
        .loop = loop,
        .holds = 1,
        .turn = conn->peer.turn,
        .answer = conn_answer,
        .serve = conn_serve,
        .ask = conn_ask,
        .free = conn_free,
    };
    conn->socket = socket;
    conn->address = address;
    conn->greeting = greeting;
    uv_tcp_init(&loop->uv, &conn->tcp);
    conn->tcp.data = conn;
    conn_register(conn);
    socket_options(socket);
    randombytes_buf(ephemeral, sizeof ephemeral);
    enum error error = link_start(&conn->link, greeting, false, loop->server->house, ephemeral, NULL, &none);
    greeting->vouchers = &loop->vouchers;
    sodium_memzero(ephemeral, sizeof ephemeral);
    if (uv_tcp_open(&conn->tcp, socket) != 0) {
        close(socket);
        conn_close(conn, NULL);
    } else if (error != OK || !conn_read_start(conn)) {
        conn_close(conn, NULL);
    }
}
