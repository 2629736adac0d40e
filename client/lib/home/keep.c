/* Append-only files of facts beside a cursor. Its one promise: what the cursor says is on disk. */
#include "client/lib/home/keep.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "client/lib/home/records.h"

struct kept_file {
    char channel[LIMIT_CHANNEL_BYTES + 1];
    int file;
    uint64_t last; /* the number of its last fact; 0 when it has none */
    bool unsynced;
};

struct keep {
    char folder[PATH_MAX];
    int lock;
    bool moved; /* the cursor, since it was written */
    struct cursor cursor;
    size_t count;
    struct kept_file files[LIMIT_SUBSCRIPTIONS];
};

static enum error keep_failed(struct failure *failure, const char *what, const char *path)
{
    return failure_say(failure, ERR_INTERNAL, "Cannot %s %s: %s.", what, path, strerror(errno));
}

static enum error find_folder(const struct home *home, const char *name, char folder[PATH_MAX],
                              struct failure *failure)
{
    static const struct field name_field = {.name = "name", .kind = KIND_NAME, .needed = REQUIRED};
    struct bytes text = bytes_of_text(name);
    struct refusal why = {0};
    if (codec_check(&name_field, &text, &why) != OK)
        return failure_take(failure, &why);
    if (snprintf(folder, PATH_MAX, "%s/watch/%s", home->path, name) >= PATH_MAX - 200)
        return failure_say(failure, ERR_INTERNAL, "The path of the home folder is too long.");
    return OK;
}

static void join(const struct keep *keep, const char *name, char path[PATH_MAX])
{
    files_join(path, keep->folder, name);
}

static void fact_path(const struct keep *keep, struct bytes channel, char path[PATH_MAX])
{
    char name[sizeof "facts/" + LIMIT_CHANNEL_BYTES] = "facts/";
    files_channel_name(channel, name + strlen("facts/"));
    join(keep, name, path);
}

static struct kept_file *find_file(struct keep *keep, struct bytes channel)
{
    for (size_t i = 0; i < keep->count; i++) {
        if (bytes_equal_text(channel, keep->files[i].channel))
            return &keep->files[i];
    }
    return NULL;
}

/* Opens or makes the file of a channel, and holds it against the cursor. */
static enum error open_file(struct keep *keep, struct bytes channel, struct kept_file **opened,
                            struct failure *failure)
{
    char path[PATH_MAX], facts[PATH_MAX];
    *opened = find_file(keep, channel);
    if (*opened != NULL)
        return OK;
    if (keep->count == LIMIT_SUBSCRIPTIONS || channel.size > LIMIT_CHANNEL_BYTES)
        return failure_refuse(failure, ERR_TOO_MANY_SUBSCRIPTIONS, NULL, (struct bytes){0},
                              LIMIT_SUBSCRIPTIONS);
    fact_path(keep, channel, path);
    join(keep, "facts", facts);
    int file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return keep_failed(failure, "open", path);
    uint64_t last = 0;
    const struct cursor_place *place = cursor_find(&keep->cursor, channel);
    enum error code = files_sync_folder(facts, failure);
    if (code == OK)
        code = records_mend(file, path, place != NULL ? place->number : 0, &last, failure);
    if (code != OK) {
        close(file);
        return code;
    }
    struct kept_file *kept = &keep->files[keep->count++];
    /* What lies behind the cursor was written by a process that did not live to sync it. */
    bool unsynced = place == NULL || last > place->number;
    *kept = (struct kept_file){.file = file, .last = last, .unsynced = unsynced};
    memcpy(kept->channel, channel.at, channel.size);
    *opened = kept;
    return OK;
}

static enum error take_lock(struct keep *keep, const char *name, struct failure *failure)
{
    char path[PATH_MAX];
    join(keep, "lock", path);
    keep->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (keep->lock < 0)
        return keep_failed(failure, "open", path);
    if (flock(keep->lock, LOCK_EX | LOCK_NB) == 0)
        return OK;
    if (errno != EWOULDBLOCK)
        return keep_failed(failure, "lock", path);
    return failure_say(failure, ERR_INTERNAL,
                       "Another process watches as '%s' already. Stop it, or choose another --name.", name);
}

