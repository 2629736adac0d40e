/* Every verb of the table that has no code of its own: its fields as options, its answer printed. */
#include "client/commands/commands.h"
#include "client/lib/show/width.h"
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
    const struct record_draft *draft = values;
    if (shape == &shape_record_bulletin && bulletin->has.headline)
        show_headline(context, bulletin->id, bulletin->headline);
    if (shape == &shape_record_draft && draft->has.headline)
        show_headline(context, draft->id, draft->headline);
}

/* What to say instead of nothing, of questions whose answer is a list. */
static const struct {
    int verb;
    const char *words;
} when_empty[] = {
    {VERB_inbox, "Nothing is to be opened or signed."},
    {VERB_overdue, "Nobody is late."},
    {VERB_channels, "There is no channel here that you may read."},
    {VERB_schedule_list, "Nothing is scheduled."},
    {VERB_forum_threads, "There are no threads."},
    {VERB_activity_list, "No activities are announced for that time."},
    {VERB_activity_replies, "Nobody was invited."},
    {VERB_account_list, "There is no such account."},
    {VERB_department_list, "There are no departments."},
    {VERB_key_list, "There is no such key."},
};

static void say_empty(const struct options *options, const struct verb *verb)
{
    const char *words = "There is nothing.";
    if (options->json || verb->row->count == 0)
        return;
    for (size_t i = 0; i < sizeof when_empty / sizeof when_empty[0]; i++) {
        if (&verbs[when_empty[i].verb] == verb)
            words = when_empty[i].words;
    }
    say_note(options, "%s", words);
}

/* Rows on their way to the screen: as they come, or all in a table. */
struct showing {
    const struct options *options;
    struct rows table;
    uint64_t count;
};

static void show_row(void *context, const struct shape *shape, const void *values)
{
    struct showing *showing = context;
    showing->count++;
    if (table_has(shape) && !showing->options->json)
        rows_take(&showing->table, shape, values);
    else
        print_row((void *)(uintptr_t)showing->options, shape, values);
}

static enum error print_table(struct command *command, const struct showing *showing)
{
    enum error code = rows_whole(&showing->table, &command->failure);
    if (code == OK && showing->table.count > 0)
        table_print(command->plan->verb->row, &showing->table, width_of_terminal());
    return code;
}

enum error verb_run(struct command *command)
{
    const struct verb *verb = command->plan->verb;
    alignas(max_align_t) uint8_t ok[SHAPE_BYTES];
    struct showing showing = {.options = command->options};
    const struct answer answer = {.row = show_row, .context = &showing, .ok = ok};
    const bool shows = !verb->final || command->agree.yes; /* who is asked sees it all */

    enum error code = command_open(command);
    if (code == OK && verb->kind == ASK)
        pager_begin(command->options);
    if (code == OK)
        code = command_call(command, &answer, shows ? show_changed : NULL);
    if (code == OK)
        code = print_table(command, &showing);
    if (code == OK)
        print_ok(command->options, verb->ok, ok);
    pager_end();
    if (code == OK && showing.count == 0 && verb->kind == ASK)
        say_empty(command->options, verb);
    rows_free(&showing.table);
    return code;
}
