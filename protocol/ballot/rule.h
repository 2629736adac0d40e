/* The rule by which voices and experts' forms become a result: "The result" in PROTOCOL.md. Integers alone,
 * so that whoever computes it again has the same. It knows no act, no store and no cryptography: counts that
 * were opened and scores that were vouched for are handed in. */
#ifndef BULLETIN_BALLOT_RULE_H
#define BULLETIN_BALLOT_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    RULE_CRITERIA = 10,
    RULE_QUESTIONS = 10,
    RULE_GRADES = 6, /* of a question: very satisfied, …, very dissatisfied, cannot say */
    RULE_UNITS = 8,
    RULE_EXPERTS = 16,
    RULE_MAXIMUM = 100, /* of one criterion */
    RULE_WEIGHTS = 100, /* what the weights of all criteria add up to */
    RULE_SCALE = 10000, /* at most: the least common multiple of the maxima */
    RULE_POINTS = 100,  /* the best that there is, in each of both means and in the result */
    RULE_SOCIETY_LEAST = 50,
    RULE_GRADED_LEAST = 10,     /* grades other than "cannot say", or a question gives no mean */
    RULE_TRIMMED_FROM = 5,      /* as many forms, and the highest and the lowest are left out */
    RULE_AGREEMENT_ZERO = 1000, /* what an alpha of 0 is in `agreement`; 1 is 2000, -1 is 0 */
};

/* What a form asks, as far as the result needs it. */
struct rule_form {
    size_t criteria;
    uint8_t maxima[RULE_CRITERIA], weights[RULE_CRITERIA];
    size_t questions;
    uint8_t pass; /* points */
};

/* Why a form cannot be counted by; the first that is wrong. */
enum rule_form_fault {
    RULE_FORM_GOOD,
    RULE_FORM_CRITERIA,  /* none, or more than RULE_CRITERIA */
    RULE_FORM_QUESTIONS, /* none, or more than RULE_QUESTIONS */
    RULE_FORM_MAXIMUM,   /* of a criterion: 0, or more than RULE_MAXIMUM */
    RULE_FORM_WEIGHT,    /* of a criterion: 0 */
    RULE_FORM_WEIGHTS,   /* they do not add up to RULE_WEIGHTS */
    RULE_FORM_SCALE,     /* the least common multiple of the maxima is over RULE_SCALE: give alike ones */
    RULE_FORM_PASS,      /* more than RULE_POINTS */
};
enum rule_form_fault rule_form_check(const struct rule_form *form);

/* What came in for one unit. Forms of recused experts and such that did not open are not among `scores`. */
struct rule_unit {
    uint64_t voices;                              /* N */
    uint64_t counts[RULE_QUESTIONS][RULE_GRADES]; /* zeros when nothing was opened */
    size_t forms;
    uint8_t scores[RULE_EXPERTS][RULE_CRITERIA]; /* each up to the criterion's maximum */
};

struct rule_evaluation {
    struct rule_form form; /* passed rule_form_check */
    uint8_t society;       /* its weight, RULE_SOCIETY_LEAST to 100 */
    uint64_t minimum;      /* of voices a unit */
    uint64_t quorum;       /* of forms a unit */
    size_t units;
    struct rule_unit unit[RULE_UNITS];
};

/* In this order: what comes first is said. */
enum rule_verdict { RULE_FEW_VOICES, RULE_FEW_FORMS, RULE_BELOW, RULE_PASSED };

/* A mean in hundredths of a point, rounded half up for showing; the result is not computed from it. */
struct rule_mean {
    bool given; /* else all is zero */
    uint32_t hundredths;
};

struct rule_outcome {
    struct rule_mean question[RULE_QUESTIONS];
    struct rule_mean society, low, high; /* its mean, and a 95 % interval of it: all given or none */
    struct rule_mean experts;
    struct rule_mean score; /* given when neither voices nor forms are too few */
    uint32_t place;         /* from 1, equal scores share one; 0 without a score */
    enum rule_verdict verdict;
};

struct rule_result {
    struct rule_outcome unit[RULE_UNITS];
    bool agreed;        /* whether `agreement` says anything */
    uint32_t agreement; /* of the experts over all units: Krippendorff's alpha, thousandths above -1 */
};

/* Asserts the bounds above, that the counts of each question add up to N or are all zero, and scores within
 * their maxima: whoever calls has checked what strangers said. */
void rule_apply(const struct rule_evaluation *evaluation, struct rule_result *result);

#endif
