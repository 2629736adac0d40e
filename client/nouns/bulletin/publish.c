/* `publish`: a headline with the text of a file, of standard input or of the editor, and files; now or at its
 * time. */
#include "client/shell/command.h"
#include "client/shell/hint.h"
#include "client/shell/notice_options.h"
#include "client/shell/print.h"

#include "client/lib/connect/wait.h"
#include "client/lib/show/lines.h"
#include "client/shell/may.h"

static void take_time(void *context, const struct shape *shape, const void *values)
{
    const struct record_scheduled *scheduled = values;
    (void)shape;
    *(int64_t *)context = scheduled->at;
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

static enum error send(struct command *command)
{
    struct notice *notice = command->input;
    struct args_publish *args = command_args(command);
    struct record_done done;
    const struct answer answer = {.ok = &done};
    enum error code =
        notice_place(notice, command->session.client, &shape_args_publish, args, &command->failure);
    if (code == OK)
        code = command_ask(command, VERB_publish, args, &answer);
    if (code != OK) {
        hint_add(command->session.client, &command->failure);
        return code;
    }
    print_ok(command->options, &shape_record_done, &done);
    if (args->has.at && !command->options->quiet) {
        uint8_t room[LIMIT_ID_BYTES]; /* the next question takes away what the answer lent */
        struct buffer id = buffer_over(room, sizeof room);
        buffer_add(&id, done.id.at, done.id.size);
        say_scheduled(command->options, command->session.client, args, buffer_bytes(&id));
    }
    return OK;
}

/* What can be refused is refused before anybody types. */
static enum error open_for_typing(struct command *command)
{
    const struct args_publish *args = command_args(command);
    enum error code = command_open(command);
    if (code == OK)
        code = may_be_dated(&shape_args_publish, args, wait_wall_ms(), &command->failure);
    if (code != OK)
        return code;
    code = may_write(command->session.client, args->channel, ERR_NOT_PUBLISHER, &command->failure);
    if (code != OK)
        hint_add(command->session.client, &command->failure);
    return code;
}

/* Everything here is checked before anything is sent. */
static enum error run(struct command *command)
{
    struct notice *notice = command->input;
    struct failure *failure = &command->failure;
    const struct args_publish *args = command_args(command);
    notice->options = command->options;
    enum error code = request_finish(command->request, failure);
    if (code == OK && args->has.text && notice->file != NULL)
        code = failure_refuse(failure, ERR_FIELD_TWICE, "text", (struct bytes){0}, 0);
    if (code != OK)
        return code;
    code = notice_open(notice, failure);
    bool typed = !args->has.text && body_is_typed(notice->file);
    if (code == OK && typed)
        code = open_for_typing(command);
    if (code == OK && !args->has.text)
        code = notice_read_text(notice, command->session.client, (struct bytes){0}, failure);
    if (code == OK && !typed)
        code = command_open(command);
    return code == OK ? send(command) : code;
}

static void end(struct command *command)
{
    notice_close(command->input);
}

const struct command_plan plan_publish = {
    .verb = &verbs[VERB_publish],
    .own.hidden = notice_hidden,
    .help = "Publish a bulletin and print its id.",
    .doc = "Publish a bulletin and print its id. The text comes from --file, from standard input, or on a "
           "terminal from $EDITOR.\vWHEN is a day in the server's time zone (2026-12-01, today, tomorrow, "
           "friday), a minute of a day ('2026-12-01 17:00', 'friday 17:00'), the next 17:00 (17:00), a full "
           "timestamp (2026-12-01T17:00:00+08:00), or a time from now (3d, 2h). When the connection is lost "
           "during an upload, it is made again and the upload goes on; an interrupted one goes on when the "
           "same command is given again within a day.",
    .parts = {&notice_part},
    .input_size = sizeof(struct notice),
    .types = true,
    .run = run,
    .end = end,
};
