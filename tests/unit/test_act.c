/* Acts: written and read back, every wrong part named, every flipped byte noticed. */
#include <sodium.h>

#include "protocol/proof/act.h"
#include "protocol/proof/head.h"
#include "protocol/wire/pack.h"
#include "tests/unit/support/testing.h"

enum { ROOM_BYTES = LIMIT_ACT_BYTES + 64 };

static struct identity author;
static uint8_t house[LIMIT_KEY_BYTES] = {9};
static const uint8_t nonce[LIMIT_NONCE_BYTES] = {1, 2, 3};
static const char args[] = "\x81\xa8headline\xa6\xe5\x93\x81\xe7\x89\x8c"; /* {"headline": "品牌"} */

static struct act example(void)
{
    return (struct act){
        .house = bytes_of(house, sizeof house),
        .author = bytes_of(author.public_key, LIMIT_KEY_BYTES),
        .time_ms = 1164848400123,
        .nonce = bytes_of(nonce, sizeof nonce),
        .verb = bytes_of_text("publish"),
        .args = bytes_of(args, sizeof args - 1),
    };
}

static struct bytes written(const struct act *act, uint8_t room[ROOM_BYTES])
{
    struct buffer out = buffer_over(room, ROOM_BYTES);
    act_write(&out, act);
    assert_false(out.overflowed);
    return buffer_bytes(&out);
}

static void act_reads_as_it_was_written(void **state)
{
    (void)state;
    uint8_t room[ROOM_BYTES];
    struct act act = example(), read;
    struct refusal why;
    struct bytes bytes = written(&act, room);
    assert_int_equal(act_read(bytes, &read, &why), OK);
    assert_true(bytes_equal(read.house, act.house));
    assert_true(bytes_equal(read.author, act.author));
    assert_true(read.time_ms == act.time_ms);
    assert_true(bytes_equal(read.nonce, act.nonce));
    assert_true(bytes_equal(read.verb, act.verb));
    assert_true(bytes_equal(read.args, act.args));
    assert_true(read.args.at > room && read.args.at < room + bytes.size);
}

static void time_keeps_its_sign_and_size(void **state)
{
    (void)state;
    const int64_t times[] = {0, 1, -1, INT64_MAX, INT64_MIN, -1000};
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        uint8_t room[ROOM_BYTES];
        struct act act = example(), read;
        struct refusal why;
        act.time_ms = times[i];
        assert_int_equal(act_read(written(&act, room), &read, &why), OK);
        assert_true(read.time_ms == times[i]);
    }
}

static void time_beyond_63_bits_is_refused(void **state)
{
    (void)state;
    uint8_t room[ROOM_BYTES];
    struct act act = example(), read;
    struct refusal why;
    struct bytes bytes = written(&act, room);
    size_t time_at = 2 + 2 * (2 + LIMIT_KEY_BYTES);
    assert_int_equal(room[time_at], 0xcf); /* an unsigned number of 64 bits */
    room[time_at + 1] = 0x80;
    assert_int_equal(act_read(bytes, &read, &why), ERR_ACT_BROKEN);
    assert_true(bytes_equal_text(why.name, "its time is not a number"));
}

static void signature_is_the_authors_over_these_bytes(void **state)
{
    (void)state;
    uint8_t room[ROOM_BYTES], signature[LIMIT_SIGNATURE_BYTES];
    struct act act = example();
    struct bytes bytes = written(&act, room), signed_by = bytes_of(signature, sizeof signature);
    act_sign(&author, bytes, signature);
    assert_true(act_verify(&act, bytes, signed_by));
    assert_false(act_verify(&act, bytes, bytes_of(signature, sizeof signature - 1)));
    assert_false(act_verify(&act, bytes, (struct bytes){0}));
    act.author = act.house;
    assert_false(act_verify(&act, bytes, signed_by));
    struct checkpoint checkpoint = {.house = bytes_of(author.public_key, LIMIT_KEY_BYTES)};
    assert_false(checkpoint_verify(&checkpoint, bytes, signed_by));
}

