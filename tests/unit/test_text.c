/* The text form: every shape as a line and back, and lines that cannot be read. */
#include <stdio.h>

#include "protocol/wire/scan.h"
#include "protocol/wire/text.h"
#include "protocol/wire/text_lists.h"
#include "tests/unit/support/samples.h"
#include "tests/unit/support/testing.h"

static uint8_t map_room[LIMIT_PLAIN_BYTES], again_room[LIMIT_PLAIN_BYTES], line_room[LIMIT_LINE_BYTES];

static void every_shape_comes_back(void **state)
{
    (void)state;
    static const int zones[] = {480, 0, -330, 1439};
    for (size_t i = 0; sample_shapes[i] != NULL; i++) {
        for (int variant = 0; variant < 4; variant++) {
            _Alignas(max_align_t) uint8_t values[SHAPE_BYTES];
            struct buffer map = buffer_over(map_room, sizeof map_room);
            struct buffer again = buffer_over(again_room, sizeof again_room);
            struct buffer line = buffer_over(line_room, sizeof line_room);
            struct refusal why = {.field = ""};
            sample_fill(sample_shapes[i], variant < 2, variant % 2, values);
            codec_encode(sample_shapes[i], values, &map);
            text_from_values(sample_shapes[i], values, zones[variant], &line);
            assert_false(line.overflowed);
            if (text_to_map(sample_shapes[i], buffer_bytes(&line), &again, &why) != OK)
                fail_msg("%s: %s %s in %.*s", sample_shapes[i]->name, error_kinds[why.code].word, why.field,
                         (int)line.size, (const char *)line.at);
            assert_int_equal(scan_check(buffer_bytes(&again), &why), OK);
            assert_true(bytes_equal(buffer_bytes(&map), buffer_bytes(&again)));
        }
    }
}

static void assert_line(const struct shape *shape, const void *values, const char *expected)
{
    struct buffer line = buffer_over(line_room, sizeof line_room);
    text_from_values(shape, values, 480, &line);
    assert_int_equal(line.size, strlen(expected));
    assert_memory_equal(line.at, expected, line.size);
}

static void writes_lines_as_people_read_them(void **state)
{
    (void)state;
    assert_line(
        &shape_record_headline,
        &(struct record_headline){.has = {.id = true, .headline = true, .time = true, .withdrawn = true},
                                  .id = bytes_of_text("programme/12"),
                                  .headline = bytes_of_text("First \"brands\" named"),
                                  .time = 1164848400000,
                                  .withdrawn = true},
        " id=programme/12 headline=\"First \\\"brands\\\" named\" time=2006-11-30T09:00:00+08:00 "
        "withdrawn=yes");
    uint8_t room[64];
    struct buffer audience = buffer_over(room, sizeof room);
    const struct bytes words[] = {bytes_of_text("everyone"), bytes_of_text("dept:labour")};
    words_write(&audience, words, 2);
    assert_line(&shape_args_channel_change,
                &(struct args_channel_change){.has = {.read = true}, .read = buffer_bytes(&audience)},
                " read=everyone,dept:labour");
    struct buffer positions = buffer_over(room, sizeof room);
    positions_write(&positions, &(struct position){bytes_of_text("programme"), 12}, 1);
    assert_line(&shape_args_subscribe,
                &(struct args_subscribe){.has = {.channels = true}, .channels = buffer_bytes(&positions)},
                " channels=programme:12");
    assert_line(&shape_record_status,
                &(struct record_status){.has = {.house = true, .role = true},
                                        .house = bytes_of("\x00\xab\xff", 3),
                                        .role = ROLE_COMMITTEE},
                " house=00abff role=committee");
}

/* The line and the values say the same, both ways. */
static void assert_both_ways(const struct shape *shape, const void *values, const char *line)
{
    struct buffer map = buffer_over(map_room, sizeof map_room);
    struct buffer again = buffer_over(again_room, sizeof again_room);
    struct refusal why;
    assert_line(shape, values, line);
    codec_encode(shape, values, &map);
    assert_int_equal(text_to_map(shape, bytes_of_text(line), &again, &why), OK);
    assert_true(bytes_equal(buffer_bytes(&map), buffer_bytes(&again)));
}

