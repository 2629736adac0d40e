/* Tests of what comes over a bulletin with time: into force and out of it, and reminders of what is due. */
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/views/views.h"
#include "tests/unit/support/timetable.h"

static void it_comes_into_force_and_leaves_it(void **state)
{
    struct town *town = *state;
    struct fact fact;
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=rule effective=2006-12-05 expires=2006-12-20");
    assert_string_equal(timetable_next(town), "2006-12-05T00:00Z effective programme/2");
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS(town, "in_force=no");
    assert_int_equal(town_run_at(town, "2006-12-05T00:00:00Z"), 1);
    timetable_fact(town, "programme", 3, "bulletin.effective", "house", &fact);
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS_NOT(town, "in_force=no");
    assert_string_equal(timetable_next(town), "2006-12-21T00:00Z expires programme/2");
    assert_int_equal(town_run_at(town, "2006-12-20T23:59:59Z"), 0);
    assert_int_equal(town_run_at(town, "2006-12-21T00:00:00Z"), 1);
    timetable_fact(town, "programme", 4, "bulletin.expired", "house", &fact);
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS(town, "in_force=no");
    assert_string_equal(timetable_next(town), "nothing");
    town_is_sound(town);

    ACTS(town, &town->lin, "publish",
         "channel=programme headline=rule effective=2007-01-05 expires=2007-02-05");
    ACTS(town, &town->lin, "withdraw", "id=%s seen=%s reason=x", "programme/5", town->head);
    assert_string_equal(timetable_next(town), "nothing");
}

/* Publishes programme/2 to both departments, due to the end of 10 December. */
static void notify(struct town *town, char head[TOWN_HEX])
{
    ACTS(town, &town->lin, "publish", "channel=programme headline=x to=all receipt=yes due=2006-12-10");
    memcpy(head, town->head, TOWN_HEX);
}

static void count_is(struct town *town, uint64_t number, uint64_t signed_for, const char *missing,
                     const char *next)
{
    struct fact fact;
    struct fact_duty_counted counted;
    struct bytes name;
    int64_t next_ms = 0;
    size_t at = 0;
    timetable_fact(town, "desk/programme", number, "duty.counted", "house", &fact);
    assert_true(fact_decided(town->txn, &fact, &shape_fact_duty_counted, &counted));
    assert_int_equal(counted.addressed, 2);
    assert_int_equal(counted.signed_for, signed_for);
    assert_true(words_next(counted.missing, &at, &name));
    assert_true(bytes_equal_text(name, missing));
    assert_int_equal(counted.has.remind, next != NULL);
    assert_true(next == NULL || text_to_time(bytes_of_text(next), &next_ms));
    assert_true(next == NULL || counted.remind == next_ms);
}

static void reminders_go_to_who_has_not_signed(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    struct fact fact;
    notify(town, head);
    assert_string_equal(timetable_next(town), "2006-12-07T09:00Z remind programme/2");
    assert_int_equal(town_run_at(town, "2006-12-07T09:00:00Z"), 1);
    timetable_fact(town, "dept/labour", 3, "duty.reminded", "house", &fact);
    timetable_fact(town, "dept/finance", 3, "duty.reminded", "house", &fact);
    count_is(town, 2, 0, "finance", "2006-12-09T09:00:00Z");
    ACTS(town, &town->wang, "sign", "id=programme/2 revision_head=%s", head);
    assert_int_equal(town_run_at(town, "2006-12-09T09:00:00Z"), 1);
    assert_int_equal(town_tip(town, "dept/labour"), 4);
    assert_int_equal(town_tip(town, "dept/finance"), 4);
    count_is(town, 3, 1, "finance", "2006-12-11T09:00:00Z");
    town_is_sound(town);
    assert_int_equal(town_run_at(town, "2006-12-11T09:00:00Z"), 1);
    assert_int_equal(town_run_at(town, "2006-12-17T09:00:00Z"), 1);
    count_is(town, 5, 1, "finance", "2007-01-09T09:00:00Z");
    assert_int_equal(town_run_at(town, "2007-01-09T09:00:00Z"), 1);
    count_is(town, 6, 1, "finance", NULL);
    assert_string_equal(timetable_next(town), "nothing");
    town_is_sound(town);
}

static void several_reminders_slept_through_are_one(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    notify(town, head);
    assert_int_equal(town_run_at(town, "2006-12-12T00:00:00Z"), 1);
    assert_int_equal(town_tip(town, "dept/labour"), 3);
    count_is(town, 2, 0, "finance", "2006-12-17T09:00:00Z");
    assert_int_equal(town_run_at(town, "2007-12-12T00:00:00Z"), 1);
    assert_int_equal(town_tip(town, "dept/labour"), 4);
    count_is(town, 3, 0, "finance", NULL);
    town_is_sound(town);
}

