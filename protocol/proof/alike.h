/* Whether an act and the fact that it became say the same, as far as both say it: the second half of fits.h.
 * It does not know how they name a thing. */
#ifndef BULLETIN_PROOF_ALIKE_H
#define BULLETIN_PROOF_ALIKE_H

#include "protocol/proof/fact_parts.h"

/* Holds the fields of one name and kind against each other, as strictly as the row says. `id` is left out:
 * what ids mean each naming says. The parts are whole. */
bool fact_is_alike(const struct fact_parts *parts, enum alike alike);

#endif
