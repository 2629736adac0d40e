/* `publish`: a headline with the text of a file, of standard input or of the editor, and files; now or at its
 * time. */
#include "client/commands/commands.h"
#include "client/shell/fields.h"
#include "client/shell/hint.h"
#include "client/shell/notice_options.h"
#include "client/shell/print.h"

#include <assert.h>

#include "client/lib/connect/wait.h"
#include "client/lib/show/lines.h"
#include "client/shell/may.h"

struct input {
    struct options *options;
    struct fields fields;
    struct notice notice;
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct input *input = state->input;
    (void)value;
    if (key != ARGP_KEY_INIT)
        return ARGP_ERR_UNKNOWN;
    state->child_inputs[0] = &input->fields;
    state->child_inputs[1] = &input->notice;
    state->child_inputs[2] = input->options;
    return 0;
}

static void take_time(void *context, const struct shape *shape, const void *values)
{
    const struct record_draft *draft = values;
    (void)shape;
    *(int64_t *)context = draft->at;
}

/* When exactly is for the server to judge: it is asked. */
static void say_scheduled(const struct options *options, struct client *client,
                          const struct args_publish *args, struct bytes id)
{
    char room[LIMIT_DATED_BYTES + 16];
    struct buffer when = buffer_over(room, sizeof room);
    int64_t at_ms = INT64_MIN;
    struct failure ignored;
    struct args_schedule_list question = {.has = {.id = true}, .id = id};
    struct answer answer = {.row = take_time, .context = &at_ms};
    bool known = client_call_values(client, VERB_schedule_list, &question, &answer, &ignored) == OK &&
                 at_ms != INT64_MIN;
    if (known)
        lines_time(&when, at_ms);
    else
        buffer_add(&when, args->at.at, args->at.size);
    say_note(options, "It will be published in '%.*s' at %.*s and is %.*s until then.",
             (int)args->channel.size, (const char *)args->channel.at, (int)when.size, (const char *)when.at,
             (int)id.size, (const char *)id.at);
    say_note(options, "`bulletin schedule edit %.*s` changes it, `bulletin schedule cancel %.*s` stops it.",
             (int)id.size, (const char *)id.at, (int)id.size, (const char *)id.at);
}

static enum error send(struct input *input, struct session *session, struct args_publish *args,
                       struct failure *failure)
{
    struct record_done done;
    struct answer answer = {.ok = &done};
    enum error code = notice_place(&input->notice, session->client, &shape_args_publish, args, failure);
    if (code == OK)
        code = client_call_values(session->client, VERB_publish, args, &answer, failure);
    if (code != OK) {
        hint_add(session->client, failure);
        return code;
    }
    print_ok(input->options, &shape_record_done, &done);
    if (args->has.at && !input->options->quiet) {
        uint8_t room[LIMIT_ID_BYTES]; /* the next question takes away what the answer lent */
        struct buffer id = buffer_over(room, sizeof room);
        buffer_add(&id, done.id.at, done.id.size);
        say_scheduled(input->options, session->client, args, buffer_bytes(&id));
    }
    return OK;
}

/* The arguments as they were given; they borrow from the request. */
static enum error read_args(struct request *request, struct args_publish *args, struct failure *failure)
{
    struct refusal why = {0};
    enum error code = request_finish(request, failure);
    if (code != OK)
        return code;
    code = codec_decode(&shape_args_publish, buffer_bytes(&request->map), args, &why);
    assert(code == OK); /* request_finish has checked it */
    return code;
}

/* What can be refused is refused before anybody types. */
static enum error open_for_typing(struct input *input, struct session *session, struct request *request,
                                  struct args_publish *args, struct failure *failure)
{
    enum error code = session_open(session, input->options, failure);
    if (code == OK) /* again: days are the server's */
        code = read_args(request, args, failure);
    if (code == OK)
        code = may_be_dated(&shape_args_publish, args, wait_wall_ms(), failure);
    if (code != OK)
        return code;
    code = may_write(session->client, args->channel, ERR_NOT_PUBLISHER, failure);
    if (code != OK)
        hint_add(session->client, failure);
    return code;
}

/* Everything here is checked before anything is sent. */
static enum error publish(struct input *input, struct session *session, struct request *request,
                          struct failure *failure)
{
    struct args_publish args;
    enum error code = read_args(request, &args, failure);
    if (code != OK)
        return code;
    if (args.has.text && input->notice.file != NULL)
        return failure_refuse(failure, ERR_FIELD_TWICE, "text", (struct bytes){0}, 0);
    code = notice_open(&input->notice, failure);
    bool typed = !args.has.text && body_is_typed(input->notice.file);
    if (code == OK && typed)
        code = open_for_typing(input, session, request, &args, failure);
    if (code == OK && !args.has.text)
        code = notice_read_text(&input->notice, session->client, (struct bytes){0}, failure);
    if (code == OK && !typed)
        code = session_open(session, input->options, failure);
    if (code == OK && !typed) /* again: days are the server's */
        code = read_args(request, &args, failure);
    return code == OK ? send(input, session, &args, failure) : code;
}

int command_publish(struct options *options, int argc, char **argv)
{
    struct request *request = request_new(&verbs[VERB_publish]);
    struct input input = {.options = options, .notice = {.options = options}};
    struct session session = {0};
    struct failure failure = {0};
    fields_init(&input.fields, request, notice_hidden);
    struct argp_child children[] = {
        {&input.fields.argp, 0, NULL, 0}, {&notice_argp, 0, NULL, 0}, {&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {
        .parser = parse,
        .args_doc = input.fields.arguments,
        .doc = "Publish a bulletin and print its id. The text comes from --file, from standard input, or on "
               "a terminal from $EDITOR.\vWHEN is a day of the server (2026-12-01, today, tomorrow, friday), "
               "a minute of "
               "one ('2026-12-01 17:00', 'friday 17:00'), the next such hour (17:00), a whole time "
               "(2026-12-01T17:00:00+08:00), or so much from now (3d, 2h). "
               "When the connection is lost during an upload, it is dialled again and the upload goes on; "
               "an interrupted one goes on when the same command is given again within a day.",
        .children = children};
    options_parse(&argp, argc, argv, &input);

    enum error code = publish(&input, &session, request, &failure);
    notice_close(&input.notice);
    session_close(&session);
    request_free(request);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
