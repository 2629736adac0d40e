/* bulletin: finds the command and runs it. What a command does stands in its own file; a verb that has none
 * is a command by the table. */
#include <fcntl.h>
#include <jansson.h>
#include <locale.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "client/commands/commands.h"
#include "client/commands/resume.h"
#include "client/help.h"
#include "client/shell/plans.h"
#include "client/shell/typed.h"
#include "client/shell/usage.h"

const char *argp_program_version = "bulletin " SOFTWARE_VERSION;

/* `bulletin help watch` is `bulletin watch --help`. */
static int run_help(struct options *options, int argc, char **argv);

static int run_command(struct options *options, int argc, char **argv);

/* Runs a command with its words folded into argv[0], which --help shows. */
static int run_words(struct options *options, const struct command_plan *plan, int words, int argc,
                     char **argv)
{
    char name[LIMIT_WORD_BYTES + 16];
    bool resumes = plan->types && resume_is_asked(argc - words, argv + words);
    typed_begin(plan->words, options->home, argc, argv);
    snprintf(name, sizeof name, "bulletin %s%s%s", argv[0], words == 2 ? " " : "", words == 2 ? argv[1] : "");
    argv[words - 1] = name;
    if (resumes)
        return command_resume(options, plan, run_command, argc - words + 1, argv + words - 1);
    return command_run(plan, options, argc - words + 1, argv + words - 1);
}

static int run_command(struct options *options, int argc, char **argv)
{
    int words;
    if (strcmp(argv[0], "help") == 0)
        return run_help(options, argc, argv);
    /* `channel list` is what people try who know `department list`. */
    static char channels[] = "channels";
    if (argc > 1 && strcmp(argv[0], "channel") == 0 && strcmp(argv[1], "list") == 0) {
        argv[1] = channels;
        argc--;
        argv++;
    }
    const struct command_plan *plan = plans_find(argc, argv, &words);
    const bool mistaken = plan != NULL && words == 1 && plan->mistaken != NULL &&
                          plan->mistaken(argc, argv) && help_is_near(argc, argv);
    if (plan != NULL && !mistaken)
        return run_words(options, plan, words, argc, argv);
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
    struct argp_child children[] = {{.argp = &options_argp, .flags = 0, .header = NULL, .group = 0}, {0}};
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
    plans_begin(command_plans, verb_run);
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
