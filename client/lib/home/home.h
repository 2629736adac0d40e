/* The home folder of one person on one machine: where it is, the seed of the keys, the server that was
 * joined, and where the kept things lie. It dials nobody.
 *
 *   seed          32 bytes, mode 0600
 *   server        the address joined, with the key that is trusted
 *   zone          the time zone that it judges days in
 *   checkpoints/HOUSE/  the newest checkpoint of each channel
 *   opened/HOUSE/ an empty file for each revision of a bulletin that was shown here
 *   unsent/N/     what was typed and is not sent (unsent.h)
 *   watch/NAME/   what a watcher keeps (keep.h) */
#ifndef BULLETIN_CLIENT_HOME_H
#define BULLETIN_CLIENT_HOME_H

#include "client/lib/connect/address.h"
#include "client/lib/home/files.h"
#include "protocol/secure/identity.h"

struct home {
    char path[PATH_MAX];
};

/* `option` (--home) if not NULL, else BULLETIN_HOME, else $XDG_DATA_HOME/bulletin, else
 * ~/.local/share/bulletin. Makes nothing. */
enum error home_find(const char *option, struct home *home, struct failure *failure);

/* The identity of this machine, in memory of sodium_malloc that the caller gives to home_free_identity; NULL
 * when there is no seed yet. Errors: SEED_BROKEN. */
enum error home_identity(const struct home *home, struct identity **identity, struct failure *failure);
/* The same, and makes the seed first when there is none. */
enum error home_make_identity(const struct home *home, struct identity **identity, struct failure *failure);
void home_free_identity(struct identity *identity);

/* The address joined; *found says whether there is one. */
enum error home_server(const struct home *home, struct address *address, bool *found,
                       struct failure *failure);
enum error home_save_server(const struct home *home, const struct address *address, struct failure *failure);

/* The zone of the server joined, as it was last known; false when it is not. */
enum { HOME_ZONE_BYTES = LIMIT_TITLE_BYTES + 2 };
bool home_zone(const struct home *home, char zone[HOME_ZONE_BYTES]);
enum error home_save_zone(const struct home *home, struct bytes zone, struct failure *failure);

/* checkpoints/HOUSE */
enum error home_checkpoints_folder(const struct home *home, const uint8_t house[LIMIT_KEY_BYTES],
                                   char path[PATH_MAX], struct failure *failure);

/* Remembers that a revision of a bulletin was shown to a person here, and whether it was. */
enum error home_mark_opened(const struct home *home, const uint8_t house[LIMIT_KEY_BYTES], struct bytes id,
                            uint64_t revision, struct failure *failure);
bool home_has_opened(const struct home *home, const uint8_t house[LIMIT_KEY_BYTES], struct bytes id,
                     uint64_t revision);

#endif
