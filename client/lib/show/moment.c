/* Brings typed moments into the one form. The clock is handed in. */
#include "client/lib/show/moment.h"

#include <ctype.h>

#include "client/lib/show/since.h"
#include "protocol/wire/text.h"

enum { DAY_BYTES = 10, MINUTE_BYTES = 16, SECOND_BYTES = 19, LONGEST_BYTES = 64 };

/* Digits and a unit; a number alone is no duration here, but a year typed by mistake. */
static bool is_duration(const char *text, size_t size, int64_t *duration_ms)
{
    return size > 0 && isalpha((unsigned char)text[size - 1]) && since_duration(text, duration_ms);
}

void moment_from_typed(struct bytes typed, int64_t now_ms, int zone_minutes, struct buffer *out)
{
    char text[LONGEST_BYTES + 1];
    int64_t duration_ms;
    if (typed.size > LONGEST_BYTES) {
        buffer_add(out, typed.at, typed.size);
        return;
    }
    memcpy(text, typed.at, typed.size);
    text[typed.size] = '\0';
    if (is_duration(text, typed.size, &duration_ms)) {
        text_from_time((now_ms + duration_ms) / 1000 * 1000, zone_minutes, out);
        return;
    }
    if (typed.size > DAY_BYTES && (text[DAY_BYTES] == ' ' || text[DAY_BYTES] == 't'))
        text[DAY_BYTES] = 'T';
    bool zero_seconds = typed.size == SECOND_BYTES && strcmp(text + MINUTE_BYTES, ":00") == 0;
    bool lacks_seconds = typed.size > MINUTE_BYTES && text[MINUTE_BYTES] != ':';
    buffer_add(out, text, zero_seconds || lacks_seconds ? MINUTE_BYTES : typed.size);
    if (lacks_seconds) {
        buffer_add_text(out, ":00");
        buffer_add_text(out, text + MINUTE_BYTES);
    }
}
