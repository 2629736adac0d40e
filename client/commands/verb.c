/* Every verb of the table that has no code of its own: its fields as options, its answer printed. */
#include "client/commands/commands.h"
#include "client/shell/fields.h"
#include "client/shell/print.h"

#include <stdlib.h>

struct input {
    struct options *options;
    struct fields fields;
    struct agree agree;
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct input *input = state->input;
    (void)value;
    if (key != ARGP_KEY_INIT)
        return ARGP_ERR_UNKNOWN;
    state->child_inputs[0] = &input->fields;
    state->child_inputs[1] = input->options;
    if (input->fields.request->verb->final)
        state->child_inputs[2] = &input->agree;
    return 0;
}

static void show_headline(const struct options *options, struct bytes id, struct bytes headline)
{
    say_note(options, "%.*s is \"%.*s\".", (int)id.size, (const char *)id.at, (int)headline.size,
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

int command_verb(struct options *options, const struct verb *verb, int argc, char **argv)
{
    struct request *request = request_new(verb);
    struct input input = {.options = options};
    struct session session = {0};
    struct failure failure = {0};
    alignas(max_align_t) uint8_t ok[SHAPE_BYTES];
    struct answer answer = {.row = print_row, .context = options, .ok = ok};

    request->agree = &input.agree;
    fields_init(&input.fields, request, NULL);
    struct argp_child children[] = {{&input.fields.argp, 0, NULL, 0},
                                    {&options_argp, 0, NULL, 0},
                                    {verb->final ? &agree_argp : NULL, 0, NULL, 0},
                                    {0}};
    struct argp argp = {
        .parser = parse, .args_doc = input.fields.arguments, .doc = verb->help, .children = children};
    options_parse(&argp, argc, argv, &input);

    enum error code = request_finish(request, &failure);
    if (code == OK)
        code = session_open(&session, options, &failure);
    const bool shows = !verb->final || input.agree.yes; /* who is asked sees it all */
    if (code == OK)
        code = request_call(request, session.client, &answer, shows ? show_changed : NULL, options, &failure);
    if (code == OK)
        print_ok(options, verb->ok, ok);
    session_close(&session);
    request_free(request);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
