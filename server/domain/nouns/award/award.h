/* What other nouns need of awards: which achievement is counted where, and which a brand has. It does not
 * know who gives them, nor for what. */
#ifndef BULLETIN_DOMAIN_AWARD_H
#define BULLETIN_DOMAIN_AWARD_H

#include "server/ledger/ledger.h"

/* Folding: what an id names is counted by what `by` names, an award or a named brand, and by nothing else
 * until it is free again. Both ids are borrowed, and not from a row. */
void achievement_count(struct txn *txn, struct bytes id, struct bytes by);
void achievement_free(struct txn *txn, struct bytes id);

/* The awards that a brand has and that stand, in the order in which they were given, each once and as many
 * as are shown. The lists lie in the rooms; size 0: there are none. */
struct awards {
    struct bytes names, titles;
    uint8_t names_room[LIMIT_AWARDS_SHOWN * (LIMIT_NAME_BYTES + 2) + 4];
    uint8_t titles_room[LIMIT_AWARDS_SHOWN * (LIMIT_TITLE_BYTES + 4) + 4];
};
void awards_of_brand(struct txn *txn, struct bytes channel, uint64_t number, struct awards *awards);

#endif
