/* Typed moments, by a table: each zone, each hour that it is, each form. What a MOMENT field gets it must
 * take. */
#include <stdio.h>
#include <stdlib.h>

#include "client/lib/show/moment.h"
#include "client/lib/show/since.h"
#include "protocol/wire/codec.h"
#include "protocol/wire/text.h"
#include "tests/unit/support/testing.h"
#include "tests/unit/support/times.h"

/* `expected` NULL: it is refused. */
static const struct row {
    const char *zone, *now;
    enum moment_way way;
    const char *typed, *expected;
} rows[] = {
    /* A Saturday, ten minutes to midnight in Shanghai; and twenty minutes later, a Sunday. In UTC it
     * is noon. */
    {"Asia/Shanghai", "2026-11-28T15:50:30.456Z", MOMENT_AHEAD, "today", "2026-11-28"},
    {"Asia/Shanghai", "2026-11-28T15:50:30.456Z", MOMENT_AHEAD, "tomorrow", "2026-11-29"},
    {"Asia/Shanghai", "2026-11-28T15:50:30.456Z", MOMENT_BACK, "yesterday", "2026-11-27"},
    {"Asia/Shanghai", "2026-11-28T15:50:30.456Z", MOMENT_AHEAD, "tomorrow 09:00", "2026-11-29T09:00"},
    {"Asia/Shanghai", "2026-11-28T15:50:30.456Z", MOMENT_AHEAD, "17:00", "2026-11-29T17:00"},
    {"Asia/Shanghai", "2026-11-28T15:50:30.456Z", MOMENT_AHEAD, "23:55", "2026-11-28T23:55"},
    {"Asia/Shanghai", "2026-11-28T15:50:30.456Z", MOMENT_AHEAD, "00:10", "2026-11-29T00:10"},
    {"Asia/Shanghai", "2026-11-28T15:50:30.456Z", MOMENT_BACK, "23:55", "2026-11-27T23:55"},
    {"Asia/Shanghai", "2026-11-28T15:50:30.456Z", MOMENT_BACK, "23:50", "2026-11-28T23:50"},
    {"Asia/Shanghai", "2026-11-28T16:10:00Z", MOMENT_AHEAD, "today", "2026-11-29"},
    {"Asia/Shanghai", "2026-11-28T16:10:00Z", MOMENT_AHEAD, "tomorrow", "2026-11-30"},
    {"Asia/Shanghai", "2026-11-28T16:10:00Z", MOMENT_BACK, "yesterday", "2026-11-28"},
    {"Asia/Shanghai", "2026-11-28T16:10:00Z", MOMENT_AHEAD, "17:00", "2026-11-29T17:00"},
    {"Asia/Shanghai", "2026-11-28T16:10:00Z", MOMENT_BACK, "17:00", "2026-11-28T17:00"},
    /* The same two in UTC: the day is another one there. */
    {"UTC", "2026-11-28T15:50:30.456Z", MOMENT_AHEAD, "tomorrow", "2026-11-29"},
    {"UTC", "2026-11-28T23:50:00Z", MOMENT_AHEAD, "tomorrow", "2026-11-29"},
    {"UTC", "2026-11-29T00:10:00Z", MOMENT_AHEAD, "tomorrow", "2026-11-30"},
    {"Asia/Shanghai", "2026-11-28T23:50:00Z", MOMENT_AHEAD, "tomorrow", "2026-11-30"},
    {"America/Los_Angeles", "2026-11-29T07:50:00Z", MOMENT_AHEAD, "tomorrow", "2026-11-29"},
    {"America/Los_Angeles", "2026-11-29T08:10:00Z", MOMENT_AHEAD, "tomorrow", "2026-11-30"},
    /* Days of the week, short and long, large and small; today is one. */
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "saturday", "2026-11-28"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "Sunday", "2026-11-29"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "fri", "2026-12-04"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "FRIDAY", "2026-12-04"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_BACK, "friday", "2026-11-27"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_BACK, "sun", "2026-11-22"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_BACK, "saturday", "2026-11-28"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "friday 17:00", "2026-12-04T17:00"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "saturday 17:00", "2026-11-28T17:00"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "saturday 09:00", "2026-12-05T09:00"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_BACK, "saturday 17:00", "2026-11-21T17:00"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "today 09:00", "2026-11-28T09:00"},
    /* Over the end of a month and of a year, a leap day. */
    {"UTC", "2026-12-31T12:00:00Z", MOMENT_AHEAD, "tomorrow", "2027-01-01"},
    {"UTC", "2026-12-31T12:00:00Z", MOMENT_AHEAD, "+14d", "2027-01-14"},
    {"UTC", "2026-12-31T12:00:00Z", MOMENT_AHEAD, "+14d 09:00", "2027-01-14T09:00"},
    {"UTC", "2027-01-01T12:00:00Z", MOMENT_BACK, "yesterday", "2026-12-31"},
    {"UTC", "2028-02-28T12:00:00Z", MOMENT_AHEAD, "tomorrow", "2028-02-29"},
    /* So much from now, or ago: hours, whatever the clocks do. */
    {"Asia/Shanghai", "2026-11-30T10:20:30.456Z", MOMENT_AHEAD, "3d", "2026-12-03T18:20:30+08:00"},
    {"Asia/Shanghai", "2026-11-30T10:20:30.456Z", MOMENT_AHEAD, "2h", "2026-11-30T20:20:30+08:00"},
    {"Asia/Shanghai", "2026-11-30T10:20:30.456Z", MOMENT_AHEAD, "90m", "2026-11-30T19:50:30+08:00"},
    {"Asia/Shanghai", "2026-11-30T10:20:30.456Z", MOMENT_AHEAD, "1w", "2026-12-07T18:20:30+08:00"},
    {"Asia/Shanghai", "2026-11-30T10:20:30.456Z", MOMENT_BACK, "3d", "2026-11-27T18:20:30+08:00"},
    {"Asia/Shanghai", "2026-11-30T10:20:30.456Z", MOMENT_BACK, "now", "2026-11-30T18:20:30+08:00"},
    {"Europe/Berlin", "2026-03-28T12:00:00Z", MOMENT_AHEAD, "1d", "2026-03-29T14:00:00+02:00"},
    {"Europe/Berlin", "2026-10-24T12:00:00Z", MOMENT_AHEAD, "1d", "2026-10-25T13:00:00+01:00"},
    /* The day of 23 hours is a day; an hour that it leaves out is written, and judged elsewhere. */
    {"Europe/Berlin", "2026-03-28T22:50:00Z", MOMENT_AHEAD, "tomorrow", "2026-03-29"},
    {"Europe/Berlin", "2026-03-28T23:10:00Z", MOMENT_AHEAD, "today", "2026-03-29"},
    {"Europe/Berlin", "2026-03-28T23:10:00Z", MOMENT_AHEAD, "tomorrow", "2026-03-30"},
    {"Europe/Berlin", "2026-03-29T21:50:00Z", MOMENT_AHEAD, "tomorrow", "2026-03-30"},
    {"Europe/Berlin", "2026-03-29T22:10:00Z", MOMENT_BACK, "yesterday", "2026-03-29"},
    {"Europe/Berlin", "2026-10-25T22:50:00Z", MOMENT_AHEAD, "tomorrow", "2026-10-26"},
    {"Europe/Berlin", "2026-10-25T23:10:00Z", MOMENT_AHEAD, "tomorrow", "2026-10-27"},
    {"Europe/Berlin", "2026-03-28T12:00:00Z", MOMENT_AHEAD, "tomorrow 02:30", "2026-03-29T02:30"},
    /* Dates and whole times. */
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "2026-12-01", "2026-12-01"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "2026-12-01T17:00", "2026-12-01T17:00"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "2026-12-01 17:00", "2026-12-01T17:00"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "2026-12-01 17:00:00", "2026-12-01T17:00"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "2026-12-01 17:00+08:00", "2026-12-01T17:00:00+08:00"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "2026-12-01t17:00z", "2026-12-01T17:00:00Z"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "2026-12-01T17:00:05+08:00", "2026-12-01T17:00:05+08:00"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "2026-12-01T17:00:05.250Z", "2026-12-01T17:00:05.250Z"},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "2028-02-29", "2028-02-29"},
    /* Nothing is guessed. */
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_BACK, "2026", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "2026", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "2026-12", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "2027-02-29", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "2026-12-01T17:00:05", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "2026-12-01 24:00", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "2026-12-01 17", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "2026-12-01 ", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "1.12.2026", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "9:00", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "25:00", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "17:00 tomorrow", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "tomorrows", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "frida", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, " ", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "-3d", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "+d", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "+3", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "+3days", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "+99999999999d", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "99999999999999d", NULL},
    {"UTC", "9999-12-31T12:00:00Z", MOMENT_AHEAD, "+9999d", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD, "明天", NULL},
    {"UTC", "2026-11-28T12:00:00Z", MOMENT_AHEAD,
     "明天下午三点钟在市政府大楼三楼会议室举行的会议开始之前的那个时候", NULL},
};

