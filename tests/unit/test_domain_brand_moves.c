/* Tests of the table of moves: what it is made of, and that every move which is not in it is refused. Which
 * it is, whoever tries and at whatever stage. */
#include "tests/unit/support/brands.h"

/* --- the table --- */

static bool leads_on(uint64_t stage)
{
    for (const struct brand_move *move = brand_moves; move->to != BRAND_STAGE_NOTHING; move++) {
        if (move->from == stage)
            return true;
    }
    return false;
}

static void a_verb_has_one_mover_and_a_move_is_said_once(void **state)
{
    (void)state;
    for (const struct brand_move *one = brand_moves; one->to != BRAND_STAGE_NOTHING; one++) {
        for (const struct brand_move *other = one + 1; other->to != BRAND_STAGE_NOTHING; other++) {
            if (one->verb == other->verb)
                assert_int_equal(one->who, other->who);
            assert_false(one->verb == other->verb && one->from == other->from && one->to == other->to);
        }
    }
}

static void every_act_moves_and_every_stage_is_reached(void **state)
{
    (void)state;
#define MOVES(symbol, ...) assert_int_not_equal(brand_mover_of(VERB_##symbol), MOVER_COUNT);
    BRAND_ACTS(MOVES)
#undef MOVES
    for (uint64_t stage = 0; stage < BRAND_STAGE_COUNT; stage++) {
        const struct view_brand row = {.stage = stage};
        size_t reached = 0;
        for (const struct brand_move *move = brand_moves; move->to != BRAND_STAGE_NOTHING; move++)
            reached += move->to == stage;
        if (reached == 0)
            fail_msg("%s is never reached", brand_stage_words[stage]);
        /* what is over stays so */
        assert_int_equal(brand_is_over(&row), !leads_on(stage));
        assert_int_equal(brand_ends_with_round(&row),
                         brands_allows(VERB_schedule_run, stage, BRAND_STAGE_CLOSED));
    }
}

/* --- every wrong move --- */

/* What somebody is told who would move a brand of labour, if they cannot; OK: they can. */
static enum error expected(struct town *town, const struct identity *who, int verb, uint64_t stage,
                           uint64_t to)
{
    static const enum error errors[BRAND_STAGE_COUNT] = {
#define STAGE_ERROR(X, symbol, ...) [BRAND_STAGE_##symbol] = ERR_BRAND_##symbol,
        BRAND_STAGES(STAGE_ERROR, )
#undef STAGE_ERROR
    };
    const bool begins = verb == VERB_brand_begin || verb == VERB_brand_submit;
    const bool committees = brand_mover_of(verb) == MOVER_COMMITTEE, theirs = verbs[verb].roles == HOUSE_ONLY;
    const bool inside = who == &town->wang || who == &brands_zhao || who == &town->lin;
    if (theirs ? who != &town->house : who == &town->guest)
        return who == &town->guest ? ERR_NOT_ENROLLED : ERR_NOT_ALLOWED;
    if (committees && who != &town->lin)
        return ERR_NOT_ALLOWED;
    if (!begins && !theirs && !inside)
        return ERR_UNKNOWN_CHANNEL;
    if (!committees && !theirs && who != &town->wang && who != &brands_zhao && who != &brands_he)
        return ERR_NOT_MEMBER;
    if (brand_mover_of(verb) == MOVER_SIGNERS && who == &brands_zhao)
        return ERR_NOT_SIGNER;
    if (brands_allows(verb, stage, to))
        return OK;
    if (begins)
        return stage == BRAND_STAGE_CLOSED ? ERR_ROUND_CLOSED : ERR_BRAND_EXISTS;
    return errors[stage];
}

static void try(struct town *town, const struct identity *who, int verb, uint64_t stage, uint64_t to)
{
    uint8_t before[3 * LIMIT_HASH_BYTES], after[3 * LIMIT_HASH_BYTES];
    const enum error error = expected(town, who, verb, stage, to);
    if (error == OK)
        return;
    town_lives(town);
    town_digest(town, before);
    const enum error given = brands_act(town, who, verb, to, BRANDS_ID);
    if (given != error)
        fail_msg("%s at %s: %s, not %s", verbs[verb].word, brand_stage_words[stage], error_kinds[given].word,
                 error_kinds[error].word);
    town_digest(town, after);
    assert_memory_equal(before, after, 2 * LIMIT_HASH_BYTES); /* an uploaded logo may wait */
}

static void what_is_not_in_the_table_is_refused(void **state)
{
    (void)state;
    for (uint64_t stage = 0; stage < BRAND_STAGE_COUNT; stage++) {
        void *own;
        brands_settle(&own);
        struct town *town = own;
        brands_bring(town, stage);
        for (size_t i = 0; i < BRANDS_PEOPLE; i++) {
            for (uint64_t turn = 0; turn < 3; turn++) {
#define TRY(symbol, ...)                                                                                     \
    if (!(brands_person(town, i) == &brands_he && verbs[VERB_##symbol].args->fields[0].kind == KIND_NUMBER)) \
        try(town, brands_person(town, i), VERB_##symbol, stage, brands_target(VERB_##symbol, stage, turn));
                BRAND_ACTS(TRY)
#undef TRY
            }
        }
        assert_int_equal(brands_stage(town, BRANDS_ID), stage);
        town_leave(&own);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_verb_has_one_mover_and_a_move_is_said_once),
        cmocka_unit_test(every_act_moves_and_every_stage_is_reached),
        cmocka_unit_test(what_is_not_in_the_table_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
