/* Tests of the rule for texts: what people type is taken, what hides is named, however the text is cut. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "protocol/tables.h"
#include "protocol/wire/message.h"
#include "protocol/wire/utf8.h"
#include "tests/unit/support/readable_cases.h"
#include "tests/unit/support/testing.h"

static const struct field text_field = {.name = "text", .kind = KIND_TEXT, .needed = REQUIRED, .limit = 1000};

static void each_text_is_judged_and_the_fault_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < readable_case_count; i++) {
        const struct readable_case *one = &readable_cases[i];
        struct bytes text = bytes_of_text(one->text);
        struct refusal why = {.code = OK};
        enum error error = codec_check_said(&text_field, &text, &why);
        if (error != one->error || why.character != one->character || why.line != one->line)
            fail_msg("case %zu: %s U+%04X in line %llu", i, error == OK ? "taken" : error_kinds[error].word,
                     why.character, (unsigned long long)why.line);
    }
}

/* The whole characters at the beginning, so many bytes at most. */
static struct bytes beginning(struct bytes text, size_t most)
{
    struct bytes rest = text;
    uint32_t character;
    while (rest.size > 0) {
        struct bytes before = rest;
        if (!utf8_take(&rest, &character))
            return bytes_of(text.at, text.size); /* what is broken is the last piece */
        if (text.size - rest.size > most)
            return bytes_of(text.at, text.size - before.size);
    }
    return text;
}

static void pieces_are_judged_as_the_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < readable_case_count; i++) {
        const struct readable_case *one = &readable_cases[i];
        for (size_t most = 4; most < 12; most++) {
            struct readable readable = {.breaks = true, .said = true};
            struct bytes rest = bytes_of_text(one->text);
            enum error error = OK;
            while (error == OK && rest.size > 0) {
                struct bytes piece = beginning(rest, most);
                error = readable_on(&readable, piece);
                rest = bytes_skip(rest, piece.size);
            }
            if (error == OK)
                error = readable_end(&readable);
            if (one->error == ERR_OTHER_ENCODING) {
                assert_true(error == ERR_NOT_UTF8 || error == ERR_EMPTY);
                continue;
            }
            assert_int_equal(error, one->error);
            assert_int_equal(readable.character, one->character);
            if (one->line > 0)
                assert_int_equal(readable.newlines + 1, one->line);
        }
    }
}

static void a_refusal_says_which_and_where(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"one\n\ntwo\u200b",
         "The field 'text' has U+200B in line 3: a control character or an invisible one. "
         "Remove it."},
        {"\a", "The field 'text' has U+0007 in line 1: a control character or an invisible one. Remove it."},
        {"\xcd\xa8\xd6\xaa",
         "The field 'text' is not UTF-8; it looks like GBK. Convert it: iconv -f GBK -t UTF-8."},
        {"a\n\xff", "The field 'text' is not UTF-8: see line 2. Save it as UTF-8 and try again."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t room[500];
        struct buffer said = buffer_over(room, sizeof room);
        struct bytes text = bytes_of_text(cases[i].text);
        struct refusal why = {.code = OK};
        codec_check_said(&text_field, &text, &why);
        refusal_text(&said, &why);
        assert_true(bytes_equal_text(buffer_bytes(&said), cases[i].says));
    }
    struct refusal_room room;
    struct record_error record;
    struct bytes text = bytes_of_text("a\n\u200e");
    struct refusal why = {.code = OK};
    codec_check_said(&text_field, &text, &why);
    refusal_to_record(&why, &room, &record);
    assert_true(record.has.name && bytes_equal_text(record.name, "U+200E"));
    assert_true(record.has.line && record.line == 2);
}

/* What is kept is not held to the places of joiners, nor to fillers. */
static void what_is_kept_is_held_to_less(void **state)
{
    (void)state;
    static const char *const kept[] = {"a\u200db", "a\u200c", "so\u00adft", "\u0301", "\U000E0067"};
    struct refusal why;
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        struct bytes text = bytes_of_text(kept[i]);
        assert_int_equal(codec_check(&text_field, &text, &why), OK);
        assert_int_not_equal(codec_check_said(&text_field, &text, &why), OK);
    }
}

/* The list of marks against utf8proc's, and the letters that are passed quickly against the table. */
static void every_character_is_where_unicode_has_it(void **state)
{
    (void)state;
    const bool same = strcmp(utf8proc_unicode_version(), "15.0.0") == 0;
#define FIRST_LAST(symbol, first, last, what) {first, last},
    static const struct {
        uint32_t first, last;
    } ranges[] = {CHARACTERS(FIRST_LAST)};
#undef FIRST_LAST
    for (uint32_t one = 0; one <= 0x10ffff; one++) {
        utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)one);
        bool mark = category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
        if (utf8_is_mark(one) ? !mark : mark && same)
            fail_msg("U+%04X", one);
        bool in_table = false;
        for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
            in_table = in_table || (one >= ranges[i].first && one <= ranges[i].last);
        assert_int_equal(utf8_classes(one) != 0, in_table);
    }
}

static void encodings_are_guessed(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *guess;
    } cases[] = {
        {"plain", NULL},
        {"\xcd\xa8\xd6\xaa", "GBK"},
        {"A \xcd\xa8\xd6\xaa\xa3\xba\r\n", "GBK"},
        {"\xcd\xa8\xd6", NULL},     /* cut */
        {"\x81\x40\x82\x41", NULL}, /* GBK that nobody writes */
        {"\xcd\xa8\x01", NULL},     /* no text */
        {"caf\xe9", NULL},          /* Latin */
        {"\xfe\xff\x90\x1a", "UTF-16"},
        {"\xff\xfe\x1a\x90", "UTF-16"},
        {"\xff", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct encoding encoding = {.begun = false};
        encoding_on(&encoding, bytes_of_text(cases[i].bytes));
        const char *guess = encoding_guess(&encoding);
        assert_string_equal(guess != NULL ? guess : "", cases[i].guess != NULL ? cases[i].guess : "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_text_is_judged_and_the_fault_is_named),
        cmocka_unit_test(pieces_are_judged_as_the_whole),
        cmocka_unit_test(a_refusal_says_which_and_where),
        cmocka_unit_test(what_is_kept_is_held_to_less),
        cmocka_unit_test(every_character_is_where_unicode_has_it),
        cmocka_unit_test(encodings_are_guessed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
