/* Finds the home folder and reads and writes what is one file each in it. It does not know how keys or
 * addresses are used. */
#include "client/lib/home/home.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "protocol/proof/head.h"

static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

enum error home_find(const char *option, struct home *home, struct failure *failure)
{
    const char *base = option != NULL ? option : environment("BULLETIN_HOME");
    const char *rest = "";
    if (base == NULL) {
        base = environment("XDG_DATA_HOME");
        rest = "/bulletin";
    }
    if (base == NULL) {
        base = environment("HOME");
        rest = "/.local/share/bulletin";
    }
    if (base == NULL)
        return failure_say(failure, ERR_BAD_VALUE, "No home folder is known. Name one with --home.");
    int size = snprintf(home->path, sizeof home->path, "%s%s", base, rest);
    if (size < 0 || (size_t)size >= sizeof home->path - 200)
        return failure_say(failure, ERR_BAD_VALUE, "The path of the home folder is too long.");
    return OK;
}

static bool join_home(const struct home *home, const char *name, char path[PATH_MAX])
{
    return files_join(path, home->path, name);
}

/* Reads the seed into `seed`. *found is false when there is none. */
static enum error read_seed(const struct home *home, uint8_t *seed, bool *found, struct failure *failure)
{
    char path[PATH_MAX];
    join_home(home, "seed", path);
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0 && errno == ENOENT) {
        *found = false;
        return OK;
    }
    struct stat about;
    bool right = file >= 0 && fstat(file, &about) == 0 && S_ISREG(about.st_mode) &&
                 (about.st_mode & 077) == 0 && about.st_size == LIMIT_KEY_BYTES &&
                 read(file, seed, LIMIT_KEY_BYTES) == LIMIT_KEY_BYTES;
    if (file >= 0)
        close(file);
    if (!right)
        return failure_refuse(failure, ERR_SEED_BROKEN, NULL, bytes_of_text(path), 0);
    *found = true;
    return OK;
}

static enum error make_seed(const struct home *home, struct failure *failure)
{
    char path[PATH_MAX];
    join_home(home, "seed", path);
    enum error code = files_make_folder(home->path, failure);
    if (code != OK)
        return code;
    uint8_t seed[LIMIT_KEY_BYTES];
    randombytes_buf(seed, sizeof seed);
    bool existed; /* another process of the same person was quicker: its seed is as good */
    code = files_write_new(path, bytes_of(seed, sizeof seed), 0600, &existed, failure);
    sodium_memzero(seed, sizeof seed);
    return code;
}

enum error home_identity(const struct home *home, struct identity **identity, struct failure *failure)
{
    uint8_t seed[LIMIT_KEY_BYTES];
    bool found = false;
    struct identity *made = NULL;
    enum error code = read_seed(home, seed, &found, failure);
    if (code != OK)
        goto out;
    if (found) {
        made = sodium_malloc(sizeof *made);
        if (made == NULL) {
            code = failure_say(failure, ERR_INTERNAL, "There is no memory left for the keys.");
            goto out;
        }
        identity_from_seed(seed, made);
    }
    *identity = made;
out:
    sodium_memzero(seed, sizeof seed);
    return code;
}

enum error home_make_identity(const struct home *home, struct identity **identity, struct failure *failure)
{
    struct identity *made = NULL;
    enum error code = home_identity(home, &made, failure);
    if (code == OK && made == NULL) {
        code = make_seed(home, failure);
        if (code == OK)
            code = home_identity(home, &made, failure);
    }
    if (code == OK)
        *identity = made;
    return code;
}

void home_free_identity(struct identity *identity)
{
    if (identity == NULL)
        return;
    identity_wipe(identity);
    sodium_free(identity);
}

enum error home_server(const struct home *home, struct address *address, bool *found, struct failure *failure)
{
    char path[PATH_MAX];
    join_home(home, "server", path);
    uint8_t *content = NULL;
    size_t size = 0;
    enum error code = files_read(path, ADDRESS_TEXT_BYTES, &content, &size, failure);
    if (code != OK)
        return code;
    if (content == NULL) {
        *found = false;
        return OK;
    }
    char *line = (char *)content;
    line[strcspn(line, "\n")] = '\0';
    code = address_parse(line, address, failure);
    free(content);
    if (code == OK)
        *found = true;
    return code;
}

