/* Reads typed moments. Days are counted on the calendar and never by hours, as some have 23 or 25 of them. It
 * reads no clock and judges no hour. */
#include "client/lib/show/moment.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "client/lib/show/duration.h"
#include "protocol/wire/text.h"

enum { DAY_BYTES = 10, MINUTE_BYTES = 16, LONGEST_BYTES = 40, WEEK_DAYS = 7, DAYS_MOST = 9999 };

const char moment_forms[] = "today, tomorrow, friday, 3d, 17:00, 2026-12-01 or '2026-12-01 17:00'";

/* What is left to be read, in small letters. */
struct reading {
    const char *at;
    enum moment_way way;
    int64_t now_ms;
    struct tm now; /* of the zone */
};

static bool take_word(struct reading *reading, const char *word)
{
    size_t size = strlen(word);
    if (strncmp(reading->at, word, size) != 0 || isalpha((unsigned char)reading->at[size]))
        return false;
    reading->at += size;
    return true;
}

static bool take_number(struct reading *reading, size_t digits, int *number)
{
    int value = 0;
    for (size_t i = 0; i < digits; i++) {
        if (!isdigit((unsigned char)reading->at[i]))
            return false;
        value = value * 10 + (reading->at[i] - '0');
    }
    *number = value;
    reading->at += digits;
    return true;
}

/* How many days the next such day of the week is away, or the last. */
static bool take_weekday(struct reading *reading, int *days)
{
    static const char *const names[WEEK_DAYS][2] = {
        {"sunday", "sun"},   {"monday", "mon"}, {"tuesday", "tue"}, {"wednesday", "wed"},
        {"thursday", "thu"}, {"friday", "fri"}, {"saturday", "sat"}};
    for (int i = 0; i < WEEK_DAYS; i++) {
        if (!take_word(reading, names[i][0]) && !take_word(reading, names[i][1]))
            continue;
        int ahead = (i - reading->now.tm_wday + WEEK_DAYS) % WEEK_DAYS;
        *days = reading->way == MOMENT_AHEAD || ahead == 0 ? ahead : ahead - WEEK_DAYS;
        return true;
    }
    return false;
}

/* +14d */
static bool take_days_ahead(struct reading *reading, int *days)
{
    int number = 0;
    const char *at = reading->at;
    if (*at++ != '+' || !isdigit((unsigned char)*at))
        return false;
    for (; isdigit((unsigned char)*at); at++) {
        number = number * 10 + (*at - '0');
        if (number > DAYS_MOST)
            return false;
    }
    if (*at != 'd' || isalnum((unsigned char)at[1]))
        return false;
    reading->at = at + 1;
    *days = number;
    return true;
}

static bool take_relative_day(struct reading *reading, int *days)
{
    static const struct {
        const char *word;
        int days;
    } words[] = {
        {.word = "today", .days = 0}, {.word = "tomorrow", .days = 1}, {.word = "yesterday", .days = -1}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (take_word(reading, words[i].word)) {
            *days = words[i].days;
            return true;
        }
    }
    return take_days_ahead(reading, days);
}

/* The day that lies `days` from today, by the calendar. False: it has no year of four digits. */
static bool write_day(const struct reading *reading, int days, char day[DAY_BYTES + 1])
{
    struct tm parts = {.tm_year = reading->now.tm_year,
                       .tm_mon = reading->now.tm_mon,
                       .tm_mday = reading->now.tm_mday + days};
    timegm(&parts);
    int year = parts.tm_year + 1900;
    if (year < 0 || year > 9999)
        return false;
    snprintf(day, DAY_BYTES + 1, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)(parts.tm_mon + 1) % 100,
             (unsigned)parts.tm_mday % 100);
    return true;
}

/* 2026-12-01, a real one. */
static bool take_date(struct reading *reading, char day[DAY_BYTES + 1])
{
    char whole[] = "YYYY-MM-DDT00:00:00Z";
    int64_t time_ms;
    if (strlen(reading->at) < DAY_BYTES)
        return false;
    memcpy(whole, reading->at, DAY_BYTES);
    if (!text_to_time(bytes_of_text(whole), &time_ms))
        return false;
    memcpy(day, whole, DAY_BYTES);
    day[DAY_BYTES] = '\0';
    reading->at += DAY_BYTES;
    return true;
}

static bool take_hour(struct reading *reading, int *hour, int *minute)
{
    static const char zero_seconds[] = ":00";
    bool read = take_number(reading, 2, hour) && *reading->at++ == ':' && take_number(reading, 2, minute);
    if (read && strcmp(reading->at, zero_seconds) == 0)
        reading->at += strlen(zero_seconds);
    return read && *hour <= 23 && *minute <= 59;
}

/* An hour alone, as the next or the last time that the clock on the wall shows it. */
static bool read_hour(struct reading *reading, struct buffer *out)
{
    char day[DAY_BYTES + 1], text[MINUTE_BYTES + 16];
    int hour, minute, days = 0;
    if (!take_hour(reading, &hour, &minute) || *reading->at != '\0')
        return false;
    int now = reading->now.tm_hour * 60 + reading->now.tm_min, then = hour * 60 + minute;
    if (reading->way == MOMENT_AHEAD && then <= now)
        days = 1;
    else if (reading->way == MOMENT_BACK && then > now)
        days = -1;
    if (!write_day(reading, days, day))
        return false;
    snprintf(text, sizeof text, "%sT%02d:%02d", day, hour, minute);
    buffer_add_text(out, text);
    return true;
}

