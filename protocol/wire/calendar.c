/* Days in the programme's time zone. It asks the C library for the zone's offset and does the rest by
 * arithmetic on days, so that nothing hangs on how a library guesses. It must not read a clock. */
#include "protocol/wire/calendar.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "protocol/wire/text.h"

enum {
    DAY_S = 24 * 60 * 60,
    DAY_BYTES = 10,    /* YYYY-MM-DD */
    MINUTE_BYTES = 16, /* YYYY-MM-DDTHH:MM */
};

/* What a clock on the wall shows, as the seconds since 1970 that it would be in UTC. */
typedef int64_t wall_s;

static int64_t offset_at(int64_t time_s)
{
    struct tm parts;
    time_t time = (time_t)time_s;
    return localtime_r(&time, &parts) == NULL ? 0 : (int64_t)parts.tm_gmtoff;
}

/* The wall's clock, and the two offsets it may have: they are looked up a day away, beyond any change that
 * could matter, as no zone lies a day from UTC. */
struct candidates {
    int64_t before, after;
};

static struct candidates candidates_of(wall_s wall)
{
    return (struct candidates){.before = wall - offset_at(wall - DAY_S),
                               .after = wall - offset_at(wall + DAY_S)};
}

static bool shows(int64_t time_s, wall_s wall)
{
    return time_s + offset_at(time_s) == wall;
}

/* The first time that the wall shows this; false when it is left out. */
static bool first_time(wall_s wall, int64_t *time_s)
{
    struct candidates times = candidates_of(wall);
    bool before = shows(times.before, wall), after = shows(times.after, wall);
    if (before && (!after || times.before < times.after))
        *time_s = times.before;
    else if (after)
        *time_s = times.after;
    return before || after;
}

/* The same; or, where the wall leaves this out, the moment at which it leaps over it. */
static int64_t first_time_from(wall_s wall)
{
    int64_t time_s;
    if (first_time(wall, &time_s))
        return time_s;
    struct candidates times = candidates_of(wall);
    int64_t low = times.after, high = times.before; /* before the leap, and not before it */
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (middle + offset_at(middle) < wall)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static int digits(const uint8_t *at, size_t count)
{
    int number = 0;
    for (size_t i = 0; i < count; i++)
        number = number * 10 + (at[i] - '0');
    return number;
}

static wall_s wall_of(int year, int month, int day, int hour, int minute)
{
    struct tm parts = {
        .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = hour, .tm_min = minute};
    return (wall_s)timegm(&parts);
}

bool calendar_moment(struct bytes moment, enum day_edge edge, int64_t *time_ms)
{
    const uint8_t *at = moment.at;
    int64_t time_s;
    if (moment.size != DAY_BYTES && moment.size != MINUTE_BYTES)
        return text_to_time(moment, time_ms);
    int year = digits(at, 4), month = digits(at + 5, 2), day = digits(at + 8, 2);
    if (moment.size == MINUTE_BYTES) {
        if (!first_time(wall_of(year, month, day, digits(at + 11, 2), digits(at + 14, 2)), &time_s))
            return false;
    } else {
        int64_t begins_s = first_time_from(wall_of(year, month, day, 0, 0));
        int64_t ends_s = first_time_from(wall_of(year, month, day + 1, 0, 0));
        if (begins_s >= ends_s)
            return false; /* a day that was left out as a whole */
        time_s = edge == DAY_BEGINS ? begins_s : ends_s;
    }
    *time_ms = time_s * 1000;
    return true;
}

static int64_t whole_seconds(int64_t time_ms)
{
    return time_ms / 1000 - (time_ms % 1000 < 0 ? 1 : 0);
}

/* What the calendar on a wall shows that is so far ahead of UTC. */
static struct tm parts_at(int64_t time_s, int64_t offset_s)
{
    const time_t wall = (time_t)(time_s + offset_s);
    struct tm parts;
    gmtime_r(&wall, &parts);
    return parts;
}

/* The same in the programme's time zone. */
static struct tm wall_parts(int64_t time_ms)
{
    const int64_t time_s = whole_seconds(time_ms);
    return parts_at(time_s, offset_at(time_s));
}

int64_t calendar_hour(int64_t time_ms, int days, int hour)
{
    struct tm parts = wall_parts(time_ms);
    return first_time_from(wall_of(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday + days, hour, 0)) *
           1000;
}

static bool write_month(const struct tm *parts, int months, char month[CALENDAR_MONTH_BYTES])
{
    int all = (parts->tm_year + 1900) * 12 + parts->tm_mon + months;
    if (all < 0 || all >= 10000 * 12)
        return false;
    snprintf(month, CALENDAR_MONTH_BYTES, "%04u-%02u", (unsigned)(all / 12) % 10000,
             (unsigned)(all % 12 + 1) % 100);
    return true;
}

bool calendar_month(int64_t time_ms, int months, char month[CALENDAR_MONTH_BYTES])
{
    const struct tm parts = wall_parts(time_ms);
    return write_month(&parts, months, month);
}

bool calendar_month_may_be(struct bytes month, int64_t time_ms)
{
    static const int64_t edges_s[] = {-12 * 3600, 14 * 3600};
    for (size_t i = 0; i < sizeof edges_s / sizeof edges_s[0]; i++) {
        const struct tm parts = parts_at(whole_seconds(time_ms), edges_s[i]);
        char there[CALENDAR_MONTH_BYTES];
        if (write_month(&parts, 0, there) && bytes_equal_text(month, there))
            return true;
    }
    return false;
}

bool calendar_month_begins(struct bytes month, int64_t *time_ms)
{
    uint8_t day[DAY_BYTES];
    if (month.size != CALENDAR_MONTH_BYTES - 1)
        return false;
    memcpy(day, month.at, month.size);
    memcpy(day + month.size, "-01", 3);
    return calendar_moment(bytes_of(day, sizeof day), DAY_BEGINS, time_ms);
}
