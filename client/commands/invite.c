/* `account invite` and `key invite`: makes the code here, so that the server learns only its hash, and prints
 * what the invited person, or the further machine, needs: the address and the code. */
#include "client/commands/commands.h"
#include "client/shell/fields.h"
#include "client/shell/invitation.h"
#include "client/shell/print.h"

#include <sodium.h>
#include <stdio.h>

enum { KEY_ADDRESS = 0x100 + 50, KEY_EXPIRES };

struct input {
    struct options *options;
    struct fields fields;
    const char *address; /* HOST:PORT that people dial */
};

static const struct argp_option own_options[] = {
    {"address", KEY_ADDRESS, "HOST:PORT", 0, "Print this as the place to dial, not the one the server knows",
     0},
    {"expires", KEY_EXPIRES, "TIME|DURATION", 0, "Until when the code is good: a time, or 2h, 3d from now",
     0},
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
    case KEY_ADDRESS:
        input->address = value;
        return 0;
    case KEY_EXPIRES:
        invitation_expires(input->fields.request, value);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* What a code for a further key does is said beside it, so that nobody hands it to somebody else. */
static void say_adds_key(const struct options *options, const struct request *request)
{
    struct args_key_invite args;
    struct refusal why;
    if (request->verb == &verbs[VERB_key_invite] &&
        codec_decode(&shape_args_key_invite, buffer_bytes(&request->map), &args, &why) == OK)
        say_note(options, "The code adds a key to the account '%.*s': whoever joins with it is that person.",
                 (int)args.account.size, (const char *)args.account.at);
}

static void print_invitation(const struct options *options, const char *address, const char *code)
{
    if (options->json)
        print_json(json_pack("{s:s, s:s}", "address", address, "code", code));
    else
        printf("%s\n%s\n", address, code);
}

static int invite(struct options *options, int verb, int argc, char **argv)
{
    struct request *request = request_new(&verbs[verb]);
    struct input input = {.options = options};
    struct session session = {0};
    struct failure failure = {0};
    char code_text[INVITATION_CODE_BYTES], address[ADDRESS_TEXT_BYTES];

    static const char *const filled_in[] = {"code_hash", "expires", NULL}, *const typed[] = {"role", NULL};
    fields_init_own(&input.fields, request, &(struct fields_own){.hidden = filled_in, .options = typed});
    struct argp_child children[] = {{&input.fields.argp, 0, NULL, 0}, {&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {.options = own_options,
                        .parser = parse,
                        .args_doc = input.fields.arguments,
                        .doc = request->verb->help,
                        .children = children};
    options_parse(&argp, argc, argv, &input);

    invitation_make(request, code_text);
    enum error code = request_finish(request, &failure);
    if (code == OK)
        code = session_open(&session, options, &failure);
    if (code == OK)
        code = invitation_address(input.address, session.client, address, &failure);
    if (code == OK)
        code = request_call(request, session.client, NULL, NULL, NULL, &failure);
    if (code == OK) {
        print_invitation(options, address, code_text);
        say_adds_key(options, request);
    }
    sodium_memzero(code_text, sizeof code_text);
    session_close(&session);
    request_free(request);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}

int command_invite(struct options *options, int argc, char **argv)
{
    return invite(options, VERB_account_invite, argc, argv);
}

int command_key_invite(struct options *options, int argc, char **argv)
{
    return invite(options, VERB_key_invite, argc, argv);
}
