/* What is refused of what strangers send in a ballot, and complaints that are true and false; as JSON. */
#ifndef BULLETIN_TESTS_BALLOT_REFUSED_H
#define BULLETIN_TESTS_BALLOT_REFUSED_H

#include <jansson.h>

#include "tests/unit/support/scenes.h"

/* Each of the scene's objects with one part spoilt: which object, what is put where, and the word of the
 * fault. */
json_t *refused_of(const struct scene *scene);

/* Deals with a lie in a box, or none, what the wronged trustee says, and whether that is true. */
json_t *complaints_told(void);

#endif
