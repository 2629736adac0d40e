/* What people see: widths with Chinese, lines fitted to a terminal, durations and moments, JSON by shapes,
 * and nothing that a terminal would obey. */
#include "client_chain.h"

#include <sodium.h>
#include <time.h>

#include "client/lib/show/json.h"
#include "client/lib/show/lines.h"
#include "client/lib/show/since.h"
#include "client/lib/show/width.h"

static char shown[8192];

static struct buffer begin(void)
{
    memset(shown, 0, sizeof shown);
    return buffer_over(shown, sizeof shown - 1);
}

static void chinese_takes_two_columns(void **state)
{
    (void)state;
    assert_int_equal(width_of(bytes_of_text("abc")), 3);
    assert_int_equal(width_of(bytes_of_text("服务品牌")), 8);
    assert_int_equal(width_of(bytes_of_text("e\u0301")), 1);
    assert_int_equal(width_of(bytes_of_text("")), 0);
}

static const char *fitted(const char *text, size_t columns)
{
    struct buffer out = begin();
    width_fit(&out, bytes_of_text(text), columns);
    return shown;
}

static void text_is_cut_between_characters(void **state)
{
    (void)state;
    assert_string_equal(fitted("服务品牌", 8), "服务品牌");
    assert_string_equal(fitted("服务品牌", 7), "服务品…");
    assert_string_equal(fitted("服务品牌", 6), "服务…");
    assert_string_equal(fitted("服务品牌", 2), "…");
    assert_string_equal(fitted("abcdef", 4), "abc…");
    assert_string_equal(fitted("abcdef", 0), "");
}

static struct record_headline example(void)
{
    return (struct record_headline){
        .has = {.id = true, .headline = true, .time = true, .dated = true, .actor = true, .department = true},
        .id = bytes_of_text("programme/12"),
        .headline = bytes_of_text("First brands named 首批品牌命名"),
        .time = 1164848400000,
        .dated = bytes_of_text("2006-11-30"),
        .actor = bytes_of_text("li"),
        .department = bytes_of_text("labour"),
    };
}

static const char *line(const struct record_headline *headline, size_t columns)
{
    struct buffer out = begin();
    lines_headline(&out, headline, columns);
    return shown;
}

static void a_headline_is_a_line(void **state)
{
    (void)state;
    struct record_headline headline = example();
    assert_string_equal(line(&headline, 0),
                        "programme/12  2006-11-30  First brands named 首批品牌命名  (labour)");
    assert_string_equal(line(&headline, 67), line(&headline, 0));
    assert_string_equal(line(&headline, 55), "programme/12  2006-11-30  First brands named…  (labour)");
    assert_string_equal(line(&headline, 20), "programme/12  2006-…");
    headline.has.department = headline.has.dated = false;
    headline.has.withdrawn = headline.withdrawn = true;
    assert_string_equal(line(&headline, 0),
                        "programme/12  2006-11-30 01:00  First brands named 首批品牌命名  (li)  [withdrawn]");
    headline.has.headline = false;
    assert_non_null(strstr(line(&headline, 0), "[erased]"));
}

static void no_line_is_wider_than_the_terminal(void **state)
{
    (void)state;
    struct record_headline headline = example();
    for (size_t columns = 1; columns < 90; columns++)
        assert_true(width_of(bytes_of_text(line(&headline, columns))) <= columns);
}

static void a_long_text_cannot_steer_a_terminal(void **state)
{
    (void)state;
    struct record_bulletin bulletin = {
        .has = {.id = true, .head = true, .headline = true, .time = true, .actor = true},
        .id = bytes_of_text("programme/12"),
        .headline = bytes_of_text("H"),
        .actor = bytes_of_text("li")};
    struct buffer out = begin();
    lines_bulletin(&out, &bulletin, bytes_of_text("one\ttwo\n\x1b[2J\xff three \u202e四"));
    assert_non_null(strstr(shown, "\none\ttwo\n?[2J? three ?四\n"));
}

static void a_withdrawal_is_plain(void **state)
{
    (void)state;
    struct record_bulletin bulletin = {.has = {.id = true,
                                               .head = true,
                                               .headline = true,
                                               .time = true,
                                               .actor = true,
                                               .withdrawn = true,
                                               .withdrawn_by = true,
                                               .reason = true},
                                       .id = bytes_of_text("programme/12"),
                                       .headline = bytes_of_text("H"),
                                       .actor = bytes_of_text("li"),
                                       .withdrawn = 1164848400000,
                                       .withdrawn_by = bytes_of_text("wen"),
                                       .reason = bytes_of_text("sent too early")};
    struct buffer out = begin();
    lines_bulletin(&out, &bulletin, (struct bytes){0});
    assert_non_null(strstr(shown, "WITHDRAWN 2006-11-30 01:00 by wen: sent too early\nH\n"));
}

