/* The rows of ratings, and of how months were counted. It knows no rule. */
#ifndef BULLETIN_DOMAIN_RATING_VIEWS_H
#define BULLETIN_DOMAIN_RATING_VIEWS_H

#include "server/domain/views/views.h"

#define RATING_VIEWS(VIEW)                                                                                   \
    VIEW(rating, "where the facts of a rating are, and how far it is")                                       \
    VIEW(rating_month, "when a department's ratings of a month are counted, and what came of it")            \
    VIEW(rating_words, "what the act of a fact about a rating says, whatever its verb; not kept")

#define VIEW_FIELDS_rating(F, S)                                                                             \
    F(S, seq, NUMBER, REQUIRED, 0, "of the fact that gave it")                                               \
    FIELD_HEAD(F, S)                                                                                         \
    FIELD_DEPARTMENT(F, S, REQUIRED, "which department")                                                     \
    F(S, rater, NAME, REQUIRED, 0, "who gave it")                                                            \
    FIELD_GRADE(F, S)                                                                                        \
    FIELD_MONTH(F, S)                                                                                        \
    F(S, stage, RATING_STAGE, REQUIRED, 0, "how far it is")                                                  \
    F(S, moved, NUMBER, REQUIRED, 0, "seq of the fact that brought it there")                                \
    F(S, before, RATING_STAGE, OPTIONAL, 0, "the stage at which it was set aside, once it was")              \
    F(S, appealed, FLAG, OPTIONAL, 0, "there was an appeal")                                                 \
    F(S, due, TIME, OPTIONAL, 0, "until when it is to be answered, while it is")                             \
    F(S, overdue, FLAG, OPTIONAL, 0, "that is over")                                                         \
    VIEW_FIELD_ERASED(F, S)
#define VIEW_FIELDS_rating_month(F, S)                                                                       \
    F(S, counts, TIME, REQUIRED, 0, "when they are counted")                                                 \
    F(S, closed, NUMBER, OPTIONAL, 0, "seq of the fact that says that they were")                            \
    F(S, raters, NUMBER, OPTIONAL, 0, "how many people rated it; missing: too few to be published")          \
    F(S, mean, NUMBER, OPTIONAL, 0, "the mean of their grades in hundredths")
/* The fields of rate, rating.answer and whatever else is said together. */
#define VIEW_FIELDS_rating_words(F, S)                                                                       \
    FIELD_ITEM(F, S, OPTIONAL, "which service")                                                              \
    F(S, comment, TEXT, OPTIONAL, LIMIT_INLINE_TEXT_BYTES, "what was said with the grade")                   \
    FIELD_TEXT(F, S, "what was said later")                                                                  \
    FIELD_REASON(F, S, OPTIONAL, "why it was set aside, or what came of an appeal")

RATING_VIEWS(VIEW_DECLARED)

bool view_rating(struct txn *txn, struct bytes channel, uint64_t number, struct view_rating *row);
/* The rating that an id names. */
bool view_rating_of_id(struct txn *txn, struct bytes id, struct view_rating *row);
bool view_rating_month(struct txn *txn, struct bytes department, struct bytes month,
                       struct view_rating_month *row);

#endif
