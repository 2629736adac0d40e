/* Reads where a watch begins. The clock is handed in. */
#include "client/lib/show/since.h"

#include <string.h>

#include "client/lib/show/moment.h"

bool since_parse(const char *text, int64_t now_ms, struct since *since)
{
    int64_t time_ms;
    if (strcmp(text, "new") == 0) {
        *since = (struct since){.kind = SINCE_NEW};
    } else if (strcmp(text, "all") == 0) {
        *since = (struct since){.kind = SINCE_ALL};
    } else if (moment_time(bytes_of_text(text), MOMENT_BACK, DAY_BEGINS, now_ms, &time_ms)) {
        *since = (struct since){.kind = SINCE_TIME, .time_ms = time_ms};
    } else {
        return false;
    }
    return true;
}
