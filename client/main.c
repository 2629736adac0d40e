/* bulletin: finds the command and runs it. What a command does stands in its own file; a verb that has none
 * is a command by the table. */
#include <fcntl.h>
#include <jansson.h>
#include <locale.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/commands/resume.h"
#include "client/help.h"
#include "client/shell/typed.h"
#include "client/shell/usage.h"

const char *argp_program_version = "bulletin " SOFTWARE_VERSION;

const struct command commands[] = {
    {"join", command_join, "ADDRESS", "Enrol this machine's key with an invitation code."},
    {"status", command_status, "", "Say who I am here and where the server stands."},
    {"publish", command_publish, "CHANNEL HEADLINE", "Publish a bulletin and print its id."},
    {"revise", command_revise, "ID", "Publish a new revision of a bulletin."},
    {"schedule show", command_schedule_show, "ID", "Show the whole of what is scheduled."},
    {"schedule edit", command_schedule_edit, "ID", "Change what is scheduled."},
    {"headlines", command_headlines, "CHANNEL", "List the newest headlines of a channel."},
    {"read", command_read, "ID", "Show one bulletin."},
    {"sign", command_sign, "ID", "Show a bulletin and sign for it in the department's name."},
    {"fetch", command_fetch, "ID [NAME]", "Fetch the files of a bulletin."},
    {"receipts", command_receipts, "ID",
     "Say who has received a bulletin and signed for it; export a proof."},
    {"erase", command_erase, "ID REASON", "Erase what somebody wrote, by law or order."},
    {"verify", command_verify, "FILE", "Check an exported proof, with no server and no account."},
    {"watch", command_watch, "[CHANNEL...]", "Show headlines as they are published."},
    {"forum show", command_forum_show, "ID", "Show a thread and its posts, and note that I have read it."},
    {"theme current", command_theme_current, "", "Show the theme that is open now."},
    {"theme show", command_theme_show, "MONTH", "Show the theme of a month."},
    {"theme list", command_theme_list, "[--year YEAR]", "Show a year of themes at a glance."},
    {"theme amend", command_theme_amend, "MONTH", "Amend the theme of a month."},
    {"theme say", command_theme_say, "[TEXT]", "Answer the theme that is open now."},
    {"search", command_search, "WORD...", "Search in what I may read."},
    {"activity show", command_activity_show, "ID", "Show an activity."},
    {"calendar", command_calendar, "--ics FILE",
     "Write activities, theme months and due dates as iCalendar."},
    {"console", command_console, "", "Type verbs and see answers and pushes."},
    {"call", command_call, "VERB [FIELD=VALUE...]", "Send one verb in the text form."},
    {"import", command_import, "FILE...", "Take in departments, channels and bulletins from seed files."},
    {"account invite", command_invite, "NAME", "Invite a person; prints the address and the code."},
    {"key invite", command_key_invite, "NAME", "Invite a further key of an account: another machine."},
    {"account lot", command_lot, "--count N", "Invite many people at once; prints a slip for each."},
    {"account leave", command_leave, "[--texts]", "Leave: my account is revoked and my name erased."},
    {0},
};

/* `bulletin help watch` is `bulletin watch --help`. */
static int run_help(struct options *options, int argc, char **argv);

/* How many words of `argv` spell `words`; 0 when they do not. */
static int spells(const char *words, int argc, char **argv)
{
    const char *space = strchr(words, ' ');
    if (space == NULL)
        return strcmp(words, argv[0]) == 0 ? 1 : 0;
    size_t size = (size_t)(space - words);
    bool both = argc > 1 && strlen(argv[0]) == size && memcmp(argv[0], words, size) == 0 &&
                strcmp(argv[1], space + 1) == 0;
    return both ? 2 : 0;
}

/* A verb by its word on the wire, or by its two words. */
static int spells_verb(const struct verb *verb, int argc, char **argv)
{
    char typed[LIMIT_WORD_BYTES];
    if (strcmp(verb->word, argv[0]) == 0)
        return 1;
    snprintf(typed, sizeof typed, "%s", verb->word);
    char *dot = strchr(typed, '.');
    if (dot == NULL)
        return 0;
    *dot = ' ';
    return spells(typed, argc, argv);
}

static int run_command(struct options *options, int argc, char **argv);

/* Runs a command's function with its words folded into argv[0], which --help shows. */
static int run_words(struct options *options, const struct command *command, const struct verb *verb,
                     int words, int argc, char **argv)
{
    char name[LIMIT_WORD_BYTES + 16];
    bool resumes = command != NULL && resume_is_asked(command, argc - words, argv + words);
    if (command != NULL)
        typed_begin(command->words, options->home, argc, argv);
    snprintf(name, sizeof name, "bulletin %s%s%s", argv[0], words == 2 ? " " : "", words == 2 ? argv[1] : "");
    argv[words - 1] = name;
    if (resumes)
        return command_resume(options, command, run_command, argc - words + 1, argv + words - 1);
    if (command != NULL)
        return command->function(options, argc - words + 1, argv + words - 1);
    return command_verb(options, verb, argc - words + 1, argv + words - 1);
}

