/* Tests of the keys of the views: that they sort as walks need them, and can be read back. It looks at no
 * rows. */
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/views/views.h"
#include "tests/unit/support/town.h"

static int order(const struct store_key *a, const struct store_key *b)
{
    size_t size = a->size < b->size ? a->size : b->size;
    int order = memcmp(a->at, b->at, size);
    return order != 0 ? order : (int)a->size - (int)b->size;
}

static void reads_back(struct bytes key, const char *channel, uint64_t number)
{
    struct bytes read_channel = {0};
    uint64_t read_number = 0;
    assert_true(view_key_split(key, &read_channel, &read_number));
    assert_true(bytes_equal_text(read_channel, channel));
    assert_int_equal(read_number, number);
}

static void a_place_is_read_from_the_end_of_a_key(void **state)
{
    /* The bytes of this number and this time are letters. */
    const uint64_t letters = UINT64_C(0x6161616161616161);
    const struct bytes channel = bytes_of_text("desk/programme"), other = bytes_of_text("x");
    (void)state;
    struct store_key key = key_place(channel, letters);
    reads_back(key_of(&key), "desk/programme", letters);
    key = key_place_of(bytes_of_text("labour"), channel, 3);
    reads_back(key_of(&key), "desk/programme", 3);
    key = view_due_key((int64_t)letters, channel, 3);
    reads_back(key_of(&key), "desk/programme", 3);
    assert_int_equal(view_key_time(key_of(&key)), letters);
    key = view_schedule_key(-1, TRANSITION_REMIND, channel, 1);
    reads_back(key_of(&key), "desk/programme", 1);
    assert_int_equal(view_key_time(key_of(&key)), -1);
    assert_int_equal(view_key_transition(key_of(&key)), TRANSITION_REMIND);
    for (uint8_t way = 0; way < 2; way++) {
        key = view_related_key(channel, letters, way, &other, 5);
        reads_back(key_of(&key), "x", 5);
    }
}

static void what_is_no_such_key_is_not_read(void **state)
{
    struct bytes channel = {0};
    uint64_t number = 42;
    struct store_key key = key_empty();
    (void)state;
    assert_false(view_key_split(key_of(&key), &channel, &number));
    key_number(&key, 1);
    assert_false(view_key_split(key_of(&key), &channel, &number));
    key = key_empty();
    key_name(&key, (struct bytes){0}); /* no channel */
    key_number(&key, 1);
    assert_false(view_key_split(key_of(&key), &channel, &number));
    key = key_pair(bytes_of_text("wang"), bytes_of_text("a key of letters"));
    assert_false(view_key_split(key_of(&key), &channel, &number));
    assert_int_equal(number, 42);
}

static void times_sort_also_before_1970(void **state)
{
    const int64_t times[] = {INT64_MIN, -1, 0, 1, INT64_MAX};
    const struct bytes channel = bytes_of_text("programme");
    (void)state;
    for (size_t i = 1; i < sizeof times / sizeof times[0]; i++) {
        struct store_key before = view_due_key(times[i - 1], channel, 9);
        struct store_key after = view_due_key(times[i], channel, 1);
        assert_true(order(&before, &after) < 0);
    }
    struct store_key publish = view_schedule_key(1, TRANSITION_PUBLISH, channel, 9);
    struct store_key remind = view_schedule_key(1, TRANSITION_REMIND, channel, 1);
    assert_true(order(&publish, &remind) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_is_read_from_the_end_of_a_key),
        cmocka_unit_test(what_is_no_such_key_is_not_read),
        cmocka_unit_test(times_sort_also_before_1970),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
