/* Where the text of a bulletin comes from, and how it travels. It does not know which verb it is for. */
#include "client/shell/body.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/lib/connect/transfer.h"
#include "client/lib/tidy.h"
#include "client/shell/typed.h"

/* Reads all of a stream, or so much that too much is noticed. */
static enum error read_stream(FILE *stream, uint8_t **text, size_t *size, struct failure *failure)
{
    const size_t most = tidy_room(LIMIT_TEXT_BYTES);
    uint8_t *room = malloc(most);
    if (room == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    size_t had = fread(room, 1, most, stream);
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

bool body_asks(const char *file)
{
    return typed_resumes() || (file == NULL && isatty(STDIN_FILENO));
}

bool body_is_typed(const char *file)
{
    return body_asks(file) || (file != NULL && strcmp(file, "-") == 0 && isatty(STDIN_FILENO));
}

/* Nobody keeps a connection waiting for somebody who types. */
static enum error read_typed(const struct body_source *source, struct bytes old, uint8_t **text, size_t *size,
                             struct failure *failure)
{
    client_close(source->client);
    if (body_asks(source->file))
        return typed_text(source->options, source->client, old, text, size, failure);
    uint8_t *read = NULL;
    size_t read_size = 0;
    enum error code = read_stream(stdin, &read, &read_size, failure);
    if (code == OK)
        code = typed_keep(source->options, source->client, bytes_of(read, read_size), failure);
    if (code != OK) {
        free(read);
        return code;
    }
    *text = read;
    *size = read_size;
    return OK;
}

enum error body_read(const struct body_source *source, struct bytes old, uint8_t **text, size_t *size,
                     struct failure *failure)
{
    const char *file = source->file;
    enum error code;
    if (body_is_typed(file))
        code = read_typed(source, old, text, size, failure);
    else if (file == NULL || strcmp(file, "-") == 0)
        code = read_stream(stdin, text, size, failure);
    else
        code = read_file(file, text, size, failure);
    if (code == OK)
        *size = tidy_text(*text, *size);
    return code;
}

enum error body_check(struct bytes text, struct failure *failure)
{
    static const struct field whole = {
        .name = "text", .kind = KIND_TEXT, .needed = OPTIONAL, .limit = LIMIT_TEXT_BYTES};
    struct refusal why = {0};
    if (text.size == 0 || codec_check_said(&whole, &text, &why) == OK)
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
