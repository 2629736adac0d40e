/* `account invite` and `key invite`: makes the code and prints what the invited person, or the further
 * machine, needs. The code is made here, so that the server learns only its hash. */
#include "client/commands/commands.h"
#include "client/lib/show/json.h"
#include "client/lib/show/lines.h"
#include "client/shell/fields.h"
#include "client/shell/invitation.h"
#include "client/shell/print.h"

#include <assert.h>
#include <sodium.h>
#include <stdalign.h>
#include <stddef.h>
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
    {"expires", KEY_EXPIRES, "WHEN", 0, "Until when the code is good; a day: to its end", 0},
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
        invitation_check_expires(value);
        invitation_expires(input->fields.request, value);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* Whom the code is for and until when: of an invitation, or of one for a further key. */
struct invited {
    const char *account;
    int64_t expires_ms;
    bool adds_key;
};

/* The server's answer has the time when it took the invitation. */
static struct invited invited_of(const struct request *request, const struct record_done *done)
{
    const struct shape *shape = request->verb->args;
    alignas(max_align_t) uint8_t values[SHAPE_BYTES];
    static char account[LIMIT_NAME_BYTES + 1];
    struct invited invited = {.account = account, .adds_key = request->verb == &verbs[VERB_key_invite]};
    struct refusal why;
    enum error code = codec_decode(shape, buffer_bytes(&request->map), values, &why);
    assert(code == OK);
    (void)code;
    const struct field *name = &shape->fields[shape_find(shape, bytes_of_text("account"))];
    const int expires = shape_find(shape, bytes_of_text("expires"));
    const struct bytes *typed = (const void *)(values + name->offset);
    snprintf(account, sizeof account, "%.*s", (int)typed->size, (const char *)typed->at);
    invited.expires_ms = done->time + INT64_C(1000) * LIMIT_INVITE_AGE_S;
    if (field_present(values, (size_t)expires))
        memcpy(&invited.expires_ms, values + shape->fields[expires].offset, sizeof invited.expires_ms);
    return invited;
}

/* The two lines are for whoever hands them on; who they are for, and how they are used, is said
 * beside them. */
static void print_invitation(const struct options *options, const struct invited *invited,
                             const char *address, const char *code)
{
    uint8_t room[64];
    struct buffer until = buffer_over(room, sizeof room);
    if (options->json) {
        print_json(json_pack("{s:s, s:s, s:s, s:o, s:b}", "address", address, "code", code, "account",
                             invited->account, "expires", json_from_time(invited->expires_ms), "adds_key",
                             invited->adds_key));
        return;
    }
    lines_time(&until, invited->expires_ms);
    printf("%s\n%s\n", address, code);
    fflush(stdout);
    say_note(options, "This invites '%s', once, until %.*s. They type `bulletin join %s` and then the code.",
             invited->account, (int)until.size, (const char *)until.at, address);
    /* So that nobody hands it to somebody else. */
    if (invited->adds_key)
        say_note(options, "It adds a key to the account '%s': whoever joins with it is that person.",
                 invited->account);
}

static int invite(struct options *options, int verb, int argc, char **argv)
{
    struct request *request = request_new(&verbs[verb]);
    struct input input = {.options = options};
    struct session session = {0};
    struct failure failure = {0};
    char code_text[INVITATION_CODE_BYTES], address[ADDRESS_TEXT_BYTES];
    struct record_done done;
    struct answer answer = {.ok = &done};

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
        code = request_call(request, session.client, &answer, NULL, NULL, &failure);
    if (code == OK) {
        const struct invited invited = invited_of(request, &done);
        print_invitation(options, &invited, address, code_text);
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
