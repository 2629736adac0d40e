/* From a form and two files to the fields of an act. It sends nothing but the files. */
#include "client/nouns/brand/application.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "client/lib/connect/transfer.h"
#include "client/lib/home/files.h"
#include "client/nouns/brand/brand_form.h"
#include "client/shell/progress.h"

enum { LOGO, PLAN };

/* --- what the form names --- */

/* A path that does not begin at the root begins where the form lies. */
static enum error find_file(const struct application *application, struct bytes named, char path[PATH_MAX],
                            struct failure *failure)
{
    const char *slash = strrchr(application->path, '/');
    const int folder = named.at[0] == '/' || slash == NULL ? 0 : (int)(slash + 1 - application->path);
    const int size = snprintf(path, PATH_MAX, "%.*s%.*s", folder, application->path, (int)named.size,
                              (const char *)named.at);
    if (size < PATH_MAX)
        return OK;
    return failure_say(failure, ERR_INTERNAL, "The path %.80s… is too long.", path);
}

static void found(struct application *application, const struct form_value *value, int file,
                  const struct failure *failure)
{
    struct refusal why = {.code = failure->code, .field = value->field->word};
    struct buffer said = buffer_over(application->said[file], sizeof application->said[file] - 1);
    failure_text(failure, &said);
    application->said[file][said.size] = '\0';
    form_add_found(&application->answers, value, &why, application->said[file]);
}

/* What is far too large is not read. */
static enum error read_logo(const char *path, const char *name, struct picture *logo, struct failure *failure)
{
    struct stat about;
    uint8_t *content = NULL;
    size_t size = 0;
    if (stat(path, &about) != 0)
        return failure_say(failure, ERR_INTERNAL, "Cannot read %s: %s.", path, strerror(errno));
    if (S_ISREG(about.st_mode) && about.st_size > LIMIT_FILE_BYTES)
        return failure_refuse(failure, ERR_PICTURE_BYTES, NULL, bytes_of_text(name), LIMIT_LOGO_BYTES);
    enum error code = files_read(path, LIMIT_FILE_BYTES, &content, &size, failure);
    if (code == OK)
        code = picture_clean(name, bytes_of(content, size), logo, failure);
    free(content);
    return code;
}

/* It is a PNG from here on, whatever it was. */
static void name_logo(struct application *application, const char *name)
{
    static const char ending[] = ".png";
    const char *dot = strrchr(name, '.');
    size_t size = dot != NULL ? (size_t)(dot - name) : strlen(name);
    const size_t most = sizeof application->logo_name - sizeof ending;
    while (size > most || (size < strlen(name) && ((uint8_t)name[size] & 0xc0) == 0x80))
        size--; /* no character is cut in two */
    snprintf(application->logo_name, sizeof application->logo_name, "%.*s%s", (int)size, name, ending);
}

static void take_logo(struct application *application, const struct form_value *value)
{
    char path[PATH_MAX];
    struct failure failure = {.code = OK};
    enum error code = find_file(application, value->text, path, &failure);
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    if (code == OK)
        code = read_logo(path, name, &application->logo, &failure);
    if (code != OK) {
        found(application, value, LOGO, &failure);
        return;
    }
    name_logo(application, name);
    hash_bytes(bytes_of(application->logo.png, application->logo.size), application->logo_hash);
}

static void take_plan(struct application *application, const struct form_value *value)
{
    struct failure failure = {.code = OK};
    enum error code = find_file(application, value->text, application->plan_path, &failure);
    if (code == OK)
        code = attach_open(&application->plan, application->plan_path, NULL, &failure);
    if (code != OK)
        found(application, value, PLAN, &failure);
}

/* --- into fields --- */

static struct bytes text_of(const struct form_value *value)
{
    return value != NULL ? value->text : (struct bytes){0};
}

/* `for_whom` is asked for as "for whom". */
static void make_word(char word[LIMIT_WORD_BYTES], const char *name)
{
    size_t size = 0;
    for (; name[size] != '\0' && size < LIMIT_WORD_BYTES - 1; size++)
        word[size] = name[size] == '_' ? ' ' : name[size];
    word[size] = '\0';
}

static struct bytes write_items(struct application *application, struct buffer *room)
{
    const size_t before = room->size;
    size_t count = form_blocks(&application->answers, "item");
    count = count < LIMIT_ITEMS ? count : LIMIT_ITEMS;
    for (size_t i = 0; i < count; i++) {
        for (size_t part = 0; part < ITEM_PARTS_COUNT; part++) {
            char word[LIMIT_WORD_BYTES];
            make_word(word, item_words[part]);
            application->items[i].parts[part] =
                text_of(form_find_in(&application->answers, "item", i + 1, word));
        }
    }
    if (count > 0)
        items_write(room, application->items, count);
    return bytes_skip(buffer_bytes(room), before);
}

