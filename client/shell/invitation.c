/* Codes and addresses for people who are invited. It does not know who they are. */
#include "client/shell/invitation.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>

#include "client/lib/connect/wait.h"
#include "client/lib/show/moment.h"
#include "client/shell/usage.h"
#include "protocol/wire/text.h"

enum { CODE_RANDOM_BYTES = 10, CODE_GROUP = 4 };

static const struct option_row option_list[] = {
    OPTION_WORD(struct invitation, address, "address", "HOST:PORT",
                "Print this address in place of the server's own"),
    OPTION_WORD(struct invitation, expires, "expires", "WHEN", "When the code expires; a day means its end"),
    {0},
};

static void check(const void *input)
{
    const struct invitation *invitation = input;
    int64_t ignored;
    if (invitation->expires != NULL &&
        !moment_time(bytes_of_text(invitation->expires), MOMENT_AHEAD, DAY_ENDS, wait_wall_ms(), &ignored))
        usage_end("--expires takes a time, not '%s'. A time is %s.", invitation->expires, moment_forms);
}

const struct option_part invitation_part = {.rows = option_list, .check = check};

void invitation_make(struct request *request, char grouped[INVITATION_CODE_BYTES])
{
    uint8_t random[CODE_RANDOM_BYTES], hash[LIMIT_HASH_BYTES];
    char code[LIMIT_CODE_BYTES + 1];
    size_t size = 0;
    randombytes_buf(random, sizeof random);
    code_from_random(random, code);
    hash_code(bytes_of(code, LIMIT_CODE_BYTES), hash);
    request_put(request, "code_hash", bytes_of(hash, sizeof hash));
    for (size_t i = 0; i < LIMIT_CODE_BYTES; i++) {
        if (i > 0 && i % CODE_GROUP == 0)
            grouped[size++] = '-';
        grouped[size++] = code[i];
    }
    grouped[size] = '\0';
    sodium_memzero(random, sizeof random);
    sodium_memzero(code, sizeof code);
}

enum error invitation_address(const char *told, struct client *client, char text[ADDRESS_TEXT_BYTES],
                              struct failure *failure)
{
    struct record_status status;
    char place[ADDRESS_TEXT_BYTES] = "";
    enum error code = session_ask_status(client, &status, failure);
    if (code != OK)
        return code;
    if (told != NULL)
        snprintf(place, sizeof place, "bulletin://%s", told);
    else if (client_address(client)->control && status.has.address)
        snprintf(place, sizeof place, "%s%.*s",
                 memmem(status.address.at, status.address.size, "://", 3) != NULL ? "" : "bulletin://",
                 (int)status.address.size, (const char *)status.address.at);
    struct address address = *client_address(client);
    if (place[0] != '\0')
        code = address_parse(place, &address, failure);
    else if (address.control)
        return failure_say(failure, ERR_BAD_VALUE,
                           "The server does not know its public address. Give one with --address HOST:PORT, "
                           "or set the server's public-address.");
    if (code == OK && !address.control && is_everywhere(bytes_of_text(address.host)))
        return failure_say(failure, ERR_BAD_VALUE,
                           "Nobody can connect to %s: it means every address of a machine. Give an address "
                           "with --address HOST:PORT, or set the server's public-address.",
                           address.host);
    if (code != OK)
        return code;
    memcpy(address.key, status.house.at, sizeof address.key);
    address.has_key = true;
    address_write(&address, text);
    return OK;
}

void invitation_add_expires(const struct invitation *invitation, struct request *request)
{
    const struct shape *shape = request->verb->args;
    int index = shape_find(shape, bytes_of_text("expires"));
    assert(index >= 0);
    if (invitation->expires == NULL)
        return;
    bool added = request_add_moment(request, &shape->fields[index], invitation->expires);
    assert(added); /* it was checked */
    (void)added;
}
