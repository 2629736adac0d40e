/* Reading and replacing files so that a crash leaves the old bytes or the new. It does not know what stands
 * in them. */
#include "client/lib/home/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static enum error file_failed(struct failure *failure, const char *what, const char *path)
{
    return failure_say(failure, ERR_INTERNAL, "Cannot %s %s: %s.", what, path, strerror(errno));
}

bool files_join(char path[PATH_MAX], const char *folder, const char *name)
{
    int size = snprintf(path, PATH_MAX, "%s/%s", folder, name);
    return size > 0 && size < PATH_MAX;
}

enum error files_make_folder(const char *path, struct failure *failure)
{
    char partial[PATH_MAX];
    if (strlen(path) >= sizeof partial)
        return failure_say(failure, ERR_INTERNAL, "The path %.80s… is too long.", path);
    strcpy(partial, path);
    for (char *at = partial + 1;; at++) {
        if (*at != '/' && *at != '\0')
            continue;
        char kept = *at;
        *at = '\0';
        if (mkdir(partial, 0700) != 0 && errno != EEXIST)
            return file_failed(failure, "make the folder", partial);
        *at = kept;
        if (kept == '\0')
            return OK;
    }
}

enum error files_sync_folder(const char *path, struct failure *failure)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return file_failed(failure, "open", path);
    int synced = fsync(folder);
    close(folder);
    return synced == 0 ? OK : file_failed(failure, "sync", path);
}

enum error files_sync_folder_of(const char *path, struct failure *failure)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return files_sync_folder(".", failure);
    if (slash == path)
        return files_sync_folder("/", failure);
    memcpy(folder, path, (size_t)(slash - path));
    folder[slash - path] = '\0';
    return files_sync_folder(folder, failure);
}

bool files_write_at(int file, uint64_t offset, struct bytes content)
{
    while (content.size > 0) {
        ssize_t written = pwrite(file, content.at, content.size, (off_t)offset);
        if (written < 0 && errno == EINTR)
            continue;
        if (written == 0)
            errno = EIO; /* nothing says that it would ever be more */
        if (written <= 0)
            return false;
        content = bytes_skip(content, (size_t)written);
        offset += (uint64_t)written;
    }
    return true;
}

/* Stands before the number of the process in the name of what it is writing; no channel and no hash
 * has it. */
enum { REST_MARK = '~' };

bool files_is_rest(const char *name)
{
    return strchr(name, REST_MARK) != NULL;
}

enum error files_sweep(const char *path, struct failure *failure)
{
    char file[PATH_MAX];
    enum error code = OK;
    DIR *folder = opendir(path);
    if (folder == NULL)
        return file_failed(failure, "open", path);
    for (struct dirent *entry; code == OK && (entry = readdir(folder)) != NULL;) {
        bool rest = files_is_rest(entry->d_name) && files_join(file, path, entry->d_name);
        if (rest && unlink(file) != 0)
            code = file_failed(failure, "remove", file);
    }
    closedir(folder);
    return code == OK ? files_sync_folder(path, failure) : code;
}

bool files_rest_path(const char *path, char temporary[PATH_MAX])
{
    int size = snprintf(temporary, PATH_MAX, "%s%c%ld", path, REST_MARK, (long)getpid());
    return size > 0 && size < PATH_MAX;
}

/* Writes and syncs a file beside `path` whose name nobody else has. */
static enum error write_beside(const char *path, struct bytes content, mode_t mode, char temporary[PATH_MAX],
                               struct failure *failure)
{
    if (!files_rest_path(path, temporary))
        return failure_say(failure, ERR_INTERNAL, "The path %.80s… is too long.", path);
    unlink(temporary); /* left by an earlier process of this number */
    int file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file < 0)
        return file_failed(failure, "write", temporary);
    bool written = files_write_at(file, 0, content) && fsync(file) == 0;
    enum error code = written ? OK : file_failed(failure, "write", temporary);
    close(file);
    if (code != OK)
        unlink(temporary);
    return code;
}

enum error files_replace(const char *path, struct bytes content, mode_t mode, struct failure *failure)
{
    char temporary[PATH_MAX];
    enum error code = write_beside(path, content, mode, temporary, failure);
    if (code != OK)
        return code;
    if (rename(temporary, path) != 0) {
        code = file_failed(failure, "replace", path);
        unlink(temporary);
        return code;
    }
    return files_sync_folder_of(path, failure);
}

enum error files_write_new(const char *path, struct bytes content, mode_t mode, bool *existed,
                           struct failure *failure)
{
    char temporary[PATH_MAX];
    enum error code = write_beside(path, content, mode, temporary, failure);
    if (code != OK)
        return code;
    bool linked = link(temporary, path) == 0;
    bool there = !linked && errno == EEXIST;
    if (!linked && !there)
        code = file_failed(failure, "make", path);
    unlink(temporary);
    if (code == OK)
        code = files_sync_folder_of(path, failure);
    if (code == OK)
        *existed = there;
    return code;
}

enum error files_read(const char *path, size_t limit_bytes, uint8_t **content, size_t *size,
                      struct failure *failure)
{
    enum error code = OK;
    uint8_t *room = NULL;
    /* A pipe without a writer must not hold us up. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0 && errno == ENOENT) {
        *content = NULL;
        *size = 0;
        return OK;
    }
    struct stat about;
    if (file < 0 || fstat(file, &about) != 0) {
        code = file_failed(failure, "read", path);
        goto out;
    }
    if (!S_ISREG(about.st_mode) || (uintmax_t)about.st_size > limit_bytes) {
        code =
            failure_say(failure, ERR_INTERNAL, "%s is not a file of at most %zu bytes.", path, limit_bytes);
        goto out;
    }
    size_t wanted = (size_t)about.st_size, had = 0;
    room = malloc(wanted + 1);
    if (room == NULL) {
        code = failure_say(failure, ERR_INTERNAL, "There is no memory left.");
        goto out;
    }
    while (had < wanted) {
        ssize_t got = read(file, room + had, wanted - had);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            code = file_failed(failure, "read", path);
            goto out;
        }
        if (got == 0)
            break;
        had += (size_t)got;
    }
    room[had] = '\0';
    *content = room;
    *size = had;
    room = NULL;
out:
    free(room);
    if (file >= 0)
        close(file);
    return code;
}

void files_channel_name(struct bytes channel, char name[LIMIT_CHANNEL_BYTES + 1])
{
    size_t size = channel.size <= LIMIT_CHANNEL_BYTES ? channel.size : LIMIT_CHANNEL_BYTES;
    for (size_t i = 0; i < size; i++)
        name[i] = channel.at[i] == '/' ? '+' : (char)channel.at[i];
    name[size] = '\0';
}

bool files_channel(const char *name, char channel[LIMIT_CHANNEL_BYTES + 1])
{
    size_t size = strlen(name);
    if (size == 0 || size > LIMIT_CHANNEL_BYTES)
        return false;
    for (size_t i = 0; i <= size; i++)
        channel[i] = name[i] == '+' ? '/' : name[i];
    return true;
}
