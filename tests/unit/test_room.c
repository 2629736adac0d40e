/* What connections may take: unread answers by payer and in all, time without a question, and places, of
 * which the last are kept. It counts questions, bytes and who is still there. */
#include "server/net/conn.h"
#include "server/net/slots.h"
#include "tests/unit/support/strangers.h"

enum {
    MINUTE_MS = 60 * 1000,
    PLACES = 32, /* so that two are kept for whoever is enrolled, and none for operators */
    DEPARTMENTS = 40,
};

/* Turns until nothing comes of them any more. */
static void settle(struct scene *scene)
{
    for (unsigned quiet = 0, before = scene_questions; quiet < 10; before = scene_questions) {
        scene_turn(scene);
        quiet = before == scene_questions ? quiet + 1 : 0;
    }
}

/* Facts enough that an answer with all of them does not fit into a socket. */
static void much_happens(struct scene *scene)
{
    for (int i = 0; i < DEPARTMENTS; i++) {
        char line[128];
        snprintf(line, sizeof line, " department=d%d title=\"%0100d\"", i, i);
        scene_house_act(scene, "department.create", line);
    }
    settle(scene);
}

static void ask_much(struct stranger *who, unsigned count)
{
    stranger_ask_verb(who, "facts", " channel=keys after=0 limit=40", count);
}

static bool is_gone(struct scene *scene, struct stranger *who, const char *bye)
{
    for (int i = 0; i < 10; i++) {
        scene_turn(scene);
        stranger_listen(who);
    }
    if (strcmp(who->bye, bye) != 0)
        fail_msg("it was told bye '%s', not '%s'", who->bye, bye);
    return who->closed;
}

/* --- bytes --- */

static void the_questions_of_one_address_wait_while_its_answers_are_not_fetched(void **state)
{
    struct scene *scene = *state;
    much_happens(scene);
    scene->loop->turns.unread_most = 64 * 1024;
    for (size_t i = 0; i < CROWD; i++)
        stranger_enter(scene, i, 1);
    for (size_t i = 0; i < CROWD; i++)
        ask_much(&scene->strangers[i], BURST);
    scene_questions = 0;
    settle(scene);
    const struct payer *payer = ((struct peer *)scene->loop->connections)->turn.payer; /* its first member */
    assert_in_range(payer->unread_bytes, 64 * 1024, 64 * 1024 + 2 * LIMIT_ANSWER_BYTES);
    assert_in_range(scene_questions, 1, CROWD);

    struct stranger *honest = stranger_enter(scene, CROWD, 2); /* others are answered */
    ask_much(honest, 1);
    scene_turn_until(scene, honest, &honest->answers, 1);

    for (unsigned answers = 0; answers < CROWD * BURST;) { /* and so are they, when they fetch */
        scene_turn(scene);
        answers = 0;
        for (size_t i = 0; i < CROWD; i++) {
            stranger_listen(&scene->strangers[i]);
            answers += scene->strangers[i].answers;
        }
    }
    assert_int_equal(payer->unread_bytes, 0);
    assert_int_equal(scene->loop->held_bytes, 0);
}

static void beyond_what_a_loop_holds_those_with_most_go(void **state)
{
    struct scene *scene = *state;
    much_happens(scene);
    struct stranger *modest = stranger_enter(scene, CROWD, 9);
    ask_much(modest, 1);
    settle(scene);
    size_t one = scene->loop->held_bytes;
    assert_true(one > 0);
    scene->server.held_most = 8 * one;
    for (size_t i = 0; i < CROWD; i++) {
        stranger_enter(scene, i, 1 + i % 2);
        ask_much(&scene->strangers[i], 1);
        settle(scene);
        assert_in_range(scene->loop->held_bytes, 1, scene->server.held_most);
    }
    scene_turn_until(scene, modest, &modest->answers, 1);
    assert_false(modest->closed);
}