static void every_row(void **state)
{
    static const struct field field = {.name = "due", .kind = KIND_MOMENT, .limit = LIMIT_DATED_BYTES};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        char room[128] = "";
        struct buffer out = buffer_over(room, sizeof room - 1);
        struct refusal why;
        times_zone(row->zone);
        bool good = moment_write(bytes_of_text(row->typed), row->way, times_of(row->now), &out);
        room[out.size] = '\0';
        if (good != (row->expected != NULL) || strcmp(room, good ? row->expected : "") != 0)
            fail_msg("%s, %s: '%s' is %s", row->zone, row->now, row->typed, good ? room : "refused");
        struct bytes value = buffer_bytes(&out);
        if (good && codec_check(&field, &value, &why) != OK)
            fail_msg("the field does not take %s", room);
    }
}

static const struct time_row {
    const char *zone, *now;
    enum moment_way way;
    enum day_edge edge;
    const char *typed, *expected;
} time_rows[] = {
    {"Asia/Shanghai", "2026-11-28T16:10:00Z", MOMENT_BACK, DAY_BEGINS, "today", "2026-11-28T16:00:00Z"},
    {"Asia/Shanghai", "2026-11-28T15:50:00Z", MOMENT_BACK, DAY_BEGINS, "today", "2026-11-27T16:00:00Z"},
    {"UTC", "2026-11-28T16:10:00Z", MOMENT_BACK, DAY_BEGINS, "today", "2026-11-28T00:00:00Z"},
    {"UTC", "2026-11-28T16:10:00Z", MOMENT_AHEAD, DAY_ENDS, "friday", "2026-12-05T00:00:00Z"},
    {"UTC", "2026-11-28T16:10:00Z", MOMENT_BACK, DAY_BEGINS, "10m", "2026-11-28T16:00:00Z"},
    {"UTC", "2026-11-28T16:10:00Z", MOMENT_BACK, DAY_BEGINS, "2006-12-01", "2006-12-01T00:00:00Z"},
    /* A day of 23 hours, an hour that is left out, and one that comes twice: the first. */
    {"Europe/Berlin", "2026-03-29T12:00:00Z", MOMENT_AHEAD, DAY_ENDS, "today", "2026-03-29T22:00:00Z"},
    {"Europe/Berlin", "2026-03-29T12:00:00Z", MOMENT_BACK, DAY_BEGINS, "today", "2026-03-28T23:00:00Z"},
    {"Europe/Berlin", "2026-03-29T12:00:00Z", MOMENT_BACK, DAY_BEGINS, "today 02:30", NULL},
    {"Europe/Berlin", "2026-10-25T12:00:00Z", MOMENT_BACK, DAY_BEGINS, "today 02:30", "2026-10-25T00:30:00Z"},
    /* Where midnight itself is left out, the day begins at one. */
    {"America/Santiago", "2026-09-06T12:00:00Z", MOMENT_BACK, DAY_BEGINS, "today", "2026-09-06T04:00:00Z"},
    {"UTC", "2026-11-28T16:10:00Z", MOMENT_BACK, DAY_BEGINS, "2026", NULL},
};

