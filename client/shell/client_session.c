/* Common options, the way to a server, and sentences on standard error. It knows no command. */
#include "client/shell/client_session.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/lib/show/duration.h"
#include "client/lib/show/lines.h"
#include "client/shell/usage.h"
#include "client/shell/zone.h"

enum { KEY_HOME = 0x100, KEY_SERVER, KEY_JSON, KEY_TIMEOUT };

static const struct argp_option option_list[] = {
    {.name = "home",
     .key = KEY_HOME,
     .arg = "DIR",
     .flags = 0,
     .doc = "The folder of keys and kept bulletins (BULLETIN_HOME)",
     .group = 100},
    {.name = "server",
     .key = KEY_SERVER,
     .arg = "ADDRESS",
     .flags = 0,
     .doc = "bulletin://HOST:PORT/KEY, or unix:PATH for the control socket (BULLETIN_SERVER)",
     .group = 100},
    {.name = "json",
     .key = KEY_JSON,
     .arg = NULL,
     .flags = 0,
     .doc = "Print one JSON object a line",
     .group = 100},
    {.name = "quiet", .key = 'q', .arg = NULL, .flags = 0, .doc = "Print only what went wrong", .group = 100},
    {.name = "timeout",
     .key = KEY_TIMEOUT,
     .arg = "SECONDS",
     .flags = 0,
     .doc = "How long an answer may take (default: 10)",
     .group = 100},
    {0},
};

