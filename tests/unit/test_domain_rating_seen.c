/* Tests of who sees what of a rating: each question and each way beside them, by everybody, at each stage.
 * What somebody has nothing to do with is to them as if it were not there. */
#include "tests/unit/support/ratings.h"

static void judge(const struct town *town, const struct ratings_person *person, uint64_t stage,
                  bool as_it_should, const char *what)
{
    if (!as_it_should)
        fail_msg("%s, %s, as %s: %s", rating_stage_words[stage], what, person->name, town->answer);
}

static bool is_inside(const struct ratings_person *person)
{
    return person->rated || person->committee;
}

static const struct identity *asker(const struct town *town, const struct ratings_person *person)
{
    return person->who == &town->guest ? NULL : person->who;
}

static void asks_of_it(struct town *town, const struct ratings_person *person, uint64_t stage)
{
    static const char *const questions[] = {"rating.show", "rating.history"};
    const bool sees = is_inside(person) || person->rater;
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        const enum error error = town_ask(town, asker(town, person), questions[i], "id=" RATINGS_ID);
        const enum error refused = person->enrolled ? ERR_UNKNOWN_RATING : ERR_NOT_ENROLLED;
        judge(town, person, stage, error == (sees ? OK : refused), questions[i]);
        if (sees)
            judge(town, person, stage,
                  strstr(town->answer, town_line(" stage=%s", rating_stage_words[stage])) != NULL,
                  "its stage");
    }
}

static void asks_for_lists(struct town *town, const struct ratings_person *person, uint64_t stage)
{
    const struct {
        const char *verb, *line;
        bool sees;
    } lists[] = {
        {"rating.mine", " ", person->rater},
        {"rating.list", " ", is_inside(person)},
        {"rating.list", "department=labour", is_inside(person)},
        {"rating.list", "department=land", false},
    };
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        const enum error error = town_ask(town, asker(town, person), lists[i].verb, lists[i].line);
        judge(town, person, stage, error == (person->enrolled ? OK : ERR_NOT_ENROLLED), lists[i].verb);
        if (error == OK)
            judge(town, person, stage, town->row_count == lists[i].sees, lists[i].verb);
    }
}

/* For whom it waits, and nobody else. */
static void asks_what_waits(struct town *town, const struct ratings_person *person, uint64_t stage)
{
    const bool unanswered = stage == RATING_STAGE_OPEN || stage == RATING_STAGE_UNSETTLED;
    const bool said = stage == RATING_STAGE_ANSWERED || stage == RATING_STAGE_SET_ASIDE;
    const bool waits = (person->rated && unanswered) || (person->rater && said) ||
                       (person->committee && stage == RATING_STAGE_APPEALED);
    if (town_ask(town, asker(town, person), "rating.waiting", " ") == OK)
        judge(town, person, stage, town->row_count == waits, "rating.waiting");
}

/* The ways that lead there beside the questions of the noun. */
static void asks_beside(struct town *town, const struct ratings_person *person, uint64_t stage)
{
    static const char *const public[] = {"rating.figures", "rating.reasons"};
    const struct identity *who = asker(town, person);
    enum error error = town_ask(town, who, "facts", "channel=rating/labour");
    judge(town, person, stage, error == (is_inside(person) ? OK : ERR_UNKNOWN_CHANNEL), "facts");
    error = town_ask(town, who, "facts", "channel=rated/gu");
    judge(town, person, stage, error == (person->rater ? OK : ERR_UNKNOWN_CHANNEL), "what the rater is told");
    ASKS(town, who, "channels", " ");
    judge(town, person, stage, (strstr(town->answer, "rating/labour") != NULL) == is_inside(person),
          "channels");
    judge(town, person, stage, (strstr(town->answer, "rated/gu") != NULL) == person->rater, "channels");
    ASKS(town, who, "facts", "channel=ratings");
    judge(town, person, stage, strstr(town->answer, "gu") == NULL && strstr(town->answer, "labour") == NULL,
          "what everyone reads");
    for (size_t i = 0; i < sizeof public / sizeof public[0]; i++) {
        ASKS(town, who, public[i], " ");
        judge(town, person, stage,
              strstr(town->answer, "gu") == NULL && strstr(town->answer, RATINGS_ID) == NULL &&
                  strstr(town->answer, "排队") == NULL && strstr(town->answer, "说明") == NULL,
              public[i]);
    }
    ASKS(town, who, "search", "words=排队");
    judge(town, person, stage, town->row_count == is_inside(person), "search");
}

static void everybody_sees_what_they_may_at_each_stage(void **state)
{
    (void)state;
    for (uint64_t stage = 0; stage < RATING_STAGE_COUNT; stage++) {
        void *own;
        ratings_settle(&own);
        struct town *town = own;
        ratings_bring(town, stage);
        while (domain_index(town->txn, 1000)) {
        }
        for (size_t i = 0; i < RATINGS_PEOPLE; i++) {
            const struct ratings_person person = ratings_person(town, i);
            asks_of_it(town, &person, stage);
            asks_for_lists(town, &person, stage);
            asks_what_waits(town, &person, stage);
            asks_beside(town, &person, stage);
        }
        town_leave(&own);
    }
}

/* Whoever moves to the department that they rated sees what it sees, and answers nothing of their own. */
static void who_joins_the_department_is_a_party(void **state)
{
    struct town *town = *state;
    ratings_bring(town, RATING_STAGE_OPEN);
    ACTS(town, &ratings_he, "rate", "department=labour grade=dissatisfied");
    const char *id = "rating/labour/3";
    ACTS(town, &town->house, "account.change", "account=he seen=%s role=office department=labour",
         town_head(town, "account.list", "account=he"));
    assert_int_equal(ratings_act(town, &ratings_he, VERB_rating_answer, RATING_STAGE_ANSWERED, id),
                     ERR_RATING_PARTY);
    assert_int_equal(ratings_act(town, &ratings_he, VERB_rating_answer, RATING_STAGE_ANSWERED, RATINGS_ID),
                     OK);
    ASKS(town, &ratings_he, "rating.waiting", " ");
    town_is_sound(town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_sees_what_they_may_at_each_stage),
        cmocka_unit_test_setup_teardown(who_joins_the_department_is_a_party, ratings_settle, town_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
