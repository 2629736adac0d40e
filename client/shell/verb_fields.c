/* Makes argp options from a verb's shape. It does not know what the fields are for, except that a head is
 * looked up rather than typed. */
#include "client/shell/verb_fields.h"

#include <ctype.h>
#include <stdio.h>

#include "client/shell/usage.h"
#include "protocol/wire/text.h"

enum { KEY_FIELD = 0x1000, KEY_DROP = 0x2000 };

static bool is_among(const char *const *names, const char *name)
{
    for (; names != NULL && *names != NULL; names++) {
        if (strcmp(*names, name) == 0)
            return true;
    }
    return false;
}

/* Lists go on by themselves. */
static const char *const never_typed[] = {"next", NULL};

static bool is_plain(const struct fields *fields, const struct field *field)
{
    if (field->needed != REQUIRED)
        return is_among(fields->own->plain, field->name);
    return !is_among(fields->own->hidden, field->name) && !is_among(fields->own->options, field->name) &&
           seen_shown(field->name) == NULL;
}

/* A plain argument of a verb that needs none is its first field; or its second, when that is a name and the
 * first an id or a key that the argument cannot be. */
static bool has_second(const struct shape *shape)
{
    return shape->count > 1 && (shape->fields[0].kind == KIND_ID || shape->fields[0].kind == KIND_KEY) &&
           shape->fields[1].needed == OPTIONAL &&
           (shape->fields[1].kind == KIND_NAME || shape->fields[1].kind == KIND_CHANNEL);
}

static bool can_be(const struct field *field, struct bytes typed)
{
    uint8_t key[LIMIT_KEY_BYTES];
    size_t size = sizeof key;
    struct refusal why;
    if (field->kind == KIND_KEY)
        return text_to_hex(typed, key, &size) && size == sizeof key;
    return codec_check(field, &typed, &why) == OK;
}

/* The field that the next plain argument is for, or NULL. */
static const struct field *next_plain(struct fields *fields, struct bytes typed)
{
    const struct shape *shape = fields->request->verb->args;
    for (size_t i = 0; i < shape->count; i++) {
        if (is_plain(fields, &shape->fields[i]) && !fields->request->words.has[i])
            return &shape->fields[i];
    }
    if (shape->count == 0 || shape->fields[0].needed == REQUIRED || fields->plain_taken)
        return NULL;
    fields->plain_taken = true;
    bool second = has_second(shape) && !can_be(&shape->fields[0], typed) && can_be(&shape->fields[1], typed);
    return &shape->fields[second];
}

static void add_typed(struct fields *fields, const struct field *field, const char *value)
{
    bool is_moment = field->kind == KIND_MOMENT || field->kind == KIND_TIME || field->kind == KIND_MONTH;
    if (!is_moment)
        request_add_text(fields->request, field->name, value != NULL ? value : "yes");
    else if (!request_add_moment(fields->request, field, value))
        usage_end("'%s' is no %s. Give %s.", value, field->kind == KIND_MONTH ? "month" : "time",
                  request_moment_forms(field));
}

static error_t parse_field(int key, char *value, struct argp_state *state)
{
    struct fields *fields = state->input;
    const struct shape *shape = fields->request->verb->args;
    const struct field *field = NULL;
    if (key >= KEY_DROP && key < KEY_DROP + (int)shape->count) {
        fields->dropped[key - KEY_DROP] = true;
        return 0;
    }
    if (key >= KEY_FIELD && key < KEY_FIELD + (int)shape->count)
        field = &shape->fields[key - KEY_FIELD];
    else if (key == ARGP_KEY_ARG)
        field = next_plain(fields, bytes_of_text(value));
    if (field == NULL)
        return ARGP_ERR_UNKNOWN;
    add_typed(fields, field, value);
    return 0;
}

static void add_upper(struct buffer *out, const char *name)
{
    for (; *name != '\0'; name++) {
        char letter = (char)toupper((unsigned char)*name);
        buffer_add(out, &letter, 1);
    }
}

static void name_arguments(struct fields *fields)
{
    const struct shape *shape = fields->request->verb->args;
    struct buffer out = buffer_over(fields->arguments, sizeof fields->arguments - 1);
    for (size_t i = 0; i < shape->count; i++) {
        if (!is_plain(fields, &shape->fields[i]))
            continue;
        const bool needed = shape->fields[i].needed == REQUIRED;
        buffer_add_text(&out, out.size > 0 ? " " : "");
        buffer_add_text(&out, needed ? "" : "[");
        add_upper(&out, shape->fields[i].name);
        buffer_add_text(&out, needed ? "" : "]");
    }
    if (out.size == 0 && shape->count > 0 && shape->fields[0].needed == OPTIONAL) {
        buffer_add_text(&out, "[");
        add_upper(&out, shape->fields[0].name);
        if (has_second(shape)) {
            buffer_add_text(&out, "|");
            add_upper(&out, shape->fields[1].name);
        }
        buffer_add_text(&out, "]");
    }
    fields->arguments[out.size] = '\0';
}