static void a_fact_is_a_line_in_the_text_form(void **state)
{
    (void)state;
    struct chain chain;
    struct fact_seen fact;
    struct failure failure;
    chain_begin(&chain, "programme");
    assert_int_equal(fact_read(chain_fact(&chain, "First 首批"), &fact, &failure), OK);
    struct buffer out = begin();
    lines_fact_text(&out, &fact);
    assert_string_equal(
        shown, "fact programme/1 bulletin.published actor=li department=labour headline=\"First 首批\" "
               "text=\"The text 正文.\\n\"");
}

static void a_fact_is_json(void **state)
{
    (void)state;
    struct chain chain;
    struct fact_seen fact;
    struct failure failure;
    const char *id, *headline, *time, *department, *text;
    json_int_t number;
    chain_begin(&chain, "programme");
    assert_int_equal(fact_read(chain_fact(&chain, "First 首批"), &fact, &failure), OK);
    json_t *object = json_from_fact(&fact);
    assert_int_equal(json_unpack(object, "{s:s, s:s, s:s, s:s, s:I, s:{s:s}}", "id", &id, "headline",
                                 &headline, "time", &time, "department", &department, "number", &number,
                                 "args", "text", &text),
                     0);
    assert_string_equal(id, "programme/1");
    assert_string_equal(headline, "First 首批");
    assert_string_equal(time, "2006-11-30T01:00:00.001+00:00");
    assert_string_equal(department, "labour");
    assert_string_equal(text, "The text 正文.\n");
    assert_int_equal(number, 1);
    json_decref(object);
}

static void kinds_are_json(void **state)
{
    (void)state;
    uint8_t room[64], key[LIMIT_KEY_BYTES] = {0xab};
    struct buffer audience = buffer_over(room, sizeof room);
    const struct bytes words[] = {bytes_of_text("everyone"), bytes_of_text("dept:labour")};
    audience_write(&audience, words, 2);
    struct record_status status = {.has = {.house = true, .role = true, .signs = true, .facts = true},
                                   .house = bytes_of(key, sizeof key),
                                   .role = ROLE_EXPERT,
                                   .signs = true,
                                   .facts = 7};
    struct record_channel channel = {.has = {.read = true}, .read = buffer_bytes(&audience)};
    json_t *object = json_from_values(&shape_record_status, &status);
    char *text = json_dumps(object, JSON_COMPACT);
    assert_string_equal(text,
                        "{\"house\":\"ab00000000000000000000000000000000000000000000000000000000000000\","
                        "\"facts\":7,\"role\":\"expert\",\"signs\":true}");
    free(text);
    json_decref(object);
    object = json_from_values(&shape_record_channel, &channel);
    text = json_dumps(object, JSON_COMPACT);
    assert_string_equal(text, "{\"read\":[\"everyone\",\"dept:labour\"]}");
    free(text);
    json_decref(object);
}

static void durations_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ms;
    } right[] = {{"10", 10000},   {"500ms", 500},  {"30s", 30000},
                 {"10m", 600000}, {"2h", 7200000}, {"3d", 259200000}};
    static const char *const wrong[] = {"",      "m", "-1s", "1.5h", "10 m", "1w", "99999999999999999999s",
                                        "10001d"};
    int64_t ms = 7;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(since_duration(wrong[i], &ms));
    assert_int_equal(ms, 7);
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        assert_true(since_duration(right[i].text, &ms));
        assert_int_equal(ms, right[i].ms);
    }
}

static void moments_are_read(void **state)
{
    (void)state;
    struct since since;
    assert_true(since_parse("all", 5000, &since) && since.kind == SINCE_ALL);
    assert_true(since_parse("new", 5000, &since) && since.kind == SINCE_NEW);
    assert_true(since_parse("2s", 5000, &since) && since.kind == SINCE_TIME);
    assert_int_equal(since.time_ms, 3000);
    assert_true(since_parse("2006-11-30T09:00:00+08:00", 5000, &since) && since.kind == SINCE_TIME);
    assert_int_equal(since.time_ms, 1164848400000);
    assert_false(since_parse("yesterday", 5000, &since));
    assert_false(since_parse("2006-11-30", 5000, &since));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chinese_takes_two_columns),
        cmocka_unit_test(text_is_cut_between_characters),
        cmocka_unit_test(a_headline_is_a_line),
        cmocka_unit_test(no_line_is_wider_than_the_terminal),
        cmocka_unit_test(a_long_text_cannot_steer_a_terminal),
        cmocka_unit_test(a_withdrawal_is_plain),
        cmocka_unit_test(a_fact_is_a_line_in_the_text_form),
        cmocka_unit_test(a_fact_is_json),
        cmocka_unit_test(kinds_are_json),
        cmocka_unit_test(durations_are_read),
        cmocka_unit_test(moments_are_read),
    };
    setenv("TZ", "UTC", 1);
    tzset();
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
