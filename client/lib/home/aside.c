/* The list is read, changed and replaced as a whole, under its lock. It runs no hook. */
#include "client/lib/home/aside.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "protocol/proof/head.h"
#include "protocol/secure/identity.h"

enum { ASIDE_BYTES = 64 * 1024 * 1024, LINE_BYTES = LIMIT_ID_BYTES + 40 };

static const char sum_word[] = "sum ";

static enum error paths(const char *folder, char inside[PATH_MAX], char list[PATH_MAX],
                        struct failure *failure)
{
    if (files_join(inside, folder, "aside") && files_join(list, inside, "list"))
        return OK;
    return failure_say(failure, ERR_INTERNAL, "The path of the home folder is too long.");
}

static void write_sum(struct bytes lines, char line[LINE_BYTES])
{
    uint8_t hash[LIMIT_HASH_BYTES];
    char hex[2 * LIMIT_HASH_BYTES + 1];
    hash_bytes(lines, hash);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    snprintf(line, LINE_BYTES, "%s%s\n", sum_word, hex);
}

static bool parse_line(const char *line, struct aside_entry *entry)
{
    struct bytes channel;
    uint64_t number;
    int end = 0;
    const char *space = strchr(line, ' ');
    if (space == NULL || (size_t)(space - line) >= sizeof entry->id)
        return false;
    *entry = (struct aside_entry){0};
    memcpy(entry->id, line, (size_t)(space - line));
    return id_split(bytes_of_text(entry->id), &channel, &number) &&
           sscanf(space, " %d %" SCNd64 "%n", &entry->status, &entry->time_ms, &end) == 2 &&
           space[end] == '\0';
}

static bool append(struct aside *aside, const struct aside_entry *entry)
{
    struct aside_entry *entries = realloc(aside->entries, (aside->count + 1) * sizeof *entries);
    if (entries == NULL)
        return false;
    aside->entries = entries;
    entries[aside->count++] = *entry;
    return true;
}

/* The lines that can be read; *whole whether these are all, as they were written. */
static bool parse(char *content, struct aside *aside, bool *whole)
{
    char sum[LINE_BYTES] = "";
    *whole = false;
    for (char *rest = content; *rest != '\0';) {
        char *line = rest, *end = strchr(line, '\n');
        struct aside_entry entry;
        if (strncmp(line, sum_word, strlen(sum_word)) == 0)
            write_sum(bytes_of(content, (size_t)(line - content)), sum);
        rest = end != NULL ? end + 1 : line + strlen(line);
        if (sum[0] != '\0') {
            *whole = strcmp(line, sum) == 0;
            return true;
        }
        if (end == NULL)
            return true;
        *end = '\0';
        bool good = parse_line(line, &entry);
        *end = '\n';
        if (good && !append(aside, &entry))
            return false;
    }
    return true;
}

enum error aside_load(const char *folder, struct aside *aside, bool *whole, struct failure *failure)
{
    char inside[PATH_MAX], list[PATH_MAX];
    uint8_t *content = NULL;
    size_t size = 0;
    struct aside loaded = {0};
    enum error code = paths(folder, inside, list, failure);
    if (code == OK)
        code = files_read(list, ASIDE_BYTES, &content, &size, failure);
    if (code != OK)
        return code;
    *whole = true;
    if (content != NULL && !parse((char *)content, &loaded, whole)) {
        free(loaded.entries);
        code = failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    }
    if (content != NULL && strlen((char *)content) != size)
        *whole = false;
    free(content);
    if (code == OK)
        *aside = loaded;
    return code;
}

static enum error save(const char *list, const struct aside *aside, struct failure *failure)
{
    size_t capacity = (aside->count + 1) * LINE_BYTES, size = 0;
    char *text = malloc(capacity), sum[LINE_BYTES];
    if (text == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    for (size_t i = 0; i < aside->count; i++) {
        const struct aside_entry *entry = &aside->entries[i];
        size += (size_t)snprintf(text + size, capacity - size, "%s %d %" PRId64 "\n", entry->id,
                                 entry->status, entry->time_ms);
    }
    write_sum(bytes_of(text, size), sum);
    size += (size_t)snprintf(text + size, capacity - size, "%s", sum);
    enum error code = files_replace(list, bytes_of(text, size), 0600, failure);
    free(text);
    return code;
}

static enum error take_lock(const char *inside, int *lock, struct failure *failure)
{
    char path[PATH_MAX];
    enum error code = files_make_folder(inside, failure);
    if (code != OK)
        return code;
    if (!files_join(path, inside, "lock"))
        return failure_say(failure, ERR_INTERNAL, "The path of the home folder is too long.");
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    while (file >= 0 && flock(file, LOCK_EX) != 0) {
        if (errno == EINTR)
            continue;
        close(file);
        file = -1;
    }
    if (file < 0)
        return failure_say(failure, ERR_INTERNAL, "Cannot lock %s: %s.", path, strerror(errno));
    *lock = file;
    return OK;
}

/* Drops the id, and puts the entry at the end if there is one. */
static enum error change(const char *folder, const char *id, const struct aside_entry *entry,
                         struct failure *failure)
{
    char inside[PATH_MAX], list[PATH_MAX];
    struct aside aside = {0};
    bool whole;
    int lock = -1;
    enum error code = paths(folder, inside, list, failure);
    if (code == OK)
        code = take_lock(inside, &lock, failure);
    if (code == OK)
        code = aside_load(folder, &aside, &whole, failure);
    size_t left = 0;
    for (size_t i = 0; i < aside.count; i++) {
        if (strcmp(aside.entries[i].id, id) != 0)
            aside.entries[left++] = aside.entries[i];
    }
    aside.count = left;
    if (code == OK && entry != NULL && !append(&aside, entry))
        code = failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    if (code == OK)
        code = save(list, &aside, failure);
    free(aside.entries);
    if (lock >= 0)
        close(lock);
    return code;
}

enum error aside_add(const char *folder, const struct aside_entry *entry, struct failure *failure)
{
    return change(folder, entry->id, entry, failure);
}

enum error aside_remove(const char *folder, const char *id, struct failure *failure)
{
    struct aside aside;
    bool whole, there = false;
    enum error code = aside_load(folder, &aside, &whole, failure);
    if (code != OK)
        return code;
    for (size_t i = 0; i < aside.count; i++)
        there = there || strcmp(aside.entries[i].id, id) == 0;
    free(aside.entries);
    return there ? change(folder, id, NULL, failure) : OK;
}