static void words_and_numbers_are_lists(void **state)
{
    (void)state;
    uint8_t names_room[64], ids_room[64];
    struct buffer names = buffer_over(names_room, sizeof names_room);
    struct buffer ids = buffer_over(ids_room, sizeof ids_room);
    words_write(&names, (struct bytes[]){bytes_of_text("labour"), bytes_of_text("roads")}, 2);
    words_write(&ids, (struct bytes[]){bytes_of_text("programme/3"), bytes_of_text("dept/labour/4")}, 2);
    assert_both_ways(&shape_args_publish,
                     &(struct args_publish){.has = {.channel = true,
                                                    .headline = true,
                                                    .related = true,
                                                    .priority = true,
                                                    .due = true,
                                                    .to = true,
                                                    .receipt = true,
                                                    .roster = true,
                                                    .at = true},
                                            .channel = bytes_of_text("programme"),
                                            .headline = bytes_of_text("首批"),
                                            .related = buffer_bytes(&ids),
                                            .priority = PRIORITY_URGENT,
                                            .due = bytes_of_text("2026-12-31"),
                                            .to = buffer_bytes(&names),
                                            .receipt = true,
                                            .roster = ROSTER_OPEN,
                                            .at = bytes_of_text("2026-12-01T09:30")},
                     " channel=programme headline=首批 related=programme/3,dept/labour/4 priority=urgent "
                     "due=2026-12-31 to=labour,roads receipt=yes roster=open at=2026-12-01T09:30");
    assert_both_ways(&shape_args_schedule_run,
                     &(struct args_schedule_run){.has = {.what = true, .id = true, .time = true},
                                                 .what = TRANSITION_REMIND,
                                                 .id = bytes_of_text("programme/3"),
                                                 .time = 1164848400000},
                     " what=remind id=programme/3 time=2006-11-30T09:00:00+08:00");
    names.size = ids.size = 0;
    numbers_write(&ids, (uint64_t[]){7, UINT64_MAX}, 2);
    assert_both_ways(&shape_fact_thing_erased,
                     &(struct fact_thing_erased){.has = {.id = true, .facts = true},
                                                 .id = bytes_of_text("programme/3"),
                                                 .facts = buffer_bytes(&ids)},
                     " id=programme/3 facts=7,18446744073709551615");
    numbers_write(&names, NULL, 0);
    assert_both_ways(&shape_fact_thing_erased,
                     &(struct fact_thing_erased){.has = {.id = true, .facts = true},
                                                 .id = bytes_of_text("programme/3"),
                                                 .facts = buffer_bytes(&names)},
                     " id=programme/3 facts=\"\"");
}

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

/* Names may have spaces, quotes, colons, commas and equal signs: a slash is what no name has. */
static void files_are_name_size_and_hash(void **state)
{
    (void)state;
    static const uint8_t zeros[LIMIT_HASH_BYTES];
    const struct bytes hash = bytes_of(zeros, sizeof zeros);
    static const struct {
        const char *name, *line;
    } cases[] = {
        {"list.pdf", "attach=list.pdf:12:" ZEROS "/b:16777216:" ZEROS},
        {"名单.pdf", "attach=名单.pdf:12:" ZEROS "/b:16777216:" ZEROS},
        {"12:30:00", "attach=12:30:00:12:" ZEROS "/b:16777216:" ZEROS},
        {"a, b=c.pdf", "attach=\"a, b=c.pdf:12:" ZEROS "/b:16777216:" ZEROS "\""},
        {"\"名单\" 2.pdf", "attach=\"\\\"名单\\\" 2.pdf:12:" ZEROS "/b:16777216:" ZEROS "\""},
        {"it's (1).pdf", "attach=\"it's (1).pdf:12:" ZEROS "/b:16777216:" ZEROS "\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t room[512];
        char line[512];
        struct buffer files = buffer_over(room, sizeof room);
        files_write(&files,
                    (struct file_named[]){{bytes_of_text(cases[i].name), 12, hash},
                                          {bytes_of_text("b"), LIMIT_FILE_BYTES, hash}},
                    2);
        snprintf(line, sizeof line, " channel=a headline=x %s", cases[i].line);
        assert_both_ways(&shape_args_publish,
                         &(struct args_publish){.has = {.channel = true, .headline = true, .attach = true},
                                                .channel = bytes_of_text("a"),
                                                .headline = bytes_of_text("x"),
                                                .attach = buffer_bytes(&files)},
                         line);
    }
}

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
    for (int i = 0; i < TEXT_LIST_BYTES; i++)
        buffer_add_text(&line, "x");
    assert_int_equal(text_to_map(&shape_args_publish, buffer_bytes(&line), &out, &why), ERR_TOO_LONG);
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
        assert_int_equal(error_find(record.code), code);
        assert_true(bytes_equal_text(record.name, "\"a\" \\"));
        assert_int_equal(record.limit, 5);
        assert_int_equal(record.line, 7);
        assert_int_equal(record.time, 1500);
    }
    struct refusal why;
    struct buffer map = buffer_over(map_room, sizeof map_room);
    assert_int_equal(text_to_error(bytes_of_text("ok rows=1"), &map, &why), ERR_LINE_BROKEN);
    assert_int_equal(text_to_error(bytes_of_text("error"), &map, &why), ERR_EMPTY);
    assert_int_equal(text_to_error(bytes_of_text("error a b code=c"), &map, &why), ERR_FIELD_TWICE);
}

