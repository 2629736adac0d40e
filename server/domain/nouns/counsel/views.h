/* The rows of counsel. It knows no rule. */
#ifndef BULLETIN_DOMAIN_COUNSEL_VIEWS_H
#define BULLETIN_DOMAIN_COUNSEL_VIEWS_H

#include "server/domain/views/views.h"

#define COUNSEL_VIEWS(VIEW)                                                                                  \
    VIEW(counsel, "where the facts of what was said are, and of a task")                                     \
    VIEW(counselled, "how far the two sides of a channel are")

#define VIEW_FIELDS_counsel(F, S)                                                                            \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact that says it")                                               \
    F(S, thread, NUMBER, REQUIRED, 0, "of what it is about, in the same channel")                            \
    F(S, side, SIDE, REQUIRED, 0, "for which it was said")                                                   \
    F(S, task, FLAG, OPTIONAL, 0, "it is a task for the other side")                                         \
    F(S, due, TIME, OPTIONAL, 0, "by when it is to be done")                                                 \
    F(S, done, NUMBER, OPTIONAL, 0, "seq of the fact that ticked it off")                                    \
    F(S, erased, NUMBER, OPTIONAL, 0, "seq of the fact that erased it")
#define VIEW_FIELDS_counselled(F, S)                                                                         \
    F(S, texts, NUMBER, REQUIRED, 0, "how many texts and tasks there are")                                   \
    F(S, last, NUMBER, REQUIRED, 0, "seq of the fact with the newest")                                       \
    F(S, last_side, SIDE, REQUIRED, 0, "for which side that was said")                                       \
    F(S, tasks, NUMBER, REQUIRED, 0, "how many tasks are not ticked off")                                    \
    F(S, unanswered, NUMBER, OPTIONAL, 0, "number of the first text of a side that has no answer yet")

COUNSEL_VIEWS(VIEW_DECLARED)

bool view_counsel(struct txn *txn, struct bytes channel, uint64_t number, struct view_counsel *row);
void view_counsel_put(struct txn *txn, struct bytes channel, uint64_t number, const struct view_counsel *row);
/* How the counsel in a channel goes. False when nobody has spoken there. */
bool view_counselled(struct txn *txn, struct bytes channel, struct view_counselled *row);
void view_counselled_put(struct txn *txn, struct bytes channel, const struct view_counselled *row);

#endif
