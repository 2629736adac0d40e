/* `watch`: what its options say, and the watch that is made of them. What it does stands in watching.c. */
#include "client/shell/command.h"
#include "client/lib/show/duration.h"
#include "client/lib/show/moment.h"
#include "client/shell/usage.h"
#include "client/watch/deliver.h"
#include "client/watch/desktop.h"
#include "client/watch/owed.h"
#include "client/watch/set_aside.h"
#include "client/watch/urgent.h"
#include "client/watch/watching.h"

#include <stdlib.h>

enum {
    HOOK_TRIES = 10, /* a minute or so */
    HOOK_LIMIT_MS = 600000,
    REMIND_MS = 600000,
};

static void take_channel(struct watch *watch, const char *channel)
{
    static const struct field field = {.name = "channel", .kind = KIND_CHANNEL, .needed = REQUIRED};
    struct bytes name = bytes_of_text(channel);
    struct refusal why;
    if (codec_check(&field, &name, &why) != OK)
        usage_end("'%s' is not the name of a channel.", channel);
    if (watch->wanted_count == LIMIT_FOLLOWED)
        usage_end("At most %d channels can be followed at once.", LIMIT_FOLLOWED);
    watch->wanted[watch->wanted_count++] = channel;
}

/* The thread's forum is followed, too. */
static void take_thread(struct watch *watch, const char *id)
{
    struct bytes channel;
    uint64_t number;
    if (!id_split(bytes_of_text(id), &channel, &number) || channel.size > LIMIT_CHANNEL_BYTES)
        usage_end("--thread takes the id of a thread, like forum/2, not '%s'.", id);
    snprintf(watch->thread_channel, sizeof watch->thread_channel, "%.*s", (int)channel.size,
             (const char *)channel.at);
    take_channel(watch, watch->thread_channel);
}

static uint64_t take_number(const char *option, const char *value, uint64_t most)
{
    char *end;
    uint64_t number = strtoull(value, &end, 10);
    if (*end != '\0' || number == 0 || number > most || value[0] == '-')
        usage_end("%s takes a number from 1, not '%s'.", option, value);
    return number;
}

static void take_duration(const char *option, const char *value, int64_t *duration_ms)
{
    if (!duration_read(value, duration_ms) || *duration_ms == 0)
        usage_end("%s takes a duration like 30s or 10m, not '%s'.", option, value);
}

static void take_since(void *into, const char *value)
{
    struct watch *watch = into;
    if (!since_parse(value, wait_wall_ms(), &watch->since))
        usage_end("--since takes all, new or a time in the past, not '%s'. A time is %s.", value,
                  moment_forms);
    watch->since_typed = value;
}

static void take_count(void *into, const char *value)
{
    struct watch *watch = into;
    watch->count = take_number("--count", value, UINT64_MAX);
}

static void take_wait(void *into, const char *value)
{
    struct watch *watch = into;
    take_duration("--wait", value, &watch->wait_ms);
}

static void take_tries(void *into, const char *value)
{
    struct watch *watch = into;
    watch->tries = (unsigned)take_number("--tries", value, UINT32_MAX);
}

static void take_limit(void *into, const char *value)
{
    struct watch *watch = into;
    take_duration("--exec-limit", value, &watch->hook_limit_ms);
}

static void take_remind(void *into, const char *value)
{
    struct watch *watch = into;
    take_duration("--remind", value, &watch->remind_ms);
}

static const struct option_row option_list[] = {
    {.name = "since",
     .argument = "WHEN",
     .take = take_since,
     .help = "Begin this long ago (10m, 2h, 3d), at a day or time (yesterday, friday, 17:00, 2026-12-01), or "
             "with `all` or `new` (default). A cursor of --name goes first"},
    OPTION_TAKEN(take_count, "count", "N", "End after N"),
    OPTION_TAKEN(take_wait, "wait", "DURATION",
                 "End after this long without anything new; with 6 if something was still awaited"),
    OPTION_WORD(struct watch, name, "name", "NAME",
                "Keep everything under this name, and continue there next time; what is addressed to my "
                "department is reported as delivered once it is here with its files"),
    OPTION_WORD(struct watch, exec, "exec", "COMMAND",
                "Run COMMAND for each, with the fact as JSON on its standard input"),
    OPTION_TAKEN(take_tries, "tries", "N",
                 "With --exec: after N failures in a row set the fact aside and go on (default: 10)"),
    OPTION_TAKEN(take_limit, "exec-limit", "DURATION",
                 "With --exec: a command that takes longer is ended and has failed (default: 10m)"),
    OPTION_FLAG(struct watch, lists_aside, "set-aside",
                "With --name: only list what was set aside; with --exec, try each again once"),
    OPTION_WORD(
        struct watch, thread, "thread", "ID",
        "Show only what belongs to this thread; its whole forum is followed, so that a gap is noticed"),
    OPTION_FLAG(struct watch, all, "all", "Every kind of fact, not only bulletins and duties"),
    OPTION_FLAG(struct watch, notify, "notify", "Also show desktop notifications"),
    OPTION_TAKEN(take_remind, "remind", "DURATION",
                 "How often to repeat an urgent bulletin until it is opened (default: 10m)"),
    {0},
};

static void begin_command(struct command *command)
{
    struct watch *watch = command->input;
    watch->options = command->options;
    watch->remind_ms = REMIND_MS;
    watch->tries = HOOK_TRIES;
    watch->hook_limit_ms = HOOK_LIMIT_MS;
}

static void check_command(struct command *command)
{
    struct watch *watch = command->input;
    if (watch->lists_aside && watch->name == NULL)
        usage_end("--set-aside takes the --name of a watcher.");
    if (watch->thread != NULL)
        take_thread(watch, watch->thread);
    for (size_t i = 0; i < command->word_count; i++)
        take_channel(watch, command->words[i]);
}

static enum error run_command(struct command *command)
{
    struct watch *watch = command->input;
    command->exit_code = watch->lists_aside ? set_aside_run(watch) : watching_run(watch);
    return OK;
}

static void end_command(struct command *command)
{
    struct watch *watch = command->input;
    follow_free(watch->follow);
    check_free(watch->check);
    keep_close(watch->keep);
    urgents_free(watch->urgents);
    deliveries_free(watch->deliveries);
    owed_free(watch->owed);
    desktop_close(watch->desktop);
    session_close(&watch->session);
}

static const int speaks[] = {VERB_facts, VERB_deliver, COMMAND_SHOWS_END};

const struct command_plan plan_watch = {
    .words = "watch",
    .help = "Show headlines as they are published.",
    .doc = "Show headlines as they are published, in these channels or in all that I may read. Every fact is "
           "checked. A gap or a broken proof ends its channel; the others go on, and the exit status is 7 at "
           "the end.",
    .arguments = "[CHANNEL...]",
    COMMAND_OPTIONS(option_list, struct watch),
    .begin = begin_command,
    .check = check_command,
    .run = run_command,
    .end = end_command,
    .speaks = speaks,
};
