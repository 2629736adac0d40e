/* A calendar file: its folding, its escapes, its days and hours. */
#include <stdlib.h>

#include "client/lib/show/ics.h"
#include "tests/unit/support/testing.h"

/* 2026-11-30T00:00:00+08:00 */
#define DAY_MS INT64_C(1795968000000)

static const uint8_t house[] = {0x0a, 0xff};

static struct ics_event visit(void)
{
    return (struct ics_event){
        .id = bytes_of_text("events/3"),
        .house = bytes_of(house, sizeof house),
        .title = bytes_of_text("参观"),
        .starts_ms = DAY_MS + INT64_C(9) * 3600000,
        .ends_ms = DAY_MS + INT64_C(11) * 3600000,
        .starts_minutes = 480,
        .ends_minutes = 480,
        .made_ms = DAY_MS,
    };
}

static const char *written(const struct ics_event *event)
{
    static char room[8192];
    struct buffer out = buffer_over(room, sizeof room - 1);
    ics_event(&out, event);
    assert_false(out.overflowed);
    room[out.size] = '\0';
    return room;
}

static void hours_are_in_utc(void **state)
{
    (void)state;
    struct ics_event event = visit();
    assert_string_equal(written(&event), "BEGIN:VEVENT\r\n"
                                         "UID:events/3@0aff\r\n"
                                         "DTSTAMP:20261129T160000Z\r\n"
                                         "SEQUENCE:0\r\n"
                                         "STATUS:CONFIRMED\r\n"
                                         "DTSTART:20261130T010000Z\r\n"
                                         "DTEND:20261130T030000Z\r\n"
                                         "SUMMARY:参观\r\n"
                                         "END:VEVENT\r\n");
    event.ends_ms = event.starts_ms;
    assert_null(strstr(written(&event), "DTEND"));
}

/* The same day, whether its end is told as its last moment or as the first of the next. */
static void days_end_before_the_next(void **state)
{
    (void)state;
    struct ics_event event = visit();
    event.days = true;
    event.starts_ms = DAY_MS;
    for (int64_t short_ms = 0; short_ms < 2; short_ms++) {
        event.ends_ms = DAY_MS + INT64_C(2) * 86400000 - short_ms;
        const char *text = written(&event);
        assert_non_null(strstr(text, "DTSTART;VALUE=DATE:20261130\r\n"));
        assert_non_null(strstr(text, "DTEND;VALUE=DATE:20261202\r\n"));
    }
}

static void a_change_counts_up(void **state)
{
    (void)state;
    struct ics_event event = visit();
    event.cancelled = true;
    event.changed_ms = DAY_MS + 60001;
    const char *text = written(&event);
    assert_non_null(strstr(text, "SEQUENCE:61\r\nSTATUS:CANCELLED\r\n"));
    assert_non_null(strstr(text, "DTSTAMP:20261129T160100Z\r\n"));
}

static void texts_are_escaped(void **state)
{
    (void)state;
    struct ics_event event = visit();
    event.place = bytes_of_text("Hall 2; east, \\ or\nbeside\r\a");
    assert_non_null(strstr(written(&event), "LOCATION:Hall 2\\; east\\, \\\\ or\\nbeside\r\n"));
}

/* Unfolds as a reader would; every line has its measure and begins with a whole character. */
static void long_lines_are_folded(void **state)
{
    (void)state;
    struct ics_event event = visit();
    char room[512] = "", expected[1200], unfolded[1200];
    for (int shift = 0; shift < 8; shift++) {
        size_t size = 0;
        room[0] = '\0';
        for (int i = 0; i < shift; i++)
            strcat(room, "x");
        for (int i = 0; i < 50; i++)
            strcat(room, i % 10 == 9 ? "," : "题𠀀");
        event.text = bytes_of_text(room);
        char *line = strstr(written(&event), "DESCRIPTION:");
        assert_non_null(line);
        char *end;
        while ((end = strstr(line, "\r\n")) != NULL) {
            assert_true(end - line <= 75);
            assert_int_not_equal((uint8_t)line[0] & 0xC0, 0x80);
            memcpy(unfolded + size, line, (size_t)(end - line));
            size += (size_t)(end - line);
            line = end + 2;
            if (line[0] != ' ')
                break;
            line++;
            assert_int_not_equal((uint8_t)line[0] & 0xC0, 0x80);
        }
        unfolded[size] = '\0';
        strcpy(expected, "DESCRIPTION:");
        size_t filled = strlen(expected);
        for (const char *at = room; *at != '\0'; at++) {
            if (*at == ',')
                expected[filled++] = '\\';
            expected[filled++] = *at;
        }
        expected[filled] = '\0';
        assert_string_equal(unfolded, expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_are_in_utc),      cmocka_unit_test(days_end_before_the_next),
        cmocka_unit_test(a_change_counts_up),    cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(long_lines_are_folded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
