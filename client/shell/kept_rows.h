/* Rows of an answer, kept: as encoded maps of our own, since what an answer lends is gone with the
 * next one. */
#ifndef BULLETIN_CLIENT_KEPT_ROWS_H
#define BULLETIN_CLIENT_KEPT_ROWS_H

#include "client/lib/connect/client.h"

/* Zeroed at its start; ended with rows_free. */
struct rows {
    struct bytes *maps;
    size_t count, capacity;
    bool failed; /* there was no memory for one: what is kept has a hole */
};

/* As `struct answer` wants it; the context is a struct rows. */
void rows_take(void *context, const struct shape *shape, const void *values);
/* A row, decoded; its strings are borrowed from the rows. */
void rows_read(const struct rows *rows, size_t index, const struct shape *shape, void *values);
void rows_free(struct rows *rows);

/* Asks for them. Errors: those of the question, and INTERNAL in words when there is no memory for all. */
enum error rows_ask(struct rows *rows, struct client *client, int verb, const void *args,
                    struct failure *failure);
/* Whether all were kept. Errors: INTERNAL in words. */
enum error rows_whole(const struct rows *rows, struct failure *failure);
/* The row of an answer that always has one; as rows_read. Errors: the same, and MALFORMED when there is
 * none. */
enum error rows_first(const struct rows *rows, const struct shape *shape, void *values,
                      struct failure *failure);

#endif