static error_t parse_option(int key, char *value, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case KEY_HOME:
        options->home = value;
        return 0;
    case KEY_SERVER:
        options->server = value;
        return 0;
    case KEY_JSON:
        options->json = true;
        return 0;
    case 'q':
        options->quiet = true;
        return 0;
    case KEY_TIMEOUT:
        if (!duration_read(value, &options->timeout_ms) || options->timeout_ms == 0)
            usage_end("--timeout takes seconds, not '%s'.", value);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp options_argp = {.options = option_list, .parser = parse_option};

void options_parse(const struct argp *own, int argc, char **argv, void *input)
{
    argp_err_exit_status = EXIT_USAGE;
    usage_begin(own, argc, argv, 0);
    if (argp_parse(own, argc, argv, 0, NULL, input) != 0) { /* wrong words end in there */
        fputs("bulletin: There is no memory left.\n", stderr);
        exit(EXIT_FAILED);
    }
}

/* The address asked for, with the key of the server joined if it is the same place. */
static enum error find_address(struct session *session, const char *asked, struct address *address,
                               bool *joined, struct failure *failure)
{
    struct address pinned;
    bool found = false;
    enum error code = home_server(&session->home, &pinned, &found, failure);
    if (code != OK)
        return code;
    if (asked == NULL)
        asked = session->options->server;
    if (asked == NULL)
        asked = getenv("BULLETIN_SERVER");
    *joined = found;
    if (asked == NULL || asked[0] == '\0') {
        if (!found)
            return failure_say(failure, ERR_BAD_VALUE,
                               "No server is known here. Join one first: `bulletin join ADDRESS`, with the "
                               "address and the code of your invitation. Or name one with --server.");
        *address = pinned;
        return OK;
    }
    code = address_parse(asked, address, failure);
    if (code == OK && found && !address->has_key && address_same_place(address, &pinned)) {
        memcpy(address->key, pinned.key, sizeof address->key);
        address->has_key = pinned.has_key;
    }
    return code;
}

enum error session_prepare(struct session *session, const struct options *options, const char *address,
                           bool enrols, struct failure *failure)
{
    struct address where;
    bool joined = false;
    *session = (struct session){.options = options};
    enum error code = home_find(options->home, &session->home, failure);
    if (code == OK)
        code = find_address(session, address, &where, &joined, failure);
    if (code == OK && enrols)
        code = home_make_identity(&session->home, &session->identity, failure);
    else if (code == OK && joined && !where.control)
        code = home_identity(&session->home, &session->identity, failure);
    if (code != OK)
        return code;
    session->client = client_new(&where, session->identity, options->timeout_ms);
    if (session->client == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    return OK;
}

/* The connection is closed while the person looks; then it is dialled again with the key that was seen. */
static bool person_trusts(struct client *client)
{
    char fingerprint[ADDRESS_FINGERPRINT_BYTES], answer[16];
    address_fingerprint(client_house(client), fingerprint);
    fprintf(stderr,
            "The address names no key. The server says its key is\n\n    %s\n\n"
            "Compare it with what the operator gave you. Is it the same? (yes/no) ",
            fingerprint);
    fflush(stderr);
    if (fgets(answer, sizeof answer, stdin) == NULL)
        return false;
    answer[strcspn(answer, "\n")] = '\0';
    return strcmp(answer, "yes") == 0;
}

/* Kept for what is shown without the server. */
static void remember_zone(const struct session *session, struct bytes zone)
{
    struct address joined;
    struct failure ignored;
    char known[HOME_ZONE_BYTES];
    bool found = false;
    if (home_server(&session->home, &joined, &found, &ignored) != OK || !found ||
        !address_same_place(client_address(session->client), &joined))
        return;
    if (!home_zone(&session->home, known) || !bytes_equal_text(zone, known))
        home_save_zone(&session->home, zone, &ignored);
}

enum error session_ask_status(struct client *client, struct record_status *status, struct failure *failure)
{
    static const struct args_status nothing;
    struct answer answer = {.ok = status};
    return client_call_values(client, VERB_status, &nothing, &answer, failure);
}

/* What is shown and typed is in the server's zone. A machine that does not know it shows its own. */
static enum error learn_zone(struct session *session, struct failure *failure)
{
    struct record_status status;
    enum error code = session_ask_status(session->client, &status, failure);
    if (code != OK || !status.has.zone)
        return code;
    code = zone_use(status.zone, failure);
    if (code == OK)
        remember_zone(session, status.zone);
    else if (code == ERR_BAD_VALUE)
        say_failure(failure);
    return code == ERR_BAD_VALUE ? OK : code;
}

void session_use_kept_zone(const struct home *home)
{
    char known[HOME_ZONE_BYTES];
    struct failure ignored;
    if (home_zone(home, known))
        zone_use(bytes_of_text(known), &ignored);
}

enum error session_connect(struct session *session, struct failure *failure)
{
    enum error code = client_open(session->client, failure);
    if (code == ERR_HOUSE_UNKNOWN && isatty(STDIN_FILENO) && isatty(STDERR_FILENO)) {
        if (!person_trusts(session->client))
            return failure_say(failure, ERR_HOUSE_UNKNOWN, "The server's key was not trusted.");
        client_trust(session->client, client_house(session->client));
        code = client_open(session->client, failure);
    }
    return code == OK ? learn_zone(session, failure) : code;
}

enum error session_open(struct session *session, const struct options *options, struct failure *failure)
{
    enum error code = session_prepare(session, options, NULL, false, failure);
    return code == OK ? session_connect(session, failure) : code;
}

void session_say_zone(const struct options *options)
{
    static bool said;
    if (said || options->json || zone_if_foreign() == NULL)
        return;
    said = true;
    say_note(options, "Times are those of %s.", zone_if_foreign());
}

void session_close(struct session *session)
{
    if (session->options != NULL && lines_time_was_written())
        session_say_zone(session->options);
    client_free(session->client);
    home_free_identity(session->identity);
    session->client = NULL;
    session->identity = NULL;
}

void say_text(const char *sentence)
{
    fprintf(stderr, "bulletin: %s\n", sentence);
    fflush(stderr);
}

void say_note(const struct options *options, const char *format, ...)
{
    char sentence[2048];
    va_list values;
    if (options->quiet)
        return;
    va_start(values, format);
    vsnprintf(sentence, sizeof sentence, format, values);
    va_end(values);
    say_text(sentence);
}

int say_failure(const struct failure *failure)
{
    char room[2048];
    struct buffer text = buffer_over(room, sizeof room - 1);
    failure_text(failure, &text);
    room[text.size] = '\0';
    say_text(room);
    if (failure->code == ERR_FIELD_MISSING && !failure->said_by_server)
        usage_print();
    return (int)failure_exit(failure);
}
