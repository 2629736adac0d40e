/* What the codec takes as a value: each rule of each kind broken once. Lists are a matter of another test. */
#include <stdlib.h>

#include "tests/unit/support/maps.h"
#include "tests/unit/support/testing.h"

static uint8_t first_room[LIMIT_PLAIN_BYTES];

struct string_case {
    enum kind kind;
    const char *value;
    enum error error;
};

static void check_strings(const struct string_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct field field = {"value", cases[i].kind, REQUIRED, 40, 0, ""};
        struct bytes value = bytes_of_text(cases[i].value);
        struct refusal why = {.code = OK};
        enum error error = codec_check(&field, &value, &why);
        if (error != cases[i].error)
            fail_msg("'%s' as %s: %s, not %s", cases[i].value, kind_words[cases[i].kind],
                     error_kinds[error].word, error_kinds[cases[i].error].word);
        assert_int_equal(why.code, error);
        if (error != OK)
            assert_string_equal(why.field, "value");
        if (error == ERR_BAD_VALUE)
            assert_true(bytes_equal(why.name, value));
    }
}

static void judges_names_and_ids(void **state)
{
    (void)state;
    static const struct string_case cases[] = {
        {KIND_NAME, "li.hua-2", OK},
        {KIND_NAME, "2006", OK},
        {KIND_NAME, "", ERR_EMPTY},
        {KIND_NAME, "-a", ERR_BAD_NAME},
        {KIND_NAME, ".a", ERR_BAD_NAME},
        {KIND_NAME, "Li", ERR_BAD_NAME},
        {KIND_NAME, "a b", ERR_BAD_NAME},
        {KIND_NAME, "a/b", ERR_BAD_NAME},
        {KIND_NAME, "a_b", ERR_BAD_NAME},
        {KIND_NAME, "广州", ERR_BAD_NAME},
        {KIND_NAME, "abcdefghijklmnopqrstuvwxyz012345", OK},
        {KIND_NAME, "abcdefghijklmnopqrstuvwxyz0123456", ERR_TOO_LONG},
        {KIND_CHANNEL, "programme", OK},
        {KIND_CHANNEL, "desk/dept/labour", OK},
        {KIND_CHANNEL, "a/b/c/d", ERR_BAD_NAME},
        {KIND_CHANNEL, "a//b", ERR_BAD_NAME},
        {KIND_CHANNEL, "/a", ERR_BAD_NAME},
        {KIND_CHANNEL, "a/", ERR_BAD_NAME},
        {KIND_CHANNEL, "", ERR_EMPTY},
        {KIND_CHANNEL, "desk/abcdefghijklmnopqrstuvwxyz0123456", ERR_TOO_LONG},
        {KIND_CHANNEL, "brand/2006-abcdefghijklmnopqrstuvwxyz012345", OK},
        {KIND_CHANNEL, "brand/2006-abcdefghijklmnopqrstuvwxyz0123456", ERR_TOO_LONG},
        {KIND_CHANNEL, "brand/20-abcdefghijklmnopqrstuvwxyz012345", ERR_TOO_LONG},
        {KIND_CHANNEL, "2006-abcdefghijklmnopqrstuvwxyz012345", ERR_TOO_LONG},
        {KIND_CHANNEL, "abcdefghijklmnopqrstuvwx/abcdefghijklmnopqrstuvwx", ERR_TOO_LONG},
        {KIND_ID, "programme/12", OK},
        {KIND_ID, "desk/dept/labour/1", OK},
        {KIND_ID, "p/18446744073709551615", OK},
        {KIND_ID, "p/18446744073709551616", ERR_BAD_VALUE},
        {KIND_ID, "p/0", ERR_BAD_VALUE},
        {KIND_ID, "p/01", ERR_BAD_VALUE},
        {KIND_ID, "p/", ERR_BAD_VALUE},
        {KIND_ID, "p/1x", ERR_BAD_VALUE},
        {KIND_ID, "12", ERR_BAD_VALUE},
        {KIND_ID, "/12", ERR_BAD_VALUE},
        {KIND_ID, "P/12", ERR_BAD_NAME},
        {KIND_ID, "", ERR_EMPTY},
        {KIND_CODE, "0123456789ABCDEF", OK},
        {KIND_CODE, "0123456789ABCDEf", ERR_BAD_VALUE},
        {KIND_CODE, "0123456789ABCDEI", ERR_BAD_VALUE},
        {KIND_CODE, "0123456789ABCDE", ERR_BAD_VALUE},
        {KIND_CODE, "0123456789ABCDEFG", ERR_BAD_VALUE},
        {KIND_CODE, "", ERR_BAD_VALUE},
    };
    check_strings(cases, sizeof cases / sizeof cases[0]);
}

