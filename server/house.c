/* Reads or makes the seed file and derives the house's identity. It knows no store and no socket. */
#include "server/house.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[4096 + 16]; /* named in refusals, so it must outlive the call */

/* Under another name first: a start that is killed here leaves no half of a key behind. */
static bool seed_write(const char *folder, const uint8_t seed[LIMIT_KEY_BYTES])
{
    char fresh[sizeof path + 8];
    snprintf(fresh, sizeof fresh, "%s.new", path);
    unlink(fresh); /* left by such a start; the store's lock keeps others away */
    int file = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool written = file >= 0 && write(file, seed, LIMIT_KEY_BYTES) == LIMIT_KEY_BYTES && fsync(file) == 0;
    if (file >= 0)
        written &= close(file) == 0;
    written = written && rename(fresh, path) == 0;
    int parent = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    written = written && parent >= 0 && fsync(parent) == 0;
    if (parent >= 0)
        close(parent);
    return written;
}

/* False with errno 0 when the file is there and is not what it must be. */
static bool seed_read(uint8_t seed[LIMIT_KEY_BYTES])
{
    struct stat found;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return false;
    errno = 0;
    bool good = fstat(file, &found) == 0 && S_ISREG(found.st_mode) && found.st_size == LIMIT_KEY_BYTES &&
                (found.st_mode & 077) == 0 && read(file, seed, LIMIT_KEY_BYTES) == LIMIT_KEY_BYTES;
    close(file);
    return good;
}

enum error house_open(const char *folder, bool make, struct identity **house, struct refusal *why)
{
    enum error error = OK;
    snprintf(path, sizeof path, "%s/house.seed", folder);
    uint8_t *seed = sodium_malloc(LIMIT_KEY_BYTES);
    struct identity *identity = sodium_malloc(sizeof *identity);
    if (seed == NULL || identity == NULL) {
        error = refuse(why, ERR_NO_MEMORY, NULL, (struct bytes){0}, 0);
    } else if (!seed_read(seed)) {
        if (errno != ENOENT || !make) {
            error = refuse(why, ERR_SEED_BROKEN, NULL, bytes_of_text(path), 0);
        } else {
            randombytes_buf(seed, LIMIT_KEY_BYTES);
            if (!seed_write(folder, seed))
                error = refuse(why, ERR_STORE_UNWRITABLE, strerror(errno), bytes_of_text(folder), 0);
        }
    }
    if (error == OK) {
        identity_from_seed(seed, identity);
        sodium_mprotect_readonly(identity);
        *house = identity;
    } else {
        sodium_free(identity);
    }
    sodium_free(seed);
    return error;
}

void house_free(struct identity *house)
{
    sodium_free(house); /* wipes */
}
