/* Tests of forms: what is written is read again, whatever people type; and all that is missing or wrong is
 * told, with its line. Each field is left out once and filled to its limit once, by the table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/support/forms.h"
#include "tests/unit/support/testing.h"

enum { ROOM = 1 << 16 };

static char told_room[ROOM], file_room[ROOM], again_room[ROOM], text_room[ROOM];

/* A form without a plan or a fault, in which one field may be left out or be another. */
#define SOUND "name: A\nmeaning: B\nscore: 7\nitem:\n  what: C\n  promise: D\nplan: E\n"

/* What is read of a file: answers and faults. */
static const char *tell(struct bytes file)
{
    struct form_answers answers;
    struct buffer out = buffer_over(told_room, sizeof told_room - 1);
    assert_true(form_read(&form_sample, file, &answers));
    form_add_answers(&out, &answers);
    form_add_faults(&out, &answers);
    assert_false(out.overflowed);
    told_room[out.size] = '\0';
    form_free(&answers);
    return told_room;
}

/* --- the empty file --- */

static void the_file_to_be_filled_in_says_what_is_asked(void **state)
{
    (void)state;
    struct buffer out = buffer_over(file_room, sizeof file_room - 1);
    form_write(&form_sample, NULL, 0, &out);
    file_room[out.size] = '\0';
    assert_string_equal(file_room, "\
# A sample of forms\n\
# Write behind the colons. A text may go on below in lines that begin with\n\
# spaces. Lines that begin with # are notes to you: they are not sent.\n\
\n\
# What the brand is called. Needed: one line of at most 30 bytes, which are 10\n\
# Chinese characters.\n\
name:\n\
\n\
# A few words that stay. May stay empty: one line of at most 48 bytes, which are\n\
# 16 Chinese characters.\n\
slogan:\n\
\n\
# What the name says to those who come. It is shown to everyone who looks at the\n\
# brand, so say it in their words. Needed: a text of at most 300 bytes, which\n\
# are 100 Chinese characters.\n\
meaning:\n\
\n\
# A rule a line. May stay empty: at most 3 lines of at most 90 bytes, which are\n\
# 30 Chinese characters.\n\
rules:\n\
\n\
# How good it is. Needed: a number, at most 100.\n\
score:\n\
\n\
# A service that the brand stands for. Needed. Copy the lines below for each, at\n\
# most 3 times.\n\
item:\n\
# What you do. Needed: one line of at most 24 bytes, which are 8 Chinese\n\
# characters.\n\
  what:\n\
# Who comes for it. May stay empty: one line of at most 18 bytes, which are 6\n\
# Chinese characters.\n\
  for whom:\n\
# What they can rely on. Needed: a text of at most 60 bytes, which are 20\n\
# Chinese characters.\n\
  promise:\n\
# How many days it takes. May stay empty: a number, at most 30.\n\
  days:\n\
\n\
# How you go about it. Needed: a text of at most 120 bytes, which are 40 Chinese\n\
# characters.\n\
plan:\n\
\n\
# Where the plan lies. Instead of 'plan': one line of at most 40 bytes, which\n\
# are 13 Chinese characters.\n\
plan file:\n");
    assert_string_equal(tell(buffer_bytes(&out)), "\
line 7: The field 'name' is missing.\n\
line 16: The field 'meaning' is missing.\n\
line 23: The field 'score' is missing.\n\
line 27: The field 'item' is missing.\n\
line 42: The field 'plan' is missing.\n");
}

/* --- there and back --- */

static uint64_t seed;

static size_t below(size_t bound)
{
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (size_t)(seed >> 33) % bound;
}

static void add_random_line(struct buffer *out, size_t most)
{
    static const char *const words[] = {
        "a", "#", ":", "name: b", "item:", "promise: c", "服务", "\xef\xbc\x9a", "\t-", "  d", "　品牌", "é"};
    const size_t begin = out->size;
    do {
        const char *word = words[below(sizeof words / sizeof words[0])];
        const size_t size = strlen(word);
        if (out->size - begin + size > most)
            return;
        buffer_add(out, word, size);
    } while (below(3) > 0);
}

