/* `account invite` and `key invite`: makes the code and prints what the invited person, or the further
 * machine, needs. The code is made here, so that the server learns only its hash. */
#include "client/lib/show/json.h"
#include "client/lib/show/lines.h"
#include "client/shell/command.h"
#include "client/shell/invitation.h"
#include "client/shell/print.h"

#include <sodium.h>
#include <stdio.h>

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
    static char account[LIMIT_NAME_BYTES + 1];
    struct invited invited = {.account = account, .adds_key = request->verb == &verbs[VERB_key_invite]};
    const struct bytes *typed = shape_value(shape, request->values, "account");
    const int64_t *expires_ms = shape_value(shape, request->values, "expires");
    snprintf(account, sizeof account, "%.*s", (int)typed->size, (const char *)typed->at);
    invited.expires_ms = expires_ms != NULL ? *expires_ms : done->time + INT64_C(1000) * LIMIT_INVITE_AGE_S;
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

static enum error invite(struct command *command)
{
    const struct invitation *invitation = command->input;
    char code_text[INVITATION_CODE_BYTES], address[ADDRESS_TEXT_BYTES];
    struct record_done done;
    const struct answer answer = {.ok = &done};
    invitation_add_expires(invitation, command->request);
    invitation_make(command->request, code_text);
    enum error code = command_open(command);
    if (code == OK)
        code = invitation_address(invitation->address, command->session.client, address, &command->failure);
    if (code == OK)
        code = command_call(command, &answer, NULL);
    if (code == OK) {
        const struct invited invited = invited_of(command->request, &done);
        print_invitation(command->options, &invited, address, code_text);
    }
    sodium_memzero(code_text, sizeof code_text);
    return code;
}

static const char *const filled_in[] = {"code_hash", "expires", NULL};
static const char *const typed[] = {"role", NULL};

/* A plan of either. */
#define INVITES(symbol, typed_as, text)                                                                      \
    const struct command_plan plan_##symbol = {                                                              \
        .words = typed_as,                                                                                   \
        .verb = &verbs[VERB_##symbol],                                                                       \
        .own = {.hidden = filled_in, .options = typed},                                                      \
        .help = text,                                                                                        \
        .parts = {&invitation_part},                                                                         \
        .input_size = sizeof(struct invitation),                                                             \
        .run = invite,                                                                                       \
    }
INVITES(account_invite, "account invite", "Invite a person; prints the address and the code.");
INVITES(key_invite, "key invite", "Invite a further key of an account: another machine.");
