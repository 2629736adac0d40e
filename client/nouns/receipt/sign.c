/* `sign`: shows a bulletin and signs for it in the department's name. It signs what it has shown and nothing
 * else. */
#include "client/shell/command.h"
#include "client/shell/print.h"
#include "client/shell/shown.h"

#include <stdio.h>

#include "client/lib/show/lines.h"
#include "protocol/wire/text.h"

struct input {
    const char *comment, *revision, *head;
};

static const struct option_row option_list[] = {
    OPTION_WORD(struct input, comment, "comment", "TEXT", "A comment of the department"),
    OPTION_WORD(struct input, revision, "revision", "NUMBER", "Only if this revision is the newest"),
    OPTION_WORD(struct input, head, "head", "HASH", "Only if this is the head of the current revision"),
    {0},
};

/* My department, or an error before anything is shown. */
static enum error find_department(struct client *client, char department[LIMIT_NAME_BYTES + 1],
                                  struct failure *failure)
{
    struct record_status status;
    enum error code = session_ask_status(client, &status, failure);
    if (code != OK)
        return code;
    if (!status.has.department)
        return failure_refuse(failure, ERR_NOT_MEMBER, NULL, (struct bytes){0}, 0);
    memcpy(department, status.department.at, status.department.size);
    department[status.department.size] = '\0';
    if (!status.has.signs || !status.signs)
        return failure_refuse(failure, ERR_NOT_SIGNER, NULL, status.department, 0);
    return OK;
}

/* The act, by the words that a person could type. `head` is that of what was shown, unless one was named. */
static enum error send_sign(struct command *command, const char *department,
                            const struct record_bulletin *bulletin, struct record_done *done)
{
    const struct input *input = command->input;
    char about[LIMIT_NAME_BYTES + LIMIT_ID_BYTES + 64];
    struct request *request = request_new(&verbs[VERB_sign]);
    const struct answer answer = {.ok = done};
    snprintf(about, sizeof about, "%.*s, revision %llu, for %s.", (int)bulletin->id.size,
             (const char *)bulletin->id.at, (unsigned long long)bulletin->revision, department);
    command->agree.about = about;
    request->agree = &command->agree;
    request_add(request, "id", bulletin->id);
    if (input->head != NULL)
        request_add_text(request, "revision_head", input->head);
    else
        request_put(request, "revision_head", bulletin->revision_head);
    if (input->comment != NULL)
        request_add_text(request, "comment", input->comment);
    enum error code = request_finish(request, &command->failure);
    if (code == OK)
        code = request_call(request, command->session.client, &answer, NULL, NULL, &command->failure);
    command->agree.about = NULL;
    request_free(request);
    return code;
}

static void say_signed(const struct options *options, const struct record_bulletin *bulletin,
                       const char *department, const struct record_done *done)
{
    char room[512];
    struct buffer line = buffer_over(room, sizeof room);
    if (options->json) {
        print_ok(options, &shape_record_done, done);
        return;
    }
    bool already = done->has.already && done->already;
    buffer_add_text(&line, already ? "Signed already: " : "Signed: ");
    lines_bytes(&line, bulletin->id);
    buffer_add_text(&line, ", revision ");
    lines_number(&line, bulletin->revision);
    buffer_add_text(&line, ", for ");
    buffer_add_text(&line, department);
    buffer_add_text(&line, ", ");
    lines_time(&line, done->time);
    print_line(buffer_bytes(&line));
}

/* What is over is not signed for; of what was erased there is nothing left to show. */
static enum error judge_fate(const struct record_bulletin *bulletin, struct failure *failure)
{
    if (bulletin->has.erased)
        return failure_refuse(failure, ERR_ERASED, NULL, bulletin->id, 0);
    if (bulletin->has.withdrawn)
        return failure_refuse(failure, ERR_WITHDRAWN, NULL, bulletin->id, 0);
    return OK;
}

/* A head that was named must be the one that is shown: nobody signs what they did not see. */
static enum error judge_head(const struct input *input, const struct record_bulletin *bulletin,
                             struct failure *failure)
{
    char room[2 * LIMIT_HASH_BYTES];
    struct buffer hex = buffer_over(room, sizeof room);
    if (input->head == NULL)
        return OK;
    text_from_hex(bulletin->revision_head, &hex);
    if (bytes_equal_text(buffer_bytes(&hex), input->head))
        return OK;
    return failure_refuse(failure, ERR_HEAD_CHANGED, NULL, bulletin->id, 0);
}

static enum error sign(struct command *command, struct shown *shown, const char *department)
{
    const struct record_bulletin *bulletin = shown_bulletin(shown);
    struct record_done done;
    enum error code = judge_fate(bulletin, &command->failure);
    if (code == OK)
        code = judge_head(command->input, bulletin, &command->failure);
    if (code == OK)
        code = shown_check(shown, command->session.client, &command->failure);
    if (code != OK)
        return code;
    shown_print(shown, command->options);
    shown_tell(shown, &command->session);
    code = send_sign(command, department, bulletin, &done);
    if (code == OK)
        say_signed(command->options, bulletin, department, &done);
    return code;
}

static enum error run(struct command *command)
{
    char department[LIMIT_NAME_BYTES + 1];
    const struct input *input = command->input;
    struct shown *shown = NULL;
    request_add_text(command->request, "id", command->words[0]);
    if (input->revision != NULL)
        request_add_text(command->request, "revision", input->revision);
    enum error code = command_open(command);
    if (code == OK)
        code = find_department(command->session.client, department, &command->failure);
    if (code == OK)
        code = shown_fetch(command->session.client, command->request, &shown, &command->failure);
    if (code == OK)
        code = sign(command, shown, department);
    shown_free(shown);
    return code;
}

static void begin(struct command *command)
{
    command->agree.shown_on_output = true;
}

const struct command_plan plan_sign = {
    .words = "sign",
    .verb = &verbs[VERB_read],
    .own.none = true,
    .help = "Show a bulletin and sign for it in the department's name.",
    .doc = "Show a bulletin and sign for it in your department's name. On a terminal it asks first.",
    .arguments = "ID",
    .no_word = "Which bulletin? Give its ID.",
    .more_words = "One bulletin at a time.",
    COMMAND_OPTIONS(option_list, struct input),
    .asks = true,
    .begin = begin,
    .run = run,
};