/* As a reader leaves a text: something in its first and last line, no spaces at the ends of lines, and a line
 * that is not indented. */
static struct bytes random_text(struct buffer *out, const struct form_field *field)
{
    const size_t begin = out->size,
                 lines = field->kind == FORM_TEXT ? 1 + below(field->lines > 0 ? 3 : 5) : 1;
    char digits[24];
    if (field->kind == FORM_NUMBER) {
        snprintf(digits, sizeof digits, "%zu", below((size_t)field->limit + 1));
        buffer_add_text(out, digits);
        return bytes_of(out->at + begin, out->size - begin);
    }
    buffer_add_text(out, "x");
    for (size_t i = 0; i < lines; i++) {
        if (i > 0)
            buffer_add_text(out, "\n");
        if (i > 0 && (i + 1 < lines) && below(4) == 0)
            continue;
        buffer_add_text(out, i > 0 && below(2) == 0 ? "  " : "");
        add_random_line(out, field->limit / lines - 6);
        buffer_add_text(out, "y");
    }
    return bytes_of(out->at + begin, out->size - begin);
}

static size_t random_values(struct form_value *values, struct buffer *texts)
{
    size_t count = 0;
    const bool by_file = below(2) == 0;
    for (size_t i = 0; i < form_sample.count; i++) {
        const struct form_field *field = &form_sample.fields[i];
        const size_t blocks = field->kind == FORM_BLOCK ? 1 + below((size_t)field->limit) : 0;
        for (size_t block = 1; block <= blocks; block++) {
            for (size_t part = 0; part < field->part_count; part++) {
                const struct form_field *each = &field->parts[part];
                if (each->needed == REQUIRED || below(2) == 0)
                    values[count++] = (struct form_value){
                        .field = each, .of = field, .block = block, .text = random_text(texts, each)};
            }
        }
        if (field->kind == FORM_BLOCK)
            continue;
        const bool plan = strncmp(field->word, "plan", 4) == 0, instead = field->instead != NULL;
        if (plan ? instead == by_file : field->needed == REQUIRED || below(2) == 0)
            values[count++] = (struct form_value){.field = field, .text = random_text(texts, field)};
    }
    return count;
}

static void what_is_written_is_read_again(void **state)
{
    (void)state;
    for (seed = 1; seed < 3000; seed += 1) {
        const uint64_t began = seed;
        struct form_value values[64];
        struct form_answers answers;
        struct buffer texts = buffer_over(text_room, sizeof text_room);
        struct buffer file = buffer_over(file_room, sizeof file_room),
                      again = buffer_over(again_room, sizeof again_room);
        const size_t count = random_values(values, &texts);
        form_write(&form_sample, values, count, &file);
        assert_false(texts.overflowed || file.overflowed);
        assert_null(memmem(file.at, file.size, " \n", 2));
        assert_true(form_read(&form_sample, buffer_bytes(&file), &answers));
        struct buffer faults = buffer_over(told_room, sizeof told_room - 1);
        form_add_faults(&faults, &answers);
        told_room[faults.size] = '\0';
        assert_string_equal(told_room, "");
        assert_int_equal(answers.count, count);
        for (size_t i = 0; i < count; i++) {
            const struct form_value *value =
                values[i].of == NULL ? form_find(&answers, values[i].field->word)
                                     : form_find_in(&answers, "item", values[i].block, values[i].field->word);
            assert_non_null(value);
            assert_true(bytes_equal(value->text, values[i].text));
        }
        form_write(&form_sample, answers.values, answers.count, &again);
        assert_true(bytes_equal(buffer_bytes(&file), buffer_bytes(&again)));
        form_free(&answers);
        seed = began;
    }
}

/* --- every field by the table --- */

