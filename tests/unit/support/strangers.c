/* See strangers.h. */
#include "tests/unit/support/strangers.h"

#include <errno.h>

#include "protocol/wire/message.h"

unsigned scene_questions;

static uint64_t clock_now_ns = 1;
static uint64_t turn_now_ms; /* it stands still during a turn */

/* Both in place of libuv's, for the loop. */
uint64_t uv_hrtime(void)
{
    return clock_now_ns;
}

uint64_t uv_now(const uv_loop_t *loop)
{
    (void)loop;
    return turn_now_ms;
}

void scene_time_passes(uint64_t ms)
{
    clock_now_ns += ms * 1000000;
    turn_now_ms = clock_now_ns / 1000000;
}

/* A ping looks at this clock, once. */
static int64_t question_ms(void)
{
    clock_now_ns += QUESTION_NS;
    scene_questions++;
    return 0;
}

static int64_t wall_ms(void)
{
    return INT64_C(1164844800000); /* 2006-11-30 */
}

static void on_fatal(struct server *server, enum error error, const char *reason)
{
    (void)error;
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
    struct scene *scene = context;
    pthread_mutex_lock(&scene->desk);
    loop_post_facts(scene->loop, batch);
    pthread_mutex_unlock(&scene->desk);
}

static void on_answered(void *context, struct job *job)
{
    struct scene *scene = context;
    if (job->asker != NULL) {
        loop_post_answer(scene->loop, job);
        return;
    }
    job_free(job); /* act_by gave it in */
    sem_post(&scene->answered);
}

int scene_open(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    struct refusal why = {0};
    if (scene == NULL || (scene->loop = calloc(1, sizeof *scene->loop)) == NULL ||
        (scene->strangers = calloc(STRANGERS, sizeof *scene->strangers)) == NULL)
        return -1;
    scratch_open(&scene->scratch);
    scene->house = made_identity(1);
    assert_int_equal(writer_found(scene->scratch.store, &scene->house, wall_ms(), &why), OK);
    sem_init(&scene->answered, 0, 0);
    pthread_mutex_init(&scene->desk, NULL);
    scene->server = (struct server){
        .store = scene->scratch.store,
        .house = &scene->house,
        .epoch = 1,
        .now_ms = question_ms,
        .checkpoint_interval_ms = 3600 * 1000,
        .handshake_ms = 3600 * 1000,
        .guest_idle_ms = 3600 * 1000,
        .held_most = 64 * 1024 * 1024,
        .connections_most = 1000,
        .addresses = addresses_new(1000),
        .acts = acts_new(60),
        .fatal = on_fatal,
        .writer = writer_start(&(struct writer_options){
            .store = scene->scratch.store,
            .house = &scene->house,
            .now_ms = wall_ms,
            .context = scene,
            .facts = on_facts,
            .answered = on_answered,
            .fatal = on_writer_fatal,
        }),
    };
    assert_int_equal(loop_init(scene->loop, &scene->server, 0), OK);
    uv_timer_stop(&scene->loop->tick); /* it runs by the machine's clock, and looks at the one above */
    for (size_t i = 0; i < STRANGERS; i++)
        scene->strangers[i].socket = -1;
    *state = scene;
    return 0;
}

int scene_close(void **state)
{
    struct scene *scene = *state;
    (void)pthread_mutex_trylock(&scene->desk); /* a test that failed may hold it */
    pthread_mutex_unlock(&scene->desk);
    writer_stop(scene->server.writer);
    loop_stop(scene->loop);
    loop_run(scene->loop);
    writer_free(scene->server.writer);
    addresses_free(scene->server.addresses);
    acts_free(scene->server.acts);
    for (size_t i = 0; i < STRANGERS; i++) {
        if (scene->strangers[i].socket >= 0)
            close(scene->strangers[i].socket);
    }
    free(scene->strangers);
    free(scene->loop);
    scratch_close(&scene->scratch);
    sem_destroy(&scene->answered);
    pthread_mutex_destroy(&scene->desk);
    free(scene);
    return 0;
}

