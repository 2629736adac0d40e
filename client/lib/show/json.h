/* Rows, answers and facts as JSON objects, by their shapes: bytes as hex, times as RFC 3339 in UTC, flags as
 * booleans. It prints nothing. */
#ifndef BULLETIN_CLIENT_JSON_H
#define BULLETIN_CLIENT_JSON_H

#include <jansson.h>

#include "client/lib/follow/fact.h"

/* New references; NULL only when there is no memory. */
json_t *json_from_values(const struct shape *shape, const void *values);

/* A fact for a program: id, channel, number, seq, time, actor, kind, hash and author; headline and department
 * when it has them; `decided` and `args` whole. */
json_t *json_from_fact(const struct fact_seen *fact);

/* A value as one line, which the caller frees: what a terminal would obey or not draw stands in it as \\u
 * escapes, by the rule by which utf8_add_clean replaces it on screens, and means the same to whoever reads
 * JSON. Gives up the reference. NULL when there is no memory, or no value. */
char *json_line(json_t *value);

json_t *json_from_text(struct bytes text);
json_t *json_from_time(int64_t time_ms);

#endif
