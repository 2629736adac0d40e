/* The rows of guidances. It knows no rule. */
#ifndef BULLETIN_DOMAIN_GUIDE_VIEWS_H
#define BULLETIN_DOMAIN_GUIDE_VIEWS_H

#include "server/domain/views/views.h"

#define GUIDE_VIEWS(VIEW) VIEW(guide, "who follows whose example, and where the facts about it are")

#define VIEW_FIELDS_guide(F, S)                                                                              \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact that paired them")                                           \
    F(S, head, HASH, REQUIRED, 0, "of the fact that last changed it")                                        \
    F(S, department, NAME, REQUIRED, 0, "who is guided")                                                     \
    F(S, by, ID, REQUIRED, 0, "the brand whose example it follows")                                          \
    F(S, example, NAME, REQUIRED, 0, "the department whose brand that is")                                   \
    F(S, ended, NUMBER, OPTIONAL, 0, "seq of the fact that ended it")

GUIDE_VIEWS(VIEW_DECLARED)

bool view_guide(struct txn *txn, struct bytes channel, uint64_t number, struct view_guide *row);

#endif
