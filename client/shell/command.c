/* Plans become argp's tables, and words what their commands run with. It asks the server nothing. */
#include "client/shell/command.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/shell/typed.h"
#include "client/shell/usage.h"

enum { KEY_OWN = 0x200, OWN_OPTIONS = 16, PARTS = 6 };

/* What argp needs while it parses. */
struct parsing {
    struct command *command;
    struct fields fields;
    struct argp_option options[OWN_OPTIONS + 1];
    size_t part_count;
    struct argp_child parts[PARTS + 1];
    void *inputs[PARTS];
};

static void *take_memory(size_t count, size_t size)
{
    void *memory = calloc(count, size > 0 ? size : 1);
    if (memory == NULL) {
        fputs("bulletin: There is no memory left.\n", stderr);
        exit(EXIT_FAILED);
    }
    return memory;
}

static void add_part(struct parsing *parsing, const struct argp *argp, void *input)
{
    assert(parsing->part_count < PARTS);
    parsing->parts[parsing->part_count] = (struct argp_child){.argp = argp};
    parsing->inputs[parsing->part_count++] = input;
}

static error_t take_option(struct command *command, const struct command_option *option, const char *value)
{
    void *place = (uint8_t *)command->input + option->offset;
    if (option->take != NULL)
        option->take(command, value);
    else if (option->argument == NULL)
        *(bool *)place = true;
    else
        *(const char **)place = value;
    return 0;
}

static error_t take_word(struct command *command, char *word)
{
    if (command->word_count >= command->plan->words_most)
        return ARGP_ERR_UNKNOWN;
    command->words[command->word_count++] = word;
    return 0;
}

/* An option is known by its letter, or by its place among the others. */
static int key_of(const struct command_option *option, size_t place)
{
    return option->letter != '\0' ? option->letter : KEY_OWN + (int)place;
}

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct parsing *parsing = state->input;
    struct command *command = parsing->command;
    const struct command_option *option = command->plan->options;
    switch (key) {
    case ARGP_KEY_INIT:
        for (size_t i = 0; i < parsing->part_count; i++)
            state->child_inputs[i] = parsing->inputs[i];
        return 0;
    case ARGP_KEY_ARG:
        return take_word(command, value);
    case ARGP_KEY_END:
        if (command->plan->check != NULL)
            command->plan->check(command);
        return 0;
    default:
        for (size_t i = 0; option != NULL && option->name != NULL; i++, option++) {
            if (key == key_of(option, i))
                return take_option(command, option, value);
        }
        return ARGP_ERR_UNKNOWN;
    }
}

static void list_options(struct parsing *parsing)
{
    const struct command_option *option = parsing->command->plan->options;
    for (size_t i = 0; option != NULL && option->name != NULL; i++, option++) {
        assert(i < OWN_OPTIONS);
        parsing->options[i] = (struct argp_option){.name = option->name,
                                                   .key = key_of(option, i),
                                                   .arg = option->argument,
                                                   .flags = option->may_be_bare ? OPTION_ARG_OPTIONAL : 0,
                                                   .doc = option->help};
    }
}

static void list_parts(struct parsing *parsing)
{
    struct command *command = parsing->command;
    const struct command_plan *plan = command->plan;
    if (command->request != NULL && !plan->own.none) {
        fields_init(&parsing->fields, command->request, &plan->own, command->dropped);
        add_part(parsing, &parsing->fields.argp, &parsing->fields);
    }
    for (const struct command_part *part = plan->parts; part != NULL && part->argp != NULL; part++)
        add_part(parsing, part->argp, (uint8_t *)command->input + part->offset);
    if (plan->types)
        add_part(parsing, &typed_argp, NULL);
    if (plan->asks || (plan->verb != NULL && plan->verb->final))
        add_part(parsing, &agree_argp, &command->agree);
    add_part(parsing, &options_argp, command->options);
}

static void parse_words(struct command *command, int argc, char **argv)
{
    const struct command_plan *plan = command->plan;
    struct parsing *parsing = take_memory(1, sizeof *parsing);
    const char *help = plan->verb != NULL ? plan->verb->help : plan->help;
    parsing->command = command;
    list_options(parsing);
    list_parts(parsing);
    const char *arguments = plan->arguments != NULL ? plan->arguments : parsing->fields.arguments;
    const struct argp argp = {
        .options = parsing->options,
        .parser = parse,
        .args_doc = arguments[0] != '\0' ? arguments : NULL,
        .doc = plan->doc != NULL ? plan->doc : help,
        .children = parsing->parts,
    };
    options_parse(&argp, argc, argv, parsing);
    free(parsing);
}

static void end(struct command *command)
{
    if (command->plan->end != NULL)
        command->plan->end(command);
    session_close(&command->session);
    request_free(command->request);
    free(command->words);
    free(command->input);
}

int command_run(const struct command_plan *plan, struct options *options, int argc, char **argv)
{
    struct command command = {.plan = plan, .options = options, .exit_code = EXIT_DONE};
    command.input = take_memory(1, plan->input_size);
    command.words = take_memory((size_t)argc, sizeof *command.words);
    if (plan->verb != NULL) {
        command.request = request_new(plan->verb);
        command.request->agree = &command.agree;
    }
    if (plan->begin != NULL)
        plan->begin(&command);
    parse_words(&command, argc, argv);
    enum error code = plan->run(&command);
    if (code != OK && plan->instead != NULL && plan->instead(&command))
        code = OK;
    end(&command);
    return code == OK ? command.exit_code : say_failure(&command.failure);
}

enum error command_open(struct command *command)
{
    enum error code = command->request != NULL ? request_finish(command->request, &command->failure) : OK;
    if (code == OK)
        code = session_open(&command->session, command->options, &command->failure);
    if (code == OK && command->request != NULL) /* again: days are the server's */
        code = request_finish(command->request, &command->failure);
    return code;
}

enum error command_call(struct command *command, const struct answer *answer, request_shown *shown)
{
    return request_call(command->request, command->session.client, answer, shown, command, &command->failure);
}

enum error command_ask(struct command *command, int verb, const void *args, const struct answer *answer)
{
    return client_call_values(command->session.client, verb, args, answer, &command->failure);
}
