/* Heads and checkpoints: written and read back, every wrong part named, every flipped byte noticed; and
 * ids. */
#include <sodium.h>

#include "protocol/proof/act.h"
#include "protocol/proof/head.h"
#include "tests/unit/support/testing.h"

enum { ROOM_BYTES = 1024 };

static struct identity house;
static const uint8_t prev[LIMIT_HASH_BYTES] = {1}, act_hash[LIMIT_HASH_BYTES] = {2};
static const char decided[] = "\x81\xaa"
                              "department\xa6labour";

static struct head example(void)
{
    return (struct head){
        .seq = UINT64_MAX,
        .channel = bytes_of_text("dept/labour"),
        .number = 12,
        .prev = bytes_of(prev, sizeof prev),
        .time_ms = 1164848400456,
        .actor = bytes_of_text("li.wen"),
        .kind = bytes_of_text("bulletin.published"),
        .decided = bytes_of(decided, sizeof decided - 1),
        .act_time_ms = 1164848400123,
        .act_hash = bytes_of(act_hash, sizeof act_hash),
    };
}

static struct checkpoint signed_example(void)
{
    return (struct checkpoint){
        .house = bytes_of(house.public_key, LIMIT_KEY_BYTES),
        .epoch = 3,
        .channel = bytes_of_text("programme"),
        .number = 70000,
        .hash = bytes_of(prev, sizeof prev),
        .time_ms = 1164848400456,
    };
}

static struct bytes written(const struct head *head, uint8_t room[ROOM_BYTES])
{
    struct buffer out = buffer_over(room, ROOM_BYTES);
    head_write(&out, head);
    assert_false(out.overflowed);
    return buffer_bytes(&out);
}

static struct bytes signed_written(const struct checkpoint *checkpoint, uint8_t room[ROOM_BYTES])
{
    struct buffer out = buffer_over(room, ROOM_BYTES);
    checkpoint_write(&out, checkpoint);
    assert_false(out.overflowed);
    return buffer_bytes(&out);
}

static void head_reads_as_it_was_written(void **state)
{
    (void)state;
    uint8_t room[ROOM_BYTES];
    struct head head = example(), read;
    struct refusal why;
    assert_int_equal(head_read(written(&head, room), &read, &why), OK);
    assert_true(read.seq == head.seq && read.number == head.number);
    assert_true(read.time_ms == head.time_ms && read.act_time_ms == head.act_time_ms);
    assert_true(bytes_equal(read.channel, head.channel));
    assert_true(bytes_equal(read.prev, head.prev));
    assert_true(bytes_equal(read.actor, head.actor));
    assert_true(bytes_equal(read.kind, head.kind));
    assert_true(bytes_equal(read.decided, head.decided));
    assert_true(bytes_equal(read.act_hash, head.act_hash));
}

static bool same_head(const struct head *a, const struct head *b)
{
    return a->seq == b->seq && a->number == b->number && a->time_ms == b->time_ms &&
           a->act_time_ms == b->act_time_ms && bytes_equal(a->channel, b->channel) &&
           bytes_equal(a->prev, b->prev) && bytes_equal(a->actor, b->actor) &&
           bytes_equal(a->kind, b->kind) && bytes_equal(a->decided, b->decided) &&
           bytes_equal(a->act_hash, b->act_hash);
}

static void every_flipped_bit_is_noticed(void **state)
{
    (void)state;
    uint8_t room[ROOM_BYTES], hash[LIMIT_HASH_BYTES], other_hash[LIMIT_HASH_BYTES];
    struct head head = example(), read;
    struct refusal why;
    struct bytes bytes = written(&head, room);
    hash_bytes(bytes, hash);
    for (size_t i = 0; i < bytes.size * 8; i++) {
        room[i / 8] ^= (uint8_t)(1u << i % 8);
        hash_bytes(bytes, other_hash);
        assert_memory_not_equal(hash, other_hash, sizeof hash);
        if (head_read(bytes, &read, &why) == OK)
            assert_false(same_head(&head, &read));
        room[i / 8] ^= (uint8_t)(1u << i % 8);
    }
}

