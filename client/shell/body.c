/* Where the text of a bulletin comes from, and how it travels. It does not know which verb it is for. */
#include "client/shell/body.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/lib/connect/blob.h"
#include "client/lib/home/files.h"
#include "client/shell/zone.h"

/* Reads all of a stream; one byte more than may be, so that too much is noticed. */
static enum error read_stream(FILE *stream, uint8_t **text, size_t *size, struct failure *failure)
{
    uint8_t *room = malloc(LIMIT_TEXT_BYTES + 1);
    if (room == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    size_t had = fread(room, 1, LIMIT_TEXT_BYTES + 1, stream);
    if (ferror(stream)) {
        enum error code = failure_say(failure, ERR_INTERNAL, "Cannot read the text: %s.", strerror(errno));
        free(room);
        return code;
    }
    *text = room;
    *size = had;
    return OK;
}

static enum error read_file(const char *path, uint8_t **text, size_t *size, struct failure *failure)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return failure_say(failure, ERR_INTERNAL, "Cannot read %s: %m.", path);
    enum error code = read_stream(file, text, size, failure);
    fclose(file);
    return code;
}

/* Puts the old text into a new file for the editor. */
static enum error make_draft(struct bytes old, char path[PATH_MAX], struct failure *failure)
{
    const char *folder = getenv("TMPDIR");
    if (folder == NULL)
        folder = "/tmp";
    snprintf(path, PATH_MAX, "%s/bulletin-XXXXXX", folder);
    int file = mkostemp(path, O_CLOEXEC);
    FILE *stream = file >= 0 ? fdopen(file, "w") : NULL;
    if (stream == NULL) {
        if (file >= 0)
            close(file);
        return failure_say(failure, ERR_INTERNAL, "Cannot make a file in %s: %s.", folder, strerror(errno));
    }
    bool written = fwrite(old.at, 1, old.size, stream) == old.size;
    if (old.size > 0)
        written = fputc('\n', stream) != EOF && written;
    written = fclose(stream) == 0 && written;
    if (written)
        return OK;
    failure_write(failure, ERR_INTERNAL, "Cannot write %s: %s.", path, strerror(errno));
    unlink(path);
    return ERR_INTERNAL;
}

/* Opens the old text in the person's editor and reads what they left. */
static enum error read_editor(struct bytes old, uint8_t **text, size_t *size, struct failure *failure)
{
    const char *editor = getenv("EDITOR");
    char path[PATH_MAX], command[PATH_MAX];
    snprintf(command, sizeof command, "%s \"$1\"", editor != NULL && editor[0] != '\0' ? editor : "vi");
    enum error code = make_draft(old, path, failure);
    if (code != OK)
        return code;
    int status = -1;
    pid_t child = fork();
    if (child == 0) {
        zone_lend();
        execl("/bin/sh", "sh", "-c", command, "sh", path, (char *)NULL);
        _exit(127);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (child < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        code = failure_say(failure, ERR_INTERNAL, "The editor failed; nothing was published.");
    uint8_t *left = NULL;
    size_t left_size = 0;
    if (code == OK)
        code = read_file(path, &left, &left_size, failure);
    unlink(path);
    if (code == OK && left_size == 0)
        code = failure_say(failure, ERR_EMPTY, "No text was written; nothing was published.");
    if (code != OK) {
        free(left);
        return code;
    }
    *text = left;
    *size = left_size;
    return OK;
}

/* \r\n becomes \n, and the newlines at the end go. */
static size_t tidy(uint8_t *text, size_t size)
{
    size_t kept = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\r' && i + 1 < size && text[i + 1] == '\n')
            continue;
        text[kept++] = text[i];
    }
    while (kept > 0 && text[kept - 1] == '\n')
        kept--;
    return kept;
}

bool body_asks(const char *file)
{
    return file == NULL && isatty(STDIN_FILENO);
}

enum error body_read(const char *file, struct bytes old, uint8_t **text, size_t *size,
                     struct failure *failure)
{
    enum error code;
    if (body_asks(file))
        code = read_editor(old, text, size, failure);
    else if (file == NULL || strcmp(file, "-") == 0)
        code = read_stream(stdin, text, size, failure);
    else
        code = read_file(file, text, size, failure);
    if (code == OK && *size <= LIMIT_TEXT_BYTES)
        *size = tidy(*text, *size);
    return code;
}

enum error body_check(struct bytes text, struct failure *failure)
{
    static const struct field whole = {
        .name = "text", .kind = KIND_TEXT, .needed = OPTIONAL, .limit = LIMIT_TEXT_BYTES};
    struct refusal why = {0};
    if (text.size == 0 || codec_check(&whole, &text, &why) == OK)
        return OK;
    return failure_take(failure, &why);
}

enum error body_place(struct client *client, const struct options *options, struct bytes text,
                      struct body *body, struct failure *failure)
{
    const struct blob_watch watch = {.patience_ms = options->timeout_ms};
    body->text = body->hash = (struct bytes){0};
    if (text.size <= LIMIT_INLINE_TEXT_BYTES) {
        body->text = text;
        return OK;
    }
    enum error code = blob_upload(client, text, &watch, body->hash_room, failure);
    if (code == OK)
        body->hash = bytes_of(body->hash_room, sizeof body->hash_room);
    return code;
}

enum error body_add(struct client *client, const struct options *options, struct request *request,
                    struct bytes text, struct failure *failure)
{
    struct body body;
    enum error code = body_check(text, failure);
    if (code == OK)
        code = body_place(client, options, text, &body, failure);
    if (code == OK && body.text.size > 0)
        request_add(request, "text", body.text);
    if (code == OK && body.hash.size > 0)
        request_add_hex(request, "text_hash", body.hash.at, body.hash.size);
    return code;
}
