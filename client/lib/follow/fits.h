/* Whether an act is one that makes such a fact: a true signature proves nothing under a head that says
 * something else. It verifies no signature. */
#ifndef BULLETIN_CLIENT_FITS_H
#define BULLETIN_CLIENT_FITS_H

#include "client/lib/follow/fact.h"

/* Judges facts about bulletins, duties and receipts that come from people, and have their act; any other
 * passes. */
bool fits_act(const struct fact_seen *fact);

#endif
