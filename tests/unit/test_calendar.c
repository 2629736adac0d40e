/* Tests of days in the programme's time zone: over changes of daylight time, where hours and midnights are
 * left out or come twice. Each sets the zone that it is about. */
#include <stdio.h>
#include <stdlib.h>

#include "protocol/wire/calendar.h"
#include "protocol/wire/text.h"
#include "tests/unit/support/testing.h"
#include "tests/unit/support/times.h"

static void is_moment(const char *moment, enum day_edge edge, const char *expected)
{
    int64_t time_ms = 0;
    assert_true(calendar_moment(bytes_of_text(moment), edge, &time_ms));
    if (time_ms != times_of(expected))
        fail_msg("%s is not %s but %lld", moment, expected, (long long)time_ms);
}

static void is_none(const char *moment)
{
    int64_t time_ms = 42;
    assert_false(calendar_moment(bytes_of_text(moment), DAY_BEGINS, &time_ms));
    assert_int_equal(time_ms, 42);
}

static void is_hour(const char *from, int days, int hour, const char *expected)
{
    int64_t time_ms = calendar_hour(times_of(from), days, hour);
    if (time_ms != times_of(expected))
        fail_msg("%s, %d days, %d o'clock is not %s but %lld", from, days, hour, expected,
                 (long long)time_ms);
}

static void a_moment_is_of_the_zone_unless_it_says_otherwise(void **state)
{
    (void)state;
    times_zone("Asia/Shanghai");
    is_moment("2006-11-30", DAY_BEGINS, "2006-11-29T16:00:00Z");
    is_moment("2006-11-30", DAY_ENDS, "2006-11-30T16:00:00Z");
    is_moment("2006-11-30T08:30", DAY_BEGINS, "2006-11-30T00:30:00Z");
    is_moment("2006-11-30T08:30", DAY_ENDS, "2006-11-30T00:30:00Z");
    is_moment("2006-11-30T08:30:00Z", DAY_BEGINS, "2006-11-30T08:30:00Z");
    is_moment("2006-11-30T08:30:00-03:00", DAY_ENDS, "2006-11-30T11:30:00Z");
    is_moment("2008-02-29", DAY_ENDS, "2008-02-29T16:00:00Z");
    is_moment("2006-12-31", DAY_ENDS, "2006-12-31T16:00:00Z");
    is_moment("1969-12-31", DAY_BEGINS, "1969-12-30T16:00:00Z");
    times_zone("UTC");
    is_moment("2006-11-30T08:30", DAY_BEGINS, "2006-11-30T08:30:00Z");
}

static void in_spring_an_hour_is_left_out(void **state)
{
    (void)state;
    times_zone("Europe/Berlin"); /* 2024-03-31: from 02:00 to 03:00 */
    is_moment("2024-03-31T01:59", DAY_BEGINS, "2024-03-31T00:59:00Z");
    is_none("2024-03-31T02:00");
    is_none("2024-03-31T02:59");
    is_moment("2024-03-31T03:00", DAY_BEGINS, "2024-03-31T01:00:00Z");
    is_moment("2024-03-31", DAY_BEGINS, "2024-03-30T23:00:00Z");
    is_moment("2024-03-31", DAY_ENDS, "2024-03-31T22:00:00Z"); /* 23 hours */
    is_hour("2024-03-30T12:00:00Z", 1, 2, "2024-03-31T01:00:00Z");
}

static void in_autumn_an_hour_comes_twice(void **state)
{
    (void)state;
    times_zone("Europe/Berlin"); /* 2024-10-27: from 03:00 back to 02:00 */
    is_moment("2024-10-27T02:00", DAY_BEGINS, "2024-10-27T00:00:00Z");
    is_moment("2024-10-27T02:59", DAY_BEGINS, "2024-10-27T00:59:00Z");
    is_moment("2024-10-27T03:00", DAY_BEGINS, "2024-10-27T02:00:00Z");
    is_moment("2024-10-27", DAY_BEGINS, "2024-10-26T22:00:00Z");
    is_moment("2024-10-27", DAY_ENDS, "2024-10-27T23:00:00Z"); /* 25 hours */
}

static void shanghai_had_daylight_time_once(void **state)
{
    (void)state;
    times_zone("Asia/Shanghai"); /* 1990-04-15: from 02:00 to 03:00; 1990-09-16: from 02:00 back to 01:00 */
    is_none("1990-04-15T02:30");
    is_moment("1990-04-15T03:00", DAY_BEGINS, "1990-04-14T18:00:00Z");
    is_moment("1990-07-01", DAY_BEGINS, "1990-06-30T15:00:00Z");
    is_moment("1990-09-16T01:30", DAY_BEGINS, "1990-09-15T16:30:00Z");
    is_moment("1990-09-16", DAY_ENDS, "1990-09-16T16:00:00Z");
}

