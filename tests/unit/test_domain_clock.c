/* By which clock things are judged: the server's at that moment, never the times of facts. A clock that leaps
 * ahead is not believed until an operator confirms it, and what it did meanwhile stays with the facts it
 * made. */
#include "tests/unit/support/testing.h"
#include "tests/unit/support/town.h"

/* The clock leaps, and the operator believes it. */
static void leap(struct town *town, int64_t ms)
{
    const bool leaps = town->leaps;
    char time[40];
    struct buffer out = buffer_over(time, sizeof time - 1);
    town->now_ms += ms;
    town->leaps = true;
    text_from_time(town->now_ms, 0, &out);
    time[out.size] = '\0';
    ACTS(town, &town->clerk, "clock.confirm", "time=%s", time);
    town->leaps = leaps;
}

static void a_leap_is_refused_until_it_is_confirmed(void **state)
{
    struct town *town = *state;
    town->leaps = true;
    town->now_ms += 14 * DAY_MS;
    ACTS(town, &town->lin, "publish", "channel=programme headline=believed");
    town->now_ms += 14 * DAY_MS + 1;
    REFUSED(town, &town->lin, CLOCK_AHEAD, "publish", "channel=programme headline=too-far");
    assert_int_equal(town->decision.why.time_ms, town->now_ms);
    REFUSED(town, &town->house, CLOCK_AHEAD, "department.create", "department=finance title=F");
    REFUSED(town, &town->lin, NOT_ALLOWED, "clock.confirm", "time=2006-12-28T16:00:00+00:00");
    REFUSED(town, &town->clerk, CLOCK_DIFFERS, "clock.confirm", "time=2006-11-30T00:00:00+00:00");
    leap(town, 0);
    ACTS(town, &town->lin, "publish", "channel=programme headline=confirmed");
}

static void a_quiet_house_knows_its_time(void **state)
{
    struct town *town = *state;
    town->leaps = true;
    for (int day = 0; day < 60; day += 10) {
        town->now_ms += 10 * DAY_MS;
        assert_false(domain_clock_ahead(town->txn, town->now_ms));
        domain_clock_note(town->txn, town->now_ms);
    }
    ACTS(town, &town->lin, "publish", "channel=programme headline=after-a-long-summer");
    town->now_ms += 20 * DAY_MS;
    domain_clock_note(town->txn, town->now_ms); /* is not noted: it is too far */
    REFUSED(town, &town->lin, CLOCK_AHEAD, "publish", "channel=programme headline=x");
}

/* Forty days ahead for the length of one act each, and back again. */
static void what_a_clock_ahead_made_holds_nobody_up(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->house, "channel.create", "channel=forum title=F publish=office,committee");
    ACTS(town, &town->lin, "publish", "channel=programme headline=n to=labour receipt=yes due=2006-12-10");
    leap(town, 40 * DAY_MS);
    for (int i = 0; i < LIMIT_POSTS_A_MINUTE; i++)
        ACTS(town, &town->wang, "forum.open", "channel=forum headline=h");
    town->now_ms = TOWN_BEGAN_MS + DAY_MS;
    ACTS(town, &town->wang, "forum.open", "channel=forum headline=not-locked-out");
    char head[TOWN_HEX];
    ASKS(town, &town->wang, "read", "id=programme/2");
    town_hash_said(town, "revision_head", head);
    ACTS(town, &town->wang, "sign", "id=programme/2 revision_head=%s", head);
    ASKS(town, &town->lin, "receipts", "id=programme/2");
    SAYS(town, "signed_for=2006-12-01T");
    SAYS_NOT(town, "late=yes");
    ACTS(town, &town->lin, "publish", "channel=programme headline=later effective=2006-12-20");
    ASKS(town, &town->lin, "read", "id=programme/3");
    SAYS(town, "in_force=no");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_leap_is_refused_until_it_is_confirmed, town_settle, town_leave),
        cmocka_unit_test_setup_teardown(a_quiet_house_knows_its_time, town_settle, town_leave),
        cmocka_unit_test_setup_teardown(what_a_clock_ahead_made_holds_nobody_up, town_settle, town_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
