/* What a connection says: replies and pushes become records, a record goes to the socket, one at a time. It
 * does not know what any message means. */
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "protocol/wire/message.h"
#include "server/net/conn_inside.h"

static void on_written(uv_write_t *request, int status)
{
    struct conn *conn = request->data;
    free(conn->pending);
    conn->pending = NULL;
    if (status < 0) {
        conn_close(conn, NULL);
        return;
    }
    conn_weigh(conn, false);
    loop_ready(&conn->peer);
}

/* What the socket takes at once, by a system call of our own: libuv writes to it as to a file, which costs a
 * twentieth of a delivery more. */
static ssize_t send_now(const struct conn *conn, const uint8_t *bytes, size_t size)
{
    ssize_t sent;
    do {
        sent = send(conn->socket, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 && (errno == EAGAIN || errno == ENOBUFS) ? 0 : sent;
}

/* Sends what the socket takes at once; the rest becomes `pending`, which libuv writes as the socket empties.
 * False when the connection is gone. */
bool conn_send(struct conn *conn, const uint8_t *bytes, size_t size)
{
    ssize_t sent = send_now(conn, bytes, size);
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
    pending->answers = false;
    memcpy(pending->bytes, bytes + sent, left);
    pending->request.data = conn;
    conn->pending = pending;
    uv_buf_t buffer = uv_buf_init((char *)pending->bytes, (unsigned)left);
    if (uv_write(&pending->request, (uv_stream_t *)&conn->tcp, &buffer, 1, on_written) != 0) {
        conn_close(conn, NULL);
        return false;
    }
    return true;
}

/* Moves whole messages from the replies to the record. */
static void replies_take(struct conn *conn, struct buffer *plain)
{
    struct bytes rest = bytes_of(conn->replies, conn->replies_size);
    messages_move(&rest, plain);
    size_t at = conn->replies_size - rest.size;
    conn->replies_size = (uint32_t)rest.size;
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

/* Adds the facts that lie ahead to the record, as far as it goes: the recent ones when it is told what is
 * new, all when it is its turn. False when the store failed. */
static bool conn_fill(struct conn *conn, struct buffer *plain, bool recent, bool *more, bool *behind)
{
    struct loop *loop = conn->peer.loop;
    size_t before = plain->size;
    *more = *behind = false;
    if (conn->subscriber.count == 0)
        return true;
    struct txn *txn = loop_read(loop);
    if (txn == NULL)
        return false;
    int64_t now_ms = loop->server->now_ms();
    *more = recent ? push_fill_recent(loop->push, txn, &conn->subscriber, now_ms, plain, behind)
                   : push_fill(loop->push, txn, &conn->subscriber, now_ms, plain);
    bool unreadable = txn_error(txn) != OK || (*more && plain->size == before && before == 0);
    bool no_memory = txn_error(txn) == ERR_NO_MEMORY;
    loop_read_done(loop);
    if (no_memory) /* the subscriber comes back, and nothing is lost */
        conn_close(conn, REASON(ERR_NO_MEMORY));
    else if (unreadable) /* it would wait for ever for a fact that cannot be read */
        loop->server->fatal(loop->server, ERR_LEDGER_BROKEN,
                            "a fact of the ledger cannot be read: run bulletind verify");
    return !unreadable;
}

/* Replies and recent facts, one record a time; whoever has more ahead queues up again behind the others. What
 * costs more than that waits for its turn. */
void conn_serve(struct peer *peer)
{
    struct conn *conn = conn_of(peer);
    struct loop *loop = peer->loop;
    bool more = false, behind = false, answers = conn->replies_size > 0;
    uint64_t began_ns = answers ? uv_hrtime() : 0;
    if (conn->pending != NULL)
        return;
    if (conn->link.state == LINK_OPEN) {
        struct buffer plain = buffer_over(loop->record_room + LINK_HEADER_BYTES, LIMIT_PLAIN_BYTES);
        replies_take(conn, &plain);
        more = conn->replies_size > 0;
        if (!more && !conn_fill(conn, &plain, true, &more, &behind))
            return;
        if (plain.size > 0 && !conn_send_plain(conn, plain.size))
            return;
    }
    if (answers) { /* what was asked for costs until it is out */
        turn_charge(&loop->turns, &peer->turn, uv_hrtime() - began_ns);
        if (conn->pending != NULL)
            conn->pending->answers = true;
    }
    if (answers)
        conn_weigh(conn, false);
    if (more && conn->pending == NULL)
        loop_ready(peer);
    if (conn_may_ask(conn) && (behind || conn->paused))
        loop_wait(peer);
}

/* Its answers are being fetched. */
bool conn_may_ask(const struct conn *conn)
{
    return conn->pending == NULL && conn->replies_size <= CONN_REPLIES_BYTES;
}

/* Its turn: a record of what lies far back, then what it asks. */
void conn_ask(struct peer *peer)
{
    struct conn *conn = conn_of(peer);
    struct loop *loop = peer->loop;
    bool more, behind;
    if (!conn_may_ask(conn))
        return; /* it is served when that is out, and waits again */
    if (conn->link.state == LINK_OPEN && conn->subscriber.count > 0 && conn->replies_size == 0) {
        struct buffer plain = buffer_over(loop->record_room + LINK_HEADER_BYTES, LIMIT_PLAIN_BYTES);
        loop_turn_begins(peer);
        if (!conn_fill(conn, &plain, false, &more, &behind))
            return;
        if (plain.size > 0 && !conn_send_plain(conn, plain.size))
            return;
        loop_turn_ends(peer, false);
        if (conn->pending != NULL)
            conn->pending->answers = true;
        conn_weigh(conn, false);
        if (more && conn->pending == NULL)
            loop_wait(peer);
    }
    if (conn->paused)
        conn_read_on(conn);
}

void conn_answer(struct peer *peer, struct bytes message)
{
    struct conn *conn = conn_of(peer);
    size_t needed = conn->replies_size + message.size;
    if (needed > conn->replies_room) {
        size_t room = needed < 512 ? 1024 : needed < 64 * 1024 ? needed * 2 : needed + 32 * 1024;
        uint8_t *grown = realloc(conn->replies, room);
        if (grown == NULL) {
            conn_close(conn, REASON(ERR_NO_MEMORY));
            return;
        }
        conn->replies = grown;
        conn->replies_room = (uint32_t)room;
    }
    memcpy(conn->replies + conn->replies_size, message.at, message.size);
    conn->replies_size += (uint32_t)message.size;
    conn_weigh(conn, false);
    loop_ready(peer);
}

void conn_tell_ended(struct subscriber *subscriber, struct bytes channel, uint64_t number, enum error error)
{
    struct peer *peer = conn_peer_of(subscriber);
    uint8_t room[1024], text[LIMIT_REASON_BYTES];
    struct buffer out = buffer_over(room, sizeof room), words = buffer_over(text, sizeof text);
    refusal_text(&words, &(struct refusal){.code = error, .name = channel});
    struct push_ended ended = {
        .channel = channel,
        .number = number,
        .error = bytes_of_text(error_kinds[error].word),
        .text = buffer_bytes(&words),
    };
    message_write(&out, 0, push_kinds[PUSH_ended].word, &shape_push_ended, &ended);
    if (!peer->closing)
        conn_answer(peer, buffer_bytes(&out));
    conn_asked(conn_of(peer)); /* it may follow nothing any more */
}

/* The authenticated end of a session: what replies there are, and why it ends. Best effort: the socket may be
 * full. */
void conn_say_goodbye(struct conn *conn, const struct refusal *why)
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
        .error = bytes_of_text(error_kinds[why->code].word),
        .text = buffer_bytes(&words),
    };
    message_write(&plain, 0, push_kinds[PUSH_bye].word, &shape_push_bye, &bye);
    size_t record_size;
    if (link_seal(&conn->link, loop->record_room, plain.size, &record_size) == OK)
        (void)send_now(conn, loop->record_room, record_size);
}
