/* Acts that cannot be taken back: a person is asked before one is sent, and where nobody can be asked it must
 * have been said beforehand. It knows no verb by name; which verbs these are stands in the vocabulary. */
#ifndef BULLETIN_CLIENT_AGREE_H
#define BULLETIN_CLIENT_AGREE_H

#include "client/lib/failure.h"
#include "client/shell/option_rows.h"
#include "protocol/tables.h"

struct agree {
    bool yes;             /* said beforehand, by --yes */
    bool shown_on_output; /* what it is about stands on standard output, which then must be a terminal, too */
    const char *about;    /* what it is about, in the command's words; NULL: what the server shows of it */
};

/* --yes, into a struct agree. Without it, and without a terminal to ask on, agree_check ends the program with
 * EXIT_USAGE. */
extern const struct option_row agree_options[];
void agree_check(const struct agree *agree);

/* For whoever sends what was spelled out in the text form. */
extern const struct agree agree_spelled_out;

/* What a row says of the thing that is about to change: lines, each with its newline. */
void agree_describe(struct buffer *out, const struct shape *shape, const void *values);

/* Shows what it is about and asks, unless it was said beforehand. Errors: INTERNAL in words when the person
 * does not agree. */
enum error agree_ask(const struct agree *agree, const struct verb *verb, struct bytes described,
                     struct failure *failure);

#endif
