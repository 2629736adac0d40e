/* Putting facts with their texts and files on disk, and dropping what they erase. It shows nothing. */
#include "client/watch/keeping.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/lib/connect/transfer.h"
#include "client/lib/home/files.h"
#include "client/nouns/client_nouns.h"
#include "client/watch/broken.h"

/* A text or file that grows on disk. */
struct part {
    int file;
    const char *path;
};

static enum error part_failed(struct failure *failure, const char *what, const char *path)
{
    return failure_say(failure, ERR_INTERNAL, "Cannot %s %s: %s.", what, path, strerror(errno));
}

static enum error take_piece(void *context, uint64_t size, uint64_t offset, struct bytes piece,
                             struct failure *failure)
{
    struct part *part = context;
    if (size > LIMIT_FILE_BYTES)
        return failure_refuse(failure, ERR_BLOB_MISMATCH, NULL, (struct bytes){0}, 0);
    return files_write_at(part->file, offset, piece) ? OK : part_failed(failure, "write", part->path);
}

static enum error part_size(const struct part *part, uint64_t *size, struct failure *failure)
{
    struct stat about;
    if (fstat(part->file, &about) != 0)
        return part_failed(failure, "read", part->path);
    *size = (uint64_t)about.st_size;
    return OK;
}

/* Whole and right: to its place. */
static enum error end_part(struct watch *watch, const struct part *part, struct bytes hash,
                           struct failure *failure)
{
    char path[PATH_MAX], texts[PATH_MAX];
    uint8_t found[LIMIT_HASH_BYTES];
    bool fits = false;
    uint64_t size = 0;
    enum error code = part_size(part, &size, failure);
    if (code == OK)
        code = blob_hash_file(part->file, size, found, &fits, failure);
    if (code != OK)
        return code;
    if (!fits || !bytes_equal(hash, bytes_of(found, sizeof found)))
        return failure_refuse(failure, ERR_BLOB_MISMATCH, NULL, (struct bytes){0}, 0);
    keep_text_path(watch->keep, hash, path);
    files_join(texts, keep_folder(watch->keep), "texts");
    if (fsync(part->file) != 0 || rename(part->path, path) != 0)
        return part_failed(failure, "write", path);
    return files_sync_folder(texts, failure);
}

/* One try; what has arrived stays for the next, unless it does not fit. *resumed says whether an earlier one
 * left something. */
static enum error fetch(struct watch *watch, struct bytes fact_id, struct bytes hash, bool *resumed,
                        struct failure *failure)
{
    char path[PATH_MAX];
    static const struct blob_watch no_patience; /* follow_resume mends the connection */
    uint64_t size = 0;
    keep_part_path(watch->keep, hash, path);
    struct part part = {.file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600), .path = path};
    if (part.file < 0)
        return part_failed(failure, "write", path);
    enum error code = part_size(&part, &size, failure);
    struct blob_sink sink = {
        .offset = size - size % LIMIT_BLOB_CHUNK_BYTES, .take = take_piece, .context = &part};
    if (sink.offset > 0 && sink.offset == size)
        sink.offset -= LIMIT_BLOB_CHUNK_BYTES; /* it may have been the last piece */
    *resumed = sink.offset > 0;
    if (code == OK)
        code = blob_receive(watch->session.client, fact_id, hash, &sink, &no_patience, failure);
    if (code == OK)
        code = end_part(watch, &part, hash, failure);
    if (code == ERR_BLOB_MISMATCH)
        unlink(path);
    close(part.file);
    return code;
}

static const char *fact_name(struct bytes id, char name[LIMIT_ID_BYTES + 1])
{
    snprintf(name, LIMIT_ID_BYTES + 1, "%.*s", (int)id.size, (const char *)id.at);
    return name;
}

struct verdict keeping_fetch(struct watch *watch, struct bytes fact_id, struct bytes hash, bool *whole)
{
    struct failure failure;
    char name[LIMIT_ID_BYTES + 1];
    *whole = true;
    while (!keep_has_text(watch->keep, hash)) {
        bool resumed = false;
        enum error code = fetch(watch, fact_id, hash, &resumed, &failure);
        if (code == OK)
            break;
        /* Its front may have been lost in a crash; what came whole and does not fit is the server's fault. */
        if (code == ERR_BLOB_MISMATCH && !failure.said_by_server && resumed)
            continue;
        /* The server may have lost it, erased it, or refuse it. */
        if (failure.said_by_server && !failure_is_passing(&failure)) {
            say_note(watch->options, "A text or file of %s cannot be fetched.", fact_name(fact_id, name));
            *whole = false;
            return go_on;
        }
        if (code == ERR_BLOB_MISMATCH) {
            broken_thing(watch, fact_name(fact_id, name), &failure);
            *whole = false;
            return go_on;
        }
        resumed = false;
        if (failure_is_passing(&failure))
            code = follow_resume(watch->follow, watch->deadline_ms, &resumed, &failure);
        if (code != OK)
            return watch_fail(&failure);
        if (!resumed)
            return (struct verdict){.stop = true, .exit_code = wait_interrupted() ? EXIT_DONE : EXIT_WAITED};
    }
    return go_on;
}

static enum error keep_pushed(struct watch *watch, const struct fact_seen *fact, struct failure *failure)
{
    uint8_t room[LIMIT_HEAD_BYTES + LIMIT_ACT_BYTES + LIMIT_SIGNATURE_BYTES + 64];
    struct buffer map = buffer_over(room, sizeof room);
    struct erasure erasure;
    codec_encode(&shape_push_fact, &fact->push, &map);
    enum error code =
        keep_fact(watch->keep, fact->head.channel, fact->head.number, buffer_bytes(&map), failure);
    if (code != OK || !fact_erases(fact, &erasure))
        return code;
    /* The fact that explains the holes is on disk before they are made. */
    code = keep_sync(watch->keep, failure);
    return code == OK ? keep_erase(watch->keep, fact->head.channel, &erasure, failure) : code;
}

struct verdict keeping_fact(struct watch *watch, const struct fact_seen *fact)
{
    struct failure failure;
    if (keep_pushed(watch, fact, &failure) != OK)
        return watch_fail(&failure);
    return keeping_fetch_named(watch, fact, NULL);
}

/* What is not here, or not what its hash says. */
static struct verdict fetch_one(struct watch *watch, const struct fact_seen *fact, struct bytes hash,
                                uint64_t *fetched)
{
    bool whole, there = keep_has_text(watch->keep, hash);
    struct verdict verdict = there ? go_on : keeping_fetch(watch, bytes_of_text(fact->id), hash, &whole);
    if (!there && !verdict.stop && whole && fetched != NULL)
        (*fetched)++;
    return verdict;
}

struct verdict keeping_fetch_named(struct watch *watch, const struct fact_seen *fact, uint64_t *fetched)
{
    const struct bytes *text_hash = fact_arg(fact, "text_hash"), *attach = fact_arg(fact, "attach");
    struct verdict verdict = go_on;
    struct file_named file;
    if (text_hash != NULL)
        verdict = fetch_one(watch, fact, *text_hash, fetched);
    /* Files of others are fetched by whoever wants them. */
    const struct telling *telling = nouns_telling(fact);
    bool ours = watch_is_inbox(watch, fact) && telling != NULL && telling->delivery == DELIVERY_OWED;
    for (size_t at = 0; !verdict.stop && ours && attach != NULL && files_next(*attach, &at, &file);)
        verdict = fetch_one(watch, fact, file.hash, fetched);
    return verdict;
}
