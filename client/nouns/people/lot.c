/* `account lot`: numbered invitations for many people who are not known by name, a paper slip for each. Each
 * is printed, and in the file, before the next is asked for: what breaks off in the middle loses none. */
#include "client/commands/commands.h"
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
    KEY_COUNT = 0x200,
    KEY_ROLE,
    KEY_PREFIX,
    KEY_CSV,
    KEY_ADDRESS,
    KEY_EXPIRES,
    COUNT_MOST = 999,
    LOT_LETTERS = 5,
    PREFIX_MOST = LIMIT_NAME_BYTES - LOT_LETTERS - 5, /* "-LOTXX-001" comes behind it */
};

struct input {
    struct options *options;
    unsigned long count;
    const char *role, *prefix, *csv, *address, *expires;
};

static const struct argp_option own_options[] = {
    {"count", KEY_COUNT, "N", 0, "So many slips, up to 999", 0},
    {"role", KEY_ROLE, "ROLE", 0, "What they may do (resident)", 0},
    {"prefix", KEY_PREFIX, "NAME", 0, "What their accounts are called before the number (the role)", 0},
    {"csv", KEY_CSV, "FILE", 0, "Write number, account, address and code into FILE too, which must be new",
     0},
    {"address", KEY_ADDRESS, "HOST:PORT", 0, "Print this as the place to dial, not the one the server knows",
     0},
    {"expires", KEY_EXPIRES, "WHEN", 0, "Until when the codes are good; a day: to its end", 0},
    {0},
};

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct input *input = state->input;
    char *end;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = input->options;
        return 0;
    case KEY_COUNT:
        input->count = strtoul(value, &end, 10);
        if (*end != '\0' || value[0] == '-' || input->count == 0 || input->count > COUNT_MOST)
            usage_end("--count takes a number from 1 to %d, not '%s'.", COUNT_MOST, value);
        return 0;
    case KEY_ROLE:
        input->role = value;
        return 0;
    case KEY_PREFIX:
        if (strlen(value) > PREFIX_MOST)
            usage_end("--prefix has at most %d letters.", PREFIX_MOST);
        input->prefix = value;
        return 0;
    case KEY_CSV:
        input->csv = value;
        return 0;
    case KEY_ADDRESS:
        input->address = value;
        return 0;
    case KEY_EXPIRES:
        invitation_check_expires(value);
        input->expires = value;
        return 0;
    case ARGP_KEY_END:
        if (input->count == 0)
            usage_end("How many? --count N.");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* A lot has letters of its own, so that no two lots ever name the same account. */
static void make_lot(char lot[LOT_LETTERS + 1])
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    for (size_t i = 0; i < LOT_LETTERS; i++)
        lot[i] = letters[randombytes_uniform(sizeof letters - 1)];
    lot[LOT_LETTERS] = '\0';
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
static void print_slip(const struct input *input, unsigned long number, const char *account,
                       const char *address, const char *code)
{
    if (input->options->json) {
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

static enum error invite_one(const struct input *input, struct session *session, const char *account,
                             char code_text[INVITATION_CODE_BYTES], struct failure *failure)
{
    struct request *request = request_new(&verbs[VERB_account_invite]);
    request_add_text(request, "account", account);
    request_add_text(request, "role", input->role);
    if (input->expires != NULL)
        invitation_expires(request, input->expires);
    invitation_make(request, code_text);
    enum error code = request_finish(request, failure);
    if (code == OK)
        code = request_call(request, session->client, NULL, NULL, NULL, failure);
    request_free(request);
    return code;
}

static enum error print_lot(const struct input *input, struct session *session, FILE *csv,
                            struct failure *failure)
{
    char address[ADDRESS_TEXT_BYTES], code_text[INVITATION_CODE_BYTES], lot[LOT_LETTERS + 1];
    char account[LIMIT_NAME_BYTES + 64];
    enum error code = invitation_address(input->address, session->client, address, failure);
    make_lot(lot);
    for (unsigned long i = 1; i <= input->count && code == OK; i++) {
        snprintf(account, sizeof account, "%s-%s-%03lu", input->prefix != NULL ? input->prefix : input->role,
                 lot, i);
        code = invite_one(input, session, account, code_text, failure);
        if (code != OK)
            break;
        if (csv != NULL && (fprintf(csv, "%lu,%s,%s,%s\n", i, account, address, code_text) < 0 ||
                            fflush(csv) != 0 || fsync(fileno(csv)) != 0))
            code = failure_say(failure, ERR_INTERNAL, "The file %s cannot be written: %s.", input->csv,
                               strerror(errno));
        print_slip(input, i, account, address, code_text);
    }
    sodium_memzero(code_text, sizeof code_text);
    return code;
}

int command_lot(struct options *options, int argc, char **argv)
{
    struct input input = {.options = options, .role = role_words[ROLE_RESIDENT]};
    struct session session = {0};
    struct failure failure = {0};
    FILE *csv = NULL;
    struct argp_child children[] = {{&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {.options = own_options,
                        .parser = parse,
                        .doc = "Invite many people at once, and print a numbered slip of paper for each.",
                        .children = children};
    options_parse(&argp, argc, argv, &input);

    enum error code = session_open(&session, options, &failure);
    if (code == OK)
        code = open_csv(input.csv, &csv, &failure);
    if (code == OK)
        code = print_lot(&input, &session, csv, &failure);
    if (csv != NULL)
        fclose(csv);
    session_close(&session);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