static void judges_text(void **state)
{
    (void)state;
    static const struct string_case cases[] = {
        {KIND_LINE, "广州 four words", OK},
        {KIND_LINE, "", ERR_EMPTY},
        {KIND_LINE, " \u3000\u00a0", ERR_EMPTY},
        {KIND_LINE, "   ", ERR_EMPTY},
        {KIND_LINE, "  a", OK},
        {KIND_LINE, "  a \x7f", ERR_CONTROL_CHARACTER},
        {KIND_LINE, " ~\x1f", ERR_CONTROL_CHARACTER},
        {KIND_LINE, "a 广\x1b", ERR_CONTROL_CHARACTER},
        {KIND_LINE, "plain \xff", ERR_NOT_UTF8},
        {KIND_LINE, "a\nb", ERR_CONTROL_CHARACTER},
        {KIND_LINE, "a\tb", ERR_CONTROL_CHARACTER},
        {KIND_LINE, "a\x1b[1m", ERR_CONTROL_CHARACTER},
        {KIND_LINE, "a\x7f", ERR_CONTROL_CHARACTER},
        {KIND_LINE, "a\xc2\x85", ERR_CONTROL_CHARACTER},
        {KIND_LINE, "a\u200b", ERR_CONTROL_CHARACTER},
        {KIND_LINE, "a\u200f", ERR_CONTROL_CHARACTER},
        {KIND_LINE, "a\u2028", ERR_CONTROL_CHARACTER},
        {KIND_LINE, "a\u202e", ERR_CONTROL_CHARACTER},
        {KIND_LINE, "a\u2060", ERR_CONTROL_CHARACTER},
        {KIND_LINE, "a\u2069", ERR_CONTROL_CHARACTER},
        {KIND_LINE, "a\ufeff", ERR_CONTROL_CHARACTER},
        {KIND_LINE, "a\xe5\x80", ERR_NOT_UTF8},
        {KIND_LINE, "0123456789012345678901234567890123456789", OK},
        {KIND_LINE, "01234567890123456789012345678901234567890", ERR_TOO_LONG},
        {KIND_TEXT, "a\n\tb", OK},
        {KIND_TEXT, "a\rb", ERR_CONTROL_CHARACTER},
        {KIND_TEXT, "", ERR_EMPTY},
        {KIND_TEXT, "\n\t ", ERR_EMPTY},
        {KIND_DATED, "2006", OK},
        {KIND_DATED, "2006-12", OK},
        {KIND_DATED, "2006-13", ERR_BAD_VALUE},
        {KIND_DATED, "2006-00", ERR_BAD_VALUE},
        {KIND_DATED, "2004-02-29", OK},
        {KIND_DATED, "2006-02-29", ERR_BAD_VALUE},
        {KIND_DATED, "1900-02-29", ERR_BAD_VALUE},
        {KIND_DATED, "2000-02-29", OK},
        {KIND_DATED, "2006-11-31", ERR_BAD_VALUE},
        {KIND_DATED, "2006-11-30T09:00:00+08:00", OK},
        {KIND_DATED, "2006-11-30T09:00:00", ERR_BAD_VALUE},
        {KIND_DATED, "2006-11-30T24:00:00Z", ERR_BAD_VALUE},
        {KIND_DATED, "2006-1", ERR_BAD_VALUE},
        {KIND_DATED, "206", ERR_BAD_VALUE},
        {KIND_DATED, "soon", ERR_BAD_VALUE},
        {KIND_DATED, "", ERR_EMPTY},
    };
    check_strings(cases, sizeof cases / sizeof cases[0]);
}