static void an_answer_that_nobody_fetches_ends_the_connection(void **state)
{
    struct scene *scene = *state;
    much_happens(scene);
    struct stranger *lazy = stranger_enter(scene, 0, 1), *slow = stranger_enter(scene, 1, 2),
                    *follower = stranger_enter(scene, 2, 3);
    ask_much(lazy, 1);
    ask_much(slow, 1);
    stranger_ask_verb(follower, "subscribe", " channels=keys:0",
                      1); /* it may be slow as long as it harms nobody */
    settle(scene);
    for (int i = 0; i < 3; i++) {
        scene_time_passes(LIMIT_UNREAD_MS / 2);
        conn_deadlines(scene->loop);
        stranger_listen(slow); /* a little of it, in time */
        scene_turn(scene);
    }
    assert_int_equal(scene->server.connections, 2);
    scene_turn_until(scene, slow, &slow->answers, 1);
    scene->loop->turns.unread_most = 0; /* the follower does harm now: others of its address would wait */
    scene_time_passes(LIMIT_UNREAD_MS);
    conn_deadlines(scene->loop);
    assert_int_equal(scene->server.connections, 1);
    assert_false(slow->closed);
    assert_true(is_gone(scene, lazy, "")); /* half a record is out: nothing can be said */
}

static void a_record_that_does_not_go_on_ends_the_connection(void **state)
{
    struct scene *scene = *state;
    struct stranger *half = stranger_enter(scene, 0, 1), *whole = stranger_enter(scene, 1, 1);
    stranger_say(half, bytes_of("\x01\x00x", 3));
    stranger_follow_keys(scene, whole);
    settle(scene);
    assert_in_range(scene->loop->held_bytes, 1, 4096);
    scene_time_passes(LIMIT_UNREAD_MS);
    conn_deadlines(scene->loop);
    assert_true(is_gone(scene, half, "unread"));
    assert_int_equal(scene->loop->held_bytes, 0);
    assert_int_equal(scene->server.connections, 1);
}

/* --- time --- */

static void only_a_guest_who_asks_and_follows_nothing_is_idle(void **state)
{
    struct scene *scene = *state;
    struct identity li = scene_enrol(scene, "li", "resident");
    scene->server.guest_idle_ms = 2 * MINUTE_MS;
    struct stranger *idle = stranger_enter(scene, 0, 1), *asks = stranger_enter(scene, 1, 1),
                    *follows = stranger_enter(scene, 2, 1), *member = stranger_enter_as(scene, 3, 1, &li);
    stranger_follow_keys(scene, follows);
    for (unsigned minute = 1; minute <= 3; minute++) {
        scene_time_passes(MINUTE_MS);
        stranger_ask(asks, 1);
        scene_turn_until(scene, asks, &asks->answers, minute);
        conn_deadlines(scene->loop);
        assert_int_equal(scene->server.connections, minute < 2 ? 4 : 3);
    }
    assert_true(is_gone(scene, idle, "idle"));
    stranger_ask_verb(follows, "unsubscribe", " channel=keys", 1); /* from here on it is */
    scene_turn_until(scene, follows, &follows->answers, 2);
    scene_time_passes(2 * MINUTE_MS);
    conn_deadlines(scene->loop);
    assert_true(is_gone(scene, follows, "idle"));
    assert_true(is_gone(scene, asks, "idle"));
    assert_false(is_gone(scene, member, ""));
}

/* Both joined on the connection that they have; one says something then, the other is looked at before it is
 * sent away. */
static void who_joins_is_a_guest_no_more(void **state)
{
    struct scene *scene = *state;
    struct identity li = made_identity(200), zhou = made_identity(201), wang = made_identity(202);
    scene->server.guest_idle_ms = MINUTE_MS;
    struct stranger *asks = stranger_enter_as(scene, 0, 1, &li);
    const struct peer *peer = (const struct peer *)scene->loop->connections; /* its first member */
    struct stranger *rests = stranger_enter_as(scene, 1, 1, &zhou),
                    *never = stranger_enter_as(scene, 2, 1, &wang);
    scene_admit(scene, &li, "li", "resident");
    scene_admit(scene, &zhou, "zhou", "resident");
    assert_int_equal(peer->turn.payer->kind, PAYER_ADDRESS);
    stranger_ask(asks, 1);
    scene_turn_until(scene, asks, &asks->answers, 1);
    assert_int_equal(peer->turn.payer->kind, PAYER_ACCOUNT);
    scene_time_passes(MINUTE_MS);
    conn_deadlines(scene->loop);
    assert_true(is_gone(scene, never, "idle"));
    assert_false(is_gone(scene, asks, ""));
    assert_false(is_gone(scene, rests, ""));
    assert_int_equal(scene->server.connections, 2);
}

