/* `bulletin` without a command, for somebody who has joined: one screen of what waits for them. */
#include "client/commands/commands.h"
#include "client/lib/show/json.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"
#include "client/shell/print.h"

#include <stdio.h>
#include <string.h>

enum { COLUMNS_UNLESS_TOLD = 80, COLUMNS_AT_LEAST = 12, INDENT = 2, ROWS_A_PART = 8 };

struct part {
    const struct options *options;
    const struct glance *glance;
    bool printed;   /* its title */
    size_t columns; /* of a line behind its indent */
    size_t count;
};

static void begin(struct part *part)
{
    if (!part->printed)
        printf("%s\n", part->glance->title);
    part->printed = true;
}

/* A row has as many lines as it needs, and all of them stand below the title. */
static void print_part(struct part *part, struct bytes row)
{
    begin(part);
    while (row.size > 0) {
        const uint8_t *newline = memchr(row.at, '\n', row.size);
        size_t size = newline == NULL ? row.size : (size_t)(newline - row.at);
        printf("%*s", INDENT, "");
        print_line(bytes_of(row.at, size));
        row = bytes_skip(row, newline == NULL ? size : size + 1);
    }
}

static void take_row(void *context, const struct shape *shape, const void *values)
{
    struct part *part = context;
    const struct glance *glance = part->glance;
    uint8_t room[8192];
    struct buffer line = buffer_over(room, sizeof room);
    if (glance->belongs != NULL && !glance->belongs(values))
        return;
    if (part->options->json) {
        json_t *object = json_from_values(shape, values);
        json_object_set_new(object, "is", json_string(glance->is));
        print_json(object);
        return;
    }
    if (!glance->whole && part->count++ >= ROWS_A_PART)
        return;
    if (glance->line != NULL)
        glance->line(&line, values, part->columns);
    else
        nouns_row(&line, shape, values, part->columns);
    print_part(part, buffer_bytes(&line));
}

/* A part that this person has no right to is left out, as one that is empty. */
static enum error ask(struct client *client, struct part *part, struct failure *failure)
{
    static const uint8_t nothing[SHAPE_BYTES];
    struct answer answer = {.row = take_row, .context = part};
    enum error code = client_call_values(client, part->glance->verb, nothing, &answer, failure);
    return client_is_open(client) ? OK : code;
}

static size_t columns_of_a_line(void)
{
    size_t columns = width_of_terminal();
    if (columns == 0)
        columns = COLUMNS_UNLESS_TOLD;
    return (columns > COLUMNS_AT_LEAST ? columns : COLUMNS_AT_LEAST) - INDENT;
}

int command_glance(struct options *options)
{
    const size_t columns = columns_of_a_line();
    struct session session = {0};
    struct failure failure = {0};
    bool printed = false;
    enum error code = session_open(&session, options, &failure);
    const struct glance *glance = nouns_glance(0);
    for (; glance != NULL && code == OK; glance = nouns_glance(glance->place)) {
        struct part part = {.options = options, .glance = glance, .columns = columns};
        code = ask(session.client, &part, &failure);
        printed = printed || part.printed;
    }
    if (code == OK && !printed && !options->json)
        say_note(options,
                 "Nothing is new, and nothing waits to be signed. `bulletin help` lists the commands.");
    session_close(&session);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}

bool glance_is_possible(const struct options *options)
{
    struct home home;
    struct failure ignored;
    struct address address;
    struct identity *identity = NULL;
    bool joined = false;
    if (home_find(options->home, &home, &ignored) != OK ||
        home_server(&home, &address, &joined, &ignored) != OK ||
        home_identity(&home, &identity, &ignored) != OK)
        return false;
    home_free_identity(identity);
    return joined && identity != NULL;
}
