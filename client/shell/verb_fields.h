/* The fields of a verb as command-line options. There is --FIELD VALUE for each, and plain arguments for
 * those that are needed, in the order of the table. A new field is an option at once. */
#ifndef BULLETIN_CLIENT_VERB_FIELDS_H
#define BULLETIN_CLIENT_VERB_FIELDS_H

#include <argp.h>

#include "client/shell/client_session.h"
#include "client/shell/request.h"

enum { FIELDS_CHOICES_BYTES = 256 };

/* Fields with a way of their own. Lists end with a NULL, and may be NULL. */
struct fields_own {
    const char *const *hidden;  /* no options: the command fills them in */
    const char *const *options; /* needed, but found by the command when not given: no plain arguments */
    const char *const *plain;   /* optional, and plain arguments all the same, behind those that are needed */
    bool none;                  /* the command fills in all of them: no options, no plain arguments */
    bool drops;                 /* `--no-FIELD` leaves an optional field out */
};

/* A child parser; it must not move after fields_init, and its input is itself. */
struct fields {
    struct request *request;
    const struct fields_own *own;
    bool *dropped;    /* SHAPE_FIELDS flags, which --no-FIELD sets */
    bool plain_taken; /* of a verb that needs no field */
    struct argp argp;
    struct argp_option options[2 * SHAPE_FIELDS + 2];
    char names[SHAPE_FIELDS][LIMIT_WORD_BYTES];
    char drop_names[SHAPE_FIELDS][LIMIT_WORD_BYTES + 4];
    char choice_names[SHAPE_FIELDS][FIELDS_CHOICES_BYTES];
    char arguments[256]; /* what plain arguments are called in --help */
};

void fields_init(struct fields *fields, struct request *request, const struct fields_own *own, bool *dropped);

#endif
