/* Applies the rule of the result to evaluations told as numbers, a line each, and prints what comes of them,
 * for whoever compares. It must not know how they were made.
 *
 * A line in: criteria, their maxima, their weights, questions, pass, society, minimum, quorum, units; then of
 * each unit its voices, six counts a question, forms, and the scores of each. A line out: the agreement; then
 * of each unit the means of its questions, society, low, high, experts, score, place and verdict. "-" is what
 * there is none of. A form that cannot be counted by gives "form" and the number of its fault. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "protocol/ballot/rule.h"

/* The next number; what is none or too large is a mistake of whoever asks. */
static uint64_t next(uint64_t most)
{
    uint64_t number;
    if (scanf("%" SCNu64, &number) != 1 || number > most) {
        fprintf(stderr, "apply_rule: a number up to %" PRIu64 " is wanted\n", most);
        exit(1);
    }
    return number;
}

static void read_form(struct rule_form *form)
{
    for (size_t i = 0; i < form->criteria; i++)
        form->maxima[i] = (uint8_t)next(UINT8_MAX);
    for (size_t i = 0; i < form->criteria; i++)
        form->weights[i] = (uint8_t)next(UINT8_MAX);
    form->questions = next(RULE_QUESTIONS);
    form->pass = (uint8_t)next(UINT8_MAX);
}

static void read_unit(const struct rule_form *form, struct rule_unit *unit)
{
    unit->voices = next(UINT32_MAX);
    for (size_t q = 0; q < form->questions; q++)
        for (size_t grade = 0; grade < RULE_GRADES; grade++)
            unit->counts[q][grade] = next(UINT32_MAX);
    unit->forms = next(RULE_EXPERTS);
    for (size_t f = 0; f < unit->forms; f++)
        for (size_t c = 0; c < form->criteria; c++)
            unit->scores[f][c] = (uint8_t)next(UINT8_MAX);
}

static void print_mean(struct rule_mean mean)
{
    if (mean.given)
        printf(" %" PRIu32, mean.hundredths);
    else
        printf(" -");
}

static void print_outcome(const struct rule_form *form, const struct rule_outcome *outcome)
{
    static const char *const verdicts[] = {
        [RULE_FEW_VOICES] = "few-voices",
        [RULE_FEW_FORMS] = "few-forms",
        [RULE_BELOW] = "below",
        [RULE_PASSED] = "passed",
    };
    for (size_t q = 0; q < form->questions; q++)
        print_mean(outcome->question[q]);
    print_mean(outcome->society);
    print_mean(outcome->low);
    print_mean(outcome->high);
    print_mean(outcome->experts);
    print_mean(outcome->score);
    print_mean((struct rule_mean){.given = outcome->place > 0, .hundredths = outcome->place});
    printf(" %s", verdicts[outcome->verdict]);
}

static void apply(struct rule_evaluation *evaluation)
{
    struct rule_result result;
    read_form(&evaluation->form);
    evaluation->society = (uint8_t)next(UINT8_MAX);
    evaluation->minimum = next(UINT32_MAX);
    evaluation->quorum = next(UINT32_MAX);
    evaluation->units = next(RULE_UNITS);
    for (size_t u = 0; u < evaluation->units; u++)
        read_unit(&evaluation->form, &evaluation->unit[u]);
    const enum rule_form_fault fault = rule_form_check(&evaluation->form);
    if (fault != RULE_FORM_GOOD) {
        printf("form %d\n", (int)fault);
        return;
    }
    rule_apply(evaluation, &result);
    printf(result.agreed ? "%" PRIu32 : "-", result.agreement);
    for (size_t u = 0; u < evaluation->units; u++)
        print_outcome(&evaluation->form, &result.unit[u]);
    printf("\n");
}

int main(void)
{
    uint64_t criteria;
    while (scanf("%" SCNu64, &criteria) == 1) {
        struct rule_evaluation evaluation = {.form = {.criteria = criteria}};
        if (criteria > RULE_CRITERIA) {
            fprintf(stderr, "apply_rule: %" PRIu64 " criteria are too many\n", criteria);
            return 1;
        }
        apply(&evaluation);
    }
    return ferror(stdin) || fflush(stdout) != 0;
}