static void who_waits_for_its_turn_is_not_idle(void **state)
{
    struct scene *scene = *state;
    scene->server.guest_idle_ms = 1;
    for (size_t i = 0; i < CROWD; i++) {
        stranger_enter(scene, i, 1);
        stranger_ask(&scene->strangers[i], BURST);
    }
    for (unsigned answers = 0; answers < CROWD * BURST;) {
        scene_turn(scene);
        conn_deadlines(scene->loop);
        answers = 0;
        for (size_t i = 0; i < CROWD; i++) {
            stranger_listen(&scene->strangers[i]);
            answers += scene->strangers[i].answers;
            assert_true(!scene->strangers[i].closed || scene->strangers[i].answers == BURST);
        }
    }
}

/* --- acts --- */

/* An act that is none: it counts as any other, and shows whether it was looked at. */
static const char *after_acts(struct scene *scene, struct stranger *who, unsigned count)
{
    char line[256] = " act=00 sig=";
    memset(line + strlen(line), '0', 2 * LIMIT_SIGNATURE_BYTES);
    for (unsigned i = 0; i < count; i++) {
        stranger_ask_verb(who, "act", line, 1);
        scene_turn_until(scene, who, &who->answers, who->answers + 1);
    }
    return who->error;
}

static void acts_are_counted_for_who_is_connected_before_they_are_looked_at(void **state)
{
    struct scene *scene = *state;
    struct identity li = scene_enrol(scene, "li", "resident");
    unsigned guests = acts_most(scene->server.acts, ROLE_GUEST);
    struct stranger *guest = stranger_enter(scene, 0, 1), *neighbour = stranger_enter(scene, 1, 1),
                    *other = stranger_enter(scene, 2, 2), *member = stranger_enter_as(scene, 3, 1, &li),
                    *machine = stranger_enter_as(scene, 4, 2, &li);
    assert_string_equal(after_acts(scene, guest, guests), "act-broken");
    assert_string_equal(after_acts(scene, guest, 1), "too-fast");
    assert_string_equal(after_acts(scene, neighbour, 1), "too-fast");
    assert_string_equal(after_acts(scene, other, 1), "act-broken");
    unsigned members = acts_most(scene->server.acts, ROLE_RESIDENT);
    assert_true(members > guests);
    assert_string_equal(after_acts(scene, member, members), "act-broken");
    assert_string_equal(after_acts(scene, machine, 1), "too-fast"); /* wherever the account is */
    stranger_ask(guest, 1);
    scene_turn_until(scene, guest, &guest->answers, guest->answers + 1); /* nothing else is meant */
}

/* A piece of an upload that is none, and a read marker: what is written for one without a signature. */
static void what_else_is_written_is_a_part_of_the_same_budget(void **state)
{
    struct scene *scene = *state;
    char put[512] = " hash=", hash[2 * LIMIT_HASH_BYTES + 1] = "";
    struct identity li = scene_enrol(scene, "li", "resident");
    struct stranger *member = stranger_enter_as(scene, 0, 1, &li);
    memset(hash, '0', 2 * LIMIT_HASH_BYTES);
    snprintf(put, sizeof put, " hash=%s size=1 offset=0 bytes=00", hash);
    const unsigned parts = acts_most(scene->server.acts, ROLE_RESIDENT) * LIMIT_ACT_PARTS;
    for (unsigned i = 0; i < parts; i++) {
        stranger_ask_verb(member, "blob.put", put, 1);
        scene_turn_until(scene, member, &member->answers, member->answers + 1);
        if (strcmp(member->error, "blob-mismatch") != 0)
            fail_msg("piece %u of %u was answered '%s'", i, parts, member->error);
    }
    stranger_ask_verb(member, "blob.put", put, 1);
    scene_turn_until(scene, member, &member->answers, member->answers + 1);
    assert_string_equal(member->error, "too-fast");
    assert_string_equal(after_acts(scene, member, 1), "too-fast");
    member->error[0] = '\0';
    stranger_ask_verb(member, "seen", " channel=keys number=1", 1);
    scene_turn_until(scene, member, &member->answers, member->answers + 1);
    assert_string_equal(member->error, "too-fast");
}

/* --- places --- */

