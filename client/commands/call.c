/* `call`: one verb in the text form, for scripts and for verbs that no command knows yet. */
#include "client/commands/commands.h"
#include "client/shell/textline.h"
#include "client/shell/usage.h"

#include <stdlib.h>

#include "protocol/wire/text.h"

struct input {
    struct options *options;
    struct buffer line;
    int count;
};

/* A shell takes quotes away: what stands behind the first `=` gets them back. A lone argument with spaces is
 * a whole line already. */
static void add_argument(struct input *input, const char *argument, bool alone)
{
    const char *equals = strchr(argument, '=');
    if (input->line.size > 0)
        buffer_add_text(&input->line, " ");
    if (equals == NULL || alone) {
        buffer_add_text(&input->line, argument);
        return;
    }
    buffer_add(&input->line, argument, (size_t)(equals + 1 - argument));
    text_from_word(bytes_of_text(equals + 1), &input->line);
}

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = input->options;
        return 0;
    case ARGP_KEY_ARG:
        add_argument(input, value, input->count == 0 && strchr(value, ' ') != NULL);
        input->count++;
        return 0;
    case ARGP_KEY_END:
        if (input->count == 0)
            usage_end("A verb is needed, such as `headlines channel=programme`.");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int command_call(struct options *options, int argc, char **argv)
{
    uint8_t *room = malloc(LIMIT_LINE_BYTES);
    if (room == NULL)
        return EXIT_FAILED;
    struct input input = {.options = options, .line = buffer_over(room, LIMIT_LINE_BYTES)};
    struct argp_child children[] = {{&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {.parser = parse,
                        .args_doc = "VERB [FIELD=VALUE...]",
                        .doc = "Send one verb and print its answer in the text form.",
                        .children = children};
    options_parse(&argp, argc, argv, &input);

    struct session session = {0};
    struct failure failure = {0};
    struct request *request = request_new(&verbs[VERB_ping]);
    enum error code = session_open(&session, options, &failure);
    struct textline textline = {.options = options, .client = session.client, .request = request};
    if (code == OK && input.line.overflowed)
        code = failure_refuse(&failure, ERR_LINE_BROKEN, NULL, bytes_of_text("it is too long"), 0);
    if (code == OK)
        code = textline_run(&textline, buffer_bytes(&input.line), &failure);
    session_close(&session);
    request_free(request);
    free(room);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
