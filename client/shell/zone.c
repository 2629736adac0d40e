/* Checks a time zone that came from a server before the C library sees it, and remembers the reader's. It
 * does not know what days are judged by it. */
#include "client/shell/zone.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "client/lib/connect/wait.h"
#include "client/lib/show/lines.h"
#include "protocol/wire/codec.h"

static struct {
    bool in_use, differs, told; /* told: the reader's machine had one in TZ */
    char name[LIMIT_TITLE_BYTES + 1], readers[4096];
} zone;

enum { SEASONS = 4, DAYS_A_SEASON = 91 };

/* What the clock on the wall is ahead of UTC, now and in the next seasons. */
static void offsets(long ahead_s[SEASONS])
{
    for (int i = 0; i < SEASONS; i++) {
        struct tm parts = {0};
        time_t then = (time_t)(wait_wall_ms() / 1000) + (time_t)i * DAYS_A_SEASON * 24 * 60 * 60;
        localtime_r(&then, &parts);
        ahead_s[i] = parts.tm_gmtoff;
    }
}

static void remember_readers(void)
{
    const char *told = getenv("TZ");
    if (zone.in_use)
        return;
    zone.told = told != NULL && strlen(told) < sizeof zone.readers;
    if (zone.told)
        strcpy(zone.readers, told);
}

void zone_lend(void)
{
    if (!zone.in_use)
        return;
    if (zone.told)
        setenv("TZ", zone.readers, 1);
    else
        unsetenv("TZ");
}

void zone_take_back(void)
{
    if (zone.in_use)
        setenv("TZ", zone.name, 1);
}

const char *zone_if_foreign(void)
{
    return zone.in_use && zone.differs ? zone.name : NULL;
}

/* Whether the machine has a file of this zone, where the C library will look for it; errno says why not. */
static bool zone_is_here(const char *name)
{
    static const char magic[] = {'T', 'Z', 'i', 'f'};
    const char *folder = getenv("TZDIR");
    char path[4096], begins[sizeof magic];
    snprintf(path, sizeof path, "%s/%s", folder != NULL && folder[0] == '/' ? folder : "/usr/share/zoneinfo",
             name);
    errno = 0;
    FILE *file = fopen(path, "rbe");
    bool here = file != NULL && fread(begins, sizeof begins, 1, file) == 1 &&
                memcmp(begins, magic, sizeof begins) == 0;
    if (file != NULL)
        fclose(file);
    return here;
}

/* The C library says nothing when it could not read a zone (memory was out): it takes the letters at the
 * beginning of the name for the name of a clock that shows UTC. */
static bool was_read(const char *name, const long ahead_s[SEASONS])
{
    struct tm parts = {0};
    time_t now = (time_t)(wait_wall_ms() / 1000);
    localtime_r(&now, &parts);
    const char *clock = parts.tm_zone != NULL ? parts.tm_zone : "";
    bool is_utc = strcmp(clock, "UTC") == 0 || strcmp(clock, "GMT") == 0;
    bool taken = strncmp(clock, name, strlen(clock)) == 0;
    for (int i = 0; i < SEASONS; i++)
        taken = taken && ahead_s[i] == 0;
    return is_utc || !taken;
}

enum error zone_use(struct bytes named, struct failure *failure)
{
    char name[LIMIT_TITLE_BYTES + 1];
    long before[SEASONS], after[SEASONS];
    if (!is_zone_name(named) || named.size >= sizeof name)
        return failure_say(
            failure, ERR_BAD_VALUE,
            "The server gives its time zone as '%.*s', which is not the name of one. Tell its operator.",
            (int)(named.size < 60 ? named.size : 60), (const char *)named.at);
    snprintf(name, sizeof name, "%.*s", (int)named.size, (const char *)named.at);
    bool here = zone_is_here(name);
    if (!here && errno == ENOMEM)
        return failure_say(failure, ERR_NO_MEMORY, "There is no memory left.");
    if (!here)
        return failure_say(
            failure, ERR_BAD_VALUE,
            "The server's time zone is %s, which this machine does not know. Install the package tzdata.",
            name);
    remember_readers();
    zone_lend();
    tzset();
    offsets(before);
    if (setenv("TZ", name, 1) != 0)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    tzset();
    offsets(after);
    if (!was_read(name, after))
        return failure_say(failure, ERR_NO_MEMORY, "There is no memory left.");
    zone.in_use = true;
    zone.differs = memcmp(before, after, sizeof before) != 0;
    strcpy(zone.name, name);
    return OK;
}

/* The machine's own zone, when its file is a link into the folder of zones. */
static bool name_machines(char name[ZONE_WORDS_BYTES])
{
    static const char folder[] = "/zoneinfo/";
    char path[4096];
    ssize_t size = readlink("/etc/localtime", path, sizeof path - 1);
    if (size < 0)
        return false;
    path[size] = '\0';
    const char *at = strstr(path, folder);
    if (at == NULL || strlen(at) - strlen(folder) >= ZONE_WORDS_BYTES)
        return false;
    strcpy(name, at + strlen(folder));
    return true;
}

void zone_words(char words[ZONE_WORDS_BYTES])
{
    const char *told = getenv("TZ");
    bool named = told != NULL ? strlen(told) < ZONE_WORDS_BYTES : name_machines(words);
    if (named && told != NULL)
        strcpy(words, told);
    if (named && is_zone_name(bytes_of_text(words)) && zone_is_here(words))
        return;
    int minutes = lines_zone_minutes(), rest = abs(minutes) % 60;
    int size = snprintf(words, ZONE_WORDS_BYTES, "UTC");
    if (minutes != 0)
        size += snprintf(words + size, (size_t)(ZONE_WORDS_BYTES - size), "%+d", minutes / 60);
    if (rest != 0)
        snprintf(words + size, (size_t)(ZONE_WORDS_BYTES - size), ":%02d", rest);
}
