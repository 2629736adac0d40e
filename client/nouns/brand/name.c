/* `brand name`: the bulletin that names a brand, made of what its application says unless the committee says
 * it otherwise. It judges no right. */
#include "client/lib/connect/transfer.h"
#include "client/lib/show/lines.h"
#include "client/nouns/brand/titles.h"
#include "client/shell/body.h"
#include "client/shell/command.h"
#include "client/shell/kept_rows.h"
#include "client/shell/print.h"

#include <stdlib.h>

enum { TEXT_BYTES = 2 * LIMIT_RECORD_BYTES };

struct input {
    const char *file; /* of --file, or NULL */
    struct rows rows;
    struct record_brand brand;
    uint8_t *text;
    size_t text_size;
    uint8_t room[TEXT_BYTES];
    struct body body;
    char headline[LIMIT_HEADLINE_BYTES + 1];
};

static const struct option_row option_list[] = {
    OPTION_WORD(struct input, file, "file", "FILE", "Read the text from FILE; - is standard input"),
    {0},
};

static enum error ask_brand(struct command *command)
{
    struct input *input = command->input;
    const struct args_brand_name *args = command_args(command);
    const struct args_brand_show question = {.id = args->id};
    enum error code =
        rows_ask(&input->rows, command->session.client, VERB_brand_show, &question, &command->failure);
    if (code == OK)
        code = rows_first(&input->rows, &shape_record_brand, &input->brand, &command->failure);
    if (code == OK && !input->brand.has.name)
        code = failure_refuse(&command->failure, ERR_ERASED, "name", args->id, 0);
    return code;
}

/* --- what it says --- */

static void add_paragraph(struct buffer *out, bool has, struct bytes text)
{
    if (!has)
        return;
    buffer_add(out, text.at, text.size);
    buffer_add_text(out, "\n\n");
}

/* What everyone can rely on. How the department got there stays in its application. */
static void compose(struct buffer *out, const struct record_brand *brand)
{
    struct item item;
    uint64_t count = 0;
    add_paragraph(out, brand->has.slogan, brand->slogan);
    add_paragraph(out, brand->has.meaning, brand->meaning);
    add_paragraph(out, brand->has.vision, brand->vision);
    for (size_t at = 0; brand->has.items && items_next(brand->items, &at, &item);) {
        lines_number(out, ++count);
        buffer_add_text(out, ". ");
        buffer_add(out, item.parts[ITEM_what].at, item.parts[ITEM_what].size);
        for (size_t part = ITEM_for_whom; part < ITEM_PARTS_COUNT; part++) {
            buffer_add_text(out, "\n  ");
            brand_add_part(out, &item, part);
        }
        buffer_add_text(out, "\n");
    }
}

/* The text that was given, or else that of the application. */
static enum error find_text(struct command *command, struct bytes *text)
{
    struct input *input = command->input;
    struct buffer composed = buffer_over(input->room, sizeof input->room);
    const struct body_source source = {
        .file = input->file, .options = command->options, .client = command->session.client};
    if (input->file != NULL) {
        enum error code =
            body_read(&source, (struct bytes){0}, &input->text, &input->text_size, &command->failure);
        *text = bytes_of(input->text, input->text_size);
        return code == OK ? body_check(*text, &command->failure) : code;
    }
    compose(&composed, &input->brand);
    *text = buffer_bytes(&composed);
    while (text->size > 0 && text->at[text->size - 1] == '\n')
        text->size--;
    return OK;
}

static enum error put_text(struct command *command)
{
    struct input *input = command->input;
    struct bytes text;
    enum error code = find_text(command, &text);
    if (code == OK)
        code = body_place(command->session.client, command->options, text, &input->body, &command->failure);
    if (code != OK)
        return code;
    if (input->body.text.size > 0)
        request_put(command->request, "text", input->body.text);
    if (input->body.hash.size > 0)
        request_put(command->request, "text_hash", input->body.hash);
    return OK;
}

/* What somebody else uploaded is uploaded by whoever publishes it. */
static enum error put_logo(struct command *command)
{
    const struct input *input = command->input;
    const struct blob_watch watch = {.patience_ms = command->options->timeout_ms};
    struct file_named logo;
    uint8_t *content = NULL, hash[LIMIT_HASH_BYTES];
    size_t size = 0, at = 0;
    if (!input->brand.has.logo || !files_next(input->brand.logo, &at, &logo))
        return OK;
    enum error code = blob_download(command->session.client, input->brand.id, logo.hash, &content, &size,
                                    &command->failure);
    if (code == OK)
        code = blob_upload(command->session.client, bytes_of(content, size), &watch, hash, &command->failure);
    free(content);
    if (code == OK)
        request_put(command->request, "attach", input->brand.logo);
    return code;
}

static void put_headline(struct command *command)
{
    struct input *input = command->input;
    const struct record_brand *brand = &input->brand;
    if (request_has(command->request, "headline"))
        return;
    snprintf(input->headline, sizeof input->headline, "Service brand: %.*s (%.*s)", (int)brand->name.size,
             (const char *)brand->name.at, (int)brand->department.size, (const char *)brand->department.at);
    request_put(command->request, "headline", bytes_of_text(input->headline));
}

/* --- the command --- */

static enum error run(struct command *command)
{
    struct record_done done;
    const struct answer answer = {.ok = &done};
    enum error code = request_given(command->request, &command->failure);
    if (code == OK && request_has(command->request, "text") && ((struct input *)command->input)->file != NULL)
        code = failure_refuse(&command->failure, ERR_FIELD_TWICE, "text", (struct bytes){0}, 0);
    if (code == OK)
        code = session_open(&command->session, command->options, &command->failure);
    if (code == OK)
        code = ask_brand(command);
    if (code == OK)
        put_headline(command);
    if (code == OK && !request_has(command->request, "text"))
        code = put_text(command);
    if (code == OK)
        code = put_logo(command);
    if (code == OK)
        code = request_finish(command->request, &command->failure);
    if (code == OK)
        code = command_call(command, &answer, NULL);
    if (code == OK)
        print_ok(command->options, &shape_record_done, &done);
    return code;
}

static void end(struct command *command)
{
    struct input *input = command->input;
    rows_free(&input->rows);
    free(input->text);
}

static const char *const hidden[] = {"attach", "text_hash", NULL};
static const char *const found[] = {"headline", NULL};

const struct command_plan plan_brand_name = {
    .verb = &verbs[VERB_brand_name],
    .own = {.hidden = hidden, .options = found},
    .help = "Name a brand that passed its evaluation, and publish that.",
    .doc = "Name a brand that passed its evaluation in the batch of that number, and publish that in a "
           "channel that "
           "everyone reads. It cannot be undone, so it asks first.\vHeadline and text are made of what the "
           "application "
           "says to those who come: its slogan, meaning, vision and items; --headline, --text or --file say "
           "something "
           "else. The logo is attached.",
    COMMAND_OPTIONS(option_list, struct input),
    .run = run,
    .end = end,
};
