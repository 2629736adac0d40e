/* Whose turn it is in a loop: those who are ready, those who ask, and the jobs that are gathered for the
 * writer; and the snapshot that they read. It must not know what any of them does in its turn. */
#include "server/net/loop_inside.h"

#include <stddef.h>

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

void loop_let_rest(struct loop *loop)
{
    if (loop->txn_users > 0 || loop->in_slice || loop->txn_rests)
        return;
    txn_rest(loop->txn);
    loop->txn_rests = true;
}

void loop_read_done(struct loop *loop)
{
    loop->txn_users--;
    loop_let_rest(loop);
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

void loop_take_answer(struct job *job)
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

void loop_hand_over(struct loop *loop)
{
    if (loop->jobs == NULL)
        return;
    struct job *refused = writer_submit(loop->server->writer, loop->jobs);
    loop->jobs = NULL;
    loop->jobs_end = &loop->jobs;
    while (refused != NULL) {
        struct job *next = refused->next;
        loop_take_answer(refused);
        refused = next;
    }
}

/* Gives the writer what was gathered, once it has waited for long enough. */
static void jobs_look(struct loop *loop, uint64_t now_ns)
{
    if (loop->jobs != NULL && now_ns >= loop->jobs_due_ns)
        loop_hand_over(loop);
}

void loop_serve_ready(struct loop *loop, uint64_t until_ns)
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
    loop_let_rest(loop);
}

struct peer *loop_peer_of_turn(struct turn *turn)
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
        struct peer *peer = loop_peer_of_turn(turn);
        jobs_look(loop, now_ns);
        if (!peer->closing)
            peer->ask(peer);
        peer_release(peer);
        loop->heard_ns = now_ns = uv_hrtime();
        if (loop->ready_left || now_ns >= until_ns)
            break;
    }
    if (turns_next_cost(&loop->turns) >= LOOP_DEAR_NS)
        loop_hand_over(loop);
    loop->in_slice = false;
    loop_let_rest(loop);
}

void loop_breathe(struct loop *loop)
{
    if (loop->ready == NULL && loop->jobs == NULL)
        return;
    uint64_t now_ns = uv_hrtime();
    jobs_look(loop, now_ns);
    if (loop->ready != NULL && now_ns - loop->served_ns > LOOP_BREATH_NS)
        loop_serve_ready(loop, now_ns + LOOP_SLICE_NS);
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
    loop_serve_ready(loop, uv_hrtime() + LOOP_SLICE_NS);
    hear(loop);
    loop->relieve(loop);
    if (loop->jobs != NULL && quiet && !loop->jobs_grew)
        loop_hand_over(loop);
    jobs_look(loop, uv_hrtime());
    bool ask = loop->turns.waiting > 0 && !act_goes_first(loop, uv_hrtime());
    if (loop->ready == NULL && loop->jobs == NULL && !ask)
        uv_idle_stop(idle);
}
