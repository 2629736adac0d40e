/* A town with two notices whose texts are long, and how they are erased. It does not know what any test is
 * after. */
#ifndef BULLETIN_TESTS_ERASURES_H
#define BULLETIN_TESTS_ERASURES_H

#include "tests/unit/support/town.h"

/* So long is each of its texts. */
enum { LONG_BYTES = LIMIT_BLOB_CHUNK_BYTES + 100 };

/* Erases a bulletin, which is taken. */
#define ERASE(town, id)                                                                                      \
    ACTS(town, &(town)->lin, "erase", "id=%s seen=%s reason=\"order 7\"", id, erasures_head(town, id))

/* Uploads bytes that are all `letter`; gives their hash in hex. */
const char *erasures_upload(struct town *town, const struct identity *who, char letter, char hash[TOWN_HEX]);

/* The head of a bulletin as it is now. */
const char *erasures_head(struct town *town, const char *id);

/* programme/2: a long text 'a' and a file 'b', to two departments, revised by programme/3 with a text 'c'.
 * programme/4: the file 'b' as well. */
void erasures_two_notices(struct town *town);

#endif
