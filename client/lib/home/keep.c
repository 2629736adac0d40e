/* Append-only files of facts beside a cursor. Its one promise: what the cursor says is on disk. */
#include "client/lib/home/keep.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "client/lib/home/kept_records.h"

struct kept_file {
    char channel[LIMIT_CHANNEL_BYTES + 1];
    int file;
    bool begun;     /* the file says where it begins */
    uint64_t begin; /* the number before its first fact */
    uint64_t last;  /* the number of its last fact; `begin` when it has none */
    bool unsynced;
};

struct keep {
    char folder[PATH_MAX];
    int lock;
    bool moved; /* the cursor, since it was written */
    bool cursor_lost;
    struct cursor cursor;
    size_t count;
    struct kept_file files[LIMIT_FOLLOWED];
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

void keep_facts_path(const struct keep *keep, struct bytes channel, char path[PATH_MAX])
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

static enum error append(struct kept_file *kept, const uint8_t *record, size_t size, struct failure *failure)
{
    /* One write. What a full disk leaves of it is passed over by whoever reads, and cut off at the next
     * start. */
    ssize_t written = write(kept->file, record, size);
    if (written < 0 || (size_t)written != size) {
        errno = written < 0 ? errno : ENOSPC;
        return keep_failed(failure, "write the facts of", kept->channel);
    }
    kept->unsynced = true;
    return OK;
}

static enum error append_beginning(struct kept_file *kept, uint64_t number, const uint8_t *hash,
                                   struct failure *failure)
{
    uint8_t room[RECORD_BYTES];
    const struct records_beginning beginning = {
        .channel = bytes_of_text(kept->channel), .number = number, .hash = hash};
    enum error code = append(kept, room, records_write_beginning(room, &beginning), failure);
    if (code == OK) {
        kept->begun = true;
        kept->begin = kept->last = number;
    }
    return code;
}

/* Looks through an open file, and cuts off what follows its facts: a write that a crash broke, or what it
 * left beside a later one. What lies before the cursor was synced, so where something of that is missing
 * nothing is cut. */
static enum error look_through(struct keep *keep, struct kept_file *kept, const char *path,
                               struct failure *failure)
{
    struct bytes content, channel = bytes_of_text(kept->channel);
    struct survey found;
    const struct cursor_place *place = cursor_find(&keep->cursor, channel);
    enum error code = records_map(kept->file, path, &content, failure);
    if (code != OK)
        return code;
    survey(&found, channel, place, content, NULL, NULL);
    bool torn = found.missing == 0 && found.good_bytes < content.size;
    records_unmap(content);
    kept->begun = found.has_beginning;
    kept->begin = found.begin;
    kept->last = found.last;
    /* What lies behind the cursor was written by a process that did not live to sync it. */
    kept->unsynced = place == NULL || found.last > place->number;
    if (torn && (ftruncate(kept->file, (off_t)found.good_bytes) != 0 || fsync(kept->file) != 0))
        return keep_failed(failure, "cut", path);
    if (place != NULL && !kept->begun && place->number == place->begin && found.good_bytes == 0)
        return append_beginning(kept, place->number, place->hash, failure);
    return OK;
}

/* Opens or makes the file of a channel, and holds it against the cursor. */
static enum error open_file(struct keep *keep, struct bytes channel, struct kept_file **opened,
                            struct failure *failure)
{
    char path[PATH_MAX], facts[PATH_MAX];
    *opened = find_file(keep, channel);
    if (*opened != NULL)
        return OK;
    if (keep->count == LIMIT_FOLLOWED || channel.size > LIMIT_CHANNEL_BYTES)
        return failure_refuse(failure, ERR_TOO_MANY_SUBSCRIPTIONS, NULL, (struct bytes){0}, LIMIT_FOLLOWED);
    keep_facts_path(keep, channel, path);
    join(keep, "facts", facts);
    int file = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return keep_failed(failure, "open", path);
    struct kept_file *kept = &keep->files[keep->count];
    *kept = (struct kept_file){.file = file};
    memcpy(kept->channel, channel.at, channel.size);
    enum error code = files_sync_folder(facts, failure);
    if (code == OK)
        code = look_through(keep, kept, path, failure);
    if (code != OK) {
        close(file);
        return code;
    }
    keep->count++;
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
                       "Another process already watches as '%s'. Stop it, or choose another --name.", name);
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

/* With the lock: removes what an earlier process left half written, and syncs what it has moved. */
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

/* One fact before the end of what is kept: whoever kept the last may not have lived to show it. */
static enum error recover_place(struct keep *keep, struct bytes channel, struct failure *failure)
{
    struct survey found;
    enum error code = keep_survey(keep, channel, &found, NULL, NULL, failure);
    if (code != OK || !found.has_hash)
        return code;
    bool any = found.last > found.begin;
    if (cursor_set(&keep->cursor, channel, any ? found.last - 1 : found.last,
                   any ? found.last_prev : found.last_hash))
        keep->cursor.places[keep->cursor.count - 1].begin = found.begin;
    keep->cursor_lost = keep->moved = true;
    return OK;
}

static enum error recover_cursor(struct keep *keep, struct failure *failure)
{
    char path[PATH_MAX], channel[LIMIT_CHANNEL_BYTES + 1];
    enum error code = OK;
    join(keep, "facts", path);
    DIR *folder = opendir(path);
    if (folder == NULL)
        return errno == ENOENT ? OK : keep_failed(failure, "open", path);
    for (struct dirent *entry; code == OK && (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] != '.' && !files_is_rest(entry->d_name) && files_channel(entry->d_name, channel))
            code = recover_place(keep, bytes_of_text(channel), failure);
    }
    closedir(folder);
    return code;
}

