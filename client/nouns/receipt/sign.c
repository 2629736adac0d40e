/* `sign`: shows a bulletin and signs for it in the department's name. It signs what it has shown and nothing
 * else. */
#include "client/commands/commands.h"
#include "client/shell/print.h"
#include "client/shell/shown.h"

#include <stdio.h>

#include "client/lib/show/lines.h"
#include "client/shell/usage.h"
#include "protocol/wire/text.h"

enum { KEY_COMMENT = 0x200, KEY_REVISION, KEY_HEAD };

struct input {
    struct options *options;
    struct request *request; /* of `read` */
    const char *comment, *head;
    struct agree agree;
};

static const struct argp_option own_options[] = {
    {"comment", KEY_COMMENT, "TEXT", 0, "What the department says to it", 0},
    {"revision", KEY_REVISION, "NUMBER", 0, "Only if this revision is the newest", 0},
    {"head", KEY_HEAD, "HASH", 0, "Only if this is the head of the revision that counts", 0},
    {0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = input->options;
        state->child_inputs[1] = &input->agree;
        return 0;
    case KEY_COMMENT:
        input->comment = value;
        return 0;
    case KEY_REVISION:
        request_add_text(input->request, "revision", value);
        return 0;
    case KEY_HEAD:
        input->head = value;
        return 0;
    case ARGP_KEY_ARG:
        if (request_has(input->request, "id"))
            usage_end("One bulletin at a time: what is '%s'?", value);
        request_add_text(input->request, "id", value);
        return 0;
    case ARGP_KEY_END:
        if (!request_has(input->request, "id"))
            usage_end("Which bulletin? Give its ID.");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* My department, or an error before anything is shown. */
static enum error find_department(struct client *client, char department[LIMIT_NAME_BYTES + 1],
                                  struct failure *failure)
{
    struct args_status nothing;
    struct record_status status;
    struct answer answer = {.ok = &status};
    memset(&nothing, 0, sizeof nothing);
    enum error code = client_call_values(client, VERB_status, &nothing, &answer, failure);
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
static enum error send_sign(const struct input *input, const char *department, struct client *client,
                            const struct record_bulletin *bulletin, struct record_done *done,
                            struct failure *failure)
{
    char about[LIMIT_NAME_BYTES + LIMIT_ID_BYTES + 64];
    struct agree agree = input->agree;
    snprintf(about, sizeof about, "%.*s, revision %llu, for %s.", (int)bulletin->id.size,
             (const char *)bulletin->id.at, (unsigned long long)bulletin->revision, department);
    agree.about = about;
    struct request *request = request_new(&verbs[VERB_sign]);
    struct answer answer = {.ok = done};
    request->agree = &agree;
    request_add(request, "id", bulletin->id);
    if (input->head != NULL)
        request_add_text(request, "revision_head", input->head);
    else
        request_add_hex(request, "revision_head", bulletin->revision_head.at, bulletin->revision_head.size);
    if (input->comment != NULL)
        request_add_text(request, "comment", input->comment);
    enum error code = request_finish(request, failure);
    if (code == OK)
        code = request_call(request, client, &answer, NULL, NULL, failure);
    request_free(request);
    return code;
}

static void say_signed(const struct input *input, const struct record_bulletin *bulletin,
                       const char *department, const struct record_done *done)
{
    char room[512];
    struct buffer line = buffer_over(room, sizeof room);
    if (input->options->json) {
        print_ok(input->options, &shape_record_done, done);
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

static enum error sign(const struct input *input, struct session *session, struct failure *failure)
{
    char department[LIMIT_NAME_BYTES + 1];
    struct shown *shown = NULL;
    struct record_done done;
    enum error code = find_department(session->client, department, failure);
    if (code == OK)
        code = shown_fetch(session->client, input->request, &shown, failure);
    if (code == OK)
        code = judge_fate(shown_bulletin(shown), failure);
    if (code == OK)
        code = judge_head(input, shown_bulletin(shown), failure);
    if (code == OK)
        code = shown_check(shown, session->client, failure);
    if (code != OK)
        goto out;
    shown_print(shown, input->options);
    shown_tell(shown, session);
    code = send_sign(input, department, session->client, shown_bulletin(shown), &done, failure);
    if (code == OK)
        say_signed(input, shown_bulletin(shown), department, &done);
out:
    shown_free(shown);
    return code;
}

int command_sign(struct options *options, int argc, char **argv)
{
    struct request *request = request_new(&verbs[VERB_read]);
    struct input input = {.options = options, .request = request, .agree.shown_on_output = true};
    struct session session = {0};
    struct failure failure = {0};
    struct argp_child children[] = {{&options_argp, 0, NULL, 0}, {&agree_argp, 0, NULL, 0}, {0}};
    struct argp argp = {
        .options = own_options,
        .parser = parse,
        .args_doc = "ID",
        .doc = "Show a bulletin and sign for it in your department's name. On a terminal it asks first.",
        .children = children};
    options_parse(&argp, argc, argv, &input);

    enum error code = request_finish(request, &failure);
    if (code == OK)
        code = session_open(&session, options, &failure);
    if (code == OK)
        code = sign(&input, &session, &failure);
    session_close(&session);
    request_free(request);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
