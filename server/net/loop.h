/* One loop: a thread, its uv loop, its connections and what they share. Everything here is touched by that
 * thread alone, but for the inbox, through which the writer's facts and answers and the main thread's word to
 * stop come in. */
#ifndef BULLETIN_NET_LOOP_H
#define BULLETIN_NET_LOOP_H

#include <pthread.h>
#include <stdatomic.h>
#include <uv.h>

#include "protocol/secure/vouchers.h"
#include "server/domain/domain.h"
#include "server/net/line.h"
#include "server/net/push.h"
#include "server/net/turns.h"
#include "server/writer/writer.h"

enum {
    LOOP_READ_BYTES = 64 * 1024 + 2,            /* one whole record */
    LOOP_RECORD_BYTES = 2 + LIMIT_RECORD_BYTES, /* where a record is made and sealed */
    LOOP_ANSWER_BYTES = LIMIT_ANSWER_BYTES,     /* where the answer to one question is made */
    LOOP_SLICE_NS = 4 * 1000 * 1000,     /* for those who are ready, before the sockets have their turn */
    LOOP_BREATH_NS = 10 * 1000 * 1000,   /* sockets have their turn no longer while somebody is ready */
    LOOP_ASK_NS = 2 * 1000 * 1000,       /* for those who ask, before the sockets have their turn */
    LOOP_DEAR_NS = 500 * 1000,           /* who asks for so much waits while an act is being written */
    LOOP_PATIENCE_NS = 20 * 1000 * 1000, /* but those who ask wait no longer, for acts or for a fan-out */
    LOOP_GREET_NS = 5 * 1000 * 1000,     /* for handshakes, before the sockets have their turn */
    LOOP_GATHER_NS = 2 * 1000 * 1000,    /* for acts to wait for others, so that they share a commit */
};

/* What all loops share and nobody changes while they run. */
struct server {
    struct store *store;
    struct writer *writer;
    const struct identity *house;
    uint64_t epoch;
    int64_t (*now_ms)(void);
    uint64_t checkpoint_interval_ms;
    uint64_t handshake_ms;
    uint64_t guest_idle_ms;
    size_t held_most;          /* bytes that one loop may hold for its connections */
    size_t connections_most;   /* over all loops */
    atomic_size_t connections; /* now */
    struct addresses *addresses;
    struct acts *acts;
    char listening[512]; /* the first address people may dial, for status; "": nobody said which that is */
    char zone[64];       /* the time zone in which days are judged, for status */
    void (*fatal)(struct server *server, enum error error, const char *reason); /* any thread */
    /* What is the house's own trouble, for the log (server/writer/writer.h); any thread. May be NULL. */
    void (*trouble)(enum error error, const char *where, const char *verb);
};

/* Whoever waits for answers: a connection, or a client of the control socket. Freed when its handles are
 * closed and its jobs are back: `holds` counts both. */
struct peer {
    struct loop *loop;
    unsigned holds;
    unsigned jobs; /* of these, on their way to the writer and back */
    bool ready;    /* in the loop's ready queue */
    struct peer *next_ready;
    struct turn turn;                                        /* among those who ask */
    void (*answer)(struct peer *peer, struct bytes message); /* an encoded answer; not called when closing */
    void (*serve)(struct peer *peer);                        /* its turn in the ready queue */
    void (*ask)(struct peer *peer); /* its turn among those who ask; NULL: it never waits for one */
    void (*free)(struct peer *peer);
    bool closing;
};

struct mail {
    struct mail *next;
    struct job *job;     /* an answer, or */
    struct batch *batch; /* new facts */
};

