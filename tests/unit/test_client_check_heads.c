/* The proof and the heads that a house signs: every contradiction of one is caught and named. */
#include "tests/unit/support/checked.h"

#include <sodium.h>

#include "client/lib/home/files.h"

static void words_of_a_head_cannot_steer_a_terminal(void **state)
{
    (void)state;
    checked_begin(0, checked_zeros);
    const struct chain_lie lie = {.actor = "li\x1b[2J"};
    assert_int_equal(checked_take(chain_lying_fact(&checked.chain, "one", &lie)), ERR_MALFORMED);
}

static void an_anchor_must_be_the_position(void **state)
{
    (void)state;
    uint8_t hash[LIMIT_HASH_BYTES] = {7};
    struct record_anchor anchor = {.has = {.channel = true, .number = true, .hash = true},
                                   .channel = bytes_of_text("programme"),
                                   .number = 12,
                                   .hash = bytes_of(hash, sizeof hash)};
    checked_begin(12, NULL);
    assert_int_equal(check_anchor(checked.check, &anchor, &checked.failure), OK);
    assert_memory_equal(check_find(checked.check, bytes_of_text("programme"))->hash, hash, sizeof hash);
    hash[0]++;
    assert_int_equal(check_anchor(checked.check, &anchor, &checked.failure), ERR_HEAD_MISMATCH);
    checked_says("programme/12");
    hash[0]--;
    anchor.number = 11;
    assert_int_equal(check_anchor(checked.check, &anchor, &checked.failure), ERR_HEAD_MISMATCH);
    checked_begin(0, NULL);
    anchor.number = 0;
    assert_int_equal(check_anchor(checked.check, &anchor, &checked.failure), ERR_HEAD_MISMATCH);
}

/* As an export reads a channel: heads alone, held against what was signed before. */
static void heads_alone_are_held_against_the_kept_one(void **state)
{
    (void)state;
    uint8_t first[LIMIT_HASH_BYTES] = {1}, second[LIMIT_HASH_BYTES] = {2}, other[LIMIT_HASH_BYTES] = {3};
    struct bytes name = bytes_of_text("programme");
    checked_begin(0, NULL);
    assert_int_equal(check_seen(checked.check, name, 1, first, &checked.failure), OK);
    assert_int_equal(check_seen(checked.check, name, 2, second, &checked.failure), OK);
    assert_int_equal(checked_take_checkpoint(2, second, 10), OK);
    checked_begin(0, NULL);
    assert_int_equal(check_seen(checked.check, name, 1, first, &checked.failure), OK);
    assert_int_equal(check_seen(checked.check, name, 2, other, &checked.failure), ERR_HEAD_MISMATCH);
    checked_says("programme/2");
    checked_begin(0, NULL);
    assert_int_equal(check_seen(checked.check, name, 1, first, &checked.failure), OK);
    assert_int_equal(checked_take_checkpoint(1, first, 20), ERR_HEAD_MISMATCH); /* shorter than it was */
}

static void a_checkpoint_must_fit_what_was_seen(void **state)
{
    (void)state;
    uint8_t second[LIMIT_HASH_BYTES], other[LIMIT_HASH_BYTES] = {1};
    checked_begin(0, checked_zeros);
    checked_take(chain_fact(&checked.chain, "one"));
    checked_take(chain_fact(&checked.chain, "two"));
    memcpy(second, checked.chain.tip, sizeof second);
    checked_take(chain_fact(&checked.chain, "three"));
    assert_int_equal(checked_take_checkpoint(3, other, 10), ERR_HEAD_MISMATCH);
    checked_says("programme/3");
    assert_int_equal(checked_take_checkpoint(2, other, 10),
                     ERR_HEAD_MISMATCH); /* late, and still held against the facts */
    checked_says("programme/2");
    assert_int_equal(checked_take_checkpoint(2, second, 10), OK);
    assert_int_equal(checked_take_checkpoint(3, checked.chain.tip, 20), OK);
}

static void a_checkpoint_binds_what_comes(void **state)
{
    (void)state;
    uint8_t other[LIMIT_HASH_BYTES] = {1};
    checked_begin(0, checked_zeros);
    checked_take(chain_fact(&checked.chain, "one"));
    assert_int_equal(checked_take_checkpoint(2, other, 10), OK);
    assert_int_equal(checked_take(chain_fact(&checked.chain, "two")), ERR_HEAD_MISMATCH);
    checked_says("programme/2");
}

