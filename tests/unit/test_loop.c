/* A loop beside a crowd that asks without end: how many of their questions come before what goes first. It
 * counts questions; the clock it runs by moves with each of them, and with nothing else. */
#include "server/net/loop.h"

#include <fcntl.h>
#include <semaphore.h>
#include <sodium.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "protocol/secure/link.h"
#include "protocol/wire/message.h"
#include "protocol/wire/text.h"
#include "server/net/addresses.h"
#include "server/net/conn.h"
#include "server/net/control.h"
#include "tests/unit/scratch.h"

enum {
    CROWD = 64,
    BURST = 100,
    STRANGERS = CROWD + 2,
    QUESTION_NS = 1000000, /* what one costs: a slice of one connection */
    QUESTIONS_A_TURN = 6,  /* LOOP_ASK_NS among those who wait, and again among those who need not */
    PATIENCE = 100000,
};

static uint64_t clock_now_ns = 1;
static unsigned questions; /* that were answered */

/* In place of libuv's, for the loop. */
uint64_t uv_hrtime(void)
{
    return clock_now_ns;
}

/* A ping looks at this clock, once. */
static int64_t question_ms(void)
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
    char bye[LIMIT_WORD_BYTES + 1];
};

struct scene {
    struct scratch scratch;
    struct identity house;
    struct server server;
    struct loop *loop;
    struct stranger *strangers;
    sem_t answered;
};

static int64_t wall_ms(void)
{
    return INT64_C(1164844800000); /* 2006-11-30 */
}

static void on_fatal(struct server *server, const char *reason)
{
    (void)server;
    fail_msg("the server stopped: %s", reason);
}

static void on_writer_fatal(void *context, enum error error)
{
    (void)context;
    fail_msg("the writer stopped: %s", error_kinds[error].word);
}

static void on_facts(void *context, struct batch *batch)
{
    struct scene *stage = context;
    loop_post_facts(stage->loop, batch);
}

static void on_answered(void *context, struct job *job)
{
    struct scene *stage = context;
    job_free(job);
    sem_post(&stage->answered);
}

