/* Tests of the contract of nouns, from the tables. Each kind of fact and each act is one noun's, and what the
 * table says can be erased, its noun erases. */
#include "server/domain/contract/noun.h"

#include "tests/unit/support/town.h"

static size_t nouns_with(const struct fact_kind *kind)
{
    size_t count = 0;
    for (size_t i = 0; nouns[i] != NULL; i++) {
        for (const int *fact = nouns[i]->facts; *fact != FACT_COUNT; fact++)
            count += &fact_kinds[*fact] == kind;
    }
    return count;
}

static void each_kind_of_fact_is_one_nouns(void **state)
{
    (void)state;
    for (size_t i = 0; i < FACT_COUNT; i++) {
        if (nouns_with(&fact_kinds[i]) != 1)
            fail_msg("%s is of %zu nouns", fact_kinds[i].word, nouns_with(&fact_kinds[i]));
    }
}

static void each_act_is_one_nouns(void **state)
{
    (void)state;
    for (size_t i = 0; i < VERB_COUNT; i++) {
        size_t count = 0;
        for (size_t k = 0; nouns[k] != NULL; k++) {
            for (const struct noun_act *act = nouns[k]->acts; act->verb != NULL; act++)
                count += act->verb == &verbs[i];
        }
        if (count != (verbs[i].kind == ACT))
            fail_msg("the verb %s is an act of %zu nouns", verbs[i].word, count);
    }
}

/* Whether an erasing act takes such a fact as a text of a thing, and not as a fact by itself. */
static bool goes_with_a_thing(const struct fact_eraser *eraser)
{
    return eraser->naming != ERASED_itself && eraser->naming != ERASED_name &&
           eraser->naming != ERASED_own_name;
}

/* Who leaves takes it along: then it is the text of something that they made. */
static bool is_taken_along(const struct fact_eraser *eraser)
{
    return eraser->verb == &verbs[VERB_account_leave] && eraser->naming != ERASED_own_name;
}

static bool is_any(const struct fact_kind *kind, bool is(const struct fact_eraser *eraser))
{
    for (size_t i = 0; i < kind->eraser_count; i++) {
        if (is(&kind->erasers[i]))
            return true;
    }
    return false;
}

static bool has_a_name(const struct fact_eraser *eraser)
{
    return eraser->naming == ERASED_name || eraser->naming == ERASED_own_name;
}

static bool is_a_thing_of_its_own(const struct fact_eraser *eraser)
{
    return eraser->naming == ERASED_own || eraser->naming == ERASED_own_thread;
}

static void says(const struct fact_kind *kind, bool said, const char *member)
{
    if (!said)
        fail_msg("%s can be erased by the table, but its noun, %s, has nothing to say in `%s`", kind->word,
                 noun_of_kind(kind)->name, member);
}

static void what_can_be_erased_has_a_noun_that_erases_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < FACT_COUNT; i++) {
        const struct fact_kind *kind = &fact_kinds[i];
        const struct noun *noun = noun_of_kind(kind);
        if (is_any(kind, goes_with_a_thing) || is_any(kind, is_taken_along)) {
            says(kind, noun->erasable != no_erasable, "erasable");
            says(kind, noun->draft_erasure != no_draft_erasure, "draft_erasure");
        }
        if (is_any(kind, is_a_thing_of_its_own)) {
            says(kind, noun->fold_erasure != no_fold_erasure, "fold_erasure");
            says(kind, noun->texts_of != no_texts_of, "texts_of");
        }
        if (is_any(kind, has_a_name))
            says(kind, noun->names_of != no_names_of, "names_of");
    }
}

/* What can be found can be erased: or its words would stay in the index for ever. */
static void what_can_be_found_says_it_and_can_be_erased(void **state)
{
    enum searched in;
    size_t found = 0;
    (void)state;
    for (size_t i = 0; i < FACT_COUNT; i++) {
        const struct noun *noun = noun_of_kind(&fact_kinds[i]);
        if (!noun->searched(&fact_kinds[i], &in))
            continue;
        found++;
        if (noun->said == no_said || noun->counts == no_counts || fact_kinds[i].eraser_count == 0)
            fail_msg("%s can be found, and not %s", fact_kinds[i].word,
                     fact_kinds[i].eraser_count == 0 ? "erased" : "said or judged");
    }
    assert_true(found > 0);
}

/* Where a noun says that something can be hidden, it says of which facts. */
static void what_hides_is_hidden(void **state)
{
    (void)state;
    for (size_t i = 0; nouns[i] != NULL; i++) {
        if ((nouns[i]->hides == no_hides) != (nouns[i]->hidden == no_hidden))
            fail_msg("%s says half of what is hidden", nouns[i]->name);
    }
}

/* Whatever the schedule may hold, somebody does; there is nothing in this house, and so it fails of whoever
 * it is. */
static void each_transition_is_one_nouns(void **state)
{
    struct town *town = *state;
    const struct deciding deciding = {
        .txn = town->txn, .actor = &town->actor, .now_ms = town->now_ms, .decision = &town->decision};
    for (uint64_t what = 0; what < TRANSITION_COUNT; what++) {
        const struct args_schedule_run args = {.has = {.what = true, .id = true, .time = true},
                                               .what = what,
                                               .id = bytes_of_text("programme/7"),
                                               .time = town->now_ms};
        size_t count = 0;
        for (size_t i = 0; nouns[i] != NULL; i++)
            count += nouns[i]->due(&deciding, &args, bytes_of_text("programme"), 7);
        if (count != 1)
            fail_msg("%s is done by %zu nouns", transition_words[what], count);
        decision_reset(&town->decision);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_fact_is_one_nouns),
        cmocka_unit_test(each_act_is_one_nouns),
        cmocka_unit_test(what_can_be_erased_has_a_noun_that_erases_it),
        cmocka_unit_test(what_can_be_found_says_it_and_can_be_erased),
        cmocka_unit_test(what_hides_is_hidden),
        cmocka_unit_test_setup_teardown(each_transition_is_one_nouns, town_settle, town_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
