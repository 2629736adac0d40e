/* What a rating is, wherever it is asked for: its channels, whom it concerns, and what was answered in time.
 * It does not say who may do what (rating_moves.h). */
#ifndef BULLETIN_DOMAIN_RATING_H
#define BULLETIN_DOMAIN_RATING_H

#include "server/domain/base/decision.h"
#include "server/domain/base/rights.h"
#include "server/domain/nouns/rating/views.h"

/* What stands in rating/DEPARTMENT and in rated/ACCOUNT, in `room`. */
static inline struct bytes rating_channel(struct bytes department, char room[LIMIT_CHANNEL_BYTES])
{
    return channel_prefixed(PREFIX_RATING, department, room);
}
static inline struct bytes rated_channel(struct bytes account, char room[LIMIT_CHANNEL_BYTES])
{
    return channel_prefixed(PREFIX_RATED, account, room);
}

/* A bad rating is answered. From the best grade to the worst there are 5 points to 1. */
static inline bool grade_is_bad(uint64_t grade)
{
    return grade >= GRADE_DISSATISFIED;
}
static inline uint64_t grade_points(uint64_t grade)
{
    return GRADE_COUNT - grade;
}

/* Whether it was set aside and is not restored: it counts in nothing. */
bool rating_is_aside(const struct view_rating *row);
/* Whether it waits for an answer of the department. */
bool rating_is_unanswered(const struct view_rating *row);
/* Whether it is a bad one that is not over: not settled, and not set aside. */
bool rating_is_case(const struct view_rating *row);
/* Whether it waits for whoever gave it: for a word, or for an appeal that can still be made. */
bool rating_waits_for_rater(const struct view_rating *row);
/* Whether it waits for the committee: an appeal, or an answer that is overdue. */
bool rating_waits_for_committee(const struct view_rating *row);

/* Whether somebody may see a rating: who gave it, the department, and the committee. */
bool rating_is_seen_by(const struct view_rating *row, const struct actor *actor);

/* What the act of a fact about a rating says. False when it was erased, or is of another verb. */
bool rating_said_by(struct txn *txn, const struct fact *fact, struct view_rating_words *words);

/* How often a department had to answer a bad rating until a day of this year, in the zone of days, and how
 * often it did so until then. Ratings that are set aside do not count, nor does what is not due yet. `told`
 * says whether enough people are behind it that it can be published; what of it is, is a share in whole
 * percent, and not the numbers. */
struct rating_answered {
    uint64_t due, in_time;
    bool told;
};
/* What TABLE_RATING_DUES says of an answer that was due. */
enum { RATING_NOT_YET = 0, RATING_IN_TIME = 1, RATING_TOO_LATE = 2 };
void rating_answered(struct txn *txn, struct bytes department, uint64_t year,
                     struct rating_answered *answered);

/* Whether a department's service can be rated by this name: where its named brands promise items, it is one
 * of those. */
bool items_have(struct txn *txn, struct bytes department, struct bytes item);

/* How many days departments have for an answer, as of now. */
uint64_t rating_term_days(struct txn *txn);

/* For the schedule: that a department did not answer in time, and that a month's ratings are counted. */
void rating_run_answer(const struct deciding *deciding, struct bytes id, const struct view_rating *row);
void rating_run_count(const struct deciding *deciding, const struct args_schedule_run *args,
                      struct bytes department);

/* The channel `ratings`, where everyone reads figures; drafted when there is none yet. */
struct bytes ratings_channel(struct txn *txn, struct decision *decision);

#endif
