/* A text that was typed lies in a folder of its own, with its request and its act beside it. It signs, sends
 * and shows nothing. */
#include "client/lib/home/unsent.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    ABOUT_BYTES = 4 * 1024 * 1024,
    ABOUT_STRINGS = 4,
    ACT_BYTES = LIMIT_PLAIN_BYTES + LIMIT_WORD_BYTES + 64
};

/* The first string of `about`. */
static const char format[] = "bulletin unsent 1";

static enum error unsent_failed(struct failure *failure, const char *what, const char *path)
{
    return failure_say(failure, ERR_INTERNAL, "Cannot %s %s: %s.", what, path, strerror(errno));
}

static void path_of(const struct unsent *unsent, const char *name, char path[PATH_MAX])
{
    files_join(path, unsent->folder, name);
}

static bool there_is(const struct unsent *unsent, const char *name)
{
    char path[PATH_MAX];
    path_of(unsent, name, path);
    return access(path, F_OK) == 0;
}

static bool folder_of(const struct home *home, unsigned number, struct unsent *unsent)
{
    *unsent = (struct unsent){.number = number, .lock = -1};
    int size = snprintf(unsent->folder, sizeof unsent->folder, "%s/unsent/%u", home->path, number);
    return size > 0 && size < PATH_MAX - 64; /* room for what lies in it */
}

