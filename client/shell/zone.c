/* Checks a time zone that came from a server before the C library sees it. It does not know what days are
 * judged by it. */
#include "client/shell/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "protocol/wire/codec.h"

/* Whether the machine has a file of this zone, where the C library will look for it. */
static bool zone_is_here(const char *name)
{
    static const char magic[] = {'T', 'Z', 'i', 'f'};
    const char *folder = getenv("TZDIR");
    char path[4096], begins[sizeof magic];
    snprintf(path, sizeof path, "%s/%s", folder != NULL && folder[0] == '/' ? folder : "/usr/share/zoneinfo",
             name);
    FILE *file = fopen(path, "rbe");
    bool here = file != NULL && fread(begins, sizeof begins, 1, file) == 1 &&
                memcmp(begins, magic, sizeof begins) == 0;
    if (file != NULL)
        fclose(file);
    return here;
}

enum error zone_use(struct bytes zone, struct failure *failure)
{
    char name[LIMIT_TITLE_BYTES + 1];
    if (!is_zone_name(zone) || zone.size >= sizeof name)
        return failure_say(failure, ERR_BAD_VALUE,
                           "The server says that it judges days in '%.*s', which is no name of a time zone. "
                           "Tell its operator.",
                           (int)(zone.size < 60 ? zone.size : 60), (const char *)zone.at);
    snprintf(name, sizeof name, "%.*s", (int)zone.size, (const char *)zone.at);
    if (!zone_is_here(name))
        return failure_say(failure, ERR_BAD_VALUE,
                           "The server judges days in the time zone %s, which this machine does not know. "
                           "Install the package tzdata.",
                           name);
    if (setenv("TZ", name, 1) != 0)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    tzset();
    return OK;
}
