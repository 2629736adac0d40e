/* How near two words are: letters changed, missing, doubled and exchanged at every place of every word that
 * people may mistype. */
#include "client/shell/nearest.h"
#include "protocol/tables.h"
#include "tests/unit/support/testing.h"

static const char *near_of(const char *typed, const char *const *words)
{
    static struct nearest nearest;
    nearest_begin(&nearest, bytes_of_text(typed));
    for (; *words != NULL; words++)
        nearest_try(&nearest, bytes_of_text(*words));
    return nearest_word(&nearest);
}

/* Every word of the wire, mistyped once at every place in each way, finds itself among all of them, or
 * another that is as near. */
static const char *near_verb(const char *typed)
{
    static struct nearest nearest;
    nearest_begin(&nearest, bytes_of_text(typed));
    for (int i = 0; i < VERB_COUNT; i++)
        nearest_try(&nearest, bytes_of_text(verbs[i].word));
    return nearest_word(&nearest);
}

static void one_slip_finds_the_word(void **state)
{
    (void)state;
    size_t tried = 0;
    for (int i = 0; i < VERB_COUNT; i++) {
        const char *word = verbs[i].word;
        const size_t size = strlen(word);
        for (size_t at = 0; size > 3 && at < size; at++) {
            char changed[LIMIT_WORD_BYTES + 2] = "", missing[LIMIT_WORD_BYTES + 2] = "",
                                            doubled[LIMIT_WORD_BYTES + 2] = "";
            strcpy(changed, word);
            changed[at] = changed[at] == 'q' ? 'x' : 'q';
            memcpy(missing, word, at);
            strcpy(missing + at, word + at + 1);
            memcpy(doubled, word, at + 1);
            strcpy(doubled + at + 1, word + at);
            assert_non_null(near_verb(changed));
            assert_non_null(near_verb(missing));
            assert_non_null(near_verb(doubled));
            if (at + 1 < size) /* forum.editt may be forum.edits */
                assert_string_equal(near_verb(doubled), word);
            tried++;
        }
        assert_string_equal(near_verb(word), word);
    }
    assert_true(tried > 300);
}

static void exchanged_letters_are_one_slip(void **state)
{
    static const char *const words[] = {"low", "high", "urgent", NULL};
    (void)state;
    assert_string_equal(near_of("hihg", words), "high");
    assert_string_equal(near_of("lwo", words), "low");
    assert_string_equal(near_of("ugrent", words), "urgent");
    assert_string_equal(near_of("urgetn", words), "urgent");
}

static void what_is_far_is_not_proposed(void **state)
{
    static const char *const words[] = {"read", "revise", "会议", NULL};
    char endless[NEAREST_BYTES + 2];
    (void)state;
    assert_null(near_of("xylophone", words));
    assert_null(near_of("", words));
    assert_null(near_of("q", words));
    assert_null(near_of("qa", words));
    memset(endless, 'r', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    assert_null(near_of(endless, words));
    const char *const own[] = {endless, NULL};
    assert_null(near_of("read", own));
}

static void the_nearest_wins(void **state)
{
    static const char *const words[] = {"forum lock", "forum show", "forum post", NULL};
    (void)state;
    assert_string_equal(near_of("forum shwo", words), "forum show");
    assert_string_equal(near_of("forum pots", words), "forum post");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_slip_finds_the_word),
        cmocka_unit_test(exchanged_letters_are_one_slip),
        cmocka_unit_test(what_is_far_is_not_proposed),
        cmocka_unit_test(the_nearest_wins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
