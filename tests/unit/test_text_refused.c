/* The text form refused: lines, fields and verbs that cannot be read, and how errors are said. */

#include "protocol/tables.h"
#include "protocol/wire/text.h"
#include "tests/unit/support/testing.h"

static uint8_t map_room[LIMIT_PLAIN_BYTES], line_room[LIMIT_LINE_BYTES];

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

static struct refusal refusal_of(const struct shape *shape, const char *line)
{
    struct refusal why = {.code = OK};
    struct buffer out = buffer_over(map_room, sizeof map_room);
    buffer_add_text(&out, "before");
    enum error error = text_to_map(shape, bytes_of_text(line), &out, &why);
    assert_int_equal(error, why.code);
    if (error != OK)
        assert_int_equal(out.size, 6);
    assert_false(out.overflowed);
    /* The caller may write over `out`: nothing is borrowed from it. */
    assert_false(why.name.at >= map_room && why.name.at < map_room + sizeof map_room);
    return why;
}

static void refuses_lines_that_cannot_be_read(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "id",      "id =a/1", "=a/1",       "id=\"a/1", "id=\"a/1\\",  "id=\"a\\x\"",      "id=a/1;",
        "id=a\"b", "id=a=b",  "id=\"a\"/1", "id='a/1'", "id=a/1 more", "id=\"a/1\"id=a/1", "id=a/1\tx=1",
    };
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
        assert_int_equal(refusal_of(&shape_args_read, broken[i]).code, ERR_LINE_BROKEN);
}

