/* The codec: every shape there and back, and each rule of each kind broken once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "protocol/wire/pack.h"
#include "protocol/wire/scan.h"
#include "tests/unit/samples.h"

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

#define REFUSAL(shape, map) refusal_of(&shape, bytes_of(map, sizeof(map) - 1))

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
        [KIND_AUDIENCE] = {7, 7}, [KIND_POSITIONS] = {8, 8},
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
        {KIND_LINE, "a\xe5\xb9", ERR_NOT_UTF8},
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
        audience_write(&out, &(struct bytes){(const uint8_t *)good[i], strlen(good[i])}, 1);
        struct bytes value = buffer_bytes(&out);
        assert_int_equal(codec_check(&field, &value, &why), OK);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct buffer out = buffer_over(first_room, sizeof first_room);
        audience_write(&out, &(struct bytes){(const uint8_t *)bad[i], strlen(bad[i])}, 1);
        struct bytes value = buffer_bytes(&out);
        assert_int_equal(codec_check(&field, &value, &why), ERR_BAD_VALUE);
        assert_true(bytes_equal_text(why.name, bad[i]));
    }
    struct bytes many = bytes_of_text("\x93\xa5guest\xa5guest\xa5guest");
    assert_int_equal(codec_check(&field, &many, &why), ERR_OUT_OF_RANGE);
    struct bytes mixed = bytes_of_text("\x92\xa5guest\x01");
    assert_int_equal(codec_check(&field, &mixed, &why), ERR_WRONG_KIND);
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
    audience_write(&out, words, 2);
    struct bytes word;
    size_t at = 0;
    assert_true(audience_next(buffer_bytes(&out), &at, &word));
    assert_true(bytes_equal(word, words[0]));
    assert_true(audience_next(buffer_bytes(&out), &at, &word));
    assert_true(bytes_equal(word, words[1]));
    assert_false(audience_next(buffer_bytes(&out), &at, &word));

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
        cmocka_unit_test(judges_positions),
        cmocka_unit_test(walks_audiences_and_positions),
        cmocka_unit_test(a_full_buffer_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
