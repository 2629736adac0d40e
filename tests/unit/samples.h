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

#endif
