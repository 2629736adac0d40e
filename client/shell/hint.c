/* Looks for the near name among those that the asker may see, with the verb that lists them. */
#include "client/shell/hint.h"

#include <stdalign.h>
#include <stdio.h>

#include "client/nouns/client_nouns.h"
#include "client/shell/nearest.h"

/* Rows begin with the name. */
static void take_row(void *context, const struct shape *shape, const void *values)
{
    struct nearest *nearest = context;
    const struct bytes *name = (const void *)((const uint8_t *)values + shape->fields[0].offset);
    if (field_present(values, 0))
        nearest_try(nearest, *name);
}

static void look(struct client *client, const struct verb *lists, struct failure *failure)
{
    alignas(max_align_t) uint8_t none[SHAPE_BYTES] = {0};
    struct failure unheard;
    struct nearest nearest;
    struct answer answer = {.row = take_row, .context = &nearest};
    nearest_begin(&nearest, bytes_of_text(failure->name));
    if (client_call_values(client, (int)(lists - verbs), none, &answer, &unheard) != OK)
        return;
    const char *word = nearest_word(&nearest);
    if (word != NULL)
        snprintf(failure->hint, sizeof failure->hint, "Did you mean '%s'?", word);
}

static void name_roles(const struct verb *verb, struct failure *failure)
{
    struct buffer out = buffer_over(failure->hint, sizeof failure->hint - 1);
    const char *between = "It is for: ";
    if (verb->roles == HOUSE_ONLY) {
        snprintf(failure->hint, sizeof failure->hint, "Only the house itself does it.");
        return;
    }
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
    const struct verb *lists = failure->said_by_server ? nouns_lists(failure->code) : NULL;
    if (lists != NULL)
        look(client, lists, failure);
}
