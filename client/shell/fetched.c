/* Files on their way into a folder. What arrived of one lies in a hidden file of its own beside it until all
 * of it is there. */
#include "client/shell/fetched.h"

#include "client/shell/kept_rows.h"
#include "client/shell/plans.h"
#include "client/shell/print.h"
#include "client/shell/progress.h"
#include "client/shell/thing.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/lib/connect/transfer.h"
#include "client/lib/home/files.h"
#include "client/lib/show/json.h"
#include "client/lib/show/lines.h"
#include "client/shell/usage.h"
#include "protocol/wire/text.h"

const struct option_row fetch_options[] = {
    OPTION_WORD(struct fetch, folder, "to", "FOLDER", "Put the files there"),
    {.name = "output",
     .letter = 'o',
     .argument = "FILE",
     .offset = offsetof(struct fetch, output),
     .help = "Write the one file to FILE"},
    OPTION_FLAG(struct fetch, all, "all", "Fetch every file"),
    OPTION_FLAG(struct fetch, force, "force", "Replace files that are there"),
    OPTION_WORD(struct fetch, revision, "revision", "NUMBER", "Of this revision; the newest by default"),
    {0},
};

void fetch_check(struct command *command)
{
    struct fetch *fetch = command->input;
    fetch->id = command->words[0];
    fetch->name = command->word_count > 1 ? command->words[1] : NULL;
    if (command->word_count > 2)
        usage_end("One file by its name, or --all: what is '%s'?", command->words[2]);
    if (fetch->all && (fetch->name != NULL || fetch->output != NULL))
        usage_end("--all goes with neither NAME nor --output.");
    if (fetch->folder != NULL && fetch->output != NULL)
        usage_end("Give either --to or --output.");
    if (fetch->output != NULL && strcmp(fetch->output, "-") == 0)
        usage_end(
            "--output takes a file, not standard output: an interrupted download goes on in that file.");
}

enum { FETCH_MOST = 2 * LIMIT_FILES };

/* One file on its way: where it goes and what has arrived. */
struct fetched {
    const struct file_named *named;
    char path[PATH_MAX], part[PATH_MAX], folder[PATH_MAX];
    int file; /* the part */
    struct progress progress;
};

static enum error file_failed(struct failure *failure, const char *what, const char *path)
{
    return failure_say(failure, ERR_INTERNAL, "Cannot %s %s: %s.", what, path, strerror(errno));
}

/* `.bulletin-HASH.part`: by what the file holds and what it will be called, so that it is found again and two
 * files on their way never meet. No attachment begins with a dot, and nobody comes upon such a name by
 * chance. */
static enum error make_part_path(struct fetched *fetched, const char *name, struct failure *failure)
{
    enum { NAME_HASH_BYTES = 16, FOLDER_MOST = PATH_MAX - 64 };
    uint8_t room[LIMIT_HASH_BYTES + NAME_MAX], hash[LIMIT_HASH_BYTES];
    char hex[2 * NAME_HASH_BYTES + 1];
    struct buffer both = buffer_over(room, sizeof room);
    buffer_add(&both, fetched->named->hash.at, fetched->named->hash.size);
    buffer_add_text(&both, name);
    hash_bytes(buffer_bytes(&both), hash);
    sodium_bin2hex(hex, sizeof hex, hash, NAME_HASH_BYTES);
    if (both.overflowed || strlen(fetched->folder) > FOLDER_MOST)
        return failure_say(failure, ERR_INTERNAL, "The path %.80s… is too long.", fetched->path);
    snprintf(fetched->part, PATH_MAX, "%.*s/.bulletin-%s.part", FOLDER_MOST, fetched->folder, hex);
    return OK;
}

