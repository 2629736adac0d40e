/* Tests of the store's order: walks in both directions, below a prefix, and keys that sort. */
#include "tests/unit/support/scratch.h"

/* Walks a table from `from` and joins the keys it meets. */
static void walked(struct txn *txn, bool up, const char *from, char joined[64])
{
    struct walk walk;
    joined[0] = '\0';
    (up ? walk_up : walk_down)(&walk, txn, TABLE_META, bytes_of_text(from));
    while (walk_next(&walk)) {
        assert_true(bytes_equal(walk.key, walk.value));
        strncat(joined, (const char *)walk.key.at, walk.key.size);
        strcat(joined, " ");
    }
    assert_false(walk_next(&walk));
    walk_end(&walk);
}

static void walking_up_and_down(void **state)
{
    (void)state;
    static const char *const keys[] = {"b", "ba", "bb", "d"};
    struct scratch scratch;
    char joined[64];
    scratch_open(&scratch);
    struct txn *txn = txn_write(scratch.store);
    walked(txn, true, "", joined);
    assert_string_equal(joined, "");
    walked(txn, false, "z", joined);
    assert_string_equal(joined, "");
    for (size_t i = 0; i < 4; i++)
        scratch_put(txn, TABLE_META, keys[i], keys[i]);
    static const struct {
        bool up;
        const char *from, *expected;
    } walks[] = {
        {true, "", "b ba bb d "},   {true, "b", "b ba bb d "}, {true, "baa", "bb d "},
        {true, "d", "d "},          {true, "e", ""},           {false, "", ""},
        {false, "a", ""},           {false, "b", "b "},        {false, "bab", "ba b "},
        {false, "bb", "bb ba b "},  {false, "c", "bb ba b "},  {false, "d", "d bb ba b "},
        {false, "z", "d bb ba b "},
    };
    for (size_t i = 0; i < sizeof walks / sizeof walks[0]; i++) {
        walked(txn, walks[i].up, walks[i].from, joined);
        assert_string_equal(joined, walks[i].expected);
    }
    assert_int_equal(txn_commit(txn), OK);
    scratch_close(&scratch);
}

struct prefixed {
    bool up;
    const char *from; /* the first `prefix` bytes are the prefix */
    size_t prefix;
    const char *expected; /* what the keys have behind it */
};

static void assert_prefixed(struct txn *txn, const struct prefixed *wanted)
{
    char joined[64] = "";
    struct walk walk;
    (wanted->up ? walk_prefix_up : walk_prefix_down)(&walk, txn, TABLE_META, bytes_of_text(wanted->from),
                                                     wanted->prefix);
    while (walk_next(&walk)) {
        struct bytes rest = walk_rest(&walk);
        if (rest.size > 0)
            strncat(joined, (const char *)rest.at, rest.size);
        strcat(joined, ".");
    }
    walk_end(&walk);
    assert_string_equal(joined, wanted->expected);
}

static void a_walk_keeps_to_its_prefix(void **state)
{
    (void)state;
    static const char *const keys[] = {"a", "b", "ba", "bb", "bba", "c"};
    static const struct prefixed walks[] = {
        {.up = true, .from = "b", .prefix = 1, .expected = ".a.b.ba."},
        {.up = true, .from = "bb", .prefix = 2, .expected = ".a."},
        {.up = true, .from = "bb", .prefix = 1, .expected = "b.ba."},
        {.up = true, .from = "bc", .prefix = 1, .expected = ""},
        {.up = true, .from = "bc", .prefix = 2, .expected = ""},
        {.up = true, .from = "d", .prefix = 1, .expected = ""},
        {.up = true, .from = "b", .prefix = 0, .expected = "b.ba.bb.bba.c."},
        {.up = false, .from = "bz", .prefix = 1, .expected = "ba.b.a.."},
        {.up = false, .from = "bb", .prefix = 1, .expected = "b.a.."},
        {.up = false, .from = "bz", .prefix = 2, .expected = ""},
        {.up = false, .from = "b", .prefix = 1, .expected = "."},
    };
    struct scratch scratch;
    struct walk walk;
    scratch_open(&scratch);
    struct txn *txn = txn_write(scratch.store);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        scratch_put(txn, TABLE_META, keys[i], keys[i]);
    for (size_t i = 0; i < sizeof walks / sizeof walks[0]; i++)
        assert_prefixed(txn, &walks[i]);
    walk_prefix(&walk, txn, TABLE_META, bytes_of_text("bb"));
    assert_true(walk_next(&walk) && bytes_equal_text(walk.key, "bb"));
    assert_true(walk_next(&walk) && bytes_equal_text(walk.key, "bba"));
    assert_false(walk_next(&walk) || walk_next(&walk));
    assert_int_equal(txn_commit(txn), OK);
    scratch_close(&scratch);
}

