/* Texts that were typed and not sent: made, locked, found again after anything, and gone once they
 * are done. */
#include "tests/unit/support/client_chain.h"

#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/lib/home/unsent.h"

static const char typed_text[] = "What was typed.\n";

static struct home home_in(const char *folder)
{
    struct home home;
    assert_true(files_join(home.path, folder, "home"));
    return home;
}

static struct unsent make(const struct home *home)
{
    const struct unsent_about about = {.server = "bulletin://h:1/k",
                                       .thing = "00ff",
                                       .folder = "/some where",
                                       .word_count = 3,
                                       .words = {"publish", "roads", "a \"headline\"\nof two"}};
    struct unsent unsent;
    struct failure failure;
    assert_int_equal(unsent_make(home, &about, bytes_of_text(typed_text), &unsent, &failure), OK);
    return unsent;
}

/* Whether it is there; it is closed again, or left open in `*kept`. */
static bool is_there(const struct home *home, unsigned number, struct unsent *kept)
{
    struct unsent unsent;
    struct unsent_about about;
    struct failure failure;
    uint8_t *room;
    bool found, busy;
    assert_int_equal(unsent_open(home, number, &unsent, &about, &room, &found, &busy, &failure), OK);
    assert_false(busy);
    if (!found)
        return false;
    assert_string_equal(about.server, "bulletin://h:1/k");
    assert_string_equal(about.thing, "00ff");
    assert_string_equal(about.folder, "/some where");
    assert_int_equal(about.word_count, 3);
    assert_string_equal(about.words[2], "a \"headline\"\nof two");
    free(room);
    if (kept != NULL)
        *kept = unsent;
    else
        unsent_close(&unsent);
    return true;
}

static void it_is_there_until_it_is_done(void **state)
{
    const struct home home = home_in(*state);
    struct failure failure;
    struct stat about;
    char path[PATH_MAX];
    uint8_t *text;
    size_t size;
    struct unsent unsent = make(&home);
    unsent_text_path(&unsent, path);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    assert_int_equal(stat(unsent.folder, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0700);
    unsent_close(&unsent);
    assert_true(is_there(&home, 1, &unsent));
    assert_int_equal(unsent_read_text(&unsent, &text, &size, &failure), OK);
    assert_int_equal(size, strlen(typed_text));
    assert_memory_equal(text, typed_text, size);
    free(text);
    unsent_remove(&unsent);
    assert_false(is_there(&home, 1, NULL));
    assert_int_equal(access(unsent.folder, F_OK), -1);
}

static void who_writes_is_alone_with_it(void **state)
{
    const struct home home = home_in(*state);
    struct unsent first = make(&home), second = make(&home), other;
    struct unsent_about about;
    struct failure failure;
    uint8_t *room;
    bool found, busy;
    assert_int_equal(first.number, 1);
    assert_int_equal(second.number, 2);
    assert_int_equal(unsent_open(&home, 1, &other, &about, &room, &found, &busy, &failure), OK);
    assert_true(busy && !found);
    unsent_remove(&first);
    struct unsent third = make(&home);
    assert_int_equal(third.number, 1);
    unsent_close(&second);
    unsent_close(&third);
}

/* Killed in the middle of removing: without its text the rest is done, whatever it is. */
static void what_is_half_removed_is_done(void **state)
{
    const struct home home = home_in(*state);
    char path[PATH_MAX];
    struct failure failure;
    struct unsent unsent = make(&home);
    assert_int_equal(unsent_keep_act(&unsent, &verbs[VERB_publish], bytes_of_text("act"), &failure), OK);
    unsent_text_path(&unsent, path);
    assert_int_equal(unlink(path), 0);
    unsent_close(&unsent);
    assert_false(is_there(&home, 1, NULL));
    assert_int_equal(access(unsent.folder, F_OK), -1);
}

static void an_act_is_kept_with_its_text(void **state)
{
    const struct home home = home_in(*state);
    struct failure failure;
    const struct verb *verb = NULL;
    struct bytes signed_act;
    uint8_t *room = NULL;
    bool as_typed = false, found = true;
    char path[PATH_MAX];
    struct unsent unsent = make(&home);
    assert_int_equal(unsent_read_act(&unsent, &verb, &signed_act, &as_typed, &room, &found, &failure), OK);
    assert_false(found);
    assert_int_equal(unsent_keep_act(&unsent, &verbs[VERB_publish], bytes_of("a\0b", 3), &failure), OK);
    for (int changed = 0; changed < 2; changed++) {
        assert_true(unsent_has_act(&unsent));
        assert_int_equal(unsent_read_act(&unsent, &verb, &signed_act, &as_typed, &room, &found, &failure),
                         OK);
        assert_true(found);
        assert_ptr_equal(verb, &verbs[VERB_publish]);
        assert_true(bytes_equal(signed_act, bytes_of("a\0b", 3)));
        assert_int_equal(as_typed, changed == 0);
        free(room);
        unsent_text_path(&unsent, path);
        assert_int_equal(files_replace(path, bytes_of_text("Changed since."), 0600, &failure), OK);
    }
    unsent_drop_act(&unsent);
    assert_false(unsent_has_act(&unsent));
    unsent_remove(&unsent);
}

/* Nothing that stands there is believed, and no text is removed because of it. */
static void what_is_damaged_is_said(void **state)
{
    static const char first[] = "bulletin unsent 1", foreign[] = "other\0a\0b\0c\0publish",
                      nuls[] = "\0\0\0\0";
    const struct bytes broken[] = {bytes_of(first, 0), bytes_of(first, sizeof first - 1),
                                   bytes_of(foreign, sizeof foreign), bytes_of(nuls, sizeof nuls)};
    const struct home home = home_in(*state);
    struct unsent unsent = make(&home), other;
    struct unsent_about about;
    struct failure failure;
    char path[PATH_MAX];
    uint8_t *room;
    bool found, busy;
    unsent_close(&unsent);
    assert_true(files_join(path, unsent.folder, "about"));
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        assert_int_equal(files_replace(path, broken[i], 0600, &failure), OK);
        assert_int_not_equal(unsent_open(&home, 1, &other, &about, &room, &found, &busy, &failure), OK);
        assert_false(found || busy);
    }
    unsent_text_path(&unsent, path);
    assert_int_equal(access(path, R_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_is_there_until_it_is_done, chain_setup, chain_teardown),
        cmocka_unit_test_setup_teardown(who_writes_is_alone_with_it, chain_setup, chain_teardown),
        cmocka_unit_test_setup_teardown(what_is_half_removed_is_done, chain_setup, chain_teardown),
        cmocka_unit_test_setup_teardown(an_act_is_kept_with_its_text, chain_setup, chain_teardown),
        cmocka_unit_test_setup_teardown(what_is_damaged_is_said, chain_setup, chain_teardown),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
