/* Writes a calendar as RFC 5545 says: CRLF, lines of at most 75 octets, texts escaped, times in UTC. It knows
 * nothing of servers, files and where the dates come from. */
#include "client/lib/show/ics.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

enum {
    LINE_OCTETS = 75,
    MS_A_SECOND = 1000,
    MS_A_MINUTE = 60 * MS_A_SECOND,
    MS_A_DAY = 24 * 60 * MS_A_MINUTE
};

/* A content line that is folded as it grows (RFC 5545, 3.1). */
struct line {
    struct buffer *out;
    size_t octets;
};

static size_t character_size(struct bytes text)
{
    size_t size = 1;
    while (size < text.size && (text.at[size] & 0xC0) == 0x80)
        size++;
    return size;
}

/* One character, or one escape, which stay in one piece. */
static void add_piece(struct line *line, struct bytes piece)
{
    if (line->octets + piece.size > LINE_OCTETS) {
        buffer_add_text(line->out, "\r\n ");
        line->octets = 1;
    }
    buffer_add(line->out, piece.at, piece.size);
    line->octets += piece.size;
}

static void add_plain(struct line *line, struct bytes text)
{
    while (text.size > 0) {
        size_t size = character_size(text);
        add_piece(line, bytes_of(text.at, size));
        text = bytes_skip(text, size);
    }
}

/* TEXT of RFC 5545, 3.3.11; it knows only one kind of end of line and no other control characters. */
static void add_escaped(struct line *line, struct bytes text)
{
    while (text.size > 0) {
        size_t size = character_size(text);
        uint8_t first = text.at[0];
        uint8_t escape[] = {'\\', first};
        if (first == '\n')
            add_piece(line, bytes_of_text("\\n"));
        else if (first == '\\' || first == ';' || first == ',')
            add_piece(line, bytes_of(escape, sizeof escape));
        else if (first >= ' ' || first == '\t')
            add_piece(line, bytes_of(text.at, size));
        text = bytes_skip(text, size);
    }
}

static void add_line(struct buffer *out, const char *name, const char *value)
{
    struct line line = {.out = out, .octets = 0};
    add_plain(&line, bytes_of_text(name));
    add_plain(&line, bytes_of_text(value));
    buffer_add_text(out, "\r\n");
}

static void add_text_line(struct buffer *out, const char *name, struct bytes value)
{
    struct line line = {.out = out, .octets = 0};
    if (value.size == 0)
        return;
    add_plain(&line, bytes_of_text(name));
    add_escaped(&line, value);
    buffer_add_text(out, "\r\n");
}

static void add_moment(struct buffer *out, const char *name, int64_t time_ms, const char *format)
{
    char value[32];
    struct tm parts;
    int64_t rest = time_ms % MS_A_SECOND;
    time_t seconds = (time_t)((time_ms - (rest < 0 ? rest + MS_A_SECOND : rest)) / MS_A_SECOND);
    if (gmtime_r(&seconds, &parts) == NULL || strftime(value, sizeof value, format, &parts) == 0)
        return;
    add_line(out, name, value);
}

/* Whole days are named as they are called in their zone; the end is the day after the last. */
static void add_days(struct buffer *out, const struct ics_event *event)
{
    const bool ends = event->ends_ms > event->starts_ms;
    int64_t first_ms = event->starts_ms + (int64_t)event->starts_minutes * MS_A_MINUTE;
    int64_t last_ms = ends ? event->ends_ms - 1 + (int64_t)event->ends_minutes * MS_A_MINUTE : first_ms;
    add_moment(out, "DTSTART;VALUE=DATE:", first_ms, "%Y%m%d");
    add_moment(out, "DTEND;VALUE=DATE:", last_ms + MS_A_DAY, "%Y%m%d");
}

/* Without an end it is a moment: RFC 5545 forbids one that is not later than the start. */
static void add_hours(struct buffer *out, const struct ics_event *event)
{
    static const char format[] = "%Y%m%dT%H%M%SZ";
    add_moment(out, "DTSTART:", event->starts_ms, format);
    if (event->ends_ms / MS_A_SECOND > event->starts_ms / MS_A_SECOND)
        add_moment(out, "DTEND:", event->ends_ms, format);
}

static void add_uid(struct buffer *out, const struct ics_event *event)
{
    struct line line = {.out = out, .octets = 0};
    add_plain(&line, bytes_of_text("UID:"));
    add_escaped(&line, event->id);
    add_plain(&line, bytes_of_text("@"));
    for (size_t i = 0; i < event->house.size; i++) {
        char hex[3];
        snprintf(hex, sizeof hex, "%02x", event->house.at[i]);
        add_plain(&line, bytes_of_text(hex));
    }
    buffer_add_text(out, "\r\n");
}

void ics_begin(struct buffer *out)
{
    buffer_add_text(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bulletin//calendar//EN\r\n"
                         "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
}

void ics_event(struct buffer *out, const struct ics_event *event)
{
    /* Seconds since it was made rise with every change, as SEQUENCE must. */
    char sequence[24];
    int64_t age_ms = event->changed_ms > event->made_ms ? event->changed_ms - event->made_ms : 0;
    snprintf(sequence, sizeof sequence, "%" PRId64, (age_ms + MS_A_SECOND - 1) / MS_A_SECOND);
    buffer_add_text(out, "BEGIN:VEVENT\r\n");
    add_uid(out, event);
    add_moment(out, "DTSTAMP:", event->made_ms + age_ms, "%Y%m%dT%H%M%SZ");
    add_line(out, "SEQUENCE:", sequence);
    add_line(out, "STATUS:", event->cancelled ? "CANCELLED" : "CONFIRMED");
    if (event->days)
        add_days(out, event);
    else
        add_hours(out, event);
    add_text_line(out, "SUMMARY:", event->title);
    add_text_line(out, "LOCATION:", event->place);
    add_text_line(out, "DESCRIPTION:", event->text);
    buffer_add_text(out, "END:VEVENT\r\n");
}

void ics_end(struct buffer *out)
{
    buffer_add_text(out, "END:VCALENDAR\r\n");
}
