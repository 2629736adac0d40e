/* `brand name`: brands that passed become one batch, published with their logos. Its words are made of what
 * was applied with, unless the committee says it otherwise; it judges no right. */
#include "client/lib/connect/transfer.h"
#include "client/nouns/brand/batch.h"
#include "client/shell/body.h"
#include "client/shell/command.h"
#include "client/shell/kept_rows.h"
#include "client/shell/print.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    LOGO_NAME_BYTES = LIMIT_NAME_BYTES + sizeof ".png",
    FILES_BYTES = LIMIT_BATCH * (LOGO_NAME_BYTES + LIMIT_HASH_BYTES + 24),
};

struct input {
    const char *file; /* of --file, or NULL */
    struct rows rows[LIMIT_BATCH], activity_rows;
    struct record_brand brands[LIMIT_BATCH];
    struct record_activity meeting;
    struct batch batch;
    uint8_t heads[LIMIT_BATCH * LIMIT_HASH_BYTES];
    char logo_names[LIMIT_BATCH][LOGO_NAME_BYTES];
    uint8_t logo_hashes[LIMIT_BATCH][LIMIT_HASH_BYTES], files_room[FILES_BYTES];
    struct bytes files;
    char headline_room[LIMIT_HEADLINE_BYTES];
    uint8_t *text; /* of --file */
    size_t text_size;
    uint8_t text_room[LIMIT_TEXT_BYTES];
    struct body body;
    char preview[LIMIT_TEXT_BYTES + LIMIT_LINE_BYTES];
};

static const struct option_row option_list[] = {
    OPTION_WORD(struct input, file, "file", "FILE", "Read the text from FILE; - is standard input"),
    {0},
};

/* --- what is named --- */

static enum error ask_brand(struct command *command, struct bytes id, size_t nth)
{
    struct input *input = command->input;
    struct record_brand *brand = &input->brands[nth];
    const struct args_brand_show question = {.id = id};
    enum error code =
        rows_ask(&input->rows[nth], command->session.client, VERB_brand_show, &question, &command->failure);
    if (code == OK)
        code = rows_first(&input->rows[nth], &shape_record_brand, brand, &command->failure);
    if (code == OK && !brand->has.name)
        code = failure_refuse(&command->failure, ERR_ERASED, "brands", id, 0);
    if (code == OK && brand->has.head) /* the server says why, where it has none for us */
        memcpy(input->heads + nth * LIMIT_HASH_BYTES, brand->head.at, LIMIT_HASH_BYTES);
    return code;
}

static enum error ask_brands(struct command *command)
{
    struct input *input = command->input;
    const struct args_brand_name *args = command_args(command);
    struct bytes id;
    enum error code = OK;
    for (size_t at = 0; code == OK && words_next(args->brands, &at, &id);)
        code = ask_brand(command, id, input->batch.count++);
    if (code == OK && input->batch.count == 0)
        code = failure_refuse(&command->failure, ERR_EMPTY, "brands", (struct bytes){0}, 0);
    input->batch.brands = input->brands;
    input->batch.number = args->batch;
    if (code == OK)
        request_put(command->request, "heads", bytes_of(input->heads, input->batch.count * LIMIT_HASH_BYTES));
    return code;
}

/* Where it was announced the batch is published, too, unless another channel was given. */
static enum error ask_meeting(struct command *command)
{
    struct input *input = command->input;
    const struct args_brand_name *args = command_args(command);
    const struct args_activity_show question = {.id = args->activity};
    struct bytes channel;
    uint64_t number;
    enum error code = rows_ask(&input->activity_rows, command->session.client, VERB_activity_show, &question,
                               &command->failure);
    if (code == OK)
        code = rows_first(&input->activity_rows, &shape_record_activity, &input->meeting, &command->failure);
    input->batch.meeting = &input->meeting;
    if (code == OK && !request_has(command->request, "channel") &&
        id_split(args->activity, &channel, &number))
        request_put(command->request, "channel", channel);
    return code;
}

/* --- its logos --- */

static bool has_file(const struct file_named *files, size_t count, struct bytes hash)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(files[i].hash, hash))
            return true;
    }
    return false;
}

/* What somebody else uploaded is uploaded by whoever publishes it. */
static enum error send_logo(struct command *command, size_t nth, struct file_named *logo)
{
    struct input *input = command->input;
    const struct record_brand *brand = &input->brands[nth];
    const struct blob_watch watch = {.patience_ms = command->options->timeout_ms};
    uint8_t *content = NULL, hash[LIMIT_HASH_BYTES];
    size_t size = 0;
    enum error code =
        blob_download(command->session.client, brand->id, logo->hash, &content, &size, &command->failure);
    if (code == OK)
        code = blob_upload(command->session.client, bytes_of(content, size), &watch, hash, &command->failure);
    if (code ==
        OK) { /* each has its department's name: all of them lie in one folder when they are fetched */
        char *name = input->logo_names[nth];
        snprintf(name, LOGO_NAME_BYTES, "%.*s.%s", (int)brand->department.size,
                 (const char *)brand->department.at, size > 0 && content[0] == 0x89 ? "png" : "jpg");
        memcpy(input->logo_hashes[nth], logo->hash.at, LIMIT_HASH_BYTES);
        *logo = (struct file_named){.name = bytes_of_text(name),
                                    .size = size,
                                    .hash = bytes_of(input->logo_hashes[nth], LIMIT_HASH_BYTES)};
    }
    free(content);
    return code;
}