static int stage_open(void **state)
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
    stage->server = (struct server){
        .store = stage->scratch.store,
        .house = &stage->house,
        .epoch = 1,
        .now_ms = question_ms,
        .head_interval_ms = 3600 * 1000,
        .handshake_ms = 3600 * 1000,
        .connections_most = 1000,
        .addresses = addresses_new(1000),
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

static int stage_close(void **state)
{
    struct scene *stage = *state;
    writer_stop(stage->server.writer);
    loop_stop(stage->loop);
    loop_run(stage->loop);
    writer_free(stage->server.writer);
    addresses_free(stage->server.addresses);
    for (size_t i = 0; i < STRANGERS; i++) {
        if (stage->strangers[i].socket >= 0)
            close(stage->strangers[i].socket);
    }
    free(stage->strangers);
    free(stage->loop);
    scratch_close(&stage->scratch);
    sem_destroy(&stage->answered);
    free(stage);
    return 0;
}

/* One look at the sockets, and what comes with it. */
static void turn(struct scene *stage)
{
    uv_run(&stage->loop->uv, UV_RUN_NOWAIT);
}

/* --- strangers: the other ends
 * ------------------------------------------------------------------------------------------ */

static void say(struct stranger *who, struct bytes bytes)
{
    assert_int_equal(write(who->socket, bytes.at, bytes.size), bytes.size);
}

static void note(struct stranger *who, const struct message *message)
{
    struct push_bye bye;
    struct refusal why;
    who->answers += bytes_equal_text(message->word, "ok") || bytes_equal_text(message->word, "error");
    who->facts += bytes_equal_text(message->word, "fact");
    who->heads += bytes_equal_text(message->word, "head");
    if (!bytes_equal_text(message->word, "bye"))
        return;
    assert_int_equal(codec_decode(&shape_push_bye, message->body, &bye, &why), OK);
    snprintf(who->bye, sizeof who->bye, "%.*s", (int)bye.code.size, (const char *)bye.code.at);
}

/* Takes what has come: the server's step of the handshake, or records. */
static void listen_to(struct stranger *who)
{
    ssize_t came;
    while (who->socket >= 0 && (came = recv(who->socket, who->input + who->input_size,
                                            sizeof who->input - who->input_size, MSG_DONTWAIT)) > 0)
        who->input_size += (size_t)came;
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
static struct stranger *knock(struct scene *stage, size_t which, uint64_t address)
{
    struct stranger *who = &stage->strangers[which];
    uint8_t ephemeral[32], guest_static[32], room[256];
    struct buffer out = buffer_over(room, sizeof room);
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    assert_true(addresses_enter(stage->server.addresses, address));
    who->socket = ends[0];
    randombytes_buf(ephemeral, sizeof ephemeral);
    randombytes_buf(guest_static, sizeof guest_static);
    assert_int_equal(link_start(&who->link, &who->greeting, true, NULL, ephemeral, guest_static, &out), OK);
    conn_open(stage->loop, ends[1], address);
    say(who, buffer_bytes(&out));
    return who;
}

static void accept_house(struct stranger *who)
{
    uint8_t room[256];
    struct buffer out = buffer_over(room, sizeof room);
    assert_int_equal(who->link.state, LINK_DECIDING);
    assert_int_equal(link_accept(&who->link, &who->greeting, &out), OK);
    say(who, buffer_bytes(&out));
}

static struct stranger *come_in(struct scene *stage, size_t which, uint64_t address)
{
    struct stranger *who = knock(stage, which, address);
    for (int i = 0; who->link.state != LINK_DECIDING && i < PATIENCE; i++) {
        turn(stage);
        listen_to(who);
    }
    accept_house(who);
    turn(stage);
    return who;
}

/* So many pings in one record. */
static void ask(struct stranger *who, unsigned count)
{
    uint8_t room[LINK_HEADER_BYTES + BURST * 16 + LIMIT_TAG_BYTES];
    struct buffer plain = buffer_over(room + LINK_HEADER_BYTES, BURST * 16);
    size_t size;
    for (unsigned i = 1; i <= count; i++)
        message_write(&plain, i, "ping", NULL, NULL);
    assert_false(plain.overflowed);
    assert_int_equal(link_seal(&who->link, room, plain.size, &size), OK);
    say(who, bytes_of(room, size));
}

/* The crowd of one address, each with a burst, of which the server has seen the beginning. */
static void crowd_comes(struct scene *stage)
{
    for (size_t i = 0; i < CROWD; i++)
        come_in(stage, i, 1);
    for (size_t i = 0; i < CROWD; i++)
        ask(&stage->strangers[i], BURST);
    questions = 0;
    turn(stage);
    assert_in_range(questions, 1, QUESTIONS_A_TURN);
    questions = 0;
}

/* Turns until the number is there; it is looked at after each. */
static void turn_until(struct scene *stage, struct stranger *who, const unsigned *number, unsigned wanted)
{
    for (int i = 0; *number < wanted && i < PATIENCE; i++) {
        turn(stage);
        listen_to(who);
    }
    assert_int_equal(*number, wanted);
}

/* --- tests
 * --------------------------------------------------------------------------------------------------------------
 */

static void a_turn_ends_between_questions(void **state)
{
    struct scene *stage = *state;
    unsigned answers = 0;
    crowd_comes(stage);
    for (int i = 0; answers < CROWD * BURST && i < PATIENCE; i++) {
        questions = 0;
        turn(stage);
        assert_in_range(questions, 0, QUESTIONS_A_TURN);
        answers = 0;
        for (size_t k = 0; k < CROWD; k++) {
            listen_to(&stage->strangers[k]);
            answers += stage->strangers[k].answers;
        }
    }
    assert_int_equal(answers, CROWD * BURST); /* and nothing is lost */
}

static void another_address_does_not_wait_for_the_crowd(void **state)
{
    struct scene *stage = *state;
    struct stranger *honest = come_in(stage, CROWD, 2);
    crowd_comes(stage);
    ask(honest, 1);
    turn_until(stage, honest, &honest->answers, 1);
    assert_in_range(questions, 1, 2 * QUESTIONS_A_TURN);
}

static void a_crowd_of_one_address_gets_as_much_as_one(void **state)
{
    struct scene *stage = *state;
    struct stranger *honest = come_in(stage, CROWD, 2);
    crowd_comes(stage);
    ask(honest, BURST);
    turn_until(stage, honest, &honest->answers, BURST);
    assert_in_range(questions, 2 * BURST - QUESTIONS_A_TURN, 2 * BURST + 2 * QUESTIONS_A_TURN);
}

static void a_handshake_goes_first(void **state)
{
    struct scene *stage = *state;
    crowd_comes(stage);
    struct stranger *honest = knock(stage, CROWD, 1); /* even at the same address */
    for (int i = 0; honest->link.state != LINK_DECIDING && i < PATIENCE; i++) {
        turn(stage);
        listen_to(honest);
    }
    assert_in_range(questions, 0, 2 * QUESTIONS_A_TURN);
    accept_house(honest);
    turn(stage);
    assert_in_range(questions, 0, 3 * QUESTIONS_A_TURN);
    assert_null(stage->loop->greeting);
}

static void subscribe(struct scene *stage, struct stranger *who)
{
    uint8_t room[1024], body[64];
    struct buffer map = buffer_over(body, sizeof body);
    struct buffer plain = buffer_over(room + LINK_HEADER_BYTES, 256);
    struct refusal why;
    size_t size;
    assert_int_equal(text_to_map(verbs[VERB_subscribe].args, bytes_of_text(" channels=keys:0"), &map, &why),
                     OK);
    message_write_raw(&plain, 1, bytes_of_text("subscribe"), buffer_bytes(&map));
    assert_int_equal(link_seal(&who->link, room, plain.size, &size), OK);
    say(who, bytes_of(room, size));
    turn_until(stage, who, &who->heads, 1);
    assert_int_equal(who->answers, 1);
}

/* An act of the house that makes a fact in `keys`; it is committed when this returns, and no loop has run. */
static void make_fact(struct scene *stage)
{
    uint8_t room[1024], nonce[LIMIT_NONCE_BYTES] = {7};
    struct buffer args = buffer_over(room, sizeof room);
    struct refusal why;
    struct job *job;
    assert_int_equal(text_to_map(verbs[VERB_department_create].args,
                                 bytes_of_text(" department=labour title=Labour"), &args, &why),
                     OK);
    assert_int_equal(job_of_house_act(&stage->house, wall_ms(), nonce, bytes_of_text("department.create"),
                                      buffer_bytes(&args), &job, &why),
                     OK);
    assert_null(writer_submit(stage->server.writer, job));
    while (sem_wait(&stage->answered) != 0)
        continue;
}

static void a_push_goes_first(void **state)
{
    struct scene *stage = *state;
    struct stranger *follower = come_in(stage, CROWD, 1); /* even at the same address */
    subscribe(stage, follower);
    crowd_comes(stage);
    make_fact(stage);
    turn_until(stage, follower, &follower->facts, follower->facts + 1);
    assert_in_range(questions, 0, 2 * QUESTIONS_A_TURN);
}

/* Who reads everything from the beginning asks for time as others do; what is new does not wait for that. */
static void who_reads_back_waits_with_those_who_ask(void **state)
{
    struct scene *stage = *state;
    struct stranger *far = come_in(stage, CROWD, 1);
    crowd_comes(stage);
    subscribe(stage, far); /* a question, and then the facts: two turns, among those of the same address */
    assert_int_equal(far->facts, 2);
    assert_in_range(questions, CROWD, 3 * CROWD);
}

static void the_control_socket_goes_first(void **state)
{
    struct scene *stage = *state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char answer[4096];
    ssize_t size = -1;
    snprintf(address.sun_path, sizeof address.sun_path, "%.60s/control", stage->scratch.folder);
    assert_int_equal(control_open(stage->loop, address.sun_path), 0);
    crowd_comes(stage);
    int operator_end = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(connect(operator_end, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(write(operator_end, "status\n", 7), 7);
    for (int i = 0; size < 0 && i < PATIENCE; i++) {
        turn(stage);
        size = recv(operator_end, answer, sizeof answer, MSG_DONTWAIT);
    }
    close(operator_end);
    assert_true(size > 3 && memcmp(answer, "ok ", 3) == 0);
    assert_in_range(questions, 1, 4 * QUESTIONS_A_TURN);
}

#define STAGED(test) cmocka_unit_test_setup_teardown(test, stage_open, stage_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(a_turn_ends_between_questions),
        STAGED(another_address_does_not_wait_for_the_crowd),
        STAGED(a_crowd_of_one_address_gets_as_much_as_one),
        STAGED(a_handshake_goes_first),
        STAGED(a_push_goes_first),
        STAGED(who_reads_back_waits_with_those_who_ask),
        STAGED(the_control_socket_goes_first),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
