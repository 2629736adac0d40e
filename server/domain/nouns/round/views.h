/* The rows of rounds, by their years. It knows no rule. */
#ifndef BULLETIN_DOMAIN_ROUND_VIEWS_H
#define BULLETIN_DOMAIN_ROUND_VIEWS_H

#include "server/domain/views/views.h"

#define ROUND_VIEWS(VIEW) VIEW(round, "a round, and where its facts are")

#define VIEW_FIELDS_round(F, S)                                                                              \
    F(S, year, NUMBER, REQUIRED, 0, "its year")                                                              \
    VIEW_FIELDS_TEXTS(F, S)                                                                                  \
    F(S, number, NUMBER, REQUIRED, 0, "that fact's number in `brands`: its entries in the schedule")         \
    F(S, stage, ROUND_STAGE, REQUIRED, 0, "where its life stands")                                           \
    F(S, from, TIME, REQUIRED, 0, "when departments may apply")                                              \
    F(S, until, TIME, REQUIRED, 0, "the last moment for applying")                                           \
    F(S, remind, TIME, OPTIONAL, 0, "when departments are reminded, while that is in the schedule")          \
    F(S, told, NAME, OPTIONAL, 0, "how far they have been, in order; missing: none of this time")            \
    F(S, ended, NUMBER, OPTIONAL, 0, "seq of the fact with which its time was over")                         \
    F(S, closed, NUMBER, OPTIONAL, 0, "seq of the fact that closed it")                                      \
    VIEW_FIELD_ERASED(F, S)

ROUND_VIEWS(VIEW_DECLARED)

bool view_round(struct txn *txn, uint64_t year, struct view_round *row);
/* The one whose round.opened stands there. */
bool view_round_at(struct txn *txn, struct bytes channel, uint64_t number, struct view_round *row);
void view_put_round(struct txn *txn, const struct view_round *row);

#endif