/* What a field that is one of a few can be, with something between. */
static const char *list_choices(const struct choices *choices, const char *before, const char *between,
                                char room[FIELDS_CHOICES_BYTES])
{
    struct buffer out = buffer_over(room, FIELDS_CHOICES_BYTES - 1);
    buffer_add_text(&out, before);
    for (size_t i = 0; i < choices->count; i++) {
        buffer_add_text(&out, i > 0 ? between : "");
        buffer_add_text(&out, choices->words[i]);
    }
    room[out.size] = '\0';
    return room;
}

/* Few words stand beside the option, more of them behind what it is for. */
static void add_choices(const struct field *field, struct argp_option *option,
                        char room[FIELDS_CHOICES_BYTES])
{
    enum { FEW_BYTES = 20 };
    char before[FIELDS_CHOICES_BYTES];
    const struct choices *choices = kind_choices(field->kind);
    if (choices == NULL)
        return;
    option->arg = list_choices(choices, "", "|", room);
    if (strlen(room) <= FEW_BYTES)
        return;
    snprintf(before, sizeof before, "%s: ", field->help);
    option->doc = list_choices(choices, before, ", ", room);
    option->arg = "WORD";
}

/* Given once for each. */
static void add_again(const struct field *field, struct argp_option *option, char room[FIELDS_CHOICES_BYTES])
{
    if (!request_takes_again(field))
        return;
    snprintf(room, FIELDS_CHOICES_BYTES, "%s; once for each", field->help);
    option->doc = room;
}

static const char *argument_name(enum kind kind)
{
    switch (kind) {
    case KIND_TIME:
    case KIND_MOMENT:
        return "WHEN";
    case KIND_DATED:
        return "DATE";
    case KIND_NUMBER:
        return "NUMBER";
    case KIND_FLAG:
        return "yes|no";
    case KIND_MONTH:
        return "MONTH";
    case KIND_NAMES:
        return "NAME,...";
    case KIND_IDS:
        return "ID,...";
    case KIND_ID:
        return "ID";
    case KIND_AUDIENCE:
        return "WHO,...";
    case KIND_LINES:
        return "LINE";
    case KIND_ITEMS:
        return "ITEM";
    case KIND_BYTES:
    case KIND_HASH:
    case KIND_KEY:
    case KIND_SIGNATURE:
        return "HEX";
    case KIND_NAME:
    case KIND_CHANNEL:
        return "NAME";
    default:
        return "TEXT";
    }
}

/* --no-FIELD, not listed one by one: the command's help says it of all. */
static struct argp_option drop_option(struct fields *fields, size_t i)
{
    char *name = fields->drop_names[i];
    snprintf(name, sizeof fields->drop_names[i], "no-%s", fields->names[i]);
    return (struct argp_option){.name = name, .key = KEY_DROP + (int)i, .flags = OPTION_HIDDEN};
}

void fields_init(struct fields *fields, struct request *request, const struct fields_own *own, bool *dropped)
{
    *fields = (struct fields){.request = request, .own = own, .dropped = dropped};
    const struct verb *verb = request->verb;
    struct argp_option *option = fields->options;
    for (size_t i = 0; i < verb->args->count; i++) {
        const struct field *field = &verb->args->fields[i];
        char *name = fields->names[i];
        for (size_t j = 0; field->name[j] != '\0' && j < LIMIT_WORD_BYTES - 1; j++)
            name[j] = field->name[j] == '_' ? '-' : field->name[j];
        if (fields->own->drops && field->needed == OPTIONAL)
            *option++ = drop_option(fields, i);
        if (is_among(fields->own->hidden, field->name) || is_among(never_typed, field->name))
            continue;
        *option++ = (struct argp_option){
            .name = name,
            .key = KEY_FIELD + (int)i,
            .arg = argument_name(field->kind),
            .flags = field->kind == KIND_FLAG ? OPTION_ARG_OPTIONAL : 0,
            .doc = field->help,
        };
        add_choices(field, option - 1, fields->choice_names[i]);
        add_again(field, option - 1, fields->choice_names[i]);
        /* `account invite --name li`: the thing that a command of two words is about has a name. */
        bool named = i == 0 && strchr(verb->word, '.') != NULL &&
                     (field->kind == KIND_NAME || field->kind == KIND_CHANNEL);
        if (named)
            *option++ = (struct argp_option){.name = "name", .key = KEY_FIELD, .flags = OPTION_ALIAS};
    }
    name_arguments(fields);
    fields->argp = (struct argp){.options = fields->options, .parser = parse_field};
}
