/* Plans become argp's tables, and words what their commands run with. It asks the server nothing. */
#include "client/shell/command.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/shell/typed.h"
#include "client/shell/usage.h"

enum { KEY_ROW = 0x200, ROWS = 24, CHILDREN = 2 };

/* What argp needs while it parses. */
struct parsing {
    struct command *command;
    struct fields fields;
    size_t row_count;
    struct argp_option options[ROWS + 1];
    struct {
        const struct option_row *row;
        uint8_t *input;
    } of[ROWS];
    size_t child_count;
    struct argp_child children[CHILDREN + 1];
    void *inputs[CHILDREN];
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

static void add_child(struct parsing *parsing, const struct argp *argp, void *input)
{
    assert(parsing->child_count < CHILDREN);
    parsing->children[parsing->child_count] = (struct argp_child){.argp = argp};
    parsing->inputs[parsing->child_count++] = input;
}

/* An option is known by its letter, or by its place among all. */
static int key_of(const struct parsing *parsing, size_t place)
{
    const char letter = parsing->of[place].row->letter;
    return letter != '\0' ? letter : KEY_ROW + (int)place;
}

static void add_rows(struct parsing *parsing, const struct option_row *row, void *input)
{
    for (; row != NULL && row->name != NULL; row++) {
        const size_t place = parsing->row_count++;
        assert(place < ROWS);
        parsing->of[place].row = row;
        parsing->of[place].input = input;
        parsing->options[place] = (struct argp_option){.name = row->name,
                                                       .key = key_of(parsing, place),
                                                       .arg = row->argument,
                                                       .flags = row->may_be_bare ? OPTION_ARG_OPTIONAL : 0,
                                                       .doc = row->help,
                                                       .group = row->group};
    }
}

static error_t take_option(const struct option_row *row, uint8_t *input, const char *value)
{
    if (row->take != NULL)
        row->take(input, value);
    else if (row->argument == NULL)
        *(bool *)(void *)(input + row->offset) = true;
    else
        *(const char **)(void *)(input + row->offset) = value;
    return 0;
}

static error_t take_word(struct command *command, char *word)
{
    if (command->plan->arguments == NULL)
        return ARGP_ERR_UNKNOWN; /* a field of the verb, or too much */
    command->words[command->word_count++] = word;
    return 0;
}

/* Whether it can be taken back, or a person must be asked. */
static bool asks(const struct command_plan *plan)
{
    return plan->asks || (plan->verb != NULL && plan->verb->final);
}

static void check_words(const struct command *command)
{
    const struct command_plan *plan = command->plan;
    if (command->word_count == 0 && plan->no_word != NULL)
        usage_end("%s", plan->no_word);
    if (command->word_count > 1 && plan->more_words != NULL)
        usage_end("%s", plan->more_words); /* which may be a secret: it is not said again */
}

static void check_all(struct command *command)
{
    const struct command_plan *plan = command->plan;
    for (const struct option_part *const *part = plan->parts; *part != NULL; part++) {
        if ((*part)->check != NULL)
            (*part)->check((uint8_t *)command->input + (*part)->offset);
    }
    if (asks(plan))
        agree_check(&command->agree);
    check_words(command);
    if (plan->check != NULL)
        plan->check(command);
}

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct parsing *parsing = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        memcpy(state->child_inputs, parsing->inputs, parsing->child_count * sizeof parsing->inputs[0]);
        return 0;
    case ARGP_KEY_ARG:
        return take_word(parsing->command, value);
    case ARGP_KEY_END:
        check_all(parsing->command);
        return 0;
    default:
        for (size_t i = 0; i < parsing->row_count; i++) {
            if (key == key_of(parsing, i))
                return take_option(parsing->of[i].row, parsing->of[i].input, value);
        }
        return ARGP_ERR_UNKNOWN;
    }
}

/* The fields of its verb, its own, those that it has in common with others, and everybody's. */
static void list_options(struct parsing *parsing)
{
    struct command *command = parsing->command;
    const struct command_plan *plan = command->plan;
    if (command->request != NULL && !plan->own.none) {
        fields_init(&parsing->fields, command->request, &plan->own, command->dropped);
        add_child(parsing, &parsing->fields.argp, &parsing->fields);
    }
    add_rows(parsing, plan->options, command->input);
    for (const struct option_part *const *part = plan->parts; *part != NULL; part++)
        add_rows(parsing, (*part)->rows, (uint8_t *)command->input + (*part)->offset);
    if (command->request != NULL && request_has_revisions(plan->verb))
        add_rows(parsing, request_revision_options, command->request);
    if (plan->types)
        add_rows(parsing, typed_options, NULL);
    if (asks(plan))
        add_rows(parsing, agree_options, &command->agree);
    add_child(parsing, &options_argp, command->options);
}

static void parse_words(struct command *command, int argc, char **argv)
{
    const struct command_plan *plan = command->plan;
    struct parsing *parsing = take_memory(1, sizeof *parsing);
    const char *help = plan->verb != NULL ? plan->verb->help : plan->help;
    parsing->command = command;
    list_options(parsing);
    const char *arguments = plan->arguments != NULL ? plan->arguments : parsing->fields.arguments;
    const struct argp argp = {
        .options = parsing->options,
        .parser = parse,
        .args_doc = arguments[0] != '\0' ? arguments : NULL,
        .doc = plan->doc != NULL ? plan->doc : help,
        .children = parsing->children,
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
