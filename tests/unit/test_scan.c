/* The scan: each rule broken once, every cut, and the records that would make an unpacker allocate. */
#include <msgpack.h>
#include <stdlib.h>

#include "protocol/wire/pack.h"
#include "protocol/wire/scan.h"
#include "tests/unit/support/samples.h"
#include "tests/unit/support/testing.h"

#define BYTES(text) bytes_of(text, sizeof(text) - 1)

static void assert_refused(struct bytes bytes, const char *rule)
{
    struct refusal why = {.code = OK};
    assert_int_equal(scan_check(bytes, &why), ERR_MALFORMED);
    assert_int_equal(why.code, ERR_MALFORMED);
    assert_memory_equal(why.name.at, rule, why.name.size);
    assert_int_equal(why.name.size, strlen(rule));
}

static void assert_passed(struct bytes bytes)
{
    struct refusal why = {.name = bytes_of_text("")};
    if (scan_check(bytes, &why) != OK)
        fail_msg("refused: %.*s", (int)why.name.size, (const char *)why.name.at);
}

static void refuses_each_rule_broken(void **state)
{
    (void)state;
    assert_refused(BYTES(""), "nothing in it");
    assert_refused(BYTES("\xc1"), "a reserved byte");
    assert_refused(BYTES("\xc7\x01\x05x"), "an extension type");
    assert_refused(BYTES("\xd4\x05x"), "an extension type");
    assert_refused(BYTES("\xd8\x05xxxxxxxxxxxxxxxx"), "an extension type");
    assert_refused(BYTES("\xdd\xff\xff\xff\xff"), "a count larger than the bytes left");
    assert_refused(BYTES("\xdf\xff\xff\xff\xff"), "a count larger than the bytes left");
    assert_refused(BYTES("\x81\xa0"), "a count larger than the bytes left");
    assert_refused(BYTES("\xc6\xff\xff\xff\xff"), "a length larger than the bytes left");
    assert_refused(BYTES("\xdb\xff\xff\xff\xff"), "a length larger than the bytes left");
    assert_refused(BYTES("\xa2x"), "a length larger than the bytes left");
    assert_refused(BYTES("\x92\x91\x01"), "cut off");
    assert_refused(BYTES("\xcf\x01\x02"), "cut off");
    assert_refused(BYTES("\x91\x91\x91\x91\x91\x91\x91\x91\x90"), "nested deeper than 8");
    assert_refused(BYTES("\x91\x91\x91\x91\x91\x91\x91\x91\x80"), "nested deeper than 8");
    assert_refused(BYTES("\x81\x01\x01"), "a key that is no string");
    assert_refused(BYTES("\x81\xc4\x01x\x01"), "a key that is no string");
    assert_refused(BYTES("\x81\x90\x01"), "a key that is no string");
    assert_refused(BYTES("\x82\xa1k\x01\xa1k\x01"), "a key twice");
    assert_refused(BYTES("\x82\xa1k\x01\xd9\x01k\x01"), "a key twice");
    assert_refused(BYTES("\x82\xa0\x81\xa0\x01\xa0\x01"), "a key twice");
    assert_refused(BYTES("\x84\xa1k\x01\xa1m\x01\xa1l\x01\xa1k\x01"), "a key twice");
}

static void passes_what_is_whole(void **state)
{
    (void)state;
    assert_passed(BYTES("\xc0"));
    assert_passed(BYTES("\xc2\xc3\x7f\xe0\xcb\x00\x00\x00\x00\x00\x00\x00\x00"));
    assert_passed(BYTES("\x91\x91\x91\x91\x91\x91\x91\x90"));
    assert_passed(BYTES("\x82\xa1k\x81\xa1k\x01\xa1l\x81\xa1k\x01")); /* the same key in three maps */
    assert_passed(BYTES("\xc4\x02\xff\xfe"));                         /* binary need not be UTF-8 */
    assert_passed(BYTES("\xa1\x00"));                                 /* characters are the codec's affair */
}