static enum error make_folders(const struct keep *keep, struct failure *failure)
{
    char path[PATH_MAX];
    join(keep, "facts", path);
    enum error code = files_make_folder(path, failure);
    if (code != OK)
        return code;
    join(keep, "texts", path);
    return files_make_folder(path, failure);
}

/* With the lock: what an earlier process left half written, which may hold what is to be erased. It also puts
 * on disk what that one has moved into its place. */
static enum error sweep(const struct keep *keep, struct failure *failure)
{
    char path[PATH_MAX];
    enum error code = files_sweep(keep->folder, failure);
    join(keep, "facts", path);
    if (code == OK)
        code = files_sweep(path, failure);
    join(keep, "texts", path);
    return code == OK ? files_sweep(path, failure) : code;
}

static enum error load_cursor(struct keep *keep, struct failure *failure)
{
    char path[PATH_MAX];
    join(keep, "cursor", path);
    return cursor_load(path, &keep->cursor, failure);
}

static enum error keep_new(const struct home *home, const char *name, struct keep **keep,
                           struct failure *failure)
{
    struct keep *made = calloc(1, sizeof *made);
    if (made == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    made->lock = -1;
    enum error code = find_folder(home, name, made->folder, failure);
    if (code != OK) {
        free(made);
        return code;
    }
    *keep = made;
    return OK;
}

enum error keep_open(const struct home *home, const char *name, struct keep **keep, struct failure *failure)
{
    struct keep *made = NULL;
    enum error code = keep_new(home, name, &made, failure);
    if (code == OK)
        code = make_folders(made, failure);
    if (code == OK)
        code = take_lock(made, name, failure);
    if (code == OK)
        code = sweep(made, failure);
    if (code == OK)
        code = load_cursor(made, failure);
    for (size_t i = 0; code == OK && i < made->cursor.count; i++) {
        struct kept_file *file;
        code = open_file(made, bytes_of_text(made->cursor.places[i].channel), &file, failure);
    }
    if (code != OK) {
        keep_close(made);
        return code;
    }
    *keep = made;
    return OK;
}

enum error keep_open_to_read(const struct home *home, const char *name, struct keep **keep,
                             struct failure *failure)
{
    struct keep *made = NULL;
    enum error code = keep_new(home, name, &made, failure);
    if (code == OK && access(made->folder, R_OK | X_OK) != 0)
        code = failure_say(failure, ERR_INTERNAL, "Nothing is kept under the name '%s'.", name);
    if (code == OK)
        code = load_cursor(made, failure);
    if (code != OK) {
        keep_close(made);
        return code;
    }
    *keep = made;
    return OK;
}

void keep_close(struct keep *keep)
{
    if (keep == NULL)
        return;
    for (size_t i = 0; i < keep->count; i++)
        close(keep->files[i].file);
    if (keep->lock >= 0)
        close(keep->lock);
    free(keep);
}

const char *keep_folder(const struct keep *keep)
{
    return keep->folder;
}

const struct cursor *keep_cursor(const struct keep *keep)
{
    return &keep->cursor;
}

enum error keep_fact(struct keep *keep, struct bytes channel, uint64_t number, struct bytes push_fact,
                     struct failure *failure)
{
    struct kept_file *kept;
    enum error code = open_file(keep, channel, &kept, failure);
    if (code != OK || number <= kept->last)
        return code;
    uint8_t room[RECORD_BYTES];
    if (push_fact.size > RECORD_FACT_BYTES)
        return failure_refuse(failure, ERR_MALFORMED, NULL, bytes_of_text("a fact is too long"), 0);
    size_t size = records_write(room, push_fact);

