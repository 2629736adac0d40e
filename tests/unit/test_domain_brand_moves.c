/* Tests of the table of moves: what it is made of, and that every move which is not in it is refused. Which
 * it is, whoever tries and at whatever stage, also of a brand whose texts were erased. */
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

/* A brand as it stands: at a stage, with its texts or without. */
struct standing {
    uint64_t stage;
    bool erased;
};

/* What has to be read before it can be done. */
static bool judges(int verb)
{
    static const int verbs_of[] = {VERB_brand_accept, VERB_brand_return, VERB_brand_evaluate,
                                   VERB_brand_name};
    for (size_t i = 0; i < sizeof verbs_of / sizeof verbs_of[0]; i++) {
        if (verbs_of[i] == verb)
            return true;
    }
    return false;
}

/* What somebody is told who would move a brand of labour, if they cannot; OK: they can. */
static enum error expected(struct town *town, const struct identity *who, int verb, struct standing standing,
                           uint64_t to)
{
    const uint64_t stage = standing.stage;
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
        return standing.erased && judges(verb) ? ERR_BRAND_WORDLESS : OK;
    if (begins)
        return stage == BRAND_STAGE_CLOSED ? ERR_ROUND_CLOSED : ERR_BRAND_EXISTS;
    return errors[stage];
}

static void try(struct town *town, const struct identity *who, int verb, struct standing standing,
                uint64_t to)
{
    uint8_t before[3 * LIMIT_HASH_BYTES], after[3 * LIMIT_HASH_BYTES];
    const enum error error = expected(town, who, verb, standing, to);
    if (error == OK)
        return;
    town_lives(town);
    town_digest(town, before);
    const enum error given = brands_act(town, who, verb, to, BRANDS_ID);
    if (given != error)
        fail_msg("%s at %s%s: %s, not %s", verbs[verb].word, brand_stage_words[standing.stage],
                 standing.erased ? ", erased" : "", error_kinds[given].word, error_kinds[error].word);
    town_digest(town, after);
    assert_memory_equal(before, after, 2 * LIMIT_HASH_BYTES); /* an uploaded logo may wait */
}

static void tries_everything(struct town *town, struct standing standing)
{
    for (size_t i = 0; i < BRANDS_PEOPLE; i++) {
        for (uint64_t turn = 0; turn < 3; turn++) {
#define TRY(symbol, ...)                                                                                     \
    if (!(brands_person(town, i) == &brands_he && verbs[VERB_##symbol].args->fields[0].kind == KIND_NUMBER)) \
        try(town, brands_person(town, i), VERB_##symbol, standing,                                           \
            brands_target(VERB_##symbol, standing.stage, turn));
            BRAND_ACTS(TRY)
#undef TRY
        }
    }
    assert_int_equal(brands_stage(town, BRANDS_ID), standing.stage);
}

static void what_is_not_in_the_table_is_refused(void **state)
{
    (void)state;
    for (uint64_t stage = 0; stage < BRAND_STAGE_COUNT; stage++) {
        void *own;
        brands_settle(&own);
        struct town *town = own;
        brands_bring(town, stage);
        tries_everything(town, (struct standing){.stage = stage});
        if (brands_handed_in(town, BRANDS_ID)) {
            brands_erase(town, BRANDS_ID);
            tries_everything(town, (struct standing){.stage = stage, .erased = true});
        }
        town_leave(&own);
    }
}

/* Whatever the table has beside what has to be read can be done without the words that were erased. */
static void what_was_erased_can_still_be_moved(void **state)
{
    (void)state;
    for (const struct brand_move *move = brand_moves; move->to != BRAND_STAGE_NOTHING; move++) {
        void *own;
        if (move->from == BRAND_STAGE_NOTHING || move->verb == VERB_schedule_run || judges(move->verb))
            continue;
        brands_settle(&own);
        struct town *town = own;
        brands_bring(town, move->from);
        if (brands_handed_in(town, BRANDS_ID)) {
            brands_erase(town, BRANDS_ID);
            const struct identity *who = move->who == MOVER_COMMITTEE ? &town->lin : &town->wang;
            assert_int_equal(brands_act(town, who, move->verb, move->to, BRANDS_ID), OK);
            assert_int_equal(brands_stage(town, BRANDS_ID), move->to);
            town_is_sound(town);
        }
        town_leave(&own);
    }
}

/* --- what is said of a stage --- */

/* Whoever hears it, it is clear whose the command is that it names. */
static void who_does_it_is_said_with_it(void **state)
{
    static const char *const movers[MOVER_COUNT] = {
        [MOVER_MEMBERS] = "department", [MOVER_SIGNERS] = "department", [MOVER_COMMITTEE] = "committee"};
    static const struct {
        const char *word, *says;
    } stages[] = {
#define STAGE_SAYS(X, symbol, word_, help, says_) {.word = word_, .says = says_},
        BRAND_STAGES(STAGE_SAYS, )
#undef STAGE_SAYS
    };
    (void)state;
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
#define NAMED(symbol, ...)                                                                                   \
    {                                                                                                        \
        char command[64];                                                                                    \
        snprintf(command, sizeof command, "brand %s", verbs[VERB_##symbol].word + strlen("brand."));         \
        const char *who = movers[brand_mover_of(VERB_##symbol)];                                             \
        if (strstr(stages[i].says, command) != NULL && (who == NULL || strstr(stages[i].says, who) == NULL)) \
            fail_msg("%s: '%s' does not say whose `%s` is", stages[i].word, stages[i].says, command);        \
    }
        BRAND_ACTS(NAMED)
#undef NAMED
        if (strstr(stages[i].says, ". Apply ") != NULL || strstr(stages[i].says, ". Hand ") != NULL)
            fail_msg("%s: '%s' tells whoever hears it", stages[i].word, stages[i].says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_verb_has_one_mover_and_a_move_is_said_once),
        cmocka_unit_test(every_act_moves_and_every_stage_is_reached),
        cmocka_unit_test(what_is_not_in_the_table_is_refused),
        cmocka_unit_test(what_was_erased_can_still_be_moved),
        cmocka_unit_test(who_does_it_is_said_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
