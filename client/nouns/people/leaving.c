/* `account leave`: asks once more, and sends the act until there is nothing left of what it takes. */
#include "client/commands/commands.h"
#include "client/shell/agree.h"
#include "client/shell/client_session.h"

#include <stdio.h>
#include <string.h>

enum { KEY_TEXTS = 0x200, ACTS_MOST = 1000 };

struct input {
    struct options *options;
    bool texts;
    struct agree agree;
};

static const struct argp_option own_options[] = {
    {"texts", KEY_TEXTS, NULL, 0, "Erase what I said in forums, too", 0},
    {0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct input *input = state->input;
    (void)value;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = input->options;
        state->child_inputs[1] = &input->agree;
        return 0;
    case KEY_TEXTS:
        input->texts = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* Who I am there. */
static enum error ask_status(struct client *client, struct record_status *status, struct failure *failure)
{
    struct args_status nothing;
    struct answer answer = {.ok = status};
    memset(&nothing, 0, sizeof nothing);
    return client_call_values(client, VERB_status, &nothing, &answer, failure);
}

/* The server sends a key away as soon as it is revoked, often before it has answered: from the first act on,
 * to be sent away is to have left. */
static enum error leave(const struct input *input, struct client *client, struct failure *failure)
{
    const struct args_account_leave args = {.has.texts = input->texts, .texts = input->texts};
    struct answer answer = {.row = NULL};
    struct record_status status = {.role = ROLE_GUEST};
    enum error code = ask_status(client, &status, failure);
    for (int i = 0; i < ACTS_MOST && code == OK; i++) {
        code = client_call_values(client, VERB_account_leave, &args, &answer, failure);
        if (code == OK)
            code = ask_status(client, &status, failure);
        if (code == ERR_REVOKED || code == ERR_ACCOUNT_REVOKED || (code == OK && status.role == ROLE_GUEST))
            return OK;
    }
    if (code != OK)
        return code;
    return failure_say(failure, ERR_INTERNAL, "There is still more to be erased: leave again.");
}

int command_leave(struct options *options, int argc, char **argv)
{
    struct input input = {.options = options};
    struct session session = {0};
    struct failure failure = {0};
    struct argp_child children[] = {{&options_argp, 0, NULL, 0}, {&agree_argp, 0, NULL, 0}, {0}};
    struct argp argp = {
        .options = own_options, .parser = parse, .doc = verbs[VERB_account_leave].help, .children = children};
    options_parse(&argp, argc, argv, &input);
    input.agree.about = input.texts ? "Your account and its keys, your name, and everything you said."
                                    : "Your account and its keys, and your name.";
    enum error code = agree_ask(&input.agree, &verbs[VERB_account_leave], (struct bytes){0}, &failure);
    if (code == OK)
        code = session_open(&session, options, &failure);
    if (code == OK)
        code = leave(&input, session.client, &failure);
    if (code == OK)
        say_note(options,
                 "You have left. Your name%s erased; the keys on this machine open nothing any more.",
                 input.texts ? " and what you said are" : " is");
    session_close(&session);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
