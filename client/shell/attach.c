/* Checks files, reads them piece by piece, and notices when they change meanwhile. It does not know which act
 * names them. */
#include "client/shell/attach.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "client/lib/connect/transfer.h"
#include "client/shell/progress.h"
#include "protocol/wire/message.h"

static const char field_name[] = "attach";

static enum error changed(const struct attached *attached, struct failure *failure)
{
    return failure_say(failure, ERR_INTERNAL, "%s changed while it was read; nothing was sent.",
                       attached->path);
}

/* Whether it is still the file that was hashed. */
static bool is_as_seen(const struct attached *attached)
{
    struct stat now;
    const struct stat *seen = &attached->seen;
    return fstat(attached->file, &now) == 0 && now.st_size == seen->st_size &&
           now.st_mtim.tv_sec == seen->st_mtim.tv_sec && now.st_mtim.tv_nsec == seen->st_mtim.tv_nsec;
}

/* A name that cannot be has a remedy, whatever is wrong with it. */
static enum error refuse_name(struct failure *failure, bool renames, const struct refusal *why)
{
    char room[sizeof failure->text];
    struct buffer said = buffer_over(room, sizeof room - 1);
    const bool of_name = why->code != ERR_EMPTY && why->code != ERR_FILE_TOO_LARGE;
    if (!of_name || !renames)
        return failure_take(failure, why);
    refusal_text(&said, why);
    room[said.size] = '\0';
    return failure_say(failure, why->code, "%s Or --as NAME gives the file another name.", room);
}

static enum error named_twice(const struct file_named *named, bool renames, struct failure *failure)
{
    struct refusal why;
    refuse(&why, ERR_NAMED_TWICE, field_name, named->name, 0);
    return refuse_name(failure, renames, &why);
}

/* The last part of its path, judged as the server will judge it. */
static enum error check_named(const struct file_named *named, bool renames, struct failure *failure)
{
    static const struct field one = {
        .name = field_name, .kind = KIND_FILES, .needed = OPTIONAL, .limit = LIMIT_FILES};
    uint8_t room[LIMIT_FILE_NAME_BYTES + LIMIT_HASH_BYTES + 64];
    struct buffer files = buffer_over(room, sizeof room);
    struct refusal why = {0};
    if (named->name.size > LIMIT_FILE_NAME_BYTES) {
        refuse(&why, ERR_TOO_LONG, field_name, (struct bytes){0}, LIMIT_FILE_NAME_BYTES);
        return refuse_name(failure, renames, &why);
    }
    files_write(&files, named, 1);
    struct bytes value = buffer_bytes(&files);
    return codec_check_said(&one, &value, &why) == OK ? OK : refuse_name(failure, renames, &why);
}

static enum error open_file(struct attached *attached, struct failure *failure)
{
    /* A pipe without a writer must not hold us up. */
    attached->file = open(attached->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (attached->file < 0 || fstat(attached->file, &attached->seen) != 0)
        return failure_say(failure, ERR_INTERNAL, "Cannot read %s: %s.", attached->path, strerror(errno));
    if (!S_ISREG(attached->seen.st_mode))
        return failure_say(failure, ERR_INTERNAL, "%s is no file.", attached->path);
    if (attached->seen.st_size == 0)
        return failure_say(failure, ERR_EMPTY, "The file %s is empty; nothing was sent.", attached->path);
    attached->named.size = (uint64_t)attached->seen.st_size;
    return OK;
}

enum error attach_open(struct attach *attach, const char *path, const char *as, struct failure *failure)
{
    if (attach->count == LIMIT_FILES)
        return failure_refuse(failure, ERR_OUT_OF_RANGE, field_name, (struct bytes){0}, LIMIT_FILES);
    struct attached *attached = &attach->files[attach->count];
    const char *slash = strrchr(path, '/');
    *attached = (struct attached){.path = path, .file = -1};
    attached->named.name = bytes_of_text(as != NULL ? as : slash != NULL ? slash + 1 : path);
    attached->named.hash = bytes_of(attached->hash, sizeof attached->hash);
    enum error code = open_file(attached, failure);
    attach->count++;
    if (code == OK)
        code = check_named(&attached->named, attach->renames, failure);
    for (size_t i = 0; i + 1 < attach->count && code == OK; i++) {
        if (bytes_equal(attach->files[i].named.name, attached->named.name))
            code = named_twice(&attached->named, attach->renames, failure);
    }
    bool fits = false;
    if (code == OK)
        code = blob_hash_file(attached->file, attached->named.size, attached->hash, &fits, failure);
    if (code == OK && (!fits || !is_as_seen(attached)))
        code = changed(attached, failure);
    return code;
}

void attach_close(struct attach *attach)
{
    for (size_t i = 0; i < attach->count; i++) {
        if (attach->files[i].file >= 0)
            close(attach->files[i].file);
    }
    attach->count = 0;
}

static enum error read_piece(void *context, uint64_t offset, uint8_t *room, size_t size,
                             struct failure *failure)
{
    const struct attached *attached = context;
    size_t had = 0;
    while (had < size) {
        ssize_t got = pread(attached->file, room + had, size - had, (off_t)(offset + had));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failure_say(failure, ERR_INTERNAL, "Cannot read %s: %s.", attached->path, strerror(errno));
        if (got == 0)
            break;
        had += (size_t)got;
    }
    return had == size && is_as_seen(attached) ? OK : changed(attached, failure);
}

static enum error upload_one(const struct attached *attached, struct client *client,
                             const struct options *options, struct failure *failure)
{
    struct progress progress;
    struct blob_watch watch = {
        .patience_ms = options->timeout_ms, .moved = progress_move, .context = &progress};
    struct blob_source source = {.size = attached->named.size,
                                 .hash = attached->hash,
                                 .read = read_piece,
                                 .context = (void *)attached};
    progress_begin(&progress, options, attached->named.name, attached->named.size);
    enum error code = blob_send(client, &source, &watch, failure);
    progress_end(&progress);
    /* What the server got is not what was hashed. */
    if (code == ERR_BLOB_MISMATCH)
        return changed(attached, failure);
    return code;
}

enum error attach_upload(const struct attach *attach, struct client *client, const struct options *options,
                         struct failure *failure)
{
    enum error code = OK;
    for (size_t i = 0; i < attach->count && code == OK; i++)
        code = upload_one(&attach->files[i], client, options, failure);
    return code;
}

static bool replaces(const struct attach *attach, struct bytes name)
{
    for (size_t i = 0; i < attach->count; i++) {
        if (bytes_equal(attach->files[i].named.name, name))
            return true;
    }
    return false;
}

enum error attach_write(const struct attach *attach, struct bytes kept, struct buffer *out,
                        struct failure *failure)
{
    struct file_named files[2 * LIMIT_FILES], one;
    size_t count = 0, at = 0;
    while (kept.size > 0 && count < LIMIT_FILES && files_next(kept, &at, &one)) {
        if (!replaces(attach, one.name))
            files[count++] = one;
    }
    for (size_t i = 0; i < attach->count; i++)
        files[count++] = attach->files[i].named;
    if (count > LIMIT_FILES)
        return failure_refuse(failure, ERR_OUT_OF_RANGE, field_name, (struct bytes){0}, LIMIT_FILES);
    files_write(out, files, count);
    return OK;
}
