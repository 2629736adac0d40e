/* The fields of a verb as command-line options: --FIELD VALUE for each, and plain arguments for those that
 * are needed, in the order of the table. A new field is an option at once. */
#ifndef BULLETIN_SHELL_FIELDS_H
#define BULLETIN_SHELL_FIELDS_H

#include <argp.h>

#include "client/shell/request.h"

/* A child parser; it must not move after fields_init, and its input is itself. */
struct fields {
    struct request *request;
    const char *const *hidden; /* fields that the command fills in itself, up to a NULL; or NULL */
    struct argp argp;
    struct argp_option options[SHAPE_FIELDS + 2];
    char names[SHAPE_FIELDS][LIMIT_WORD_BYTES];
    char arguments[256]; /* what plain arguments are called in --help */
};

void fields_init(struct fields *fields, struct request *request, const char *const *hidden);

#endif
