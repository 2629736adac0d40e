/* The command line of bulletind: serve, verify, rebuild. It parses arguments and prints; the work is done
 * elsewhere. */
#include <argp.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "protocol/tables.h"
#include "protocol/wire/message.h"
#include "server/daemon/config.h"
#include "server/daemon/exit.h"
#include "server/daemon/fault.h"
#include "server/daemon/serve.h"
#include "server/daemon/trouble.h"
#include "server/domain/domain.h"

const char *argp_program_version = "bulletind " SOFTWARE_VERSION;

enum { OPTIONS_MOST = 64 };

#define SETTING_KEY(member, name, least, most, standard, help) KEY_##member,
enum option_key { KEY_FIRST = 0x100, KEY_FOUND_ANEW, SETTINGS(SETTING_KEY) };

#define OPTION(word, letter, value, help)                                                                    \
    {                                                                                                        \
        .name = word, .key = letter, .arg = value, .doc = help                                               \
    }
#define SETTING_OPTION(member, word, least, most, standard, help) OPTION(word, KEY_##member, "NUMBER", help),
static const struct argp_option options[] = {
    OPTION("config", 'c', "FILE", "read settings from FILE; options override them"),
    OPTION("data", 'd', "DIR", "the folder of the store and of the house's key (needed)"),
    OPTION("listen", 'l', "HOST:PORT", "listen on this address; may be repeated; port 0 picks a free one"),
    OPTION("control", 'C', "PATH", "the operator's socket (default: DIR/control)"),
    OPTION("zone", 'z', "NAME", "the time zone in which days begin and end (default: Asia/Shanghai)"),
    OPTION("found-anew", KEY_FOUND_ANEW, NULL,
           "give up a house whose data.mdb is gone, and found another with a new key"),
    OPTION("public-address", 'p', "HOST:PORT",
           "the address printed on invitations (default: the first --listen)"),
    OPTION("quiet", 'q', NULL, "show no progress"),
    OPTION("scratch", 's', "DIR", "where verify rebuilds the views (default: $TMPDIR, else /var/tmp)"),
    SETTINGS(SETTING_OPTION){0},
};

struct arguments {
    const char *command;
    const char *config_file, *scratch;
    bool quiet, found_anew;
    struct {
        const char *name, *value;
    } set[OPTIONS_MOST];
    size_t count;
};

static const char *option_name(int key)
{
    for (const struct argp_option *option = options; option->name != NULL; option++) {
        if (option->key == key)
            return option->name;
    }
    return NULL;
}

