/* A judged proof in plain words, and as JSON: what mathematics alone proves, and what rests on the house key.
 * It judges nothing and prints nothing. */
#ifndef BULLETIN_CLIENT_PROOF_SHOW_H
#define BULLETIN_CLIENT_PROOF_SHOW_H

#include <jansson.h>

#include "client/lib/proof/proof.h"

/* How the proof's house was compared with one that is known here. */
enum proof_house {
    HOUSE_NOT_COMPARED,
    HOUSE_IS_JOINED,
    HOUSE_IS_NOT_JOINED,
    HOUSE_IS_GIVEN,
    HOUSE_IS_NOT_GIVEN
};

/* How many bytes proof_show_lines needs at most. */
size_t proof_show_room(const struct proof *proof);
void proof_show_lines(struct buffer *out, const struct proof *proof, enum proof_house house);

/* A new reference. */
json_t *proof_show_json(const struct proof *proof, enum proof_house house);

#endif
