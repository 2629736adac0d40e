/* The seed format: its three kinds of records, bodies as they stand, and every mistake named with
 * its line. */
#include "client/lib/seeds.h"
#include "tests/unit/support/testing.h"

static bool next(struct seeds *seeds, struct seed *seed)
{
    struct failure failure;
    bool more = false;
    assert_int_equal(seeds_next(seeds, seed, &more, &failure), OK);
    return more;
}

static struct seeds begin(const char *text)
{
    return seeds_begin("x.txt", bytes_of_text(text));
}

static void three_kinds_are_told_apart(void **state)
{
    (void)state;
    struct seeds seeds =
        begin("Department: labour\nTitle: Labour Bureau 劳动局\n---\n"
              "Channel-name: programme\nTitle: Programme\nRead: everyone, dept:labour\n---\n"
              "Channel: programme\nDepartment: labour\nHeadline: 首批: named\nDate: 2006-11-30\n"
              "Source: first-batch\n\nOne.\n\nTwo 二.\n");
    struct seed seed;
    assert_true(next(&seeds, &seed));
    assert_int_equal(seed.kind, SEED_IS_DEPARTMENT);
    assert_int_equal(seed.line, 1);
    assert_true(bytes_equal_text(seed.headers[SEED_TITLE], "Labour Bureau 劳动局"));
    assert_true(next(&seeds, &seed));
    assert_int_equal(seed.kind, SEED_IS_CHANNEL);
    assert_true(bytes_equal_text(seed.headers[SEED_READ], "everyone, dept:labour"));
    assert_null(seed.headers[SEED_PUBLISH].at);
    assert_true(next(&seeds, &seed));
    assert_int_equal(seed.kind, SEED_IS_BULLETIN);
    assert_int_equal(seed.line, 8);
    assert_true(bytes_equal_text(seed.headers[SEED_HEADLINE], "首批: named"));
    assert_true(bytes_equal_text(seed.body, "One.\n\nTwo 二."));
    assert_false(next(&seeds, &seed));
}

#define BULLETIN "Channel: c\nHeadline: h\nDate: 2006\nSource: s\n"

static void a_body_ends_at_the_separator_alone(void **state)
{
    (void)state;
    struct seeds seeds =
        begin("\n\n" BULLETIN "\n\na: b\n--- not the end\n----\n---\n" BULLETIN "---\n---\n");
    struct seed seed;
    assert_true(next(&seeds, &seed));
    assert_int_equal(seed.line, 3);
    assert_true(bytes_equal_text(seed.body, "a: b\n--- not the end\n----"));
    assert_true(next(&seeds, &seed));
    assert_int_equal(seed.body.size, 0);
    assert_false(next(&seeds, &seed));
}

static void what_a_new_house_begins_with(void **state)
{
    (void)state;
    static const enum seed_kind kinds[] = {SEED_IS_THREAD, SEED_IS_POST, SEED_IS_THEME, SEED_IS_ROUND,
                                           SEED_IS_ACTIVITY};
    struct seeds seeds =
        begin("Thread: forum\nHeadline: 品牌\n\nOne.\n---\nPost: forum\nHeadline: 品牌\n\nTwo.\n---\n"
              "Theme: next\nHeadline: h\n---\n"
              "Round: this\nHeadline: h\nUntil: +60d\n\nOne condition\nAnother\n---\n"
              "Activity: activities\nHeadline: h\nKind: visit\nStarts: +3d 09:00\nInvited: all\n");
    struct seed seed;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        assert_true(next(&seeds, &seed));
        assert_int_equal(seed.kind, kinds[i]);
    }
    assert_true(bytes_equal_text(seed.headers[SEED_STARTS], "+3d 09:00"));
    assert_false(next(&seeds, &seed));
}

static void an_empty_file_has_no_records(void **state)
{
    (void)state;
    struct seed seed;
    struct seeds empty = begin(""), separators = begin("---\n\n---\n");
    assert_false(next(&empty, &seed));
    assert_false(next(&separators, &seed));
}

static void mistakes_are_named_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *said;
    } wrong[] = {
        {"Department labour\n", "x.txt:1: a header is `Name: value`"},
        {"Department: labour\nTitel: x\n", "x.txt:2: there is no header 'Titel'"},
        {"Department: labour\nDepartment: x\n", "x.txt:2: the header stands here twice"},
        {"Department: labour\nTitle:\n", "x.txt:2: the header is empty"},
        {"\nDepartment: labour\n", "x.txt:2: the record lacks the header 'Title'"},
        {"Title: x\n", "x.txt:1: the record lacks the header 'Department'"},
        {"Channel: c\nHeadline: h\nDate: 2006\n", "lacks the header 'Source'"},
        {"Channel: c\nHeadline: h\nSource: s\n", "lacks the header 'Date'"},
        {"Headline: h\nDate: 2006\nSource: s\n", "lacks the header 'Channel'"},
        {BULLETIN "Title: t\n", "cannot have the header 'Title'"},
        {"Channel-name: c\nTitle: t\nHeadline: h\n", "cannot have the header 'Headline'"},
        {"Department: labour\nTitle: t\n\nA body.\n", "a department or a channel has no body"},
        {"Theme: this\n", "lacks the header 'Headline'"},
        {"Post: forum\nHeadline: h\n", "a post has a body"},
        {"Activity: c\nHeadline: h\nKind: visit\n", "lacks the header 'Starts'"},
        {"Round: this\nHeadline: h\n", "lacks the header 'Until'"},
        {"Round: this\nHeadline: h\nUntil: +3d\nStarts: +1d\n", "cannot have the header 'Starts'"},
        {"Thread: forum\nHeadline: h\nDate: 2006\n", "cannot have the header 'Date'"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct seeds seeds = begin(wrong[i].text);
        struct seed seed;
        struct failure failure;
        bool more;
        assert_int_equal(seeds_next(&seeds, &seed, &more, &failure), ERR_BAD_VALUE);
        if (strstr(failure.text, wrong[i].said) == NULL)
            fail_msg("'%s' does not say '%s'", failure.text, wrong[i].said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_kinds_are_told_apart),
        cmocka_unit_test(a_body_ends_at_the_separator_alone),
        cmocka_unit_test(what_a_new_house_begins_with),
        cmocka_unit_test(an_empty_file_has_no_records),
        cmocka_unit_test(mistakes_are_named_with_their_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
