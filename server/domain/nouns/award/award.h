/* What other nouns need of awards: which achievement is counted where. It does not know who honours it, nor
 * for what. */
#ifndef BULLETIN_DOMAIN_AWARD_H
#define BULLETIN_DOMAIN_AWARD_H

#include "server/ledger/ledger.h"

/* Folding: what an id names is counted by what `by` names, an award or a named brand, and by nothing else
 * until it is free again. Both ids are borrowed, and not from a row. */
void achievement_count(struct txn *txn, struct bytes id, struct bytes by);
void achievement_free(struct txn *txn, struct bytes id);

#endif
