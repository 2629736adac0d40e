/* A loop beside a crowd that asks without end: how many of their questions come before what goes first. It
 * counts questions; the clock it runs by moves with each of them, and with nothing else. */
#include "server/net/loop.h"

#include <sys/un.h>

#include "server/net/control.h"
#include "tests/unit/support/strangers.h"

/* The crowd of one address, each with a burst, of which the server has seen the beginning. */
static void crowd_comes(struct scene *scene)
{
    for (size_t i = 0; i < CROWD; i++)
        stranger_enter(scene, i, 1);
    for (size_t i = 0; i < CROWD; i++)
        stranger_ask(&scene->strangers[i], BURST);
    scene_questions = 0;
    scene_turn(scene);
    assert_in_range(scene_questions, 1, QUESTIONS_A_TURN);
    scene_questions = 0;
}

/* --- tests --- */

static void a_turn_ends_between_questions(void **state)
{
    struct scene *scene = *state;
    unsigned answers = 0;
    crowd_comes(scene);
    for (int i = 0; answers < CROWD * BURST && i < PATIENCE; i++) {
        scene_questions = 0;
        scene_turn(scene);
        assert_in_range(scene_questions, 0, QUESTIONS_A_TURN);
        answers = 0;
        for (size_t k = 0; k < CROWD; k++) {
            stranger_listen(&scene->strangers[k]);
            answers += scene->strangers[k].answers;
        }
    }
    assert_int_equal(answers, CROWD * BURST); /* and nothing is lost */
}

static void another_address_does_not_wait_for_the_crowd(void **state)
{
    struct scene *scene = *state;
    struct stranger *honest = stranger_enter(scene, CROWD, 2);
    crowd_comes(scene);
    stranger_ask(honest, 1);
    scene_turn_until(scene, honest, &honest->answers, 1);
    assert_in_range(scene_questions, 1, 2 * QUESTIONS_A_TURN);
}

static void a_crowd_of_one_address_gets_as_much_as_one(void **state)
{
    struct scene *scene = *state;
    struct stranger *honest = stranger_enter(scene, CROWD, 2);
    crowd_comes(scene);
    stranger_ask(honest, BURST);
    scene_turn_until(scene, honest, &honest->answers, BURST);
    assert_in_range(scene_questions, 2 * BURST - QUESTIONS_A_TURN, 2 * BURST + 2 * QUESTIONS_A_TURN);
}

static void a_handshake_goes_first(void **state)
{
    struct scene *scene = *state;
    crowd_comes(scene);
    struct stranger *honest = stranger_knock(scene, CROWD, 1); /* even at the same address */
    for (int i = 0; honest->link.state != LINK_DECIDING && i < PATIENCE; i++) {
        scene_turn(scene);
        stranger_listen(honest);
    }
    assert_in_range(scene_questions, 0, 2 * QUESTIONS_A_TURN);
    stranger_accept(honest);
    scene_turn(scene);
    assert_in_range(scene_questions, 0, 3 * QUESTIONS_A_TURN);
    assert_null(scene->loop->greeting.first);
}

static void a_push_goes_first(void **state)
{
    struct scene *scene = *state;
    struct stranger *follower = stranger_enter(scene, CROWD, 1); /* even at the same address */
    stranger_follow_keys(scene, follower);
    crowd_comes(scene);
    scene_house_act(scene, "department.create", " department=labour title=Labour");
    scene_turn_until(scene, follower, &follower->facts, follower->facts + 1);
    assert_in_range(scene_questions, 0, 2 * QUESTIONS_A_TURN);
}

static void what_costs_much_waits_while_an_act_is_written_but_not_for_ever(void **state)
{
    struct scene *scene = *state;
    struct identity op = scene_enrol(scene, "op", "operator");
    struct stranger *author = stranger_enter_as(scene, CROWD, 2, &op);
    crowd_comes(scene);
    pthread_mutex_lock(&scene->desk);
    stranger_act(scene, author, &op, "department.create", " department=labour title=Labour");
    for (int i = 0; scene->loop->jobs_out == 0 && i < PATIENCE; i++)
        scene_turn(scene);
    assert_in_range(scene_questions, 0, 2 * QUESTIONS_A_TURN);
    assert_null(scene->loop->jobs); /* the writer has it already */
    scene_questions = 0;
    for (int i = 0; i < 50; i++)
        scene_turn(scene);
    assert_int_equal(scene_questions, 0);
    for (unsigned i = 1; i <= 3; i++) {
        scene_time_passes(LOOP_PATIENCE_NS / QUESTION_NS);
        uv_idle_start(&scene->loop->turn, loop_turn); /* whatever comes wakes it */
        for (int k = 0; k < 50; k++)
            scene_turn(scene);
        assert_int_equal(scene_questions, i);
    }
    pthread_mutex_unlock(&scene->desk);
    scene_turn_until(scene, author, &author->answers, 1);
    assert_in_range(scene_questions, 3, 3 + 2 * QUESTIONS_A_TURN);
}

/* Who reads everything from the beginning asks for time as others do; what is new does not wait for that. */
static void who_reads_back_waits_with_those_who_ask(void **state)
{
    struct scene *scene = *state;
    struct stranger *far = stranger_enter(scene, CROWD, 1);
    crowd_comes(scene);
    stranger_follow_keys(
        scene, far); /* a question, and then the facts: two turns, among those of the same address */
    assert_int_equal(far->facts, 2);
    assert_in_range(scene_questions, CROWD, 3 * CROWD);
}

static void the_control_socket_goes_first(void **state)
{
    struct scene *scene = *state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char answer[4096];
    ssize_t size = -1;
    snprintf(address.sun_path, sizeof address.sun_path, "%.60s/control", scene->scratch.folder);
    assert_int_equal(control_open(scene->loop, address.sun_path), 0);
    crowd_comes(scene);
    int operator_end = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(connect(operator_end, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(write(operator_end, "status\n", 7), 7);
    for (int i = 0; size < 0 && i < PATIENCE; i++) {
        scene_turn(scene);
        size = recv(operator_end, answer, sizeof answer, MSG_DONTWAIT);
    }
    close(operator_end);
    assert_true(size > 3 && memcmp(answer, "ok ", 3) == 0);
    assert_in_range(scene_questions, 1, 4 * QUESTIONS_A_TURN);
}

#define STAGED(test) cmocka_unit_test_setup_teardown(test, scene_open, scene_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(a_turn_ends_between_questions),
        STAGED(another_address_does_not_wait_for_the_crowd),
        STAGED(a_crowd_of_one_address_gets_as_much_as_one),
        STAGED(a_handshake_goes_first),
        STAGED(a_push_goes_first),
        STAGED(what_costs_much_waits_while_an_act_is_written_but_not_for_ever),
        STAGED(who_reads_back_waits_with_those_who_ask),
        STAGED(the_control_socket_goes_first),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
