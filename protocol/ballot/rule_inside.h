/* What the two means of a result are made of: shared by the files of rule.h and by their test, used by nobody
 * else. */
#ifndef BULLETIN_BALLOT_RULE_INSIDE_H
#define BULLETIN_BALLOT_RULE_INSIDE_H

#include "protocol/ballot/rule.h"

/* A mean in points, exact; nothing was said when `under` is 0. */
struct ratio {
    uint64_t over, under;
};

/* `over / under`, rounded half up. Twice `over` plus `under` has to fit. */
uint64_t rule_rounded(uint64_t over, uint64_t under);
struct rule_mean rule_mean_of(struct ratio points);

/* M, the measure in which all criteria are told: the least common multiple of their maxima. */
uint32_t rule_scale(const struct rule_form *form);

/* Society's mean of a unit; sets those of its questions and the interval. */
struct ratio rule_society(const struct rule_form *form, const struct rule_unit *unit,
                          struct rule_outcome *outcome);
/* The experts' mean of a unit. */
struct ratio rule_experts(const struct rule_form *form, const struct rule_unit *unit);

/* What the experts said of one criterion of one unit; who is of no matter. */
struct rule_item {
    size_t count;
    uint32_t values[RULE_EXPERTS];
};

enum { RULE_ITEMS = RULE_UNITS * RULE_CRITERIA };

/* Krippendorff's alpha for ordinal data, in thousandths above -1; false when there is none: no item has two
 * values, or all that could be compared are equal. */
bool rule_agreement(const struct rule_item *items, size_t count, uint32_t *agreement);

#endif
