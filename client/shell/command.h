/* The one frame of a command. A plan says which verb it is about, what it takes on the command line and what
 * it does; the frame parses, keeps what the command needs while it runs, and ends with the right exit code.
 * It knows no command and no verb by name. */
#ifndef BULLETIN_CLIENT_COMMAND_H
#define BULLETIN_CLIENT_COMMAND_H

#include "client/shell/client_session.h"
#include "client/shell/option_rows.h"
#include "client/shell/request.h"
#include "client/shell/verb_fields.h"

enum { COMMAND_SHOWS_END = -1 };

struct command;

struct command_plan {
    const char *words;       /* one or two, with a space between; NULL: its verb's, account.leave as two */
    const struct verb *verb; /* whose fields are options; NULL: it has none */
    const char *help;        /* its line in `bulletin help`; NULL: the verb's */
    const char *doc;         /* what --help says; NULL: the verb's, or without one the same */
    const char *arguments;   /* plain words of its own; NULL: they are the fields that must be given */
    const char *no_word;     /* what is said without such a word; NULL: it may be left out */
    const char *more_words;  /* what is said when there are two; NULL: there may be */
    struct fields_own own;   /* fields of the verb with a way of their own */
    const struct option_row *options;
    const struct option_part *parts[2]; /* that it has in common with others, up to a NULL */
    size_t input_size;                  /* of the struct that all these fill in, zeroed at first */
    bool asks;                          /* whether it has --yes; a verb that is final always has */
    bool types; /* whether a person types a text for it, which --resume goes on with */
    /* Of one word, where there are others of two that begin with it: whether what is typed behind it, from
     * argv[1] on, can be no argument of its own, so that a near word was meant. May be NULL. */
    bool (*mistaken)(int argc, char **argv);
    /* Before the words are parsed, after they all were (usage_end says what does not go together), and at the
     * end. Each may be NULL. */
    void (*begin)(struct command *command);
    void (*check)(struct command *command);
    void (*end)(struct command *command);
    enum error (*run)(struct command *command); /* NULL: as of a verb that has no plan of its own */
    const void *way; /* what several commands with the same `run` do each in its own way; or NULL */
    /* After a failure, over the connection that is still there: true when something else was done instead,
     * with its exit code in the command. May be NULL. */
    bool (*instead)(struct command *command);
    const int *shows; /* kinds of facts whose things it shows by their id, up to COMMAND_SHOWS_END; or NULL */
    const char *shows_by; /* the decided field of such a fact by which it shows it; NULL: by its id */
    bool shows_head;      /* whether its rows have the head of such a thing as it is now, for who erases it */
    const int *speaks;    /* verbs that it says for a person, and that are no commands; likewise */
    bool lists_answers;   /* whether it lists who has answered things */
    const char *answered; /* the words of the command that lists who has answered such a thing; or NULL */
};

/* The rows of a plan, and the struct that they fill in. */
#define COMMAND_OPTIONS(rows, structure) .options = (rows), .input_size = sizeof(structure)

struct command {
    const struct command_plan *plan;
    struct options *options;
    void *input;                /* of plan->input_size */
    struct request *request;    /* of the plan's verb, with what was typed; NULL when it has none */
    bool dropped[SHAPE_FIELDS]; /* of its fields, by --no-FIELD, where the plan has such options */
    size_t word_count;
    char **words; /* plain words, where they are the command's */
    struct agree agree;
    struct session session;
    struct failure failure;
    int exit_code; /* when all went well */
};

/* Runs it with its words in argv, of which the first is what --help calls it; gives the exit code. */
int command_run(const struct command_plan *plan, struct options *options, int argc, char **argv);

/* A struct of the verb's args, with what was typed, once the request is finished. */
static inline void *command_args(const struct command *command)
{
    return command->request->values;
}

/* What most commands begin with: checks what was typed, and opens the session. */
enum error command_open(struct command *command);

/* Asks or acts with what was typed; `shown` as request_call has it, with the command for its context. */
enum error command_call(struct command *command, const struct answer *answer, request_shown *shown);

/* The same for another verb. */
enum error command_ask(struct command *command, int verb, const void *args, const struct answer *answer);

#endif