static void places_are_kept_by_role(void **state)
{
    (void)state;
    assert_int_equal(slots_for(1024, ROLE_GUEST), 960);
    assert_int_equal(slots_for(1024, ROLE_RESIDENT), 1016);
    assert_int_equal(slots_for(1024, ROLE_COMMITTEE), 1016);
    assert_int_equal(slots_for(1024, ROLE_OPERATOR), 1024);
    for (size_t most = 1; most < 1000; most++) {
        assert_in_range(slots_for(most, ROLE_GUEST), 1, slots_for(most, ROLE_OFFICE));
        assert_in_range(slots_of_address(most), 1, most);
    }
}

/* Guests until no more of them stay, each of an address of its own and busy. Gives how many. */
static size_t guests_come(struct scene *scene)
{
    scene->server.connections_most = PLACES;
    for (size_t i = 0; i < PLACES - PLACES / SLOTS_ENROLLED; i++)
        assert_string_equal(stranger_enter(scene, i, 100 + i)->bye, "");
    return PLACES - PLACES / SLOTS_ENROLLED;
}

static void strangers_do_not_take_the_places_of_those_who_are_enrolled(void **state)
{
    struct scene *scene = *state;
    struct identity li = scene_enrol(scene, "li", "resident");
    size_t guests = guests_come(scene);
    assert_true(is_gone(scene, stranger_enter(scene, guests, 1), "crowded"));
    struct stranger *member = stranger_enter_as(scene, guests + 1, 1, &li);
    stranger_ask(member, 1);
    scene_turn_until(scene, member, &member->answers, 1);
    assert_int_equal(scene->server.connections, guests + 1);
}

static void a_guest_who_is_idle_makes_room(void **state)
{
    struct scene *scene = *state;
    size_t guests = guests_come(scene);
    scene_time_passes(5000);
    stranger_ask(&scene->strangers[0], 1); /* so that another one is the first to go */
    scene_turn_until(scene, &scene->strangers[0], &scene->strangers[0].answers, 1);
    struct stranger *next = stranger_enter(scene, guests, 1);
    stranger_ask(next, 1);
    scene_turn_until(scene, next, &next->answers, 1);
    assert_true(is_gone(scene, &scene->strangers[1], "crowded"));
    assert_false(is_gone(scene, &scene->strangers[0], ""));
    assert_int_equal(scene->server.connections, guests);
}

static void an_operator_comes_in_when_all_others_are_there(void **state)
{
    struct scene *scene = *state;
    struct identity li = scene_enrol(scene, "li", "resident"), op = scene_enrol(scene, "op", "operator");
    scene->server.connections_most = 128; /* one of them is for operators */
    atomic_store(&scene->server.connections, 127);
    assert_true(is_gone(scene, stranger_enter_as(scene, 0, 1, &li), "crowded"));
    struct stranger *operator_end = stranger_enter_as(scene, 1, 1, &op);
    stranger_ask(operator_end, 1);
    scene_turn_until(scene, operator_end, &operator_end->answers, 1);
    atomic_store(&scene->server.connections, 1);
}

static void who_does_not_shake_hands_makes_room(void **state)
{
    struct scene *scene = *state;
    stranger_knock(scene, 0, 1);
    scene_turn(scene);
    assert_false(conn_make_room(scene->loop)); /* it has only just come */
    scene_time_passes(1000);
    assert_true(conn_make_room(scene->loop));
    assert_int_equal(scene->server.connections, 0);
    scene_turn(scene);
}

#define STAGED(test) cmocka_unit_test_setup_teardown(test, scene_open, scene_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(the_questions_of_one_address_wait_while_its_answers_are_not_fetched),
        STAGED(beyond_what_a_loop_holds_those_with_most_go),
        STAGED(an_answer_that_nobody_fetches_ends_the_connection),
        STAGED(a_record_that_does_not_go_on_ends_the_connection),
        STAGED(only_a_guest_who_asks_and_follows_nothing_is_idle),
        STAGED(who_joins_is_a_guest_no_more),
        STAGED(who_waits_for_its_turn_is_not_idle),
        STAGED(acts_are_counted_for_who_is_connected_before_they_are_looked_at),
        STAGED(what_else_is_written_is_a_part_of_the_same_budget),
        cmocka_unit_test(places_are_kept_by_role),
        STAGED(strangers_do_not_take_the_places_of_those_who_are_enrolled),
        STAGED(a_guest_who_is_idle_makes_room),
        STAGED(an_operator_comes_in_when_all_others_are_there),
        STAGED(who_does_not_shake_hands_makes_room),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
