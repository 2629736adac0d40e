/* A loop with its server and the other ends of its connections, in one thread and without a network.
 * Strangers of any address shake hands, ask and listen. The loop's clocks are the test's: they move with each
 * question, and with nothing else. It does not know what any test is after. */
#ifndef BULLETIN_TESTS_STRANGERS_H
#define BULLETIN_TESTS_STRANGERS_H

#include <errno.h>
#include <semaphore.h>
#include <sodium.h>
#include <sys/socket.h>

#include "protocol/secure/link.h"
#include "protocol/wire/message.h"
#include "protocol/wire/text.h"
#include "server/net/acts.h"
#include "server/net/addresses.h"
#include "server/net/conn.h"
#include "server/net/loop.h"
#include "tests/unit/scratch.h"

enum {
    CROWD = 64,
    BURST = 100,
    STRANGERS = CROWD + 2,
    QUESTION_NS = 1000000, /* what one costs: a slice of one connection */
    QUESTIONS_A_TURN = 4,  /* LOOP_ASK_NS among those who wait, and again among those who need not */
    PATIENCE = 100000,
};

static uint64_t clock_now_ns = 1;
static unsigned questions; /* that were answered */

/* In place of libuv's, for the loop. */
uint64_t uv_hrtime(void)
{
    return clock_now_ns;
}

/* It stands still during a turn. */
static uint64_t turn_now_ms;

uint64_t uv_now(const uv_loop_t *loop)
{
    (void)loop;
    return turn_now_ms;
}

static inline void time_passes(uint64_t ms)
{
    clock_now_ns += ms * 1000000;
    turn_now_ms = clock_now_ns / 1000000;
}

/* A ping looks at this clock, once. */
static inline int64_t question_ms(void)
{
    clock_now_ns += QUESTION_NS;
    questions++;
    return 0;
}

struct stranger {
    int socket;
    struct link link;
    struct link_greeting greeting;
    uint8_t input[256 * 1024];
    size_t input_size;
    unsigned answers, facts, heads;
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
    sem_t answered;
    pthread_mutex_t desk; /* who holds it holds up the writer, where it hands on its facts */
};

static inline int64_t wall_ms(void)
{
    return INT64_C(1164844800000); /* 2006-11-30 */
}

static inline void on_fatal(struct server *server, enum error error, const char *reason)
{
    (void)error;
    (void)server;
    fail_msg("the server stopped: %s", reason);
}

static inline void on_writer_fatal(void *context, enum error error)
{
    (void)context;
    fail_msg("the writer stopped: %s", error_kinds[error].word);
}

static inline void on_facts(void *context, struct batch *batch)
{
    struct scene *stage = context;
    pthread_mutex_lock(&stage->desk);
    loop_post_facts(stage->loop, batch);
    pthread_mutex_unlock(&stage->desk);
}

static inline void on_answered(void *context, struct job *job)
{
    struct scene *stage = context;
    if (job->asker != NULL) {
        loop_post_answer(stage->loop, job);
        return;
    }
    job_free(job); /* act_by gave it in */
    sem_post(&stage->answered);
}

static inline int stage_open(void **state)
{
    struct scene *stage = calloc(1, sizeof *stage);
    struct refusal why = {0};
    if (stage == NULL || (stage->loop = calloc(1, sizeof *stage->loop)) == NULL ||
        (stage->strangers = calloc(STRANGERS, sizeof *stage->strangers)) == NULL)
        return -1;
    scratch_open(&stage->scratch);
    stage->house = scratch_identity(1);
    assert_int_equal(writer_found(stage->scratch.store, &stage->house, wall_ms(), &why), OK);
    sem_init(&stage->answered, 0, 0);
    pthread_mutex_init(&stage->desk, NULL);
    stage->server = (struct server){
        .store = stage->scratch.store,
        .house = &stage->house,
        .epoch = 1,
        .now_ms = question_ms,
        .head_interval_ms = 3600 * 1000,
        .handshake_ms = 3600 * 1000,
        .guest_idle_ms = 3600 * 1000,
        .held_most = 64 * 1024 * 1024,
        .connections_most = 1000,
        .addresses = addresses_new(1000),
        .acts = acts_new(60),
        .fatal = on_fatal,
        .writer = writer_start(&(struct writer_options){
            .store = stage->scratch.store,
            .house = &stage->house,
            .now_ms = wall_ms,
            .context = stage,
            .facts = on_facts,
            .answered = on_answered,
            .fatal = on_writer_fatal,
        }),
    };
    assert_int_equal(loop_init(stage->loop, &stage->server, 0), OK);
    for (size_t i = 0; i < STRANGERS; i++)
        stage->strangers[i].socket = -1;
    *state = stage;
    return 0;
}

