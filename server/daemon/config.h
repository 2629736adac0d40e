/* Settings of `bulletind serve`, from the command line and from an INI file by the same names. It parses and
 * checks; it starts nothing. */
#ifndef BULLETIN_SERVER_CONFIG_H
#define BULLETIN_SERVER_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CONFIG_LISTENS = 8, CONFIG_PATH_BYTES = 4096, CONFIG_ZONE_BYTES = 64 };

/* SETTING(member, name, least, most, default, help): the numbers. */
#define SETTINGS(SETTING)                                                                                    \
    SETTING(loops, "loops", 0, 256, 0, "threads that serve connections; 0: one a core")                      \
    SETTING(map_gib, "map-size", 1, 65536, 64, "GiB of address space for the store; the file grows as used") \
    SETTING(checkpoint_interval_s, "checkpoint-interval", 1, 3600, 30, "seconds between checkpoints")        \
    SETTING(handshake_s, "handshake-timeout", 1, 600, 10, "seconds a stranger has to shake hands")           \
    SETTING(connections, "connections", 0, 10000000, 0, "most connections; 0: what the file limit allows")   \
    SETTING(per_address, "per-address", 0, 10000000, 0,                                                      \
            "most connections of one address; 0: an eighth of all")                                          \
    SETTING(guest_idle_s, "guest-idle", 1, 86400, 120, "seconds a guest may ask and follow nothing")         \
    SETTING(answer_mib, "answer-memory", 8, 1048576, 256,                                                    \
            "MiB for answers not fetched and questions not taken yet")                                       \
    SETTING(acts, "acts-a-minute", 1, 1000000, 60, "acts a minute of a resident; guests fewer, others more")

struct config {
    char data[CONFIG_PATH_BYTES];
    char control[CONFIG_PATH_BYTES]; /* "": DATA/control */
    char listen[CONFIG_LISTENS][300];
    size_t listen_count;
    char zone[CONFIG_ZONE_BYTES]; /* in which days are judged */
    bool found_anew;              /* said on the command line alone: it is for one start */
    char public_address[300];     /* HOST:PORT that people dial; "": the first of `listen` */
#define SETTING_MEMBER(member, name, least, most, standard, help) uint64_t member;
    SETTINGS(SETTING_MEMBER)
#undef SETTING_MEMBER
};

void config_defaults(struct config *config);

/* Sets one by name: data, control, zone, public-address, listen (adds one) or a SETTING. `reason` says what
 * is wrong in a sentence. */
bool config_set(struct config *config, const char *name, const char *value, char reason[300]);
/* Reads a file of `name = value` lines (sections are ignored); names the line that is wrong. */
bool config_read(struct config *config, const char *path, char reason[300]);

/* Whether HOST:PORT is every address of the machine, as [::] is: to be listened on, never to be dialled. */
bool config_is_everywhere(const char *address);

/* Makes the zone the process's own, before any thread: TZ and tzset. False when the machine does not
 * know it. */
bool config_zone_use(const struct config *config, char reason[300]);

#endif
