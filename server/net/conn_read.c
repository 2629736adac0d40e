/* What a connection hears: bytes become records, records messages, messages questions for the session. It
 * goes in slices so that nobody is kept waiting. It does not know what any message means. */
#include <stdlib.h>

#include "protocol/wire/message.h"
#include "server/net/conn_inside.h"
#include "server/net/session.h"

/* Answers the other end's step of the handshake, or opens the session after the last one. */
static bool conn_greet(struct conn *conn, struct bytes answer)
{
    if (answer.size > 0 && !conn_send(conn, answer.at, answer.size))
        return false;
    if (conn->link.state == LINK_OPEN) {
        conn->subscriber.known_key = conn->link.peer_known;
        conn->subscriber.key = conn->link.peer;
        conn_greeted(conn);
        struct txn *txn = loop_read(conn->peer.loop);
        if (txn != NULL) {
            conn_known(conn, txn);
            loop_read_done(conn->peer.loop);
        }
    }
    return !conn->peer.closing;
}

/* Its answers wait to be fetched, or others wait for the loop; but each turn does something, however late it
 * began. */
static bool conn_had_its_turn(struct conn *conn)
{
    bool first = conn->peer.loop->slice_is_new;
    conn->peer.loop->slice_is_new = false;
    return !conn_may_ask(conn) || (!first && uv_hrtime() >= conn->peer.loop->slice_end_ns);
}

static void conn_turn_begins(struct conn *conn)
{
    struct loop *loop = conn->peer.loop;
    loop_turn_begins(&conn->peer);
    loop->slice_end_ns = loop->turn_began_ns + CONN_SLICE_NS;
    loop->slice_is_new = true;
}

/* Reads no more until its turn comes, and its replies are out if there are many. */
static void conn_pause(struct conn *conn)
{
    conn->paused = true;
    if (conn_may_ask(conn))
        loop_wait(&conn->peer);
}

/* Many questions can stand in one record; those whose answers nobody fetches yet wait. */
static void rest_keep(struct conn *conn, struct bytes plain)
{
    conn_pause(conn);
    conn->rest = malloc(plain.size);
    if (conn->rest == NULL) {
        conn_close(conn, REASON(ERR_NO_MEMORY));
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
    conn_recognize(conn);
    while (plain.size > 0 && !conn->peer.closing) {
        if (conn_had_its_turn(conn)) {
            rest_keep(conn, plain);
            return;
        }
        struct message message;
        enum error error = message_take(&plain, &message, &why);
        if (error == OK && message.id == 0)
            error = refuse(&why, ERR_MALFORMED, NULL, bytes_of_text("the id 0 is for what is pushed"), 0);
        if (error == OK && (error = session_message(&speaker, &message)) != OK)
            why = *REASON(error);
        if (error != OK)
            conn_close(conn, &why);
        conn_asked(conn);
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
        if (used > 0)
            line_leave(&conn->stalled); /* it goes on */
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
        size_t needed = conn->input_size + size;
        size_t room = needed < 256 ? 512 : needed * 2 < LOOP_READ_BYTES ? needed * 2 : needed;
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

/* What comes from one that has to wait stays with the kernel, but for a little. */
static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
    struct conn *conn = handle->data;
    bool at_once = loop_asks_at_once(&conn->peer, conn->greeting != NULL);
    (void)suggested;
    *buffer = uv_buf_init((char *)conn->peer.loop->read_room, at_once ? LOOP_READ_BYTES : CONN_WAITING_BYTES);
}

/* Takes what has come in its turn, after what was kept, and keeps what is left. */
static bool input_take(struct conn *conn, uint8_t *bytes, size_t size)
{
    size_t done = 0;
    if (conn->input_size > 0) {
        if (!input_keep(conn, bytes, size))
            return false;
        input_done(conn, conn_records(conn, conn->input, conn->input_size));
        return true;
    }
    done = conn_records(conn, bytes, size);
    return done == size || conn->peer.closing || input_keep(conn, bytes + done, size - done);
}

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    struct conn *conn = stream->data;
    uint8_t *bytes = (uint8_t *)buffer->base;
    bool greets = conn->greeting != NULL, kept;
    if (count < 0) {
        conn_close(conn, NULL);
        return;
    }
    if (loop_asks_at_once(&conn->peer, greets)) {
        conn_turn_begins(conn);
        kept = input_take(conn, bytes, (size_t)count);
        loop_turn_ends(&conn->peer, greets);
    } else {
        kept = input_keep(conn, bytes, (size_t)count);
        conn_pause(conn);
    }
    if (!kept)
        conn_close(conn, REASON(ERR_NO_MEMORY));
    if ((size_t)count == buffer->len && !conn->peer.closing)
        conn_pause(conn); /* libuv would read on at once */
    if (conn->paused && !conn->peer.closing)
        uv_read_stop(stream);
    if (conn->held > 0 || conn->input_size > 0 || conn->rest != NULL)
        conn_weigh(conn, false);
    loop_breathe(conn->peer.loop);
}

void conn_read_on(struct conn *conn)
{
    uint8_t *rest = conn->rest;
    bool greets = conn->greeting != NULL;
    conn_turn_begins(conn);
    conn->paused = false;
    conn->rest = NULL;
    if (rest != NULL)
        conn_messages(conn, bytes_of(rest, conn->rest_size));
    free(rest);
    if (conn->input_size > 0 && !conn->paused && !conn->peer.closing)
        input_done(conn, conn_records(conn, conn->input, conn->input_size));
    conn_weigh(conn, false);
    loop_turn_ends(&conn->peer, greets);
    if (!conn->paused && !conn->peer.closing)
        uv_read_start((uv_stream_t *)&conn->tcp, on_room, on_read);
}

bool conn_read_start(struct conn *conn)
{
    return uv_read_start((uv_stream_t *)&conn->tcp, on_room, on_read) == 0;
}
