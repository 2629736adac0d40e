/* The room that connections take: places, bytes that are held for them, and time in which they do nothing. It
 * closes those that take too much. It does not know what is said on them.
 *
 * Places: the last ones are kept for those who are enrolled, and the very last for operators (slots.h). Who
 * has a right to one gets that of the guest who has been idle for longest. Bytes: a payer with too many
 * unread answers, facts that were read back among them, has no turns (turns.h); new facts do not count, as
 * each connection has one record of them at most. Beyond what a loop may hold in all, the payer for whom most
 * is held loses connections. Time: a line each for those who shake hands, for idle guests, and for those who
 * stalled. */
#include "server/net/conn_inside.h"
#include "server/net/slots.h"

enum {
    ROOM_RESTED_MS = 1000,      /* who did something so short a while ago is left in peace */
    ROOM_PROGRESS_BYTES = 4096, /* who fetches less in LIMIT_UNREAD_MS does not fetch */
};

static struct conn *conn_waiting(struct line_place *place)
{
    return place == NULL ? NULL : (struct conn *)((uint8_t *)place - offsetof(struct conn, waiting));
}

static struct conn *conn_stalled(struct line_place *place)
{
    return place == NULL ? NULL : (struct conn *)((uint8_t *)place - offsetof(struct conn, stalled));
}

/* --- bytes --- */

/* It waits for the other end, which should fetch answers or end its record; not for its own turn. */
static bool conn_stalls(const struct conn *conn)
{
    bool unfetched = conn->unread > 0 && conn->pending != NULL;
    return unfetched || (conn->input_size > 0 && !conn->paused && !conn->peer.turn.waits);
}

static size_t conn_unsent(const struct conn *conn)
{
    return uv_stream_get_write_queue_size((const uv_stream_t *)&conn->tcp);
}

static void stall_begins(struct conn *conn)
{
    conn->stalled_bytes = (uint32_t)conn_unsent(conn);
    line_enter(&conn->peer.loop->stalled, &conn->stalled, uv_now(&conn->peer.loop->uv));
}

/* It fetched something, or follows something and harms nobody by being slow. */
static bool stall_is_pardoned(const struct conn *conn)
{
    if (conn->pending == NULL)
        return false; /* it is a record that does not go on */
    return conn_unsent(conn) + ROOM_PROGRESS_BYTES <= conn->stalled_bytes ||
           (conn->subscriber.count > 0 && turn_may_come(&conn->peer.loop->turns, &conn->peer.turn));
}

void conn_weigh(struct conn *conn, bool closing)
{
    struct loop *loop = conn->peer.loop;
    size_t pending = conn->pending != NULL && conn->pending->answers ? conn->pending->size : 0;
    size_t unread = conn->replies_size + pending;
    size_t held =
        pending + conn->replies_room + conn->input_room + (conn->rest != NULL ? conn->rest_size : 0);
    if (conn->peer.closing || closing)
        held = unread = 0;
    loop->held_bytes += held - conn->held;
    conn->held = (uint32_t)held;
    if (unread != conn->unread) {
        loop_unread(&conn->peer, conn->unread, unread);
        conn->unread = (uint32_t)unread;
    }
    if (closing || conn->peer.closing || !conn_stalls(conn))
        line_leave(&conn->stalled);
    else if (conn->stalled.at == NULL)
        stall_begins(conn);
}

void conn_relieve(struct loop *loop)
{
    while (loop->held_bytes > loop->server->held_most) {
        const struct payer *most = NULL;
        uint64_t most_bytes = 0;
        for (struct conn *conn = loop->connections; conn != NULL; conn = conn->next)
            conn->peer.turn.payer->held_bytes = 0;
        for (struct conn *conn = loop->connections; conn != NULL; conn = conn->next) {
            struct payer *payer = conn->peer.turn.payer;
            payer->held_bytes += conn->held;
            if (payer->held_bytes > most_bytes) {
                most = payer;
                most_bytes = payer->held_bytes;
            }
        }
        if (most == NULL)
            return;
        for (struct conn *conn = loop->connections, *next; conn != NULL; conn = next) {
            next = conn->next;
            if (conn->peer.turn.payer == most && conn->held > 0 && loop->held_bytes > loop->server->held_most)
                conn_close(conn, REASON(ERR_UNREAD));
        }
    }
}

/* --- places --- */

/* A guest who follows nothing, waits for nothing, and has nothing to be told. */
static bool conn_is_idle(const struct conn *conn)
{
    return conn->subscriber.count == 0 && conn->peer.jobs == 0 && conn->held == 0 && !conn->paused &&
           !conn->peer.turn.waits && !conn->peer.ready;
}

/* Closes the guest who has been idle for longest, if that is so long. */
static bool idle_close(struct loop *loop, uint64_t idle_ms, enum error error)
{
    uint64_t now_ms = uv_now(&loop->uv);
    struct conn *conn;
    while ((conn = conn_waiting(loop->idle.first)) != NULL && now_ms - conn->waiting.since_ms >= idle_ms) {
        const bool idle = conn_is_idle(conn);
        if (idle)
            conn_recognize(conn);
        if (conn->peer.closing || !conn->guest)
            continue; /* it is in the line no more */
        if (idle) {
            conn_close(conn, REASON(error));
            return true;
        }
        line_enter(&loop->idle, &conn->waiting, now_ms); /* it is waiting for us */
    }
    return false;
}

bool conn_make_room(struct loop *loop)
{
    struct conn *greeting = conn_waiting(loop->greeting.first);
    if (idle_close(loop, ROOM_RESTED_MS, ERR_CROWDED))
        return true;
    if (greeting == NULL || uv_now(&loop->uv) - greeting->waiting.since_ms < ROOM_RESTED_MS)
        return false;
    conn_close(greeting, NULL);
    return true;
}

bool conn_finds_room(struct conn *conn, enum role role)
{
    struct loop *loop = conn->peer.loop;
    struct server *server = loop->server;
    conn->guest = role == ROLE_GUEST;
    bool full = atomic_load(&server->connections) > slots_for(server->connections_most, role);
    if (full && !idle_close(loop, ROOM_RESTED_MS, ERR_CROWDED)) {
        conn_close(conn, REASON(ERR_CROWDED));
        return false;
    }
    conn_asked(conn);
    return true;
}

/* --- time --- */

void conn_asked(struct conn *conn)
{
    struct loop *loop = conn->peer.loop;
    if (!conn->guest || conn->peer.closing)
        return;
    if (conn->subscriber.count == 0)
        line_enter(&loop->idle, &conn->waiting, uv_now(&loop->uv));
    else
        line_leave(&conn->waiting);
}

void conn_deadlines(struct loop *loop)
{
    uint64_t now_ms = uv_now(&loop->uv);
    const struct server *server = loop->server;
    struct conn *conn;
    while ((conn = conn_waiting(loop->greeting.first)) != NULL &&
           now_ms - conn->waiting.since_ms >= server->handshake_ms)
        conn_close(conn, NULL); /* there is no session to say it in */
    while (idle_close(loop, server->guest_idle_ms, ERR_IDLE))
        continue;
    while ((conn = conn_stalled(loop->stalled.first)) != NULL &&
           now_ms - conn->stalled.since_ms >= LIMIT_UNREAD_MS) {
        if (stall_is_pardoned(conn))
            stall_begins(conn);
        else
            conn_close(conn, REASON(ERR_UNREAD));
    }
}