static struct bytes write_logo(const struct application *application, struct buffer *room)
{
    const size_t before = room->size;
    const struct file_named named = {
        .name = bytes_of_text(application->logo_name),
        .size = application->logo.size,
        .hash = bytes_of(application->logo_hash, sizeof application->logo_hash),
    };
    if (application->logo.png != NULL)
        files_write(room, &named, 1);
    return bytes_skip(buffer_bytes(room), before);
}

static struct bytes write_plan(const struct application *application, struct buffer *room)
{
    const size_t before = room->size;
    if (application->plan.count > 0)
        files_write(room, &application->plan.files[0].named, 1);
    return bytes_skip(buffer_bytes(room), before);
}

static struct bytes value_of(struct application *application, const struct field *field, struct buffer *room)
{
    char word[LIMIT_WORD_BYTES];
    make_word(word, field->name);
    if (field->kind == KIND_ITEMS)
        return write_items(application, room);
    if (field->kind == KIND_FILES)
        return strcmp(field->name, "logo") == 0 ? write_logo(application, room)
                                                : write_plan(application, room);
    return text_of(form_find(&application->answers, word));
}

void application_fill(struct application *application, const struct shape *shape, void *values)
{
    struct buffer room = buffer_over(application->rooms, sizeof application->rooms);
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (field->kind != KIND_LINE && field->kind != KIND_TEXT && field->kind != KIND_ITEMS &&
            field->kind != KIND_FILES)
            continue;
        const struct bytes value = value_of(application, field, &room);
        if (value.size == 0)
            continue;
        *(struct bytes *)(void *)((uint8_t *)values + field->offset) = value;
        ((bool *)values)[i] = true;
    }
}

/* --- from the beginning to the end --- */

/* Beside the fields of a form an act has two keys, a nonce, a verb and a time, an id and what was seen. */
enum {
    ACT_REST_BYTES =
        2 * LIMIT_KEY_BYTES + LIMIT_NONCE_BYTES + LIMIT_WORD_BYTES + LIMIT_ID_BYTES + LIMIT_HASH_BYTES + 64
};

/* Each text may be as long as it is, and all together be too much for what can be signed. */
static void check_size(struct application *application)
{
    static uint8_t room[4 * LIMIT_RECORD_BYTES];
    struct args_brand_submit args = {.year = 9999};
    struct buffer act = buffer_over(room, sizeof room);
    struct refusal why;
    application_fill(application, &shape_args_brand_submit, &args);
    codec_encode(&shape_args_brand_submit, &args, &act);
    const size_t bytes = act.size + ACT_REST_BYTES;
    if (bytes <= LIMIT_ACT_BYTES)
        return;
    refuse(&why, ERR_FORM_WHOLE, "form", bytes_of_text("plan file"), bytes - LIMIT_ACT_BYTES);
    form_add_found(&application->answers, NULL, &why, NULL);
}

static enum error read_form(struct application *application, struct failure *failure)
{
    uint8_t *content = NULL;
    size_t size = 0;
    enum error code = files_read(application->path, form_room(&brand_form) + 1, &content, &size, failure);
    if (code == OK && content == NULL)
        code = failure_say(failure, ERR_INTERNAL, "There is no file %s. `bulletin brand new %s` makes one.",
                           application->path, application->path);
    if (code == OK && !form_read(&brand_form, bytes_of(content, size), &application->answers))
        code = failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    free(content);
    return code;
}

enum error application_read(struct application *application, const char *path, struct failure *failure)
{
    *application = (struct application){.path = path};
    enum error code = read_form(application, failure);
    const struct form_value *logo = form_find(&application->answers, "logo");
    const struct form_value *plan = form_find(&application->answers, "plan file");
    if (code == OK && logo != NULL)
        take_logo(application, logo);
    if (code == OK && plan != NULL)
        take_plan(application, plan);
    if (code == OK && application->answers.fault_count == 0)
        check_size(application);
    return code;
}

void application_free(struct application *application)
{
    picture_free(&application->logo);
    attach_close(&application->plan);
    form_free(&application->answers);
}

enum error application_shown(const struct record_brand *brand, struct failure *failure)
{
    if (brand->has.head && brand->has.erased)
        return failure_refuse(failure, ERR_ERASED, "id", brand->id, 0);
    if (brand->has.head)
        return OK;
    return failure_say(
        failure, ERR_NOT_ALLOWED,
        "What was handed in as %.*s is for its department, the committee and the experts it "
        "invites. What everyone sees of it `bulletin brand show` shows, and %.*s, the bulletin "
        "that named it.",
        (int)brand->id.size, (const char *)brand->id.at, (int)brand->bulletin.size,
        (const char *)brand->bulletin.at);
}

enum error application_upload(const struct application *application, struct client *client,
                              const struct options *options, struct failure *failure)
{
    const struct blob_watch watch = {.patience_ms = options->timeout_ms};
    uint8_t hash[LIMIT_HASH_BYTES];
    enum error code = OK;
    if (application->logo.png != NULL)
        code = blob_upload(client, bytes_of(application->logo.png, application->logo.size), &watch, hash,
                           failure);
    return code == OK ? attach_upload(&application->plan, client, options, failure) : code;
}