static void midnight_can_be_left_out(void **state)
{
    (void)state;
    times_zone("America/Sao_Paulo"); /* 2018-11-04 begins at 01:00 */
    is_none("2018-11-04T00:00");
    is_none("2018-11-04T00:59");
    is_moment("2018-11-04", DAY_BEGINS, "2018-11-04T03:00:00Z");
    is_moment("2018-11-03", DAY_ENDS, "2018-11-04T03:00:00Z");
    is_moment("2018-11-04", DAY_ENDS, "2018-11-05T02:00:00Z");
    is_moment("2018-11-04T01:00", DAY_BEGINS, "2018-11-04T03:00:00Z");
    is_hour("2018-11-03T12:00:00Z", 1, 0, "2018-11-04T03:00:00Z");
    /* 2019-02-16 has 23:00 twice; the day after begins once. */
    is_moment("2019-02-16T23:30", DAY_BEGINS, "2019-02-17T01:30:00Z");
    is_moment("2019-02-16", DAY_ENDS, "2019-02-17T03:00:00Z");
}

static void midnight_can_come_twice(void **state)
{
    (void)state;
    times_zone("America/Havana"); /* 2023-11-05: from 01:00 back to 00:00 */
    is_moment("2023-11-05", DAY_BEGINS, "2023-11-05T04:00:00Z");
    is_moment("2023-11-04", DAY_ENDS, "2023-11-05T04:00:00Z");
    is_moment("2023-11-05", DAY_ENDS, "2023-11-06T05:00:00Z");
}

static void a_day_can_be_left_out(void **state)
{
    (void)state;
    times_zone("Pacific/Apia"); /* there was no 2011-12-30 */
    is_none("2011-12-30");
    is_none("2011-12-30T12:00");
    is_moment("2011-12-29", DAY_ENDS, "2011-12-30T10:00:00Z");
    is_moment("2011-12-31", DAY_BEGINS, "2011-12-30T10:00:00Z");
}

static void days_are_counted_over_changes_of_the_clock(void **state)
{
    (void)state;
    times_zone("Europe/Berlin");
    is_hour("2024-04-01T21:59:59Z", -3, 9, "2024-03-29T08:00:00Z");
    is_hour("2024-03-29T08:00:00Z", 3, 9, "2024-04-01T07:00:00Z");
    is_hour("2024-10-26T21:59:00Z", 1, 9, "2024-10-27T08:00:00Z");
    is_hour("2024-12-31T23:00:00Z", -1, 9, "2024-12-31T08:00:00Z");
    times_zone("Asia/Shanghai");
    is_hour("2006-12-31T15:59:59Z", 30, 9, "2007-01-30T01:00:00Z");
    is_hour("2006-12-31T16:00:00Z", 30, 9, "2007-01-31T01:00:00Z");
    is_hour("1969-12-31T23:59:59Z", 0, 9, "1970-01-01T01:00:00Z");
    assert_int_equal(calendar_hour(-1, 0, 9), times_of("1970-01-01T01:00:00Z"));
    times_zone("UTC");
    assert_int_equal(calendar_hour(-1, 0, 9), times_of("1969-12-31T09:00:00Z"));
}

/* At most two months are one moment's, wherever on earth it is looked at. */
static void a_moment_is_of_a_month_somewhere(void **state)
{
    (void)state;
    static const struct {
        const char *moment, *month;
        bool may_be;
    } months[] = {
        {"2006-11-15T12:00:00Z", "2006-11", true},  {"2006-11-15T12:00:00Z", "2006-10", false},
        {"2006-11-15T12:00:00Z", "2006-12", false}, {"2006-11-30T10:00:00Z", "2006-12", true},
        {"2006-11-30T09:59:59Z", "2006-12", false}, {"2006-12-01T11:59:59Z", "2006-11", true},
        {"2006-12-01T12:00:00Z", "2006-11", false}, {"2006-12-31T20:00:00Z", "2007-01", true},
        {"2006-12-31T20:00:00Z", "2006-12", true},  {"1969-12-31T23:59:59Z", "1970-01", true},
    };
    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++)
        assert_int_equal(calendar_month_may_be(bytes_of_text(months[i].month), times_of(months[i].moment)),
                         months[i].may_be);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_moment_is_of_the_zone_unless_it_says_otherwise),
        cmocka_unit_test(in_spring_an_hour_is_left_out),
        cmocka_unit_test(in_autumn_an_hour_comes_twice),
        cmocka_unit_test(shanghai_had_daylight_time_once),
        cmocka_unit_test(midnight_can_be_left_out),
        cmocka_unit_test(midnight_can_come_twice),
        cmocka_unit_test(a_day_can_be_left_out),
        cmocka_unit_test(days_are_counted_over_changes_of_the_clock),
        cmocka_unit_test(a_moment_is_of_a_month_somewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