static inline int stage_close(void **state)
{
    struct scene *stage = *state;
    (void)pthread_mutex_trylock(&stage->desk); /* a test that failed may hold it */
    pthread_mutex_unlock(&stage->desk);
    writer_stop(stage->server.writer);
    loop_stop(stage->loop);
    loop_run(stage->loop);
    writer_free(stage->server.writer);
    addresses_free(stage->server.addresses);
    acts_free(stage->server.acts);
    for (size_t i = 0; i < STRANGERS; i++) {
        if (stage->strangers[i].socket >= 0)
            close(stage->strangers[i].socket);
    }
    free(stage->strangers);
    free(stage->loop);
    scratch_close(&stage->scratch);
    sem_destroy(&stage->answered);
    pthread_mutex_destroy(&stage->desk);
    free(stage);
    return 0;
}

/* One look at the sockets, and what comes with it. */
static inline void turn(struct scene *stage)
{
    time_passes(0);
    uv_run(&stage->loop->uv, UV_RUN_NOWAIT);
}

/* --- strangers: the other ends --- */

static inline void say(struct stranger *who, struct bytes bytes)
{
    assert_int_equal(write(who->socket, bytes.at, bytes.size), bytes.size);
}

static inline void note(struct stranger *who, const struct message *message)
{
    struct push_bye bye;
    struct record_error error;
    struct refusal why;
    if (bytes_equal_text(message->word, "error")) {
        assert_int_equal(codec_decode(&shape_record_error, message->body, &error, &why), OK);
        snprintf(who->error, sizeof who->error, "%.*s", (int)error.code.size, (const char *)error.code.at);
    }
    who->answers += bytes_equal_text(message->word, "ok") || bytes_equal_text(message->word, "error");
    who->facts += bytes_equal_text(message->word, "fact");
    who->heads += bytes_equal_text(message->word, "head");
    if (!bytes_equal_text(message->word, "bye"))
        return;
    assert_int_equal(codec_decode(&shape_push_bye, message->body, &bye, &why), OK);
    snprintf(who->bye, sizeof who->bye, "%.*s", (int)bye.code.size, (const char *)bye.code.at);
}

/* Takes what has come: the server's step of the handshake, or records. */
static inline void listen_to(struct stranger *who)
{
    ssize_t came =
        recv(who->socket, who->input + who->input_size, sizeof who->input - who->input_size, MSG_DONTWAIT);
    who->closed = came == 0 || (came < 0 && errno != EAGAIN);
    who->input_size += came > 0 ? (size_t)came : 0;
    size_t done = 0, used = 1;
    while (done < who->input_size && used > 0 && who->link.state != LINK_DECIDING) {
        uint8_t room[256];
        struct buffer out = buffer_over(room, sizeof room);
        struct bytes plain;
        struct message message;
        struct refusal why;
        assert_int_equal(link_take(&who->link, &who->greeting, who->input + done, who->input_size - done,
                                   &used, &plain, &out, &why),
                         OK);
        done += used;
        while (plain.size > 0 && message_take(&plain, &message, &why) == OK)
            note(who, &message);
    }
    who->input_size -= done;
    memmove(who->input, who->input + done, who->input_size);
}