static void every_cut_and_tail_is_refused(void **state)
{
    (void)state;
    uint8_t room[ROOM_BYTES], signed_room[ROOM_BYTES];
    struct head head = example(), read = {.seq = 77};
    struct checkpoint checkpoint = signed_example(), signed_read = {.epoch = 77};
    struct refusal why;
    size_t size = written(&head, room).size, signed_size = signed_written(&checkpoint, signed_room).size;
    room[size] = signed_room[signed_size] = 0xc0;
    for (size_t cut = 0; cut <= size + 1; cut++) {
        if (cut != size)
            assert_int_equal(head_read(bytes_of(room, cut), &read, &why), ERR_MALFORMED);
    }
    for (size_t cut = 0; cut <= signed_size + 1; cut++) {
        if (cut != signed_size)
            assert_int_equal(checkpoint_read(bytes_of(signed_room, cut), &signed_read, &why), ERR_MALFORMED);
    }
    assert_int_equal(read.seq, 77);
    assert_int_equal(signed_read.epoch, 77);
}

static void wrong_parts_are_named(void **state)
{
    (void)state;
    static uint8_t letters[LIMIT_WORD_BYTES + 1];
    memset(letters, 'x', sizeof letters);
    const struct {
        size_t part;
        struct bytes value;
        const char *named;
    } cases[] = {
        {0, {0}, "a head's channel is not a name"},
        {0, {letters, LIMIT_CHANNEL_BYTES + 1}, "a head's channel is not a name"},
        {1, {prev, 31}, "a head's prev is not a hash"},
        {1, {letters, 33}, "a head's prev is not a hash"},
        {2, {0}, "a head's actor is not a name"},
        {2, {letters, LIMIT_NAME_BYTES + 1}, "a head's actor is not a name"},
        {3, {0}, "a head's kind is not a word"},
        {3, {letters, LIMIT_WORD_BYTES + 1}, "a head's kind is not a word"},
        {4, {(const uint8_t *)"\x90", 1}, "what a head says was decided is not a map"},
        {5, {prev, 31}, "the hash of a head's act is not a hash"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t room[ROOM_BYTES];
        struct head head = example(), read;
        struct bytes *const parts[] = {&head.channel, &head.prev,    &head.actor,
                                       &head.kind,    &head.decided, &head.act_hash};
        struct refusal why;
        *parts[cases[i].part] = cases[i].value;
        assert_int_equal(head_read(written(&head, room), &read, &why), ERR_MALFORMED);
        assert_true(bytes_equal_text(why.name, cases[i].named));
    }
}

static void longest_words_pass(void **state)
{
    (void)state;
    static uint8_t letters[LIMIT_WORD_BYTES];
    memset(letters, 'x', sizeof letters);
    uint8_t room[ROOM_BYTES];
    struct head head = example(), read;
    struct refusal why;
    head.channel = bytes_of(letters, LIMIT_CHANNEL_BYTES);
    head.actor = bytes_of(letters, LIMIT_NAME_BYTES);
    head.kind = bytes_of(letters, LIMIT_WORD_BYTES);
    assert_int_equal(head_read(written(&head, room), &read, &why), OK);
}

static void other_versions_are_refused(void **state)
{
    (void)state;
    uint8_t room[ROOM_BYTES];
    struct head head = example(), read;
    struct refusal why;
    struct bytes bytes = written(&head, room);
    room[1] = 2;
    assert_int_equal(head_read(bytes, &read, &why), ERR_MALFORMED);
    assert_true(bytes_equal_text(why.name, "its version is not known"));
}

static void checkpoint_reads_as_it_was_written(void **state)
{
    (void)state;
    uint8_t room[ROOM_BYTES];
    struct checkpoint checkpoint = signed_example(), read;
    struct refusal why;
    assert_int_equal(checkpoint_read(signed_written(&checkpoint, room), &read, &why), OK);
    assert_true(bytes_equal(read.house, checkpoint.house));
    assert_true(read.epoch == checkpoint.epoch && read.number == checkpoint.number &&
                read.time_ms == checkpoint.time_ms);
    assert_true(bytes_equal(read.channel, checkpoint.channel));
    assert_true(bytes_equal(read.hash, checkpoint.hash));
    checkpoint.hash.size = 31;
    assert_int_equal(checkpoint_read(signed_written(&checkpoint, room), &read, &why), ERR_MALFORMED);
    assert_true(bytes_equal_text(why.name, "a checkpoint's hash is not a hash"));
    checkpoint.house.size = 31;
    assert_int_equal(checkpoint_read(signed_written(&checkpoint, room), &read, &why), ERR_MALFORMED);
    assert_true(bytes_equal_text(why.name, "a checkpoint's house is not a key"));
}

static void signature_is_the_houses_over_these_bytes(void **state)
{
    (void)state;
    uint8_t room[ROOM_BYTES], signature[LIMIT_SIGNATURE_BYTES];
    struct checkpoint checkpoint = signed_example(), read;
    struct refusal why;
    struct bytes bytes = signed_written(&checkpoint, room), signed_by = bytes_of(signature, sizeof signature);
    identity_sign(&house, CHECKPOINT_CONTEXT, bytes, signature);
    assert_true(checkpoint_verify(&checkpoint, bytes, signed_by));
    assert_false(checkpoint_verify(&checkpoint, bytes, bytes_of(signature, sizeof signature - 1)));
    struct act act = {.author = checkpoint.house};
    assert_false(act_verify(&act, bytes, signed_by));
    act_sign(&house, bytes, signature);
    assert_false(checkpoint_verify(&checkpoint, bytes, signed_by));
    identity_sign(&house, CHECKPOINT_CONTEXT, bytes, signature);
    for (size_t i = 0; i < bytes.size * 8; i++) {
        room[i / 8] ^= (uint8_t)(1u << i % 8);
        if (checkpoint_read(bytes, &read, &why) == OK)
            assert_false(checkpoint_verify(&read, bytes, signed_by));
        room[i / 8] ^= (uint8_t)(1u << i % 8);
    }
}

static void id_splits_at_its_last_slash(void **state)
{
    (void)state;
    const struct {
        const char *id, *channel;
        uint64_t number;
    } good[] = {
        {"programme/12", "programme", 12},
        {"dept/labour/1", "dept/labour", 1},
        {"x/18446744073709551615", "x", UINT64_MAX},
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct bytes channel;
        uint64_t number;
        uint8_t room[LIMIT_ID_BYTES];
        struct buffer out = buffer_over(room, sizeof room);
        assert_true(id_split(bytes_of_text(good[i].id), &channel, &number));
        assert_true(bytes_equal_text(channel, good[i].channel));
        assert_true(number == good[i].number);
        id_write(&out, channel, number);
        assert_false(out.overflowed);
        assert_true(bytes_equal_text(buffer_bytes(&out), good[i].id));
    }
}

static void what_is_no_id_is_refused(void **state)
{
    (void)state;
    const char *const wrong[] = {
        "",
        "/",
        "12",
        "programme",
        "programme/",
        "/12",
        "x/0",
        "x/01",
        "x/-1",
        "x/+1",
        "x/1 ",
        "x/ 1",
        "x/1a",
        "x/0x1",
        "x/1/",
        "x/\xd9\xa1",
        "x/18446744073709551616",
        "x/99999999999999999999",
        "1234567890123456789012345678901234567890123456789/1",
    };
    struct bytes channel = bytes_of_text("untouched");
    uint64_t number = 77;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(id_split(bytes_of_text(wrong[i]), &channel, &number));
    assert_false(id_split((struct bytes){0}, &channel, &number));
    assert_true(bytes_equal_text(channel, "untouched"));
    assert_int_equal(number, 77);
}

static void too_small_a_room_shows(void **state)
{
    (void)state;
    uint8_t room[ROOM_BYTES];
    struct head head = example();
    struct checkpoint checkpoint = signed_example();
    struct buffer out = buffer_over(room, written(&head, room).size - 1);
    head_write(&out, &head);
    assert_true(out.overflowed);
    out = buffer_over(room, signed_written(&checkpoint, room).size - 1);
    checkpoint_write(&out, &checkpoint);
    assert_true(out.overflowed);
    out = buffer_over(room, 11);
    id_write(&out, bytes_of_text("programme"), 12);
    assert_true(out.overflowed);
}

static int make_house(void **state)
{
    (void)state;
    const uint8_t seed[LIMIT_KEY_BYTES] = {5};
    identity_from_seed(seed, &house);
    return 0;
}

int main(void)
{
    if (sodium_init() < 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(head_reads_as_it_was_written),
        cmocka_unit_test(every_flipped_bit_is_noticed),
        cmocka_unit_test(every_cut_and_tail_is_refused),
        cmocka_unit_test(wrong_parts_are_named),
        cmocka_unit_test(longest_words_pass),
        cmocka_unit_test(other_versions_are_refused),
        cmocka_unit_test(checkpoint_reads_as_it_was_written),
        cmocka_unit_test(signature_is_the_houses_over_these_bytes),
        cmocka_unit_test(id_splits_at_its_last_slash),
        cmocka_unit_test(what_is_no_id_is_refused),
        cmocka_unit_test(too_small_a_room_shows),
    };
    return cmocka_run_group_tests(tests, make_house, NULL);
}
