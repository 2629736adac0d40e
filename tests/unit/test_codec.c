/* The codec: every shape there and back, and each rule of each kind broken once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "protocol/wire/pack.h"
#include "protocol/wire/scan.h"
#include "tests/unit/support/samples.h"

static uint8_t first_room[LIMIT_PLAIN_BYTES], second_room[LIMIT_PLAIN_BYTES];

static void every_shape_comes_back(void **state)
{
    (void)state;
    for (size_t i = 0; sample_shapes[i] != NULL; i++) {
        for (int variant = 0; variant < 4; variant++) {
            _Alignas(max_align_t) uint8_t values[SHAPE_BYTES], decoded[SHAPE_BYTES] = {0};
            struct buffer first = buffer_over(first_room, sizeof first_room);
            struct buffer second = buffer_over(second_room, sizeof second_room);
            struct refusal why = {.field = ""};
            sample_fill(sample_shapes[i], variant < 2, variant % 2, values);
            codec_encode(sample_shapes[i], values, &first);
            assert_false(first.overflowed);
            assert_int_equal(scan_check(buffer_bytes(&first), &why), OK);
            if (codec_decode(sample_shapes[i], buffer_bytes(&first), decoded, &why) != OK)
                fail_msg("%s: %s '%s'", sample_shapes[i]->name, error_kinds[why.code].word, why.field);
            for (size_t j = 0; j < sample_shapes[i]->count; j++)
                assert_int_equal(field_present(decoded, j), field_present(values, j));
            codec_encode(sample_shapes[i], decoded, &second);
            assert_true(bytes_equal(buffer_bytes(&first), buffer_bytes(&second)));
        }
    }
}

static void members_hold_what_was_sent(void **state)
{
    (void)state;
    struct args_publish args;
    struct refusal why;
    static const char map[] = "\x83\xa7"
                              "channel\xa9programme\xa8headline\xa2hi\xa5"
                              "dated\xa4"
                              "2006";
    assert_int_equal(codec_decode(&shape_args_publish, bytes_of(map, sizeof map - 1), &args, &why), OK);
    assert_true(bytes_equal_text(args.channel, "programme"));
    assert_true(bytes_equal_text(args.headline, "hi"));
    assert_true(args.has.dated && bytes_equal_text(args.dated, "2006"));
    assert_false(args.has.text || args.has.text_hash);
    assert_ptr_equal(args.channel.at, map + 10); /* borrowed, not copied */
}

static struct refusal refusal_of(const struct shape *shape, struct bytes map)
{
    struct refusal why = {.code = OK};
    uint8_t values[SHAPE_BYTES];
    memset(values, 0x5a, sizeof values);
    enum error error = codec_decode(shape, map, values, &why);
    assert_int_equal(error, why.code);
    for (size_t i = 0; i < sizeof values; i++)
        assert_int_equal(values[i], 0x5a); /* untouched */
    return why;
}

#define BYTES(text)         bytes_of(text, sizeof(text) - 1)
#define REFUSAL(shape, map) refusal_of(&shape, BYTES(map))

static void refuses_maps_that_do_not_fit(void **state)
{
    (void)state;
    struct refusal why = REFUSAL(shape_args_read, "\x82\xa2id\xa3"
                                                  "a/1\xa4what\x01");
    assert_int_equal(why.code, ERR_UNKNOWN_FIELD);
    assert_true(bytes_equal_text(why.name, "what"));
    why = REFUSAL(shape_args_read, "\x80");
    assert_int_equal(why.code, ERR_FIELD_MISSING);
    assert_string_equal(why.field, "id");
    assert_int_equal(REFUSAL(shape_args_read, "\x90").code, ERR_MALFORMED);
    assert_int_equal(REFUSAL(shape_args_ping, "\x81\xa1x\xc0").code, ERR_UNKNOWN_FIELD);
}