/* Its first message of the handshake is said; the server has not seen it yet. */
static inline struct stranger *knock_as(struct scene *stage, size_t which, uint64_t address,
                                        const struct identity *identity)
{
    struct stranger *who = &stage->strangers[which];
    uint8_t ephemeral[32], guest_static[32], room[256];
    struct buffer out = buffer_over(room, sizeof room);
    int ends[2], buffer_bytes_most = 1; /* the least that the kernel gives */
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    assert_true(addresses_enter(stage->server.addresses, address));
    assert_int_equal(setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &buffer_bytes_most, sizeof buffer_bytes_most),
                     0);
    who->socket = ends[0];
    randombytes_buf(ephemeral, sizeof ephemeral);
    randombytes_buf(guest_static, sizeof guest_static);
    assert_int_equal(link_start(&who->link, &who->greeting, true, identity, ephemeral, guest_static, &out),
                     OK);
    conn_open(stage->loop, ends[1], address);
    say(who, buffer_bytes(&out));
    return who;
}

static inline struct stranger *knock(struct scene *stage, size_t which, uint64_t address)
{
    return knock_as(stage, which, address, NULL);
}

static inline void accept_house(struct stranger *who)
{
    uint8_t room[256];
    struct buffer out = buffer_over(room, sizeof room);
    assert_int_equal(who->link.state, LINK_DECIDING);
    assert_int_equal(link_accept(&who->link, &who->greeting, &out), OK);
    say(who, buffer_bytes(&out));
}

static inline struct stranger *come_in_as(struct scene *stage, size_t which, uint64_t address,
                                          const struct identity *identity)
{
    struct stranger *who = knock_as(stage, which, address, identity);
    for (int i = 0; who->link.state != LINK_DECIDING && i < PATIENCE; i++) {
        turn(stage);
        listen_to(who);
    }
    accept_house(who);
    turn(stage);
    return who;
}

static inline struct stranger *come_in(struct scene *stage, size_t which, uint64_t address)
{
    return come_in_as(stage, which, address, NULL);
}

/* So many questions in one record. */
static inline void ask_so(struct stranger *who, const char *verb, const char *line, unsigned count)
{
    uint8_t room[LINK_HEADER_BYTES + BURST * 64 + LIMIT_TAG_BYTES], body[256];
    struct buffer plain = buffer_over(room + LINK_HEADER_BYTES, BURST * 64),
                  map = buffer_over(body, sizeof body);
    struct refusal why;
    size_t size;
    assert_int_equal(text_to_map(verb_find(bytes_of_text(verb))->args, bytes_of_text(line), &map, &why), OK);
    for (unsigned i = 1; i <= count; i++)
        message_write_raw(&plain, i, bytes_of_text(verb), buffer_bytes(&map));
    assert_false(plain.overflowed);
    assert_int_equal(link_seal(&who->link, room, plain.size, &size), OK);
    say(who, bytes_of(room, size));
}

static inline void ask(struct stranger *who, unsigned count)
{
    ask_so(who, "ping", "", count);
}

/* Turns until the number is there; it is looked at after each. */
static inline void turn_until(struct scene *stage, struct stranger *who, const unsigned *number,
                              unsigned wanted)
{
    for (int i = 0; *number < wanted && i < PATIENCE; i++) {
        turn(stage);
        listen_to(who);
    }
    assert_int_equal(*number, wanted);
}

static inline void follow_keys(struct scene *stage, struct stranger *who)
{
    unsigned answers = who->answers;
    ask_so(who, "subscribe", " channels=keys:0", 1);
    turn_until(stage, who, &who->heads, 1);
    assert_int_equal(who->answers, answers + 1);
}

/* --- acts: but for say_act, committed when these return, and no loop has run --- */

