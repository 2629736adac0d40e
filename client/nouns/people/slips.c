/* `account slips`: numbered invitations for many people who are not known by name, a paper slip for each.
 * Each is printed, and in the file, before the next is asked for: what breaks off loses none. */
#include "client/shell/command.h"
#include "client/shell/invitation.h"
#include "client/shell/print.h"
#include "client/shell/usage.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    COUNT_MOST = 999,
    SET_LETTERS = 5,
    PREFIX_MOST = LIMIT_NAME_BYTES - SET_LETTERS - 5, /* "-SETXX-001" comes behind it */
};

struct input {
    struct invitation invitation;
    unsigned long count;
    const char *role, *prefix, *csv;
};

static void take_count(void *into, const char *value)
{
    struct input *input = into;
    char *end;
    input->count = strtoul(value, &end, 10);
    if (*end != '\0' || value[0] == '-' || input->count == 0 || input->count > COUNT_MOST)
        usage_end("--count takes a number from 1 to %d, not '%s'.", COUNT_MOST, value);
}

static const struct option_row option_list[] = {
    OPTION_TAKEN(take_count, "count", "N", "How many slips, up to 999"),
    OPTION_WORD(struct input, role, "role", "ROLE", "Their role (default: resident)"),
    OPTION_WORD(struct input, prefix, "prefix", "NAME",
                "The beginning of their account names, before the number (default: the role)"),
    OPTION_WORD(struct input, csv, "csv", "FILE",
                "Also write number, account, address and code into FILE, which must not exist yet"),
    {0},
};

static void begin(struct command *command)
{
    struct input *input = command->input;
    input->role = role_words[ROLE_RESIDENT];
}

static void check(struct command *command)
{
    const struct input *input = command->input;
    if (input->count == 0)
        usage_end("How many? --count N.");
    if (input->prefix != NULL && strlen(input->prefix) > PREFIX_MOST)
        usage_end("--prefix has at most %d letters.", PREFIX_MOST);
}

/* A set of slips has letters of its own, so that no two sets ever name the same account. */
static void make_set(char set[SET_LETTERS + 1])
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    for (size_t i = 0; i < SET_LETTERS; i++)
        set[i] = letters[randombytes_uniform(sizeof letters - 1)];
    set[SET_LETTERS] = '\0';
}

static enum error open_csv(const char *path, FILE **csv, struct failure *failure)
{
    if (path == NULL)
        return OK;
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    *csv = file < 0 ? NULL : fdopen(file, "w");
    if (*csv == NULL) {
        if (file >= 0)
            close(file);
        return failure_say(failure, ERR_BAD_VALUE, "The file %s cannot be made: %s.", path, strerror(errno));
    }
    fputs("number,account,address,code\n", *csv);
    return OK;
}

/* One slip, to be cut out. */
static void print_slip(const struct command *command, unsigned long number, const char *account,
                       const char *address, const char *code)
{
    const struct input *input = command->input;
    if (command->options->json) {
        print_json(json_pack("{s:i, s:s, s:s, s:s}", "number", (int)number, "account", account, "address",
                             address, "code", code));
        return;
    }
    printf("- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -\n"
           "Slip %lu of %lu, account %s. It is good for one person, once.\n\n"
           "  1.  bulletin join %s\n"
           "      and then this code:  %s\n"
           "  2.  bulletin theme current\n"
           "  3.  bulletin theme say \"...\"\n\n",
           number, input->count, account, address, code);
    fflush(stdout);
}

static enum error invite_one(struct command *command, const char *account,
                             char code_text[INVITATION_CODE_BYTES])
{
    const struct input *input = command->input;
    request_reset(command->request, command->plan->verb);
    request_add_text(command->request, "account", account);
    request_add_text(command->request, "role", input->role);
    invitation_add_expires(&input->invitation, command->request);
    invitation_make(command->request, code_text);
    enum error code = request_finish(command->request, &command->failure);
    return code == OK ? command_call(command, NULL, NULL) : code;
}

static enum error write_line(const struct input *input, FILE *csv, unsigned long number, const char *account,
                             const char *address, const char *code, struct failure *failure)
{
    if (csv == NULL || (fprintf(csv, "%lu,%s,%s,%s\n", number, account, address, code) >= 0 &&
                        fflush(csv) == 0 && fsync(fileno(csv)) == 0))
        return OK;
    return failure_say(failure, ERR_INTERNAL, "The file %s cannot be written: %s.", input->csv,
                       strerror(errno));
}

static enum error print_slips(struct command *command, FILE *csv)
{
    const struct input *input = command->input;
    char address[ADDRESS_TEXT_BYTES], code_text[INVITATION_CODE_BYTES], set[SET_LETTERS + 1];
    char account[LIMIT_NAME_BYTES + 64];
    enum error code =
        invitation_address(input->invitation.address, command->session.client, address, &command->failure);
    make_set(set);
    for (unsigned long i = 1; i <= input->count && code == OK; i++) {
        snprintf(account, sizeof account, "%s-%s-%03lu", input->prefix != NULL ? input->prefix : input->role,
                 set, i);
        code = invite_one(command, account, code_text);
        if (code != OK)
            break;
        code = write_line(input, csv, i, account, address, code_text, &command->failure);
        print_slip(command, i, account, address, code_text);
    }
    sodium_memzero(code_text, sizeof code_text);
    return code;
}

static enum error run(struct command *command)
{
    const struct input *input = command->input;
    FILE *csv = NULL;
    enum error code = session_open(&command->session, command->options, &command->failure);
    if (code == OK)
        code = open_csv(input->csv, &csv, &command->failure);
    if (code == OK)
        code = print_slips(command, csv);
    if (csv != NULL)
        fclose(csv);
    return code;
}

const struct command_plan plan_account_slips = {
    .words = "account slips",
    .verb = &verbs[VERB_account_invite], /* a slip an act */
    .own.none = true,
    .help = "Invite many people at once; prints a slip for each.",
    .doc = "Invite many people at once, and print a numbered slip of paper for each.",
    COMMAND_OPTIONS(option_list, struct input),
    .parts = {&invitation_part},
    .begin = begin,
    .check = check,
    .run = run,
};
