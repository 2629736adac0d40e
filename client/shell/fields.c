/* Makes argp options from a verb's shape. It does not know what the fields are for, except that a head is
 * looked up rather than typed. */
#include "client/shell/fields.h"

#include <ctype.h>
#include <stdio.h>

enum { KEY_FIELD = 0x1000 };

static bool is_hidden(const struct fields *fields, const char *name)
{
    for (const char *const *hidden = fields->hidden; hidden != NULL && *hidden != NULL; hidden++) {
        if (strcmp(*hidden, name) == 0)
            return true;
    }
    return false;
}

static bool is_plain(const struct fields *fields, const struct field *field)
{
    return field->needed == REQUIRED && !is_hidden(fields, field->name) && strcmp(field->name, "head") != 0;
}

/* The field that the next plain argument is for, or NULL. A verb that needs none takes its first. */
static const struct field *next_plain(const struct fields *fields)
{
    const struct shape *shape = fields->request->verb->args;
    for (size_t i = 0; i < shape->count; i++) {
        if (is_plain(fields, &shape->fields[i]) && !fields->request->given[i])
            return &shape->fields[i];
    }
    bool first = shape->count > 0 && shape->fields[0].needed == OPTIONAL && !fields->request->given[0];
    return first ? &shape->fields[0] : NULL;
}

static error_t parse_field(int key, char *value, struct argp_state *state)
{
    struct fields *fields = state->input;
    const struct shape *shape = fields->request->verb->args;
    const struct field *field = NULL;
    if (key >= KEY_FIELD && key < KEY_FIELD + (int)shape->count)
        field = &shape->fields[key - KEY_FIELD];
    else if (key == ARGP_KEY_ARG)
        field = next_plain(fields);
    if (field == NULL)
        return ARGP_ERR_UNKNOWN;
    request_add_text(fields->request, field->name, value != NULL ? value : "yes");
    return 0;
}

static void name_arguments(struct fields *fields)
{
    const struct shape *shape = fields->request->verb->args;
    size_t size = 0;
    fields->arguments[0] = '\0';
    for (size_t i = 0; i < shape->count; i++) {
        const char *name = shape->fields[i].name;
        if (!is_plain(fields, &shape->fields[i]) || size + strlen(name) + 2 > sizeof fields->arguments)
            continue;
        if (size > 0)
            fields->arguments[size++] = ' ';
        for (; *name != '\0'; name++)
            fields->arguments[size++] = (char)toupper((unsigned char)*name);
        fields->arguments[size] = '\0';
    }
    if (size == 0 && shape->count > 0 && shape->fields[0].needed == OPTIONAL)
        snprintf(fields->arguments, sizeof fields->arguments, "[%s]", shape->fields[0].name);
}

static const char *argument_name(enum kind kind)
{
    switch (kind) {
    case KIND_TIME:
        return "TIME";
    case KIND_DATED:
        return "DATE";
    case KIND_NUMBER:
        return "NUMBER";
    case KIND_FLAG:
        return "yes|no";
    case KIND_ROLE:
        return "ROLE";
    case KIND_ID:
        return "ID";
    case KIND_AUDIENCE:
        return "WHO,...";
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

void fields_init(struct fields *fields, struct request *request, const char *const *hidden)
{
    *fields = (struct fields){.request = request, .hidden = hidden};
    const struct verb *verb = request->verb;
    struct argp_option *option = fields->options;
    for (size_t i = 0; i < verb->args->count; i++) {
        const struct field *field = &verb->args->fields[i];
        if (is_hidden(fields, field->name))
            continue;
        char *name = fields->names[i];
        for (size_t j = 0; field->name[j] != '\0' && j < LIMIT_WORD_BYTES - 1; j++)
            name[j] = field->name[j] == '_' ? '-' : field->name[j];
        *option++ = (struct argp_option){
            .name = name,
            .key = KEY_FIELD + (int)i,
            .arg = argument_name(field->kind),
            .flags = field->kind == KIND_FLAG ? OPTION_ARG_OPTIONAL : 0,
            .doc = field->help,
        };
        /* `account invite --name li`: the thing that a command of two words is about has a name. */
        bool named = i == 0 && strchr(verb->word, '.') != NULL &&
                     (field->kind == KIND_NAME || field->kind == KIND_CHANNEL);
        if (named)
            *option++ = (struct argp_option){.name = "name", .key = KEY_FIELD, .flags = OPTION_ALIAS};
    }
    name_arguments(fields);
    fields->argp = (struct argp){.options = fields->options, .parser = parse_field};
}
