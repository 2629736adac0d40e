/* Every shape of the tables, filled with valid values made up by kind, so that a new verb is tested as soon
 * as it stands in a table. It knows no verb by name. */
#ifndef BULLETIN_TESTS_SAMPLES_H
#define BULLETIN_TESTS_SAMPLES_H

#include "protocol/tables.h"

/* Ends with a NULL: the arguments of all verbs, then all records, pushes and facts. */
extern const struct shape *const sample_shapes[];

/* Fills in every field, or the required ones alone. `variant` 0 gives ordinary values and 1 the longest,
 * largest or oddest ones. Strings live until the program ends. */
void sample_fill(const struct shape *shape, bool optional_too, int variant, void *values);

/* Sets `field=value …` in such values and gives how many of the fields the shape has; others are passed over.
 * `=-` leaves an optional field out; of a hash, CODE is that of the sample code; a key, and any other hash,
 * is another. Names are one name, numbers one digit. The line outlives the values; lists live for four more
 * of them. */
size_t sample_set(const struct shape *shape, void *values, const char *line);

#endif