/* The numbers below a name, from one on, as digits. */
static void assert_numbers(struct txn *txn, bool up, const char *name, uint64_t from, const char *expected)
{
    char joined[64] = "";
    struct store_key prefix = key_below(bytes_of_text(name));
    struct walk walk;
    uint64_t number;
    (up ? walk_numbers_up : walk_numbers_down)(&walk, txn, TABLE_PLACES, key_of(&prefix), from);
    while (walk_number(&walk, &number))
        strncat(joined, &"0123456789"[number], 1);
    walk_end(&walk);
    assert_string_equal(joined, expected);
}

static void numbers_below_a_name(void **state)
{
    (void)state;
    struct scratch scratch;
    scratch_open(&scratch);
    struct txn *txn = txn_write(scratch.store);
    for (uint64_t number = 2; number < 10; number += 2) {
        struct store_key own = key_place(bytes_of_text("news"), number),
                         other = key_place(bytes_of_text("newsletter"), number);
        txn_put(txn, TABLE_PLACES, key_of(&own), bytes_of_text(""));
        txn_put(txn, TABLE_PLACES, key_of(&other), bytes_of_text(""));
    }
    assert_numbers(txn, true, "news", 0, "2468");
    assert_numbers(txn, true, "news", 5, "68");
    assert_numbers(txn, true, "news", 9, "");
    assert_numbers(txn, true, "new", 0, "");
    assert_numbers(txn, false, "news", UINT64_MAX, "8642");
    assert_numbers(txn, false, "news", 6, "642");
    assert_numbers(txn, false, "news", 1, "");
    assert_int_equal(txn_error(txn), OK);
    struct store_key damaged = key_pair(bytes_of_text("news"), bytes_of_text("no number"));
    txn_put(txn, TABLE_PLACES, key_of(&damaged), bytes_of_text(""));
    assert_numbers(txn, true, "news", 0, "2468");
    assert_int_equal(txn_commit(txn), ERR_INTERNAL);
    scratch_close(&scratch);
}

static void keys_keep_order(void **state)
{
    (void)state;
    static const uint64_t numbers[] = {0, 1, 255, 256, UINT64_C(1) << 32, UINT64_MAX};
    uint8_t before[8] = {0}, at[8];
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        number_write(at, numbers[i]);
        assert_true(i == 0 || memcmp(before, at, sizeof at) < 0);
        assert_int_equal(number_at(at), numbers[i]);
        memcpy(before, at, sizeof at);
    }
    struct store_key key = key_empty();
    key_name(&key, bytes_of_text("dept"));
    key_number(&key, 258);
    key_bytes(&key, bytes_of_text("劳"));
    assert_true(bytes_equal(key_of(&key), bytes_of("dept\0\0\0\0\0\0\0\1\2\xe5\x8a\xb3", 16)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walking_up_and_down),
        cmocka_unit_test(keys_keep_order),
        cmocka_unit_test(a_walk_keeps_to_its_prefix),
        cmocka_unit_test(numbers_below_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
