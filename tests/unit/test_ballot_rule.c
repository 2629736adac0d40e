/* The rule of the result by hand: forms, means, interval, weights, where it rounds, ties, what is too few.
 * Agreement is the textbook's example. */
#include "protocol/ballot/rule.h"

#include "protocol/ballot/ballot.h"
#include "protocol/ballot/rule_inside.h"
#include "tests/unit/support/testing.h"

/* Two criteria that weigh alike, of 20 and of 5 points, and one question. */
static const struct rule_form plain = {
    .criteria = 2, .maxima = {20, 5}, .weights = {50, 50}, .questions = 1, .pass = 60};

static struct rule_evaluation with(const struct rule_form *form, size_t units)
{
    return (struct rule_evaluation){.form = *form, .society = 60, .minimum = 10, .quorum = 1, .units = units};
}

static void give_form(struct rule_unit *unit, uint8_t first, uint8_t second)
{
    unit->scores[unit->forms][0] = first;
    unit->scores[unit->forms++][1] = second;
}

static void give_grades(struct rule_unit *unit, size_t question, const uint64_t counts[RULE_GRADES])
{
    unit->voices = 0;
    for (size_t grade = 0; grade < RULE_GRADES; grade++)
        unit->voices += unit->counts[question][grade] = counts[grade];
}

static void assert_mean(struct rule_mean mean, uint32_t hundredths)
{
    assert_true(mean.given);
    assert_int_equal(mean.hundredths, hundredths);
}

