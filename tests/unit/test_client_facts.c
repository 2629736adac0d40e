/* What people see of a fact: a line, the text form, and JSON by shapes. Nothing would steer a terminal. */
#include "tests/unit/support/client_chain.h"
#include "tests/unit/support/listed.h"

#include <sodium.h>
#include <utf8proc.h>

#include "client/lib/show/json.h"
#include "client/nouns/client_nouns.h"
#include "client/nouns/receipt/show.h"
#include "protocol/wire/utf8.h"
#include "tests/unit/support/shown.h"
#include "tests/unit/support/times.h"

static void what_happened_is_said(void **state)
{
    (void)state;
    struct chain chain;
    struct fact_seen fact;
    struct failure failure;
    const uint64_t seqs[] = {1};
    const struct chain_lie hole = {.without_act = true};
    chain_begin(&chain, "programme");
    assert_int_equal(fact_read(chain_lying_fact(&chain, "x", &hole), &fact, &failure), OK);
    struct buffer out = shown_begin();
    nouns_fact(&out, &fact, 0);
    assert_string_equal(shown, "programme/1  2006-11-30 01:00  [erased]  (labour)");
    assert_int_equal(
        fact_read(chain_erasure(&chain, "programme/1", "programme/1", seqs, 1, NULL), &fact, &failure), OK);
    out = shown_begin();
    nouns_fact(&out, &fact, 0);
    assert_string_equal(shown, "programme/2  2006-11-30 01:00  Erased: programme/1: by order 依法  (li)");

    struct args_publish publish = {.has = {.channel = true, .headline = true},
                                   .channel = bytes_of_text("programme"),
                                   .headline = bytes_of_text("首批")};
    struct fact_duty_assigned assigned = {
        .has = {.id = true, .revision = true, .receipt = true, .priority = true, .due = true},
        .id = bytes_of_text("programme/3"),
        .revision = 2,
        .receipt = true,
        .priority = PRIORITY_URGENT,
        .due = 1164848400000};
    const struct chain_making making = {
        "publish", "duty.assigned", &shape_args_publish, &shape_fact_duty_assigned, &publish, &assigned};
    chain_begin(&chain, "dept/labour");
    assert_int_equal(fact_read(chain_make(&chain, &making, NULL), &fact, &failure), OK);
    assert_true(nouns_is_news(&fact) && fact_is_urgent(&fact));
    out = shown_begin();
    nouns_fact(&out, &fact, 0);
    assert_string_equal(shown, "dept/labour/1  2006-11-30 01:00  URGENT To sign by 2006-11-30 01:00: "
                               "programme/3 revision 2: 首批  (li)");
}

static void a_fact_is_a_line_in_the_text_form(void **state)
{
    (void)state;
    struct chain chain;
    struct fact_seen fact;
    struct failure failure;
    chain_begin(&chain, "programme");
    assert_int_equal(fact_read(chain_fact(&chain, "First 首批"), &fact, &failure), OK);
    struct buffer out = shown_begin();
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
    words_write(&audience, words, 2);
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

static void lists_of_lines_are_shown(void **state)
{
    (void)state;
    static const char line[] = "{\"rules\":[\"one, two\",\"three\"],\"items\":["
                               "{\"what\":\"a\",\"for_whom\":\"b\",\"promise\":\"c\",\"measured\":\"d\","
                               "\"contact\":\"e\"},{\"what\":\"f\",\"for_whom\":\"b\",\"promise\":\"c\","
                               "\"measured\":\"d\",\"contact\":\"e\"}]}";
    uint8_t rules_room[64], items_room[64];
    struct buffer rules = buffer_over(rules_room, sizeof rules_room);
    struct buffer items = buffer_over(items_room, sizeof items_room);
    struct item each[2];
    for (size_t i = 0; i < ITEM_PARTS_COUNT; i++)
        each[0].parts[i] = each[1].parts[i] = bytes_of(&"abcde"[i], 1);
    each[1].parts[ITEM_what] = bytes_of_text("f");
    words_write(&rules, (struct bytes[]){bytes_of_text("one, two"), bytes_of_text("three")}, 2);
    items_write(&items, each, 2);
    const struct listed listed = {
        .has = {.rules = true, .items = true}, .rules = buffer_bytes(&rules), .items = buffer_bytes(&items)};
    char *text = json_line(json_from_values(&listed_shape, &listed));
    assert_string_equal(text, line);
    free(text);
    struct buffer out = shown_begin();
    lines_record(&out, &listed_shape, &listed);
    lines_fields(&out, &listed_shape, &listed, 0);
    assert_string_equal(shown, "rules       one, two; three\nitems       a; f\none, two; three  items=a; f");
}

/* No character that screens replace stands in a line of JSON as it is, and each comes back from it. */
static void json_has_nothing_that_a_terminal_would_obey(void **state)
{
    (void)state;
    enum { AT_ONCE = 256 };
    size_t escaped = 0;
    for (uint32_t first = 1; first <= 0x10ffff; first += AT_ONCE) {
        char typed[4 * AT_ONCE + 1];
        size_t size = 0;
        for (uint32_t c = first; c < first + AT_ONCE && c <= 0x10ffff; c++) {
            if (c >= 0xd800 && c <= 0xdfff)
                continue;
            size += (size_t)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)typed + size);
        }
        char *line = json_line(json_pack("{s:o}", "x", json_from_text(bytes_of(typed, size))));
        assert_non_null(line);
        for (struct bytes rest = bytes_of_text(line); rest.size > 0;) {
            uint32_t character;
            assert_true(utf8_take(&rest, &character));
            assert_false(utf8_is(character, CHARACTER_HIDDEN) || utf8_is(character, CHARACTER_FILLER));
        }
        json_t *read = json_loads(line, 0, NULL);
        const json_t *back = json_object_get(read, "x");
        assert_int_equal(json_string_length(back), size);
        assert_memory_equal(json_string_value(back), typed, size);
        escaped += strstr(line, "\\u") != NULL;
        json_decref(read);
        free(line);
    }
    assert_true(escaped > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_happened_is_said),
        cmocka_unit_test(a_fact_is_a_line_in_the_text_form),
        cmocka_unit_test(a_fact_is_json),
        cmocka_unit_test(kinds_are_json),
        cmocka_unit_test(lists_of_lines_are_shown),
        cmocka_unit_test(json_has_nothing_that_a_terminal_would_obey),
    };
    times_zone("UTC");
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
