/* Reads or makes the seed file and derives the house's identity. It knows no store and no socket. */
#include "server/daemon/house_key.h"
#include "server/daemon/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 + 32 };

static char path[PATH_BYTES], fresh[PATH_BYTES]; /* named in refusals, so they must outlive the call */

static void find_paths(const char *folder)
{
    snprintf(path, sizeof path, "%s/house.seed", folder);
    snprintf(fresh, sizeof fresh, "%s/house.seed.new", folder);
}

static bool seed_write(const char *folder, const uint8_t seed[LIMIT_KEY_BYTES])
{
    unlink(fresh); /* left by a start that was cut off; the store's lock keeps others away */
    int file = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool written = file >= 0 && write(file, seed, LIMIT_KEY_BYTES) == LIMIT_KEY_BYTES && fsync(file) == 0;
    if (file >= 0)
        written &= close(file) == 0;
    return written && folder_sync(folder);
}

/* False with errno 0 when the file is there and is not what it must be. */
static bool seed_read(const char *from, uint8_t seed[LIMIT_KEY_BYTES])
{
    struct stat found;
    int file = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return false;
    errno = 0;
    bool good = fstat(file, &found) == 0 && S_ISREG(found.st_mode) && found.st_size == LIMIT_KEY_BYTES &&
                (found.st_mode & 077) == 0 && read(file, seed, LIMIT_KEY_BYTES) == LIMIT_KEY_BYTES;
    close(file);
    return good;
}

/* The seed of a house and what comes from it, both in guarded memory. */
struct secrets {
    uint8_t *seed;
    struct identity *identity;
};

static enum error secrets_open(struct secrets *secrets, struct refusal *why)
{
    *secrets = (struct secrets){.seed = sodium_malloc(LIMIT_KEY_BYTES),
                                .identity = sodium_malloc(sizeof *secrets->identity)};
    return secrets->seed != NULL && secrets->identity != NULL
               ? OK
               : refuse(why, ERR_NO_MEMORY, NULL, (struct bytes){0}, 0);
}

/* Gives the identity out, unless there was an error. */
static enum error secrets_close(struct secrets *secrets, enum error error, struct identity **house)
{
    sodium_free(secrets->seed);
    if (error == OK) {
        sodium_mprotect_readonly(secrets->identity);
        *house = secrets->identity;
    } else {
        sodium_free(secrets->identity);
    }
    return error;
}

enum error house_make(const char *folder, struct identity **house, struct refusal *why)
{
    struct secrets made;
    find_paths(folder);
    enum error error = secrets_open(&made, why);
    if (error == OK) {
        randombytes_buf(made.seed, LIMIT_KEY_BYTES);
        identity_from_seed(made.seed, made.identity);
        if (!seed_write(folder, made.seed))
            error = refuse(why, ERR_STORE_UNWRITABLE, strerror(errno), bytes_of_text(folder), 0);
    }
    return secrets_close(&made, error, house);
}

enum error house_keep(const char *folder, struct refusal *why)
{
    find_paths(folder);
    if (rename(fresh, path) == 0 && folder_sync(folder))
        return OK;
    return refuse(why, ERR_STORE_UNWRITABLE, strerror(errno), bytes_of_text(folder), 0);
}

enum error house_open(const char *folder, const uint8_t known[LIMIT_KEY_BYTES], struct identity **house,
                      struct refusal *why)
{
    struct secrets read;
    find_paths(folder);
    enum error error = secrets_open(&read, why);
    bool there = error == OK && seed_read(path, read.seed),
         cut_off = error == OK && !there && errno == ENOENT;
    if (there || (cut_off && seed_read(fresh, read.seed)))
        identity_from_seed(read.seed, read.identity);
    else if (error == OK)
        error = refuse(why, ERR_SEED_BROKEN, NULL, bytes_of_text(path), 0);
    if (error == OK && cut_off) {
        if (memcmp(read.identity->public_key, known, LIMIT_KEY_BYTES) == 0)
            error = house_keep(folder, why);
        else
            error = refuse(why, ERR_SEED_BROKEN, NULL, bytes_of_text(path), 0);
    }
    return secrets_close(&read, error, house);
}

void house_free(struct identity *house)
{
    sodium_free(house); /* wipes */
}
