/* One function sets a value by name, whichever place it came from; the INI file is libinih's matter. */
#include "server/daemon/config.h"

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "protocol/wire/codec.h"

void config_defaults(struct config *config)
{
    memset(config, 0, sizeof *config);
#define SETTING_DEFAULT(member, name, least, most, standard, help) config->member = standard;
    SETTINGS(SETTING_DEFAULT)
    strcpy(config->zone, "Asia/Shanghai");
}

static bool number_set(uint64_t *number, const char *name, const char *value, uint64_t least, uint64_t most,
                       char reason[300])
{
    char *end;
    errno = 0;
    unsigned long long parsed = strtoull(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || errno != 0 || parsed < least || parsed > most) {
        snprintf(reason, 300, "%s must be a number from %llu to %llu, not '%.40s'", name,
                 (unsigned long long)least, (unsigned long long)most, value);
        return false;
    }
    *number = parsed;
    return true;
}

static bool path_set(char *path, size_t room, const char *name, const char *value, char reason[300])
{
    if (value[0] == '\0' || strlen(value) >= room) {
        snprintf(reason, 300, "%s must have 1 to %zu bytes", name, room - 1);
        return false;
    }
    strcpy(path, value);
    return true;
}

/* A name below ZONES, and nothing else: the C library would take a path or a rule as well. */
static bool zone_set(char *zone, const char *value, char reason[300])
{
    if (strlen(value) >= CONFIG_ZONE_BYTES || !is_zone_name(bytes_of_text(value))) {
        snprintf(reason, 300, "zone must be the name of a time zone, such as Asia/Shanghai, not '%.60s'",
                 value);
        return false;
    }
    strcpy(zone, value);
    return true;
}

/* HOST:PORT, as people are to dial it. */
static bool public_address_set(char *address, size_t room, const char *value, char reason[300])
{
    const char *colon = strrchr(value, ':');
    char *end = NULL;
    unsigned long port = colon == NULL ? 0 : strtoul(colon + 1, &end, 10);
    if (colon == NULL || colon == value || colon[1] < '0' || colon[1] > '9' || *end != '\0' || port == 0 ||
        port > 65535 || strlen(value) >= room || strpbrk(value, "/ \t\r\n") != NULL ||
        (value[0] == '[') != (colon[-1] == ']') || (value[0] != '[' && strchr(value, ':') != colon)) {
        snprintf(reason, 300, "public-address must be HOST:PORT or [IPV6]:PORT, not '%.60s'", value);
        return false;
    }
    if (config_is_everywhere(value)) {
        snprintf(reason, 300, "public-address cannot be %.60s, which nobody can connect to: name the host",
                 value);
        return false;
    }
    strcpy(address, value);
    return true;
}

bool config_is_everywhere(const char *address)
{
    const char *colon = strrchr(address, ':');
    size_t size = colon == NULL ? 0 : (size_t)(colon - address);
    bool bracketed = size >= 2 && address[0] == '[';
    return size == 0 || is_everywhere(bytes_of(address + bracketed, size - 2 * (size_t)bracketed));
}

/* Read without the C library's streams: what fails for want of memory must not pass for a zone that is
 * unknown. */
bool config_zone_use(const struct config *config, char reason[300])
{
    static const char zones[] = "/usr/share/zoneinfo", magic[] = "TZif";
    char path[sizeof zones + 1 + CONFIG_ZONE_BYTES], begins[sizeof magic - 1];
    snprintf(path, sizeof path, "%s/%s", zones, config->zone);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool known = file >= 0 && read(file, begins, sizeof begins) == (ssize_t)sizeof begins &&
                 memcmp(begins, magic, sizeof begins) == 0;
    if (file >= 0)
        close(file);
    if (known && setenv("TZ", config->zone, 1) == 0) {
        tzset();
        return true;
    }
    if (known) {
        snprintf(reason, 300, "there is no memory left");
        return false;
    }
    snprintf(reason, 300, "there is no time zone '%s' in %s. Check the name, or install the package tzdata",
             config->zone, zones);
    return false;
}

bool config_set(struct config *config, const char *name, const char *value, char reason[300])
{
    if (strcmp(name, "data") == 0)
        return path_set(config->data, sizeof config->data, name, value, reason);
    if (strcmp(name, "control") == 0)
        return path_set(config->control, sizeof config->control, name, value, reason);
    if (strcmp(name, "zone") == 0)
        return zone_set(config->zone, value, reason);
    if (strcmp(name, "public-address") == 0)
        return public_address_set(config->public_address, sizeof config->public_address, value, reason);
    if (strcmp(name, "listen") == 0) {
        if (config->listen_count == CONFIG_LISTENS) {
            snprintf(reason, 300, "there may be at most %d listen addresses", CONFIG_LISTENS);
            return false;
        }
        return path_set(config->listen[config->listen_count++], sizeof config->listen[0], name, value,
                        reason);
    }
#define SETTING_SET(member, word, least, most, standard, help)                                               \
    if (strcmp(name, word) == 0)                                                                             \
        return number_set(&config->member, name, value, least, most, reason);
    SETTINGS(SETTING_SET)
    snprintf(reason, 300, "there is no setting '%.60s'", name);
    return false;
}

struct reading {
    struct config *config;
    char *reason;
};

static int on_setting(void *context, const char *section, const char *name, const char *value)
{
    struct reading *reading = context;
    (void)section;
    return config_set(reading->config, name, value, reading->reason);
}

bool config_read(struct config *config, const char *path, char reason[300])
{
    char why[300] = "it is not of the form name = value";
    struct reading reading = {.config = config, .reason = why};
    int line = ini_parse(path, on_setting, &reading);
    if (line < 0)
        snprintf(reason, 300, "the file '%.200s' cannot be read: %s", path, strerror(errno));
    else if (line > 0)
        snprintf(reason, 300, "%.100s, line %d: %.150s", path, line, why);
    return line == 0;
}
