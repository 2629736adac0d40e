/* `headlines`: the newest headlines of a channel, from the server or from what a watcher kept. */
#include "client/shell/command.h"
#include "client/shell/offline.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/read_mark.h"
#include "protocol/proof/fits.h"

struct input {
    struct offline offline;
    bool read;
};

static const struct option_row option_list[] = {
    OPTION_FLAG(struct input, read, "mark-read", "Everything in the channel counts as read from now on"),
    {0},
};

static enum error list_kept(struct command *command)
{
    const struct input *input = command->input;
    const struct args_headlines *args = command_args(command);
    struct keep_damage damage;
    struct keep *keep = NULL;
    uint64_t given;
    enum error code =
        keep_open_to_read(&command->session.home, input->offline.name, &keep, &command->failure);
    if (code == OK)
        code = kept_headlines(keep, args->channel, args->has.limit ? args->limit : 0,
                              args->has.before ? args->before : 0, print_row, command->options, &given,
                              &damage, &command->failure);
    if (code == OK)
        command->exit_code = offline_end(args->channel, &damage);
    keep_close(keep);
    return code;
}

/* What is listed, counted. */
struct listed {
    const struct options *options;
    uint64_t rows;
};

static void take_row(void *context, const struct shape *shape, const void *values)
{
    struct listed *listed = context;
    listed->rows++;
    print_row((void *)(uintptr_t)listed->options, shape, values);
}

/* How far the channel has come, before its newest headlines are shown. */
static void take_number(void *context, const struct shape *shape, const void *values)
{
    const struct record_channel *channel = values;
    (void)shape;
    *(uint64_t *)context = channel->has.number ? channel->number : 0;
}

/* In a channel without bulletins people look for what else stands there. */
static enum error list_others(struct command *command, struct bytes channel)
{
    const struct options *options = command->options;
    struct listed listed = {.options = options};
    struct answer answer = {.row = take_row, .context = &listed};
    const struct args_forum_threads threads = {.channel = channel};
    const struct args_activity_list activities = {.has.channel = true, .channel = channel};
    const int size = (int)channel.size;
    struct bytes department;
    const char *const name = (const char *)channel.at;
    if (options->json)
        return OK;
    if (channel_has_prefix(channel, PREFIX_DEPARTMENT, &department)) {
        say_note(options,
                 "There are no bulletins in %.*s. `bulletin inbox` lists what its department has to open and "
                 "to sign, `bulletin watch %.*s --since all --all` what happened.",
                 size, name, size, name);
        return OK;
    }
    enum error code = command_ask(command, VERB_forum_threads, &threads, &answer);
    if (code == OK && listed.rows == 0)
        code = command_ask(command, VERB_activity_list, &activities, &answer);
    if (code == OK && bytes_equal_text(channel, CHANNEL_THEMES))
        say_note(options, "There are no bulletins in themes: `bulletin theme list` lists the themes.");
    else if (code == OK && listed.rows > 0)
        say_note(options,
                 "There are no bulletins in %.*s; these are its threads or activities. `bulletin forum show "
                 "ID` or `bulletin activity show ID` shows one.",
                 size, name);
    else if (code == OK)
        say_note(options, "There are no bulletins in %.*s.", size, name);
    return code;
}

/* How far it has come before it is listed; 0 when that is not to be marked, or nobody knows. */
static uint64_t number_to_mark(const struct command *command, struct bytes channel)
{
    const struct input *input = command->input;
    const struct args_channels of = {.has.channel = true, .channel = channel};
    struct failure ignored;
    uint64_t number = 0;
    struct answer tip = {.row = take_number, .context = &number};
    if (input->read)
        client_call_values(command->session.client, VERB_channels, &of, &tip, &ignored);
    return number;
}

static enum error list_online(struct command *command)
{
    const struct args_headlines *args = command_args(command);
    struct record_count count;
    struct listed listed = {.options = command->options};
    const struct answer answer = {.row = take_row, .context = &listed, .ok = &count};
    const uint64_t number = number_to_mark(command, args->channel);
    pager_begin(command->options);
    enum error code = command_call(command, &answer, NULL);
    pager_end();
    if (code != OK)
        return code;
    print_ok(command->options, &shape_record_count, &count);
    if (number > 0 && !print_failed())
        seen_tell_channel(&command->session, args->channel, number);
    bool empty = listed.rows == 0 && !args->has.before;
    return empty ? list_others(command, args->channel) : OK;
}

static enum error run(struct command *command)
{
    return offline_run(command, list_online, list_kept);
}

const struct command_plan plan_headlines = {
    .verb = &verbs[VERB_headlines],
    .help = "List the newest headlines of a channel.",
    COMMAND_OPTIONS(option_list, struct input),
    .parts = {&offline_part},
    .run = run,
};
