/* Prints what the tables of commands and verbs say. It runs nothing. */
#include "client/help.h"

#include <ctype.h>

#include "client/lib/show/width.h"
#include "client/shell/nearest.h"
#include "client/shell/plans.h"
#include "protocol/wire/text.h"

enum { NAME_COLUMNS = 22 };

/* What it does stands beside its name, in as many lines as that takes; a long name has a line of its own. */
static void print_help(FILE *out, const char *words, const char *help)
{
    enum { INDENT = NAME_COLUMNS + 3, WIDEST = 80, ROOM_BYTES = 2048 };
    const size_t told = width_of_terminal();
    const size_t columns = told > 0 && told < WIDEST ? told : WIDEST;
    uint8_t room[ROOM_BYTES];
    struct buffer lines = buffer_over(room, sizeof room);
    width_wrap(&lines, bytes_of_text(help), INDENT, columns);
    size_t skipped = 0;
    if (strlen(words) <= NAME_COLUMNS && lines.size > INDENT) {
        fprintf(out, "  %-*s ", NAME_COLUMNS, words);
        skipped = INDENT;
    } else {
        fprintf(out, "  %s\n", words);
    }
    fwrite(lines.at + skipped, 1, lines.size - skipped, out);
}

/* A line, if the command's first word is `first`; NULL: any. */
static bool print_command(FILE *out, const char *words, const char *help, const char *first)
{
    if (first != NULL && (strncmp(words, first, strlen(first)) != 0 || words[strlen(first)] != ' '))
        return false;
    if (out != NULL)
        print_help(out, words, help);
    return true;
}

bool help_print_group(FILE *out, const char *first)
{
    const struct command_plan *plan;
    bool any = false;
    for (size_t i = 0; (plan = plans_at(i)) != NULL; i++)
        any |= print_command(out, plan->words, plan->help != NULL ? plan->help : plan->verb->help, first);
    return any;
}

void help_print_commands(FILE *out)
{
    fputs("Usage: bulletin COMMAND [ARGUMENTS]   (bulletin COMMAND --help says more)\n\n", out);
    help_print_group(out, NULL);
    fputs("  help                   This, or the help of a command.\n\n"
          "Every command takes --home DIR, --server ADDRESS, --json, --quiet and\n--timeout SECONDS.\n",
          out);
}

/* Tries the words of every command: both of them, and the first alone for whoever typed more behind it. */
static void try_commands(struct nearest *nearest)
{
    const struct command_plan *plan;
    for (size_t i = 0; (plan = plans_at(i)) != NULL; i++)
        nearest_try(nearest, bytes_of_text(plan->words));
    nearest_try(nearest, bytes_of_text("help"));
}

bool help_is_near(int argc, char **argv)
{
    char both[2 * LIMIT_WORD_BYTES];
    struct nearest nearest;
    if (argc < 2 || argv[1][0] == '-')
        return false;
    snprintf(both, sizeof both, "%s %s", argv[0], argv[1]);
    nearest_begin(&nearest, bytes_of_text(both));
    try_commands(&nearest);
    return nearest_word(&nearest) != NULL;
}

int help_unknown(int argc, char **argv)
{
    char both[2 * LIMIT_WORD_BYTES];
    const bool two = argc > 1 && argv[1][0] != '-';
    struct nearest nearest;
    snprintf(both, sizeof both, "%s%s%s", argv[0], two ? " " : "", two ? argv[1] : "");
    nearest_begin(&nearest, bytes_of_text(both));
    try_commands(&nearest);
    if (two && nearest_word(&nearest) == NULL) {
        nearest_begin(&nearest, bytes_of_text(argv[0]));
        try_commands(&nearest);
    }
    fprintf(stderr, "bulletin: There is no command '%s'.", help_print_group(NULL, argv[0]) ? both : argv[0]);
    if (nearest_word(&nearest) != NULL)
        fprintf(stderr, " Did you mean `bulletin %s`?\n", nearest_word(&nearest));
    else
        fputs(" `bulletin help` lists them.\n", stderr);
    return EXIT_USAGE;
}

static void print_verb(const struct verb *verb)
{
    printf("# %s: %s\n", verb->word, verb->help);
    for (size_t i = 0; i < verb->args->count; i++) {
        const struct field *field = &verb->args->fields[i];
        printf("#   %s=%s%s: %s\n", field->name, kind_words[field->kind],
               field->needed == REQUIRED ? "" : " (optional)", field->help);
    }
    fflush(stdout);
}

bool help_take_line(struct bytes line)
{
    static const char word[] = "help";
    const size_t size = sizeof word - 1;
    if (line.size < size || memcmp(line.at, word, size) != 0 || (line.size > size && line.at[size] != ' '))
        return false;
    line = bytes_skip(line, size);
    const struct verb *verb;
    struct refusal why;
    if (line.size > 0 && text_take_verb(&line, &verb, &why) == OK) {
        print_verb(verb);
        return true;
    }
    for (int i = 0; i < VERB_COUNT; i++) {
        if (verbs[i].roles != HOUSE_ONLY)
            printf("# %-*s %s\n", NAME_COLUMNS, verbs[i].word, verbs[i].help);
    }
    fflush(stdout);
    return true;
}
