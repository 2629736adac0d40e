/* Names, days and words of entries. It asks nobody anything. */
#include "client/lib/show/dates.h"

#include <stdio.h>
#include <time.h>

int dates_zone_at(int64_t time_ms)
{
    struct tm parts;
    time_t seconds = (time_t)(time_ms / 1000);
    return localtime_r(&seconds, &parts) != NULL ? (int)(parts.tm_gmtoff / 60) : 0;
}

struct ics_event dates_begin(const struct calendar *calendar, char id[2 * LIMIT_ID_BYTES], const char *before,
                             struct bytes rest)
{
    int size = snprintf(id, 2 * LIMIT_ID_BYTES, "%s%.*s", before, (int)rest.size, (const char *)rest.at);
    return (struct ics_event){.id = bytes_of(id, (size_t)size),
                              .house = bytes_of(calendar->house, sizeof calendar->house)};
}

void dates_span(struct ics_event *event, int64_t starts_ms, int64_t ends_ms)
{
    event->starts_ms = starts_ms;
    event->ends_ms = ends_ms;
    event->starts_minutes = dates_zone_at(starts_ms);
    event->ends_minutes = dates_zone_at(ends_ms - 1);
}

void dates_words(struct ics_event *event, bool has_title, struct bytes title, bool has_text,
                 struct bytes text)
{
    event->title = has_title ? title : bytes_of_text("(erased)");
    if (has_text)
        event->text = text;
}