struct loop {
    struct server *server;
    unsigned index;
    uv_loop_t uv;
    uv_async_t inbox_signal;
    uv_timer_t tick; /* once a second: deadlines, checkpoints and, in the first loop, the schedule */
    uv_idle_t turn;  /* runs while somebody is ready or jobs are gathered */
    pthread_t thread;
    pthread_mutex_t inbox_mutex;
    struct mail *inbox, **inbox_end;
    bool stop_wanted; /* guarded by inbox_mutex */
    bool stopping;
    struct txn *txn; /* resting unless inside loop_read, or kept for the rest of a slice */
    unsigned txn_users;
    bool txn_rests, in_slice;
    /* What stands above a loop, as loop_life.c puts it there: closes who holds too much, at each turn; and
     * lets somebody in, when somebody has left. */
    void (*relieve)(struct loop *loop);
    void (*has_room)(struct loop *loop);
    struct push *push;
    size_t jobs_out;              /* gathered, or with the writer */
    struct job *jobs, **jobs_end; /* gathered, and not with the writer yet */
    uint64_t jobs_due_ns;         /* when they will be, at the latest */
    bool jobs_grew;               /* since the last turn */
    struct peer *ready, **ready_end;
    bool ready_left;          /* the slice was over before all of them were served */
    uint64_t served_ns;       /* when those who are ready last had their turn */
    struct turns turns;       /* those who ask, and wait */
    uint64_t dear_ns;         /* when one that costs LOOP_DEAR_NS last had its turn */
    uint64_t heard_ns;        /* when one of them last had its turn */
    uint64_t spent_at_ms;     /* of the sockets' turn in which, by those that need not wait, */
    uint64_t asked_ns;        /* so much was spent on questions */
    uint64_t greeted_ns;      /* and so much on handshakes */
    uint64_t turn_began_ns;   /* of the connection that is being read */
    uint64_t slice_end_ns;    /* when the connection that is being read has had its turn */
    bool slice_is_new;        /* and whether it has not been asked yet */
    struct conn *connections; /* all of them, newest first */
    struct line greeting;     /* those shaking hands */
    struct line idle;         /* guests who follow nothing, since they last asked something */
    struct line stalled;      /* those whose answers are not fetched, or whose record does not go on */
    size_t held_bytes;        /* for all connections: answers, and what they said and nobody took yet */
    struct listener *listeners;
    struct control *control; /* the first loop only */
    struct arena *conn_arena, *greeting_arena;
    struct vouchers vouchers; /* of those who were here before */
    uint8_t read_room[LOOP_READ_BYTES];
    uint8_t record_room[LOOP_RECORD_BYTES + LIMIT_TAG_BYTES];
    uint8_t answer_room[LOOP_ANSWER_BYTES];
};

/* The newest committed facts, for the time between the two calls; they nest. While those who are ready are
 * served, all of them see the same. NULL when the store failed. */
struct txn *loop_read(struct loop *loop);
void loop_read_done(struct loop *loop);

/* The turn of those who are ready, and of what was gathered; libuv calls it. */
void loop_turn(uv_idle_t *idle);

/* Between sockets: libuv may have thousands that are readable, each perhaps a handshake or an act. Gives
 * those who are ready a slice when they have waited for too long, and the writer what has been gathered for
 * long enough. */
void loop_breathe(struct loop *loop);

/* Takes a job for the writer, and holds the peer until it comes back. It is handed over with those that come
 * right after it: when the sockets have nothing more to say, or after LOOP_GATHER_NS. The answer goes to the
 * peer, a refusal too. */
void loop_submit(struct peer *peer, struct job *job);

/* Puts a peer into the ready queue, once: it has something to be told. Pushes and answers go first. */
void loop_ready(struct peer *peer);

/* Puts a peer among those who ask, once: what it wants costs time, which somebody pays for. They have their
 * turns when the ready queue is empty, or after LOOP_PATIENCE_NS. */
void loop_wait(struct peer *peer);
/* What is done for a peer's questions or its handshake lies between these two, and is charged to its payer.
 * `loop_asks_at_once`: it need not wait, since nobody does and there is time for it before the sockets' turn
 * ends. */
bool loop_asks_at_once(struct peer *peer, bool greets);
/* So many bytes of answers to it were unread, and are now: its payer has no turns while they are too many. */
void loop_unread(struct peer *peer, size_t before, size_t now);
void loop_turn_begins(struct peer *peer);
void loop_turn_ends(struct peer *peer, bool greets);
void peer_hold(struct peer *peer);
void peer_release(struct peer *peer);

#endif
