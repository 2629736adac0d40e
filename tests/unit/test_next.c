/* Tests of sealed positions: they open for their own question only, and tell nothing, not even a length. */
#include "server/net/next.h"
#include "tests/unit/support/scratch.h"

#define CHANNELS ((const struct verb *)&verbs[VERB_channels])

static struct identity house, other_house;

static int settle(void **state)
{
    (void)state;
    house = made_identity(1);
    other_house = made_identity(2);
    return 0;
}

/* Seals `next` for a question, and gives the question with it. */
static struct args_channels sealed_for(struct args_channels args, const char *next, struct buffer *sealed)
{
    sealed->size = 0;
    next_seal(&house, CHANNELS, &args, bytes_of_text(next), sealed);
    assert_false(sealed->overflowed);
    args.has.next = true;
    args.next = buffer_bytes(sealed);
    return args;
}

static bool opens(const struct identity *by, const struct verb *verb, const void *args, struct buffer *next)
{
    next->size = 0;
    return next_open(by, verb, args, next);
}

static void it_opens_for_its_own_question(void **state)
{
    (void)state;
    uint8_t sealed_room[LIMIT_NEXT_BYTES], room[LIMIT_NEXT_BYTES];
    struct buffer sealed = buffer_over(sealed_room, sizeof sealed_room);
    struct buffer next = buffer_over(room, sizeof room);
    struct args_channels args = {.has.since = true, .since = 5};
    assert_true(opens(&house, CHANNELS, &args, &next)); /* without one it begins at the beginning */
    assert_int_equal(next.size, 0);
    args = sealed_for(args, "hidden", &sealed);
    assert_true(opens(&house, CHANNELS, &args, &next));
    assert_true(bytes_equal_text(buffer_bytes(&next), "hidden"));
    args.has.limit = true; /* may differ from piece to piece */
    args.limit = 7;
    assert_true(opens(&house, CHANNELS, &args, &next));

    struct args_channels changed = args;
    changed.since = 6;
    assert_false(opens(&house, CHANNELS, &changed, &next));
    changed = args;
    changed.has.since = false;
    assert_false(opens(&house, CHANNELS, &changed, &next));
    assert_false(opens(&other_house, CHANNELS, &args, &next));
    struct args_account_list accounts = {.has.next = true, .next = args.next};
    assert_false(opens(&house, &verbs[VERB_account_list], &accounts, &next));
}

/* A question of another verb with the same fields is another question. */
static void it_belongs_to_its_verb(void **state)
{
    (void)state;
    uint8_t sealed_room[LIMIT_NEXT_BYTES], room[LIMIT_NEXT_BYTES];
    struct buffer sealed = buffer_over(sealed_room, sizeof sealed_room);
    struct buffer next = buffer_over(room, sizeof room);
    struct args_channels plain = sealed_for((struct args_channels){.has = {0}}, "x", &sealed);
    struct args_department_list departments = {.has.next = true, .next = plain.next};
    assert_false(opens(&house, &verbs[VERB_department_list], &departments, &next));
    assert_true(opens(&house, CHANNELS, &plain, &next));
}

static void nothing_of_it_can_be_altered(void **state)
{
    (void)state;
    uint8_t sealed_room[LIMIT_NEXT_BYTES], room[LIMIT_NEXT_BYTES];
    struct buffer sealed = buffer_over(sealed_room, sizeof sealed_room);
    struct buffer next = buffer_over(room, sizeof room);
    struct args_channels args = sealed_for((struct args_channels){.has = {0}}, "programme", &sealed);
    for (size_t i = 0; i < sealed.size; i++) {
        sealed_room[i] ^= 1;
        assert_false(opens(&house, CHANNELS, &args, &next));
        sealed_room[i] ^= 1;
    }
    for (size_t size = 0; size < sealed.size; size++) {
        args.next.size = size;
        assert_false(opens(&house, CHANNELS, &args, &next));
    }
    args.next = bytes_of(sealed_room, sizeof sealed_room);
    assert_false(opens(&house, CHANNELS, &args, &next));
}

static void its_length_tells_no_name(void **state)
{
    (void)state;
    char longest[LIMIT_CHANNEL_BYTES + 1];
    uint8_t one_room[LIMIT_NEXT_BYTES], other_room[LIMIT_NEXT_BYTES];
    struct buffer one = buffer_over(one_room, sizeof one_room);
    struct buffer other = buffer_over(other_room, sizeof other_room);
    memset(longest, 'x', LIMIT_CHANNEL_BYTES);
    longest[LIMIT_CHANNEL_BYTES] = '\0';
    sealed_for((struct args_channels){.has = {0}}, "a", &one);
    sealed_for((struct args_channels){.has = {0}}, longest, &other);
    assert_int_equal(one.size, other.size);
    assert_memory_not_equal(one.at, other.at, 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_opens_for_its_own_question),
        cmocka_unit_test(it_belongs_to_its_verb),
        cmocka_unit_test(nothing_of_it_can_be_altered),
        cmocka_unit_test(its_length_tells_no_name),
    };
    return cmocka_run_group_tests(tests, settle, NULL);
}
