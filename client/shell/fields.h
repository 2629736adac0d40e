/* The fields of a verb as command-line options. There is --FIELD VALUE for each, and plain arguments for
 * those that are needed, in the order of the table. A new field is an option at once. */
#ifndef BULLETIN_CLIENT_FIELDS_H
#define BULLETIN_CLIENT_FIELDS_H

#include <argp.h>

#include "client/shell/client_session.h"
#include "client/shell/request.h"

enum { FIELDS_CHOICES_BYTES = 256 };

/* What a command does with some of its verb's fields itself. Lists end with a NULL, and may be NULL. */
struct fields_own {
    const char *const *hidden;  /* no options: the command fills them in */
    const char *const *options; /* needed, but found by the command when not given: no plain arguments */
    bool *dropped; /* SHAPE_FIELDS flags: `--no-FIELD` sets the one of an optional field; NULL: no such
                      options */
};

/* A child parser; it must not move after fields_init, and its input is itself. */
struct fields {
    struct request *request;
    struct fields_own own;
    bool plain_taken; /* of a verb that needs no field */
    struct argp argp;
    struct argp_option options[2 * SHAPE_FIELDS + 2];
    char names[SHAPE_FIELDS][LIMIT_WORD_BYTES];
    char drop_names[SHAPE_FIELDS][LIMIT_WORD_BYTES + 4];
    char choice_names[SHAPE_FIELDS][FIELDS_CHOICES_BYTES];
    char arguments[256]; /* what plain arguments are called in --help */
};

/* `hidden` as above. */
void fields_init(struct fields *fields, struct request *request, const char *const *hidden);
void fields_init_own(struct fields *fields, struct request *request, const struct fields_own *own);

/* A command with no options but its verb's fields, everybody's, and --yes where the verb is final. */
struct fields_alone {
    struct options *options;
    struct fields fields;
    struct agree agree;
};
/* Its parser; the children are the fields' argp, options_argp and, for a verb that is final, agree_argp. */
error_t fields_alone_parse(int key, char *value, struct argp_state *state);

#endif