static void refuses_fields_by_name(void **state)
{
    (void)state;
    static const struct {
        const struct shape *shape;
        const char *line;
        enum error error;
        const char *field, *name;
    } cases[] = {
        {&shape_args_read, "id=a/1 what=1", ERR_UNKNOWN_FIELD, NULL, "what"},
        {&shape_args_read, "id=a/1 id=a/2", ERR_FIELD_TWICE, "id", ""},
        {&shape_args_read, "", ERR_FIELD_MISSING, "id", ""},
        {&shape_args_read, "id=", ERR_EMPTY, "id", ""},
        {&shape_args_read, "id=\"a/1x\"", ERR_BAD_VALUE, "id", "a/1x"},
        {&shape_args_headlines, "channel=a limit=x", ERR_WRONG_KIND, "limit", "a number"},
        {&shape_args_headlines, "channel=a limit=-1", ERR_WRONG_KIND, "limit", "a number"},
        {&shape_args_headlines, "channel=a limit=", ERR_WRONG_KIND, "limit", "a number"},
        {&shape_args_headlines, "channel=a limit=201", ERR_OUT_OF_RANGE, "limit", ""},
        {&shape_args_headlines, "channel=a limit=18446744073709551616", ERR_OUT_OF_RANGE, "limit", ""},
        {&shape_args_key_list, "key=0", ERR_WRONG_KIND, "key", "a key"},
        {&shape_args_key_list, "key=00AB", ERR_WRONG_KIND, "key", "a key"},
        {&shape_args_key_list, "key=00ab", ERR_WRONG_SIZE, "key", ""},
        {&shape_args_channels, "since=2006-11-30", ERR_WRONG_KIND, "since", "a time"},
        {&shape_args_channels, "since=9999-12-31T23:59:59Z", ERR_OUT_OF_RANGE, "since", ""},
        {&shape_args_account_change, "signs=true", ERR_WRONG_KIND, "signs", "yes or no"},
        {&shape_args_account_change, "role=king", ERR_BAD_VALUE, "role", "king"},
        {&shape_args_channel_change, "read=guest,king,office", ERR_BAD_VALUE, "read", "king"},
        {&shape_args_channel_change, "read=guest,", ERR_BAD_VALUE, "read", ""},
        {&shape_args_subscribe, "channels=programme", ERR_WRONG_KIND, "channels", "positions"},
        {&shape_args_subscribe, "channels=a:1,b:2,a:3", ERR_BAD_VALUE, "channels", "a"},
        {&shape_args_subscribe, "channels=a:1,", ERR_WRONG_KIND, "channels", "positions"},
        {&shape_args_publish, "priority=high", ERR_BAD_VALUE, "priority", "high"},
        {&shape_args_publish, "roster=Open", ERR_BAD_VALUE, "roster", "Open"},
        {&shape_args_publish, "due=2026-02-30", ERR_BAD_VALUE, "due", "2026-02-30"},
        {&shape_args_publish, "to=labour,roads,labour", ERR_NAMED_TWICE, "to", "labour"},
        {&shape_args_publish, "to=labour,", ERR_EMPTY, "to", ""},
        {&shape_args_publish, "related=a/1,a/1", ERR_NAMED_TWICE, "related", "a/1"},
        {&shape_args_publish, "related=a/1,b", ERR_BAD_VALUE, "related", "b"},
        {&shape_fact_thing_erased, "facts=1,x", ERR_WRONG_KIND, "facts", "numbers"},
        {&shape_fact_thing_erased, "facts=1,", ERR_WRONG_KIND, "facts", "numbers"},
        {&shape_args_publish, "attach=a", ERR_WRONG_KIND, "attach", "files"},
        {&shape_args_publish, "attach=a:1", ERR_WRONG_KIND, "attach", "files"},
        {&shape_args_publish, "attach=a:x:" ZEROS, ERR_WRONG_KIND, "attach", "files"},
        {&shape_args_publish, "attach=a:1:" ZEROS "/", ERR_WRONG_KIND, "attach", "files"},
        {&shape_args_publish, "attach=a:1:" ZEROS "00", ERR_WRONG_KIND, "attach", "files"},
        {&shape_args_publish, "attach=a:1:00", ERR_WRONG_SIZE, "attach", ""},
        {&shape_args_publish, "attach=:1:" ZEROS, ERR_EMPTY, "attach", ""},
        {&shape_args_publish, "attach=a:0:" ZEROS, ERR_EMPTY, "attach", ""},
        {&shape_args_publish, "attach=.a:1:" ZEROS, ERR_BAD_FILE_NAME, "attach", ".a"},
        {&shape_args_publish, "attach=\"a\\\\b:1:" ZEROS "\"", ERR_BAD_FILE_NAME, "attach",
         "a\\\\b:1:" ZEROS},
        {&shape_args_publish, "attach=big:16777217:" ZEROS, ERR_FILE_TOO_LARGE, "attach", "big"},
        {&shape_args_publish, "attach=a:1:" ZEROS "/a:1:" ZEROS, ERR_NAMED_TWICE, "attach", "a"},
        {&shape_args_publish, "channel=a headline=\"\xff\"", ERR_NOT_UTF8, "headline", ""},
        {&shape_args_publish, "channel=a headline=\"a\\nb\"", ERR_CONTROL_CHARACTER, "headline", ""},
        {&shape_args_join, "code=0123456789abcdef", ERR_BAD_VALUE, "code", "0123456789abcdef"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct refusal why = refusal_of(cases[i].shape, cases[i].line);
        if (why.code != cases[i].error)
            fail_msg("%s: %s", cases[i].line, error_kinds[why.code].word);
        if (cases[i].field != NULL)
            assert_string_equal(why.field, cases[i].field);
        assert_true(bytes_equal_text(why.name, cases[i].name));
    }
}

static void too_many_parts_are_refused_early(void **state)
{
    (void)state;
    struct buffer line = buffer_over(line_room, sizeof line_room);
    buffer_add_text(&line, "channels=a:1");
    while (!line.overflowed)
        buffer_add_text(&line, ",a:1");
    struct refusal why;
    struct buffer out = buffer_over(map_room, sizeof map_room);
    assert_int_equal(text_to_map(&shape_args_subscribe, buffer_bytes(&line), &out, &why), ERR_OUT_OF_RANGE);
    assert_int_equal(why.limit, LIMIT_SUBSCRIPTIONS);
}

static void too_many_files_are_refused_early(void **state)
{
    (void)state;
    struct buffer line = buffer_over(line_room, sizeof line_room);
    buffer_add_text(&line, "attach=");
    for (int i = 0; i <= LIMIT_FILES; i++) {
        buffer_add_text(&line, i > 0 ? "/" : "");
        buffer_add(&line, &"abcdefghi"[i], 1);
        buffer_add_text(&line, ":1:" ZEROS);
    }
    struct refusal why;
    struct buffer out = buffer_over(map_room, sizeof map_room);
    assert_int_equal(text_to_map(&shape_args_publish, buffer_bytes(&line), &out, &why), ERR_OUT_OF_RANGE);
    assert_int_equal(why.limit, LIMIT_FILES);
}

static void a_map_too_large_for_its_room_is_refused(void **state)
{
    (void)state;
    struct bytes line = bytes_of_text("channel=a headline=\"a b\" text_hash="
                                      "0000000000000000000000000000000000000000000000000000000000000000");
    struct refusal why;
    size_t needed = 0;
    for (size_t room = 0; needed == 0; room++) {
        struct buffer out = buffer_over(map_room, room);
        if (text_to_map(&shape_args_publish, line, &out, &why) == OK) {
            needed = out.size;
            assert_int_equal(room, needed);
        } else {
            assert_int_equal(why.code, ERR_LINE_BROKEN);
            assert_int_equal(out.size, 0);
            assert_false(out.overflowed);
        }
    }
}

static void takes_verbs_of_one_and_two_words(void **state)
{
    (void)state;
    static const struct {
        const char *line, *verb, *rest;
    } cases[] = {
        {"ping", "ping", ""},
        {"  read id=a/1", "read", " id=a/1"},
        {"account.list", "account.list", ""},
        {"account  list limit=1", "account.list", " limit=1"},
        {"channel create channel=a", "channel.create", " channel=a"},
        {"ping pong", "ping", " pong"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bytes line = bytes_of_text(cases[i].line);
        const struct verb *verb = NULL;
        struct refusal why;
        assert_int_equal(text_take_verb(&line, &verb, &why), OK);
        assert_string_equal(verb->word, cases[i].verb);
        assert_true(bytes_equal_text(line, cases[i].rest));
    }
}

static void refuses_other_verbs(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum error error;
        const char *name;
    } cases[] = {
        {"frobnicate a=1", ERR_UNKNOWN_VERB, "frobnicate"},
        {"account frobnicate a=1", ERR_UNKNOWN_VERB, "account frobnicate"},
        {"account list=1", ERR_UNKNOWN_VERB, "account"},
        {"", ERR_LINE_BROKEN, NULL},
        {"   ", ERR_LINE_BROKEN, NULL},
        {"\"ping\"", ERR_LINE_BROKEN, NULL},
        {"ping;", ERR_LINE_BROKEN, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bytes line = bytes_of_text(cases[i].line);
        const struct verb *verb = NULL;
        struct refusal why;
        assert_int_equal(text_take_verb(&line, &verb, &why), cases[i].error);
        assert_null(verb);
        assert_int_equal(line.size, strlen(cases[i].line));
        if (cases[i].name != NULL)
            assert_true(bytes_equal_text(why.name, cases[i].name));
    }
}

static void errors_are_lines_too(void **state)
{
    (void)state;
    struct buffer line = buffer_over(line_room, sizeof line_room);
    text_from_refusal(
        &(struct refusal){.code = ERR_UNKNOWN_CHANNEL, .field = "channel", .name = bytes_of_text("nowhere")},
        &line);
    static const char expected[] = "error unknown-channel \"There is no channel 'nowhere' that you may "
                                   "read.\" field=channel name=nowhere";
    assert_true(bytes_equal_text(buffer_bytes(&line), expected));

    for (int code = 1; code < ERROR_COUNT; code++) {
        struct refusal why = {.code = (enum error)code,
                              .field = "text",
                              .name = bytes_of_text("\"a\" \\"),
                              .limit = 5,
                              .line = 7,
                              .time_ms = 1500};
        struct record_error record;
        line = buffer_over(line_room, sizeof line_room);
        text_from_refusal(&why, &line);
        struct buffer map = buffer_over(map_room, sizeof map_room);
        assert_int_equal(text_to_error(buffer_bytes(&line), &map, &why), OK);
        assert_int_equal(codec_decode(&shape_record_error, buffer_bytes(&map), &record, &why), OK);
        assert_int_equal(error_find(record.error), code);
        assert_true(bytes_equal_text(record.name, "\"a\" \\"));
        assert_int_equal(record.limit, 5);
        assert_int_equal(record.line, 7);
        assert_int_equal(record.time, 1500);
    }
    struct refusal why;
    struct buffer map = buffer_over(map_room, sizeof map_room);
    assert_int_equal(text_to_error(bytes_of_text("ok rows=1"), &map, &why), ERR_LINE_BROKEN);
    assert_int_equal(text_to_error(bytes_of_text("error"), &map, &why), ERR_EMPTY);
    assert_int_equal(text_to_error(bytes_of_text("error a b error=c"), &map, &why), ERR_FIELD_TWICE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_lines_that_cannot_be_read),
        cmocka_unit_test(refuses_fields_by_name),
        cmocka_unit_test(too_many_parts_are_refused_early),
        cmocka_unit_test(too_many_files_are_refused_early),
        cmocka_unit_test(a_map_too_large_for_its_room_is_refused),
        cmocka_unit_test(takes_verbs_of_one_and_two_words),
        cmocka_unit_test(refuses_other_verbs),
        cmocka_unit_test(errors_are_lines_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