/* Every kind is given every other type of MessagePack value. */
static void refuses_values_of_other_types(void **state)
{
    (void)state;
    static const struct bytes values[] = {
        {(const uint8_t *)"\xc0", 1},
        {(const uint8_t *)"\xc3", 1},
        {(const uint8_t *)"\x05", 1},
        {(const uint8_t *)"\xff", 1},
        {(const uint8_t *)"\xca\0\0\0\0", 5},
        {(const uint8_t *)"\xa4"
                          "2006",
         5},
        {(const uint8_t *)"\xc4\x01x", 3},
        {(const uint8_t *)"\x90", 1},
        {(const uint8_t *)"\x80", 1},
    };
    static const int fitting[KIND_COUNT][2] = {
        [KIND_NAME] = {5, 5},     [KIND_CHANNEL] = {5, 5},   [KIND_ID] = {5, 5},
        [KIND_LINE] = {5, 5},     [KIND_TEXT] = {5, 5},      [KIND_DATED] = {5, 5},
        [KIND_CODE] = {5, 5},     [KIND_BYTES] = {6, 6},     [KIND_HASH] = {6, 6},
        [KIND_KEY] = {6, 6},      [KIND_SIGNATURE] = {6, 6}, [KIND_NUMBER] = {2, 2},
        [KIND_TIME] = {2, 3},     [KIND_FLAG] = {1, 1},      [KIND_ROLE] = {5, 5},
        [KIND_AUDIENCE] = {7, 7}, [KIND_POSITIONS] = {8, 8}, [KIND_MOMENT] = {5, 5},
        [KIND_PRIORITY] = {5, 5}, [KIND_ROSTER] = {5, 5},    [KIND_TRANSITION] = {5, 5},
        [KIND_NAMES] = {7, 7},    [KIND_IDS] = {7, 7},       [KIND_NUMBERS] = {7, 7},
        [KIND_FILES] = {7, 7},    [KIND_MONTH] = {5, 5},     [KIND_ACTIVITY] = {5, 5},
        [KIND_STAGE] = {5, 5},    [KIND_SEARCHED] = {5, 5},  [KIND_ORDER] = {5, 5},
    };
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        const struct field field = {"value", (enum kind)kind, REQUIRED, 100, 16, ""};
        const struct shape shape = {"one", &field, 1, 64};
        for (int i = 0; i < (int)(sizeof values / sizeof values[0]); i++) {
            struct buffer out = buffer_over(first_room, sizeof first_room);
            _Alignas(max_align_t) uint8_t decoded[SHAPE_BYTES];
            struct refusal why = {.code = OK};
            buffer_add_text(&out, "\x81\xa5value");
            buffer_add(&out, values[i].at, values[i].size);
            codec_decode(&shape, buffer_bytes(&out), decoded, &why);
            if (i == fitting[kind][0] || i == fitting[kind][1]) {
                assert_int_not_equal(why.code, ERR_WRONG_KIND);
                continue;
            }
            assert_int_equal(why.code, ERR_WRONG_KIND);
            assert_string_equal(why.field, "value");
            assert_true(bytes_equal_text(why.name, kind_words[kind]));
        }
    }
}

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

