/* Tests of the table of a rating's moves: what it is made of. Every move which is not in it is refused,
 * whoever tries and at whatever stage. */
#include "tests/unit/support/ratings.h"

/* --- the table --- */

static void a_verb_has_one_mover_and_a_move_is_said_once(void **state)
{
    (void)state;
    for (const struct rating_move *one = rating_moves; one->to != RATING_STAGE_NOTHING; one++) {
        for (const struct rating_move *other = one + 1; other->to != RATING_STAGE_NOTHING; other++) {
            if (one->verb == other->verb)
                assert_int_equal(one->who, other->who);
            assert_false(one->verb == other->verb && one->from == other->from && one->to == other->to);
        }
    }
}

static bool is_moved_to(uint64_t stage)
{
    for (const struct rating_move *move = rating_moves; move->to != RATING_STAGE_NOTHING; move++) {
        if (move->to == stage)
            return true;
    }
    return false;
}

static void every_act_moves_and_every_stage_is_reached(void **state)
{
    (void)state;
#define MOVES(symbol, ...)                                                                                   \
    assert_true((rating_mover_of(VERB_##symbol) == RATING_MOVER_COUNT) ==                                    \
                (VERB_##symbol == VERB_rating_term));
    RATING_ACTS(MOVES)
#undef MOVES
    for (uint64_t stage = 0; stage < RATING_STAGE_COUNT; stage++)
        assert_true(is_moved_to(stage));
}

/* What is set aside comes from wherever it can be restored to, and nothing is settled but by who gave it. */
static void restoring_undoes_setting_aside_and_silence_settles_nothing(void **state)
{
    (void)state;
    for (const struct rating_move *move = rating_moves; move->to != RATING_STAGE_NOTHING; move++) {
        if (move->verb == VERB_rating_set_aside)
            assert_true(ratings_allows(VERB_rating_restore, RATING_STAGE_APPEALED, move->from));
        if (move->verb == VERB_rating_restore)
            assert_true(ratings_allows(VERB_rating_set_aside, move->to, RATING_STAGE_SET_ASIDE));
        else if (move->to == RATING_STAGE_SETTLED)
            assert_int_equal(move->who, MOVER_OF_RATING_RATER);
    }
}

/* --- every wrong move --- */

/* What somebody is told who would move a rating of labour that gu gave, if they cannot; OK: they can. */
static enum error expected(const struct ratings_person *person, int verb, uint64_t stage, uint64_t to)
{
    static const enum error errors[RATING_STAGE_COUNT] = {
#define STAGE_ERROR(X, symbol, ...) [RATING_STAGE_##symbol] = ERR_RATING_##symbol,
        RATING_STAGES(STAGE_ERROR, )
#undef STAGE_ERROR
    };
    const enum rating_mover mover = rating_mover_of(verb);
    if (!person->enrolled)
        return ERR_NOT_ENROLLED;
    if (mover == MOVER_OF_RATING_JUDGES && !person->committee)
        return ERR_NOT_ALLOWED;
    if (!person->rater && !person->rated && !person->committee)
        return ERR_UNKNOWN_RATING;
    if (mover == MOVER_OF_RATING_RATER && !person->rater)
        return ERR_RATING_NOT_YOURS;
    if (mover == MOVER_OF_RATING_RATED && !person->rated)
        return ERR_RATING_OTHERS;
    if (mover == MOVER_OF_RATING_JUDGES && person->rated)
        return ERR_RATING_PARTY;
    return ratings_allows(verb, stage, to) ? OK : errors[stage];
}

static void try(struct town *town, const struct ratings_person *person, int verb, uint64_t stage, uint64_t to)
{
    uint8_t before[3 * LIMIT_HASH_BYTES], after[3 * LIMIT_HASH_BYTES];
    const enum error error = expected(person, verb, stage, to);
    if (error == OK)
        return;
    town_lives(town);
    town_digest(town, before);
    const enum error given = ratings_act(town, person->who, verb, to, RATINGS_ID);
    if (given != error)
        fail_msg("%s at %s as %s: %s, not %s", verbs[verb].word, rating_stage_words[stage], person->name,
                 error_kinds[given].word, error_kinds[error].word);
    town_digest(town, after);
    assert_memory_equal(before, after, sizeof before);
}

/* From a stage to each to which a verb leads from anywhere. */
static void try_all(struct town *town, const struct ratings_person *person, int verb, uint64_t stage)
{
    if (rating_mover_of(verb) == RATING_MOVER_COUNT || verb == VERB_rate)
        return;
    for (const struct rating_move *move = rating_moves; move->to != RATING_STAGE_NOTHING; move++) {
        if (move->verb == verb)
            try(town, person, verb, stage, verb == VERB_rating_restore ? RATING_STAGE_OPEN : move->to);
    }
}

static void what_is_not_in_the_table_is_refused(void **state)
{
    (void)state;
    for (uint64_t stage = 0; stage < RATING_STAGE_COUNT; stage++) {
        void *own;
        ratings_settle(&own);
        struct town *town = own;
        ratings_bring(town, stage);
        for (size_t i = 0; i < RATINGS_PEOPLE; i++) {
            const struct ratings_person person = ratings_person(town, i);
#define TRY(symbol, ...) try_all(town, &person, VERB_##symbol, stage);
            RATING_ACTS(TRY)
#undef TRY
        }
        assert_int_equal(ratings_stage(town, RATINGS_ID), stage);
        town_is_sound(town);
        town_leave(&own);
    }
}

/* From each stage at which it can be: aside, appealed for and back, and then no more. */
static void what_is_restored_stands_as_before_and_for_good(void **state)
{
    (void)state;
    for (uint64_t stage = 0; stage < RATING_STAGE_COUNT; stage++) {
        void *own;
        if (!ratings_allows(VERB_rating_set_aside, stage, RATING_STAGE_SET_ASIDE))
            continue;
        ratings_settle(&own);
        struct town *town = own;
        ratings_bring(town, stage);
        ratings_act(town, &town->lin, VERB_rating_set_aside, RATING_STAGE_SET_ASIDE, RATINGS_ID);
        ratings_act(town, &ratings_gu, VERB_rating_appeal, RATING_STAGE_APPEALED, RATINGS_ID);
        assert_int_equal(ratings_act(town, &ratings_kong, VERB_rating_restore, stage, RATINGS_ID), OK);
        assert_int_equal(ratings_stage(town, RATINGS_ID), stage);
        assert_int_equal(
            ratings_act(town, &town->lin, VERB_rating_set_aside, RATING_STAGE_SET_ASIDE, RATINGS_ID),
            ERR_RATING_STANDS);
        town_is_sound(town);
        town_leave(&own);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_verb_has_one_mover_and_a_move_is_said_once),
        cmocka_unit_test(every_act_moves_and_every_stage_is_reached),
        cmocka_unit_test(restoring_undoes_setting_aside_and_silence_settles_nothing),
        cmocka_unit_test(what_is_not_in_the_table_is_refused),
        cmocka_unit_test(what_is_restored_stands_as_before_and_for_good),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
