/* What a watcher keeps, damaged: a torn tail is cut off, and whatever is missing is named. Nothing false is
 * given. */
#include "tests/unit/support/keeping.h"

#include <sodium.h>
#include <sys/stat.h>

#include "client/lib/home/kept_records.h"

/* A crash may leave any part of the last record. Whatever is left, the facts before it stand and the next one
 * can follow. */
static void a_torn_tail_is_cut_off(void **state)
{
    (void)state;
    char path[PATH_MAX];
    keeping_facts_path(path);
    keeping_open();
    keeping_add("one", true);
    off_t whole = keeping_facts_size();
    uint8_t tip[LIMIT_HASH_BYTES];
    memcpy(tip, keeping.chain.tip, sizeof tip);
    keeping_add("two", false);
    off_t both = keeping_facts_size();
    keeping_close();
    for (off_t size = both - 1; size > whole; size--) {
        assert_int_equal(truncate(path, size), 0);
        keeping_open();
        assert_int_equal(keeping_facts_size(), whole);
        assert_int_equal(keeping_walk().count, 1);
        keeping_close();
        assert_int_equal(truncate(path, both), 0); /* now the tail is zeros */
    }
    keeping_open();
    assert_int_equal(keeping_facts_size(), whole);
    keeping.chain.number = 1;
    memcpy(keeping.chain.tip, tip, sizeof tip);
    keeping_add("two again", true);
    assert_int_equal(keeping_walk().count, 2);
}

static uint8_t *read_whole(const char *path, size_t *size)
{
    uint8_t *content = NULL;
    assert_int_equal(files_read(path, 1 << 20, &content, size, &keeping.failure), OK);
    assert_non_null(content);
    return content;
}

static struct {
    size_t size;
    uint8_t bytes[8192];
} truth[8]; /* the facts by their numbers */

static void add_true(const char *headline)
{
    keeping_add(headline, true);
    struct push_fact push;
    struct head head;
    size_t size = 0;
    while (size < sizeof keeping.chain.room &&
           !records_read(bytes_of(keeping.chain.room, size), &push, &head))
        size++;
    truth[keeping.chain.number].size = size;
    memcpy(truth[keeping.chain.number].bytes, keeping.chain.room, size);
}

static bool is_true(void *context, struct bytes push_fact)
{
    struct walked *walked = context;
    assert_true(keeping_count(walked, push_fact));
    assert_true(bytes_equal(push_fact, bytes_of(truth[walked->last].bytes, truth[walked->last].size)));
    return true;
}

/* Whatever is given is what was kept, and what is not given is named. */
static void assert_nothing_false(bool may_lose_the_cursor)
{
    struct walked walked = {0};
    assert_int_equal(
        keep_walk(keeping.keep, keeping_channel(), is_true, &walked, &keeping.damage, &keeping.failure), OK);
    assert_true(may_lose_the_cursor || !keeping.damage.cursor);
    assert_int_equal((uint64_t)walked.count + keeping.damage.missing,
                     keeping.damage.cursor && walked.last < 4 ? walked.last : 4);
}

static void read_damaged(bool may_lose_the_cursor)
{
    assert_int_equal(keep_open_to_read(&keeping.home, "desk", &keeping.keep, &keeping.failure), OK);
    assert_nothing_false(may_lose_the_cursor);
    keeping_close();
}

static void open_damaged(bool may_lose_the_cursor)
{
    read_damaged(may_lose_the_cursor);
    keeping_open();
    assert_nothing_false(may_lose_the_cursor);
    const struct cursor_place *place = cursor_find(keep_cursor(keeping.keep), keeping_channel());
    assert_non_null(place);
    assert_true(place->number == 4 || (keep_cursor_was_lost(keeping.keep) && place->number == 3));
    keeping_close();
}

/* Each byte changed, and each length that is less: nothing that was kept before the cursor is cut off, the
 * cursor stands or says that it does not, and no changed fact is given. */
static void damage_is_named_and_nothing_false_is_given(void **state)
{
    (void)state;
    static const char *const names[] = {"facts/programme", "cursor"};
    keeping_open();
    const char *const headlines[] = {"one", "two", "three", "four"};
    for (size_t i = 0; i < 4; i++)
        add_true(headlines[i]);
    keeping_close();
    for (size_t which = 0; which < 2; which++) {
        char path[PATH_MAX];
        size_t size;
        snprintf(path, sizeof path, "%.200s/watch/desk/%s", keeping.home.path, names[which]);
        uint8_t *whole = read_whole(path, &size);
        for (size_t at = 0; at < size; at++) {
            uint8_t *changed = malloc(size);
            memcpy(changed, whole, size);
            changed[at] ^= (uint8_t)(1 << at % 8);
            keeping_write_file(path, changed, size);
            free(changed);
            /* Opening waits for the disk: some of them are enough, the looking is the same. */
            void (*look)(bool) = at % 64 == 5 ? open_damaged : read_damaged;
            look(which == 1);
            struct stat about;
            assert_int_equal(stat(path, &about), 0);
            assert_true((size_t)about.st_size == size || which == 1);
            keeping_write_file(path, whole, at);
            look(which == 1);
            keeping_write_file(path, whole, size);
        }
        assert_int_equal(unlink(path), 0);
        open_damaged(which == 1);
        keeping_write_file(path, whole, size);
        free(whole);
    }
    keeping_open();
    assert_nothing_false(false);
    assert_int_equal(keeping.damage.missing, 0);
}

/* What nothing is kept of cannot be found again; what something is kept of begins one fact before its end. */
static void a_lost_cursor_is_made_again(void **state)
{
    (void)state;
    char path[PATH_MAX];
    keeping_open();
    keeping_add("one", true);
    uint8_t before[LIMIT_HASH_BYTES];
    memcpy(before, keeping.chain.tip, sizeof before);
    keeping_add("two", true);
    const uint8_t quiet[LIMIT_HASH_BYTES] = {7};
    assert_int_equal(keep_move(keeping.keep, bytes_of_text("dept/labour"), 17, quiet, &keeping.failure), OK);
    assert_int_equal(keep_settle(keeping.keep, &keeping.failure), OK);
    keeping_close();
    snprintf(path, sizeof path, "%.200s/watch/desk/cursor", keeping.home.path);
    assert_int_equal(unlink(path), 0);
    for (int turn = 0; turn < 2; turn++) {
        keeping_open();
        assert_int_equal(keep_cursor_was_lost(keeping.keep), turn == 0);
        const struct cursor_place *place = cursor_find(keep_cursor(keeping.keep), keeping_channel());
        assert_int_equal(place->number, 1);
        assert_int_equal(place->begin, 0);
        assert_memory_equal(place->hash, before, sizeof before);
        place = cursor_find(keep_cursor(keeping.keep), bytes_of_text("dept/labour"));
        assert_int_equal(place->number, 17);
        assert_memory_equal(place->hash, quiet, sizeof quiet);
        assert_int_equal(keep_settle(keeping.keep, &keeping.failure), OK);
        keeping_close();
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, keeping_setup, keeping_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_torn_tail_is_cut_off),
        CASE(damage_is_named_and_nothing_false_is_given),
        CASE(a_lost_cursor_is_made_again),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