static void refuses_what_is_not_utf8(void **state)
{
    (void)state;
    const struct bytes wrong[] = {
        BYTES("\xa1\x80"),
        BYTES("\xa1\xff"),
        BYTES("\xa2\xc0\x80"),
        BYTES("\xa2\xc1\xbf"),
        BYTES("\xa3\xe0\x9f\xbf"),
        BYTES("\xa4\xf0\x8f\xbf\xbf"),
        BYTES("\xa3\xed\xa0\x80"),
        BYTES("\xa3\xed\xbf\xbf"),
        BYTES("\xa4\xf4\x90\x80\x80"),
        BYTES("\xa5\xf8\x88\x80\x80\x80"),
        BYTES("\xa2\xe5\xb9"),
        BYTES("\xa2\xc3\x28"),
        BYTES("\x81\xa1\xff\x01"),
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_refused(wrong[i], "not UTF-8");
    assert_passed(BYTES("\xae\xc2\x80\xe0\xa0\x80\xed\x9f\xbf\xef\xbf\xbf\xe5\xb9\xbf"));
    assert_passed(BYTES("\xa8\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"));
}

static void bounds_a_whole_record(void **state)
{
    (void)state;
    static uint8_t room[LIMIT_PLAIN_BYTES];
    memset(room, 0x90, sizeof room);
    assert_refused(bytes_of(room, sizeof room), "too many elements");
    assert_refused(bytes_of(room, LIMIT_RECORD_ELEMENTS + 1), "too many elements");
    assert_passed(bytes_of(room, LIMIT_RECORD_ELEMENTS));
    memset(room, 0x91, sizeof room);
    assert_refused(bytes_of(room, sizeof room), "nested deeper than 8");
    memset(room, 0x81, sizeof room);
    assert_refused(bytes_of(room, sizeof room), "a key that is no string");
    memset(room, 0xa0, sizeof room);
    room[0] = 0xdc;
    room[1] = room[2] = 0xff;
    assert_refused(bytes_of(room, sizeof room), "a count larger than the bytes left");
}

/* `count` keys in a map, and that map under one key of another if `nested`. */
static struct bytes map_of(size_t count, bool nested)
{
    static uint8_t room[LIMIT_PLAIN_BYTES];
    struct buffer out = buffer_over(room, sizeof room);
    msgpack_packer packer = pack_into(&out);
    if (nested) {
        msgpack_pack_map(&packer, 1);
        pack_text(&packer, bytes_of_text("outer"));
    }
    msgpack_pack_map(&packer, count);
    for (size_t i = 0; i < count; i++) {
        uint32_t shuffled = (uint32_t)i * 2654435761u;
        char key[8] = {'k'};
        for (size_t j = 1; j < 8; j++)
            key[j] = (char)('a' + (shuffled >> (4 * j) & 15));
        key[7] = (char)('a' + (shuffled & 15));
        pack_text(&packer, bytes_of(key, i % 2 == 0 ? 8 : 7));
        msgpack_pack_uint64(&packer, i);
    }
    assert_false(out.overflowed);
    return buffer_bytes(&out);
}

static void bounds_the_keys_of_open_maps(void **state)
{
    (void)state;
    assert_passed(map_of(LIMIT_MAP_KEYS, false));
    assert_refused(map_of(LIMIT_MAP_KEYS + 1, false), "too many keys");
    assert_passed(map_of(LIMIT_MAP_KEYS - 1, true));
    assert_refused(map_of(LIMIT_MAP_KEYS, true), "too many keys");

    /* Closed maps give their keys back. */
    static uint8_t room[LIMIT_PLAIN_BYTES];
    struct buffer out = buffer_over(room, sizeof room);
    for (int i = 0; i < 5; i++) {
        struct bytes map = map_of(LIMIT_MAP_KEYS, false);
        buffer_add(&out, map.at, map.size);
    }
    assert_passed(buffer_bytes(&out));
}

static void finds_every_key_given_twice(void **state)
{
    (void)state;
    enum { KEYS = 12 };
    for (int first = 0; first < KEYS; first++) {
        for (int second = first + 1; second < KEYS; second++) {
            uint8_t room[256];
            struct buffer out = buffer_over(room, sizeof room);
            msgpack_packer packer = pack_into(&out);
            msgpack_pack_map(&packer, KEYS);
            for (int i = 0; i < KEYS; i++) {
                uint8_t key = (uint8_t)('a' + (i == second ? first : i) * 7 % KEYS);
                pack_text(&packer, bytes_of(&key, 1));
                msgpack_pack_nil(&packer);
            }
            assert_refused(buffer_bytes(&out), "a key twice");
        }
    }
}

/* Each shape as a message; in memory of exactly its size, so that a sanitizer sees one byte read too many. */
static void refuses_every_cut(void **state)
{
    (void)state;
    for (size_t i = 0; sample_shapes[i] != NULL; i++) {
        _Alignas(max_align_t) uint8_t values[SHAPE_BYTES];
        static uint8_t room[LIMIT_PLAIN_BYTES];
        struct buffer out = buffer_over(room, sizeof room);
        sample_fill(sample_shapes[i], true, 0, values);
        codec_encode(sample_shapes[i], values, &out);
        assert_passed(buffer_bytes(&out));
        for (size_t size = 0; size < out.size; size++) {
            struct refusal why;
            uint8_t *cut = malloc(size + (size == 0));
            memcpy(cut, room, size);
            assert_int_equal(scan_check(bytes_of(cut, size), &why), ERR_MALFORMED);
            free(cut);
        }
    }
}

static void finds_the_size_of_the_first_value(void **state)
{
    (void)state;
    assert_int_equal(scan_value_size(BYTES("\xa2hi\x01")), 3);
    assert_int_equal(scan_value_size(BYTES("\x82\xa1"
                                           "a\x92\x01\x02\xa1"
                                           "b\x80\x01")),
                     9);
    assert_int_equal(scan_value_size(BYTES("\x90\x01")), 1);
}

static void takes_values_of_each_type(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        enum value_type type;
        uint64_t number;
    } cases[] = {
#define CASE(bytes, type, number) {bytes, sizeof(bytes) - 1, type, number}
        CASE("\xc0", VALUE_NIL, 0),
        CASE("\xc2", VALUE_FLAG, 0),
        CASE("\xc3", VALUE_FLAG, 1),
        CASE("\x7f", VALUE_NUMBER, 127),
        CASE("\xcc\xff", VALUE_NUMBER, 255),
        CASE("\xcd\x01\x02", VALUE_NUMBER, 258),
        CASE("\xce\x01\x02\x03\x04", VALUE_NUMBER, 0x01020304),
        CASE("\xcf\xff\xff\xff\xff\xff\xff\xff\xff", VALUE_NUMBER, UINT64_MAX),
        CASE("\xd0\x7f", VALUE_NUMBER, 127),
        CASE("\xd0\x80", VALUE_NEGATIVE, (uint64_t)-128),
        CASE("\xd1\xff\xfe", VALUE_NEGATIVE, (uint64_t)-2),
        CASE("\xd2\x80\x00\x00\x00", VALUE_NEGATIVE, (uint64_t)INT32_MIN),
        CASE("\xd3\x80\x00\x00\x00\x00\x00\x00\x00", VALUE_NEGATIVE, (uint64_t)INT64_MIN),
        CASE("\xff", VALUE_NEGATIVE, (uint64_t)-1),
        CASE("\xa2hi", VALUE_STRING, 2),
        CASE("\xda\x00\x02hi", VALUE_STRING, 2),
        CASE("\xc5\x00\x02hi", VALUE_BINARY, 2),
        CASE("\x93", VALUE_ARRAY, 3),
        CASE("\xdc\x00\x03", VALUE_ARRAY, 3),
        CASE("\xdf\x00\x00\x00\x01", VALUE_MAP, 1),
#undef CASE
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t room[16] = {0}; /* what a head announces has room behind it */
        memcpy(room, cases[i].bytes, cases[i].size);
        struct bytes rest = bytes_of(room, sizeof room);
        struct value value;
        assert_true(scan_take(&rest, &value));
        assert_int_equal(value.type, cases[i].type);
        assert_true(value.number == cases[i].number);
        assert_int_equal(sizeof room - rest.size, cases[i].size);
        if (value.type == VALUE_STRING || value.type == VALUE_BINARY)
            assert_true(bytes_equal_text(value.bytes, "hi"));
    }
    struct bytes none = bytes_of(NULL, 0);
    struct value value;
    assert_false(scan_take(&none, &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_each_rule_broken),
        cmocka_unit_test(passes_what_is_whole),
        cmocka_unit_test(refuses_what_is_not_utf8),
        cmocka_unit_test(bounds_a_whole_record),
        cmocka_unit_test(bounds_the_keys_of_open_maps),
        cmocka_unit_test(finds_every_key_given_twice),
        cmocka_unit_test(refuses_every_cut),
        cmocka_unit_test(finds_the_size_of_the_first_value),
        cmocka_unit_test(takes_values_of_each_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