static enum error load_cursor(struct keep *keep, struct failure *failure)
{
    char path[PATH_MAX];
    bool there, whole;
    join(keep, "cursor", path);
    enum error code = cursor_load(path, &keep->cursor, &there, &whole, failure);
    if (code != OK || (there && whole))
        return code;
    keep->cursor_lost = !whole;
    return recover_cursor(keep, failure);
}

bool keep_cursor_was_lost(const struct keep *keep)
{
    return keep->cursor_lost;
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
    struct push_fact push;
    struct head head;
    if (push_fact.size > RECORD_FACT_BYTES || !records_read(push_fact, &push, &head))
        return failure_refuse(failure, ERR_MALFORMED, NULL, bytes_of_text("a fact that cannot be kept"), 0);
    if (!kept->begun && cursor_find(&keep->cursor, channel) == NULL)
        code = append_beginning(kept, number - 1, head.prev.at, failure);
    if (code == OK)
        code = append(kept, room, records_write(room, push_fact), failure);
    if (code == OK)
        kept->last = number;
    return code;
}

enum error keep_move(struct keep *keep, struct bytes channel, uint64_t number, const uint8_t *hash,
                     struct failure *failure)
{
    bool is_new = cursor_find(&keep->cursor, channel) == NULL;
    struct kept_file *kept = NULL;
    enum error code = is_new ? open_file(keep, channel, &kept, failure) : OK;
    if (code != OK)
        return code;
    if (!cursor_set(&keep->cursor, channel, number, hash))
        return failure_refuse(failure, ERR_TOO_MANY_SUBSCRIPTIONS, NULL, (struct bytes){0}, LIMIT_FOLLOWED);
    keep->moved = true;
    if (!is_new)
        return OK;
    if (!kept->begun)
        return append_beginning(kept, number, hash, failure);
    keep->cursor.places[keep->cursor.count - 1].begin = kept->begin;
    return OK;
}

void keep_show(struct keep *keep, struct bytes channel, uint64_t number)
{
    cursor_show(&keep->cursor, channel, number);
    keep->moved = true;
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
    keep->moved = code != OK;
    return code;
}

enum error keep_survey(const struct keep *keep, struct bytes channel, struct survey *found,
                       bool (*take)(void *context, const struct surveyed *fact), void *context,
                       struct failure *failure)
{
    char path[PATH_MAX];
    struct bytes content = {0};
    enum error code = OK;
    keep_facts_path(keep, channel, path);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno != ENOENT)
        return keep_failed(failure, "open", path);
    if (file >= 0) {
        code = records_map(file, path, &content, failure);
        close(file);
    }
    if (code == OK)
        survey(found, channel, cursor_find(&keep->cursor, channel), content, take, context);
    records_unmap(content);
    return code;
}

struct walk {
    bool (*take)(void *context, struct bytes push_fact);
    void *context;
};

static bool hand_on(void *context, const struct surveyed *fact)
{
    const struct walk *walk = context;
    return walk->take(walk->context, fact->push_fact);
}

enum error keep_walk(const struct keep *keep, struct bytes channel,
                     bool (*take)(void *context, struct bytes push_fact), void *context,
                     struct keep_damage *damage, struct failure *failure)
{
    struct survey found;
    struct walk walk = {.take = take, .context = context};
    enum error code = keep_survey(keep, channel, &found, hand_on, &walk, failure);
    if (code == OK && damage != NULL)
        *damage = (struct keep_damage){
            .cursor = keep->cursor_lost, .missing = found.missing, .first = found.first_missing};
    return code;
}

/* The descriptor still means the file that was replaced. */
enum error keep_open_again(struct keep *keep, struct bytes channel, struct failure *failure)
{
    char path[PATH_MAX];
    struct kept_file *kept = find_file(keep, channel);
    if (kept == NULL)
        return OK;
    keep_facts_path(keep, channel, path);
    int file = open(path, O_RDWR | O_APPEND | O_CLOEXEC);
    if (file < 0)
        return keep_failed(failure, "open", path);
    close(kept->file);
    kept->file = file;
    enum error code = look_through(keep, kept, path, failure);
    kept->unsynced = false;
    return code;
}