static void a_head_of_less_signed_later_takes_back(void **state)
{
    (void)state;
    uint8_t five[LIMIT_HASH_BYTES] = {5}, four[LIMIT_HASH_BYTES] = {4};
    checked_begin(3, five);
    assert_int_equal(checked_take_checkpoint(5, five, 1000), OK);
    assert_int_equal(checked_take_checkpoint(4, four, 900), OK); /* an older one that came late */
    assert_int_equal(checked_take_checkpoint(4, four, 1000), ERR_HEAD_MISMATCH);
    checked_says("programme/4");
    assert_int_equal(checked_take_checkpoint(5, four, 2000), ERR_HEAD_MISMATCH);
}

static void a_head_of_others_is_refused(void **state)
{
    (void)state;
    struct chain_checkpoint head;
    checked_begin(0, checked_zeros);
    chain_sign(&checked.chain, &head, 1, checked_zeros, 1);
    head.signature[9] ^= 1;
    assert_int_equal(check_checkpoint(checked.check, &head.push, &checked.failure), ERR_BAD_SIGNATURE);
    checked.chain.house = made_identity(8);
    assert_int_equal(checked_take_checkpoint(1, checked_zeros, 1), ERR_WRONG_HOUSE);
    assert_int_equal(failure_exit(&checked.failure), EXIT_PROOF);
}

/* What one process saw, the next one knows. */
static void the_newest_head_outlives_the_process(void **state)
{
    (void)state;
    uint8_t other[LIMIT_HASH_BYTES] = {1};
    checked_begin(0, checked_zeros);
    checked_take(chain_fact(&checked.chain, "one"));
    assert_int_equal(checked_take_checkpoint(1, checked.chain.tip, 1000), OK);
    check_free(checked.check);
    checked.check = check_new(checked.chain.house.public_key, checked.folder);
    assert_int_equal(check_begin(checked.check, bytes_of_text("programme"), 1, other, &checked.failure),
                     ERR_HEAD_MISMATCH);
    checked_says("programme/1");

    /* A history written anew under the same house key. */
    chain_begin(&checked.chain, "programme");
    checked_begin(0, checked_zeros);
    assert_int_equal(checked_take(chain_fact(&checked.chain, "another one")), ERR_HEAD_MISMATCH);
    checked_says("programme/1");
    checked_begin(0, checked_zeros);
    assert_int_equal(checked_take_checkpoint(0, checked_zeros, 2000), ERR_HEAD_MISMATCH);
}

static void another_watcher_may_have_kept_a_newer_head(void **state)
{
    (void)state;
    uint8_t five[LIMIT_HASH_BYTES] = {5}, four[LIMIT_HASH_BYTES] = {4}, other[LIMIT_HASH_BYTES] = {6};
    struct check *second = check_new(checked.chain.house.public_key, checked.folder);
    struct check *first = checked.check;
    checked_begin(3, five);
    checked.check = second;
    checked_begin(3, five);
    assert_int_equal(checked_take_checkpoint(5, five, 1000), OK);
    checked.check = first;
    assert_int_equal(checked_take_checkpoint(4, four, 900), OK);
    assert_int_equal(checked_take_checkpoint(5, other, 1100), ERR_HEAD_MISMATCH);
    check_free(checked.check);
    checked.check = second;
    checked_begin(5, five); /* the newer one still stands there */
}

static void a_damaged_kept_head_is_said(void **state)
{
    (void)state;
    char path[PATH_MAX];
    checked_begin(0, checked_zeros);
    assert_int_equal(checked_take_checkpoint(1, checked_zeros, 1), OK);
    files_join(path, checked.folder, "programme");
    assert_int_equal(truncate(path, 20), 0);
    assert_int_equal(
        check_begin(checked.check, bytes_of_text("programme"), 0, checked_zeros, &checked.failure),
        ERR_HEAD_MISMATCH);
    checked_says(path);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, checked_setup, checked_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(words_of_a_head_cannot_steer_a_terminal),
        CASE(an_anchor_must_be_the_position),
        CASE(heads_alone_are_held_against_the_kept_one),
        CASE(a_checkpoint_must_fit_what_was_seen),
        CASE(a_checkpoint_binds_what_comes),
        CASE(a_head_of_less_signed_later_takes_back),
        CASE(a_head_of_others_is_refused),
        CASE(the_newest_head_outlives_the_process),
        CASE(another_watcher_may_have_kept_a_newer_head),
        CASE(a_damaged_kept_head_is_said),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
