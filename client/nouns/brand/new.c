/* `brand new`: the form of an application as a file that is to be filled in, empty or with what stands. It
 * writes files and changes nothing on the server. */
#include "client/lib/home/files.h"
#include "client/nouns/brand/application.h"
#include "client/nouns/brand/brand_form.h"
#include "client/shell/fetched.h"
#include "client/shell/kept_rows.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

/* More than a form has fields, those of its blocks counted. */
enum { FORM_VALUES = 32 + LIMIT_ITEMS * ITEM_PARTS_COUNT, FORM_FILES = 2 };

struct input {
    const char *from;
    struct rows rows;
    struct form_value values[FORM_VALUES];
    size_t count;
    char folder[PATH_MAX]; /* of the files */
    char paths[FORM_FILES][PATH_MAX];
    size_t path_count;
};

static const struct option_row option_list[] = {
    OPTION_WORD(struct input, from, "from", "ID", "With what this application says, its logo and its plan"),
    {0},
};

/* --- what stands --- */

static const struct form_field *field_of(const struct form_field *fields, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        const char *word = fields[i].word;
        size_t at = 0;
        while (word[at] != '\0' && word[at] == (name[at] == '_' ? ' ' : name[at]))
            at++;
        if (word[at] == '\0' && name[at] == '\0')
            return &fields[i];
    }
    return NULL;
}

static void add_value(struct input *input, const struct form_field *field, const struct form_field *of,
                      size_t block, struct bytes text)
{
    if (field != NULL && input->count < FORM_VALUES)
        input->values[input->count++] =
            (struct form_value){.field = field, .of = of, .block = block, .text = text};
}

static void add_items(struct input *input, struct bytes items)
{
    const struct form_field *block = field_of(brand_form.fields, brand_form.count, "item");
    struct item item;
    size_t count = 0;
    for (size_t at = 0; items_next(items, &at, &item);) {
        count++;
        for (size_t part = 0; part < ITEM_PARTS_COUNT; part++)
            add_value(input, field_of(block->parts, block->part_count, item_words[part]), block, count,
                      item.parts[part]);
    }
}

/* From the folder of the form. */
static struct bytes path_of(struct input *input, struct bytes name)
{
    char *path = input->paths[input->path_count++];
    const char *slash = strrchr(input->folder, '/');
    const int size = snprintf(path, PATH_MAX, "%s/%.*s", slash != NULL ? slash + 1 : input->folder,
                              (int)name.size, (const char *)name.at);
    return bytes_of(path, size < PATH_MAX ? (size_t)size : 0);
}

static void add_values(struct input *input, const struct record_brand *brand)
{
    const struct shape *shape = &shape_record_brand;
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        const struct form_field *asked = field_of(brand_form.fields, brand_form.count, field->name);
        const struct bytes *value = shape_value(shape, brand, field->name);
        struct file_named file;
        size_t at = 0;
        if (value == NULL)
            continue;
        if (field->kind == KIND_ITEMS)
            add_items(input, *value);
        else if (field->kind != KIND_FILES)
            add_value(input, asked, NULL, 0, *value);
        else if (input->path_count < FORM_FILES && files_next(*value, &at, &file))
            add_value(input, asked, NULL, 0, path_of(input, file.name));
    }
}

static enum error ask_what_stands(struct command *command, struct record_brand *brand)
{
    struct input *input = command->input;
    const struct args_brand_show question = {.id = bytes_of_text(input->from)};
    enum error code = session_open(&command->session, command->options, &command->failure);
    if (code == OK)
        code = rows_ask(&input->rows, command->session.client, VERB_brand_show, &question, &command->failure);
    if (code == OK)
        code = rows_first(&input->rows, &shape_record_brand, brand, &command->failure);
    return code == OK ? application_shown(brand, &command->failure) : code;
}

/* brand.files beside brand.txt: a folder of their own, so that nothing is in their way. */
static enum error name_folder(struct input *input, const char *path, struct failure *failure)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
    const bool has_ending = dot != NULL && dot != path && (slash == NULL || dot > slash + 1);
    const int size = snprintf(input->folder, PATH_MAX, "%.*s.files",
                              has_ending ? (int)(dot - path) : (int)strlen(path), path);
    if (size < PATH_MAX)
        return OK;
    return failure_say(failure, ERR_INTERNAL, "The path %.80s… is too long.", path);
}

static enum error take_what_stands(struct command *command)
{
    struct input *input = command->input;
    struct record_brand brand;
    const struct fetch fetch = {
        .options = command->options, .id = input->from, .folder = input->folder, .all = true, .fixed = true};
    enum error code = ask_what_stands(command, &brand);
    if (code == OK && !brand.has.name)
        return OK; /* nothing was handed in, or it was erased */
    if (code == OK)
        code = name_folder(input, command->words[0], &command->failure);
    if (code == OK)
        code = files_make_folder(input->folder, &command->failure);
    if (code == OK)
        code = fetch_row(&fetch, command->session.client, &shape_record_brand, &brand, &command->failure);
    if (code == OK)
        add_values(input, &brand);
    return code;
}

/* --- the file --- */

static enum error is_there(const char *path, struct failure *failure)
{
    return failure_say(failure, ERR_INTERNAL, "%s is there already, and stays as it is. Give another name.",
                       path);
}

static enum error write_form(const struct input *input, const char *path, struct failure *failure)
{
    const size_t most = form_room(&brand_form);
    struct buffer form = buffer_over(malloc(most), most);
    bool existed = false;
    if (form.at == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    form_write(&brand_form, input->values, input->count, &form);
    enum error code = files_write_new(path, buffer_bytes(&form), 0666, &existed, failure);
    free(form.at);
    return code == OK && existed ? is_there(path, failure) : code;
}

static enum error run(struct command *command)
{
    struct input *input = command->input;
    const char *path = command->words[0];
    enum error code = access(path, F_OK) == 0 ? is_there(path, &command->failure) : OK;
    if (code == OK && input->from != NULL)
        code = take_what_stands(command);
    if (code == OK)
        code = write_form(input, path, &command->failure);
    if (code == OK)
        say_note(command->options,
                 "Fill in %s, and look whether something is missing: bulletin brand check %s", path, path);
    return code;
}

static void end(struct command *command)
{
    struct input *input = command->input;
    rows_free(&input->rows);
}

const struct command_plan plan_brand_new = {
    .words = "brand new",
    .help = "Write a form to apply for a service brand.",
    .doc = "Write the form of an application for a service brand into FILE, to be filled in. Nothing is "
           "sent.\vFILE is a text file with notes on what is asked. It can be passed round until it is done. "
           "With --from it says what the newest revision of an application says, to be changed and handed in "
           "anew; its logo and its plan lie in a folder beside it, brand.files for brand.txt. A file that is "
           "there already stays as it is.",
    .arguments = "FILE",
    .no_word = "Which file is to be made? Give its name, such as brand.txt.",
    .more_words = "One file is made at a time.",
    COMMAND_OPTIONS(option_list, struct input),
    .run = run,
    .end = end,
};