static void judges_names_ids_and_numbers(void **state)
{
    (void)state;
    const struct {
        enum kind kind;
        struct bytes value;
        enum error error;
        const char *name;
    } cases[] = {
        {KIND_NAMES,
         BYTES("\x92\xa6labour\xa5"
               "roads"),
         OK, ""},
        {KIND_NAMES, BYTES("\x90"), OK, ""},
        {KIND_NAMES, BYTES("\x92\xa6labour\xa6labour"), ERR_NAMED_TWICE, "labour"},
        {KIND_NAMES,
         BYTES("\x93\xa1"
               "a\xa1"
               "b\xa1"
               "c"),
         ERR_OUT_OF_RANGE, ""},
        {KIND_NAMES, BYTES("\x91\xa6Labour"), ERR_BAD_NAME, ""},
        {KIND_NAMES, BYTES("\x91\xa0"), ERR_EMPTY, ""},
        {KIND_NAMES, BYTES("\x91\x01"), ERR_WRONG_KIND, "names"},
        {KIND_NAMES,
         BYTES("\x91\xa1"
               "a\xa1"
               "b"),
         ERR_WRONG_KIND, "names"},
        {KIND_IDS,
         BYTES("\x92\xa3"
               "a/1\xa3"
               "a/2"),
         OK, ""},
        {KIND_IDS,
         BYTES("\x92\xa3"
               "a/1\xa3"
               "a/1"),
         ERR_NAMED_TWICE, "a/1"},
        {KIND_IDS,
         BYTES("\x91\xa3"
               "a/0"),
         ERR_BAD_VALUE, "a/0"},
        {KIND_IDS, BYTES("\x91\xa6labour"), ERR_BAD_VALUE, "labour"},
        {KIND_NUMBERS, BYTES("\x92\x01\xcf\xff\xff\xff\xff\xff\xff\xff\xff"), OK, ""},
        {KIND_NUMBERS, BYTES("\x92\x01\x01"), OK, ""},
        {KIND_NUMBERS, BYTES("\x91\xff"), ERR_WRONG_KIND, "numbers"},
        {KIND_NUMBERS, BYTES("\x91\xa1x"), ERR_WRONG_KIND, "numbers"},
        {KIND_NUMBERS, BYTES("\x91\x01\x01"), ERR_WRONG_KIND, "numbers"},
        {KIND_NUMBERS, BYTES("\x93\x01\x02\x03"), ERR_OUT_OF_RANGE, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct field field = {"list", cases[i].kind, REQUIRED, 2, 0, ""};
        struct refusal why = {.code = OK};
        enum error error = codec_check(&field, &cases[i].value, &why);
        if (error != cases[i].error)
            fail_msg("case %zu: %s, not %s", i, error_kinds[error].word, error_kinds[cases[i].error].word);
        assert_int_equal(why.code, error);
        assert_true(bytes_equal_text(why.name, cases[i].name));
    }
}

static enum error judge_files(const struct file_named *files, size_t count, struct refusal *why)
{
    const struct field field = {"attach", KIND_FILES, REQUIRED, LIMIT_FILES, 0, ""};
    struct buffer out = buffer_over(first_room, sizeof first_room);
    files_write(&out, files, count);
    struct bytes value = buffer_bytes(&out);
    *why = (struct refusal){.code = OK};
    assert_false(out.overflowed);
    enum error error = codec_check(&field, &value, why);
    assert_int_equal(why->code, error);
    return error;
}

static void judges_file_names(void **state)
{
    (void)state;
    static char longest[LIMIT_FILE_NAME_BYTES + 2];
    static const uint8_t hash[LIMIT_HASH_BYTES];
    memset(longest, 'x', LIMIT_FILE_NAME_BYTES + 1);
    const struct {
        const char *name;
        enum error error;
    } cases[] = {
        {"a", OK},
        {"名单 2006: \"final\".pdf", OK},
        {"a..b", OK},
        {longest + 1, OK},
        {longest, ERR_TOO_LONG},
        {"", ERR_EMPTY},
        {" ", ERR_EMPTY},
        {"a/b", ERR_BAD_FILE_NAME},
        {"/etc", ERR_BAD_FILE_NAME},
        {"a\\b", ERR_BAD_FILE_NAME},
        {".profile", ERR_BAD_FILE_NAME},
        {"..", ERR_BAD_FILE_NAME},
        {"a\nb", ERR_CONTROL_CHARACTER},
        {"a\x1b[1m", ERR_CONTROL_CHARACTER},
        {"a\u202e"
         "fdp",
         ERR_CONTROL_CHARACTER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct refusal why;
        const struct file_named file = {bytes_of_text(cases[i].name), 1, bytes_of(hash, sizeof hash)};
        if (judge_files(&file, 1, &why) != cases[i].error)
            fail_msg("'%s': %s", cases[i].name, error_kinds[why.code].word);
        if (why.code == ERR_BAD_FILE_NAME)
            assert_true(bytes_equal(why.name, file.name));
    }
}

static void judges_files(void **state)
{
    (void)state;
    static const uint8_t zeros[LIMIT_HASH_BYTES];
    const struct bytes hash = bytes_of(zeros, sizeof zeros), short_hash = bytes_of(zeros, 31);
    const struct bytes a = bytes_of_text("a"), b = bytes_of_text("b");
    struct refusal why;
    assert_int_equal(judge_files(NULL, 0, &why), OK);
    assert_int_equal(judge_files((struct file_named[]){{a, 1, hash}, {b, 1, hash}}, 2, &why), OK);
    assert_int_equal(judge_files(&(struct file_named){a, LIMIT_FILE_BYTES, hash}, 1, &why), OK);
    assert_int_equal(judge_files(&(struct file_named){a, LIMIT_FILE_BYTES + 1, hash}, 1, &why),
                     ERR_FILE_TOO_LARGE);
    assert_true(bytes_equal(why.name, a));
    assert_int_equal(why.limit, LIMIT_FILE_BYTES);
    assert_int_equal(judge_files(&(struct file_named){a, 0, hash}, 1, &why), ERR_EMPTY);
    assert_int_equal(judge_files(&(struct file_named){a, 1, short_hash}, 1, &why), ERR_WRONG_SIZE);
    assert_int_equal(judge_files((struct file_named[]){{a, 1, hash}, {b, 1, hash}, {a, 2, hash}}, 3, &why),
                     ERR_NAMED_TWICE);
    assert_true(bytes_equal(why.name, a));

    struct file_named many[LIMIT_FILES + 1];
    for (size_t i = 0; i <= LIMIT_FILES; i++)
        many[i] = (struct file_named){bytes_of(&"abcdefghi"[i], 1), 1, hash};
    assert_int_equal(judge_files(many, LIMIT_FILES, &why), OK);
    assert_int_equal(judge_files(many, LIMIT_FILES + 1, &why), ERR_OUT_OF_RANGE);
    assert_int_equal(why.limit, LIMIT_FILES);
}

static void refuses_files_of_another_form(void **state)
{
    (void)state;
    const struct bytes wrong[] = {
        BYTES("\x91\xa1"
              "a"),
        BYTES("\x91\x90"),
        BYTES("\x91\x92\xa1"
              "a\x01"),
        BYTES("\x91\x94\xa1"
              "a\x01\xc4\x00\x01"),
        BYTES("\x91\x93\x01\x01\xc4\x00"),
        BYTES("\x91\x93\xa1"
              "a\xa1"
              "1\xc4\x00"),
        BYTES("\x91\x93\xa1"
              "a\x01\xa1h"),
        BYTES("\x90\x01"),
    };
    const struct field field = {"attach", KIND_FILES, REQUIRED, LIMIT_FILES, 0, ""};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct refusal why;
        assert_int_equal(codec_check(&field, &wrong[i], &why), ERR_WRONG_KIND);
        assert_true(bytes_equal_text(why.name, "files"));
    }
}

static void judges_positions(void **state)
{
    (void)state;
    const struct field field = {"channels", KIND_POSITIONS, REQUIRED, 2, 0, ""};
    const struct {
        struct bytes value;
        enum error error;
    } cases[] = {
        {bytes_of("\x82\xa1"
                  "a\x00\xa3"
                  "b/c\xcd\x01\x00",
                  11),
         OK},
        {bytes_of("\x81\xa1"
                  "A\x00",
                  4),
         ERR_BAD_NAME},
        {bytes_of("\x81\xa0\x00", 3), ERR_EMPTY},
        {bytes_of("\x81\xa1"
                  "a\xff",
                  4),
         ERR_WRONG_KIND},
        {bytes_of("\x81\xa1"
                  "a\xa1"
                  "b",
                  5),
         ERR_WRONG_KIND},
        {bytes_of("\x83\xa1"
                  "a\x00\xa1"
                  "b\x00\xa1"
                  "c\x00",
                  10),
         ERR_OUT_OF_RANGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct refusal why;
        assert_int_equal(codec_check(&field, &cases[i].value, &why), cases[i].error);
    }
}

static void walks_audiences_and_positions(void **state)
{
    (void)state;
    struct buffer out = buffer_over(first_room, sizeof first_room);
    const struct bytes words[] = {bytes_of_text("guest"), bytes_of_text("dept:labour")};
    words_write(&out, words, 2);
    struct bytes word;
    size_t at = 0;
    assert_true(words_next(buffer_bytes(&out), &at, &word));
    assert_true(bytes_equal(word, words[0]));
    assert_true(words_next(buffer_bytes(&out), &at, &word));
    assert_true(bytes_equal(word, words[1]));
    assert_false(words_next(buffer_bytes(&out), &at, &word));

    out.size = 0;
    const struct position positions[] = {{bytes_of_text("a"), 0}, {bytes_of_text("b/c"), UINT64_MAX}};
    positions_write(&out, positions, 2);
    struct bytes channel;
    uint64_t number;
    at = 0;
    for (size_t i = 0; i < 2; i++) {
        assert_true(positions_next(buffer_bytes(&out), &at, &channel, &number));
        assert_true(bytes_equal(channel, positions[i].channel));
        assert_true(number == positions[i].number);
    }
    assert_false(positions_next(buffer_bytes(&out), &at, &channel, &number));
}

static void walks_words_numbers_and_files(void **state)
{
    (void)state;
    struct buffer out = buffer_over(first_room, sizeof first_room);
    const struct bytes names[] = {bytes_of_text("labour"), bytes_of_text("roads")};
    words_write(&out, names, 2);
    assert_int_equal(words_count(buffer_bytes(&out)), 2);
    assert_true(words_have(buffer_bytes(&out), names[1]));
    assert_false(words_have(buffer_bytes(&out), bytes_of_text("road")));
    assert_int_equal(words_count(bytes_of("\x90", 1)), 0);
    assert_int_equal(words_count(bytes_of(NULL, 0)), 0); /* of a field that is not there */
    assert_false(words_have(bytes_of(NULL, 0), names[0]));

    out.size = 0;
    static const uint64_t numbers[] = {0, 7, UINT64_MAX};
    numbers_write(&out, numbers, 3);
    uint64_t number;
    size_t at = 0;
    for (size_t i = 0; i < 3; i++) {
        assert_true(numbers_next(buffer_bytes(&out), &at, &number));
        assert_true(number == numbers[i]);
    }
    assert_false(numbers_next(buffer_bytes(&out), &at, &number));
    at = 0;
    assert_false(numbers_next(bytes_of("\x90", 1), &at, &number));

    out.size = 0;
    static const uint8_t hashes[2][LIMIT_HASH_BYTES] = {{1}, {2}};
    const struct file_named files[] = {{bytes_of_text("名单.pdf"), 1, bytes_of(hashes[0], LIMIT_HASH_BYTES)},
                                       {bytes_of_text("b"), 70000, bytes_of(hashes[1], LIMIT_HASH_BYTES)}};
    files_write(&out, files, 2);
    struct file_named file;
    at = 0;
    for (size_t i = 0; i < 2; i++) {
        assert_true(files_next(buffer_bytes(&out), &at, &file));
        assert_true(bytes_equal(file.name, files[i].name));
        assert_true(file.size == files[i].size);
        assert_true(bytes_equal(file.hash, files[i].hash));
    }
    assert_false(files_next(buffer_bytes(&out), &at, &file));
}

/* What a department is told is copied from what was published: by name, where the kind is the same. */
static void copies_what_both_shapes_have(void **state)
{
    (void)state;
    struct args_publish args = {
        .has = {.channel = true, .headline = true, .priority = true, .effective = true, .receipt = true},
        .channel = bytes_of_text("programme"),
        .headline = bytes_of_text("首批"),
        .priority = PRIORITY_URGENT,
        .effective = bytes_of_text("2026-12-31"),
        .receipt = true,
    };
    struct record_bulletin row = {.has = {.due = true}, .due = 77, .effective = 5};
    shape_copy(&shape_args_publish, &args, &shape_record_bulletin, &row);
    assert_true(row.has.headline && row.headline.at == args.headline.at);
    assert_true(row.has.priority && row.priority == PRIORITY_URGENT);
    assert_true(row.has.receipt && row.receipt);
    assert_true(row.has.due && row.due == 77); /* not in `from`: as it was */
    assert_false(row.has.effective);           /* a moment there, a time here */
    assert_int_equal(row.effective, 5);
    assert_false(row.has.id || row.has.text || row.has.to);
}

static void a_full_buffer_says_so(void **state)
{
    (void)state;
    struct args_read args = {.has = {.id = true}, .id = bytes_of_text("programme/12")};
    struct buffer whole = buffer_over(first_room, sizeof first_room);
    codec_encode(&shape_args_read, &args, &whole);
    for (size_t room = 0; room < whole.size; room++) {
        struct buffer out = buffer_over(second_room, room);
        codec_encode(&shape_args_read, &args, &out);
        assert_true(out.overflowed);
    }
    struct buffer out = buffer_over(second_room, whole.size);
    codec_encode(&shape_args_read, &args, &out);
    assert_false(out.overflowed);
}

/* A newer server says more than this client knows. */
static void passes_over_fields_only_when_told(void **state)
{
    (void)state;
    static const char map[] = "\x83\xa2id\xacprogramme/12\xa5later\x92\x01\x81\xa1x\xc0\xa8revision\x02";
    struct bytes bytes = bytes_of(map, sizeof map - 1);
    struct args_read args = {.has = {.id = false}};
    struct refusal why = {.code = OK};
    assert_int_equal(codec_decode(&shape_args_read, bytes, &args, &why), ERR_UNKNOWN_FIELD);
    assert_true(bytes_equal_text(why.name, "later"));
    assert_false(args.has.id);
    assert_int_equal(codec_decode_known(&shape_args_read, bytes, &args, &why), OK);
    assert_true(args.has.id && args.has.revision);
    assert_true(bytes_equal_text(args.id, "programme/12"));
    assert_int_equal(args.revision, 2);
    /* What is known is judged all the same. */
    static const char bad[] = "\x82\xa5later\x01\xa2id\x07";
    assert_int_equal(codec_decode_known(&shape_args_read, bytes_of(bad, sizeof bad - 1), &args, &why),
                     ERR_WRONG_KIND);
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
        cmocka_unit_test(every_shape_comes_back),
        cmocka_unit_test(members_hold_what_was_sent),
        cmocka_unit_test(refuses_maps_that_do_not_fit),
        cmocka_unit_test(refuses_values_of_other_types),
        cmocka_unit_test(judges_names_and_ids),
        cmocka_unit_test(judges_text),
        cmocka_unit_test(judges_sizes_and_ranges),
        cmocka_unit_test(judges_roles_and_audiences),
        cmocka_unit_test(judges_moments),
        cmocka_unit_test(choices_are_words_of_their_table),
        cmocka_unit_test(judges_names_ids_and_numbers),
        cmocka_unit_test(judges_file_names),
        cmocka_unit_test(judges_files),
        cmocka_unit_test(refuses_files_of_another_form),
        cmocka_unit_test(judges_positions),
        cmocka_unit_test(walks_audiences_and_positions),
        cmocka_unit_test(walks_words_numbers_and_files),
        cmocka_unit_test(copies_what_both_shapes_have),
        cmocka_unit_test(a_full_buffer_says_so),
        cmocka_unit_test(passes_over_fields_only_when_told),
        cmocka_unit_test(zones_are_names_and_nothing_else),
        cmocka_unit_test(every_address_is_no_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
