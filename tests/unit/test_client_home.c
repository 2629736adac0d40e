/* The home folder: where it is, a seed that is made once and guarded, the address kept, and files that are
 * replaced as a whole. */
#include "tests/unit/support/client_chain.h"

#include <sodium.h>
#include <sys/stat.h>

#include "client/lib/home/home.h"

static struct home home_in(const char *folder, const char *name)
{
    struct home home;
    assert_true(files_join(home.path, folder, name));
    return home;
}

static void the_folder_comes_from_the_nearest(void **state)
{
    (void)state;
    struct home home;
    struct failure failure;
    setenv("HOME", "/h", 1);
    unsetenv("XDG_DATA_HOME");
    unsetenv("BULLETIN_HOME");
    assert_int_equal(home_find(NULL, &home, &failure), OK);
    assert_string_equal(home.path, "/h/.local/share/bulletin");
    setenv("XDG_DATA_HOME", "/x", 1);
    assert_int_equal(home_find(NULL, &home, &failure), OK);
    assert_string_equal(home.path, "/x/bulletin");
    setenv("BULLETIN_HOME", "/b", 1);
    assert_int_equal(home_find(NULL, &home, &failure), OK);
    assert_string_equal(home.path, "/b");
    assert_int_equal(home_find("/o", &home, &failure), OK);
    assert_string_equal(home.path, "/o");
    unsetenv("BULLETIN_HOME");
    unsetenv("XDG_DATA_HOME");
    unsetenv("HOME");
    assert_int_equal(home_find(NULL, &home, &failure), ERR_BAD_VALUE);
}

static void a_seed_is_made_once(void **state)
{
    struct home home = home_in(*state, "deep/in/home");
    struct failure failure;
    struct identity *none = (struct identity *)&home, *first = NULL, *second = NULL;
    struct stat about;
    char path[PATH_MAX];
    assert_int_equal(home_identity(&home, &none, &failure), OK);
    assert_null(none);
    assert_int_equal(home_make_identity(&home, &first, &failure), OK);
    assert_int_equal(home_make_identity(&home, &second, &failure), OK);
    assert_memory_equal(first->public_key, second->public_key, LIMIT_KEY_BYTES);
    files_join(path, home.path, "seed");
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    assert_int_equal(about.st_size, LIMIT_KEY_BYTES);
    home_free_identity(first);
    home_free_identity(second);
}

static void a_seed_that_others_read_is_refused(void **state)
{
    struct home home = home_in(*state, "home");
    struct failure failure;
    struct identity *identity = NULL;
    char path[PATH_MAX];
    assert_int_equal(home_make_identity(&home, &identity, &failure), OK);
    home_free_identity(identity);
    identity = NULL;
    files_join(path, home.path, "seed");
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(home_identity(&home, &identity, &failure), ERR_SEED_BROKEN);
    assert_int_equal(failure_exit(&failure), EXIT_IDENTITY);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(truncate(path, 31), 0);
    assert_int_equal(home_identity(&home, &identity, &failure), ERR_SEED_BROKEN);
    assert_null(identity);
}

static void the_server_is_kept(void **state)
{
    struct home home = home_in(*state, "home");
    struct failure failure;
    struct address address, kept;
    bool found = true;
    char before[ADDRESS_TEXT_BYTES], after[ADDRESS_TEXT_BYTES];
    assert_int_equal(home_server(&home, &kept, &found, &failure), OK);
    assert_false(found);
    assert_int_equal(
        address_parse("bulletin://[::1]:7/0000000000000000000000000000000000000000000000000000000000000007",
                      &address, &failure),
        OK);
    assert_int_equal(home_save_server(&home, &address, &failure), OK);
    assert_int_equal(home_server(&home, &kept, &found, &failure), OK);
    assert_true(found);
    address_write(&address, before);
    address_write(&kept, after);
    assert_string_equal(after, before);
}

static size_t count_entries(const char *folder)
{
    char command[PATH_MAX + 32], line[16] = "";
    snprintf(command, sizeof command, "ls -A '%s' | wc -l", folder);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    assert_non_null(fgets(line, sizeof line, pipe));
    pclose(pipe);
    return strtoul(line, NULL, 10);
}

static void a_file_is_replaced_as_a_whole(void **state)
{
    const char *folder = *state;
    struct failure failure;
    char path[PATH_MAX];
    uint8_t *content;
    size_t size;
    bool existed = true;
    files_join(path, folder, "file");
    assert_int_equal(files_read(path, 100, &content, &size, &failure), OK);
    assert_null(content);
    assert_int_equal(files_replace(path, bytes_of_text("a long first content"), 0600, &failure), OK);
    assert_int_equal(files_replace(path, bytes_of_text("short"), 0600, &failure), OK);
    assert_int_equal(files_write_new(path, bytes_of_text("never"), 0600, &existed, &failure), OK);
    assert_true(existed);
    assert_int_equal(files_read(path, 100, &content, &size, &failure), OK);
    assert_string_equal((char *)content, "short");
    assert_int_equal(size, 5);
    free(content);
    assert_int_equal(files_read(path, 4, &content, &size, &failure), ERR_INTERNAL);
    assert_int_equal(count_entries(folder), 1); /* nothing temporary is left */
}

static void a_failed_write_keeps_the_old_file(void **state)
{
    struct failure failure;
    char path[PATH_MAX], inside[PATH_MAX];
    files_join(path, *state, "folder");
    files_join(inside, path, "x");
    assert_int_equal(files_make_folder(path, &failure), OK);
    assert_int_equal(files_replace(inside, bytes_of_text("x"), 0600, &failure), OK);
    /* A folder cannot be replaced by a file. */
    assert_int_equal(files_replace(path, bytes_of_text("y"), 0600, &failure), ERR_INTERNAL);
    assert_non_null(strstr(failure.text, path));
    assert_int_equal(access(inside, F_OK), 0);
    assert_int_equal(count_entries(*state), 1);
}

static void a_channel_is_a_file_name(void **state)
{
    (void)state;
    char name[LIMIT_CHANNEL_BYTES + 1];
    files_channel_name(bytes_of_text("dept/labour"), name);
    assert_string_equal(name, "dept+labour");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_folder_comes_from_the_nearest),
        cmocka_unit_test_setup_teardown(a_seed_is_made_once, chain_setup, chain_teardown),
        cmocka_unit_test_setup_teardown(a_seed_that_others_read_is_refused, chain_setup, chain_teardown),
        cmocka_unit_test_setup_teardown(the_server_is_kept, chain_setup, chain_teardown),
        cmocka_unit_test_setup_teardown(a_file_is_replaced_as_a_whole, chain_setup, chain_teardown),
        cmocka_unit_test_setup_teardown(a_failed_write_keeps_the_old_file, chain_setup, chain_teardown),
        cmocka_unit_test(a_channel_is_a_file_name),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
