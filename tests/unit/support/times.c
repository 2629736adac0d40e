/* See times.h. */
#include "tests/unit/support/times.h"

#include <stdlib.h>
#include <time.h>

#include "protocol/wire/text.h"
#include "tests/unit/support/testing.h"

int64_t times_of(const char *text)
{
    int64_t time_ms = 0;
    if (!text_to_time(bytes_of_text(text), &time_ms))
        fail_msg("%s is no time", text);
    return time_ms;
}

void times_zone(const char *name)
{
    setenv("TZ", name, 1);
    tzset();
}
