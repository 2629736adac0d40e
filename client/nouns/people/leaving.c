/* `account leave`: asks once more, and sends the act until there is nothing left of what it takes. */
#include "client/shell/command.h"

enum { ACTS_MOST = 1000 };

struct input {
    bool texts;
};

static const struct option_row option_list[] = {
    OPTION_FLAG(struct input, texts, "texts", "Erase what I said in forums, too"),
    {0},
};

/* The server sends a key away as soon as it is revoked, often before it has answered: from the first act on,
 * to be sent away is to have left. */
static enum error leave(const struct input *input, struct client *client, struct failure *failure)
{
    const struct args_account_leave args = {.has.texts = input->texts, .texts = input->texts};
    struct answer answer = {.row = NULL};
    struct record_status status = {.role = ROLE_GUEST};
    enum error code = session_ask_status(client, &status, failure);
    for (int i = 0; i < ACTS_MOST && code == OK; i++) {
        code = client_call_values(client, VERB_account_leave, &args, &answer, failure);
        if (code == OK)
            code = session_ask_status(client, &status, failure);
        if (code == ERR_REVOKED || code == ERR_ACCOUNT_REVOKED || (code == OK && status.role == ROLE_GUEST))
            return OK;
    }
    if (code != OK)
        return code;
    return failure_say(failure, ERR_INTERNAL, "There is still more to be erased: leave again.");
}

static enum error run(struct command *command)
{
    const struct input *input = command->input;
    command->agree.about = input->texts ? "Your account and its keys, your name, and everything you said."
                                        : "Your account and its keys, and your name.";
    enum error code = agree_ask(&command->agree, command->plan->verb, (struct bytes){0}, &command->failure);
    if (code == OK)
        code = session_open(&command->session, command->options, &command->failure);
    if (code == OK)
        code = leave(input, command->session.client, &command->failure);
    if (code == OK)
        say_note(command->options,
                 "You have left. Your name%s erased; the keys on this machine do not work any more.",
                 input->texts ? " and what you said are" : " is");
    return code;
}

const struct command_plan plan_account_leave = {
    .verb = &verbs[VERB_account_leave],
    .own.none = true,
    .help = "Leave: my account is revoked and my name erased.",
    COMMAND_OPTIONS(option_list, struct input),
    .run = run,
};
