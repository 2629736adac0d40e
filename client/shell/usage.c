/* The options that a command knows, from argp's tables, and its usage line. It prints on standard error. */
#include "client/shell/usage.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/lib/failure.h"
#include "client/shell/nearest.h"

static char line[256];

struct seeking {
    struct nearest nearest;
    struct bytes typed;
    const struct argp_option *found; /* exactly, or as the beginning of its name */
    bool exactly;
    bool built_in;
};

static void try_name(struct seeking *seeking, const char *name, const struct argp_option *option)
{
    const struct bytes typed = seeking->typed;
    const bool begins = strlen(name) >= typed.size && memcmp(name, typed.at, typed.size) == 0;
    if (begins && !seeking->exactly) {
        seeking->exactly = name[typed.size] == '\0';
        seeking->found = option;
        seeking->built_in = option == NULL;
    }
    if (option == NULL || (option->flags & OPTION_HIDDEN) == 0)
        nearest_try(&seeking->nearest, bytes_of_text(name));
}

/* An alias takes an argument when what it stands for does. */
static void seek(struct seeking *seeking, const struct argp *argp)
{
    const struct argp_option *named = NULL;
    for (const struct argp_option *option = argp->options;
         option != NULL && (option->name != NULL || option->key != 0 || option->doc != NULL); option++) {
        named = (option->flags & OPTION_ALIAS) != 0 ? named : option;
        if (option->name != NULL)
            try_name(seeking, option->name, named);
    }
    for (const struct argp_child *child = argp->children; child != NULL && child->argp != NULL; child++)
        seek(seeking, child->argp);
}

static _Noreturn void end_with_option(const char *command, const struct seeking *seeking)
{
    const char *word = nearest_word(&seeking->nearest);
    const int size = (int)seeking->typed.size;
    const char *typed = (const char *)seeking->typed.at;
    if (word == NULL)
        usage_end("There is no option '--%.*s' here. `%s --help` lists them.", size, typed, command);
    usage_end("There is no option '--%.*s' here. Did you mean '--%s'?", size, typed, word);
}

/* Whether the word after it is its argument. */
static bool check_option(const struct argp *own, const char *command, const char *typed)
{
    static const char *const built_in[] = {"help", "usage", "version"};
    const char *equals = strchrnul(typed, '=');
    struct seeking seeking = {.typed = bytes_of(typed, (size_t)(equals - typed))};
    nearest_begin(&seeking.nearest, seeking.typed);
    seek(&seeking, own);
    for (size_t i = 0; i < sizeof built_in / sizeof built_in[0]; i++)
        try_name(&seeking, built_in[i], NULL);
    if (seeking.found == NULL && !seeking.built_in)
        end_with_option(command, &seeking);
    return *equals == '\0' && seeking.found != NULL && seeking.found->arg != NULL &&
           (seeking.found->flags & OPTION_ARG_OPTIONAL) == 0;
}

void usage_begin(const struct argp *own, int argc, char **argv, unsigned flags)
{
    const char *arguments = own->args_doc != NULL ? own->args_doc : "";
    snprintf(line, sizeof line, "Usage: %s [OPTION...]%s%s", argv[0], arguments[0] != '\0' ? " " : "",
             arguments);
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const bool in_order = (flags & ARGP_IN_ORDER) != 0;
        if (in_order && argv[i][0] != '-')
            break;
        if (strncmp(argv[i], "--", 2) == 0 && check_option(own, argv[0], argv[i] + 2))
            i++;
    }
}

void usage_end(const char *format, ...)
{
    va_list values;
    fputs("bulletin: ", stderr);
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
    usage_print();
    exit(EXIT_USAGE);
}

void usage_print(void)
{
    if (line[0] != '\0')
        fprintf(stderr, "%s\n", line);
}
