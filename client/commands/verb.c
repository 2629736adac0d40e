/* Every verb of the table that has no code of its own: its fields as options, its answer printed. */
#include "client/commands/commands.h"
#include "client/lib/show/lines.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/table.h"

#include <stdlib.h>

/* What a row is called: by its headline, name or title. */
static const struct bytes *words_of(const struct shape *shape, const void *values)
{
    static const char *const fields[] = {"headline", "name", "title"};
    const struct bytes *words = NULL;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && words == NULL; i++)
        words = shape_value(shape, values, fields[i]);
    return words;
}

/* What names the thing, in the row as in the act: an id, a name, a month or a year. False for anything
 * else. */
static bool add_named(struct buffer *out, const struct verb *verb, const struct shape *shape,
                      const void *values)
{
    const struct field *named = &verb->args->fields[0];
    const void *value = shape_value(shape, values, named->name);
    switch (named->kind) {
    case KIND_ID:
    case KIND_NAME:
    case KIND_CHANNEL:
    case KIND_MONTH:
        if (value != NULL)
            lines_bytes(out, *(const struct bytes *)value);
        return value != NULL;
    case KIND_NUMBER:
        if (value != NULL)
            lines_number(out, *(const uint64_t *)value);
        return value != NULL;
    default:
        return false;
    }
}

/* What was changed, and which revision of it, in words for whoever was not asked. */
struct changed {
    const struct verb *verb;
    struct buffer said;
    char room[LIMIT_ID_BYTES + LIMIT_HEADLINE_BYTES + LIMIT_TITLE_BYTES + 64];
};

static void take_changed(void *context, const struct shape *shape, const void *values)
{
    struct changed *changed = context;
    struct buffer *said = &changed->said;
    const struct bytes *words = words_of(shape, values);
    const uint64_t *revision = shape_value(shape, values, "revision");
    if ((words == NULL && revision == NULL) || !add_named(said, changed->verb, shape, values))
        return;
    if (revision != NULL) {
        buffer_add_text(said, words != NULL ? ", revision " : " is revision ");
        lines_number(said, *revision);
    }
    if (words != NULL) {
        buffer_add_text(said, revision != NULL ? ", is \"" : " is \"");
        lines_bytes(said, *words);
        buffer_add_text(said, "\"");
    }
}

static void say_changed(const struct command *command, const struct changed *changed)
{
    if (changed->said.size > 0 && !changed->said.overflowed)
        say_note(command->options, "%.*s.", (int)changed->said.size, changed->room);
}

/* What to say instead of nothing. */
static void say_empty(const struct options *options, const struct verb *verb)
{
    if (!options->json && verb->row->count > 0)
        say_note(options, "%s", nouns_none(verb->row));
}

/* Rows on their way to the screen: as they come, or all in a table. */
struct printing {
    const struct options *options;
    struct rows table;
    uint64_t count;
};

static void show_row(void *context, const struct shape *shape, const void *values)
{
    struct printing *printing = context;
    printing->count++;
    if (table_has(shape) && !printing->options->json)
        rows_take(&printing->table, shape, values);
    else
        print_row((void *)(uintptr_t)printing->options, shape, values);
}

static enum error print_table(struct command *command, const struct printing *printing)
{
    enum error code = rows_whole(&printing->table, &command->failure);
    if (code == OK && printing->table.count > 0)
        table_print(command->plan->verb->row, &printing->table, width_of_terminal());
    return code;
}

enum error verb_run(struct command *command)
{
    const struct verb *verb = command->plan->verb;
    alignas(max_align_t) uint8_t ok[SHAPE_BYTES];
    struct printing printing = {.options = command->options};
    const struct answer answer = {.row = show_row, .context = &printing, .ok = ok};
    struct changed changed = {.verb = verb};
    const bool shows = !verb->final || command->agree.yes; /* who is asked sees it all */
    changed.said = buffer_over(changed.room, sizeof changed.room);
    enum error code = command_open(command);
    if (code == OK && verb->kind == ASK)
        pager_begin(command->options);
    if (code == OK)
        code = request_call(command->request, command->session.client, &answer, shows ? take_changed : NULL,
                            &changed, &command->failure);
    if (code == OK)
        code = print_table(command, &printing);
    if (code == OK)
        print_ok(command->options, verb->ok, ok);
    pager_end();
    if (code == OK)
        say_changed(command, &changed);
    if (code == OK && printing.count == 0 && verb->kind == ASK)
        say_empty(command->options, verb);
    rows_free(&printing.table);
    return code;
}