/* A sound form but for one field: `size` bytes of it, or none at all. */
static struct bytes make(const struct form_field *other, const struct form_field *of, size_t size)
{
    struct buffer out = buffer_over(file_room, sizeof file_room);
    for (size_t i = 0; i < form_sample.count; i++) {
        const struct form_field *field = &form_sample.fields[i];
        for (size_t part = 0; part < (field->kind == FORM_BLOCK ? field->part_count : 1); part++) {
            const struct form_field *each = field->kind == FORM_BLOCK ? &field->parts[part] : field;
            if (field->kind == FORM_BLOCK && part == 0 && field != other)
                buffer_add_text(&out, "item:\n");
            if ((field == other && field->kind == FORM_BLOCK) || field->instead != NULL)
                continue;
            const bool changed = each == other && (of == NULL) == (each == field);
            buffer_add_text(&out, changed && size == 0 ? "# " : "");
            buffer_add_text(&out, each->word);
            buffer_add_text(&out, ":");
            for (size_t k = 0; k < (changed ? size : 1); k++)
                buffer_add_text(&out, "1");
            buffer_add_text(&out, "\n");
        }
    }
    return buffer_bytes(&out);
}

static void check_one_fault(struct bytes file, enum error error, const char *word, uint64_t limit)
{
    struct form_answers answers;
    assert_true(form_read(&form_sample, file, &answers));
    assert_int_equal(answers.fault_count, error != OK);
    if (error != OK) {
        assert_int_equal(answers.faults[0].why.code, error);
        assert_string_equal(answers.faults[0].why.field, word);
        assert_int_equal(answers.faults[0].why.limit, limit);
    }
    form_free(&answers);
}

static void every_field_that_is_needed_is_missed(void **state)
{
    (void)state;
    for (size_t i = 0; i < form_sample.count; i++) {
        const struct form_field *field = &form_sample.fields[i];
        check_one_fault(make(field, NULL, 0), field->needed == REQUIRED ? ERR_FIELD_MISSING : OK, field->word,
                        0);
        for (size_t part = 0; part < field->part_count; part++) {
            const struct form_field *each = &field->parts[part];
            check_one_fault(make(each, field, 0), each->needed == REQUIRED ? ERR_FIELD_MISSING : OK,
                            each->word, 0);
        }
    }
}

static bool has_instead(const struct form_field *field)
{
    for (size_t i = 0; i < form_sample.count; i++) {
        const char *instead = form_sample.fields[i].instead;
        if (instead != NULL && strcmp(instead, field->word) == 0)
            return true;
    }
    return false;
}

static void check_limit(const struct form_field *field, const struct form_field *of)
{
    if (field->kind != FORM_LINE && field->kind != FORM_TEXT)
        return;
    check_one_fault(make(field, of, field->limit), OK, NULL, 0);
    check_one_fault(make(field, of, field->limit + 1), has_instead(field) ? ERR_FORM_TOO_LONG : ERR_TOO_LONG,
                    field->word, field->limit);
}

static void every_limit_is_held(void **state)
{
    (void)state;
    for (size_t i = 0; i < form_sample.count; i++) {
        const struct form_field *field = &form_sample.fields[i];
        if (field->instead == NULL)
            check_limit(field, NULL);
        for (size_t part = 0; part < field->part_count; part++)
            check_limit(&field->parts[part], field);
    }
}

/* What can be given otherwise is said to be. */
static void what_is_too_long_may_be_given_otherwise(void **state)
{
    (void)state;
    struct form_answers answers;
    struct buffer file = buffer_over(file_room, sizeof file_room), out;
    buffer_add_text(&file, "name: A\nmeaning: B\nscore: 7\nitem:\n  what: C\n  promise: D\nplan: ");
    for (int i = 0; i < 121; i++)
        buffer_add_text(&file, "x");
    assert_true(form_read(&form_sample, buffer_bytes(&file), &answers));
    out = buffer_over(told_room, sizeof told_room - 1);
    form_add_faults(&out, &answers);
    told_room[out.size] = '\0';
    assert_string_equal(told_room, "line 7: The field 'plan' is too long: at most 120 bytes. Shorten it, or "
                                   "give 'plan file' instead.\n");
    form_free(&answers);
}