static void a_clock_that_is_set_back_repeats_nothing(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    notify(town, head);
    ACTS(town, &town->lin, "publish", "channel=programme headline=later at=2006-12-02");
    assert_int_equal(town_run_at(town, "2006-12-07T09:00:00Z"), 2);
    uint64_t last = ledger_last(town->txn);
    assert_int_equal(town_run_at(town, "2006-12-01T00:00:00Z"), 0);
    assert_int_equal(town_run_at(town, "2006-12-02T00:00:00Z"), 0);
    assert_int_equal(town_run_at(town, "2006-12-07T09:00:00Z"), 0);
    assert_int_equal(ledger_last(town->txn), last);
    assert_string_equal(timetable_next(town), "2006-12-09T09:00Z remind programme/2");

    /* A clock far ahead brings all; set right again, nothing comes a second time. */
    assert_int_equal(town_run_at(town, "2026-01-01T00:00:00Z"), 1);
    last = ledger_last(town->txn);
    assert_int_equal(town_run_at(town, "2007-01-09T09:00:00Z"), 0);
    assert_int_equal(ledger_last(town->txn), last);
    assert_string_equal(timetable_next(town), "nothing");
    town_is_sound(town);
}

static void days_are_the_zones_over_daylight_changes(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    times_zone("Europe/Berlin");
    assert_int_equal(town_run_at(town, "2007-03-01T12:00:00Z"), 0);
    /* 25 March 2007 has 23 hours there. */
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=x to=all receipt=yes due=2007-03-25 effective=2007-03-25 "
         "expires=2007-03-26");
    struct view_bulletin row;
    int64_t due, effective;
    assert_true(view_bulletin(town->txn, bytes_of_text("programme"), 2, &row));
    assert_true(text_to_time(bytes_of_text("2007-03-25T22:00:00Z"), &due));
    assert_true(text_to_time(bytes_of_text("2007-03-24T23:00:00Z"), &effective));
    assert_int_equal(row.due, due);
    assert_int_equal(row.effective, effective);
    assert_string_equal(timetable_next(town), "2007-03-22T08:00Z remind programme/2");
    assert_int_equal(town_run_at(town, "2007-03-22T08:00:00Z"), 1);
    assert_string_equal(timetable_next(town), "2007-03-24T08:00Z remind programme/2");
    assert_int_equal(town_run_at(town, "2007-03-24T08:00:00Z"), 1);
    assert_string_equal(timetable_next(town), "2007-03-24T23:00Z effective programme/2");
    assert_int_equal(town_run_at(town, "2007-03-24T23:00:00Z"), 1);
    assert_string_equal(timetable_next(town),
                        "2007-03-26T07:00Z remind programme/2"); /* nine there, as before */
    assert_int_equal(town_run_at(town, "2007-03-26T07:00:00Z"), 1);
    assert_string_equal(timetable_next(town), "2007-03-26T22:00Z expires programme/2");
    assert_int_equal(town_run_at(town, "2007-03-26T22:00:00Z"), 1);
    assert_string_equal(timetable_next(town), "nothing"); /* nobody is reminded of what is over */
    ACTS(town, &town->lin, "withdraw", "id=programme/2 seen=%s reason=x",
         town_head_of(town, "read", "id=programme/2", head));

    /* An hour that is left out does not exist; one that comes twice is the first. */
    REFUSED(town, &town->lin, BAD_VALUE, "publish", "channel=programme headline=x at=2008-03-30T02:30");
    ACTS(town, &town->lin, "publish", "channel=programme headline=x at=2007-10-28T02:30");
    assert_string_equal(timetable_next(town), "2007-10-28T00:30Z publish desk/programme/5");

    /* What was folded once is folded so again, whatever the zone is then. */
    times_zone("Asia/Shanghai");
    town_is_sound(town);
    assert_string_equal(timetable_next(town), "2007-10-28T00:30Z publish desk/programme/5");
}

int main(void)
{
#define SETTLED(test) cmocka_unit_test_setup_teardown(test, timetable_settle, town_leave)
    const struct CMUnitTest tests[] = {
        SETTLED(it_comes_into_force_and_leaves_it),        SETTLED(reminders_go_to_who_has_not_signed),
        SETTLED(several_reminders_slept_through_are_one),  SETTLED(a_clock_that_is_set_back_repeats_nothing),
        SETTLED(days_are_the_zones_over_daylight_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
