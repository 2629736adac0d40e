/* When the kept things are used. It does not know how they are read. */
#include "client/shell/offline.h"
#include "client/shell/usage.h"

#include <stdio.h>

enum { GROUP = 50 };

static const struct option_row option_list[] = {
    {.name = "name",
     .argument = "NAME",
     .offset = offsetof(struct offline, name),
     .group = GROUP,
     .help = "When the server cannot be reached, use what `watch --name NAME` kept"},
    {.name = "offline",
     .offset = offsetof(struct offline, only),
     .group = GROUP,
     .help = "Use what was kept, without connecting (with --name)"},
    {0},
};

static void check(const void *input)
{
    const struct offline *offline = input;
    if (offline->only && offline->name == NULL)
        usage_end("--offline needs --name: the name of the watcher that kept things.");
}

const struct option_part offline_part = {.rows = option_list, .check = check};

int offline_end(struct bytes channel, const struct keep_damage *damage)
{
    char sentence[LIMIT_CHANNEL_BYTES + 400];
    if (damage->missing > 0) {
        snprintf(sentence, sizeof sentence,
                 "DAMAGED: of what was kept of '%.*s', %llu fact%s from number %llu on cannot be read on "
                 "this disk. "
                 "What is shown may have changed since. The next `watch` with this name fetches them again.",
                 (int)channel.size, (const char *)channel.at, (unsigned long long)damage->missing,
                 damage->missing == 1 ? "" : "s", (unsigned long long)damage->first);
        say_text(sentence);
    }
    if (damage->cursor)
        say_text("DAMAGED: the cursor of this watcher cannot be read; newer facts may have been kept than "
                 "are shown. The "
                 "next `watch` with this name makes it again.");
    return damage->missing > 0 || damage->cursor ? EXIT_PROOF : EXIT_DONE;
}

/* *kept: the server is not there, or was not to be asked. */
static enum error open(struct command *command, bool *kept)
{
    const struct offline *offline = command->input;
    struct session *session = &command->session;
    if (offline->only) {
        *kept = true;
        *session = (struct session){.options = command->options};
        enum error found = home_find(command->options->home, &session->home, &command->failure);
        if (found == OK)
            session_use_kept_zone(&session->home);
        return found;
    }
    enum error code = session_open(session, command->options, &command->failure);
    bool instead = code != OK && offline->name != NULL && failure_exit(&command->failure) == EXIT_UNREACHABLE;
    if (!instead)
        return code;
    say_failure(&command->failure);
    say_note(command->options, "Showing what '%s' kept.", offline->name);
    session_use_kept_zone(&session->home);
    *kept = true;
    return OK;
}

enum error offline_run(struct command *command, enum error (*online)(struct command *command),
                       enum error (*from_kept)(struct command *command))
{
    bool kept = false;
    enum error code = request_finish(command->request, &command->failure);
    if (code == OK)
        code = open(command, &kept);
    if (code != OK)
        return code;
    return kept ? from_kept(command) : online(command);
}
