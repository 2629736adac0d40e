/* `join`: enrols this machine's key with an invitation code, and keeps the address with the server's key. The
 * code never comes from the command line, where others on this machine could read it. */
#include "client/commands/commands.h"
#include "client/shell/print.h"
#include "client/shell/request.h"
#include "client/shell/usage.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "protocol/wire/text.h"

enum { KEY_CODE_FILE = 0x200, CODE_LINE_BYTES = 128 };

struct input {
    struct options *options;
    const char *address;
    const char *code_file;
};

static const struct argp_option own_options[] = {
    {"code-file", KEY_CODE_FILE, "FILE", 0, "Read the invitation code from FILE, not from the terminal", 0},
    {0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = input->options;
        return 0;
    case KEY_CODE_FILE:
        input->code_file = value;
        return 0;
    case ARGP_KEY_ARG:
        if (input->address != NULL)
            usage_end("There is one address; the code is asked for.");
        input->address = value;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static enum error read_code(const struct input *input, char code[LIMIT_CODE_BYTES + 1],
                            struct failure *failure)
{
    char line[CODE_LINE_BYTES];
    bool from_file = input->code_file != NULL && strcmp(input->code_file, "-") != 0;
    FILE *file = from_file ? fopen(input->code_file, "re") : stdin;
    if (file == NULL)
        return failure_say(failure, ERR_INTERNAL, "Cannot read %s: %m.", input->code_file);
    if (!from_file && isatty(STDIN_FILENO)) {
        fputs("Invitation code: ", stderr);
        fflush(stderr);
    }
    bool got = fgets(line, sizeof line, file) != NULL;
    if (from_file)
        fclose(file);
    line[got ? strcspn(line, "\r\n") : 0] = '\0';
    bool right = code_normalise(bytes_of_text(line), code);
    sodium_memzero(line, sizeof line);
    if (!right)
        return failure_say(failure, ERR_BAD_VALUE,
                           "That is no invitation code. It has 16 letters and digits: XXXX-XXXX-XXXX-XXXX.");
    return OK;
}

static void count_key(void *context, const struct shape *shape, const void *values)
{
    size_t *keys = context;
    (void)shape, (void)values;
    (*keys)++;
}

/* Whether the account had a key before ours: then this is another machine of somebody, and is told so. */
static enum error is_further(struct client *client, bool *further, struct failure *failure)
{
    size_t keys = 0;
    struct args_key_list mine;
    struct record_count count;
    struct answer answer = {.row = count_key, .context = &keys, .ok = &count};
    memset(&mine, 0, sizeof mine);
    enum error code = client_call_values(client, VERB_key_list, &mine, &answer, failure);
    *further = keys > 1;
    return code;
}

/* The server's word on who we are now. An answer is borrowed until the next question. */
static enum error print_joined(const struct options *options, struct client *client, struct failure *failure)
{
    struct record_status status;
    struct args_status nothing;
    struct answer answer = {.ok = &status};
    bool further = false;
    memset(&nothing, 0, sizeof nothing);
    enum error code = is_further(client, &further, failure);
    if (code == OK)
        code = client_call_values(client, VERB_status, &nothing, &answer, failure);
    if (code != OK)
        return code;
    if (options->json) {
        print_ok(options, &shape_record_status, &status);
        return OK;
    }
    printf("%s %.*s, %s", further ? "This key was added to the account" : "Joined as",
           (int)status.account.size, (const char *)status.account.at, role_words[status.role]);
    if (status.has.department)
        printf(" of %.*s", (int)status.department.size, (const char *)status.department.at);
    printf(".\n");
    return OK;
}

static enum error enrol(const struct input *input, struct session *session, struct request *request,
                        struct failure *failure)
{
    char code_text[LIMIT_CODE_BYTES + 1];
    enum error code = read_code(input, code_text, failure);
    if (code != OK)
        return code;
    request_add_text(request, "code", code_text);
    sodium_memzero(code_text, sizeof code_text);
    code = request_finish(request, failure);
    if (code == OK)
        code = request_call(request, session->client, NULL, NULL, NULL, failure);
    if (code == OK)
        code = home_save_server(&session->home, client_address(session->client), failure);
    return code;
}

int command_join(struct options *options, int argc, char **argv)
{
    struct input input = {.options = options};
    struct argp_child children[] = {{&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {.options = own_options,
                        .parser = parse,
                        .args_doc = "ADDRESS",
                        .doc = "Enrol this machine's key with an invitation code. The code is read from the "
                               "terminal, from standard input, or from --code-file.",
                        .children = children};
    options_parse(&argp, argc, argv, &input);

    struct request *request = request_new(&verbs[VERB_join]);
    struct session session = {0};
    struct failure failure = {0};
    enum error code = session_prepare(&session, options, input.address, true, &failure);
    if (code == OK && client_address(session.client)->control)
        code = failure_say(&failure, ERR_BAD_VALUE,
                           "Join over bulletin://HOST:PORT/KEY; the control socket enrols "
                           "nobody.");
    if (code == OK)
        code = session_connect(&session, &failure);
    if (code == OK)
        code = enrol(&input, &session, request, &failure);
    if (code == OK)
        code = print_joined(options, session.client, &failure);
    sodium_memzero(request, sizeof *request);
    session_close(&session);
    request_free(request);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
