/* Whether an act is one that makes such a fact: a true signature proves nothing under a head that says
 * something else. Which verbs make what, and how they name it, is the table's (facts.h); no signature is
 * verified here and nothing is looked up. */
#ifndef BULLETIN_PROOF_FITS_H
#define BULLETIN_PROOF_FITS_H

#include "protocol/proof/fact_parts.h"

/* Whether a verb of the kind's row made it, names it as that row says, and says what was decided as far as it
 * says it at all; a verb of the house, whether the house signed it. A kind that is not in this table
 * passes: a newer house may have it. */
bool fact_fits(const struct fact_parts *parts);

#endif