static enum error make_paths(const struct fetch *fetch, struct fetched *fetched, struct failure *failure)
{
    const struct bytes name = fetched->named->name;
    int size = fetch->output != NULL
                   ? snprintf(fetched->path, PATH_MAX, "%s", fetch->output)
                   : snprintf(fetched->path, PATH_MAX, "%s%s%.*s", fetch->folder != NULL ? fetch->folder : "",
                              fetch->folder != NULL ? "/" : "", (int)name.size, (const char *)name.at);
    if (size >= PATH_MAX)
        return failure_say(failure, ERR_INTERNAL, "The path %.80s… is too long.", fetched->path);
    const char *slash = strrchr(fetched->path, '/');
    int folder_size = slash == NULL ? 1 : slash == fetched->path ? 1 : (int)(slash - fetched->path);
    snprintf(fetched->folder, PATH_MAX, "%.*s", folder_size, slash == NULL ? "." : fetched->path);
    return make_part_path(fetched, slash == NULL ? fetched->path : slash + 1, failure);
}

/* Whether the open file has the size and the hash that the bulletin names. */
static enum error is_whole(const struct fetched *fetched, int file, bool *whole, struct failure *failure)
{
    struct stat about;
    uint8_t hash[LIMIT_HASH_BYTES];
    *whole = false;
    if (fstat(file, &about) != 0 || (uint64_t)about.st_size != fetched->named->size)
        return OK;
    enum error code = blob_hash_file(file, fetched->named->size, hash, whole, failure);
    *whole = *whole && bytes_equal(bytes_of(hash, sizeof hash), fetched->named->hash);
    return code;
}

/* A file that is there already is left alone: *done when it is the one that is wanted. */
static enum error look_at_old(const struct fetch *fetch, const struct fetched *fetched, bool *done,
                              struct failure *failure)
{
    *done = false;
    int file = open(fetched->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0 && errno == ENOENT)
        return OK;
    enum error code =
        file < 0 ? file_failed(failure, "look at", fetched->path) : is_whole(fetched, file, done, failure);
    if (file >= 0)
        close(file);
    if (code == OK && !*done && fetch->fixed)
        return failure_say(failure, ERR_INTERNAL, "%s is there already, and is another file. Move it away.",
                           fetched->path);
    if (code == OK && !*done && !fetch->force)
        code = failure_say(failure, ERR_INTERNAL,
                           "%s is there already. --force replaces it, -o writes to another file.",
                           fetched->path);
    return code;
}

/* Whether the open part is a file that only this person's fetch can have made, and still stands under its
 * name. */
static bool is_own(const struct fetched *fetched, const struct stat *about)
{
    struct stat named;
    return S_ISREG(about->st_mode) && about->st_uid == geteuid() && about->st_nlink == 1 &&
           lstat(fetched->part, &named) == 0 && named.st_dev == about->st_dev &&
           named.st_ino == about->st_ino;
}