static bool take_lock(struct unsent *unsent)
{
    unsent->lock = open(unsent->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return unsent->lock >= 0 && flock(unsent->lock, LOCK_EX | LOCK_NB) == 0;
}

void unsent_close(struct unsent *unsent)
{
    if (unsent->lock >= 0)
        close(unsent->lock);
    unsent->lock = -1;
}

/* Strings, each with its zero byte at the end. */
static enum error write_about(const struct unsent *unsent, const struct unsent_about *about,
                              struct failure *failure)
{
    char path[PATH_MAX];
    uint8_t *room = malloc(ABOUT_BYTES);
    if (room == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    struct buffer out = buffer_over(room, ABOUT_BYTES);
    const char *first[ABOUT_STRINGS] = {format, about->server, about->thing, about->folder};
    for (size_t i = 0; i < ABOUT_STRINGS; i++)
        buffer_add(&out, first[i], strlen(first[i]) + 1);
    for (size_t i = 0; i < about->word_count; i++)
        buffer_add(&out, about->words[i], strlen(about->words[i]) + 1);
    path_of(unsent, "about", path);
    enum error code = OK;
    if (out.overflowed)
        code = failure_say(failure, ERR_INTERNAL, "The command line is too long.");
    else
        code = files_replace(path, buffer_bytes(&out), 0600, failure);
    free(room);
    return code;
}

static enum error make_folder(const struct home *home, struct unsent *unsent, struct failure *failure)
{
    char folder[PATH_MAX];
    if (!files_join(folder, home->path, "unsent"))
        return failure_say(failure, ERR_INTERNAL, "The path of the home folder is too long.");
    enum error code = files_make_folder(folder, failure);
    for (unsigned number = 1; code == OK && number <= UNSENT_NUMBER_MOST; number++) {
        if (!folder_of(home, number, unsent))
            return failure_say(failure, ERR_INTERNAL, "The path of the home folder is too long.");
        if (mkdir(unsent->folder, 0700) == 0) {
            if (!take_lock(unsent))
                return unsent_failed(failure, "lock", unsent->folder);
            return files_sync_folder(folder, failure);
        }
        if (errno != EEXIST)
            return unsent_failed(failure, "make the folder", unsent->folder);
    }
    if (code != OK)
        return code;
    return failure_say(failure, ERR_INTERNAL, "%s holds %d texts already; remove some.", folder,
                       UNSENT_NUMBER_MOST);
}

enum error unsent_make(const struct home *home, const struct unsent_about *about, struct bytes text,
                       struct unsent *unsent, struct failure *failure)
{
    char path[PATH_MAX];
    struct unsent made = {.lock = -1};
    enum error code = make_folder(home, &made, failure);
    if (code == OK)
        code = write_about(&made, about, failure);
    unsent_text_path(&made, path);
    if (code == OK)
        code = files_replace(path, text, 0600, failure);
    if (code == OK)
        *unsent = made;
    else if (made.lock >= 0)
        unsent_remove(&made);
    return code;
}

/* False when these are not the strings of an unsent text. */
static bool read_strings(struct unsent_about *about, const uint8_t *room, size_t size)
{
    const char *first[ABOUT_STRINGS] = {NULL};
    size_t count = 0;
    *about = (struct unsent_about){0};
    if (size == 0 || room[size - 1] != '\0')
        return false;
    for (const char *at = (const char *)room, *end = at + size; at < end; at += strlen(at) + 1, count++) {
        if (count < ABOUT_STRINGS)
            first[count] = at;
        else if (about->word_count < UNSENT_WORDS)
            about->words[about->word_count++] = at;
        else
            return false;
    }
    if (about->word_count == 0 || strcmp(first[0], format) != 0)
        return false;
    about->server = first[1], about->thing = first[2], about->folder = first[3];
    return true;
}

static enum error read_about(const struct unsent *unsent, struct unsent_about *about, uint8_t **room,
                             struct failure *failure)
{
    char path[PATH_MAX];
    size_t size = 0;
    uint8_t *content = NULL;
    path_of(unsent, "about", path);
    enum error code = files_read(path, ABOUT_BYTES, &content, &size, failure);
    if (code == OK && (content == NULL || !read_strings(about, content, size)))
        code = failure_say(failure, ERR_INTERNAL, "%s is not how a kept text begins; its text is in %s/text.",
                           path, unsent->folder);
    if (code == OK)
        *room = content;
    else
        free(content);
    return code;
}

enum error unsent_open(const struct home *home, unsigned number, struct unsent *unsent,
                       struct unsent_about *about, uint8_t **room, bool *found, bool *busy,
                       struct failure *failure)
{
    struct unsent opened;
    *found = *busy = false;
    if (!folder_of(home, number, &opened))
        return failure_say(failure, ERR_INTERNAL, "The path of the home folder is too long.");
    if (!take_lock(&opened)) {
        int why = errno;
        unsent_close(&opened);
        *busy = why == EWOULDBLOCK;
        errno = why;
        return *busy || why == ENOENT || why == ENOTDIR ? OK : unsent_failed(failure, "open", opened.folder);
    }
    if (!there_is(&opened, "text")) {
        unsent_remove(&opened);
        return OK;
    }
    enum error code = read_about(&opened, about, room, failure);
    if (code != OK) {
        unsent_close(&opened);
        return code;
    }
    *unsent = opened;
    *found = true;
    return OK;
}

/* The text first: without it the rest is known to be done. An editor may have left copies of it. */
void unsent_remove(struct unsent *unsent)
{
    char path[PATH_MAX];
    struct failure ignored;
    unsent_text_path(unsent, path);
    unlink(path);
    files_sync_folder(unsent->folder, &ignored);
    DIR *folder = opendir(unsent->folder);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        path_of(unsent, entry->d_name, path);
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlink(path);
    }
    if (folder != NULL)
        closedir(folder);
    rmdir(unsent->folder);
    unsent_close(unsent);
}

void unsent_text_path(const struct unsent *unsent, char path[PATH_MAX])
{
    path_of(unsent, "text", path);
}

enum error unsent_read_text(const struct unsent *unsent, uint8_t **text, size_t *size,
                            struct failure *failure)
{
    char path[PATH_MAX];
    unsent_text_path(unsent, path);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return unsent_failed(failure, "read", path);
    bool synced = fsync(file) == 0;
    close(file);
    if (!synced)
        return unsent_failed(failure, "write", path);
    /* An editor may have put a new file in its place. */
    enum error code = files_sync_folder(unsent->folder, failure);
    if (code != OK)
        return code;
    code = files_read(path, 16 * LIMIT_TEXT_BYTES, text, size, failure);
    return code == OK && *text == NULL ? unsent_failed(failure, "read", path) : code;
}

/* Of the text as it is now. */
static enum error hash_text(const struct unsent *unsent, uint8_t hash[LIMIT_HASH_BYTES],
                            struct failure *failure)
{
    uint8_t *text;
    size_t size;
    enum error code = unsent_read_text(unsent, &text, &size, failure);
    if (code != OK)
        return code;
    crypto_generichash(hash, LIMIT_HASH_BYTES, text, size, NULL, 0);
    free(text);
    return OK;
}

enum error unsent_keep_act(const struct unsent *unsent, const struct verb *verb, struct bytes signed_act,
                           struct failure *failure)
{
    char path[PATH_MAX];
    uint8_t room[ACT_BYTES], hash[LIMIT_HASH_BYTES];
    struct buffer out = buffer_over(room, sizeof room);
    enum error code = hash_text(unsent, hash, failure);
    if (code != OK)
        return code;
    buffer_add(&out, hash, sizeof hash);
    buffer_add(&out, verb->word, strlen(verb->word) + 1);
    buffer_add(&out, signed_act.at, signed_act.size);
    if (out.overflowed)
        return failure_refuse(failure, ERR_TOO_LONG, "act", (struct bytes){0}, LIMIT_ACT_BYTES);
    path_of(unsent, "act", path);
    return files_replace(path, buffer_bytes(&out), 0600, failure);
}

enum error unsent_read_act(const struct unsent *unsent, const struct verb **verb, struct bytes *signed_act,
                           bool *as_typed, uint8_t **room, bool *found, struct failure *failure)
{
    char path[PATH_MAX];
    uint8_t *content = NULL, hash[LIMIT_HASH_BYTES];
    size_t size = 0;
    path_of(unsent, "act", path);
    enum error code = files_read(path, ACT_BYTES, &content, &size, failure);
    *found = code == OK && content != NULL;
    if (!*found)
        return code;
    code = hash_text(unsent, hash, failure);
    const uint8_t *end = size > sizeof hash ? memchr(content + sizeof hash, '\0', size - sizeof hash) : NULL;
    if (code == OK && end != NULL)
        *verb = verb_find(bytes_of_text((const char *)content + sizeof hash));
    if (code == OK && (end == NULL || *verb == NULL))
        code = failure_say(failure, ERR_INTERNAL,
                           "%s is not what it should be; remove it, and look first whether "
                           "the text was published.",
                           path);
    if (code != OK) {
        free(content);
        return code;
    }
    *as_typed = memcmp(content, hash, sizeof hash) == 0;
    *signed_act = bytes_of(end + 1, (size_t)(content + size - (end + 1)));
    *room = content;
    return OK;
}

bool unsent_has_act(const struct unsent *unsent)
{
    return there_is(unsent, "act");
}

void unsent_drop_act(const struct unsent *unsent)
{
    char path[PATH_MAX];
    struct failure ignored;
    path_of(unsent, "act", path);
    if (unlink(path) == 0)
        files_sync_folder(unsent->folder, &ignored);
}
