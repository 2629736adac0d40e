/* Rows of an answer, kept: as encoded maps of our own, since what an answer lends is gone with the
 * next one. */
#ifndef BULLETIN_CLIENT_ROWS_H
#define BULLETIN_CLIENT_ROWS_H

#include "protocol/tables.h"

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

#endif