static void every_time(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof time_rows / sizeof time_rows[0]; i++) {
        const struct time_row *row = &time_rows[i];
        int64_t time_ms = 42;
        times_zone(row->zone);
        bool good = moment_time(bytes_of_text(row->typed), row->way, row->edge, times_of(row->now), &time_ms);
        int64_t expected = row->expected != NULL ? times_of(row->expected) : 42;
        if (good != (row->expected != NULL) || time_ms != expected)
            fail_msg("%s: '%s' is %lld and not %s", row->zone, row->typed, (long long)time_ms, row->expected);
    }
}

static void months(void **state)
{
    static const struct {
        const char *zone, *now, *typed, *expected;
    } table[] = {
        {"UTC", "2026-11-30T23:50:00Z", "this", "2026-11"},
        {"Asia/Shanghai", "2026-11-30T23:50:00Z", "this", "2026-12"},
        {"UTC", "2026-12-01T00:10:00Z", "this", "2026-12"},
        {"UTC", "2026-12-01T00:10:00Z", "next", "2027-01"},
        {"UTC", "2026-12-01T00:10:00Z", "last", "2026-11"},
        {"UTC", "2026-12-01T00:10:00Z", "2004-01", "2004-01"},
        {"UTC", "2026-12-01T00:10:00Z", "2004-13", NULL},
        {"UTC", "2026-12-01T00:10:00Z", "2004", NULL},
        {"UTC", "2026-12-01T00:10:00Z", "december", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        char month[CALENDAR_MONTH_BYTES] = "";
        times_zone(table[i].zone);
        bool good = moment_month(bytes_of_text(table[i].typed), times_of(table[i].now), month);
        assert_int_equal(good, table[i].expected != NULL);
        assert_string_equal(month, good ? table[i].expected : "");
    }
}

/* Where a watch begins: a year is no number of seconds. */
static void where_a_watch_begins(void **state)
{
    const int64_t now_ms = times_of("2026-11-28T16:10:00Z");
    struct since since = {0};
    (void)state;
    times_zone("UTC");
    assert_false(since_parse("2026", now_ms, &since));
    assert_false(since_parse("90", now_ms, &since));
    assert_true(since_parse("all", now_ms, &since) && since.kind == SINCE_ALL);
    assert_true(since_parse("new", now_ms, &since) && since.kind == SINCE_NEW);
    assert_true(since_parse("2h", now_ms, &since));
    assert_int_equal(since.time_ms, times_of("2026-11-28T14:10:00Z"));
    assert_true(since_parse("17:00", now_ms, &since));
    assert_int_equal(since.time_ms, times_of("2026-11-27T17:00:00Z"));
    assert_true(since_parse("friday", now_ms, &since));
    assert_int_equal(since.time_ms, times_of("2026-11-27T00:00:00Z"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row),
        cmocka_unit_test(every_time),
        cmocka_unit_test(months),
        cmocka_unit_test(where_a_watch_begins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