static int run_command(struct options *options, int argc, char **argv)
{
    if (strcmp(argv[0], "help") == 0)
        return run_help(options, argc, argv);
    /* `channel list` is what people try who know `department list`. */
    static char channels[] = "channels";
    if (spells("channel list", argc, argv) == 2) {
        argv[1] = channels;
        argc--;
        argv++;
    }
    for (const struct command *command = commands; command->words != NULL; command++) {
        int words = spells(command->words, argc, argv);
        if (words > 0)
            return run_words(options, command, NULL, words, argc, argv);
    }
    for (int i = 0; i < VERB_COUNT; i++) {
        int words = help_is_command(&verbs[i]) ? spells_verb(&verbs[i], argc, argv) : 0;
        if (words > 0)
            return run_words(options, NULL, &verbs[i], words, argc, argv);
    }
    bool asks = argc == 1 || argv[1][0] == '-';
    if (asks && help_print_group(stderr, argv[0])) {
        fputs("bulletin: Which of these?\n", stderr);
        return EXIT_USAGE;
    }
    return help_unknown(argc, argv);
}

static int run_help(struct options *options, int argc, char **argv)
{
    static char ask[] = "--help";
    if (argc == 1) {
        help_print_commands(stdout);
        return EXIT_DONE;
    }
    char *asked[] = {argv[1], argc > 2 ? argv[2] : ask, ask, NULL};
    return run_command(options, argc > 2 ? 3 : 2, asked);
}

struct top {
    struct options *options;
    int command; /* where in argv it begins; 0: none */
};

static error_t parse_top(int key, char *value, struct argp_state *state)
{
    struct top *top = state->input;
    (void)value;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = top->options;
        return 0;
    case ARGP_KEY_ARG:
        /* The command's own parser takes the rest. */
        top->command = state->next - 1;
        state->next = state->argc;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* Whoever starts us may have closed them: the next file or socket would then take their number, and what is
 * printed would go into it. The lowest free number is given first. Each is opened so that using it fails, as
 * it would have. */
static bool standard_descriptors_take(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            return false;
    }
    return true;
}

/* For JSON: an object that lacks what there was no memory for would look whole. */
static void *malloc_or_end(size_t size)
{
    void *room = malloc(size);
    if (room == NULL) {
        fputs("bulletin: There is no memory left.\n", stderr);
        exit(EXIT_FAILED);
    }
    return room;
}

/* What was printed and could not be written is an exit code, whoever ends the program and wherever: the last
 * write may only fail when the output is closed. It runs when everything else is done. */
static void end_output(int status, void *nothing)
{
    (void)nothing;
    bool written = !ferror(stdout);
    if (fclose(stdout) == 0 && written)
        return;
    fputs("bulletin: Standard output cannot be written.\n", stderr);
    if (status == EXIT_DONE)
        _exit(EXIT_FAILED);
}

int main(int argc, char **argv)
{
    struct options options = {.timeout_ms = 10000};
    struct top top = {.options = &options};
    struct argp_child children[] = {{&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {
        .parser = parse_top,
        .args_doc = "COMMAND [ARGUMENTS]",
        .doc = "Read, publish and follow a city's bulletins. `bulletin help` lists the commands.",
        .children = children};
    if (!standard_descriptors_take() || on_exit(end_output, NULL) != 0)
        return EXIT_FAILED;
    json_set_alloc_funcs(malloc_or_end, free);
    setlocale(LC_CTYPE, "");
    if (sodium_init() < 0) {
        fputs("bulletin: libsodium cannot start.\n", stderr);
        return EXIT_FAILED;
    }
    argp_err_exit_status = EXIT_USAGE;
    usage_begin(&argp, argc, argv, ARGP_IN_ORDER);
    if (argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &top) != 0) { /* wrong words end in there */
        fputs("bulletin: There is no memory left.\n", stderr);
        return EXIT_FAILED;
    }
    if (top.command == 0 && glance_is_possible(&options))
        return command_glance(&options);
    if (top.command == 0) {
        say_text(
            "No server has been joined here. Begin with `bulletin join ADDRESS`, with the address and the "
            "code of your invitation. `bulletin help` lists the commands.");
        return EXIT_USAGE;
    }
    return typed_end(run_command(&options, argc - top.command, argv + top.command));
}
