/* `status`: who I am on the server, and where it stands. */
#include "client/commands/commands.h"
#include "client/shell/print.h"

#include <stdio.h>

#include "client/lib/show/json.h"

static error_t parse(int key, char *value, struct argp_state *state)
{
    (void)value;
    if (key != ARGP_KEY_INIT)
        return ARGP_ERR_UNKNOWN;
    state->child_inputs[0] = state->input;
    return 0;
}

int command_status(struct options *options, int argc, char **argv)
{
    struct argp_child children[] = {{&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {.parser = parse, .doc = verbs[VERB_status].help, .children = children};
    options_parse(&argp, argc, argv, options);

    struct session session = {0};
    struct failure failure = {0};
    struct record_status status;
    struct args_status nothing;
    struct answer answer = {.ok = &status};
    memset(&nothing, 0, sizeof nothing);
    enum error code = session_open(&session, options, &failure);
    if (code == OK)
        code = client_call_values(session.client, VERB_status, &nothing, &answer, &failure);
    if (code == OK) {
        char server[ADDRESS_TEXT_BYTES];
        address_write(client_address(session.client), server);
        if (options->json) {
            json_t *object = json_from_values(&shape_record_status, &status);
            json_object_set_new(object, "server", json_string(server));
            print_json(object);
        } else {
            printf("%-12s%s\n", "server", server);
            print_ok(options, &shape_record_status, &status);
        }
    }
    session_close(&session);
    return code == OK ? EXIT_DONE : say_failure(&failure);
}
