/* A loop's own life: its inbox, clock tick, and the orderly end, and what stands in it: connections,
 * listeners and the control socket. It moves nothing itself; they do, each in its turn. */
#include "server/net/loop_life.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>

#include "protocol/secure/link.h"
#include "server/net/arena.h"
#include "server/net/conn.h"
#include "server/net/control.h"
#include "server/net/listener.h"
#include "server/net/loop_inside.h"

enum { TICK_MS = 1000, MAIL_TRIES = 200, MAIL_PAUSE_MS = 10 };

static void loop_post(struct loop *loop, struct mail mail)
{
    struct mail *copy = malloc(sizeof *copy);
    for (int tries = 0; copy == NULL && tries < MAIL_TRIES;
         tries++) { /* who writes waits until some is given back */
        uv_sleep(MAIL_PAUSE_MS);
        copy = malloc(sizeof *copy);
    }
    if (copy == NULL) {
        loop->server->fatal(loop->server, ERR_NO_MEMORY,
                            "out of memory"); /* a fact that is not handed on would be a gap */
        return;
    }
    *copy = mail;
    copy->next = NULL;
    pthread_mutex_lock(&loop->inbox_mutex);
    *loop->inbox_end = copy;
    loop->inbox_end = &copy->next;
    pthread_mutex_unlock(&loop->inbox_mutex);
    uv_async_send(&loop->inbox_signal);
}

void loop_post_answer(struct loop *loop, struct job *job)
{
    loop_post(loop, (struct mail){.job = job});
}

void loop_post_facts(struct loop *loop, struct batch *batch)
{
    loop_post(loop, (struct mail){.batch = batch_hold(batch)});
}

void loop_stop(struct loop *loop)
{
    pthread_mutex_lock(&loop->inbox_mutex);
    loop->stop_wanted = true;
    uv_async_send(&loop->inbox_signal);
    pthread_mutex_unlock(&loop->inbox_mutex);
}

static void take_facts(struct loop *loop, struct batch *batch)
{
    bool revokes = false;
    for (size_t i = 0; i < batch->count; i++)
        revokes |= batch->facts[i]->revokes;
    struct txn *txn = loop_read(loop);
    if (txn != NULL) {
        push_take(loop->push, txn, batch);
        if (revokes)
            conn_judge_all(loop, txn);
        loop_read_done(loop);
    }
    batch_release(batch);
}

static void close_own_handles(struct loop *loop)
{
    uv_close((uv_handle_t *)&loop->inbox_signal, NULL);
    uv_close((uv_handle_t *)&loop->tick, NULL);
    uv_close((uv_handle_t *)&loop->turn, NULL);
}

static void on_inbox(uv_async_t *signal)
{
    struct loop *loop = signal->data;
    pthread_mutex_lock(&loop->inbox_mutex);
    struct mail *mail = loop->inbox;
    loop->inbox = NULL;
    loop->inbox_end = &loop->inbox;
    bool stop = loop->stop_wanted;
    pthread_mutex_unlock(&loop->inbox_mutex);
    while (mail != NULL) {
        struct mail *next = mail->next;
        if (mail->batch != NULL)
            take_facts(loop, mail->batch);
        else
            loop_take_answer(mail->job);
        free(mail);
        mail = next;
    }
    if (stop && !loop->stopping) {
        loop->stopping = true;
        loop_hand_over(loop); /* whose answer says that the server stops */
        listeners_close(loop);
        control_close(loop);
        conn_close_all(loop, ERR_SERVER_STOPPING);
        loop_serve_ready(loop,
                         UINT64_MAX); /* all are closing: only what the queues hold of them is given back */
        for (struct turn *turn; (turn = turns_next(&loop->turns)) != NULL;)
            peer_release(loop_peer_of_turn(turn));
        close_own_handles(loop);
    }
}

static void on_tick(uv_timer_t *timer)
{
    struct loop *loop = timer->data;
    conn_deadlines(loop);
    conn_relieve(loop);
    push_tick(loop->push, loop->server->now_ms());
    listeners_resume(loop);
    if (loop->index == 0)
        writer_tick(loop->server->writer);
}

static void subscriber_ready(void *context, struct subscriber *subscriber)
{
    (void)context;
    loop_ready(conn_peer_of(subscriber));
}

static void subscriber_ended(void *context, struct subscriber *subscriber, struct bytes channel,
                             uint64_t number, enum error error)
{
    (void)context;
    conn_tell_ended(subscriber, channel, number, error);
}

enum error loop_init(struct loop *loop, struct server *server, unsigned index)
{
    loop->server = server;
    loop->index = index;
    loop->inbox_end = &loop->inbox;
    loop->ready_end = &loop->ready;
    loop->jobs_end = &loop->jobs;
    line_init(&loop->greeting);
    line_init(&loop->idle);
    line_init(&loop->stalled);
    loop->turns.unread_most = LIMIT_UNREAD_BYTES;
    loop->relieve = conn_relieve;
    loop->has_room = listeners_resume;
    pthread_mutex_init(&loop->inbox_mutex, NULL);
    loop->conn_arena = arena_new(conn_bytes());
    loop->greeting_arena = arena_new(sizeof(struct link_greeting));
    loop->push = push_new(&(struct push_options){
        .house = server->house,
        .epoch = server->epoch,
        .checkpoint_interval_ms = server->checkpoint_interval_ms,
        .context = loop,
        .ready = subscriber_ready,
        .ended = subscriber_ended,
    });
    loop->txn = txn_read(server->store);
    if (loop->conn_arena == NULL || loop->greeting_arena == NULL || loop->push == NULL || loop->txn == NULL)
        return ERR_NO_MEMORY;
    txn_rest(loop->txn);
    loop->txn_rests = true;
    if (uv_loop_init(&loop->uv) != 0)
        return ERR_NO_MEMORY;
    if (uv_async_init(&loop->uv, &loop->inbox_signal, on_inbox) != 0)
        return ERR_NO_MEMORY;
    uv_timer_init(&loop->uv, &loop->tick);
    uv_idle_init(&loop->uv, &loop->turn);
    loop->inbox_signal.data = loop->tick.data = loop->turn.data = loop;
    uv_timer_start(&loop->tick, on_tick, TICK_MS, TICK_MS);
    return OK;
}

void loop_run(struct loop *loop)
{
    uv_run(&loop->uv, UV_RUN_DEFAULT);
    int left = uv_loop_close(&loop->uv);
    assert(left == 0); /* every handle was closed */
    (void)left;
    txn_end(loop->txn);
    push_free(loop->push);
    turns_fini(&loop->turns);
    arena_free(loop->conn_arena);
    arena_free(loop->greeting_arena);
    pthread_mutex_destroy(&loop->inbox_mutex);
    sodium_memzero(loop->record_room, sizeof loop->record_room);
    sodium_memzero(loop->read_room, sizeof loop->read_room);
}
