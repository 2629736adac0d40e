/* `read`: one bulletin with its text, from the server or from what a watcher kept. */
#include "client/commands/commands.h"
#include "client/shell/fields.h"
#include "client/shell/offline.h"
#include "client/shell/print.h"

#include <stdlib.h>

#include "client/lib/connect/blob.h"

struct input {
    struct options *options;
    struct fields fields;
    struct offline offline;
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct input *input = state->input;
    (void)value;
    if (key != ARGP_KEY_INIT)
        return ARGP_ERR_UNKNOWN;
    state->child_inputs[0] = &input->fields;
    state->child_inputs[1] = &input->offline;
    state->child_inputs[2] = input->options;
    return 0;
}

static enum error read_kept(const struct input *input, const struct home *home, struct bytes id,
                            struct failure *failure)
{
    struct keep *keep = NULL;
    struct kept_bulletin *bulletin = NULL;
    enum error code = keep_open_to_read(home, input->offline.name, &keep, failure);
    if (code == OK)
        code = kept_find(keep, id, &bulletin, failure);
    if (code == OK)
        print_bulletin(input->options, kept_record(bulletin), kept_text(bulletin));
    kept_free(bulletin);
    keep_close(keep);
    return code;
}

/* The row as bytes of our own: it must outlive the download of its long text. */
static void copy_row(void *context, const struct shape *shape, const void *values)
{
    struct buffer *copy = context;
    copy->size = 0;
    codec_encode(shape, values, copy);
}

static enum error read_online(const struct input *input, struct client *client, struct request *request,
                              struct failure *failure)
{
    uint8_t room[LIMIT_PLAIN_BYTES];
    struct buffer copy = buffer_over(room, sizeof room);
    struct record_bulletin bulletin;
    struct refusal why = {0};
    uint8_t *long_text = NULL;
    size_t long_text_size = 0;
    struct answer answer = {.row = copy_row, .context = &copy};
    enum error code = request_call(request, client, &answer, NULL, NULL, failure);
    if (code != OK)
        return code;
    if (copy.size == 0 || codec_decode(&shape_record_bulletin, buffer_bytes(&copy), &bulletin, &why) != OK)
        return failure_refuse(failure, ERR_MALFORMED, NULL, bytes_of_text("an answer without its row"), 0);
    if (bulletin.has.text_hash)
        code = blob_download(client, bulletin.id, bulletin.text_hash, &long_text, &long_text_size, failure);
    if (code == OK)
        print_bulletin(input->options, &bulletin,
                       bulletin.has.text ? bulletin.text : bytes_of(long_text, long_text_size));
    free(long_text);
    return code;
}

int command_read(struct options *options, int argc, char **argv)
{
    struct request *request = request_new(&verbs[VERB_read]);
    struct input input = {.options = options};
    struct session session = {0};
    struct failure failure = {0};
    struct args_read args;
    struct refusal why = {0};
    fields_init(&input.fields, request, NULL);
    struct argp_child children[] = {
        {&input.fields.argp, 0, NULL, 0}, {&offline_argp, 0, NULL, 0}, {&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {.parser = parse,
                        .args_doc = input.fields.arguments,
                        .doc = request->verb->help,
                        .children = children};
    options_parse(&argp, argc, argv, &input);

    bool kept = false;
    enum error code = request_finish(request, &failure);
    if (code == OK)
        code = offline_open(&input.offline, &session, options, &kept, &failure);
    if (code == OK && kept && codec_decode(&shape_args_read, buffer_bytes(&request->map), &args, &why) == OK)
        code = read_kept(&input, &session.home, args.id, &failure);
    else if (code == OK)
        code = read_online(&input, session.client, request, &failure);
    session_close(&session);
    request_free(request);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
