/* Fills the parts of an error's text from what the refusal carries. It refuses nothing itself. */
#include "protocol/wire/refusal_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "protocol/tables.h"
#include "protocol/wire/readable.h"
#include "protocol/wire/text_values.h"
#include "protocol/wire/utf8.h"

/* What the text names is sent, a nought too: an upload may go on at byte 0. */
static bool names(const struct refusal *why, const char *part)
{
    return strstr(error_kinds[why->code].text, part) != NULL;
}

/* By the rule for what is said: a mark without a letter is no name. */
static bool can_be_seen(struct bytes clean)
{
    struct readable readable = {.said = true};
    struct refusal why;
    return readable_check(&readable, clean, "name", &why) == OK;
}

void refusal_name(const struct refusal *why, struct buffer *out)
{
    char character[16];
    if (why->code != ERR_CONTROL_CHARACTER || why->name.size > 0) {
        utf8_add_clean(out, why->name);
        return;
    }
    snprintf(character, sizeof character, "U+%04" PRIX32, why->character);
    buffer_add_text(out, character);
}

void refusal_to_record(const struct refusal *why, struct refusal_room *room, struct record_error *record)
{
    struct buffer name = buffer_over(room->name, sizeof room->name);
    struct buffer text = buffer_over(room->text, sizeof room->text);
    refusal_name(why, &name);

    struct refusal cut = *why;
    cut.name = buffer_bytes(&name);
    refusal_text(&text, &cut);
    *record = (struct record_error){
        .has = {.error = true,
                .text = true,
                .field = why->field != NULL,
                .name = can_be_seen(cut.name),
                .limit = why->limit != 0 || names(why, "{limit}"),
                .line = why->line != 0,
                .time = why->time_ms != 0},
        .error = bytes_of_text(error_kinds[why->code].word),
        .text = buffer_bytes(&text),
        .field = bytes_of_text(why->field != NULL ? why->field : ""),
        .name = cut.name,
        .limit = why->limit,
        .line = why->line,
        .time = why->time_ms,
    };
}

/* "2026-11-28 06:27 UTC+8": to the minute, and it says whose clock it is. */
static void add_time(struct buffer *out, int64_t time_ms, int zone_minutes)
{
    enum { DAY_BYTES = 10, MINUTE_BYTES = 16 };
    uint8_t room[64];
    char zone[24] = "";
    struct buffer whole = buffer_over(room, sizeof room);
    const int minutes = abs(zone_minutes);
    text_from_time(time_ms, zone_minutes, &whole);
    buffer_add(out, whole.at, DAY_BYTES);
    buffer_add_text(out, " ");
    buffer_add(out, whole.at + DAY_BYTES + 1, MINUTE_BYTES - DAY_BYTES - 1);
    if (minutes % 60 != 0)
        snprintf(zone, sizeof zone, "%c%d:%02d", zone_minutes < 0 ? '-' : '+', minutes / 60, minutes % 60);
    else if (minutes != 0)
        snprintf(zone, sizeof zone, "%c%d", zone_minutes < 0 ? '-' : '+', minutes / 60);
    buffer_add_text(out, " UTC");
    buffer_add_text(out, zone);
}

static void add_number(struct buffer *out, uint64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, number);
    buffer_add_text(out, digits);
}

static void add_part(struct buffer *out, const struct refusal *why, struct bytes part)
{
    if (bytes_equal_text(part, "field"))
        buffer_add_text(out, why->field != NULL ? why->field : "");
    else if (bytes_equal_text(part, "name"))
        refusal_name(why, out);
    else if (bytes_equal_text(part, "limit"))
        add_number(out, why->limit);
    else if (bytes_equal_text(part, "line"))
        add_number(out, why->line);
    else if (bytes_equal_text(part, "time"))
        add_time(out, why->time_ms, why->zone_minutes);
}

/* The words of a kind that is one of a few, or what its values look like. */
static void add_form(struct buffer *out, enum kind kind)
{
    const struct choices *choices = kind_choices(kind);
    if (choices == NULL && kind_pictures[kind][0] == '\0')
        return;
    buffer_add_text(out, choices != NULL ? " One of: " : " It is ");
    for (size_t i = 0; choices != NULL && i < choices->count; i++) {
        buffer_add_text(out, i > 0 ? ", " : "");
        buffer_add_text(out, choices->words[i]);
    }
    buffer_add_text(out, choices == NULL ? kind_pictures[kind] : "");
    buffer_add_text(out, ".");
}

void refusal_text(struct buffer *out, const struct refusal *why)
{
    const char *text = error_kinds[why->code].text, *close;
    for (;;) {
        const char *open = strchrnul(text, '{');
        buffer_add(out, text, (size_t)(open - text));
        close = strchr(open, '}');
        if (close == NULL)
            break;
        add_part(out, why, bytes_of(open + 1, (size_t)(close - open - 1)));
        text = close + 1;
    }
    if (why->about != NULL)
        add_form(out, why->about->kind);
}
