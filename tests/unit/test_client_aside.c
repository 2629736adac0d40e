/* The list of what is set aside: added to, taken from, and what is left of it when it is damaged. */
#include "tests/unit/support/client_chain.h"

#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

#include "client/lib/home/aside.h"

static struct aside load(const char *folder, bool *whole)
{
    struct aside aside;
    struct failure failure;
    assert_int_equal(aside_load(folder, &aside, whole, &failure), OK);
    return aside;
}

static void add(const char *folder, const char *id, int status)
{
    struct aside_entry entry = {.status = status, .time_ms = 1164848400000};
    struct failure failure;
    snprintf(entry.id, sizeof entry.id, "%s", id);
    assert_int_equal(aside_add(folder, &entry, &failure), OK);
}

static void what_is_added_is_there_until_it_is_removed(void **state)
{
    const char *folder = *state;
    struct failure failure;
    bool whole = false;
    struct aside aside = load(folder, &whole);
    assert_true(whole);
    assert_int_equal(aside.count, 0);
    assert_int_equal(aside_remove(folder, "roads/1", &failure), OK);
    add(folder, "roads/2", 3);
    add(folder, "dept/labour/7", 137);
    add(folder, "roads/2", 1);
    aside = load(folder, &whole);
    assert_true(whole);
    assert_int_equal(aside.count, 2);
    assert_string_equal(aside.entries[0].id, "dept/labour/7");
    assert_int_equal(aside.entries[0].status, 137);
    assert_string_equal(aside.entries[1].id, "roads/2");
    assert_int_equal(aside.entries[1].status, 1);
    assert_int_equal(aside.entries[1].time_ms, 1164848400000);
    free(aside.entries);
    assert_int_equal(aside_remove(folder, "dept/labour/7", &failure), OK);
    aside = load(folder, &whole);
    assert_int_equal(aside.count, 1);
    assert_string_equal(aside.entries[0].id, "roads/2");
    free(aside.entries);
}

/* Cut at any byte, it is called damaged, and what can be read still counts. */
static void a_list_that_is_cut_is_called_damaged(void **state)
{
    const char *folder = *state;
    char path[PATH_MAX];
    struct failure failure;
    uint8_t *content;
    size_t size;
    bool whole;
    add(folder, "roads/2", 3);
    add(folder, "roads/3", 4);
    snprintf(path, sizeof path, "%s/aside/list", folder);
    assert_int_equal(files_read(path, 4096, &content, &size, &failure), OK);
    const char *first_end = strchr((char *)content, '\n');
    size_t first_size = (size_t)(first_end + 1 - (char *)content);
    for (size_t left = 0; left < size; left++) {
        assert_int_equal(files_replace(path, bytes_of(content, left), 0600, &failure), OK);
        struct aside aside = load(folder, &whole);
        assert_false(whole);
        assert_true((aside.count >= 1) == (left >= first_size));
        if (aside.count > 0)
            assert_string_equal(aside.entries[0].id, "roads/2");
        free(aside.entries);
    }
    free(content);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_added_is_there_until_it_is_removed, chain_setup,
                                        chain_teardown),
        cmocka_unit_test_setup_teardown(a_list_that_is_cut_is_called_damaged, chain_setup, chain_teardown),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
