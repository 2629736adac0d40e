/* The rows of awards, and of which achievement is counted where. It knows no rule. */
#ifndef BULLETIN_DOMAIN_AWARD_VIEWS_H
#define BULLETIN_DOMAIN_AWARD_VIEWS_H

#include "server/domain/views/views.h"

#define AWARD_VIEWS(VIEW)                                                                                    \
    VIEW(award_title, "an award that can be given")                                                          \
    VIEW(award, "an award that was given, and where its facts are")                                          \
    VIEW(counted, "where an achievement is counted")

#define VIEW_FIELDS_award_title(F, S)                                                                        \
    FIELD_TITLE(F, S, REQUIRED, "its title")                                                                 \
    F(S, since, TIME, REQUIRED, 0, "when it was defined")                                                    \
    F(S, given, NUMBER, REQUIRED, 0, "how many were given that stand")
#define VIEW_FIELDS_award(F, S)                                                                              \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact that gave it")                                               \
    FIELD_HEAD(F, S)                                                                                         \
    FIELD_AWARD(F, S, REQUIRED, "which award")                                                               \
    FIELD_YEAR(F, S, REQUIRED, "the year for which it is given")                                             \
    F(S, ground, ID, REQUIRED, 0, "the bulletin on whose ground it is given")                                \
    F(S, achievement, ID, REQUIRED, 0, "what it honours")                                                    \
    FIELD_DEPARTMENT(F, S, REQUIRED, "to whom; of a brand, whose it is")                                     \
    F(S, brand, ID, OPTIONAL, 0, "the brand, where it is given to one")                                      \
    F(S, withdrawn, NUMBER, OPTIONAL, 0, "seq of the fact that withdrew it")                                 \
    VIEW_FIELD_ERASED(F, S)
#define VIEW_FIELDS_counted(F, S) F(S, by, ID, REQUIRED, 0, "the award, or the brand whose naming it is")

AWARD_VIEWS(VIEW_DECLARED)

bool view_award_title(struct txn *txn, struct bytes award, struct view_award_title *row);
/* The award that was given at a place. */
bool view_award(struct txn *txn, struct bytes channel, uint64_t number, struct view_award *row);
/* False when an achievement is counted nowhere. */
bool view_counted(struct txn *txn, struct bytes channel, uint64_t number, struct view_counted *row);

#endif
