/* The tables: look-ups, words that differ, and bounds that other files rely on. */
#include <limits.h>

#include "tests/unit/support/samples.h"
#include "tests/unit/support/testing.h"

static void finds_every_word_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < VERB_COUNT; i++)
        assert_ptr_equal(verb_find(bytes_of_text(verbs[i].word)), &verbs[i]);
    for (size_t i = 0; i < FACT_COUNT; i++)
        assert_ptr_equal(fact_kind_find(bytes_of_text(fact_kinds[i].word)), &fact_kinds[i]);
    for (size_t i = 0; i < PUSH_COUNT; i++)
        assert_ptr_equal(push_find(bytes_of_text(push_kinds[i].word)), &push_kinds[i]);
    for (int i = 1; i < ERROR_COUNT; i++)
        assert_int_equal(error_find(bytes_of_text(error_kinds[i].word)), i);
}

static void finds_nothing_else(void **state)
{
    (void)state;
    const char *const absent[] = {"", "no-such-word", "publis", "publishh", "Publish"};
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) {
        assert_null(verb_find(bytes_of_text(absent[i])));
        assert_null(fact_kind_find(bytes_of_text(absent[i])));
        assert_null(push_find(bytes_of_text(absent[i])));
        assert_int_equal(error_find(bytes_of_text(absent[i])), OK);
        assert_int_equal(shape_find(&shape_args_publish, bytes_of_text(absent[i])), -1);
    }
}

static void fields_have_names_of_their_own(void **state)
{
    (void)state;
    for (size_t i = 0; sample_shapes[i] != NULL; i++) {
        const struct shape *shape = sample_shapes[i];
        for (size_t j = 0; j < shape->count; j++)
            assert_int_equal(shape_find(shape, bytes_of_text(shape->fields[j].name)), j);
    }
}

static void shapes_fit_the_room_for_them(void **state)
{
    (void)state;
    for (size_t i = 0; sample_shapes[i] != NULL; i++) {
        const struct shape *shape = sample_shapes[i];
        assert_true(shape->count <= SHAPE_FIELDS);
        assert_true(shape->size <= SHAPE_BYTES);
        for (size_t j = 0; j < shape->count; j++) {
            assert_true(shape->fields[j].offset >= shape->count);
            assert_true(shape->fields[j].offset < shape->size);
            assert_true(shape->fields[j].help[0] != '\0');
        }
    }
}

/* A kind whose size is not fixed must say how large a value may be. */
static void open_kinds_have_limits(void **state)
{
    (void)state;
    for (size_t i = 0; sample_shapes[i] != NULL; i++) {
        for (size_t j = 0; j < sample_shapes[i]->count; j++) {
            const struct field *field = &sample_shapes[i]->fields[j];
            bool open = field->kind == KIND_LINE || field->kind == KIND_TEXT || field->kind == KIND_DATED ||
                        field->kind == KIND_MOMENT || field->kind == KIND_BYTES || kind_is_list(field->kind);
            assert_int_equal(open && field->limit == 0, false);
        }
    }
}

static void verbs_that_say_what_was_seen_say_who_shows_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < VERB_COUNT; i++) {
        bool has_seen = shape_find(verbs[i].args, bytes_of_text("seen")) >= 0;
        bool has_revision_head = shape_find(verbs[i].args, bytes_of_text("revision_head")) >= 0;
        assert_false(has_seen && has_revision_head);
        assert_int_equal(has_seen || has_revision_head, verbs[i].shown_by != NULL);
        if (verbs[i].shown_by == NULL)
            continue;
        const struct verb *question = verb_find(bytes_of_text(verbs[i].shown_by));
        assert_non_null(question);
        assert_true(shape_find(question->row, bytes_of_text(has_seen ? "head" : "revision_head")) >= 0);
        assert_string_equal(question->args->fields[0].name, verbs[i].args->fields[0].name);
    }
}

