/* Rows and answers on standard output, for a person or as JSON. Each line is flushed, so that a script at the
 * other end of a pipe sees it at once. */
#ifndef BULLETIN_CLIENT_PRINT_H
#define BULLETIN_CLIENT_PRINT_H

#include <jansson.h>

#include "client/lib/follow/fact.h"
#include "client/shell/client_session.h"

/* As `struct answer` wants it; the context is a const struct options. */
void print_row(void *options, const struct shape *shape, const void *values);
void print_ok(const struct options *options, const struct shape *shape, const void *values);
void print_fact(const struct options *options, const struct fact_seen *fact);
/* `text` as it is shown whole; in JSON it becomes the field `text`. */
void print_bulletin(const struct options *options, const struct record_bulletin *bulletin, struct bytes text);
/* Gives up the reference. */
void print_json(json_t *value);
/* The bytes and a newline. */
void print_line(struct bytes line);
/* Whether something of what was printed could not be written. The program's end says it (main.c); who does
 * something because it was shown asks first. */
bool print_failed(void);
/* Writes it through to the disk, where it goes to a file. False, with errno, when it could not be written. */
bool print_settled(void);

/* Says loudly that a proof in a channel did not hold behind this number, and that nothing more is shown of
 * it. */
void say_broken_channel(const char *channel, uint64_t number, const struct failure *failure);

#endif
