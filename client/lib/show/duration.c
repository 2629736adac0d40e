/* Reads durations. It knows no clock. */
#include "client/lib/show/duration.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#define LONGEST_MS (INT64_C(10000) * 24 * 3600 * 1000)

bool duration_read(const char *text, int64_t *duration_ms)
{
    static const struct {
        const char *word;
        int64_t ms;
    } units[] = {{.word = "", .ms = 1000},
                 {.word = "ms", .ms = 1},
                 {.word = "s", .ms = 1000},
                 {.word = "m", .ms = 60 * 1000},
                 {.word = "h", .ms = 3600 * 1000},
                 {.word = "d", .ms = 24 * 3600 * 1000},
                 {.word = "w", .ms = INT64_C(7) * 24 * 3600 * 1000}};
    const char *at = text;
    int64_t number = 0;
    for (; isdigit((unsigned char)*at); at++) {
        number = number * 10 + (*at - '0');
        if (number > LONGEST_MS)
            return false;
    }
    if (at == text)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(at, units[i].word) != 0)
            continue;
        if (number > LONGEST_MS / units[i].ms)
            return false;
        *duration_ms = number * units[i].ms;
        return true;
    }
    return false;
}
