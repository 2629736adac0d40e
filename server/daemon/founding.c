/* The mark that a house has been founded, and what its absence allows. It must not know what a
 * store holds. */
#include "server/daemon/founding.h"
#include "server/daemon/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PATH_BYTES = 4096 + 32,
    FIRST_BYTES = 1 << 20, /* more than a first start writes; larger ones are never set aside */
};

static const char mark_text[] = "The house of this folder was founded. Without its data.mdb bulletind will "
                                "not serve it: restore a backup.\n";

static void path_in(char path[PATH_BYTES], const char *folder, const char *name)
{
    snprintf(path, PATH_BYTES, "%s/%s", folder, name);
}

static bool is_there(const char *folder, const char *name, struct stat *found)
{
    char path[PATH_BYTES];
    path_in(path, folder, name);
    return lstat(path, found) == 0;
}

static bool has_mark(const char *folder)
{
    struct stat found;
    return is_there(folder, "founded", &found);
}

static bool has_key(const char *folder)
{
    struct stat found;
    return is_there(folder, "house.seed", &found);
}

static enum error refuse_gone(const char *folder, const char *what, struct refusal *why)
{
    return refuse(why, ERR_STORE_GONE, what, bytes_of_text(folder), 0);
}

enum error founding_look(const char *folder, bool anew, struct refusal *why)
{
    struct stat found;
    bool data = is_there(folder, "data.mdb", &found), empty = data && found.st_size == 0;
    bool mark = has_mark(folder), seed = has_key(folder);
    if (anew && data && !empty)
        return refuse_gone(folder, "its data.mdb is still there: move it away first", why);
    /* The key has its name when its ledger is on disk: a first start leaves no key alone. */
    if (!anew && (!data || empty) && (mark || seed))
        return refuse_gone(folder, empty ? "its data.mdb is empty" : "its data.mdb is gone", why);
    return OK;
}

bool founding_was_cut_off(const char *folder)
{
    struct stat found;
    char path[PATH_BYTES], aside[PATH_BYTES];
    if (has_mark(folder) || has_key(folder) || !is_there(folder, "data.mdb", &found) ||
        found.st_size > FIRST_BYTES)
        return false;
    path_in(path, folder, "data.mdb");
    path_in(aside, folder, "data.mdb.cut");
    if (rename(path, aside) != 0)
        return false;
    path_in(path, folder, "lock.mdb");
    unlink(path);
    fprintf(stderr,
            "bulletind: the first start in %s was interrupted before anything was promised: beginning again "
            "(what it left is data.mdb.cut)\n",
            folder);
    return true;
}

static enum error refuse_unwritable(const char *folder, struct refusal *why)
{
    if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
        return refuse(why, ERR_STORE_FULL, NULL, bytes_of_text(folder), 0);
    return refuse(why, ERR_STORE_UNWRITABLE, strerror(errno), bytes_of_text(folder), 0);
}

enum error founding_begin(const char *folder, bool anew, struct refusal *why)
{
    char path[PATH_BYTES], aside[PATH_BYTES];
    if (!anew)
        return has_mark(folder) || has_key(folder) ? refuse_gone(folder, "its data.mdb holds nothing", why)
                                                   : OK;
    /* The key first: what is cut off between the two is refused, and not founded under the old key. */
    path_in(path, folder, "house.seed");
    path_in(aside, folder, "house.seed.old");
    if (has_key(folder) && (rename(path, aside) != 0 || !folder_sync(folder)))
        return refuse_unwritable(folder, why);
    path_in(path, folder, "founded");
    if ((unlink(path) != 0 && errno != ENOENT) || !folder_sync(folder))
        return refuse_unwritable(folder, why);
    return OK;
}

enum error founding_mark(const char *folder, struct refusal *why)
{
    char path[PATH_BYTES];
    if (has_mark(folder))
        return OK;
    path_in(path, folder, "founded");
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool written =
        file >= 0 && write(file, mark_text, sizeof mark_text - 1) == sizeof mark_text - 1 && fsync(file) == 0;
    if (file >= 0)
        written &= close(file) == 0;
    written = written && folder_sync(folder);
    if (written)
        return OK;
    refuse_unwritable(folder, why);
    unlink(path); /* an unsynced mark must not be believed */
    return why->code;
}
