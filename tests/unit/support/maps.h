/* What the codec says of a map that is no such shape, for tests. It does not know which shapes there are. */
#ifndef BULLETIN_TESTS_MAPS_H
#define BULLETIN_TESTS_MAPS_H

#include "protocol/tables.h"

#define BYTES(text)         bytes_of(text, sizeof(text) - 1)
#define REFUSAL(shape, map) maps_refusal(&shape, BYTES(map))

/* Why it refuses a map, or OK; what a refused map should have filled in is left as it was. */
struct refusal maps_refusal(const struct shape *shape, struct bytes map);

#endif