static enum error put_logos(struct command *command)
{
    struct input *input = command->input;
    struct buffer out = buffer_over(input->files_room, sizeof input->files_room);
    struct file_named files[LIMIT_BATCH];
    size_t count = 0;
    enum error code = OK;
    for (size_t i = 0; code == OK && i < input->batch.count; i++) {
        struct file_named logo;
        size_t at = 0;
        if (!input->brands[i].has.logo || !files_next(input->brands[i].logo, &at, &logo) ||
            has_file(files, count, logo.hash)) /* two brands can have one picture */
            continue;
        code = send_logo(command, i, &logo);
        if (code == OK)
            files[count++] = logo;
    }
    files_write(&out, files, count);
    input->files = buffer_bytes(&out);
    if (code == OK)
        request_put(command->request, "attach", input->files);
    return code;
}

/* --- its words --- */

/* The text that was given, or else that of the applications. */
static enum error find_text(struct command *command, struct bytes *text)
{
    struct input *input = command->input;
    const struct args_brand_name *args = command_args(command);
    struct buffer composed = buffer_over(input->text_room, sizeof input->text_room);
    const struct body_source source = {
        .file = input->file, .options = command->options, .client = command->session.client};
    if (args->has.text) {
        *text = args->text;
        return OK;
    }
    if (input->file != NULL) {
        enum error code =
            body_read(&source, (struct bytes){0}, &input->text, &input->text_size, &command->failure);
        *text = bytes_of(input->text, input->text_size);
        return code == OK ? body_check(*text, &command->failure) : code;
    }
    batch_text(&composed, &input->batch);
    *text = buffer_bytes(&composed);
    return OK;
}

static enum error put_text(struct command *command, struct bytes text)
{
    struct input *input = command->input;
    if (request_has(command->request, "text"))
        return OK;
    enum error code =
        body_place(command->session.client, command->options, text, &input->body, &command->failure);
    if (code == OK && input->body.text.size > 0)
        request_put(command->request, "text", input->body.text);
    if (code == OK && input->body.hash.size > 0)
        request_put(command->request, "text_hash", input->body.hash);
    return code;
}

/* Whoever is asked sees all that is published. */
static void preview(struct command *command, struct bytes text)
{
    struct input *input = command->input;
    const struct args_brand_name *args = command_args(command);
    struct buffer out = buffer_over(input->preview, sizeof input->preview - 1);
    batch_preview(&out, args->channel, args->headline, text, input->files);
    input->preview[out.size] = '\0';
    command->agree.about = input->preview;
}

static enum error put_words(struct command *command)
{
    struct input *input = command->input;
    struct buffer headline = buffer_over(input->headline_room, sizeof input->headline_room);
    struct bytes text;
    enum error code = find_text(command, &text);
    if (code == OK && !request_has(command->request, "headline")) {
        batch_headline(&headline, &input->batch);
        request_put(command->request, "headline", buffer_bytes(&headline));
    }
    if (code == OK)
        code = put_text(command, text);
    if (code == OK)
        code = request_finish(command->request, &command->failure);
    if (code == OK)
        preview(command, text);
    return code;
}

/* --- the command --- */

/* What only whoever names them knows. */
static enum error need(struct command *command)
{
    static const char *const fields[] = {"brands", "batch", "activity"};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (!request_has(command->request, fields[i]))
            return failure_refuse(&command->failure, ERR_FIELD_MISSING, fields[i], (struct bytes){0}, 0);
    }
    if (request_has(command->request, "text") && ((struct input *)command->input)->file != NULL)
        return failure_refuse(&command->failure, ERR_FIELD_TWICE, "text", (struct bytes){0}, 0);
    return request_given(command->request, &command->failure);
}

static enum error run(struct command *command)
{
    struct record_done done;
    const struct answer answer = {.ok = &done};
    enum error code = need(command);
    if (code == OK)
        code = session_open(&command->session, command->options, &command->failure);
    if (code == OK)
        code = ask_brands(command);
    if (code == OK)
        code = ask_meeting(command);
    if (code == OK)
        code = put_logos(command);
    if (code == OK)
        code = put_words(command);
    if (code == OK)
        code = command_call(command, &answer, NULL);
    if (code == OK)
        print_ok(command->options, &shape_record_done, &done);
    return code;
}

static void end(struct command *command)
{
    struct input *input = command->input;
    for (size_t i = 0; i < LIMIT_BATCH; i++)
        rows_free(&input->rows[i]);
    rows_free(&input->activity_rows);
    free(input->text);
}

static const char *const hidden[] = {"heads", "attach", "text_hash", NULL};
static const char *const options[] = {"brands", "batch", "activity", "channel", "headline", NULL};

const struct command_plan plan_brand_name = {
    .verb = &verbs[VERB_brand_name],
    .own = {.hidden = hidden, .options = options},
    .help = "Name brands that passed their evaluation as one batch, and publish that.",
    .doc =
        "Name brands that passed their evaluation, all of one round, as its next batch, at the naming "
        "meeting that was announced as an activity, and publish that in a channel that everyone reads: "
        "that of the meeting, or another by --channel. It cannot be undone, so it shows what it publishes "
        "and asks first.\vHeadline and text are made of what the applications say to those who come: "
        "slogan, meaning, vision and items; --headline, --text or --file say something else. The logos are "
        "attached.",
    COMMAND_OPTIONS(option_list, struct input),
    .run = run,
    .end = end,
};