static void every_flipped_bit_is_noticed(void **state)
{
    (void)state;
    uint8_t room[ROOM_BYTES], signature[LIMIT_SIGNATURE_BYTES];
    struct act act = example(), read;
    struct refusal why;
    struct bytes bytes = written(&act, room);
    act_sign(&author, bytes, signature);
    uint8_t hash[LIMIT_HASH_BYTES], other_hash[LIMIT_HASH_BYTES];
    hash_bytes(bytes, hash);
    size_t readable = 0;
    for (size_t i = 0; i < bytes.size * 8; i++) {
        room[i / 8] ^= (uint8_t)(1u << i % 8);
        hash_bytes(bytes, other_hash);
        assert_memory_not_equal(hash, other_hash, sizeof hash);
        if (act_read(bytes, &read, &why) == OK) {
            readable++;
            assert_false(act_verify(&read, bytes, bytes_of(signature, sizeof signature)));
        }
        room[i / 8] ^= (uint8_t)(1u << i % 8);
    }
    assert_true(readable > 0 && readable < bytes.size * 8);
}

static void every_cut_and_tail_is_refused(void **state)
{
    (void)state;
    uint8_t room[ROOM_BYTES] = {0};
    struct act act = example(), read = {.time_ms = 77};
    struct refusal why;
    struct bytes bytes = written(&act, room);
    room[bytes.size] = 0xc0;
    for (size_t size = 0; size <= bytes.size + 1; size++) {
        if (size == bytes.size)
            continue;
        assert_int_equal(act_read(bytes_of(room, size), &read, &why), ERR_ACT_BROKEN);
        assert_int_equal(why.code, ERR_ACT_BROKEN);
        assert_true(why.name.size > 0);
    }
    assert_true(read.time_ms == 77);
}

