/* The long texts and files of a watcher, each under its hash. They belong to the kept acts that name them and
 * go when the last of those goes. */
#include "client/lib/home/keep.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/lib/home/kept_records.h"
#include "protocol/proof/act.h"

void keep_text_path(const struct keep *keep, struct bytes hash, char path[PATH_MAX])
{
    char name[sizeof "texts/" + 2 * LIMIT_HASH_BYTES] = "texts/";
    sodium_bin2hex(name + strlen("texts/"), 2 * LIMIT_HASH_BYTES + 1, hash.at, LIMIT_HASH_BYTES);
    files_join(path, keep_folder(keep), name);
}

void keep_part_path(const struct keep *keep, struct bytes hash, char path[PATH_MAX])
{
    /* The folder's path leaves room for the names in it. */
    keep_text_path(keep, hash, path);
    strcat(path, ".part");
}

bool keep_has_text(const struct keep *keep, struct bytes hash)
{
    uint8_t *text = NULL;
    size_t size;
    struct failure ignored;
    bool whole = keep_read_text(keep, hash, &text, &size, &ignored) == OK && text != NULL;
    free(text);
    return whole;
}

enum error keep_text(struct keep *keep, struct bytes hash, struct bytes text, struct failure *failure)
{
    char path[PATH_MAX];
    keep_text_path(keep, hash, path);
    return files_replace(path, text, 0600, failure);
}

enum error keep_read_text(const struct keep *keep, struct bytes hash, uint8_t **text, size_t *size,
                          struct failure *failure)
{
    char path[PATH_MAX];
    uint8_t *content = NULL, found[LIMIT_HASH_BYTES];
    size_t content_size = 0;
    keep_text_path(keep, hash, path);
    enum error code = files_read(path, LIMIT_FILE_BYTES, &content, &content_size, failure);
    if (code != OK)
        return code;
    if (content != NULL) {
        hash_bytes(bytes_of(content, content_size), found);
        if (!bytes_equal(hash, bytes_of(found, sizeof found))) {
            free(content);
            content = NULL;
        }
    }
    *text = content;
    *size = content != NULL ? content_size : 0;
    return OK;
}

/* The act of a kept fact, taken apart as far as it names texts and files. */
struct named {
    alignas(max_align_t) uint8_t args[SHAPE_BYTES];
    const struct bytes *text_hash, *attach;
};

static const struct bytes *field_of(const struct shape *shape, const uint8_t *args, const char *name)
{
    int index = shape_find(shape, bytes_of_text(name));
    if (index < 0 || !field_present(args, (size_t)index))
        return NULL;
    return (const void *)(args + shape->fields[index].offset);
}

static bool read_named(struct bytes push_fact, struct named *named)
{
    struct push_fact push;
    struct head head;
    struct act act;
    struct refusal why = {0};
    if (!records_read(push_fact, &push, &head) || !push.has.act || act_read(push.act, &act, &why) != OK)
        return false;
    const struct verb *verb = verb_find(act.verb);
    if (verb == NULL || codec_decode_kept(verb->args, act.args, named->args, &why) != OK)
        return false;
    named->text_hash = field_of(verb->args, named->args, "text_hash");
    named->attach = field_of(verb->args, named->args, "attach");
    return true;
}

/* Gives each hash that the act names, until `take` returns false. */
static void walk_named(const struct named *named, bool (*take)(void *context, struct bytes hash),
                       void *context)
{
    struct file_named file;
    if (named->text_hash != NULL && !take(context, *named->text_hash))
        return;
    for (size_t at = 0; named->attach != NULL && files_next(*named->attach, &at, &file);) {
        if (!take(context, file.hash))
            return;
    }
}

struct search {
    struct bytes hash;
    bool found;
    /* Facts that do not count: those of the channel whose file has this name that are erased. */
    const char *file_name;
    const struct erasure *erasing;
};

static bool is_it(void *context, struct bytes hash)
{
    struct search *search = context;
    search->found = search->found || bytes_equal(hash, search->hash);
    return !search->found;
}

static bool counts(const struct search *search, bool own, struct bytes push_fact)
{
    struct push_fact push;
    struct head head;
    return !own || !records_read(push_fact, &push, &head) || !erasure_takes(search->erasing, &head);
}

static enum error search_file(const char *path, bool own, struct search *search, struct failure *failure)
{
    struct named named;
    struct bytes content;
    struct record_taken record;
    enum error code = records_map_file(path, &content, failure);
    if (code != OK)
        return code;
    for (struct bytes rest = content; !search->found && records_take(&rest, &record);) {
        if (record.is_fact && counts(search, own, record.push_fact) && read_named(record.push_fact, &named))
            walk_named(&named, is_it, search);
    }
    records_unmap(content);
    return OK;
}

/* Whether an act that is kept, in any channel, names it. */
static enum error is_named(const struct keep *keep, struct search *search, struct failure *failure)
{
    char facts[PATH_MAX], path[PATH_MAX];
    enum error code = OK;
    files_join(facts, keep_folder(keep), "facts");
    DIR *folder = opendir(facts);
    if (folder == NULL)
        return failure_say(failure, ERR_INTERNAL, "Cannot open %s: %s.", facts, strerror(errno));
    for (struct dirent *entry; code == OK && !search->found && (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] != '.' && !files_is_rest(entry->d_name) &&
            files_join(path, facts, entry->d_name))
            code = search_file(path, strcmp(entry->d_name, search->file_name) == 0, search, failure);
    }
    closedir(folder);
    return code;
}

struct dropping {
    struct keep *keep;
    const char *file_name;
    const struct erasure *erasing;
    enum error code;
    struct failure *failure;
};

static bool drop_one(void *context, struct bytes hash)
{
    struct dropping *dropping = context;
    char path[PATH_MAX];
    struct search search = {.hash = hash, .file_name = dropping->file_name, .erasing = dropping->erasing};
    dropping->code = is_named(dropping->keep, &search, dropping->failure);
    if (dropping->code != OK || search.found)
        return dropping->code == OK;
    /* What is still on its way to us is dropped as well. */
    keep_part_path(dropping->keep, hash, path);
    unlink(path);
    keep_text_path(dropping->keep, hash, path);
    if (unlink(path) != 0 && errno != ENOENT)
        dropping->code =
            failure_say(dropping->failure, ERR_INTERNAL, "Cannot remove %s: %s.", path, strerror(errno));
    return dropping->code == OK;
}

enum error keep_drop_texts(struct keep *keep, struct bytes channel, const struct erasure *erasing,
                           struct bytes records, struct failure *failure)
{
    char name[LIMIT_CHANNEL_BYTES + 1];
    struct dropping dropping = {.keep = keep, .file_name = name, .erasing = erasing, .failure = failure};
    struct record_taken record;
    struct named named;
    files_channel_name(channel, name);
    while (dropping.code == OK && records_take(&records, &record)) {
        if (record.is_fact && read_named(record.push_fact, &named))
            walk_named(&named, drop_one, &dropping);
    }
    return dropping.code;
}
