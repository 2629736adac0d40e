/* `join`: enrols this machine's key with an invitation code, and keeps the address with the server's key. The
 * code never comes from the command line, where others on this machine could read it. */
#include "client/shell/command.h"
#include "client/shell/print.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "protocol/wire/text.h"

enum { CODE_LINE_BYTES = 128 };

struct input {
    const char *code_file;
};

static const struct option_row option_list[] = {
    OPTION_WORD(struct input, code_file, "code-file", "FILE",
                "Read the invitation code from FILE, not from the terminal"),
    {0},
};

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
    static const struct args_key_list mine;
    struct record_count count;
    struct answer answer = {.row = count_key, .context = &keys, .ok = &count};
    enum error code = client_call_values(client, VERB_key_list, &mine, &answer, failure);
    *further = keys > 1;
    return code;
}

/* The server's word on who we are now. An answer is borrowed until the next question. */
static enum error print_joined(const struct options *options, struct client *client, struct failure *failure)
{
    struct record_status status;
    bool further = false;
    enum error code = is_further(client, &further, failure);
    if (code == OK)
        code = session_ask_status(client, &status, failure);
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

static enum error enrol(struct command *command)
{
    char code_text[LIMIT_CODE_BYTES + 1];
    struct failure *failure = &command->failure;
    enum error code = read_code(command->input, code_text, failure);
    if (code != OK)
        return code;
    request_add_text(command->request, "code", code_text);
    sodium_memzero(code_text, sizeof code_text);
    code = request_finish(command->request, failure);
    if (code == OK)
        code = command_call(command, NULL, NULL);
    if (code == OK)
        code = home_save_server(&command->session.home, client_address(command->session.client), failure);
    return code;
}

static enum error run(struct command *command)
{
    struct session *session = &command->session;
    struct failure *failure = &command->failure;
    const char *address = command->word_count > 0 ? command->words[0] : NULL;
    enum error code = session_prepare(session, command->options, address, true, failure);
    if (code == OK && client_address(session->client)->control)
        code = failure_say(failure, ERR_BAD_VALUE,
                           "Join over bulletin://HOST:PORT/KEY; the control socket enrols "
                           "nobody.");
    if (code == OK)
        code = session_connect(session, failure);
    if (code == OK)
        code = enrol(command);
    return code == OK ? print_joined(command->options, session->client, failure) : code;
}

static void end(struct command *command)
{
    sodium_memzero(command->request, sizeof *command->request);
}

const struct command_plan plan_join = {
    .verb = &verbs[VERB_join],
    .own.none = true,
    .help = "Enrol this machine's key with an invitation code.",
    .doc = "Enrol this machine's key with an invitation code. The code is read from the "
           "terminal, from standard input, or from --code-file.",
    .arguments = "ADDRESS",
    .more_words = "There is one address; the code is asked for.",
    COMMAND_OPTIONS(option_list, struct input),
    .run = run,
    .end = end,
};
