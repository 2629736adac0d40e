/* The text form, there and back: lines as people read them, times and bytes. What is refused is a matter of
 * another test. */
#include <stdio.h>

#include "protocol/wire/scan.h"
#include "protocol/wire/text.h"
#include "tests/unit/support/listed.h"
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

static void lines_and_items_are_text(void **state)
{
    (void)state;
    uint8_t lines_room[256], items_room[256];
    struct buffer lines = buffer_over(lines_room, sizeof lines_room);
    struct buffer items = buffer_over(items_room, sizeof items_room);
    const struct bytes texts[] = {bytes_of_text("one, two"), bytes_of_text("\"四\" \\n"), bytes_of_text("x")};
    words_write(&lines, texts, 3);
    items_write(&items,
                (struct item[]){{.parts = {texts[0], texts[1], texts[2], texts[2], texts[2]}},
                                {.parts = {texts[2], texts[2], texts[2], texts[2], texts[0]}}},
                2);
    assert_both_ways(&listed_shape,
                     &(struct listed){.has = {.rules = true, .items = true},
                                      .rules = buffer_bytes(&lines),
                                      .items = buffer_bytes(&items)},
                     " rules=\"one, two\\n\\\"四\\\" \\\\n\\nx\""
                     " items=\"one, two\\n\\\"四\\\" \\\\n\\nx\\nx\\nx\\n\\nx\\nx\\nx\\nx\\none, two\"");
    lines.size = 0;
    words_write(&lines, NULL, 0);
    assert_both_ways(&listed_shape, &(struct listed){.has = {.rules = true}, .rules = buffer_bytes(&lines)},
                     " rules=\"\"");
}

static void lines_and_items_that_cannot_be_read(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum error error;
        const char *name;
        uint64_t number;
    } cases[] = {
        {"rules=x", OK, "", 0}, /* one that needs no quotes */
        {"rules=\"a\\nb\\nc\\nd\"", ERR_OUT_OF_RANGE, "", 0},
        {"rules=\"a\\n\\nc\"", ERR_PART_EMPTY, "line", 2},
        {"rules=\"a\\n\"", ERR_PART_EMPTY, "line", 2},
        {"rules=\"a\\tb\"", ERR_CONTROL_CHARACTER, "", 1},
        {"rules=\"a\\n\xff\"", ERR_NOT_UTF8, "", 2},
        {"items=\"\"", ERR_EMPTY, "", 0},
        {"items=x", ERR_WRONG_KIND, "items", 0},
        {"items=\"1\\n2\\n3\\n4\"", ERR_WRONG_KIND, "items", 0},
        {"items=\"1\\n2\\n3\\n4\\n5\"", OK, "", 0},
        {"items=\"1\\n2\\n3\\n4\\n5\\n\"", ERR_WRONG_KIND, "items", 0},
        {"items=\"1\\n2\\n3\\n4\\n\"", ERR_PART_EMPTY, "contact", 1},
        {"items=\"1\\n2\\n3\\n4\\n5\\n6\\n1\\n2\\n3\\n4\\n5\"", ERR_WRONG_KIND, "items", 0},
        {"items=\"1\\n2\\n3\\n4\\n5\\n\\n1\\n\\n3\\n4\\n5\"", ERR_PART_EMPTY, "for_whom", 2},
        {"items=\"1\\n2\\n3\\n4\\n5\\n\\n1\\n2\\n3\\n4\\n5\\n\\n1\\n2\\n3\\n4\\n5\"", ERR_OUT_OF_RANGE, "",
         0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer map = buffer_over(map_room, sizeof map_room);
        struct refusal why = {.code = OK};
        if (text_to_map(&listed_shape, bytes_of_text(cases[i].line), &map, &why) != cases[i].error)
            fail_msg("%s: %s", cases[i].line, error_kinds[why.code].word);
        assert_true(bytes_equal_text(why.name, cases[i].name));
        assert_int_equal(why.line, cases[i].number);
    }
    /* A million lines are refused by their number, before any is written. */
    struct buffer line = buffer_over(line_room, sizeof line_room);
    struct refusal why;
    struct text_words words = {.has = {true}};
    uint8_t small_room[8];
    struct buffer small = buffer_over(small_room, sizeof small_room);
    struct listed values;
    while (!line.overflowed)
        buffer_add_text(&line, "a\n");
    words.of[0].raw = buffer_bytes(&line);
    assert_int_equal(text_to_values(&listed_shape, &words, &small, &values, &why), ERR_OUT_OF_RANGE);
    assert_int_equal(small.size, 0);
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

/* As whoever parses a command line has them: no quotes, and whatever stands in them stays. */
static void words_become_the_struct_without_a_line(void **state)
{
    (void)state;
    static const char headline[] = "He said \"no\\n\" = all";
    struct text_words words = {.has = {false}};
    struct args_publish args;
    struct refusal why;
    uint8_t small_room[24];
    struct buffer room = buffer_over(map_room, sizeof map_room);
    struct buffer small = buffer_over(small_room, sizeof small_room);
    const struct shape *shape = &shape_args_publish;
    const size_t at_headline = (size_t)shape_find(shape, bytes_of_text("headline"));
    const size_t at_to = (size_t)shape_find(shape, bytes_of_text("to"));
    const size_t at_hash = (size_t)shape_find(shape, bytes_of_text("text_hash"));
    words.has[at_headline] = words.has[at_to] = true;
    words.of[at_headline].raw = bytes_of_text(headline);
    words.of[at_to].raw = bytes_of_text("labour,roads");
    assert_int_equal(text_to_values(shape, &words, &room, &args, &why), OK);
    assert_true(args.headline.at == (const uint8_t *)headline && bytes_equal_text(args.headline, headline));
    assert_int_equal(words_count(args.to), 2);
    assert_true(args.to.at >= map_room && args.to.at < map_room + room.size);
    /* What must be there is another question. */
    assert_false(args.has.channel);
    assert_int_equal(codec_whole(shape, &args, &why), ERR_FIELD_MISSING);
    assert_string_equal(why.field, "channel");
    args.has.channel = true;
    assert_int_equal(codec_whole(shape, &args, &why), OK);

    words.has[at_hash] = true;
    words.of[at_hash].raw = bytes_of_text(ZEROS);
    assert_int_equal(text_to_values(shape, &words, &small, &args, &why), ERR_LINE_BROKEN);
    assert_false(args.has.text_hash); /* untouched */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shape_comes_back),
        cmocka_unit_test(writes_lines_as_people_read_them),
        cmocka_unit_test(words_and_numbers_are_lists),
        cmocka_unit_test(lines_and_items_are_text),
        cmocka_unit_test(lines_and_items_that_cannot_be_read),
        cmocka_unit_test(files_are_name_size_and_hash),
        cmocka_unit_test(reads_and_writes_times),
        cmocka_unit_test(reads_and_writes_hex),
        cmocka_unit_test(words_become_the_struct_without_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