static error_t on_option(int key, char *value, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    if (key == 'c') {
        arguments->config_file = value;
    } else if (key == 'q') {
        arguments->quiet = true;
    } else if (key == 's') {
        arguments->scratch = value;
    } else if (key == KEY_FOUND_ANEW) {
        arguments->found_anew = true;
    } else if (key == ARGP_KEY_ARG && arguments->command == NULL) {
        arguments->command = value;
    } else if (key == ARGP_KEY_ARG) {
        argp_error(state, "unexpected argument '%s'", value);
    } else if (option_name(key) != NULL) {
        if (arguments->count == OPTIONS_MOST)
            argp_error(state, "too many options");
        arguments->set[arguments->count].name = option_name(key);
        arguments->set[arguments->count++].value = value;
    } else {
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static const char description[] =
    "bulletind keeps a city's bulletins and pushes their headlines.\vCommands:\n  serve    open the store "
    "(created on the first start) and serve until SIGTERM\n  verify   check every fact, chain and signature "
    "of the store; the server may be running\n  rebuild  drop all views and the search index and rebuild "
    "them; the server must be stopped\n\nExit codes: 0 done, 1 failed, 2 usage, 3 the data folder cannot be "
    "used, 4 the ledger or disk is broken.";

static const struct argp argp = {
    .options = options,
    .parser = on_option,
    .args_doc = "COMMAND",
    .doc = description,
};

/* The file first, then what the command line says. Listening addresses given there replace the file's. */
static bool config_collect(struct config *config, const struct arguments *arguments, char reason[300])
{
    bool listens = false;
    config_defaults(config);
    config->found_anew = arguments->found_anew;
    if (arguments->config_file != NULL && !config_read(config, arguments->config_file, reason))
        return false;
    for (size_t i = 0; i < arguments->count; i++) {
        bool listen = strcmp(arguments->set[i].name, "listen") == 0;
        if (listen && !listens)
            config->listen_count = 0;
        listens |= listen;
        if (!config_set(config, arguments->set[i].name, arguments->set[i].value, reason))
            return false;
    }
    if (config->data[0] == '\0') {
        snprintf(reason, 300, "say where the data is: --data DIR");
        return false;
    }
    if (config->listen_count == 0)
        return config_set(config, "listen", "127.0.0.1:7300", reason);
    return true;
}

static void show_progress(void *context, uint64_t done, uint64_t all)
{
    (void)context;
    fprintf(stderr, "\r%llu of %llu facts", (unsigned long long)done, (unsigned long long)all);
    if (done == all)
        fprintf(stderr, "\n");
}

static bool wants_progress(const struct arguments *arguments)
{
    return !arguments->quiet && isatty(STDERR_FILENO);
}

static void print_digest(const char *what, const uint8_t digest[LIMIT_HASH_BYTES])
{
    char hex[2 * LIMIT_HASH_BYTES + 1];
    sodium_bin2hex(hex, sizeof hex, digest, LIMIT_HASH_BYTES);
    printf("%s %s\n", what, hex);
}

/* Where views are folded anew: not beside the ledger, whose disk belongs to the server. */
static const char *scratch_folder(const struct arguments *arguments)
{
    const char *told = getenv("TMPDIR");
    return arguments->scratch != NULL        ? arguments->scratch
           : told != NULL && told[0] != '\0' ? told
                                             : "/var/tmp";
}

static void print_found(const struct ledger_report *found)
{
    printf("sound: %llu facts, %llu acts, %llu erased, %llu blobs%s\n", (unsigned long long)found->facts,
           (unsigned long long)found->acts, (unsigned long long)found->erased,
           (unsigned long long)found->blobs,
           found->index_left ? "; the search index is behind an erasure and was not compared" : "");
    print_digest("views", found->views);
}

static enum error verify_store(struct store *store, const struct arguments *arguments,
                               const struct config *config, struct ledger_report *found, struct refusal *why)
{
    struct store *scratch = NULL;
    struct txn *txn = txn_read(store);
    enum error error = txn == NULL ? refuse(why, ERR_NO_MEMORY, NULL, (struct bytes){0}, 0) : OK;
    if (error == OK)
        error = ledger_check_format(txn, why);
    if (error == ERR_STORE_NEWER)
        why->name = bytes_of_text(config->data);
    if (error == OK && !domain_views_fit(txn))
        error = refuse(
            why, ERR_LEDGER_BROKEN, NULL,
            bytes_of_text(
                "its views are of another version; the next start rebuilds them, as does bulletind rebuild"),
            0);
    if (error == OK)
        error = store_open_scratch(scratch_folder(arguments), config->map_gib << 30, &scratch, why);
    if (error == OK)
        error = domain_verify(txn, true, scratch, found, why);
    store_close(scratch);
    txn_end(txn);
    return error;
}

static int verify(const struct config *config, const struct arguments *arguments)
{
    struct store *store;
    struct refusal why = {0};
    struct ledger_report found = {.progress = wants_progress(arguments) ? show_progress : NULL};
    if (store_open(config->data, STORE_LOOK, config->map_gib << 30, &store, &why) != OK)
        return trouble_report(&why);
    enum error error = verify_store(store, arguments, config, &found, &why);
    if (error == OK)
        print_found(&found);
    int status = error == OK ? EXIT_DONE : trouble_report(&why);
    store_close(store);
    return status;
}

/* The search index is folded from the facts and the views, a few thousand at a time. */
static enum error rebuild_index(struct store *store)
{
    enum { FACTS_A_TIME = 4096 };
    enum error error = OK;
    bool more = true;
    while (more && error == OK) {
        struct txn *txn = txn_write(store);
        if (txn == NULL)
            return ERR_NO_MEMORY;
        more = domain_index(txn, FACTS_A_TIME);
        error = txn_commit(txn);
    }
    return error;
}

static int rebuild(const struct config *config, const struct arguments *arguments)
{
    struct store *store;
    struct refusal why = {0};
    uint8_t digest[LIMIT_HASH_BYTES];
    if (store_open(config->data, STORE_REPAIR, config->map_gib << 30, &store, &why) != OK)
        return trouble_report(&why);
    struct txn *txn = txn_write(store);
    enum error error = txn == NULL ? ERR_NO_MEMORY : ledger_check_format(txn, &why);
    if (error == ERR_STORE_NEWER)
        why.name = bytes_of_text(config->data);
    if (error == OK)
        error = domain_rebuild(txn, wants_progress(arguments) ? show_progress : NULL, NULL);
    if (error == OK)
        error = store_digest(txn, SHELF_VIEWS, digest);
    if (error == OK) {
        error = txn_commit(txn);
        txn = NULL;
    }
    txn_end(txn);
    if (error == OK)
        error = rebuild_index(store);
    store_close(store);
    if (error != OK) {
        if (why.code != error)
            refuse(&why, error, NULL, bytes_of_text("run bulletind verify"), 0);
        return trouble_report(&why);
    }
    print_digest("views", digest);
    return EXIT_DONE;
}

/* Whoever starts us may have closed them: the next file or socket would then take their number, and what is
 * printed would go there. The lowest free number is given first. */
static bool standard_descriptors_take(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
            return false;
    }
    return true;
}

/* What was printed and could not be written is an exit code, whoever ends the program and wherever; it runs
 * when everything else is done. */
static void end_output(int status, void *nothing)
{
    (void)nothing;
    bool written = !ferror(stdout);
    if (fclose(stdout) == 0 && written)
        return;
    fprintf(stderr, "bulletind: standard output cannot be written\n");
    if (status == EXIT_DONE)
        _exit(EXIT_FAILED);
}

int main(int count, char **words)
{
    struct arguments arguments = {0};
    static struct config settings; /* too large for the stack */
    struct config *config = &settings;
    char reason[300];
    if (!standard_descriptors_take() || on_exit(end_output, NULL) != 0)
        return EXIT_FAILED;
    faults_watch();
    argp_err_exit_status = EXIT_USAGE;
    if (sodium_init() < 0) {
        fprintf(stderr, "bulletind: the system provides no random numbers\n");
        return EXIT_FAILED;
    }
    if (argp_parse(&argp, count, words, 0, NULL, &arguments) != 0) { /* wrong words end in there */
        fprintf(stderr, "bulletind: there is no memory left\n");
        return EXIT_FAILED;
    }
    if (arguments.command == NULL) {
        argp_help(&argp, stderr, ARGP_HELP_SHORT_USAGE | ARGP_HELP_SEE, words[0]);
        return EXIT_USAGE;
    }
    int status = EXIT_USAGE;
    bool serves = strcmp(arguments.command, "serve") == 0;
    errno = 0;
    if (!config_collect(config, &arguments, reason) || (serves && !config_zone_use(config, reason))) {
        fprintf(stderr, "bulletind: %s\n", reason);
        status = errno == ENOMEM ? EXIT_FAILED : EXIT_USAGE;
    } else if (serves)
        status = serve(config);
    else if (strcmp(arguments.command, "verify") == 0)
        status = verify(config, &arguments);
    else if (strcmp(arguments.command, "rebuild") == 0)
        status = rebuild(config, &arguments);
    else
        fprintf(stderr, "bulletind: there is no command '%s'; try serve, verify or rebuild\n",
                arguments.command);
    return status;
}