/* Opens the part; *offset is what it has, in whole pieces. Only one process may add to it. */
static enum error open_part(struct fetched *fetched, uint64_t *offset, struct failure *failure)
{
    struct stat about;
    fetched->file = open(fetched->part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
    if (fetched->file < 0)
        return file_failed(failure, "write", fetched->part);
    if (flock(fetched->file, LOCK_EX | LOCK_NB) != 0)
        return failure_say(failure, ERR_INTERNAL, "Another process is fetching %s.", fetched->path);
    if (fstat(fetched->file, &about) != 0 || !is_own(fetched, &about))
        return failure_say(failure, ERR_INTERNAL,
                           "%s is in the way, and was not made by a fetch of yours. Remove it, or fetch into "
                           "another folder.",
                           fetched->part);
    uint64_t had = (uint64_t)about.st_size;
    if (had > fetched->named->size)
        had = 0;
    if (had < fetched->named->size)
        had -= had % LIMIT_BLOB_CHUNK_BYTES;
    *offset = had;
    return ftruncate(fetched->file, (off_t)had) == 0 ? OK : file_failed(failure, "write", fetched->part);
}

static enum error take_piece(void *context, uint64_t size, uint64_t offset, struct bytes piece,
                             struct failure *failure)
{
    struct fetched *fetched = context;
    if (size != fetched->named->size)
        return failure_refuse(failure, ERR_BLOB_MISMATCH, NULL, (struct bytes){0}, 0);
    return files_write_at(fetched->file, offset, piece) ? OK : file_failed(failure, "write", fetched->part);
}

/* The part becomes the file. Without --force a file that appeared meanwhile is left alone, where the file
 * system can promise that. */
static enum error put_in_place(const struct fetch *fetch, struct fetched *fetched, struct failure *failure)
{
    if (fsync(fetched->file) != 0)
        return file_failed(failure, "write", fetched->part);
    int moved =
        renameat2(AT_FDCWD, fetched->part, AT_FDCWD, fetched->path, fetch->force ? 0 : RENAME_NOREPLACE);
    if (moved != 0 && errno == EINVAL)
        moved = rename(fetched->part, fetched->path);
    if (moved != 0)
        return file_failed(failure, "make", fetched->path);
    return files_sync_folder(fetched->folder, failure);
}

static enum error download(const struct fetch *fetch, struct client *client, struct bytes id,
                           struct fetched *fetched, struct failure *failure)
{
    bool whole = false;
    struct blob_sink sink = {.take = take_piece, .context = fetched};
    struct blob_watch watch = {
        .patience_ms = fetch->options->timeout_ms, .moved = progress_move, .context = &fetched->progress};
    enum error code = open_part(fetched, &sink.offset, failure);
    if (code != OK)
        return code;
    progress_begin(&fetched->progress, fetch->options, fetched->named->name, fetched->named->size);
    if (sink.offset < fetched->named->size)
        code = blob_receive(client, id, fetched->named->hash, &sink, &watch, failure);
    progress_end(&fetched->progress);
    if (code == OK)
        code = is_whole(fetched, fetched->file, &whole, failure);
    if (code == OK && !whole) {
        unlink(fetched->part);
        return failure_say(
            failure, ERR_BLOB_MISMATCH,
            "What arrived of %s is not what the bulletin names. It was removed; fetch it again.",
            fetched->path);
    }
    return code == OK ? put_in_place(fetch, fetched, failure) : code;
}

static void print_fetched(const struct fetch *fetch, const struct fetched *fetched)
{
    if (fetch->options->json) {
        uint8_t room[2 * LIMIT_HASH_BYTES];
        struct buffer hash = buffer_over(room, sizeof room);
        text_from_hex(fetched->named->hash, &hash);
        print_json(json_pack("{s:o, s:I, s:o, s:s}", "name", json_from_text(fetched->named->name), "size",
                             (json_int_t)fetched->named->size, "hash", json_from_text(buffer_bytes(&hash)),
                             "path", fetched->path));
    } else {
        print_line(bytes_of_text(fetched->path));
    }
}

static enum error fetch_file(const struct fetch *fetch, struct client *client, struct bytes id,
                             const struct file_named *named, struct failure *failure)
{
    struct fetched fetched = {.named = named, .file = -1};
    bool done = false;
    enum error code = make_paths(fetch, &fetched, failure);
    if (code == OK)
        code = look_at_old(fetch, &fetched, &done, failure);
    if (code == OK && done)
        say_note(fetch->options, "%s is here already.", fetched.path);
    else if (code == OK)
        code = download(fetch, client, id, &fetched, failure);
    if (fetched.file >= 0)
        close(fetched.file);
    if (code == OK)
        print_fetched(fetch, &fetched);
    return code;
}

static void list_file(const struct fetch *fetch, const struct file_named *named)
{
    uint8_t room[LIMIT_FILE_NAME_BYTES + 32];
    struct buffer line = buffer_over(room, sizeof room);
    if (fetch->options->json) {
        print_json(
            json_pack("{s:o, s:I}", "name", json_from_text(named->name), "size", (json_int_t)named->size));
        return;
    }
    buffer_add(&line, named->name.at, named->name.size);
    buffer_add_text(&line, "  ");
    lines_size(&line, named->size);
    print_line(buffer_bytes(&line));
}

/* All that the fields of a row name. */
static size_t collect(const struct shape *shape, const void *values, struct file_named files[FETCH_MOST])
{
    size_t count = 0;
    for (size_t i = 0; i < shape->count; i++) {
        if (shape->fields[i].kind != KIND_FILES || !field_present(values, i))
            continue;
        const struct bytes *list = (const void *)((const uint8_t *)values + shape->fields[i].offset);
        for (size_t at = 0; count < FETCH_MOST && files_next(*list, &at, &files[count]);)
            count++;
    }
    return count;
}

enum error fetch_row(const struct fetch *fetch, struct client *client, const struct shape *shape,
                     const void *values, struct failure *failure)
{
    struct file_named files[FETCH_MOST];
    const struct bytes *id = shape_value(shape, values, "id");
    const size_t count = collect(shape, values, files);
    const bool lists = count > 1 && fetch->name == NULL && !fetch->all;
    size_t found = 0;
    enum error code = OK;
    for (size_t i = 0; i < count && code == OK; i++) {
        if (fetch->name != NULL && !bytes_equal_text(files[i].name, fetch->name))
            continue;
        found++;
        if (lists)
            list_file(fetch, &files[i]);
        else
            code = fetch_file(fetch, client, *id, &files[i], failure);
    }
    if (lists)
        return failure_say(failure, ERR_FIELD_MISSING, "It has several files. Name one, or give --all.");
    if (code == OK && found == 0 && fetch->name != NULL && count > 0)
        return failure_say(failure, ERR_BLOB_UNKNOWN, "%s has no file '%s'.", fetch->id, fetch->name);
    if (code == OK && found == 0 && shape_value(shape, values, "erased") != NULL)
        return failure_refuse(failure, ERR_ERASED, "id", bytes_of_text(fetch->id), 0);
    if (code == OK && found == 0)
        return failure_say(failure, ERR_BLOB_UNKNOWN, "%s has no files.", fetch->id);
    return code;
}

static enum error ask(struct command *command, struct rows *rows)
{
    const struct fetch *fetch = command->input;
    const struct answer answer = {.row = rows_take, .context = rows};
    request_add_text(command->request, "id", fetch->id);
    if (fetch->revision != NULL)
        request_add_text(command->request, "revision", fetch->revision);
    enum error code = command_open(command);
    return code == OK ? command_call(command, &answer, NULL) : code;
}

enum error fetch_run_judged(struct command *command, fetch_judge *judge)
{
    struct fetch *fetch = command->input;
    const struct shape *shape = command->plan->verb->row;
    alignas(max_align_t) uint8_t row[SHAPE_BYTES];
    struct rows rows = {0};
    fetch->options = command->options;
    enum error code = ask(command, &rows);
    if (code == OK)
        code = rows_first(&rows, shape, row, &command->failure);
    if (code == OK && judge != NULL)
        code = judge(row, &command->failure);
    if (code == OK)
        code = fetch_row(fetch, command->session.client, shape, row, &command->failure);
    rows_free(&rows);
    return code;
}

enum error fetch_run(struct command *command)
{
    return fetch_run_judged(command, NULL);
}

/* The command that fetches what this one shows, or NULL. */
static const struct command_plan *plan_fetching(const struct command_plan *shows)
{
    const struct command_plan *plan;
    for (size_t i = 0; (plan = plans_at(i)) != NULL; i++) {
        if (plan->instead == fetch_instead && plan->verb == shows->verb)
            return plan;
    }
    return NULL;
}

bool fetch_instead(struct command *command)
{
    struct thing_found found;
    if (!thing_look(command, &found))
        return false;
    const struct command_plan *shows = plans_showing(found.kind);
    const struct command_plan *fetches = shows != NULL ? plan_fetching(shows) : NULL;
    if (fetches == command->plan)
        return false;
    command->exit_code = EXIT_REFUSED;
    if (shows == NULL)
        command->exit_code = thing_say(&found);
    else if (fetches != NULL)
        fprintf(stderr, "bulletin: %s is something else. `bulletin %s %s` fetches its files.\n", found.id,
                fetches->words, found.id);
    else
        fprintf(stderr, "bulletin: %s has no files. `bulletin %s %s` shows it.\n", found.id, shows->words,
                found.by);
    return true;
}