/* Whoever knows what a value is for may find more, and it is told in its place. */
static void what_others_find_stands_among_the_faults(void **state)
{
    (void)state;
    static const char file[] = "nmae: A\nname: A\nmeaning: B\nscore: 7\nitem:\n  what: C\n  promise: D\n"
                               "plan: E\nslogan: F\n\nnmae: G\n";
    struct form_answers answers;
    struct refusal why = {.code = OK};
    struct buffer out = buffer_over(told_room, sizeof told_room - 1);
    assert_true(form_read(&form_sample, bytes_of_text(file), &answers));
    form_add_found(&answers, NULL, &why, "All of it is too much.");
    form_add_found(&answers, form_find_in(&answers, "item", 1, "promise"), &why, "Nobody can hold that.");
    refuse(&why, ERR_EMPTY, "plan", (struct bytes){0}, 0);
    form_add_found(&answers, form_find(&answers, "plan"), &why, NULL);
    form_add_faults(&out, &answers);
    told_room[out.size] = '\0';
    assert_string_equal(told_room, "line 1: There is no field 'nmae' here.\n"
                                   "line 7, item 1: Nobody can hold that.\n"
                                   "line 8: The field 'plan' is empty. Give it a value.\n"
                                   "line 11: There is no field 'nmae' here.\n"
                                   "All of it is too much.\n");
    form_free(&answers);
}

/* --- what people type --- */

#define ANSWERS "name=A\nmeaning=B\nscore=7\nitem 1 what=C\nitem 1 promise=D\nplan=E\n"

static const struct {
    const char *file, *told;
} typed[] = {
    {SOUND, ANSWERS},
    /* as programs and keyboards make it */
    {"\ufeffname: A\r\nmeaning: B\r\nscore: 7\r\nitem:\r\n\twhat: C\r\n\tpromise: D\r\nplan: E\r\n", ANSWERS},
    {"name：A\nmeaning ： B\nscore：7\nitem：\n　what：C\n　promise：D\nplan：　E　\n", ANSWERS},
    {"NAME: A\nMeaning: B\nScore: 7\nItem:\nWhat: C\nPromise: D\nPlan: E", ANSWERS},
    {"  name: A\n# note\nmeaning: B\n\n\nscore: 7\nitem:\n\n    what: C\n# note\n    promise: D\n \nplan: "
     "E\n",
     ANSWERS},
    /* texts */
    {SOUND "slogan:\n   F\nrules:\n\n    G\n\n      H  \n# note\n    I: J\n\n",
     ANSWERS "slogan=F\nrules=G||  H|I: J\n"
             "line 10: The field 'rules' has too "
             "many lines: at most 3. Shorten it.\n"},
    {SOUND "rules: G\n　　H\n　　name: I\n", ANSWERS "rules=G|H|name: I\n"},
    {SOUND "rules:\n\tG\n\t  H\n        I\n", ANSWERS "rules=G|  H|I\n"},
    {SOUND "rules:\n　G\n    H\n", ANSWERS "rules=G|  H\n"},
    {SOUND "item:\n  promise:\n    days: 3\n    what: 4\n  for  whom: K\n  what: L\n",
     ANSWERS "item 2 promise=days: 3|what: 4\nitem 2 for whom=K\nitem 2 what=L\n"},
    {SOUND "item:\nwhat: L\npromise:\n  M\n  days: 3\ndays: 30\n",
     ANSWERS "item 2 what=L\nitem 2 promise=M|days: 3\nitem 2 days=30\n"},
    {SOUND "item:\n  what:\n  promise:\nitem:\n  what: L\n  promise: M\n",
     ANSWERS "item 2 what=L\nitem 2 promise=M\n"},
    /* what is wrong */
    {"name: A\nmeaning: B\nitem:\n  what: C\nplan: E\nitem:\n  for whom: F\n",
     "name=A\nmeaning=B\nitem 1 what=C\nplan=E\nitem 2 for whom=F\n"
     "line 3, item 1: The field 'promise' is missing.\n"
     "line 6, item 2: The field 'what' is missing.\n"
     "line 6, item 2: The field 'promise' is missing.\n"
     "The field 'score' is missing.\n"},
    {SOUND "nmae: Z\n  more\nand more\nslogan: F\n  G\n", ANSWERS
     "slogan=F|G\n"
     "line 8: There is no field 'nmae' here.\n"
     "line 10: 'and more' belongs to no field. Begin the line with spaces if it goes on with the text above, "
     "or with a field and a colon.\n"
     "line 11: The field 'slogan' must be one line.\n"},
    {SOUND "name: Z\nplan file: F\n",
     ANSWERS "plan file=F\n"
             "line 8: The field 'name' is given twice.\n"
             "line 9: Give 'plan file' or 'plan', not both. Take one of them away.\n"},
    {SOUND "item: F\n  what: G\n  promise: H\n  what: I\n",
     ANSWERS "item 2 what=G\nitem 2 promise=H\n"
             "line 8, item 2: The line cannot be read: each of its fields stands below it.\n"
             "line 11, item 2: The field 'what' is given twice.\n"},
    {"name: A\nmeaning:\n  B\n\n# note\n  b\u200bc\nscore: 101\nplan: E\nitem:\n  what: C\n  promise: D\n  "
     "days: 3x\n",
     "name=A\nmeaning=B||b\u200bc\nscore=101\nplan=E\nitem 1 what=C\nitem 1 promise=D\nitem 1 days=3x\n"
     "line 6: The field 'meaning' has U+200B in line 6: a control character or an invisible one. Remove "
     "it.\n"
     "line 7: The field 'score' is out of range: at most 100.\n"
     "line 12, item 1: The field 'days' must be a number.\n"},
    {SOUND "item:\n what: F\n promise: G\nitem:\n what: H\n promise: I\nitem:\n what: J\n promise: K\n",
     ANSWERS
     "item 2 what=F\nitem 2 promise=G\nitem 3 what=H\nitem 3 promise=I\nitem 4 what=J\nitem 4 promise=K\n"
     "line 14, item 4: 'item' stands too often: at most 3 times. Leave some out, or put them together.\n"},
    {"name: \xb7\xfe\xce\xf1\xc6\xb7\xc5\xc6\n",
     "The field 'form' is not UTF-8; it looks like GBK. Convert it: iconv -f GBK -t UTF-8.\n"},
    {"\xff\xfen\x01",
     "The field 'form' is not UTF-8; it looks like UTF-16. Convert it: iconv -f UTF-16 -t UTF-8.\n"},
    {"name: A\nslogan: \x80\n",
     "line 2: The field 'form' is not UTF-8: see line 2. Save it as UTF-8 and try again.\n"},
};