static void judges_moments(void **state)
{
    (void)state;
    static const struct string_case cases[] = {
        {KIND_MOMENT, "2026-12-31", OK},
        {KIND_MOMENT, "2028-02-29", OK},
        {KIND_MOMENT, "2026-02-30", ERR_BAD_VALUE},
        {KIND_MOMENT, "2027-02-29", ERR_BAD_VALUE},
        {KIND_MOMENT, "2026-00-10", ERR_BAD_VALUE},
        {KIND_MOMENT, "2026-13-01", ERR_BAD_VALUE},
        {KIND_MOMENT, "2026-12-31T23:59", OK},
        {KIND_MOMENT, "2026-12-31t23:59", OK}, /* RFC 3339 allows it everywhere */
        {KIND_MOMENT, "2026-12-31 23:59", ERR_BAD_VALUE},
        {KIND_MOMENT, "2026-12-31T24:00", ERR_BAD_VALUE},
        {KIND_MOMENT, "2026-12-31T23:60", ERR_BAD_VALUE},
        {KIND_MOMENT, "2026-12-31T23", ERR_BAD_VALUE},
        {KIND_MOMENT, "2026-12-31T23:59:59", ERR_BAD_VALUE},
        {KIND_MOMENT, "2026-12-31T23:59Z", ERR_BAD_VALUE},
        {KIND_MOMENT, "2026-12-31T23:59:59Z", OK},
        {KIND_MOMENT, "2026-12-31T23:59:59.5+08:00", OK},
        {KIND_MOMENT, "2026-02-30T23:59:59Z", ERR_BAD_VALUE},
        {KIND_MOMENT, "2026", ERR_BAD_VALUE},
        {KIND_MOMENT, "2026-12", ERR_BAD_VALUE},
        {KIND_MOMENT, "tomorrow", ERR_BAD_VALUE},
        {KIND_MOMENT, "", ERR_EMPTY},
        {KIND_MOMENT, "2026-12-31T23:59:59.00000000000000+08:00x", ERR_TOO_LONG},
    };
    check_strings(cases, sizeof cases / sizeof cases[0]);
}

static void judges_sizes_and_ranges(void **state)
{
    (void)state;
    const struct field hash = {"hash", KIND_HASH, REQUIRED, 0, 0, ""};
    const struct field bytes = {"bytes", KIND_BYTES, REQUIRED, 40, 0, ""};
    const struct field number = {"number", KIND_NUMBER, REQUIRED, 7, 0, ""};
    const struct field open = {"number", KIND_NUMBER, REQUIRED, 0, 0, ""};
    const struct field time = {"time", KIND_TIME, REQUIRED, 0, 0, ""};
    struct refusal why;
    struct bytes value = bytes_of(first_room, 31);
    assert_int_equal(codec_check(&hash, &value, &why), ERR_WRONG_SIZE);
    assert_int_equal(why.limit, 32);
    value.size = 41;
    assert_int_equal(codec_check(&bytes, &value, &why), ERR_TOO_LONG);
    assert_int_equal(why.limit, 40);
    value.size = 0;
    assert_int_equal(codec_check(&bytes, &value, &why), OK);

    assert_int_equal(codec_check(&number, &(uint64_t){7}, &why), OK);
    assert_int_equal(codec_check(&number, &(uint64_t){8}, &why), ERR_OUT_OF_RANGE);
    assert_int_equal(why.limit, 7);
    assert_int_equal(codec_check(&open, &(uint64_t){UINT64_MAX}, &why), OK);
    assert_int_equal(codec_check(&time, &(int64_t){TIME_FIRST_MS}, &why), OK);
    assert_int_equal(codec_check(&time, &(int64_t){TIME_FIRST_MS - 1}, &why), ERR_OUT_OF_RANGE);
    assert_int_equal(codec_check(&time, &(int64_t){TIME_LAST_MS}, &why), OK);
    assert_int_equal(codec_check(&time, &(int64_t){TIME_LAST_MS + 1}, &why), ERR_OUT_OF_RANGE);
    assert_int_equal(REFUSAL(shape_record_pong, "\x81\xa4time\xcf\xff\xff\xff\xff\xff\xff\xff\xff").code,
                     ERR_OUT_OF_RANGE);
}

