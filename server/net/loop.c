/* The loop's own life: inbox, ready queue, gathered jobs, clock tick, and the orderly end. It moves nothing
 * itself; connections, listeners and the control socket do. */
#include "server/net/loop.h"

#include <assert.h>
#include <sodium.h>
#include <stddef.h>
#include <stdlib.h>

#include "protocol/secure/link.h"
#include "server/net/arena.h"
#include "server/net/conn.h"
#include "server/net/control.h"
#include "server/net/listener.h"

enum { TICK_MS = 1000, MAIL_TRIES = 200, MAIL_PAUSE_MS = 10 };

struct txn *loop_read(struct loop *loop)
{
    if (loop->txn_rests && txn_renew(loop->txn) != OK) {
        loop->server->fatal(loop->server, txn_error(loop->txn), "the store cannot be read");
        return NULL;
    }
    loop->txn_rests = false;
    loop->txn_users++;
    return loop->txn;
}

static void let_rest(struct loop *loop)
{
    if (loop->txn_users > 0 || loop->in_slice || loop->txn_rests)
        return;
    txn_rest(loop->txn);
    loop->txn_rests = true;
}

void loop_read_done(struct loop *loop)
{
    loop->txn_users--;
    let_rest(loop);
}

void peer_hold(struct peer *peer)
{
    peer->holds++;
}

void peer_release(struct peer *peer)
{
    if (--peer->holds == 0)
        peer->free(peer);
}

void loop_ready(struct peer *peer)
{
    struct loop *loop = peer->loop;
    if (peer->ready || peer->closing)
        return;
    peer->ready = true;
    peer_hold(peer);
    peer->next_ready = NULL;
    *loop->ready_end = peer;
    loop->ready_end = &peer->next_ready;
    uv_idle_start(&loop->turn, loop_turn);
}

void loop_wait(struct peer *peer)
{
    struct loop *loop = peer->loop;
    if (peer->closing || !turn_wait(&loop->turns, &peer->turn))
        return;
    peer_hold(peer);
    uv_idle_start(&loop->turn, loop_turn);
}

void loop_unread(struct peer *peer, size_t before, size_t now)
{
    struct loop *loop = peer->loop;
    turn_unread(&loop->turns, &peer->turn, before, now);
    if (loop->turns.waiting > 0)
        uv_idle_start(&loop->turn, loop_turn);
}

bool loop_asks_at_once(struct peer *peer, bool greets)
{
    struct loop *loop = peer->loop;
    uint64_t now_ms = uv_now(&loop->uv); /* it moves on with each look at the sockets */
    if (loop->spent_at_ms != now_ms) {
        loop->spent_at_ms = now_ms;
        loop->asked_ns = loop->greeted_ns = 0;
    }
    if (greets)
        return loop->greeted_ns < LOOP_GREET_NS;
    bool dear = peer->turn.payer->last_ns >= LOOP_DEAR_NS && loop->jobs_out > 0;
    return loop->turns.waiting == 0 && !loop->ready_left && loop->asked_ns < LOOP_ASK_NS && !dear &&
           turn_may_come(&loop->turns, &peer->turn);
}

void loop_turn_begins(struct peer *peer)
{
    struct loop *loop = peer->loop;
    loop->turn_began_ns = uv_hrtime();
    turn_at_once(&loop->turns, &peer->turn);
}

void loop_turn_ends(struct peer *peer, bool greets)
{
    struct loop *loop = peer->loop;
    uint64_t cost_ns = uv_hrtime() - loop->turn_began_ns;
    *(greets ? &loop->greeted_ns : &loop->asked_ns) += cost_ns;
    turn_charge(&loop->turns, &peer->turn, cost_ns);
    peer->turn.payer->last_ns = cost_ns;
    if (cost_ns >= LOOP_DEAR_NS)
        loop->dear_ns = uv_hrtime();
}

static void take_answer(struct job *job)
{
    struct peer *peer = job->asker;
    peer->jobs--;
    peer->loop->jobs_out--;
    if (peer->turn.payer != NULL)
        peer->turn.payer->jobs--;
    if (!peer->closing)
        peer->answer(peer, bytes_of(job->answer, job->answer_size));
    job_free(job);
    if (peer->loop->turns.waiting > 0)
        uv_idle_start(&peer->loop->turn, loop_turn); /* who waited for it goes on */
    peer_release(peer);
}

void loop_submit(struct peer *peer, struct job *job)
{
    struct loop *loop = peer->loop;
    if (loop->jobs == NULL)
        loop->jobs_due_ns = uv_hrtime() + LOOP_GATHER_NS;
    peer_hold(peer);
    peer->jobs++;
    loop->jobs_out++;
    if (peer->turn.payer != NULL)
        peer->turn.payer->jobs++;
    job->asker = peer;
    job->next = NULL;
    *loop->jobs_end = job;
    loop->jobs_end = &job->next;
    loop->jobs_grew = true;
    uv_idle_start(&loop->turn, loop_turn);
}

/* Gives the writer what was gathered. */
static void jobs_hand_over(struct loop *loop)
{
    if (loop->jobs == NULL)
        return;
    struct job *refused = writer_submit(loop->server->writer, loop->jobs);
    loop->jobs = NULL;
    loop->jobs_end = &loop->jobs;
    while (refused != NULL) {
        struct job *next = refused->next;
        take_answer(refused);
        refused = next;
    }
}

