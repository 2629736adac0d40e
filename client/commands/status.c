/* `status`: who I am on the server, and where it stands. */
#include "client/shell/command.h"
#include "client/shell/print.h"

#include <stdio.h>

#include "client/lib/show/json.h"

static enum error run(struct command *command)
{
    struct record_status status;
    char server[ADDRESS_TEXT_BYTES];
    enum error code = command_open(command);
    if (code == OK)
        code = session_ask_status(command->session.client, &status, &command->failure);
    if (code != OK)
        return code;
    address_write(client_address(command->session.client), server);
    if (command->options->json) {
        json_t *object = json_from_values(&shape_record_status, &status);
        json_object_set_new(object, "server", json_string(server));
        print_json(object);
    } else {
        printf("%-12s%s\n", "server", server);
        print_ok(command->options, &shape_record_status, &status);
    }
    return OK;
}

const struct command_plan plan_status = {
    .verb = &verbs[VERB_status],
    .help = "Show who I am to the server, and where it stands.",
    .run = run,
};
