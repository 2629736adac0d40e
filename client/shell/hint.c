/* Looks for the near name among those that the asker may see, with the verb that lists them. */
#include "client/shell/hint.h"

#include <stdalign.h>
#include <stdio.h>

#include "client/shell/nearest.h"

static const struct {
    enum error code;
    int lists;
    const char *field; /* of its rows */
} near_names[] = {
    {.code = ERR_UNKNOWN_CHANNEL, .lists = VERB_channels, .field = "channel"},
    {.code = ERR_UNKNOWN_DEPARTMENT, .lists = VERB_department_list, .field = "department"},
    {.code = ERR_UNKNOWN_ACCOUNT, .lists = VERB_account_list, .field = "account"},
};

struct looking {
    struct nearest nearest;
    const char *field;
};

static void take_row(void *context, const struct shape *shape, const void *values)
{
    struct looking *looking = context;
    int index = shape_find(shape, bytes_of_text(looking->field));
    const struct bytes *name = (const void *)((const uint8_t *)values + shape->fields[index].offset);
    if (field_present(values, (size_t)index))
        nearest_try(&looking->nearest, *name);
}

static void look(struct client *client, int lists, const char *field, struct failure *failure)
{
    alignas(max_align_t) uint8_t none[SHAPE_BYTES] = {0};
    struct failure unheard;
    struct looking looking = {.field = field};
    struct answer answer = {.row = take_row, .context = &looking};
    nearest_begin(&looking.nearest, bytes_of_text(failure->name));
    if (client_call_values(client, lists, none, &answer, &unheard) != OK)
        return;
    const char *word = nearest_word(&looking.nearest);
    if (word != NULL)
        snprintf(failure->hint, sizeof failure->hint, "Did you mean '%s'?", word);
}

static void name_roles(const struct verb *verb, struct failure *failure)
{
    struct buffer out = buffer_over(failure->hint, sizeof failure->hint - 1);
    const char *between = "It is for: ";
    for (enum role role = 0; role < ROLE_COUNT; role++) {
        if ((verb->roles & ROLE_BIT(role)) == 0)
            continue;
        buffer_add_text(&out, between);
        buffer_add_text(&out, role_words[role]);
        between = ", ";
    }
    buffer_add_text(&out, ".");
    failure->hint[out.size] = '\0';
}

void hint_add(struct client *client, struct failure *failure)
{
    const struct verb *verb = verb_find(bytes_of_text(failure->name));
    if (failure->said_by_server && failure->code == ERR_NOT_ALLOWED && verb != NULL)
        name_roles(verb, failure);
    for (size_t i = 0; failure->said_by_server && i < sizeof near_names / sizeof near_names[0]; i++) {
        if (near_names[i].code == failure->code)
            look(client, near_names[i].lists, near_names[i].field, failure);
    }
}