static inline struct bytes signed_act(struct scene *stage, const struct identity *author, const char *verb,
                                      const char *line, struct buffer *out,
                                      uint8_t signature[LIMIT_SIGNATURE_BYTES])
{
    uint8_t args_room[1024], nonce[LIMIT_NONCE_BYTES];
    struct buffer args = buffer_over(args_room, sizeof args_room);
    struct refusal why;
    randombytes_buf(nonce, sizeof nonce);
    assert_int_equal(text_to_map(verb_find(bytes_of_text(verb))->args, bytes_of_text(line), &args, &why), OK);
    struct act act = {
        .house = bytes_of(stage->house.public_key, LIMIT_KEY_BYTES),
        .author = bytes_of(author->public_key, LIMIT_KEY_BYTES),
        .time_ms = wall_ms(),
        .nonce = bytes_of(nonce, sizeof nonce),
        .verb = bytes_of_text(verb),
        .args = buffer_bytes(&args),
    };
    act_write(out, &act);
    act_sign(author, buffer_bytes(out), signature);
    return buffer_bytes(out);
}

static inline void act_by(struct scene *stage, const struct identity *author, const char *verb,
                          const char *line)
{
    uint8_t room[LIMIT_ACT_BYTES], signature[LIMIT_SIGNATURE_BYTES];
    struct buffer out = buffer_over(room, sizeof room);
    struct bytes act = signed_act(stage, author, verb, line, &out, signature);
    struct refusal why;
    struct job *job;
    assert_int_equal(job_of_act(act, bytes_of(signature, sizeof signature), &job, &why), OK);
    assert_null(writer_submit(stage->server.writer, job));
    while (sem_wait(&stage->answered) != 0)
        continue;
}

/* The same, said on a connection; the loop has not seen it yet. */
static inline void say_act(struct scene *stage, struct stranger *who, const struct identity *author,
                           const char *verb, const char *line)
{
    uint8_t room[LIMIT_ACT_BYTES], signature[LIMIT_SIGNATURE_BYTES];
    uint8_t record[LINK_HEADER_BYTES + LIMIT_ACT_BYTES + LIMIT_TAG_BYTES];
    struct buffer out = buffer_over(room, sizeof room);
    struct buffer plain = buffer_over(record + LINK_HEADER_BYTES, LIMIT_ACT_BYTES);
    struct args_act act = {
        .has = {.act = true, .sig = true},
        .act = signed_act(stage, author, verb, line, &out, signature),
        .sig = bytes_of(signature, sizeof signature),
    };
    size_t size;
    message_write(&plain, 1, "act", &shape_args_act, &act);
    assert_int_equal(link_seal(&who->link, record, plain.size, &size), OK);
    say(who, bytes_of(record, size));
}

static inline void house_act(struct scene *stage, const char *verb, const char *line)
{
    act_by(stage, &stage->house, verb, line);
}

/* Gives an account of that name and role to an identity, whose connection may be open. */
static inline void admit(struct scene *stage, const struct identity *identity, const char *name,
                         const char *role)
{
    static uint8_t which = 10;
    char line[256], text[40], hex[2 * LIMIT_HASH_BYTES + 1];
    uint8_t hash[LIMIT_HASH_BYTES];
    struct actor actor;
    snprintf(text, sizeof text, "bulletin code 1%016u", ++which);
    hash_bytes(bytes_of_text(text), hash);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    snprintf(line, sizeof line, " account=%s role=%s code_hash=%s", name, role, hex);
    house_act(stage, "account.invite", line);
    snprintf(line, sizeof line, " code=%016u", which);
    act_by(stage, identity, "join", line);
    struct txn *txn = loop_read(stage->loop);
    actor_of_key(txn, identity->public_key, &actor);
    assert_string_equal(actor.account, name);
    loop_read_done(stage->loop);
}

/* A fresh identity with an account of that name and role. */
static inline struct identity enrolled(struct scene *stage, const char *name, const char *role)
{
    static uint8_t which = 10;
    struct identity identity = scratch_identity(++which);
    admit(stage, &identity, name, role);
    return identity;
}

#endif
