/* Append-only files of facts beside a cursor. Its one promise: what the cursor says is on disk. */
#include "client/lib/home/keep.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "protocol/proof/head.h"
#include "protocol/wire/scan.h"

enum { SIZE_BYTES = 4, FACT_LIMIT_BYTES = LIMIT_HEAD_BYTES + LIMIT_ACT_BYTES + LIMIT_SIGNATURE_BYTES + 64 };

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

static void text_path(const struct keep *keep, struct bytes hash, char path[PATH_MAX])
{
    char name[sizeof "texts/" + 2 * LIMIT_HASH_BYTES] = "texts/";
    sodium_bin2hex(name + strlen("texts/"), 2 * LIMIT_HASH_BYTES + 1, hash.at, LIMIT_HASH_BYTES);
    join(keep, name, path);
}

/* The record at the front of `rest`; false when it is not whole. */
static bool take_record(struct bytes *rest, struct bytes *record)
{
    if (rest->size < SIZE_BYTES)
        return false;
    size_t size =
        (size_t)rest->at[0] << 24 | (size_t)rest->at[1] << 16 | (size_t)rest->at[2] << 8 | rest->at[3];
    if (size == 0 || size > FACT_LIMIT_BYTES || size > rest->size - SIZE_BYTES)
        return false;
    *record = bytes_of(rest->at + SIZE_BYTES, size);
    *rest = bytes_skip(*rest, SIZE_BYTES + size);
    return true;
}

/* The number of the fact in a record; 0 when it cannot be read. */
static uint64_t number_of(struct bytes record)
{
    struct refusal why = {0};
    struct push_fact push;
    struct head head;
    if (scan_check(record, &why) != OK || codec_decode(&shape_push_fact, record, &push, &why) != OK ||
        head_read(push.head, &head, &why) != OK)
        return 0;
    return head.number;
}

/* The bytes of an open file, to be unmapped by unmap. */
static enum error map(int file, const char *path, struct bytes *content, struct failure *failure)
{
    struct stat about;
    *content = (struct bytes){0};
    if (fstat(file, &about) != 0)
        return keep_failed(failure, "read", path);
    if (about.st_size == 0)
        return OK;
    void *at = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (at == MAP_FAILED)
        return keep_failed(failure, "read", path);
    *content = bytes_of(at, (size_t)about.st_size);
    return OK;
}

static void unmap(struct bytes content)
{
    if (content.at != NULL)
        munmap((void *)content.at, content.size);
}

/* Finds the last record that can be read, and cuts off what follows it: a write that a crash broke. What lies
 * before the cursor was synced, so when that cannot be read the disk is at fault, and nothing is cut. */
static enum error cut_torn_tail(int file, const char *path, uint64_t cursor, uint64_t *last,
                                struct failure *failure)
{
    struct bytes content, record;
    enum error code = map(file, path, &content, failure);
    if (code != OK)
        return code;
    struct bytes rest = content;
    size_t good_bytes = 0;
    uint64_t newest = 0, number;
    while (take_record(&rest, &record) && (number = number_of(record)) != 0) {
        newest = number;
        good_bytes = (size_t)(rest.at - content.at);
    }
    bool torn = good_bytes < content.size;
    unmap(content);
    if (newest != 0 && newest < cursor)
        return failure_say(
            failure, ERR_INTERNAL,
            "%s is damaged: its facts end at %llu, but the cursor stands at %llu. Move the folder "
            "of this watcher away and watch anew.",
            path, (unsigned long long)newest, (unsigned long long)cursor);
    if (torn && (ftruncate(file, (off_t)good_bytes) != 0 || fsync(file) != 0))
        return keep_failed(failure, "cut", path);
    *last = newest;
    return OK;
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
        code = cut_torn_tail(file, path, place != NULL ? place->number : 0, &last, failure);
    if (code != OK) {
        close(file);
        return code;
    }
    struct kept_file *kept = &keep->files[keep->count++];
    *kept = (struct kept_file){.file = file, .last = last};
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
    uint8_t room[SIZE_BYTES + FACT_LIMIT_BYTES];
    if (push_fact.size > FACT_LIMIT_BYTES)
        return failure_refuse(failure, ERR_MALFORMED, NULL, bytes_of_text("a fact is too long"), 0);
    for (int i = 0; i < SIZE_BYTES; i++)
        room[i] = (uint8_t)(push_fact.size >> (8 * (SIZE_BYTES - 1 - i)));
    memcpy(room + SIZE_BYTES, push_fact.at, push_fact.size);

    /* One write. What a full disk leaves of it is cut off at the next start; until then the caller stops. */
    size_t size = SIZE_BYTES + push_fact.size;
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

bool keep_has_text(const struct keep *keep, struct bytes hash)
{
    char path[PATH_MAX];
    text_path(keep, hash, path);
    return access(path, R_OK) == 0;
}

enum error keep_text(struct keep *keep, struct bytes hash, struct bytes text, struct failure *failure)
{
    char path[PATH_MAX];
    text_path(keep, hash, path);
    return files_write(path, text, 0600, failure);
}

enum error keep_read_text(const struct keep *keep, struct bytes hash, uint8_t **text, size_t *size,
                          struct failure *failure)
{
    char path[PATH_MAX];
    text_path(keep, hash, path);
    return files_read(path, LIMIT_TEXT_BYTES, text, size, failure);
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
    enum error code = map(file, path, &content, failure);
    close(file);
    if (code != OK)
        return code;
    for (struct bytes rest = content; take_record(&rest, &record) && number_of(record) != 0;) {
        if (!take(context, record))
            break;
    }
    unmap(content);
    return OK;
}
