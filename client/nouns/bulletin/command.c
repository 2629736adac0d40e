/* `read`: one bulletin with its text, from the server or from what a watcher kept. What was shown to a person
 * of an addressed department is opened. */
#include "client/shell/offline.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/shown.h"
#include "client/shell/thing.h"

struct input {
    struct offline offline;
    bool opened;
};

static const struct option_row option_list[] = {
    OPTION_FLAG(
        struct input, opened, "opened",
        "With --json: it is shown to a person, so it counts as opened (without --json it always does)"),
    {0},
};

static enum error read_kept(struct command *command)
{
    static const char lost[] = "[The text is not here: it was never fetched, or is damaged on this disk.]";
    const struct input *input = command->input;
    const struct args_read *args = command_args(command);
    struct failure *failure = &command->failure;
    struct keep_damage damage = {0};
    struct keep *keep = NULL;
    struct kept_bulletin *bulletin = NULL;
    enum error code = keep_open_to_read(&command->session.home, input->offline.name, &keep, failure);
    if (code == OK)
        code =
            kept_find(keep, args->id, args->has.revision ? args->revision : 0, &bulletin, &damage, failure);
    bool is_lost = code == OK && kept_text_is_lost(bulletin);
    if (code == OK)
        print_bulletin(command->options, kept_record(bulletin),
                       is_lost && !command->options->json ? bytes_of_text(lost) : kept_text(bulletin));
    struct bytes channel;
    uint64_t number;
    if (id_split(args->id, &channel, &number))
        command->exit_code = offline_end(channel, &damage);
    if (is_lost) {
        say_text("The long text of this bulletin is missing or damaged on this disk. The next `watch` with "
                 "this name fetches "
                 "it again.");
        command->exit_code = EXIT_PROOF;
    }
    kept_free(bulletin);
    keep_close(keep);
    return code;
}

static enum error read_online(struct command *command)
{
    const struct input *input = command->input;
    struct shown *shown = NULL;
    enum error code = shown_fetch(command->session.client, command->request, &shown, &command->failure);
    if (code != OK)
        return code;
    pager_begin(command->options);
    shown_print(shown, command->options);
    pager_end();
    if (!command->options->json || input->opened)
        shown_tell(shown, &command->session);
    shown_free(shown);
    return OK;
}

static enum error run(struct command *command)
{
    return offline_run(command, read_online, read_kept);
}

static const int shows[] = {FACT_bulletin_published, FACT_bulletin_imported, COMMAND_SHOWS_END};

static const int speaks[] = {VERB_open, COMMAND_SHOWS_END};

const struct command_plan plan_read = {
    .verb = &verbs[VERB_read],
    .help = "Show one bulletin.",
    COMMAND_OPTIONS(option_list, struct input),
    .parts = {&offline_part},
    .run = run,
    .instead = thing_instead,
    .shows = shows,
    .speaks = speaks,
    .shows_head = true,
    .answered = "receipts",
};
