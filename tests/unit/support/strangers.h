/* A loop with its server and the other ends of its connections, in one thread and without a network.
 * Strangers of any address shake hands, ask and listen. The loop's clocks are the test's: they move with each
 * question, and with nothing else. It does not know what any test is after. */
#ifndef BULLETIN_TESTS_STRANGERS_H
#define BULLETIN_TESTS_STRANGERS_H

#include <pthread.h>
#include <semaphore.h>
#include <sodium.h>
#include <sys/socket.h>

#include "protocol/secure/link.h"
#include "server/net/acts.h"
#include "server/net/addresses.h"
#include "server/net/conn.h"
#include "server/net/loop_life.h"
#include "tests/unit/support/scratch.h"

enum {
    CROWD = 64,
    BURST = 100,
    STRANGERS = CROWD + 2,
    QUESTION_NS = 1000000, /* what one costs: a slice of one connection */
    QUESTIONS_A_TURN = 4,  /* LOOP_ASK_NS among those who wait, and again among those who need not */
    PATIENCE = 100000,
};

struct stranger {
    int socket; /* -1: it never came */
    struct link link;
    struct link_greeting greeting;
    uint8_t input[256 * 1024];
    size_t input_size;
    unsigned answers, facts, checkpoints;
    bool closed;
    char error[LIMIT_WORD_BYTES + 1]; /* the code of the last one */
    char bye[LIMIT_WORD_BYTES + 1];
};

struct scene {
    struct scratch scratch;
    struct identity house;
    struct server server;
    struct loop *loop;
    struct stranger *strangers;
    uint64_t serial; /* of the last act */
    sem_t answered;
    pthread_mutex_t desk; /* who holds it holds up the writer, where it hands on its facts */
};

/* How many questions were answered; a test may set it to 0. */
extern unsigned scene_questions;

/* A founded house whose loop and writer run, and strangers who have not come yet. Everything in it is the
 * scene's until scene_close(). */
int scene_open(void **state);
int scene_close(void **state);

/* The loop's clocks move, which stand still otherwise; deadlines are looked at by whoever calls, since the
 * loop's tick is stopped: on a busy machine it would come in the middle of a test. */
void scene_time_passes(uint64_t ms);

/* One look at the sockets, and what comes with it. */
void scene_turn(struct scene *scene);

/* --- strangers: the other ends --- */

/* Takes what has come: the server's step of the handshake, or records. */
void stranger_listen(struct stranger *who);

/* Number `which` of the scene comes from that address. Its first message of the handshake is said; the server
 * has not seen it yet. */
struct stranger *stranger_knock(struct scene *scene, size_t which, uint64_t address);

/* Its last message: the server has answered, and it is content with the house. */
void stranger_accept(struct stranger *who);

/* The whole handshake, as somebody or as a guest. */
struct stranger *stranger_enter_as(struct scene *scene, size_t which, uint64_t address,
                                   const struct identity *identity);
struct stranger *stranger_enter(struct scene *scene, size_t which, uint64_t address);

/* Bytes as they are: what is no record either. */
void stranger_say(struct stranger *who, struct bytes bytes);

/* So many questions in one record; stranger_ask() has pings. */
void stranger_ask_verb(struct stranger *who, const char *verb, const char *line, unsigned count);
void stranger_ask(struct stranger *who, unsigned count);

/* Turns until the number is there; it is looked at after each. */
void scene_turn_until(struct scene *scene, struct stranger *who, const unsigned *number, unsigned wanted);

/* Subscribes to the keys and waits until everything was pushed that stands there. */
void stranger_follow_keys(struct scene *scene, struct stranger *who);

/* --- acts, as ` field=value ...` --- */

/* Said on a connection; the loop has not seen it yet. */
void stranger_act(struct scene *scene, struct stranger *who, const struct identity *author, const char *verb,
                  const char *line);

/* By the house itself. Committed when it returns, and no loop has run. */
void scene_house_act(struct scene *scene, const char *verb, const char *line);

/* Gives an account of that name and role to an identity, whose connection may be open. */
void scene_admit(struct scene *scene, const struct identity *identity, const char *name, const char *role);

/* A fresh identity with an account of that name and role. */
struct identity scene_enrol(struct scene *scene, const char *name, const char *role);

#endif