static void judges_roles_and_audiences(void **state)
{
    (void)state;
    struct refusal why = REFUSAL(shape_args_account_change, "\x81\xa4role\xa4king");
    assert_int_equal(why.code, ERR_BAD_VALUE);
    assert_string_equal(why.field, "role");
    assert_true(bytes_equal_text(why.name, "king"));

    const struct field field = {"read", KIND_AUDIENCE, REQUIRED, 2, 0, ""};
    const char *const good[] = {"everyone", "guest", "operator", "dept:labour", "account:li.hua"};
    const char *const bad[] = {"", "Everyone", "dept:", "dept:Labour", "key:x", "labour", "account:a/b"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct buffer out = buffer_over(first_room, sizeof first_room);
        words_write(&out, &(struct bytes){(const uint8_t *)good[i], strlen(good[i])}, 1);
        struct bytes value = buffer_bytes(&out);
        assert_int_equal(codec_check(&field, &value, &why), OK);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct buffer out = buffer_over(first_room, sizeof first_room);
        words_write(&out, &(struct bytes){(const uint8_t *)bad[i], strlen(bad[i])}, 1);
        struct bytes value = buffer_bytes(&out);
        assert_int_equal(codec_check(&field, &value, &why), ERR_BAD_VALUE);
        assert_true(bytes_equal_text(why.name, bad[i]));
    }
    struct bytes many = bytes_of_text("\x93\xa5guest\xa5guest\xa5guest");
    assert_int_equal(codec_check(&field, &many, &why), ERR_OUT_OF_RANGE);
    struct bytes mixed = bytes_of_text("\x92\xa5guest\x01");
    assert_int_equal(codec_check(&field, &mixed, &why), ERR_WRONG_KIND);
}

static void choices_are_words_of_their_table(void **state)
{
    (void)state;
    struct args_publish args;
    struct refusal why;
    static const char urgent[] = "\x83\xa7"
                                 "channel\xa1"
                                 "a\xa8headline\xa2hi\xa8priority\xa6urgent";
    assert_int_equal(codec_decode(&shape_args_publish, bytes_of(urgent, sizeof urgent - 1), &args, &why), OK);
    assert_int_equal(args.priority, PRIORITY_URGENT);
    why = REFUSAL(shape_args_publish, "\x81\xa8priority\xa4high");
    assert_int_equal(why.code, ERR_BAD_VALUE);
    assert_true(bytes_equal_text(why.name, "high"));
    assert_int_equal(REFUSAL(shape_args_publish, "\x81\xa6roster\xa6urgent").code, ERR_BAD_VALUE);
    assert_int_equal(REFUSAL(shape_args_schedule_run, "\x81\xa4what\xa4open").code, ERR_BAD_VALUE);

    const struct field field = {"priority", KIND_PRIORITY, REQUIRED, 0, 0, ""};
    assert_int_equal(codec_check(&field, &(uint64_t){PRIORITY_COUNT - 1}, &why), OK);
    assert_int_equal(codec_check(&field, &(uint64_t){PRIORITY_COUNT}, &why), ERR_OUT_OF_RANGE);
}

static void zones_are_names_and_nothing_else(void **state)
{
    (void)state;
    static const char *const good[] = {"UTC", "Asia/Shanghai", "America/Port-au-Prince", "Etc/GMT+8"};
    static const char *const bad[] = {"",    "/etc/hostname", ":UTC", "../UTC",        "Asia/../UTC", ".",
                                      "-12", "UTC 0",         "<U>0", "UTC0,M3.5.0/2", "\xe5\xb8\x82"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(is_zone_name(bytes_of_text(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(is_zone_name(bytes_of_text(bad[i])));
    assert_false(is_zone_name(bytes_of("UTC\0/etc", 8)));
}

static void every_address_is_no_address(void **state)
{
    (void)state;
    static const char *const all[] = {
        "", "0.0.0.0", "0", "0x0", "::", "0:0:0:0:0:0:0:0", "::ffff:0.0.0.0", "::FFFF:0:0", "*"};
    static const char *const one[] = {
        "127.0.0.1", "10.0.0.0", "::1", "fe80::", "::ffff:10.0.0.1", "localhost", "o"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        assert_true(is_everywhere(bytes_of_text(all[i])));
    for (size_t i = 0; i < sizeof one / sizeof *one; i++)
        assert_false(is_everywhere(bytes_of_text(one[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_names_and_ids),
        cmocka_unit_test(judges_text),
        cmocka_unit_test(judges_sizes_and_ranges),
        cmocka_unit_test(judges_roles_and_audiences),
        cmocka_unit_test(judges_moments),
        cmocka_unit_test(choices_are_words_of_their_table),
        cmocka_unit_test(zones_are_names_and_nothing_else),
        cmocka_unit_test(every_address_is_no_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