void scene_turn(struct scene *scene)
{
    scene_time_passes(0);
    uv_run(&scene->loop->uv, UV_RUN_NOWAIT);
}

void stranger_say(struct stranger *who, struct bytes bytes)
{
    assert_int_equal(write(who->socket, bytes.at, bytes.size), bytes.size);
}

static void note(struct stranger *who, const struct message *message)
{
    struct push_bye bye;
    struct record_error error;
    struct refusal why;
    if (bytes_equal_text(message->word, "error")) {
        assert_int_equal(codec_decode(&shape_record_error, message->body, &error, &why), OK);
        snprintf(who->error, sizeof who->error, "%.*s", (int)error.error.size, (const char *)error.error.at);
    }
    who->answers += bytes_equal_text(message->word, "ok") || bytes_equal_text(message->word, "error");
    who->facts += bytes_equal_text(message->word, "fact");
    who->checkpoints += bytes_equal_text(message->word, "checkpoint");
    if (!bytes_equal_text(message->word, "bye"))
        return;
    assert_int_equal(codec_decode(&shape_push_bye, message->body, &bye, &why), OK);
    snprintf(who->bye, sizeof who->bye, "%.*s", (int)bye.error.size, (const char *)bye.error.at);
}

void stranger_listen(struct stranger *who)
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
static struct stranger *knock_as(struct scene *scene, size_t which, uint64_t address,
                                 const struct identity *identity)
{
    struct stranger *who = &scene->strangers[which];
    uint8_t ephemeral[32], guest_static[32], room[256];
    struct buffer out = buffer_over(room, sizeof room);
    int ends[2], buffer_bytes_most = 1; /* the least that the kernel gives */
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    assert_true(addresses_enter(scene->server.addresses, address));
    assert_int_equal(setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &buffer_bytes_most, sizeof buffer_bytes_most),
                     0);
    who->socket = ends[0];
    randombytes_buf(ephemeral, sizeof ephemeral);
    randombytes_buf(guest_static, sizeof guest_static);
    assert_int_equal(link_start(&who->link, &who->greeting, true, identity, ephemeral, guest_static, &out),
                     OK);
    conn_open(scene->loop, ends[1], address);
    stranger_say(who, buffer_bytes(&out));
    return who;
}

struct stranger *stranger_knock(struct scene *scene, size_t which, uint64_t address)
{
    return knock_as(scene, which, address, NULL);
}

void stranger_accept(struct stranger *who)
{
    uint8_t room[256];
    struct buffer out = buffer_over(room, sizeof room);
    assert_int_equal(who->link.state, LINK_DECIDING);
    assert_int_equal(link_accept(&who->link, &who->greeting, &out), OK);
    stranger_say(who, buffer_bytes(&out));
}

struct stranger *stranger_enter_as(struct scene *scene, size_t which, uint64_t address,
                                   const struct identity *identity)
{
    struct stranger *who = knock_as(scene, which, address, identity);
    for (int i = 0; who->link.state != LINK_DECIDING && i < PATIENCE; i++) {
        scene_turn(scene);
        stranger_listen(who);
    }
    stranger_accept(who);
    scene_turn(scene);
    return who;
}

struct stranger *stranger_enter(struct scene *scene, size_t which, uint64_t address)
{
    return stranger_enter_as(scene, which, address, NULL);
}

void stranger_ask_verb(struct stranger *who, const char *verb, const char *line, unsigned count)
{
    uint8_t room[LINK_HEADER_BYTES + BURST * 64 + LIMIT_TAG_BYTES], body[256];
    struct buffer plain = buffer_over(room + LINK_HEADER_BYTES, BURST * 64),
                  map = buffer_over(body, sizeof body);
    struct bytes args = made_args(verb, line, &map);
    size_t size;
    for (unsigned i = 1; i <= count; i++)
        message_write_raw(&plain, i, bytes_of_text(verb), args);
    assert_false(plain.overflowed);
    assert_int_equal(link_seal(&who->link, room, plain.size, &size), OK);
    stranger_say(who, bytes_of(room, size));
}

