/* What connections may take: unread answers by payer and in all, time without a question, and places, of
 * which the last are kept. It counts questions, bytes and who is still there. */
#include "server/net/conn.h"
#include "server/net/slots.h"
#include "tests/unit/strangers.h"

enum {
    MINUTE_MS = 60 * 1000,
    PLACES = 32, /* so that two are kept for whoever is enrolled, and none for operators */
    DEPARTMENTS = 40,
};

/* Turns until nothing comes of them any more. */
static void settle(struct scene *stage)
{
    for (unsigned quiet = 0, before = questions; quiet < 10; before = questions) {
        turn(stage);
        quiet = before == questions ? quiet + 1 : 0;
    }
}

/* Facts enough that an answer with all of them does not fit into a socket. */
static void much_happens(struct scene *stage)
{
    for (int i = 0; i < DEPARTMENTS; i++) {
        char line[128];
        snprintf(line, sizeof line, " department=d%d title=\"%0100d\"", i, i);
        house_act(stage, "department.create", line);
    }
    settle(stage);
}

static void ask_much(struct stranger *who, unsigned count)
{
    ask_so(who, "facts", " channel=keys after=0 limit=40", count);
}

static bool is_gone(struct scene *stage, struct stranger *who, const char *bye)
{
    for (int i = 0; i < 10; i++) {
        turn(stage);
        listen_to(who);
    }
    if (strcmp(who->bye, bye) != 0)
        fail_msg("it was told bye '%s', not '%s'", who->bye, bye);
    return who->closed;
}

/* --- bytes --- */

static void the_questions_of_one_address_wait_while_its_answers_are_not_fetched(void **state)
{
    struct scene *stage = *state;
    much_happens(stage);
    stage->loop->turns.unread_most = 64 * 1024;
    for (size_t i = 0; i < CROWD; i++)
        come_in(stage, i, 1);
    for (size_t i = 0; i < CROWD; i++)
        ask_much(&stage->strangers[i], BURST);
    questions = 0;
    settle(stage);
    const struct payer *payer = ((struct peer *)stage->loop->connections)->turn.payer; /* its first member */
    assert_in_range(payer->unread_bytes, 64 * 1024, 64 * 1024 + 2 * LIMIT_ANSWER_BYTES);
    assert_in_range(questions, 1, CROWD);

    struct stranger *honest = come_in(stage, CROWD, 2); /* others are answered */
    ask_much(honest, 1);
    turn_until(stage, honest, &honest->answers, 1);

    for (unsigned answers = 0; answers < CROWD * BURST;) { /* and so are they, when they fetch */
        turn(stage);
        answers = 0;
        for (size_t i = 0; i < CROWD; i++) {
            listen_to(&stage->strangers[i]);
            answers += stage->strangers[i].answers;
        }
    }
    assert_int_equal(payer->unread_bytes, 0);
    assert_int_equal(stage->loop->held_bytes, 0);
}

static void beyond_what_a_loop_holds_those_with_most_go(void **state)
{
    struct scene *stage = *state;
    much_happens(stage);
    struct stranger *modest = come_in(stage, CROWD, 9);
    ask_much(modest, 1);
    settle(stage);
    size_t one = stage->loop->held_bytes;
    assert_true(one > 0);
    stage->server.held_most = 8 * one;
    for (size_t i = 0; i < CROWD; i++) {
        come_in(stage, i, 1 + i % 2);
        ask_much(&stage->strangers[i], 1);
        settle(stage);
        assert_in_range(stage->loop->held_bytes, 1, stage->server.held_most);
    }
    turn_until(stage, modest, &modest->answers, 1);
    assert_false(modest->closed);
}

static void an_answer_that_nobody_fetches_ends_the_connection(void **state)
{
    struct scene *stage = *state;
    much_happens(stage);
    struct stranger *lazy = come_in(stage, 0, 1), *slow = come_in(stage, 1, 2),
                    *follower = come_in(stage, 2, 3);
    ask_much(lazy, 1);
    ask_much(slow, 1);
    ask_so(follower, "subscribe", " channels=keys:0", 1); /* it may be slow as long as it harms nobody */
    settle(stage);
    for (int i = 0; i < 3; i++) {
        time_passes(LIMIT_UNREAD_MS / 2);
        conn_deadlines(stage->loop);
        listen_to(slow); /* a little of it, in time */
        turn(stage);
    }
    assert_int_equal(stage->server.connections, 2);
    turn_until(stage, slow, &slow->answers, 1);
    stage->loop->turns.unread_most = 0; /* the follower does harm now: others of its address would wait */
    time_passes(LIMIT_UNREAD_MS);
    conn_deadlines(stage->loop);
    assert_int_equal(stage->server.connections, 1);
    assert_false(slow->closed);
    assert_true(is_gone(stage, lazy, "")); /* half a record is out: nothing can be said */
}

