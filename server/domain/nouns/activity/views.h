/* The rows of activities and of what departments replied. It knows no rule. */
#ifndef BULLETIN_DOMAIN_ACTIVITY_VIEWS_H
#define BULLETIN_DOMAIN_ACTIVITY_VIEWS_H

#include "server/domain/views/views.h"

#define ACTIVITY_VIEWS(VIEW)                                                                                 \
    VIEW(activity, "where the facts of an activity are, and when it is")                                     \
    VIEW(reply, "where a department's reply is; also that it is invited")

#define VIEW_FIELDS_activity(F, S)                                                                           \
    VIEW_FIELDS_TEXTS(F, S)                                                                                  \
    F(S, starts, TIME, REQUIRED, 0, "when")                                                                  \
    F(S, ends, TIME, REQUIRED, 0, "when")                                                                    \
    F(S, due, TIME, OPTIONAL, 0, "until when departments reply")                                             \
    VIEW_FIELD_CANCELLED(F, S)                                                                               \
    F(S, attended, NUMBER, OPTIONAL, 0, "seq of the fact that says who attended")                            \
    VIEW_FIELD_ERASED(F, S)
#define VIEW_FIELDS_reply(F, S)                                                                              \
    F(S, invited, NUMBER, OPTIONAL, 0, "seq of the newest invitation; missing: no longer invited")           \
    F(S, replied, NUMBER, OPTIONAL, 0, "seq of the newest reply")                                            \
    F(S, coming, FLAG, OPTIONAL, 0, "what it says")                                                          \
    F(S, people, NUMBER, OPTIONAL, 0, "how many")                                                            \
    F(S, late, FLAG, OPTIONAL, 0, "it came after the day by which it was asked for")

ACTIVITY_VIEWS(VIEW_DECLARED)

bool view_activity(struct txn *txn, struct bytes channel, uint64_t number, struct view_activity *row);
/* What the act of a fact says of an activity, whether it announced or changed it; false when that was
 * erased. */
bool activity_said_by(struct txn *txn, const struct fact *fact, struct args_activity_announce *said);

#endif
