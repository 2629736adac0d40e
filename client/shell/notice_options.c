/* Text and files on their way into an act. It does not know which verb the act has. */
#include "client/shell/notice_options.h"

#include <stdlib.h>

#include "client/shell/field_values.h"
#include "client/shell/typed.h"
#include "client/shell/usage.h"

static void take_path(void *input, const char *value)
{
    struct notice *notice = input;
    if (notice->path_count <= LIMIT_FILES)
        notice->paths[notice->path_count++] = value;
}

static void take_name(void *input, const char *value)
{
    struct notice *notice = input;
    if (notice->path_count == 0)
        usage_end("--as names the file of the --attach before it.");
    notice->names[notice->path_count - 1] = value;
}

static const struct option_row option_list[] = {
    OPTION_WORD(struct notice, file, "file", "FILE", "Read the text from FILE; - is standard input"),
    OPTION_TAKEN(take_path, "attach", "FILE", "Attach FILE, at most 16 MiB; may be given up to 8 times"),
    OPTION_TAKEN(take_name, "as", "NAME", "Call the file of the --attach before it NAME"),
    {0},
};

const struct option_part notice_part = {.rows = option_list};

const char *const notice_hidden[] = {"attach", "text_hash", NULL};

enum error notice_open(struct notice *notice, struct failure *failure)
{
    enum error code = OK;
    notice->attach.renames = true;
    for (size_t i = 0; i < notice->path_count && code == OK; i++)
        code = attach_open(&notice->attach, notice->paths[i], notice->names[i], failure);
    return code;
}

void notice_close(struct notice *notice)
{
    attach_close(&notice->attach);
    free(notice->text);
    notice->text = NULL;
}

enum error notice_read_text(struct notice *notice, struct client *client, struct bytes old,
                            struct failure *failure)
{
    const struct body_source source = {.file = notice->file, .options = notice->options, .client = client};
    enum error code = body_read(&source, old, &notice->text, &notice->text_size, failure);
    return code == OK ? body_check(bytes_of(notice->text, notice->text_size), failure) : code;
}

static enum error place_files(struct notice *notice, struct client *client, const struct shape *shape,
                              void *values, struct failure *failure)
{
    struct buffer files = buffer_over(notice->files_room, sizeof notice->files_room);
    struct bytes kept = {0};
    if (notice->attach.count == 0)
        return OK;
    if (*values_flag(shape, values, "attach"))
        kept = *values_bytes(shape, values, "attach");
    enum error code = attach_write(&notice->attach, kept, &files, failure);
    if (code == OK)
        code = attach_upload(&notice->attach, client, notice->options, failure);
    if (code == OK)
        values_put(shape, values, "attach", buffer_bytes(&files));
    return code;
}

enum error notice_place(struct notice *notice, struct client *client, const struct shape *shape, void *values,
                        struct failure *failure)
{
    struct bytes text = bytes_of(notice->text, notice->text_size);
    enum error code = body_place(client, notice->options, text, &notice->body, failure);
    if (code == OK && notice->body.text.size > 0)
        values_put(shape, values, "text", notice->body.text);
    if (code == OK && notice->body.hash.size > 0)
        values_put(shape, values, "text_hash", notice->body.hash);
    return code == OK ? place_files(notice, client, shape, values, failure) : code;
}