static void a_record_that_does_not_go_on_ends_the_connection(void **state)
{
    struct scene *stage = *state;
    struct stranger *half = come_in(stage, 0, 1), *whole = come_in(stage, 1, 1);
    say(half, bytes_of("\x01\x00x", 3));
    follow_keys(stage, whole);
    settle(stage);
    assert_in_range(stage->loop->held_bytes, 1, 4096);
    time_passes(LIMIT_UNREAD_MS);
    conn_deadlines(stage->loop);
    assert_true(is_gone(stage, half, "unread"));
    assert_int_equal(stage->loop->held_bytes, 0);
    assert_int_equal(stage->server.connections, 1);
}

/* --- time --- */

static void only_a_guest_who_asks_and_follows_nothing_is_idle(void **state)
{
    struct scene *stage = *state;
    struct identity li = enrolled(stage, "li", "resident");
    stage->server.guest_idle_ms = 2 * MINUTE_MS;
    struct stranger *idle = come_in(stage, 0, 1), *asks = come_in(stage, 1, 1),
                    *follows = come_in(stage, 2, 1), *member = come_in_as(stage, 3, 1, &li);
    follow_keys(stage, follows);
    for (unsigned minute = 1; minute <= 3; minute++) {
        time_passes(MINUTE_MS);
        ask(asks, 1);
        turn_until(stage, asks, &asks->answers, minute);
        conn_deadlines(stage->loop);
        assert_int_equal(stage->server.connections, minute < 2 ? 4 : 3);
    }
    assert_true(is_gone(stage, idle, "idle"));
    ask_so(follows, "unsubscribe", " channel=keys", 1); /* from here on it is */
    turn_until(stage, follows, &follows->answers, 2);
    time_passes(2 * MINUTE_MS);
    conn_deadlines(stage->loop);
    assert_true(is_gone(stage, follows, "idle"));
    assert_true(is_gone(stage, asks, "idle"));
    assert_false(is_gone(stage, member, ""));
}

/* Both joined on the connection that they have; one says something then, the other is looked at before it is
 * sent away. */
static void who_joins_is_a_guest_no_more(void **state)
{
    struct scene *stage = *state;
    struct identity li = scratch_identity(200), zhou = scratch_identity(201), wang = scratch_identity(202);
    stage->server.guest_idle_ms = MINUTE_MS;
    struct stranger *asks = come_in_as(stage, 0, 1, &li);
    const struct peer *peer = (const struct peer *)stage->loop->connections; /* its first member */
    struct stranger *rests = come_in_as(stage, 1, 1, &zhou), *never = come_in_as(stage, 2, 1, &wang);
    admit(stage, &li, "li", "resident");
    admit(stage, &zhou, "zhou", "resident");
    assert_int_equal(peer->turn.payer->kind, PAYER_ADDRESS);
    ask(asks, 1);
    turn_until(stage, asks, &asks->answers, 1);
    assert_int_equal(peer->turn.payer->kind, PAYER_ACCOUNT);
    time_passes(MINUTE_MS);
    conn_deadlines(stage->loop);
    assert_true(is_gone(stage, never, "idle"));
    assert_false(is_gone(stage, asks, ""));
    assert_false(is_gone(stage, rests, ""));
    assert_int_equal(stage->server.connections, 2);
}

static void who_waits_for_its_turn_is_not_idle(void **state)
{
    struct scene *stage = *state;
    stage->server.guest_idle_ms = 1;
    for (size_t i = 0; i < CROWD; i++) {
        come_in(stage, i, 1);
        ask(&stage->strangers[i], BURST);
    }
    for (unsigned answers = 0; answers < CROWD * BURST;) {
        turn(stage);
        conn_deadlines(stage->loop);
        answers = 0;
        for (size_t i = 0; i < CROWD; i++) {
            listen_to(&stage->strangers[i]);
            answers += stage->strangers[i].answers;
            assert_true(!stage->strangers[i].closed || stage->strangers[i].answers == BURST);
        }
    }
}

/* --- acts --- */

/* An act that is none: it counts as any other, and shows whether it was looked at. */
static const char *after_acts(struct scene *stage, struct stranger *who, unsigned count)
{
    char line[256] = " act=00 sig=";
    memset(line + strlen(line), '0', 2 * LIMIT_SIGNATURE_BYTES);
    for (unsigned i = 0; i < count; i++) {
        ask_so(who, "act", line, 1);
        turn_until(stage, who, &who->answers, who->answers + 1);
    }
    return who->error;
}

