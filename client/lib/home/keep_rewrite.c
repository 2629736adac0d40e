/* A file of facts made again beside the old one, which stays until the new one is on disk. It does not know
 * where the facts come from. */
#include "client/lib/home/keep.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/lib/home/kept_records.h"

struct keep_rewriting {
    FILE *file;
    char path[PATH_MAX], temporary[PATH_MAX];
    char channel[LIMIT_CHANNEL_BYTES + 1];
    uint64_t begin;
    bool begun;
};

static enum error rewriting_failed(const struct keep_rewriting *rewriting, struct failure *failure)
{
    return failure_say(failure, ERR_INTERNAL, "Cannot write %s: %s.", rewriting->temporary, strerror(errno));
}

static enum error add_record(struct keep_rewriting *rewriting, const uint8_t *record, size_t size,
                             struct failure *failure)
{
    return fwrite(record, 1, size, rewriting->file) == size ? OK : rewriting_failed(rewriting, failure);
}

static enum error add_beginning(struct keep_rewriting *rewriting, const uint8_t *hash,
                                struct failure *failure)
{
    uint8_t room[RECORD_BYTES];
    const struct records_beginning beginning = {
        .channel = bytes_of_text(rewriting->channel), .number = rewriting->begin, .hash = hash};
    rewriting->begun = true;
    return add_record(rewriting, room, records_write_beginning(room, &beginning), failure);
}

enum error keep_rewrite_begin(const struct keep *keep, struct bytes channel, const uint8_t *hash,
                              struct keep_rewriting **rewriting, struct failure *failure)
{
    const struct cursor_place *place = cursor_find(keep_cursor(keep), channel);
    struct keep_rewriting *made = calloc(1, sizeof *made);
    if (made == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    memcpy(made->channel, channel.at, channel.size);
    made->begin = place != NULL ? place->begin : 0;
    keep_facts_path(keep, channel, made->path);
    int file = -1;
    if (files_rest_path(made->path, made->temporary))
        file = open(made->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    made->file = file >= 0 ? fdopen(file, "w") : NULL;
    enum error code = made->file != NULL ? OK : rewriting_failed(made, failure);
    if (code == OK && hash != NULL)
        code = add_beginning(made, hash, failure);
    if (code != OK) {
        keep_rewrite_drop(made);
        return code;
    }
    *rewriting = made;
    return OK;
}

enum error keep_rewrite_add(struct keep_rewriting *rewriting, struct bytes push_fact, struct failure *failure)
{
    uint8_t room[RECORD_BYTES];
    struct push_fact push;
    struct head head;
    if (push_fact.size > RECORD_FACT_BYTES || !records_read(push_fact, &push, &head))
        return failure_refuse(failure, ERR_MALFORMED, NULL, bytes_of_text("a fact that cannot be kept"), 0);
    enum error code = OK;
    if (!rewriting->begun && head.number == rewriting->begin + 1)
        code = add_beginning(rewriting, head.prev.at, failure);
    return code == OK ? add_record(rewriting, room, records_write(room, push_fact), failure) : code;
}

enum error keep_rewrite_end(struct keep *keep, struct keep_rewriting *rewriting, struct failure *failure)
{
    enum error code = OK;
    bool written = fflush(rewriting->file) == 0 && fsync(fileno(rewriting->file)) == 0 &&
                   rename(rewriting->temporary, rewriting->path) == 0;
    if (!written)
        code = rewriting_failed(rewriting, failure);
    if (code == OK)
        code = files_sync_folder_of(rewriting->path, failure);
    if (code == OK)
        code = keep_open_again(keep, bytes_of_text(rewriting->channel), failure);
    keep_rewrite_drop(rewriting);
    return code;
}

void keep_rewrite_drop(struct keep_rewriting *rewriting)
{
    if (rewriting == NULL)
        return;
    if (rewriting->file != NULL)
        fclose(rewriting->file);
    unlink(rewriting->temporary); /* after keep_rewrite_end it has its name no more */
    free(rewriting);
}
