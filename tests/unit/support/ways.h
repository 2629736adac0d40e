/* The ways in which acts name their facts, at least one for each naming of the table. It does not know which
 * kinds of facts are named so. */
#ifndef BULLETIN_TESTS_WAYS_H
#define BULLETIN_TESTS_WAYS_H

#include <stddef.h>

#include "protocol/namings.h"

/* One way in which a naming holds: what differs from the samples, as sample_set takes it. */
struct way {
    enum made_naming naming;
    const char *channel; /* NULL: any */
    const char *act, *fact;
    const char *other; /* of the fact, with which it must not hold; NULL: nothing of the fact is named */
};

extern const struct way ways[];
extern const size_t ways_count;

#endif
