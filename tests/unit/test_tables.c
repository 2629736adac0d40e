/* The tables: look-ups, words that differ, and bounds that other files rely on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/samples.h"

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
                        field->kind == KIND_BYTES || field->kind == KIND_AUDIENCE ||
                        field->kind == KIND_POSITIONS;
            assert_int_equal(open && field->limit == 0, false);
        }
    }
}

static void verbs_with_a_head_say_who_shows_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < VERB_COUNT; i++) {
        bool has_head = shape_find(verbs[i].args, bytes_of_text("head")) >= 0;
        assert_int_equal(has_head, verbs[i].shown_by != NULL);
        if (!has_head)
            continue;
        const struct verb *question = verb_find(bytes_of_text(verbs[i].shown_by));
        assert_non_null(question);
        assert_true(shape_find(question->row, bytes_of_text("head")) >= 0);
        assert_string_equal(question->args->fields[0].name, verbs[i].args->fields[0].name);
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
        cmocka_unit_test(verbs_with_a_head_say_who_shows_it),
        cmocka_unit_test(words_fit_the_wire),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
