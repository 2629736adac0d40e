/* Tests that the form of an application asks for what an act of it can say. Every field is looked at with its
 * bounds, and every part of an item; and the notes name the limits of a logo as they are. */
#include <stdio.h>

#include "client/nouns/brand/brand_form.h"
#include "tests/unit/support/testing.h"

/* In the act, and not in the form: for which round, and of which brand. */
static bool is_said_elsewhere(const char *name)
{
    return strcmp(name, "year") == 0 || strcmp(name, "id") == 0 || strcmp(name, "seen") == 0;
}

static const struct form_field *find(const struct form_field *fields, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        char word[LIMIT_WORD_BYTES];
        snprintf(word, sizeof word, "%s", fields[i].word);
        for (char *at = word; *at != '\0'; at++)
            *at = *at == ' ' ? '_' : *at;
        if (strcmp(word, name) == 0)
            return &fields[i];
    }
    return NULL;
}

static void check_asked(const struct form_field *asked, const struct field *field)
{
    switch (field->kind) {
    case KIND_ITEMS:
        assert_int_equal(asked->kind, FORM_BLOCK);
        assert_int_equal(asked->limit, field->limit);
        break;
    case KIND_FILES:
        assert_int_equal(asked->kind, FORM_LINE); /* where it lies */
        break;
    default:
        assert_int_equal(asked->kind, field->kind == KIND_LINE ? FORM_LINE : FORM_TEXT);
        assert_int_equal(asked->limit, field->limit);
    }
}

static void check_act(const struct shape *args)
{
    size_t asked_for = 0;
    for (size_t i = 0; i < args->count; i++) {
        const struct field *field = &args->fields[i];
        const bool items = field->kind == KIND_ITEMS;
        if (is_said_elsewhere(field->name))
            continue;
        const struct form_field *asked =
            find(brand_form.fields, brand_form.count, items ? "item" : field->name);
        if (asked == NULL)
            fail_msg("%s: nobody asks for it", field->name);
        check_asked(asked, field);
        /* Of the plan one of two is needed, which an act cannot say of its fields. */
        if (strcmp(field->name, "plan") != 0)
            assert_int_equal(asked->needed, field->needed);
        asked_for++;
    }
    assert_int_equal(asked_for, brand_form.count);
}

static void everything_that_can_be_said_is_asked_for(void **state)
{
    (void)state;
    check_act(&shape_args_brand_submit);
    check_act(&shape_args_brand_revise);
}

static void every_part_of_an_item_is_asked_for(void **state)
{
    (void)state;
    const struct form_field *item = find(brand_form.fields, brand_form.count, "item");
    assert_int_equal(item->part_count, ITEM_PARTS_COUNT);
    for (size_t i = 0; i < ITEM_PARTS_COUNT; i++) {
        const struct form_field *part = find(item->parts, item->part_count, item_words[i]);
        assert_non_null(part);
        assert_int_equal(part->kind, FORM_LINE);
        assert_int_equal(part->needed, REQUIRED);
        assert_int_equal(part->limit, LIMIT_ITEM_BYTES);
    }
}

static void the_plan_is_one_of_two(void **state)
{
    (void)state;
    assert_string_equal(find(brand_form.fields, brand_form.count, "plan_file")->instead, "plan");
    assert_int_equal(find(brand_form.fields, brand_form.count, "plan")->needed, REQUIRED);
}

static void notes_name_the_limits_of_a_logo(void **state)
{
    (void)state;
    char pixels[32], bytes[32];
    const struct form_field *logo = find(brand_form.fields, brand_form.count, "logo");
    snprintf(pixels, sizeof pixels, "%d pixels each way", LIMIT_LOGO_PIXELS);
    snprintf(bytes, sizeof bytes, "%d KiB", LIMIT_LOGO_BYTES / 1024);
    assert_non_null(strstr(logo->asks, pixels));
    assert_non_null(strstr(logo->asks, bytes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_that_can_be_said_is_asked_for),
        cmocka_unit_test(every_part_of_an_item_is_asked_for),
        cmocka_unit_test(the_plan_is_one_of_two),
        cmocka_unit_test(notes_name_the_limits_of_a_logo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