static void reads_and_writes_times(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t time_ms;
        int zone_minutes;
        const char *written;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0, 0, "1970-01-01T00:00:00+00:00"},
        {"2006-11-30t01:00:00z", 1164848400000, 480, "2006-11-30T09:00:00+08:00"},
        {"2006-11-30T09:00:00.5+08:00", 1164848400500, 0, "2006-11-30T01:00:00.500+00:00"},
        {"2006-11-29T19:30:00.0009-05:30", 1164848400000, -330, "2006-11-29T19:30:00-05:30"},
        {"1969-12-31T23:59:59.999Z", -1, 0, "1969-12-31T23:59:59.999+00:00"},
        {"0001-01-01T00:00:00Z", TIME_FIRST_MS, -1439, "0000-12-31T00:01:00-23:59"},
        {"9999-12-30T23:59:59.999Z", TIME_LAST_MS, 1439, "9999-12-31T23:58:59.999+23:59"},
        {"2000-02-29T12:00:00-00:00", 951825600000, 0, "2000-02-29T12:00:00+00:00"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t time_ms = 77;
        assert_true(text_to_time(bytes_of_text(cases[i].text), &time_ms));
        assert_true(time_ms == cases[i].time_ms);
        struct buffer out = buffer_over(line_room, sizeof line_room);
        text_from_time(time_ms, cases[i].zone_minutes, &out);
        assert_true(bytes_equal_text(buffer_bytes(&out), cases[i].written));
    }
    static const char *const wrong[] = {
        "",
        "2006",
        "2006-11-30",
        "2006-11-30T09:00:00",
        "2006-11-30 09:00:00Z",
        "2006-11-31T09:00:00Z",
        "2006-02-29T09:00:00Z",
        "2006-00-01T09:00:00Z",
        "2006-01-00T09:00:00Z",
        "2006-11-30T24:00:00Z",
        "2006-11-30T09:60:00Z",
        "2006-11-30T09:00:60Z",
        "2006-11-30T09:00:00.Z",
        "2006-11-30T09:00:00+8:00",
        "2006-11-30T09:00:00+24:00",
        "2006-11-30T09:00:00+08:60",
        "2006-11-30T09:00:00Zx",
        "+006-11-30T09:00:00Z",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        int64_t time_ms = 77;
        assert_false(text_to_time(bytes_of_text(wrong[i]), &time_ms));
        assert_int_equal(time_ms, 77);
    }
}

static void reads_and_writes_hex(void **state)
{
    (void)state;
    uint8_t bytes[4];
    size_t size = sizeof bytes;
    assert_true(text_to_hex(bytes_of_text("00ff7f80"), bytes, &size));
    assert_int_equal(size, 4);
    assert_memory_equal(bytes, "\x00\xff\x7f\x80", 4);
    struct buffer out = buffer_over(line_room, sizeof line_room);
    text_from_hex(bytes_of(bytes, 4), &out);
    assert_true(bytes_equal_text(buffer_bytes(&out), "00ff7f80"));

    static const char *const wrong[] = {"0", "0g", "0G", "FF", " 0", "0011223344"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        size = sizeof bytes;
        assert_false(text_to_hex(bytes_of_text(wrong[i]), bytes, &size));
        assert_int_equal(size, sizeof bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shape_comes_back),
        cmocka_unit_test(writes_lines_as_people_read_them),
        cmocka_unit_test(words_and_numbers_are_lists),
        cmocka_unit_test(files_are_name_size_and_hash),
        cmocka_unit_test(refuses_lines_that_cannot_be_read),
        cmocka_unit_test(refuses_fields_by_name),
        cmocka_unit_test(too_many_parts_are_refused_early),
        cmocka_unit_test(too_many_files_are_refused_early),
        cmocka_unit_test(a_map_too_large_for_its_room_is_refused),
        cmocka_unit_test(takes_verbs_of_one_and_two_words),
        cmocka_unit_test(refuses_other_verbs),
        cmocka_unit_test(errors_are_lines_too),
        cmocka_unit_test(reads_and_writes_times),
        cmocka_unit_test(reads_and_writes_hex),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
