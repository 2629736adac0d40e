/* Every verb of the table that has no code of its own: its fields as options, its answer printed. */
#include "client/commands/commands.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/table.h"

#include <stdlib.h>

static void show_headline(const struct command *command, struct bytes id, struct bytes headline)
{
    say_note(command->options, "%.*s is \"%.*s\".", (int)id.size, (const char *)id.at, (int)headline.size,
             (const char *)headline.at);
}

/* What is about to be changed, so that a person sees it beside the answer. */
static void show_changed(void *context, const struct shape *shape, const void *values)
{
    const struct record_bulletin *bulletin = values;
    const struct record_scheduled *scheduled = values;
    if (shape == &shape_record_bulletin && bulletin->has.headline)
        show_headline(context, bulletin->id, bulletin->headline);
    if (shape == &shape_record_scheduled && scheduled->has.headline)
        show_headline(context, scheduled->id, scheduled->headline);
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
    const bool shows = !verb->final || command->agree.yes; /* who is asked sees it all */

    enum error code = command_open(command);
    if (code == OK && verb->kind == ASK)
        pager_begin(command->options);
    if (code == OK)
        code = command_call(command, &answer, shows ? show_changed : NULL);
    if (code == OK)
        code = print_table(command, &printing);
    if (code == OK)
        print_ok(command->options, verb->ok, ok);
    pager_end();
    if (code == OK && printing.count == 0 && verb->kind == ASK)
        say_empty(command->options, verb);
    rows_free(&printing.table);
    return code;
}
