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

/* Reads all of a stream; one byte more than may be, so that too much is noticed. */
static enum error read_stream(FILE *stream, uint8_t **text, size_t *size, struct failure *failure)
{
    uint8_t *room = malloc(LIMIT_TEXT_BYTES + 1);
    if (room == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    *size = fread(room, 1, LIMIT_TEXT_BYTES + 1, stream);
    if (ferror(stream)) {
        free(room);
        return failure_say(failure, ERR_INTERNAL, "Cannot read the text: %m.");
    }
    *text = room;
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

/* Opens an empty file in the person's editor and reads what they left. */
static enum error read_editor(uint8_t **text, size_t *size, struct failure *failure)
{
    const char *folder = getenv("TMPDIR"), *editor = getenv("EDITOR");
    char path[PATH_MAX], command[PATH_MAX];
    snprintf(path, sizeof path, "%s/bulletin-XXXXXX", folder != NULL ? folder : "/tmp");
    snprintf(command, sizeof command, "%s \"$1\"", editor != NULL && editor[0] != '\0' ? editor : "vi");
    int file = mkostemp(path, O_CLOEXEC);
    if (file < 0)
        return failure_say(failure, ERR_INTERNAL, "Cannot make a file in %s: %m.",
                           folder != NULL ? folder : "/tmp");
    close(file);
    int status = -1;
    pid_t child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", command, "sh", path, (char *)NULL);
        _exit(127);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    enum error code = OK;
    if (child < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        code = failure_say(failure, ERR_INTERNAL, "The editor failed; nothing was published.");
    if (code == OK)
        code = read_file(path, text, size, failure);
    unlink(path);
    if (code == OK && *size == 0) {
        free(*text);
        code = failure_say(failure, ERR_INTERNAL, "No text was written; nothing was published.");
    }
    return code;
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

enum error body_read(const char *file, uint8_t **text, size_t *size, struct failure *failure)
{
    enum error code;
    bool from_input = file != NULL ? strcmp(file, "-") == 0 : !isatty(STDIN_FILENO);
    if (from_input)
        code = read_stream(stdin, text, size, failure);
    else if (file != NULL)
        code = read_file(file, text, size, failure);
    else
        code = read_editor(text, size, failure);
    if (code == OK && *size <= LIMIT_TEXT_BYTES)
        *size = tidy(*text, *size);
    return code;
}

enum error body_add(struct client *client, struct request *request, struct bytes text,
                    struct failure *failure)
{
    static const struct field whole = {
        .name = "text", .kind = KIND_TEXT, .needed = OPTIONAL, .limit = LIMIT_TEXT_BYTES};
    struct refusal why = {0};
    uint8_t hash[LIMIT_HASH_BYTES];
    if (text.size == 0)
        return OK;
    if (codec_check(&whole, &text, &why) != OK)
        return failure_take(failure, &why);
    if (text.size <= LIMIT_INLINE_TEXT_BYTES) {
        request_add(request, "text", text);
        return OK;
    }
    enum error code = blob_upload(client, text, hash, failure);
    if (code == OK)
        request_add_hex(request, "text_hash", hash, sizeof hash);
    return code;
}
