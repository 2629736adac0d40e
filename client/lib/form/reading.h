/* A form between reading its lines and judging what they say. Only the files of this folder include it. */
#ifndef BULLETIN_CLIENT_FORM_READING_H
#define BULLETIN_CLIENT_FORM_READING_H

#include "client/lib/form/form.h"

/* A line of a field's text, as it stands in the file. */
struct text_line {
    struct bytes text;
    uint64_t number;
    bool behind_word; /* it stands behind the colon */
};

/* Which lines are a value's. */
struct span {
    size_t first, count;
};

struct reading {
    const struct form *form;
    struct form_answers *answers;
    struct text_line *lines;
    size_t line_count;
    struct span *spans;  /* one for each value */
    struct buffer texts; /* where values are put together */
};

/* By line; those without one at the end. */
void form_sort_faults(struct form_answers *answers);

/* Adds a fault, or notes that there are more than can be told. */
void form_add_fault(struct form_answers *answers, const struct form_fault *fault);

/* Adds all faults of what was read, drops the values in which nothing stands and those that only say where a
 * block begins, and numbers blocks without those in which nothing stands. */
void form_judge(struct reading *reading);

#endif
