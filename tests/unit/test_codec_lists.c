/* The codec's lists: names, ids, numbers, files and positions, judged and walked through. */
#include <stdlib.h>

#include "tests/unit/support/maps.h"
#include "tests/unit/support/testing.h"

static uint8_t first_room[LIMIT_PLAIN_BYTES];

static void judges_names_ids_and_numbers(void **state)
{
    (void)state;
    const struct {
        enum kind kind;
        struct bytes value;
        enum error error;
        const char *name;
    } cases[] = {
        {KIND_NAMES,
         BYTES("\x92\xa6labour\xa5"
               "roads"),
         OK, ""},
        {KIND_NAMES, BYTES("\x90"), OK, ""},
        {KIND_NAMES, BYTES("\x92\xa6labour\xa6labour"), ERR_NAMED_TWICE, "labour"},
        {KIND_NAMES,
         BYTES("\x93\xa1"
               "a\xa1"
               "b\xa1"
               "c"),
         ERR_OUT_OF_RANGE, ""},
        {KIND_NAMES, BYTES("\x91\xa6Labour"), ERR_BAD_NAME, ""},
        {KIND_NAMES, BYTES("\x91\xa0"), ERR_EMPTY, ""},
        {KIND_NAMES, BYTES("\x91\x01"), ERR_WRONG_KIND, "names"},
        {KIND_NAMES,
         BYTES("\x91\xa1"
               "a\xa1"
               "b"),
         ERR_WRONG_KIND, "names"},
        {KIND_IDS,
         BYTES("\x92\xa3"
               "a/1\xa3"
               "a/2"),
         OK, ""},
        {KIND_IDS,
         BYTES("\x92\xa3"
               "a/1\xa3"
               "a/1"),
         ERR_NAMED_TWICE, "a/1"},
        {KIND_IDS,
         BYTES("\x91\xa3"
               "a/0"),
         ERR_BAD_VALUE, "a/0"},
        {KIND_IDS, BYTES("\x91\xa6labour"), ERR_BAD_VALUE, "labour"},
        {KIND_NUMBERS, BYTES("\x92\x01\xcf\xff\xff\xff\xff\xff\xff\xff\xff"), OK, ""},
        {KIND_NUMBERS, BYTES("\x92\x01\x01"), OK, ""},
        {KIND_NUMBERS, BYTES("\x91\xff"), ERR_WRONG_KIND, "numbers"},
        {KIND_NUMBERS, BYTES("\x91\xa1x"), ERR_WRONG_KIND, "numbers"},
        {KIND_NUMBERS, BYTES("\x91\x01\x01"), ERR_WRONG_KIND, "numbers"},
        {KIND_NUMBERS, BYTES("\x93\x01\x02\x03"), ERR_OUT_OF_RANGE, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct field field = {"list", cases[i].kind, REQUIRED, 2, 0, ""};
        struct refusal why = {.code = OK};
        enum error error = codec_check(&field, &cases[i].value, &why);
        if (error != cases[i].error)
            fail_msg("case %zu: %s, not %s", i, error_kinds[error].word, error_kinds[cases[i].error].word);
        assert_int_equal(why.code, error);
        assert_true(bytes_equal_text(why.name, cases[i].name));
    }
}

/* What is wrong with a line is told by its number: of the line, of the item, or of the line in the text. */
static void judges_lines_and_items(void **state)
{
    (void)state;
    static char line[LIMIT_REASON_BYTES + 2];
    memset(line, 'x', sizeof line - 1);
    const struct bytes a = bytes_of_text("a"), most = bytes_of(line, LIMIT_REASON_BYTES),
                       long_line = bytes_of(line, LIMIT_REASON_BYTES + 1),
                       part = bytes_of(line, LIMIT_ITEM_BYTES),
                       long_part = bytes_of(line, LIMIT_ITEM_BYTES + 1), hidden = bytes_of_text("a\u202e"),
                       blank = bytes_of_text(" "), none = {0};
    const struct {
        enum kind kind;
        size_t count; /* of lines, or of items of which only the last differs from "a" */
        size_t at;    /* the part that does */
        struct bytes last;
        enum error error;
        const char *name;
        uint64_t limit, line;
    } cases[] = {
        {KIND_LINES, 0, 0, none, OK, "", 0, 0},
        {KIND_LINES, 2, 0, a, OK, "", 0, 0},
        {KIND_LINES, 2, 0, most, OK, "", 0, 0},
        {KIND_LINES, 2, 0, long_line, ERR_PART_TOO_LONG, "line", LIMIT_REASON_BYTES, 2},
        {KIND_LINES, 2, 0, none, ERR_PART_EMPTY, "line", 0, 2},
        {KIND_LINES, 1, 0, blank, ERR_PART_EMPTY, "line", 0, 1},
        {KIND_LINES, 2, 0, hidden, ERR_CONTROL_CHARACTER, "", 0, 2},
        {KIND_LINES, 3, 0, a, ERR_OUT_OF_RANGE, "", 2, 0},
        {KIND_ITEMS, 0, 0, none, ERR_EMPTY, "", 0, 0},
        {KIND_ITEMS, 2, ITEM_what, a, OK, "", 0, 0},
        {KIND_ITEMS, 2, ITEM_contact, part, OK, "", 0, 0},
        {KIND_ITEMS, 2, ITEM_what, long_part, ERR_PART_TOO_LONG, "what", LIMIT_ITEM_BYTES, 2},
        {KIND_ITEMS, 1, ITEM_for_whom, none, ERR_PART_EMPTY, "for_whom", 0, 1},
        {KIND_ITEMS, 2, ITEM_contact, blank, ERR_PART_EMPTY, "contact", 0, 2},
        {KIND_ITEMS, 2, ITEM_promise, hidden, ERR_CONTROL_CHARACTER, "", 0, 9},
        {KIND_ITEMS, 3, ITEM_what, a, ERR_OUT_OF_RANGE, "", 2, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct field field = {"list", cases[i].kind, REQUIRED, 2, 0, ""};
        struct item items[3] = {
            {.parts = {a, a, a, a, a}}, {.parts = {a, a, a, a, a}}, {.parts = {a, a, a, a, a}}};
        struct bytes lines[3] = {a, a, a};
        struct buffer out = buffer_over(first_room, sizeof first_room);
        struct refusal why = {.code = OK};
        if (cases[i].count > 0)
            lines[cases[i].count - 1] = items[cases[i].count - 1].parts[cases[i].at] = cases[i].last;
        if (cases[i].kind == KIND_LINES)
            words_write(&out, lines, cases[i].count);
        else
            items_write(&out, items, cases[i].count);
        const struct bytes value = buffer_bytes(&out);
        if (codec_check_said(&field, &value, &why) != cases[i].error)
            fail_msg("case %zu: %s", i, error_kinds[why.code].word);
        assert_true(bytes_equal_text(why.name, cases[i].name));
        assert_int_equal(why.limit, cases[i].limit);
        assert_int_equal(why.line, cases[i].line);
    }
}

static void refuses_lines_and_items_of_another_form(void **state)
{
    (void)state;
    static const struct {
        enum kind kind;
        struct bytes value;
    } wrong[] = {
        {KIND_LINES, {(const uint8_t *)"\x91\x01", 2}},
        {KIND_LINES, {(const uint8_t *)"\x91\x91\xa1x", 4}},
        {KIND_LINES, {(const uint8_t *)"\x91\xc4\x01x", 4}},
        {KIND_LINES, {(const uint8_t *)"\x91\xa1x\xa1x", 5}},
        {KIND_LINES, {(const uint8_t *)"\x92\xa1x", 3}},
        {KIND_ITEMS, {(const uint8_t *)"\x91\xa1x", 3}},
        {KIND_ITEMS, {(const uint8_t *)"\x91\x90", 2}},
        {KIND_ITEMS, {(const uint8_t *)"\x91\x94\xa1x\xa1x\xa1x\xa1x", 10}},
        {KIND_ITEMS, {(const uint8_t *)"\x91\x96\xa1x\xa1x\xa1x\xa1x\xa1x\xa1x", 14}},
        {KIND_ITEMS, {(const uint8_t *)"\x91\x95\xa1x\xa1x\xa1x\xa1x\x01", 11}},
        {KIND_ITEMS, {(const uint8_t *)"\x91\x95\xa1x\xa1x\xa1x\xa1x\xa1x\xa1x", 14}},
        {KIND_ITEMS, {(const uint8_t *)"\x91\x95\xa1x\xa1x\xa1x\xa1x", 10}},
        {KIND_ITEMS, {(const uint8_t *)"\x91\x85\xa1x\xa1x\xa1x\xa1x\xa1x", 12}},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const struct field field = {"list", wrong[i].kind, REQUIRED, 2, 0, ""};
        struct refusal why = {.code = OK};
        if (codec_check(&field, &wrong[i].value, &why) != ERR_WRONG_KIND)
            fail_msg("case %zu: %s", i, error_kinds[why.code].word);
        assert_ptr_equal(why.about, &field);
    }
}

static enum error judge_files(const struct file_named *files, size_t count, struct refusal *why)
{
    const struct field field = {"attach", KIND_FILES, REQUIRED, LIMIT_FILES, 0, ""};
    struct buffer out = buffer_over(first_room, sizeof first_room);
    files_write(&out, files, count);
    struct bytes value = buffer_bytes(&out);
    *why = (struct refusal){.code = OK};
    assert_false(out.overflowed);
    enum error error = codec_check(&field, &value, why);
    assert_int_equal(why->code, error);
    return error;
}

static void judges_file_names(void **state)
{
    (void)state;
    static char longest[LIMIT_FILE_NAME_BYTES + 2];
    static const uint8_t hash[LIMIT_HASH_BYTES];
    memset(longest, 'x', LIMIT_FILE_NAME_BYTES + 1);
    const struct {
        const char *name;
        enum error error;
    } cases[] = {
        {"a", OK},
        {"名单 2006: \"final\".pdf", OK},
        {"a..b", OK},
        {longest + 1, OK},
        {longest, ERR_TOO_LONG},
        {"", ERR_EMPTY},
        {" ", ERR_EMPTY},
        {"a/b", ERR_BAD_FILE_NAME},
        {"/etc", ERR_BAD_FILE_NAME},
        {"a\\b", ERR_BAD_FILE_NAME},
        {".profile", ERR_BAD_FILE_NAME},
        {"..", ERR_BAD_FILE_NAME},
        {"a\nb", ERR_CONTROL_CHARACTER},
        {"a\x1b[1m", ERR_CONTROL_CHARACTER},
        {"a\u202e"
         "fdp",
         ERR_CONTROL_CHARACTER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct refusal why;
        const struct file_named file = {bytes_of_text(cases[i].name), 1, bytes_of(hash, sizeof hash)};
        if (judge_files(&file, 1, &why) != cases[i].error)
            fail_msg("'%s': %s", cases[i].name, error_kinds[why.code].word);
        if (why.code == ERR_BAD_FILE_NAME)
            assert_true(bytes_equal(why.name, file.name));
    }
}

static void judges_files(void **state)
{
    (void)state;
    static const uint8_t zeros[LIMIT_HASH_BYTES];
    const struct bytes hash = bytes_of(zeros, sizeof zeros), short_hash = bytes_of(zeros, 31);
    const struct bytes a = bytes_of_text("a"), b = bytes_of_text("b");
    struct refusal why;
    assert_int_equal(judge_files(NULL, 0, &why), OK);
    assert_int_equal(judge_files((struct file_named[]){{a, 1, hash}, {b, 1, hash}}, 2, &why), OK);
    assert_int_equal(judge_files(&(struct file_named){a, LIMIT_FILE_BYTES, hash}, 1, &why), OK);
    assert_int_equal(judge_files(&(struct file_named){a, LIMIT_FILE_BYTES + 1, hash}, 1, &why),
                     ERR_FILE_TOO_LARGE);
    assert_true(bytes_equal(why.name, a));
    assert_int_equal(why.limit, LIMIT_FILE_BYTES);
    assert_int_equal(judge_files(&(struct file_named){a, 0, hash}, 1, &why), ERR_EMPTY);
    assert_int_equal(judge_files(&(struct file_named){a, 1, short_hash}, 1, &why), ERR_WRONG_SIZE);
    assert_int_equal(judge_files((struct file_named[]){{a, 1, hash}, {b, 1, hash}, {a, 2, hash}}, 3, &why),
                     ERR_NAMED_TWICE);
    assert_true(bytes_equal(why.name, a));

    struct file_named many[LIMIT_FILES + 1];
    for (size_t i = 0; i <= LIMIT_FILES; i++)
        many[i] = (struct file_named){bytes_of(&"abcdefghi"[i], 1), 1, hash};
    assert_int_equal(judge_files(many, LIMIT_FILES, &why), OK);
    assert_int_equal(judge_files(many, LIMIT_FILES + 1, &why), ERR_OUT_OF_RANGE);
    assert_int_equal(why.limit, LIMIT_FILES);
}

static void refuses_files_of_another_form(void **state)
{
    (void)state;
    const struct bytes wrong[] = {
        BYTES("\x91\xa1"
              "a"),
        BYTES("\x91\x90"),
        BYTES("\x91\x92\xa1"
              "a\x01"),
        BYTES("\x91\x94\xa1"
              "a\x01\xc4\x00\x01"),
        BYTES("\x91\x93\x01\x01\xc4\x00"),
        BYTES("\x91\x93\xa1"
              "a\xa1"
              "1\xc4\x00"),
        BYTES("\x91\x93\xa1"
              "a\x01\xa1h"),
        BYTES("\x90\x01"),
    };
    const struct field field = {"attach", KIND_FILES, REQUIRED, LIMIT_FILES, 0, ""};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct refusal why;
        assert_int_equal(codec_check(&field, &wrong[i], &why), ERR_WRONG_KIND);
        assert_true(bytes_equal_text(why.name, "files"));
    }
}

static void judges_positions(void **state)
{
    (void)state;
    const struct field field = {"channels", KIND_POSITIONS, REQUIRED, 2, 0, ""};
    const struct {
        struct bytes value;
        enum error error;
    } cases[] = {
        {bytes_of("\x82\xa1"
                  "a\x00\xa3"
                  "b/c\xcd\x01\x00",
                  11),
         OK},
        {bytes_of("\x81\xa1"
                  "A\x00",
                  4),
         ERR_BAD_NAME},
        {bytes_of("\x81\xa0\x00", 3), ERR_EMPTY},
        {bytes_of("\x81\xa1"
                  "a\xff",
                  4),
         ERR_WRONG_KIND},
        {bytes_of("\x81\xa1"
                  "a\xa1"
                  "b",
                  5),
         ERR_WRONG_KIND},
        {bytes_of("\x83\xa1"
                  "a\x00\xa1"
                  "b\x00\xa1"
                  "c\x00",
                  10),
         ERR_OUT_OF_RANGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct refusal why;
        assert_int_equal(codec_check(&field, &cases[i].value, &why), cases[i].error);
    }
}

static void walks_audiences_and_positions(void **state)
{
    (void)state;
    struct buffer out = buffer_over(first_room, sizeof first_room);
    const struct bytes words[] = {bytes_of_text("guest"), bytes_of_text("dept:labour")};
    words_write(&out, words, 2);
    struct bytes word;
    size_t at = 0;
    assert_true(words_next(buffer_bytes(&out), &at, &word));
    assert_true(bytes_equal(word, words[0]));
    assert_true(words_next(buffer_bytes(&out), &at, &word));
    assert_true(bytes_equal(word, words[1]));
    assert_false(words_next(buffer_bytes(&out), &at, &word));

    out.size = 0;
    const struct position positions[] = {{bytes_of_text("a"), 0}, {bytes_of_text("b/c"), UINT64_MAX}};
    positions_write(&out, positions, 2);
    struct bytes channel;
    uint64_t number;
    at = 0;
    for (size_t i = 0; i < 2; i++) {
        assert_true(positions_next(buffer_bytes(&out), &at, &channel, &number));
        assert_true(bytes_equal(channel, positions[i].channel));
        assert_true(number == positions[i].number);
    }
    assert_false(positions_next(buffer_bytes(&out), &at, &channel, &number));
}

static void walks_words_numbers_and_files(void **state)
{
    (void)state;
    struct buffer out = buffer_over(first_room, sizeof first_room);
    const struct bytes names[] = {bytes_of_text("labour"), bytes_of_text("roads")};
    words_write(&out, names, 2);
    assert_int_equal(words_count(buffer_bytes(&out)), 2);
    assert_true(words_have(buffer_bytes(&out), names[1]));
    assert_false(words_have(buffer_bytes(&out), bytes_of_text("road")));
    assert_int_equal(words_count(bytes_of("\x90", 1)), 0);
    assert_int_equal(words_count(bytes_of(NULL, 0)), 0); /* of a field that is not there */
    assert_false(words_have(bytes_of(NULL, 0), names[0]));

    out.size = 0;
    static const uint64_t numbers[] = {0, 7, UINT64_MAX};
    numbers_write(&out, numbers, 3);
    uint64_t number;
    size_t at = 0;
    for (size_t i = 0; i < 3; i++) {
        assert_true(numbers_next(buffer_bytes(&out), &at, &number));
        assert_true(number == numbers[i]);
    }
    assert_false(numbers_next(buffer_bytes(&out), &at, &number));
    at = 0;
    assert_false(numbers_next(bytes_of("\x90", 1), &at, &number));

    out.size = 0;
    const struct item items[] = {{.parts = {names[0], names[1], names[0], names[1], names[0]}},
                                 {.parts = {names[1], names[1], names[1], names[1], bytes_of_text("z")}}};
    items_write(&out, items, 2);
    struct item item;
    at = 0;
    for (size_t i = 0; i < 2; i++) {
        assert_true(items_next(buffer_bytes(&out), &at, &item));
        for (size_t part = 0; part < ITEM_PARTS_COUNT; part++)
            assert_true(bytes_equal(item.parts[part], items[i].parts[part]));
    }
    assert_false(items_next(buffer_bytes(&out), &at, &item));
    at = 0;
    assert_false(items_next(bytes_of(NULL, 0), &at, &item));

    out.size = 0;
    static const uint8_t hashes[2][LIMIT_HASH_BYTES] = {{1}, {2}};
    const struct file_named files[] = {{bytes_of_text("名单.pdf"), 1, bytes_of(hashes[0], LIMIT_HASH_BYTES)},
                                       {bytes_of_text("b"), 70000, bytes_of(hashes[1], LIMIT_HASH_BYTES)}};
    files_write(&out, files, 2);
    struct file_named file;
    at = 0;
    for (size_t i = 0; i < 2; i++) {
        assert_true(files_next(buffer_bytes(&out), &at, &file));
        assert_true(bytes_equal(file.name, files[i].name));
        assert_true(file.size == files[i].size);
        assert_true(bytes_equal(file.hash, files[i].hash));
    }
    assert_false(files_next(buffer_bytes(&out), &at, &file));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_names_ids_and_numbers),
        cmocka_unit_test(judges_lines_and_items),
        cmocka_unit_test(refuses_lines_and_items_of_another_form),
        cmocka_unit_test(judges_file_names),
        cmocka_unit_test(judges_files),
        cmocka_unit_test(refuses_files_of_another_form),
        cmocka_unit_test(judges_positions),
        cmocka_unit_test(walks_audiences_and_positions),
        cmocka_unit_test(walks_words_numbers_and_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