static void a_form_keeps_to_its_bounds(void **state)
{
    (void)state;
    static const struct {
        struct rule_form form;
        enum rule_form_fault fault;
    } cases[] = {
        {{.criteria = 2, .maxima = {1, 100}, .weights = {1, 99}, .questions = 10, .pass = 100},
         RULE_FORM_GOOD},
        {{.criteria = 0, .questions = 1}, RULE_FORM_CRITERIA},
        {{.criteria = 11, .questions = 1}, RULE_FORM_CRITERIA},
        {{.criteria = 1, .maxima = {5}, .weights = {100}}, RULE_FORM_QUESTIONS},
        {{.criteria = 1, .maxima = {5}, .weights = {100}, .questions = 11}, RULE_FORM_QUESTIONS},
        {{.criteria = 2, .maxima = {5, 0}, .weights = {50, 50}, .questions = 1}, RULE_FORM_MAXIMUM},
        {{.criteria = 1, .maxima = {101}, .weights = {100}, .questions = 1}, RULE_FORM_MAXIMUM},
        {{.criteria = 2, .maxima = {5, 5}, .weights = {100, 0}, .questions = 1}, RULE_FORM_WEIGHT},
        {{.criteria = 2, .maxima = {5, 5}, .weights = {50, 49}, .questions = 1}, RULE_FORM_WEIGHTS},
        {{.criteria = 2, .maxima = {5, 5}, .weights = {50, 51}, .questions = 1}, RULE_FORM_WEIGHTS},
        {{.criteria = 2, .maxima = {100, 99}, .weights = {50, 50}, .questions = 1}, RULE_FORM_GOOD},
        {{.criteria = 3, .maxima = {16, 25, 25}, .weights = {50, 25, 25}, .questions = 1}, RULE_FORM_GOOD},
        {{.criteria = 3, .maxima = {100, 99, 97}, .weights = {50, 25, 25}, .questions = 1}, RULE_FORM_SCALE},
        {{.criteria = 2, .maxima = {5, 5}, .weights = {50, 50}, .questions = 1, .pass = 101}, RULE_FORM_PASS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(rule_form_check(&cases[i].form), cases[i].fault);
}

/* 10 very satisfied, 10 neutral, 5 cannot say: (10·100 + 10·50)/20 = 75. In steps: count 20, sum 60, squares
 * 200; n·variance = (20·200 − 3,600)/19 = 400/19, whose root is 4.589 rounded up; 1.96·25·4.589/20 = 11.2431,
 * up. Experts: 10/20 and 5/5 are 25 + 50 = 75; 20/20 and 0/5 are 50. (60·75 + 40·62.5)/100 = 70. */
static void means_and_their_weights(void **state)
{
    (void)state;
    static struct rule_result result;
    struct rule_evaluation evaluation = with(&plain, 1);
    give_grades(&evaluation.unit[0], 0, (uint64_t[]){10, 0, 10, 0, 0, 5});
    give_form(&evaluation.unit[0], 10, 5);
    give_form(&evaluation.unit[0], 20, 0);
    rule_apply(&evaluation, &result);
    assert_mean(result.unit[0].question[0], 7500);
    assert_mean(result.unit[0].society, 7500);
    assert_mean(result.unit[0].low, 7500 - 1125);
    assert_mean(result.unit[0].high, 7500 + 1125);
    assert_mean(result.unit[0].experts, 6250);
    assert_mean(result.unit[0].score, 7000);
    assert_int_equal(result.unit[0].verdict, RULE_PASSED);
    assert_int_equal(result.unit[0].place, 1);
    evaluation.society = 100;
    rule_apply(&evaluation, &result);
    assert_mean(result.unit[0].score, 7500);
}

/* A question of ten grades counts as ten of thirty; one of nine is in nothing. */
static void questions_count_by_who_answered(void **state)
{
    (void)state;
    static struct rule_result result;
    struct rule_form form = plain;
    form.questions = 3;
    struct rule_evaluation evaluation = with(&form, 1);
    give_form(&evaluation.unit[0], 20, 5);
    give_grades(&evaluation.unit[0], 0, (uint64_t[]){20, 0, 0, 0, 0, 0});
    give_grades(&evaluation.unit[0], 1, (uint64_t[]){0, 0, 0, 0, 10, 10});
    give_grades(&evaluation.unit[0], 2, (uint64_t[]){0, 0, 0, 0, 9, 11});
    rule_apply(&evaluation, &result);
    assert_mean(result.unit[0].question[0], 10000);
    assert_mean(result.unit[0].question[1], 0);
    assert_false(result.unit[0].question[2].given);
    assert_mean(result.unit[0].society, 6667);
    assert_mean(result.unit[0].low, 6667); /* nobody is apart from the others of a question */
    assert_mean(result.unit[0].high, 6667);
    assert_mean(result.unit[0].score, 8000); /* of the exact mean: 6,667 would give 8,000.2 */
}

/* What is too few is said in this order, and has no score. */
static void what_is_too_few(void **state)
{
    (void)state;
    static const struct {
        uint64_t grades[RULE_GRADES];
        size_t forms;
        enum rule_verdict verdict;
        bool society;
    } cases[] = {
        {{0}, 0, RULE_FEW_VOICES, false},
        {{11, 0, 0, 0, 0, 0}, 3, RULE_FEW_VOICES, true},
        {{9, 0, 0, 0, 0, 11}, 3, RULE_FEW_VOICES, false},
        {{12, 0, 0, 0, 0, 0}, 0, RULE_FEW_FORMS, true},
        {{12, 0, 0, 0, 0, 0}, 1, RULE_FEW_FORMS, true},
        {{12, 0, 0, 0, 0, 0}, 2, RULE_PASSED, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        static struct rule_result result;
        struct rule_evaluation evaluation = with(&plain, 1);
        evaluation.minimum = 12;
        evaluation.quorum = 2;
        give_grades(&evaluation.unit[0], 0, cases[i].grades);
        for (size_t f = 0; f < cases[i].forms; f++)
            give_form(&evaluation.unit[0], 20, 5);
        rule_apply(&evaluation, &result);
        const struct rule_outcome *outcome = &result.unit[0];
        assert_int_equal(outcome->verdict, cases[i].verdict);
        assert_int_equal(outcome->society.given, cases[i].society);
        assert_int_equal(outcome->low.given, cases[i].society);
        assert_int_equal(outcome->experts.given, cases[i].forms > 0);
        assert_int_equal(outcome->score.given, cases[i].verdict == RULE_PASSED);
        assert_int_equal(outcome->place, cases[i].verdict == RULE_PASSED);
    }
}

/* Four forms all count; of five, six and so on one highest and one lowest do not, also when others are like
 * them. */
static void the_highest_and_the_lowest(void **state)
{
    (void)state;
    static const uint8_t given[] = {20, 20, 0, 10, 4, 0};
    static const uint32_t means[] = {10000, 10000, 6667, 6250, 5667, 4250};
    static struct rule_result result;
    struct rule_form form = {.criteria = 1, .maxima = {20}, .weights = {100}, .questions = 1};
    struct rule_evaluation evaluation = with(&form, 1);
    for (size_t f = 0; f < sizeof given; f++) {
        give_form(&evaluation.unit[0], given[f], 0);
        rule_apply(&evaluation, &result);
        assert_mean(result.unit[0].experts, means[f]);
    }
}

/* Society's 2,500 grades of 75 and one of 50 less: by hundredths of a hundredth. */
static void a_half_is_rounded_up_once(void **state)
{
    (void)state;
    static struct rule_result result;
    struct rule_form form = {.criteria = 1, .maxima = {100}, .weights = {100}, .questions = 1, .pass = 75};
    struct rule_evaluation evaluation = with(&form, 2);
    evaluation.society = 50;
    give_form(&evaluation.unit[0], 75, 0);
    give_form(&evaluation.unit[1], 75, 0);
    give_grades(&evaluation.unit[0], 0,
                (uint64_t[]){0, 2499, 1, 0, 0, 0}); /* 74.99; half of that and of 75 */
    give_grades(&evaluation.unit[1], 0, (uint64_t[]){0, 2498, 2, 0, 0, 0}); /* 74.98 */
    rule_apply(&evaluation, &result);
    assert_mean(result.unit[0].society, 7499);
    assert_mean(result.unit[0].score, 7500); /* 74.995 */
    assert_int_equal(result.unit[0].verdict, RULE_PASSED);
    assert_mean(result.unit[1].score, 7499);
    assert_int_equal(result.unit[1].verdict, RULE_BELOW);
}

/* 1, 1, 3, and whoever has no score has no place and takes none. */
static void equal_scores_share_a_place(void **state)
{
    (void)state;
    static const uint32_t places[] = {1, 4, 0, 1, 3};
    static const uint64_t best[] = {40, 10, 9, 40, 20};
    static struct rule_result result;
    struct rule_evaluation evaluation = with(&plain, 5);
    for (size_t u = 0; u < 5; u++) {
        give_grades(&evaluation.unit[u], 0, (uint64_t[]){best[u], 0, 0, 0, u == 2 ? 0 : 40 - best[u], 0});
        give_form(&evaluation.unit[u], 10, 3);
    }
    rule_apply(&evaluation, &result);
    for (size_t u = 0; u < 5; u++)
        assert_int_equal(result.unit[u].place, places[u]);
}

/* A root that lies a hair above a whole thousandth is rounded up, and is seen in the last digit here. */
static void roots_are_rounded_up(void **state)
{
    (void)state;
    static struct rule_result result;
    struct rule_form form = plain;
    form.questions = 2;
    struct rule_evaluation evaluation = with(&form, 1);
    give_grades(&evaluation.unit[0], 0, (uint64_t[]){10, 2, 0, 0, 41, 0});
    give_grades(&evaluation.unit[0], 1, (uint64_t[]){20, 1, 0, 0, 3, 29});
    rule_apply(&evaluation, &result);
    assert_mean(result.unit[0].low, result.unit[0].society.hundredths - 1177);
}

/* As much of everything as there may be: nothing overflows. */
static void the_largest_evaluation(void **state)
{
    (void)state;
    static struct rule_result result;
    struct rule_form form = {.criteria = RULE_CRITERIA, .questions = RULE_QUESTIONS, .pass = 100};
    for (size_t c = 0; c < RULE_CRITERIA; c++) {
        form.maxima[c] = c % 2 == 0 ? 100 : 99;
        form.weights[c] = RULE_WEIGHTS / RULE_CRITERIA;
    }
    struct rule_evaluation evaluation = with(&form, RULE_UNITS);
    evaluation.society = RULE_SOCIETY_LEAST;
    for (size_t u = 0; u < RULE_UNITS; u++) {
        struct rule_unit *unit = &evaluation.unit[u];
        for (size_t q = 0; q < RULE_QUESTIONS; q++)
            give_grades(unit, q, (uint64_t[]){BALLOT_VOICES / 2, 0, 0, 0, BALLOT_VOICES / 2, 0});
        for (unit->forms = 0; unit->forms < RULE_EXPERTS; unit->forms++)
            for (size_t c = 0; c < RULE_CRITERIA; c++)
                unit->scores[unit->forms][c] = unit->forms % 2 == 0 ? form.maxima[c] : 0;
    }
    rule_apply(&evaluation, &result);
    for (size_t u = 0; u < RULE_UNITS; u++) {
        assert_mean(result.unit[u].score, 5000);
        assert_mean(result.unit[u].low, 5000 - 10); /* 1.96 · 50/1,000 = 0.098, rounded up */
        assert_mean(result.unit[u].high, 5000 + 10);
    }
    /* Each item is half best and half worst: observed = 8·8/15 of a pair apart, expected = 640·640/1,279. */
    assert_true(result.agreed);
    assert_int_equal(result.agreement, 934);
    for (size_t u = 0; u < RULE_UNITS; u++)
        for (size_t q = 0; q < RULE_QUESTIONS; q++)
            give_grades(&evaluation.unit[u], q, (uint64_t[]){BALLOT_VOICES, 0, 0, 0, 0, 0});
    rule_apply(&evaluation, &result);
    assert_mean(result.unit[0].society, 10000);
    assert_mean(result.unit[0].high, 10000);
}

/* Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section D: four observers, twelve units,
 * some missing; ordinal alpha is 0.815. */
static void agreement_is_the_textbooks(void **state)
{
    (void)state;
    static const struct rule_item items[] = {
        {3, {1, 1, 1}},    {4, {2, 2, 3, 2}}, {4, {3, 3, 3, 3}}, {4, {3, 3, 3, 3}},
        {4, {2, 2, 2, 2}}, {4, {1, 2, 3, 4}}, {4, {4, 4, 4, 4}}, {4, {1, 1, 2, 1}},
        {4, {2, 2, 2, 2}}, {3, {5, 5, 5}},    {2, {1, 1}},       {1, {3}},
    };
    static const struct rule_item against[] = {{2, {1, 2}}, {2, {2, 1}}};
    static const struct rule_item alone[] = {{1, {1}}, {1, {2}}, {0, {0}}};
    static const struct rule_item alike[] = {{2, {3, 3}}, {2, {3, 3}}, {1, {4}}};
    uint32_t agreement = 7;
    assert_true(rule_agreement(items, 12, &agreement));
    assert_int_equal(agreement, RULE_AGREEMENT_ZERO + 815);
    assert_true(rule_agreement(against, 2, &agreement));
    assert_int_equal(agreement, RULE_AGREEMENT_ZERO - 500);
    agreement = 7;
    assert_false(rule_agreement(alone, 3, &agreement));
    assert_false(rule_agreement(alike, 3, &agreement));
    assert_false(rule_agreement(items, 0, &agreement));
    assert_int_equal(agreement, 7);
}

/* Scores are compared in one measure: all of 5 is as much as all of 20. */
static void agreement_is_over_all_criteria(void **state)
{
    (void)state;
    static struct rule_result result;
    struct rule_evaluation evaluation = with(&plain, 2);
    for (size_t u = 0; u < 2; u++) {
        give_form(&evaluation.unit[u], u == 0 ? 20 : 8, u == 0 ? 5 : 2);
        give_form(&evaluation.unit[u], u == 0 ? 20 : 8, u == 0 ? 5 : 2);
    }
    rule_apply(&evaluation, &result);
    assert_true(result.agreed);
    assert_int_equal(result.agreement, RULE_AGREEMENT_ZERO + 1000);
    evaluation.unit[1].forms = 1; /* what is left has one value */
    rule_apply(&evaluation, &result);
    assert_false(result.agreed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_keeps_to_its_bounds),
        cmocka_unit_test(means_and_their_weights),
        cmocka_unit_test(questions_count_by_who_answered),
        cmocka_unit_test(what_is_too_few),
        cmocka_unit_test(the_highest_and_the_lowest),
        cmocka_unit_test(a_half_is_rounded_up_once),
        cmocka_unit_test(equal_scores_share_a_place),
        cmocka_unit_test(the_largest_evaluation),
        cmocka_unit_test(roots_are_rounded_up),
        cmocka_unit_test(agreement_is_the_textbooks),
        cmocka_unit_test(agreement_is_over_all_criteria),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
