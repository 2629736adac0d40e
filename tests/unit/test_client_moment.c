/* Typed moments: what people write becomes what a MOMENT field takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "client/lib/show/moment.h"
#include "protocol/wire/codec.h"

/* 2026-11-30T10:20:30.456Z */
#define NOW_MS INT64_C(1796034030456)

static void expect(const char *typed, const char *expected)
{
    char room[128];
    struct buffer out = buffer_over(room, sizeof room - 1);
    moment_from_typed(bytes_of_text(typed), NOW_MS, 480, &out);
    room[out.size] = '\0';
    assert_false(out.overflowed);
    assert_string_equal(room, expected);
}

/* And the field takes it. */
static void expect_good(const char *typed, const char *expected)
{
    static const struct field field = {.name = "due", .kind = KIND_MOMENT, .limit = LIMIT_DATED_BYTES};
    struct bytes value = bytes_of_text(expected);
    struct refusal why;
    expect(typed, expected);
    assert_int_equal(codec_check(&field, &value, &why), OK);
}

static void right_forms_stay(void **state)
{
    (void)state;
    expect_good("2026-12-01", "2026-12-01");
    expect_good("2026-12-01T17:00", "2026-12-01T17:00");
    expect_good("2026-12-01T17:00:05+08:00", "2026-12-01T17:00:05+08:00");
    expect_good("2026-12-01T17:00:05.250Z", "2026-12-01T17:00:05.250Z");
}

static void a_blank_and_no_seconds(void **state)
{
    (void)state;
    expect_good("2026-12-01 17:00", "2026-12-01T17:00");
    expect_good("2026-12-01 17:00:00", "2026-12-01T17:00");
    expect_good("2026-12-01 17:00+08:00", "2026-12-01T17:00:00+08:00");
    expect_good("2026-12-01T17:00Z", "2026-12-01T17:00:00Z");
}

static void durations_ahead(void **state)
{
    (void)state;
    expect_good("3d", "2026-12-03T18:20:30+08:00");
    expect_good("2h", "2026-11-30T20:20:30+08:00");
    expect_good("90m", "2026-11-30T19:50:30+08:00");
}

/* The field refuses these; here nothing is guessed. */
static void nonsense_stays_as_typed(void **state)
{
    (void)state;
    expect("", "");
    expect("tomorrow", "tomorrow");
    expect("2026", "2026");
    expect("-3d", "-3d");
    expect("2026-12-01T17:00:05", "2026-12-01T17:00:05");
    expect("99999999999999d", "99999999999999d");
    expect("明天下午三点钟在市政府大楼三楼会议室举行的会议开始之前的那个时候",
           "明天下午三点钟在市政府大楼三楼会议室举行的会议开始之前的那个时候");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(right_forms_stay),
        cmocka_unit_test(a_blank_and_no_seconds),
        cmocka_unit_test(durations_ahead),
        cmocka_unit_test(nonsense_stays_as_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
