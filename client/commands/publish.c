/* `publish`: a headline with the text of a file, of standard input or of the editor. */
#include "client/commands/commands.h"
#include "client/shell/body.h"
#include "client/shell/fields.h"
#include "client/shell/print.h"

#include <stdlib.h>

enum { KEY_FILE = 0x200 };

struct input {
    struct options *options;
    struct fields fields;
    const char *file;
};

static const struct argp_option own_options[] = {
    {"file", KEY_FILE, "FILE", 0, "Read the text from FILE; - is standard input", 0},
    {0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &input->fields;
        state->child_inputs[1] = input->options;
        return 0;
    case KEY_FILE:
        input->file = value;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* Checks the fields before anything is sent, then the text, then all of it again with the text. */
static enum error publish(const struct input *input, struct session *session, struct request *request,
                          struct record_done *done, struct failure *failure)
{
    uint8_t *text = NULL;
    size_t size = 0;
    enum error code = request_finish(request, failure);
    if (code != OK)
        return code;
    if (!request_has(request, "text") && !request_has(request, "text_hash"))
        code = body_read(input->file, &text, &size, failure);
    if (code == OK)
        code = session_open(session, input->options, failure);
    if (code == OK)
        code = body_add(session->client, request, bytes_of(text, size), failure);
    free(text);
    if (code == OK)
        code = request_finish(request, failure);
    struct answer answer = {.ok = done};
    return code == OK ? request_call(request, session->client, &answer, NULL, NULL, failure) : code;
}

int command_publish(struct options *options, int argc, char **argv)
{
    struct request *request = request_new(&verbs[VERB_publish]);
    struct input input = {.options = options};
    struct session session = {0};
    struct failure failure = {0};
    struct record_done done;
    fields_init(&input.fields, request, NULL);
    struct argp_child children[] = {{&input.fields.argp, 0, NULL, 0}, {&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {.options = own_options,
                        .parser = parse,
                        .args_doc = input.fields.arguments,
                        .doc =
                            "Publish a bulletin and print its id. The text comes from --file, from standard "
                            "input, or on a terminal from $EDITOR.",
                        .children = children};
    options_parse(&argp, argc, argv, &input);

    enum error code = publish(&input, &session, request, &done, &failure);
    if (code == OK)
        print_ok(options, &shape_record_done, &done);
    session_close(&session);
    request_free(request);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