void stranger_ask(struct stranger *who, unsigned count)
{
    stranger_ask_verb(who, "ping", "", count);
}

void scene_turn_until(struct scene *scene, struct stranger *who, const unsigned *number, unsigned wanted)
{
    for (int i = 0; *number < wanted && i < PATIENCE; i++) {
        scene_turn(scene);
        stranger_listen(who);
    }
    assert_int_equal(*number, wanted);
}

void stranger_follow_keys(struct scene *scene, struct stranger *who)
{
    unsigned answers = who->answers;
    stranger_ask_verb(who, "subscribe", " channels=keys:0", 1);
    scene_turn_until(scene, who, &who->checkpoints, 1);
    assert_int_equal(who->answers, answers + 1);
}

static struct bytes signed_act(struct scene *scene, const struct identity *author, const char *verb,
                               const char *line, struct buffer *out, uint8_t signature[LIMIT_SIGNATURE_BYTES])
{
    uint8_t args_room[1024];
    struct buffer args = buffer_over(args_room, sizeof args_room);
    const struct made made = {
        .house = scene->house.public_key,
        .author = author,
        .time_ms = wall_ms(),
        .serial = ++scene->serial,
        .verb = verb,
        .args = made_args(verb, line, &args),
    };
    return made_act(&made, out, signature);
}

static void act_by(struct scene *scene, const struct identity *author, const char *verb, const char *line)
{
    uint8_t room[LIMIT_ACT_BYTES], signature[LIMIT_SIGNATURE_BYTES];
    struct buffer out = buffer_over(room, sizeof room);
    struct bytes act = signed_act(scene, author, verb, line, &out, signature);
    struct refusal why;
    struct job *job;
    assert_int_equal(job_of_act(act, bytes_of(signature, sizeof signature), &job, &why), OK);
    assert_null(writer_submit(scene->server.writer, job));
    while (sem_wait(&scene->answered) != 0)
        continue;
}

void stranger_act(struct scene *scene, struct stranger *who, const struct identity *author, const char *verb,
                  const char *line)
{
    uint8_t room[LIMIT_ACT_BYTES], signature[LIMIT_SIGNATURE_BYTES];
    uint8_t record[LINK_HEADER_BYTES + LIMIT_ACT_BYTES + LIMIT_TAG_BYTES];
    struct buffer out = buffer_over(room, sizeof room);
    struct buffer plain = buffer_over(record + LINK_HEADER_BYTES, LIMIT_ACT_BYTES);
    struct args_act act = {
        .has = {.act = true, .sig = true},
        .act = signed_act(scene, author, verb, line, &out, signature),
        .sig = bytes_of(signature, sizeof signature),
    };
    size_t size;
    message_write(&plain, 1, "act", &shape_args_act, &act);
    assert_int_equal(link_seal(&who->link, record, plain.size, &size), OK);
    stranger_say(who, bytes_of(record, size));
}

void scene_house_act(struct scene *scene, const char *verb, const char *line)
{
    act_by(scene, &scene->house, verb, line);
}

void scene_admit(struct scene *scene, const struct identity *identity, const char *name, const char *role)
{
    static uint8_t which = 10;
    char line[256], text[40], hex[2 * LIMIT_HASH_BYTES + 1];
    uint8_t hash[LIMIT_HASH_BYTES];
    struct actor actor;
    snprintf(text, sizeof text, "bulletin code 1%016u", ++which);
    hash_bytes(bytes_of_text(text), hash);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    snprintf(line, sizeof line, " account=%s role=%s code_hash=%s", name, role, hex);
    scene_house_act(scene, "account.invite", line);
    snprintf(line, sizeof line, " code=%016u", which);
    act_by(scene, identity, "join", line);
    struct txn *txn = loop_read(scene->loop);
    actor_of_key(txn, identity->public_key, &actor);
    assert_string_equal(actor.account, name);
    loop_read_done(scene->loop);
}

struct identity scene_enrol(struct scene *scene, const char *name, const char *role)
{
    static uint8_t which = 10;
    struct identity identity = made_identity(++which);
    scene_admit(scene, &identity, name, role);
    return identity;
}