    /* One write. What a full disk leaves of it is cut off at the next start; until then the caller stops. */
    ssize_t written = write(kept->file, room, size);
    if (written < 0 || (size_t)written != size) {
        errno = written < 0 ? errno : ENOSPC;
        return keep_failed(failure, "write the facts of", kept->channel);
    }
    kept->last = number;
    kept->unsynced = true;
    return OK;
}

enum error keep_move(struct keep *keep, struct bytes channel, uint64_t number, const uint8_t *hash,
                     struct failure *failure)
{
    if (!cursor_set(&keep->cursor, channel, number, hash))
        return failure_refuse(failure, ERR_TOO_MANY_SUBSCRIPTIONS, NULL, (struct bytes){0},
                              LIMIT_SUBSCRIPTIONS);
    keep->moved = true;
    return OK;
}

enum error keep_sync(struct keep *keep, struct failure *failure)
{
    for (size_t i = 0; i < keep->count; i++) {
        struct kept_file *kept = &keep->files[i];
        if (kept->unsynced && fdatasync(kept->file) != 0)
            return keep_failed(failure, "write the facts of", kept->channel);
        kept->unsynced = false;
    }
    return OK;
}

enum error keep_settle(struct keep *keep, struct failure *failure)
{
    char path[PATH_MAX];
    enum error code = keep_sync(keep, failure);
    if (code != OK || !keep->moved)
        return code;
    join(keep, "cursor", path);
    code = cursor_save(path, &keep->cursor, failure);
    if (code == OK)
        keep->moved = false;
    return code;
}

enum error keep_walk(const struct keep *keep, struct bytes channel,
                     bool (*take)(void *context, struct bytes push_fact), void *context,
                     struct failure *failure)
{
    char path[PATH_MAX];
    fact_path(keep, channel, path);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT)
        return OK;
    if (file < 0)
        return keep_failed(failure, "open", path);
    struct bytes content, record;
    enum error code = records_map(file, path, &content, failure);
    close(file);
    if (code != OK)
        return code;
    for (struct bytes rest = content; records_take(&rest, &record);) {
        if (!take(context, record))
            break;
    }
    records_unmap(content);
    return OK;
}

/* The descriptor still means the file that was replaced. */
static enum error open_again(struct kept_file *kept, const char *path, struct failure *failure)
{
    int file = open(path, O_RDWR | O_APPEND | O_CLOEXEC);
    if (file < 0)
        return keep_failed(failure, "open", path);
    close(kept->file);
    kept->file = file;
    kept->unsynced = false;
    return OK;
}

/* Texts first: while the acts are there, whoever was killed in between finds them again. */
static enum error drop_acts(struct keep *keep, struct bytes channel, struct kept_file *kept,
                            struct bytes content, const struct erasure *erasing, struct failure *failure)
{
    char path[PATH_MAX];
    enum error code = OK;
    uint8_t *stays = malloc(content.size + 1), *goes = malloc(content.size + 1);
    size_t stays_size = 0, goes_size = 0;
    fact_path(keep, channel, path);
    if (stays == NULL || goes == NULL)
        code = failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    else
        records_split(content, erasing, stays, &stays_size, goes, &goes_size);
    if (code == OK && goes_size > 0) {
        code = keep_drop_texts(keep, channel, erasing, bytes_of(goes, goes_size), failure);
        if (code == OK)
            code = files_replace(path, bytes_of(stays, stays_size), 0600, failure);
        if (code == OK)
            code = open_again(kept, path, failure);
    }
    free(stays);
    free(goes);
    return code;
}

enum error keep_erase(struct keep *keep, struct bytes channel, const struct erasure *erasing,
                      struct failure *failure)
{
    struct kept_file *kept;
    struct bytes content;
    enum error code = open_file(keep, channel, &kept, failure);
    if (code == OK)
        code = records_map(kept->file, kept->channel, &content, failure);
    if (code != OK)
        return code;
    struct erasure owned = *erasing;
    owned.owner = records_owner(content, erasing->id);
    code = drop_acts(keep, channel, kept, content, &owned, failure);
    records_unmap(content);
    return code;
}
