/* When the kept things are used. It does not know how they are read. */
#include "client/shell/offline.h"
#include "client/shell/usage.h"

#include <stdio.h>

enum { KEY_NAME = 0x300, KEY_OFFLINE };

static const struct argp_option option_list[] = {
    {"name", KEY_NAME, "NAME", 0, "When the server cannot be reached, use what `watch --name NAME` kept", 50},
    {"offline", KEY_OFFLINE, NULL, 0, "Use what was kept without dialling (with --name)", 50},
    {0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct offline *offline = state->input;
    switch (key) {
    case KEY_NAME:
        offline->name = value;
        return 0;
    case KEY_OFFLINE:
        offline->only = true;
        return 0;
    case ARGP_KEY_END:
        if (offline->only && offline->name == NULL)
            usage_end("--offline needs --name: the name of the watcher that kept things.");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp offline_argp = {.options = option_list, .parser = parse};

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

enum error offline_open(const struct offline *offline, struct session *session, const struct options *options,
                        bool *kept, struct failure *failure)
{
    if (offline->only) {
        *kept = true;
        *session = (struct session){.options = options};
        enum error found = home_find(options->home, &session->home, failure);
        if (found == OK)
            session_use_kept_zone(&session->home);
        return found;
    }
    enum error code = session_open(session, options, failure);
    bool instead = code != OK && offline->name != NULL && failure_exit(failure) == EXIT_UNREACHABLE;
    if (!instead)
        return code;
    say_failure(failure);
    say_note(options, "Showing what '%s' kept.", offline->name);
    session_use_kept_zone(&session->home);
    *kept = true;
    return OK;
}
