/* What a watcher keeps: facts before the cursor, one process a name, texts by their hash. What is damaged and
 * what is erased are matters of other tests. */
#include "tests/unit/support/keeping.h"

#include <sodium.h>

static void the_cursor_and_the_facts_outlive_the_process(void **state)
{
    (void)state;
    keeping_open();
    assert_null(cursor_find(keep_cursor(keeping.keep), keeping_channel()));
    keeping_add("one", true);
    keeping_add("two", true);
    keeping_close();
    keeping_open();
    const struct cursor_place *place = cursor_find(keep_cursor(keeping.keep), keeping_channel());
    assert_non_null(place);
    assert_int_equal(place->number, 2);
    assert_memory_equal(place->hash, keeping.chain.tip, LIMIT_HASH_BYTES);
    assert_int_equal(keeping_walk().count, 2);
}

static void an_unsettled_cursor_is_not_written(void **state)
{
    (void)state;
    keeping_open();
    keeping_add("one", true);
    struct bytes fact = chain_fact(&keeping.chain, "two");
    assert_int_equal(keep_fact(keeping.keep, keeping_channel(), 2, fact, &keeping.failure), OK);
    assert_int_equal(keep_move(keeping.keep, keeping_channel(), 2, keeping.chain.tip, &keeping.failure), OK);
    keeping_close();
    keeping_open();
    assert_int_equal(cursor_find(keep_cursor(keeping.keep), keeping_channel())->number, 1);
}

/* Killed after the fact was written and before the cursor was: the fact comes again and stands there once. */
static void a_fact_kept_already_is_passed_over(void **state)
{
    (void)state;
    keeping_open();
    keeping_add("one", true);
    struct bytes fact = chain_fact(&keeping.chain, "two");
    assert_int_equal(keep_fact(keeping.keep, keeping_channel(), 2, fact, &keeping.failure), OK);
    assert_int_equal(keep_sync(keeping.keep, &keeping.failure), OK);
    keeping_close();
    keeping_open();
    assert_int_equal(keep_fact(keeping.keep, keeping_channel(), 2, fact, &keeping.failure), OK);
    struct walked walked = keeping_walk();
    assert_int_equal(walked.count, 2);
    assert_int_equal(walked.last, 2);
}

static void a_name_has_one_watcher(void **state)
{
    (void)state;
    struct keep *second = NULL;
    keeping_open();
    assert_int_equal(keep_open(&keeping.home, "desk", &second, &keeping.failure), ERR_INTERNAL);
    assert_non_null(strstr(keeping.failure.text, "'desk'"));
    assert_int_equal(keep_open(&keeping.home, "other", &second, &keeping.failure), OK);
    keep_close(second);
    keeping_close();
    keeping_open();
}

static void a_name_cannot_leave_the_folder(void **state)
{
    (void)state;
    static const char *const names[] = {"..", "a/b", "", "A", ".x"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_int_not_equal(keep_open(&keeping.home, names[i], &keeping.keep, &keeping.failure), OK);
        assert_int_equal(failure_exit(&keeping.failure), EXIT_USAGE);
    }
}

static void a_long_text_is_kept_by_its_hash(void **state)
{
    (void)state;
    uint8_t hash[LIMIT_HASH_BYTES];
    uint8_t *text = NULL;
    size_t size;
    struct bytes content = bytes_of_text("长文");
    hash_bytes(content, hash);
    keeping_open();
    assert_false(keep_has_text(keeping.keep, bytes_of(hash, sizeof hash)));
    assert_int_equal(keep_text(keeping.keep, bytes_of(hash, sizeof hash), content, &keeping.failure), OK);
    assert_true(keep_has_text(keeping.keep, bytes_of(hash, sizeof hash)));
    assert_int_equal(
        keep_read_text(keeping.keep, bytes_of(hash, sizeof hash), &text, &size, &keeping.failure), OK);
    assert_string_equal((char *)text, "长文");
    free(text);

    char path[PATH_MAX];
    keep_text_path(keeping.keep, bytes_of(hash, sizeof hash), path);
    for (size_t at = 0; at < content.size; at++) {
        uint8_t changed[16];
        memcpy(changed, content.at, content.size);
        changed[at] ^= 1;
        keeping_write_file(path, changed, content.size);
        assert_false(keep_has_text(keeping.keep, bytes_of(hash, sizeof hash)));
        keeping_write_file(path, content.at, at);
        assert_false(keep_has_text(keeping.keep, bytes_of(hash, sizeof hash)));
        assert_int_equal(
            keep_read_text(keeping.keep, bytes_of(hash, sizeof hash), &text, &size, &keeping.failure), OK);
        assert_null(text);
    }
}

static void nothing_is_made_by_reading(void **state)
{
    (void)state;
    char path[PATH_MAX];
    assert_int_equal(keep_open_to_read(&keeping.home, "desk", &keeping.keep, &keeping.failure), ERR_INTERNAL);
    assert_non_null(strstr(keeping.failure.text, "'desk'"));
    snprintf(path, sizeof path, "%.200s/watch", keeping.home.path);
    assert_int_equal(access(path, F_OK), -1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, keeping_setup, keeping_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_cursor_and_the_facts_outlive_the_process),
        CASE(an_unsettled_cursor_is_not_written),
        CASE(a_fact_kept_already_is_passed_over),
        CASE(a_name_has_one_watcher),
        CASE(a_name_cannot_leave_the_folder),
        CASE(a_long_text_is_kept_by_its_hash),
        CASE(nothing_is_made_by_reading),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