/* The same, once they have waited for long enough. */
static void jobs_look(struct loop *loop, uint64_t now_ns)
{
    if (loop->jobs != NULL && now_ns >= loop->jobs_due_ns)
        jobs_hand_over(loop);
}

/* Serves those who were ready when the turn began, or a slice of them; then the sockets have their turn.
 * Whoever has more ahead queues up again, for the next turn. The first that reads the store renews the
 * transaction for all. */
static void serve_ready(struct loop *loop, uint64_t until_ns)
{
    struct peer *first = loop->ready, **end = loop->ready_end;
    loop->ready = NULL;
    loop->ready_end = &loop->ready;
    loop->in_slice = true;
    for (uint64_t now_ns; first != NULL && (now_ns = uv_hrtime()) < until_ns;) {
        struct peer *peer = first;
        jobs_look(loop, now_ns);
        first = peer->next_ready;
        peer->ready = false;
        if (!peer->closing)
            peer->serve(peer);
        peer_release(peer);
    }
    loop->in_slice = false;
    loop->ready_left = first != NULL;
    if (first != NULL) { /* they come before those who queued up meanwhile */
        *end = loop->ready;
        if (loop->ready == NULL)
            loop->ready_end = end;
        loop->ready = first;
    }
    loop->served_ns = uv_hrtime();
    let_rest(loop);
}

static struct peer *peer_of_turn(struct turn *turn)
{
    return (struct peer *)((uint8_t *)turn - offsetof(struct peer, turn));
}

/* Whoever is next asks for much, and an act is on its way to the disk: its writer may need this core, and
 * what comes of it goes first. */
static bool act_goes_first(struct loop *loop, uint64_t now_ns)
{
    return loop->jobs_out > 0 && turns_next_cost(&loop->turns) >= LOOP_DEAR_NS &&
           now_ns - loop->dear_ns < LOOP_PATIENCE_NS;
}

/* Gives those who ask their turns, whoever has used least first, until the time is over: at least one turn,
 * and while a fan-out goes on no more than one. Then the sockets have theirs, and bring what goes first. */
static void hear(struct loop *loop)
{
    uint64_t now_ns = uv_hrtime(), until_ns = now_ns + LOOP_ASK_NS;
    struct turn *turn;
    if (loop->ready_left && now_ns - loop->heard_ns < LOOP_PATIENCE_NS)
        return;
    loop->in_slice = true;
    while (!act_goes_first(loop, now_ns) && (turn = turns_next(&loop->turns)) != NULL) {
        struct peer *peer = peer_of_turn(turn);
        jobs_look(loop, now_ns);
        if (!peer->closing)
            peer->ask(peer);
        peer_release(peer);
        loop->heard_ns = now_ns = uv_hrtime();
        if (loop->ready_left || now_ns >= until_ns)
            break;
    }
    if (turns_next_cost(&loop->turns) >= LOOP_DEAR_NS)
        jobs_hand_over(loop);
    loop->in_slice = false;
    let_rest(loop);
}

void loop_breathe(struct loop *loop)
{
    if (loop->ready == NULL && loop->jobs == NULL)
        return;
    uint64_t now_ns = uv_hrtime();
    jobs_look(loop, now_ns);
    if (loop->ready != NULL && now_ns - loop->served_ns > LOOP_BREATH_NS)
        serve_ready(loop, now_ns + LOOP_SLICE_NS);
}

/* While it is wanted, libuv looks at the sockets without waiting. So a turn that brought no job says that
 * they have none now: a single act is handed over after one more look at them, and many share a commit. Those
 * who are ready are served first, then those who ask; what has waited for long enough is handed over between
 * them. */
void loop_turn(uv_idle_t *idle)
{
    struct loop *loop = idle->data;
    bool quiet = !loop->jobs_grew;
    loop->jobs_grew = false;
    serve_ready(loop, uv_hrtime() + LOOP_SLICE_NS);
    hear(loop);
    conn_relieve(loop);
    if (loop->jobs != NULL && quiet && !loop->jobs_grew)
        jobs_hand_over(loop);
    jobs_look(loop, uv_hrtime());
    bool ask = loop->turns.waiting > 0 && !act_goes_first(loop, uv_hrtime());
    if (loop->ready == NULL && loop->jobs == NULL && !ask)
        uv_idle_stop(idle);
}

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
            take_answer(mail->job);
        free(mail);
        mail = next;
    }
    if (stop && !loop->stopping) {
        loop->stopping = true;
        jobs_hand_over(loop); /* whose answer says that the server stops */
        listeners_close(loop);
        control_close(loop);
        conn_close_all(loop, ERR_SERVER_STOPPING);
        serve_ready(loop, UINT64_MAX); /* all are closing: only what the queues hold of them is given back */
        for (struct turn *turn; (turn = turns_next(&loop->turns)) != NULL;)
            peer_release(peer_of_turn(turn));
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
    pthread_mutex_init(&loop->inbox_mutex, NULL);
    loop->conn_arena = arena_new(conn_bytes());
    loop->greeting_arena = arena_new(sizeof(struct link_greeting));
    loop->push = push_new(&(struct push_options){
        .house = server->house,
        .epoch = server->epoch,
        .head_interval_ms = server->head_interval_ms,
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