/* A number here, a word on the wire; nothing else is one of a few. */
static void kinds_that_are_one_of_a_few_have_words(void **state)
{
    (void)state;
    size_t found = 0;
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        const struct choices *choices = kind_choices((enum kind)kind);
        found += choices != NULL;
        for (size_t i = 0; choices != NULL && i < choices->count; i++)
            assert_true(choices->words[i][0] != '\0');
    }
#define CHOICE_ONE(...) +1
    assert_int_equal(found, 0 CHOICES(CHOICE_ONE));
    assert_ptr_equal(kind_choices(KIND_ROLE)->words, role_words);
    assert_string_equal(kind_choices(KIND_PRIORITY)->words[PRIORITY_URGENT], "urgent");
    assert_string_equal(kind_choices(KIND_ROSTER)->words[ROSTER_OPEN], "open");
    assert_string_equal(kind_choices(KIND_TRANSITION)->words[TRANSITION_REMIND], "remind");
    assert_string_equal(kind_choices(KIND_ACTIVITY)->words[ACTIVITY_NAMING_MEETING], "naming-meeting");
    assert_string_equal(kind_choices(KIND_STAGE)->words[STAGE_CLOSING], "closing");
    assert_string_equal(kind_choices(KIND_SEARCHED)->words[SEARCHED_FORUM], "forum");
    assert_string_equal(kind_choices(KIND_ORDER)->words[ORDER_BEST], "best");
}

static void has_no_verb(const char *where, const char *text)
{
    for (size_t i = 0; i < VERB_COUNT; i++) {
        if (strchr(verbs[i].word, '.') != NULL && strstr(text, verbs[i].word) != NULL)
            fail_msg("%s names the verb %s, where people type the command: %s", where, verbs[i].word, text);
    }
}

/* People read errors and the help of options, and they type `round list` rather than round.list. */
static void sentences_for_people_name_commands(void **state)
{
    (void)state;
    for (int i = 1; i < ERROR_COUNT; i++)
        has_no_verb(error_kinds[i].word, error_kinds[i].text);
    for (size_t i = 0; i < VERB_COUNT; i++) {
        has_no_verb(verbs[i].word, verbs[i].help);
        for (size_t j = 0; j < verbs[i].args->count; j++)
            has_no_verb(verbs[i].word, verbs[i].args->fields[j].help);
    }
}

/* An enum of C is an int; a larger bound would quietly become another type. */
static void limits_fit_an_int(void **state)
{
    (void)state;
#define LIMIT_VALUE(name, value, unit, why) (value),
    static const int64_t limits[] = {LIMITS(LIMIT_VALUE)};
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        assert_true(limits[i] > 0 && limits[i] <= INT_MAX);
}

static size_t longest_size(const struct shape *shape)
{
    static uint8_t room[LIMIT_PLAIN_BYTES];
    _Alignas(max_align_t) uint8_t values[SHAPE_BYTES];
    struct buffer out = buffer_over(room, sizeof room);
    sample_fill(shape, true, 1, values);
    codec_encode(shape, values, &out);
    assert_false(out.overflowed);
    return out.size;
}

/* What is decided stands in a head beside a channel, an actor, a kind, two hashes and five numbers. */
static void what_is_decided_fits_a_head(void **state)
{
    (void)state;
    enum { REST = LIMIT_CHANNEL_BYTES + LIMIT_NAME_BYTES + LIMIT_WORD_BYTES + 2 * LIMIT_HASH_BYTES + 64 };
    for (size_t i = 0; i < FACT_COUNT; i++) {
        if (longest_size(fact_kinds[i].decided) + REST > LIMIT_HEAD_BYTES)
            fail_msg("%s: %zu", fact_kinds[i].word, longest_size(fact_kinds[i].decided));
    }
}

/* Whatever the fields allow together can be signed: beside two keys, a nonce, a verb and a time. */
static void arguments_fit_an_act(void **state)
{
    (void)state;
    enum { REST = 2 * LIMIT_KEY_BYTES + LIMIT_NONCE_BYTES + LIMIT_WORD_BYTES + 32 };
    for (size_t i = 0; i < VERB_COUNT; i++) {
        if (verbs[i].kind == ACT && longest_size(verbs[i].args) + REST > LIMIT_ACT_BYTES)
            fail_msg("%s: %zu", verbs[i].word, longest_size(verbs[i].args));
    }
}

