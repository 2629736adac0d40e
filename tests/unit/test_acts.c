/* Acts a minute: how many, whose, and when they come back, by a clock that the test turns. */
// cmocka wants those before it

#include "server/net/acts.h"
#include "tests/unit/support/testing.h"

enum { RESIDENTS = 60, MINUTE_MS = 60 * 1000, DAY_MS = 24 * 60 * MINUTE_MS };

static const struct payer li = {.kind = PAYER_ACCOUNT, .id = 1};
static int64_t again_ms;

static unsigned taken_parts(struct acts *acts, const struct payer *payer, enum role role, unsigned parts,
                            int64_t now_ms)
{
    unsigned count = 0;
    while (count < 100000 && acts_take(acts, payer, role, parts, now_ms, &again_ms))
        count++;
    return count;
}

static unsigned taken(struct acts *acts, const struct payer *payer, enum role role, int64_t now_ms)
{
    return taken_parts(acts, payer, role, LIMIT_ACT_PARTS, now_ms);
}

static void a_minutes_acts_may_be_sent_at_once_and_come_back_evenly(void **state)
{
    struct acts *acts = acts_new(RESIDENTS);
    int64_t now_ms = 1000 * MINUTE_MS;
    (void)state;
    assert_int_equal(taken(acts, &li, ROLE_RESIDENT, now_ms), RESIDENTS);
    assert_int_equal(again_ms, now_ms + 1000);
    assert_int_equal(taken(acts, &li, ROLE_RESIDENT, now_ms + 999), 0);
    assert_int_equal(again_ms, now_ms + 1000);
    assert_int_equal(taken(acts, &li, ROLE_RESIDENT, now_ms + 1000), 1);
    assert_int_equal(taken(acts, &li, ROLE_RESIDENT, now_ms + 11000), 10);
    assert_int_equal(taken(acts, &li, ROLE_RESIDENT, now_ms + 2 * MINUTE_MS), RESIDENTS);
    acts_free(acts);
}

static void pieces_and_markers_are_parts_of_the_same_budget(void **state)
{
    struct acts *acts = acts_new(RESIDENTS);
    int64_t now_ms = 1000 * MINUTE_MS;
    (void)state;
    assert_int_equal(taken_parts(acts, &li, ROLE_RESIDENT, 1, now_ms), RESIDENTS * LIMIT_ACT_PARTS);
    assert_int_equal(taken(acts, &li, ROLE_RESIDENT, now_ms), 0);
    assert_int_equal(again_ms, now_ms + 1000);
    assert_int_equal(taken_parts(acts, &li, ROLE_RESIDENT, 1, now_ms + 1000), LIMIT_ACT_PARTS);
    assert_int_equal(taken(acts, &li, ROLE_RESIDENT, now_ms + 1999), 0);
    assert_int_equal(taken(acts, &li, ROLE_RESIDENT, now_ms + 2000), 1);
    acts_free(acts);
}

static void each_account_and_address_has_its_own(void **state)
{
    struct acts *acts = acts_new(RESIDENTS);
    (void)state;
    for (uint64_t id = 1; id <= 5000; id++) {
        struct payer account = {.kind = PAYER_ACCOUNT, .id = id}, address = {.kind = PAYER_ADDRESS, .id = id};
        assert_int_equal(taken(acts, &account, ROLE_RESIDENT, 0), RESIDENTS);
        assert_int_equal(taken(acts, &address, ROLE_GUEST, 0), RESIDENTS / 3);
    }
    assert_int_equal(taken(acts, &li, ROLE_RESIDENT, 0), 0); /* and it is remembered */
    acts_free(acts);
}

static void who_does_more_for_others_may_send_more(void **state)
{
    struct acts *acts = acts_new(RESIDENTS), *least = acts_new(1);
    (void)state;
    for (enum role role = 0; role + 1 < ROLE_COUNT; role++)
        assert_true(acts_most(acts, role) <= acts_most(acts, role + 1));
    assert_true(acts_most(acts, ROLE_GUEST) < acts_most(acts, ROLE_RESIDENT));
    assert_true(acts_most(acts, ROLE_RESIDENT) < acts_most(acts, ROLE_COMMITTEE));
    assert_true(acts_most(acts, ROLE_COMMITTEE) < acts_most(acts, ROLE_OPERATOR));
    assert_int_equal(acts_most(least, ROLE_GUEST), 1);
    assert_int_equal(taken(acts, &li, ROLE_OPERATOR, 0), acts_most(acts, ROLE_OPERATOR));
    acts_free(acts);
    acts_free(least);
}

static void a_clock_that_is_set_back_makes_nobody_wait_for_longer(void **state)
{
    struct acts *acts = acts_new(RESIDENTS);
    int64_t now_ms = (int64_t)1000 * DAY_MS;
    (void)state;
    assert_int_equal(taken(acts, &li, ROLE_RESIDENT, now_ms), RESIDENTS);
    assert_int_equal(taken(acts, &li, ROLE_RESIDENT, now_ms - DAY_MS), RESIDENTS);
    assert_true(again_ms <= now_ms - DAY_MS + MINUTE_MS);
    acts_free(acts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_minutes_acts_may_be_sent_at_once_and_come_back_evenly),
        cmocka_unit_test(pieces_and_markers_are_parts_of_the_same_budget),
        cmocka_unit_test(each_account_and_address_has_its_own),
        cmocka_unit_test(who_does_more_for_others_may_send_more),
        cmocka_unit_test(a_clock_that_is_set_back_makes_nobody_wait_for_longer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