static void acts_are_counted_for_who_is_connected_before_they_are_looked_at(void **state)
{
    struct scene *stage = *state;
    struct identity li = enrolled(stage, "li", "resident");
    unsigned guests = acts_most(stage->server.acts, ROLE_GUEST);
    struct stranger *guest = come_in(stage, 0, 1), *neighbour = come_in(stage, 1, 1),
                    *other = come_in(stage, 2, 2), *member = come_in_as(stage, 3, 1, &li),
                    *machine = come_in_as(stage, 4, 2, &li);
    assert_string_equal(after_acts(stage, guest, guests), "act-broken");
    assert_string_equal(after_acts(stage, guest, 1), "too-fast");
    assert_string_equal(after_acts(stage, neighbour, 1), "too-fast");
    assert_string_equal(after_acts(stage, other, 1), "act-broken");
    unsigned members = acts_most(stage->server.acts, ROLE_RESIDENT);
    assert_true(members > guests);
    assert_string_equal(after_acts(stage, member, members), "act-broken");
    assert_string_equal(after_acts(stage, machine, 1), "too-fast"); /* wherever the account is */
    ask(guest, 1);
    turn_until(stage, guest, &guest->answers, guest->answers + 1); /* nothing else is meant */
}

/* A piece of an upload that is none, and a read marker: what is written for one without a signature. */
static void what_else_is_written_is_a_part_of_the_same_budget(void **state)
{
    struct scene *stage = *state;
    char put[512] = " hash=", hash[2 * LIMIT_HASH_BYTES + 1] = "";
    struct identity li = enrolled(stage, "li", "resident");
    struct stranger *member = come_in_as(stage, 0, 1, &li);
    memset(hash, '0', 2 * LIMIT_HASH_BYTES);
    snprintf(put, sizeof put, " hash=%s size=1 offset=0 bytes=00", hash);
    const unsigned parts = acts_most(stage->server.acts, ROLE_RESIDENT) * LIMIT_ACT_PARTS;
    for (unsigned i = 0; i < parts; i++) {
        ask_so(member, "blob.put", put, 1);
        turn_until(stage, member, &member->answers, member->answers + 1);
        if (strcmp(member->error, "blob-mismatch") != 0)
            fail_msg("piece %u of %u was answered '%s'", i, parts, member->error);
    }
    ask_so(member, "blob.put", put, 1);
    turn_until(stage, member, &member->answers, member->answers + 1);
    assert_string_equal(member->error, "too-fast");
    assert_string_equal(after_acts(stage, member, 1), "too-fast");
    member->error[0] = '\0';
    ask_so(member, "seen", " channel=keys number=1", 1);
    turn_until(stage, member, &member->answers, member->answers + 1);
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
static size_t guests_come(struct scene *stage)
{
    stage->server.connections_most = PLACES;
    for (size_t i = 0; i < PLACES - PLACES / SLOTS_ENROLLED; i++)
        assert_string_equal(come_in(stage, i, 100 + i)->bye, "");
    return PLACES - PLACES / SLOTS_ENROLLED;
}

static void strangers_do_not_take_the_places_of_those_who_are_enrolled(void **state)
{
    struct scene *stage = *state;
    struct identity li = enrolled(stage, "li", "resident");
    size_t guests = guests_come(stage);
    assert_true(is_gone(stage, come_in(stage, guests, 1), "crowded"));
    struct stranger *member = come_in_as(stage, guests + 1, 1, &li);
    ask(member, 1);
    turn_until(stage, member, &member->answers, 1);
    assert_int_equal(stage->server.connections, guests + 1);
}

static void a_guest_who_is_idle_makes_room(void **state)
{
    struct scene *stage = *state;
    size_t guests = guests_come(stage);
    time_passes(5000);
    ask(&stage->strangers[0], 1); /* so that another one is the first to go */
    turn_until(stage, &stage->strangers[0], &stage->strangers[0].answers, 1);
    struct stranger *next = come_in(stage, guests, 1);
    ask(next, 1);
    turn_until(stage, next, &next->answers, 1);
    assert_true(is_gone(stage, &stage->strangers[1], "crowded"));
    assert_false(is_gone(stage, &stage->strangers[0], ""));
    assert_int_equal(stage->server.connections, guests);
}

static void an_operator_comes_in_when_all_others_are_there(void **state)
{
    struct scene *stage = *state;
    struct identity li = enrolled(stage, "li", "resident"), op = enrolled(stage, "op", "operator");
    stage->server.connections_most = 128; /* one of them is for operators */
    atomic_store(&stage->server.connections, 127);
    assert_true(is_gone(stage, come_in_as(stage, 0, 1, &li), "crowded"));
    struct stranger *operator_end = come_in_as(stage, 1, 1, &op);
    ask(operator_end, 1);
    turn_until(stage, operator_end, &operator_end->answers, 1);
    atomic_store(&stage->server.connections, 1);
}

static void who_does_not_shake_hands_makes_room(void **state)
{
    struct scene *stage = *state;
    knock(stage, 0, 1);
    turn(stage);
    assert_false(conn_make_room(stage->loop)); /* it has only just come */
    time_passes(1000);
    assert_true(conn_make_room(stage->loop));
    assert_int_equal(stage->server.connections, 0);
    turn(stage);
}

#define STAGED(test) cmocka_unit_test_setup_teardown(test, stage_open, stage_close)

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