/* `friday 09:00` said on a Friday at noon is of the next one. */
static int over_already(const struct reading *reading, bool weekday, int days, int hour, int minute)
{
    int now = reading->now.tm_hour * 60 + reading->now.tm_min, then = hour * 60 + minute;
    if (!weekday || days != 0)
        return days;
    if (reading->way == MOMENT_AHEAD)
        return then <= now ? WEEK_DAYS : 0;
    return then > now ? -WEEK_DAYS : 0;
}

/* A day, and maybe an hour of it. */
static bool read_day(struct reading *reading, struct buffer *out)
{
    char day[DAY_BYTES + 1], text[MINUTE_BYTES + 16];
    int days = 0, hour = 0, minute = 0;
    bool weekday = isalpha((unsigned char)*reading->at) && take_weekday(reading, &days);
    bool relative = weekday || take_relative_day(reading, &days);
    if (!relative && !take_date(reading, day))
        return false;
    bool has_hour = *reading->at == ' ' || *reading->at == 't';
    if (has_hour) {
        reading->at++;
        if (!take_hour(reading, &hour, &minute))
            return false;
        days = over_already(reading, weekday, days, hour, minute);
    }
    if (*reading->at != '\0' || (relative && !write_day(reading, days, day)))
        return false;
    snprintf(text, sizeof text, has_hour ? "%sT%02d:%02d" : "%s", day, hour, minute);
    buffer_add_text(out, text);
    return true;
}

static void write_time(int64_t time_ms, struct buffer *out)
{
    struct tm parts;
    time_t seconds = (time_t)(time_ms / 1000);
    localtime_r(&seconds, &parts);
    text_from_time((int64_t)seconds * 1000, (int)(parts.tm_gmtoff / 60), out);
}

/* A number and a unit; a number alone is none, but a year typed by mistake. */
static bool read_span(const struct reading *reading, struct buffer *out)
{
    size_t size = strlen(reading->at);
    int64_t span_ms;
    if (strcmp(reading->at, "now") == 0)
        span_ms = 0;
    else if (size == 0 || !isalpha((unsigned char)reading->at[size - 1]) ||
             !duration_read(reading->at, &span_ms))
        return false;
    int64_t time_ms = reading->way == MOMENT_AHEAD ? reading->now_ms + span_ms : reading->now_ms - span_ms;
    write_time(time_ms > 0 ? time_ms : 0, out);
    return true;
}

/* A whole time, with a blank for the T or without its seconds. */
static bool read_whole(const struct reading *reading, struct buffer *out)
{
    char text[LONGEST_BYTES + 4];
    int64_t time_ms;
    if (strlen(reading->at) <= MINUTE_BYTES ||
        (reading->at[DAY_BYTES] != ' ' && reading->at[DAY_BYTES] != 't'))
        return false;
    bool lacks_seconds = reading->at[MINUTE_BYTES] != ':';
    snprintf(text, sizeof text, "%.10sT%.5s%s%s", reading->at, reading->at + DAY_BYTES + 1,
             lacks_seconds ? ":00" : "", reading->at + MINUTE_BYTES);
    char *zulu = strchr(text, 'z');
    if (zulu != NULL)
        *zulu = 'Z';
    if (!text_to_time(bytes_of_text(text), &time_ms))
        return false;
    buffer_add_text(out, text);
    return true;
}

bool moment_write(struct bytes typed, enum moment_way way, int64_t now_ms, struct buffer *out)
{
    char text[LONGEST_BYTES + 1];
    struct reading reading = {.at = text, .way = way, .now_ms = now_ms};
    time_t now = (time_t)(now_ms / 1000);
    if (typed.size == 0 || typed.size > LONGEST_BYTES || memchr(typed.at, '\0', typed.size) != NULL ||
        localtime_r(&now, &reading.now) == NULL)
        return false;
    for (size_t i = 0; i < typed.size; i++)
        text[i] = (char)tolower(typed.at[i]);
    text[typed.size] = '\0';
    if (read_span(&reading, out) || read_whole(&reading, out) || read_hour(&reading, out))
        return true;
    reading.at = text;
    return read_day(&reading, out);
}

bool moment_time(struct bytes typed, enum moment_way way, enum day_edge edge, int64_t now_ms,
                 int64_t *time_ms)
{
    uint8_t room[LONGEST_BYTES + 24];
    struct buffer moment = buffer_over(room, sizeof room);
    return moment_write(typed, way, now_ms, &moment) && calendar_moment(buffer_bytes(&moment), edge, time_ms);
}

bool moment_month(struct bytes typed, int64_t now_ms, char month[CALENDAR_MONTH_BYTES])
{
    static const char *const words[] = {"last", "this", "next"};
    int64_t ignored;
    for (int i = 0; i < 3; i++) {
        if (bytes_equal_text(typed, words[i]))
            return calendar_month(now_ms, i - 1, month);
    }
    if (typed.size != CALENDAR_MONTH_BYTES - 1)
        return false;
    char whole[] = "YYYY-MM-01T00:00:00Z";
    memcpy(whole, typed.at, typed.size);
    if (!text_to_time(bytes_of_text(whole), &ignored))
        return false;
    memcpy(month, typed.at, typed.size);
    month[CALENDAR_MONTH_BYTES - 1] = '\0';
    return true;
}
