/* `account invite`: makes the code here, so that the server learns only its hash, and prints what the invited
 * person needs: the address and the code. */
#include "client/commands/commands.h"
#include "client/shell/fields.h"
#include "client/shell/print.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/lib/connect/wait.h"
#include "client/lib/show/since.h"
#include "protocol/wire/text.h"

enum { KEY_ADDRESS = 0x100 + 50, KEY_EXPIRES, CODE_RANDOM_BYTES = 10, CODE_GROUP = 4 };

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

static void add_expires(struct request *request, const char *value)
{
    uint8_t room[64];
    struct buffer text = buffer_over(room, sizeof room);
    int64_t duration_ms;
    if (since_duration(value, &duration_ms))
        text_from_time(wait_wall_ms() + duration_ms, 0, &text);
    else
        buffer_add_text(&text, value);
    request_add(request, "expires", buffer_bytes(&text));
}

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
        add_expires(input->fields.request, value);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* bulletin://HOST:PORT/KEY: the place that was told, or what the server says people dial, or the place
 * dialled here; the key is the server's own. */
static enum error write_address(const struct input *input, struct client *client,
                                char text[ADDRESS_TEXT_BYTES], struct failure *failure)
{
    struct record_status status;
    struct args_status nothing;
    struct answer answer = {.ok = &status};
    char place[ADDRESS_TEXT_BYTES] = "";
    memset(&nothing, 0, sizeof nothing);
    enum error code = client_call_values(client, VERB_status, &nothing, &answer, failure);
    if (code != OK)
        return code;
    if (input->address != NULL)
        snprintf(place, sizeof place, "bulletin://%s", input->address);
    else if (client_address(client)->control && status.has.address)
        snprintf(place, sizeof place, "%s%.*s",
                 memmem(status.address.at, status.address.size, "://", 3) != NULL ? "" : "bulletin://",
                 (int)status.address.size, (const char *)status.address.at);
    struct address address = *client_address(client);
    if (place[0] != '\0')
        code = address_parse(place, &address, failure);
    else if (address.control)
        return failure_say(failure, ERR_BAD_VALUE,
                           "The server does not say where people dial it. Name the place with --address "
                           "HOST:PORT.");
    if (code != OK)
        return code;
    memcpy(address.key, status.house.at, sizeof address.key);
    address.has_key = true;
    address_write(&address, text);
    return OK;
}

static void print_invitation(const struct options *options, const char *address, const char *code)
{
    char grouped[LIMIT_CODE_BYTES + LIMIT_CODE_BYTES / CODE_GROUP];
    size_t size = 0;
    for (size_t i = 0; i < LIMIT_CODE_BYTES; i++) {
        if (i > 0 && i % CODE_GROUP == 0)
            grouped[size++] = '-';
        grouped[size++] = code[i];
    }
    grouped[size] = '\0';
    if (options->json)
        print_json(json_pack("{s:s, s:s}", "address", address, "code", grouped));
    else
        printf("%s\n%s\n", address, grouped);
}

int command_invite(struct options *options, int argc, char **argv)
{
    struct request *request = request_new(&verbs[VERB_account_invite]);
    struct input input = {.options = options};
    struct session session = {0};
    struct failure failure = {0};
    uint8_t random[CODE_RANDOM_BYTES], hash[LIMIT_HASH_BYTES];
    char code_text[LIMIT_CODE_BYTES + 1], address[ADDRESS_TEXT_BYTES];

    static const char *const filled_in[] = {"code_hash", "expires", NULL};
    fields_init(&input.fields, request, filled_in);
    struct argp_child children[] = {{&input.fields.argp, 0, NULL, 0}, {&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {.options = own_options,
                        .parser = parse,
                        .args_doc = input.fields.arguments,
                        .doc = request->verb->help,
                        .children = children};
    options_parse(&argp, argc, argv, &input);

    randombytes_buf(random, sizeof random);
    code_from_random(random, code_text);
    hash_code(bytes_of(code_text, LIMIT_CODE_BYTES), hash);
    request_add_hex(request, "code_hash", hash, sizeof hash);

    enum error code = request_finish(request, &failure);
    if (code == OK)
        code = session_open(&session, options, &failure);
    if (code == OK)
        code = write_address(&input, session.client, address, &failure);
    if (code == OK)
        code = request_call(request, session.client, NULL, NULL, NULL, &failure);
    if (code == OK)
        print_invitation(options, address, code_text);
    sodium_memzero(random, sizeof random);
    sodium_memzero(code_text, sizeof code_text);
    session_close(&session);
    request_free(request);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