enum error home_save_server(const struct home *home, const struct address *address, struct failure *failure)
{
    char path[PATH_MAX], text[ADDRESS_TEXT_BYTES + 1];
    join_home(home, "server", path);
    address_write(address, text);
    strcat(text, "\n");
    enum error code = files_make_folder(home->path, failure);
    return code != OK ? code : files_replace(path, bytes_of_text(text), 0600, failure);
}

bool home_zone(const struct home *home, char zone[HOME_ZONE_BYTES])
{
    char path[PATH_MAX];
    struct failure ignored;
    uint8_t *content = NULL;
    size_t size = 0;
    join_home(home, "zone", path);
    if (files_read(path, HOME_ZONE_BYTES - 1, &content, &size, &ignored) != OK || content == NULL)
        return false;
    memcpy(zone, content, size);
    zone[size] = '\0';
    zone[strcspn(zone, "\n")] = '\0';
    free(content);
    return true;
}

enum error home_save_zone(const struct home *home, struct bytes zone, struct failure *failure)
{
    char path[PATH_MAX], text[HOME_ZONE_BYTES];
    snprintf(text, sizeof text, "%.*s\n", (int)zone.size, (const char *)zone.at);
    join_home(home, "zone", path);
    return files_replace(path, bytes_of_text(text), 0600, failure);
}

enum error home_checkpoints_folder(const struct home *home, const uint8_t house[LIMIT_KEY_BYTES],
                                   char path[PATH_MAX], struct failure *failure)
{
    char name[sizeof "checkpoints/" + 2 * LIMIT_KEY_BYTES] = "checkpoints/";
    sodium_bin2hex(name + strlen("checkpoints/"), 2 * LIMIT_KEY_BYTES + 1, house, LIMIT_KEY_BYTES);
    join_home(home, name, path);
    return files_make_folder(path, failure);
}

/* opened/HOUSE and in it CHANNEL+NUMBER+REVISION; false when `id` is none. */
static bool opened_paths(const struct home *home, const uint8_t house[LIMIT_KEY_BYTES], struct bytes id,
                         uint64_t revision, char folder[PATH_MAX], char path[PATH_MAX])
{
    char house_name[sizeof "opened/" + 2 * LIMIT_KEY_BYTES] = "opened/";
    char channel_name[LIMIT_CHANNEL_BYTES + 1], name[LIMIT_ID_BYTES + 64];
    struct bytes channel;
    uint64_t number;
    if (!id_split(id, &channel, &number))
        return false;
    files_channel_name(channel, channel_name);
    snprintf(name, sizeof name, "%s+%llu+%llu", channel_name, (unsigned long long)number,
             (unsigned long long)revision);
    sodium_bin2hex(house_name + strlen("opened/"), 2 * LIMIT_KEY_BYTES + 1, house, LIMIT_KEY_BYTES);
    join_home(home, house_name, folder);
    return files_join(path, folder, name);
}

enum error home_mark_opened(const struct home *home, const uint8_t house[LIMIT_KEY_BYTES], struct bytes id,
                            uint64_t revision, struct failure *failure)
{
    char folder[PATH_MAX], path[PATH_MAX];
    if (!opened_paths(home, house, id, revision, folder, path))
        return failure_refuse(failure, ERR_WRONG_KIND, "id", bytes_of_text(kind_words[KIND_ID]), 0);
    enum error code = files_make_folder(folder, failure);
    return code != OK ? code : files_replace(path, (struct bytes){0}, 0600, failure);
}

bool home_has_opened(const struct home *home, const uint8_t house[LIMIT_KEY_BYTES], struct bytes id,
                     uint64_t revision)
{
    char folder[PATH_MAX], path[PATH_MAX];
    return opened_paths(home, house, id, revision, folder, path) && access(path, F_OK) == 0;
}
