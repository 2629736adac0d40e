/* The rows of what is scheduled. It knows no rule, nor what happens at its time. */
#ifndef BULLETIN_DOMAIN_SCHEDULE_VIEWS_H
#define BULLETIN_DOMAIN_SCHEDULE_VIEWS_H

#include "server/domain/views/views.h"

#define SCHEDULE_VIEWS(VIEW) VIEW(scheduled, "what is scheduled")

#define VIEW_FIELDS_scheduled(F, S)                                                                          \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact whose act will be published")                                \
    FIELD_HEAD(F, S)                                                                                         \
    F(S, edits, NUMBER, REQUIRED, 0, "how many acts it has had, from 1")                                     \
    F(S, at, TIME, REQUIRED, 0, "when it will be published")                                                 \
    F(S, published, ID, OPTIONAL, 0, "the bulletin it became")                                               \
    F(S, cancelled, FLAG, OPTIONAL, 0, "it will not come")                                                   \
    F(S, cancelled_seq, NUMBER, OPTIONAL, 0, "of the fact that says so")                                     \
    F(S, erased, FLAG, OPTIONAL, 0, "its acts are gone")

SCHEDULE_VIEWS(VIEW_DECLARED)

bool view_scheduled(struct txn *txn, struct bytes desk, uint64_t number, struct view_scheduled *row);

#endif
