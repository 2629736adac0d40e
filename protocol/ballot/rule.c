/* What a form may ask, and how both means become score, verdict and place. See rule.h. */
#include "protocol/ballot/rule.h"

#include <assert.h>

#include "protocol/ballot/ballot.h"
#include "protocol/ballot/rule_inside.h"

uint64_t rule_rounded(uint64_t over, uint64_t under)
{
    return (2 * over + under) / (2 * under);
}

struct rule_mean rule_mean_of(struct ratio points)
{
    if (points.under == 0)
        return (struct rule_mean){.given = false};
    return (struct rule_mean){.given = true,
                              .hundredths = (uint32_t)rule_rounded(100 * points.over, points.under)};
}

static uint32_t common_divisor(uint32_t a, uint32_t b)
{
    while (b != 0) {
        const uint32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

uint32_t rule_scale(const struct rule_form *form)
{
    uint32_t scale = 1;
    for (size_t i = 0; i < form->criteria && scale <= RULE_SCALE; i++)
        scale = scale / common_divisor(scale, form->maxima[i]) * form->maxima[i];
    return scale;
}

enum rule_form_fault rule_form_check(const struct rule_form *form)
{
    unsigned sum = 0;
    if (form->criteria == 0 || form->criteria > RULE_CRITERIA)
        return RULE_FORM_CRITERIA;
    if (form->questions == 0 || form->questions > RULE_QUESTIONS)
        return RULE_FORM_QUESTIONS;
    for (size_t i = 0; i < form->criteria; i++) {
        if (form->maxima[i] == 0 || form->maxima[i] > RULE_MAXIMUM)
            return RULE_FORM_MAXIMUM;
        if (form->weights[i] == 0)
            return RULE_FORM_WEIGHT;
        sum += form->weights[i];
    }
    if (sum != RULE_WEIGHTS)
        return RULE_FORM_WEIGHTS;
    if (rule_scale(form) > RULE_SCALE)
        return RULE_FORM_SCALE;
    return form->pass <= RULE_POINTS ? RULE_FORM_GOOD : RULE_FORM_PASS;
}

/* The largest product has 17 digits: 100 x (100 x 10 x BALLOT_VOICES) x (16 x RULE_SCALE). */
static struct rule_mean weighted(uint8_t weight, struct ratio society, struct ratio experts)
{
    const uint64_t of_society = weight * society.over * experts.under;
    const uint64_t of_experts = (uint64_t)(RULE_POINTS - weight) * experts.over * society.under;
    const uint64_t hundredths = rule_rounded(of_society + of_experts, society.under * experts.under);
    return (struct rule_mean){.given = true, .hundredths = (uint32_t)hundredths};
}

static void judge(const struct rule_evaluation *evaluation, const struct rule_unit *unit,
                  struct rule_outcome *outcome)
{
    const struct ratio society = rule_society(&evaluation->form, unit, outcome);
    const struct ratio experts = rule_experts(&evaluation->form, unit);
    outcome->society = rule_mean_of(society);
    outcome->experts = rule_mean_of(experts);
    if (unit->voices < evaluation->minimum || !outcome->society.given) {
        outcome->verdict = RULE_FEW_VOICES;
    } else if (unit->forms < evaluation->quorum || unit->forms == 0) {
        outcome->verdict = RULE_FEW_FORMS;
    } else {
        outcome->score = weighted(evaluation->society, society, experts);
        outcome->verdict =
            outcome->score.hundredths >= evaluation->form.pass * 100U ? RULE_PASSED : RULE_BELOW;
    }
}

/* One more than how many have a better score. */
static void give_places(struct rule_outcome *outcomes, size_t units)
{
    for (size_t i = 0; i < units; i++) {
        if (!outcomes[i].score.given)
            continue;
        outcomes[i].place = 1;
        for (size_t other = 0; other < units; other++)
            outcomes[i].place += outcomes[other].score.hundredths > outcomes[i].score.hundredths;
    }
}

static void tell_agreement(const struct rule_evaluation *evaluation, struct rule_result *result)
{
    struct rule_item items[RULE_ITEMS];
    const struct rule_form *form = &evaluation->form;
    const uint32_t scale = rule_scale(form);
    size_t count = 0;
    for (size_t u = 0; u < evaluation->units; u++) {
        const struct rule_unit *unit = &evaluation->unit[u];
        for (size_t c = 0; c < form->criteria; c++) {
            struct rule_item *item = &items[count++];
            item->count = unit->forms;
            for (size_t f = 0; f < unit->forms; f++)
                item->values[f] = unit->scores[f][c] * (scale / form->maxima[c]);
        }
    }
    result->agreed = rule_agreement(items, count, &result->agreement);
}

static void assert_within_bounds(const struct rule_evaluation *evaluation)
{
    assert(rule_form_check(&evaluation->form) == RULE_FORM_GOOD);
    assert(evaluation->society >= RULE_SOCIETY_LEAST && evaluation->society <= RULE_POINTS);
    assert(evaluation->units <= RULE_UNITS);
    for (size_t u = 0; u < evaluation->units; u++) {
        const struct rule_unit *unit = &evaluation->unit[u];
        assert(unit->voices <= BALLOT_VOICES && unit->forms <= RULE_EXPERTS);
        for (size_t f = 0; f < unit->forms; f++)
            for (size_t c = 0; c < evaluation->form.criteria; c++)
                assert(unit->scores[f][c] <= evaluation->form.maxima[c]);
    }
    (void)evaluation;
}

void rule_apply(const struct rule_evaluation *evaluation, struct rule_result *result)
{
    assert_within_bounds(evaluation);
    *result = (struct rule_result){.agreed = false};
    for (size_t u = 0; u < evaluation->units; u++)
        judge(evaluation, &evaluation->unit[u], &result->unit[u]);
    give_places(result->unit, evaluation->units);
    tell_agreement(evaluation, result);
}
