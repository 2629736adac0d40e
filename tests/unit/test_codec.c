/* The codec: every shape there and back, and maps that are no such shape. What a value may be is a matter of
 * other tests. */
#include <stdlib.h>

#include "protocol/wire/scan.h"
#include "tests/unit/support/maps.h"
#include "tests/unit/support/samples.h"
#include "tests/unit/support/testing.h"

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

/* Whoever makes a struct need not set the flags of what must be there. */
static void what_must_be_there_is_written_without_its_flag(void **state)
{
    (void)state;
    for (size_t i = 0; sample_shapes[i] != NULL; i++) {
        _Alignas(max_align_t) uint8_t values[SHAPE_BYTES];
        struct buffer flagged = buffer_over(first_room, sizeof first_room);
        struct buffer bare = buffer_over(second_room, sizeof second_room);
        sample_fill(sample_shapes[i], true, 0, values);
        codec_encode(sample_shapes[i], values, &flagged);
        for (size_t j = 0; j < sample_shapes[i]->count; j++) {
            if (sample_shapes[i]->fields[j].needed == REQUIRED)
                ((bool *)(void *)values)[j] = false;
        }
        codec_encode(sample_shapes[i], values, &bare);
        assert_true(bytes_equal(buffer_bytes(&flagged), buffer_bytes(&bare)));
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
#define CHOICE_FITTING(SYMBOL, ...) [KIND_##SYMBOL] = {5, 5},
    static const int fitting[KIND_COUNT][2] = {
        [KIND_NAME] = {5, 5},   [KIND_CHANNEL] = {5, 5}, [KIND_ID] = {5, 5},        [KIND_LINE] = {5, 5},
        [KIND_TEXT] = {5, 5},   [KIND_DATED] = {5, 5},   [KIND_CODE] = {5, 5},      [KIND_BYTES] = {6, 6},
        [KIND_HASH] = {6, 6},   [KIND_KEY] = {6, 6},     [KIND_SIGNATURE] = {6, 6}, [KIND_NUMBER] = {2, 2},
        [KIND_TIME] = {2, 3},   [KIND_FLAG] = {1, 1},    [KIND_AUDIENCE] = {7, 7},  [KIND_POSITIONS] = {8, 8},
        [KIND_MOMENT] = {5, 5}, [KIND_NAMES] = {7, 7},   [KIND_IDS] = {7, 7},       [KIND_NUMBERS] = {7, 7},
        [KIND_FILES] = {7, 7},  [KIND_MONTH] = {5, 5},   [KIND_LINES] = {7, 7},     [KIND_ITEMS] = {7, 7},
        CHOICES(CHOICE_FITTING)};
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shape_comes_back),
        cmocka_unit_test(what_must_be_there_is_written_without_its_flag),
        cmocka_unit_test(members_hold_what_was_sent),
        cmocka_unit_test(refuses_maps_that_do_not_fit),
        cmocka_unit_test(refuses_values_of_other_types),
        cmocka_unit_test(copies_what_both_shapes_have),
        cmocka_unit_test(a_full_buffer_says_so),
        cmocka_unit_test(passes_over_fields_only_when_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