static void what_people_type_is_understood_or_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++)
        assert_string_equal(tell(bytes_of_text(typed[i].file)), typed[i].told);
}

static void a_file_without_end_is_refused(void **state)
{
    (void)state;
    const size_t room = form_room(&form_sample);
    char *file = malloc(room + 1), told[128];
    assert_non_null(file);
    memset(file, '\n', room + 1);
    memcpy(file, SOUND, strlen(SOUND));
    assert_string_equal(tell(bytes_of(file, room)), ANSWERS);
    snprintf(told, sizeof told, "The field 'form' is too long: at most %zu bytes. Shorten it.\n", room);
    assert_string_equal(tell(bytes_of(file, room + 1)), told);
    free(file);
}

/* As many faults as a person would mend, whatever a file has. */
static void faults_come_to_an_end(void **state)
{
    (void)state;
    static const char *const lines[] = {"x: y\n", "item:\n", "stray\n", "name:\n"};
    for (size_t kind = 0; kind < sizeof lines / sizeof lines[0]; kind++) {
        struct form_answers answers;
        struct buffer out = buffer_over(file_room, sizeof file_room);
        for (size_t i = 0; i < 2 * FORM_FAULTS; i++)
            buffer_add_text(&out, lines[kind]);
        assert_true(form_read(&form_sample, buffer_bytes(&out), &answers));
        assert_int_equal(answers.fault_count, FORM_FAULTS);
        assert_true(answers.more_faults);
        form_free(&answers);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_to_be_filled_in_says_what_is_asked),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(every_field_that_is_needed_is_missed),
        cmocka_unit_test(every_limit_is_held),
        cmocka_unit_test(what_is_too_long_may_be_given_otherwise),
        cmocka_unit_test(what_others_find_stands_among_the_faults),
        cmocka_unit_test(what_people_type_is_understood_or_named),
        cmocka_unit_test(a_file_without_end_is_refused),
        cmocka_unit_test(faults_come_to_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
