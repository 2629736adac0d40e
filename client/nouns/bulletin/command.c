/* `read`: one bulletin with its text, from the server or from what a watcher kept. What was shown to a person
 * of an addressed department is opened. */
#include "client/commands/commands.h"
#include "client/commands/thing.h"
#include "client/shell/fields.h"
#include "client/shell/offline.h"
#include "client/shell/pager.h"
#include "client/shell/print.h"
#include "client/shell/shown.h"

enum { KEY_OPENED = 0x200 };

struct input {
    struct options *options;
    struct fields fields;
    struct offline offline;
    bool opened;
};

static const struct argp_option own_options[] = {
    {"opened", KEY_OPENED, NULL, 0,
     "With --json: it is shown to a person, so it counts as opened (without --json it always does)", 0},
    {0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct input *input = state->input;
    (void)value;
    if (key == KEY_OPENED) {
        input->opened = true;
        return 0;
    }
    if (key != ARGP_KEY_INIT)
        return ARGP_ERR_UNKNOWN;
    state->child_inputs[0] = &input->fields;
    state->child_inputs[1] = &input->offline;
    state->child_inputs[2] = input->options;
    return 0;
}

static enum error read_kept(const struct input *input, const struct home *home, const struct request *request,
                            int *exit_code, struct failure *failure)
{
    static const char lost[] = "[The text is not here: it was never fetched, or is damaged on this disk.]";
    struct keep_damage damage = {0};
    struct args_read args;
    struct refusal why = {0};
    struct keep *keep = NULL;
    struct kept_bulletin *bulletin = NULL;
    enum error code = codec_decode(&shape_args_read, buffer_bytes(&request->map), &args, &why);
    if (code != OK)
        return failure_take(failure, &why);
    code = keep_open_to_read(home, input->offline.name, &keep, failure);
    if (code == OK)
        code = kept_find(keep, args.id, args.has.revision ? args.revision : 0, &bulletin, &damage, failure);
    bool is_lost = code == OK && kept_text_is_lost(bulletin);
    if (code == OK)
        print_bulletin(input->options, kept_record(bulletin),
                       is_lost && !input->options->json ? bytes_of_text(lost) : kept_text(bulletin));
    struct bytes channel;
    uint64_t number;
    if (id_split(args.id, &channel, &number))
        *exit_code = offline_end(channel, &damage);
    if (is_lost) {
        say_text("The long text of this bulletin is missing or damaged on this disk. The next `watch` with "
                 "this name fetches "
                 "it again.");
        *exit_code = EXIT_PROOF;
    }
    kept_free(bulletin);
    keep_close(keep);
    return code;
}

static enum error read_online(const struct input *input, struct session *session, struct request *request,
                              struct failure *failure)
{
    struct shown *shown = NULL;
    enum error code = shown_fetch(session->client, request, &shown, failure);
    if (code != OK)
        return code;
    pager_begin(input->options);
    shown_print(shown, input->options);
    pager_end();
    if (!input->options->json || input->opened)
        shown_tell(shown, session);
    shown_free(shown);
    return OK;
}

int command_read(struct options *options, int argc, char **argv)
{
    struct request *request = request_new(&verbs[VERB_read]);
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
        code = read_kept(&input, &session.home, request, &exit_code, &failure);
    else if (code == OK)
        code = read_online(&input, &session, request, &failure);
    struct args_read args;
    struct refusal why;
    if (code != OK && !kept &&
        codec_decode(&shape_args_read, buffer_bytes(&request->map), &args, &why) == OK &&
        thing_instead(options, session.client, VERB_read, args.id, &failure, &exit_code))
        code = OK;
    session_close(&session);
    request_free(request);
    return code == OK ? exit_code : say_failure(&failure);
}