/* What stands although people wrote it: what the house is made of, and why something was erased. */
static const struct {
    int verb;
    const char *why;
} kept[] = {
    {VERB_department_create, "the name of an organ, which the roster of duties rests on"},
    {VERB_department_change, "the same"},
    {VERB_channel_create, "the name of a channel"},
    {VERB_channel_change, "the same"},
    {VERB_award_define, "the name of an award, which those who have it bear"},
    {VERB_erase, "without it nobody can check what took a text away, and by what law"},
    {VERB_account_erase, "the same"},
};

static bool is_kept(int verb)
{
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        if (kept[i].verb == verb)
            return true;
    }
    return false;
}

static bool is_written(const struct field *field)
{
    return field->kind == KIND_LINE || field->kind == KIND_TEXT || field->kind == KIND_FILES ||
           field->kind == KIND_LINES || field->kind == KIND_ITEMS || strcmp(field->name, "text_hash") == 0;
}

static bool carries(const struct fact_kind *kind, const struct verb *verb)
{
    for (size_t i = 0; i < kind->maker_count; i++) {
        if (kind->makers[i].verb == verb)
            return true;
    }
    return false;
}

static bool is_erased_by_order(const struct fact_kind *kind)
{
    for (size_t i = 0; i < kind->eraser_count; i++) {
        if (kind->erasers[i].verb == &verbs[VERB_erase])
            return true;
    }
    return false;
}

/* Every act that people write words into can lose them by law: all facts that it may stand in let it go. */
static void what_people_write_can_be_erased(void **state)
{
    (void)state;
    for (int v = 0; v < VERB_COUNT; v++) {
        bool written = false;
        size_t staying = 0;
        for (size_t i = 0; i < verbs[v].args->count && verbs[v].kind == ACT; i++)
            written |= is_written(&verbs[v].args->fields[i]);
        for (size_t k = 0; k < FACT_COUNT; k++)
            staying += carries(&fact_kinds[k], &verbs[v]) && !is_erased_by_order(&fact_kinds[k]);
        if (written && staying > 0 && !is_kept(v))
            fail_msg("%s: what people write there stands for ever", verbs[v].word);
        if (is_kept(v) && (!written || staying == 0))
            fail_msg("%s: it is not kept", verbs[v].word);
    }
}

static void words_fit_the_wire(void **state)
{
    (void)state;
    for (size_t i = 0; i < VERB_COUNT; i++)
        assert_true(strlen(verbs[i].word) <= LIMIT_WORD_BYTES);
    for (size_t i = 0; i < FACT_COUNT; i++)
        assert_true(strlen(fact_kinds[i].word) <= LIMIT_WORD_BYTES);
    for (size_t i = 1; i < ERROR_COUNT; i++) {
        assert_true(strlen(error_kinds[i].word) <= LIMIT_WORD_BYTES);
        assert_true(strlen(error_kinds[i].text) + 2 * LIMIT_ID_BYTES <= LIMIT_REASON_BYTES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_every_word_once),
        cmocka_unit_test(finds_nothing_else),
        cmocka_unit_test(fields_have_names_of_their_own),
        cmocka_unit_test(shapes_fit_the_room_for_them),
        cmocka_unit_test(open_kinds_have_limits),
        cmocka_unit_test(verbs_that_say_what_was_seen_say_who_shows_it),
        cmocka_unit_test(kinds_that_are_one_of_a_few_have_words),
        cmocka_unit_test(sentences_for_people_name_commands),
        cmocka_unit_test(limits_fit_an_int),
        cmocka_unit_test(what_is_decided_fits_a_head),
        cmocka_unit_test(arguments_fit_an_act),
        cmocka_unit_test(what_people_write_can_be_erased),
        cmocka_unit_test(words_fit_the_wire),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
