/* `headlines`: the newest headlines of a channel, from the server or from what a watcher kept. */
#include "client/commands/commands.h"
#include "client/shell/fields.h"
#include "client/shell/offline.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/read_mark.h"

enum { KEY_READ = 0x200 };

struct input {
    struct options *options;
    struct fields fields;
    struct offline offline;
    bool read;
};

static const struct argp_option own_options[] = {
    {"mark-read", KEY_READ, NULL, 0, "Everything in the channel counts as read from now on", 0},
    {0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct input *input = state->input;
    (void)value;
    if (key == KEY_READ) {
        input->read = true;
        return 0;
    }
    if (key != ARGP_KEY_INIT)
        return ARGP_ERR_UNKNOWN;
    state->child_inputs[0] = &input->fields;
    state->child_inputs[1] = &input->offline;
    state->child_inputs[2] = input->options;
    return 0;
}

static enum error list_kept(const struct input *input, const struct home *home, const struct request *request,
                            int *exit_code, struct failure *failure)
{
    struct keep_damage damage;
    struct args_headlines args;
    struct refusal why = {0};
    struct keep *keep = NULL;
    uint64_t given;
    enum error code = codec_decode(&shape_args_headlines, buffer_bytes(&request->map), &args, &why);
    if (code != OK)
        return failure_take(failure, &why);
    code = keep_open_to_read(home, input->offline.name, &keep, failure);
    if (code == OK)
        code = kept_headlines(keep, args.channel, args.has.limit ? args.limit : 0,
                              args.has.before ? args.before : 0, print_row, input->options, &given, &damage,
                              failure);
    if (code == OK)
        *exit_code = offline_end(args.channel, &damage);
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
static enum error list_others(const struct input *input, struct client *client, struct bytes channel,
                              struct failure *failure)
{
    struct listed listed = {.options = input->options};
    struct answer answer = {.row = take_row, .context = &listed};
    const struct args_forum_threads threads = {.has.channel = true, .channel = channel};
    const struct args_activity_list activities = {.has.channel = true, .channel = channel};
    const int size = (int)channel.size;
    const char *const name = (const char *)channel.at;
    if (input->options->json)
        return OK;
    if (channel.size > 5 && memcmp(channel.at, "dept/", 5) == 0) {
        say_note(input->options,
                 "No bulletins stand in %.*s. `bulletin inbox` lists what its department has to open "
                 "and to sign, `bulletin watch %.*s --since all --all` what happened.",
                 size, name, size, name);
        return OK;
    }
    enum error code = client_call_values(client, VERB_forum_threads, &threads, &answer, failure);
    if (code == OK && listed.rows == 0)
        code = client_call_values(client, VERB_activity_list, &activities, &answer, failure);
    if (code == OK && bytes_equal_text(channel, "themes"))
        say_note(input->options, "No bulletins stand in themes: `bulletin theme list` lists the themes.");
    else if (code == OK && listed.rows > 0)
        say_note(input->options,
                 "No bulletins stand in %.*s; these are its threads or activities. `bulletin forum "
                 "show ID` or `bulletin activity show ID` shows one.",
                 size, name);
    else if (code == OK)
        say_note(input->options, "No bulletins stand in %.*s.", size, name);
    return code;
}

static enum error list_online(const struct input *input, const struct session *session,
                              struct request *request, struct failure *failure)
{
    struct args_headlines args;
    struct refusal why;
    struct failure ignored;
    struct record_count count;
    struct listed listed = {.options = input->options};
    struct answer answer = {.row = take_row, .context = &listed, .ok = &count};
    uint64_t number = 0;
    struct answer tip = {.row = take_number, .context = &number};
    if (codec_decode(&shape_args_headlines, buffer_bytes(&request->map), &args, &why) != OK)
        return failure_take(failure, &why);
    const struct args_channels of = {.has.channel = true, .channel = args.channel};
    if (input->read)
        client_call_values(session->client, VERB_channels, &of, &tip, &ignored);
    pager_begin(input->options);
    enum error code = request_call(request, session->client, &answer, NULL, NULL, failure);
    pager_end();
    if (code != OK)
        return code;
    print_ok(input->options, &shape_record_count, &count);
    if (input->read && number > 0 && !print_failed())
        seen_tell_channel(session, args.channel, number);
    bool empty = listed.rows == 0 && !args.has.before;
    return empty ? list_others(input, session->client, args.channel, failure) : OK;
}

int command_headlines(struct options *options, int argc, char **argv)
{
    struct request *request = request_new(&verbs[VERB_headlines]);
    struct input input = {.options = options};
    struct session session = {0};
    struct failure failure = {0};
    fields_init(&input.fields, request, NULL);
    struct argp_child children[] = {
        {&input.fields.argp, 0, NULL, 0}, {&offline_argp, 0, NULL, 0}, {&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {.options = own_options,
                        .parser = parse,
                        .args_doc = input.fields.arguments,
                        .doc = request->verb->help,
                        .children = children};
    options_parse(&argp, argc, argv, &input);

    bool kept = false;
    int exit_code = EXIT_DONE;
    enum error code = request_finish(request, &failure);
    if (code == OK)
        code = offline_open(&input.offline, &session, options, &kept, &failure);
    if (code == OK && kept)
        code = list_kept(&input, &session.home, request, &exit_code, &failure);
    else if (code == OK)
        code = list_online(&input, &session, request, &failure);
    session_close(&session);
    request_free(request);
    return code == OK ? exit_code : say_failure(&failure);
}