static void wrong_parts_are_named(void **state)
{
    (void)state;
    static uint8_t long_bytes[LIMIT_WORD_BYTES + 1];
    memset(long_bytes, 'x', sizeof long_bytes);
    struct bytes short_key = bytes_of(house, 31), long_word = bytes_of(long_bytes, sizeof long_bytes);
    const struct {
        size_t part;
        struct bytes value;
        const char *named;
    } cases[] = {
        {0, short_key, "its house is not a key"},
        {0, bytes_of(long_bytes, 33), "its house is not a key"},
        {1, short_key, "its author is not a key"},
        {2, bytes_of(nonce, 15), "its nonce has not 16 bytes"},
        {2, bytes_of(long_bytes, 17), "its nonce has not 16 bytes"},
        {3, (struct bytes){0}, "its verb is not a word"},
        {3, long_word, "its verb is not a word"},
        {4, bytes_of_text("\x90"), "its arguments are not a map"},
        {4, bytes_of_text("\xc0"), "its arguments are not a map"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t room[ROOM_BYTES];
        struct act act = example(), read;
        struct bytes *const parts[] = {&act.house, &act.author, &act.nonce, &act.verb, &act.args};
        struct refusal why;
        *parts[cases[i].part] = cases[i].value;
        assert_int_equal(act_read(written(&act, room), &read, &why), ERR_ACT_BROKEN);
        assert_true(bytes_equal_text(why.name, cases[i].named));
    }
}

/* Replaces the first byte after the array's header by other MessagePack of the same length. */
static void other_versions_and_kinds_are_refused(void **state)
{
    (void)state;
    const struct {
        size_t at;
        uint8_t byte;
        const char *named;
    } cases[] = {
        {1, 0, "its version is not known"},       {1, 2, "its version is not known"},
        {1, 0xc0, "its version is not a number"}, {1, 0xff, "its version is not a number"},
        {2, 0xd9, "its house is not a key"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t room[ROOM_BYTES];
        struct act act = example(), read;
        struct refusal why;
        uint8_t letters[LIMIT_KEY_BYTES];
        memset(letters, 'k', sizeof letters);
        act.house = bytes_of(letters, sizeof letters);
        struct bytes bytes = written(&act, room);
        room[cases[i].at] = cases[i].byte;
        assert_int_equal(act_read(bytes, &read, &why), ERR_ACT_BROKEN);
        assert_true(bytes_equal_text(why.name, cases[i].named));
    }
}

static void arrays_of_other_sizes_are_refused(void **state)
{
    (void)state;
    uint8_t room[ROOM_BYTES], other[ROOM_BYTES];
    struct act act = example(), read;
    struct refusal why;
    struct bytes bytes = written(&act, room);
    memcpy(other, room, bytes.size);
    other[0] = 0x98;
    other[bytes.size] = 0xc0;
    assert_int_equal(act_read(bytes_of(other, bytes.size + 1), &read, &why), ERR_ACT_BROKEN);
    assert_int_equal(act_read(bytes_of_text("\x80"), &read, &why), ERR_ACT_BROKEN);
    assert_int_equal(act_read(bytes_of_text("\x01"), &read, &why), ERR_ACT_BROKEN);
    /* the longer forms of the same header say the same */
    const uint8_t headers[2][5] = {{0xdc, 0, 7}, {0xdd, 0, 0, 0, 7}};
    for (size_t i = 0; i < 2; i++) {
        size_t size = i == 0 ? 3 : 5;
        memcpy(other, headers[i], size);
        memcpy(other + size, room + 1, bytes.size - 1);
        assert_int_equal(act_read(bytes_of(other, size + bytes.size - 1), &read, &why), OK);
        assert_true(bytes_equal(read.args, act.args));
    }
}

static void longest_act_passes_and_a_longer_one_not(void **state)
{
    (void)state;
    static uint8_t room[ROOM_BYTES], map[LIMIT_ACT_BYTES];
    struct act act = example(), read;
    struct refusal why;
    act.args = (struct bytes){0};
    size_t rest = LIMIT_ACT_BYTES - written(&act, room).size;
    for (size_t more = 0; more < 2; more++) {
        struct buffer out = buffer_over(map, sizeof map);
        msgpack_packer packer = pack_into(&out);
        msgpack_pack_map(&packer, 1);
        pack_text(&packer, bytes_of_text("x"));
        static const uint8_t zeros[LIMIT_ACT_BYTES];
        pack_bytes(&packer, bytes_of(zeros, rest - 6 + more));
        act.args = buffer_bytes(&out);
        struct bytes bytes = written(&act, room);
        assert_int_equal(bytes.size, LIMIT_ACT_BYTES + more);
        assert_int_equal(act_read(bytes, &read, &why), more == 0 ? OK : ERR_ACT_BROKEN);
    }
    assert_true(bytes_equal_text(why.name, "it is too long"));
}

static void too_small_a_room_shows(void **state)
{
    (void)state;
    uint8_t room[ROOM_BYTES];
    struct act act = example();
    size_t size = written(&act, room).size;
    for (size_t capacity = 0; capacity < size; capacity++) {
        struct buffer out = buffer_over(room, capacity);
        act_write(&out, &act);
        assert_true(out.overflowed);
    }
}

static int make_author(void **state)
{
    (void)state;
    const uint8_t seed[LIMIT_KEY_BYTES] = {4};
    identity_from_seed(seed, &author);
    return 0;
}

int main(void)
{
    if (sodium_init() < 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(act_reads_as_it_was_written),
        cmocka_unit_test(time_keeps_its_sign_and_size),
        cmocka_unit_test(time_beyond_63_bits_is_refused),
        cmocka_unit_test(signature_is_the_authors_over_these_bytes),
        cmocka_unit_test(every_flipped_bit_is_noticed),
        cmocka_unit_test(every_cut_and_tail_is_refused),
        cmocka_unit_test(wrong_parts_are_named),
        cmocka_unit_test(other_versions_and_kinds_are_refused),
        cmocka_unit_test(arrays_of_other_sizes_are_refused),
        cmocka_unit_test(longest_act_passes_and_a_longer_one_not),
        cmocka_unit_test(too_small_a_room_shows),
    };
    return cmocka_run_group_tests(tests, make_author, NULL);
}
