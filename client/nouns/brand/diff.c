/* `brand diff`: what changed from one revision of an application to another, field by field and line by line.
 * It knows kinds of fields and none by name. */
#include "client/lib/show/difference.h"
#include "client/lib/show/json.h"
#include "client/lib/show/lines.h"
#include "client/lib/show/width.h"
#include "client/nouns/brand/application.h"
#include "client/nouns/brand/titles.h"
#include "client/shell/command.h"
#include "client/shell/kept_rows.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/usage.h"

#include <inttypes.h>
#include <stdlib.h>

enum { AROUND = 1, TEXT_BYTES = 2 * LIMIT_ACT_BYTES, HASH_SHOWN = 8 };

/* The fields of an application, in its order. */
#define NAMED(S, member, ...) #member,
static const char *const fields[] = {FIELDS_APPLICATION(NAMED, unused, REQUIRED) NULL};
#undef NAMED

/* Two revisions, and the answers that lend them. */
struct pair {
    struct rows rows[2];
    struct record_brand brands[2];
};

/* --- a field as lines --- */

static void add_files(struct buffer *out, struct bytes files)
{
    struct file_named file;
    for (size_t at = 0; files_next(files, &at, &file);) {
        lines_bytes(out, file.name);
        buffer_add_text(out, ", ");
        lines_size(out, file.size);
        buffer_add_text(out, ", ");
        text_from_hex(bytes_of(file.hash.at, HASH_SHOWN), out);
        buffer_add_text(out, "…\n");
    }
}

/* Without numbers: of a list in which one is left out the others are the same. */
static void add_items(struct buffer *out, struct bytes items)
{
    struct item item;
    for (size_t at = 0, first = 1; items_next(items, &at, &item); first = 0) {
        buffer_add_text(out, first ? "" : "\n");
        for (size_t part = 0; part < ITEM_PARTS_COUNT; part++) {
            brand_add_part(out, &item, part);
            buffer_add_text(out, "\n");
        }
    }
}

static void add_text(struct buffer *out, const struct field *field, const struct bytes *value)
{
    if (value == NULL)
        return;
    if (field->kind == KIND_FILES)
        add_files(out, *value);
    else if (field->kind == KIND_ITEMS)
        add_items(out, *value);
    else
        lines_bytes(out, *value);
}

/* --- what changed --- */

static json_t *json_of(const struct record_brand *brand, const char *name)
{
    json_t *object = json_from_values(&shape_record_brand, brand);
    json_t *value = json_incref(json_object_get(object, name));
    json_decref(object);
    return value != NULL ? value : json_null();
}

/* A field that changed. */
static enum error show_changed(const struct options *options, const struct pair *pair, const char *name,
                               const struct difference *difference, struct failure *failure)
{
    const size_t columns = width_of_terminal();
    if (options->json) {
        print_json(json_pack("{s:s, s:o, s:o}", "field", name, "before", json_of(&pair->brands[0], name),
                             "after", json_of(&pair->brands[1], name)));
        return OK;
    }
    const size_t most = difference_room(difference);
    struct buffer out = buffer_over(malloc(most), most);
    if (out.at == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    difference_show(&out, difference, AROUND, columns);
    printf("%s\n", brand_title(name));
    fwrite(out.at, 1, out.size, stdout);
    fflush(stdout);
    free(out.at);
    return OK;
}

static enum error compare(const struct options *options, const struct pair *pair, const char *name,
                          bool *changed, struct failure *failure)
{
    static uint8_t rooms[2][TEXT_BYTES];
    const struct shape *shape = &shape_record_brand;
    const struct field *field = &shape->fields[shape_find(shape, bytes_of_text(name))];
    struct difference difference;
    struct buffer texts[2];
    for (size_t i = 0; i < 2; i++) {
        texts[i] = buffer_over(rooms[i], sizeof rooms[i]);
        add_text(&texts[i], field, shape_value(shape, &pair->brands[i], name));
    }
    if (!difference_make(&difference, buffer_bytes(&texts[0]), buffer_bytes(&texts[1])))
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    enum error code = OK;
    *changed = difference.changed > 0;
    if (*changed)
        code = show_changed(options, pair, name, &difference, failure);
    difference_free(&difference);
    return code;
}

static enum error show(struct command *command, const struct pair *pair)
{
    size_t count = 0;
    enum error code = OK;
    pager_begin(command->options);
    for (size_t i = 0; fields[i] != NULL && code == OK; i++) {
        bool changed = false;
        code = compare(command->options, pair, fields[i], &changed, &command->failure);
        count += changed;
    }
    pager_end();
    if (code == OK && count == 0)
        say_note(command->options, "Revisions %" PRIu64 " and %" PRIu64 " say the same.",
                 pair->brands[0].revision, pair->brands[1].revision);
    return code;
}

/* --- which --- */

static enum error ask(struct command *command, uint64_t revision, struct rows *rows,
                      struct record_brand *brand)
{
    const struct args_brand_show question = {.has = {.id = true, .revision = revision > 0},
                                             .id = bytes_of_text(command->words[0]),
                                             .revision = revision};
    enum error code = rows_ask(rows, command->session.client, VERB_brand_show, &question, &command->failure);
    if (code == OK)
        code = rows_first(rows, &shape_record_brand, brand, &command->failure);
    if (code == OK)
        code = application_shown(brand, &command->failure);
    if (code == OK && !brand->has.revision)
        code = failure_say(&command->failure, ERR_INTERNAL, "Nothing has been handed in there yet.");
    return code;
}

/* The newest first: it says how many there are. */
static enum error ask_both(struct command *command, struct pair *pair)
{
    const uint64_t from = command->word_count > 1 ? request_revision_typed(command->words[1]) : 0;
    const uint64_t to = command->word_count > 2 ? request_revision_typed(command->words[2]) : 0;
    enum error code = ask(command, to, &pair->rows[1], &pair->brands[1]);
    if (code == OK && from == 0 && pair->brands[1].revision == 1)
        code = failure_say(&command->failure, ERR_INTERNAL,
                           "%s has one revision: there is nothing to compare.", command->words[0]);
    return code == OK ? ask(command, from > 0 ? from : pair->brands[1].revision - 1, &pair->rows[0],
                            &pair->brands[0])
                      : code;
}

static enum error run(struct command *command)
{
    struct pair *pair = command->input;
    enum error code = session_open(&command->session, command->options, &command->failure);
    if (code == OK)
        code = ask_both(command, pair);
    return code == OK ? show(command, pair) : code;
}

static void check(struct command *command)
{
    if (command->word_count > 3)
        usage_end("Give an id and at most two revisions: what is '%s'?", command->words[3]);
    for (size_t i = 1; i < command->word_count; i++)
        request_revision_typed(command->words[i]);
}

static void end(struct command *command)
{
    struct pair *pair = command->input;
    rows_free(&pair->rows[0]);
    rows_free(&pair->rows[1]);
}

const struct command_plan plan_brand_diff = {
    .words = "brand diff",
    .help = "Show what changed between revisions of an application.",
    .doc = "Show what changed in the application ID from revision A to revision B, field by field: the "
           "newest and the "
           "one before it by default.",
    .arguments = "ID [A [B]]",
    .no_word = "Which application? Give its id.",
    .input_size = sizeof(struct pair),
    .check = check,
    .run = run,
    .end = end,
};
