/* Tests of which act may stand in which fact, over the whole of the table. Each pair that stands there is
 * taken, every other is refused, and so is each naming with another channel, id or moment. */
#include <stdalign.h>

#include "protocol/proof/alike.h"
#include "protocol/proof/fits.h"
#include "tests/unit/support/listed.h"
#include "tests/unit/support/maps.h"
#include "tests/unit/support/samples.h"
#include "tests/unit/support/testing.h"
#include "tests/unit/support/ways.h"

/* --- a fact and its act, from samples --- */

static struct {
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES], args[SHAPE_BYTES];
    struct head head;
    struct act act;
    struct fact_parts parts;
} made;

static const uint8_t other_bytes[LIMIT_HASH_BYTES] = {0xee};

/* A fact of this kind with an act of this verb, in the way given. */
static void make(const struct fact_kind *kind, const struct verb *verb, const struct way *way, bool optional)
{
    static uint8_t prev[LIMIT_HASH_BYTES];
    struct fact_key_enrolled sample;
    sample_fill(&shape_fact_key_enrolled, false, 0, &sample);
    sample_fill(verb->args, optional, 0, made.args);
    sample_fill(kind->decided, true, 0, made.decided);
    for (size_t i = 0; !optional && i < kind->decided->count; i++) { /* what the act says, at least */
        const struct field *field = &kind->decided->fields[i];
        ((bool *)made.decided)[i] =
            field->needed == REQUIRED || shape_value(verb->args, made.args, field->name) != NULL;
    }
    sample_set(kind->decided, made.decided, way->fact);
    sample_set(verb->args, made.args, way->act);
    made.head = (struct head){
        .seq = 20,
        .channel = bytes_of_text(way->channel != NULL ? way->channel : "programme"),
        .number = 12,
        .prev = bytes_of(prev, sizeof prev),
        .actor = bytes_of_text("li"),
        .kind = bytes_of_text(kind->word),
    };
    made.act = (struct act){.house = sample.key, .author = sample.key, .verb = bytes_of_text(verb->word)};
    made.parts = (struct fact_parts){&made.head, kind, made.decided, &made.act, verb, made.args};
}

/* Calls `judge` for every kind, verb that makes it, and way of doing so. */
static void walk(bool optional, void (*judge)(const struct fact_kind *kind, const struct fact_maker *maker,
                                              const struct way *way))
{
    for (size_t k = 0; k < FACT_COUNT; k++) {
        for (size_t m = 0; m < fact_kinds[k].maker_count; m++) {
            const struct fact_maker *maker = &fact_kinds[k].makers[m];
            size_t found = 0;
            for (size_t w = 0; w < ways_count; w++) {
                if (ways[w].naming != maker->naming)
                    continue;
                found++;
                make(&fact_kinds[k], maker->verb, &ways[w], optional);
                if (!fact_fits(&made.parts))
                    fail_msg("%s by %s, way %zu: refused", fact_kinds[k].word, maker->verb->word, w);
                judge(&fact_kinds[k], maker, &ways[w]);
            }
            if (found == 0)
                fail_msg("%s by %s: no way is known", fact_kinds[k].word, maker->verb->word);
        }
    }
}

static void refused(const char *what)
{
    if (fact_fits(&made.parts))
        fail_msg("%s by %s in %.*s, %s: taken", made.parts.kind->word, made.parts.verb->word,
                 (int)made.head.channel.size, (const char *)made.head.channel.at, what);
}

/* --- the tests --- */

static bool makes(const struct fact_kind *kind, const struct verb *verb)
{
    for (size_t i = 0; i < kind->maker_count; i++) {
        if (kind->makers[i].verb == verb)
            return true;
    }
    return false;
}

static void judge_other_verbs(const struct fact_kind *kind, const struct fact_maker *maker,
                              const struct way *way)
{
    (void)maker;
    for (size_t v = 0; v < VERB_COUNT; v++) {
        if (makes(kind, &verbs[v]))
            continue;
        make(kind, &verbs[v], way, true);
        refused("a verb that does not make it");
        make(kind, &verbs[v], way, false);
        refused("a verb that does not make it");
    }
}

static void a_verb_makes_its_own_kinds_and_no_other(void **state)
{
    (void)state;
    walk(false, judge_other_verbs);
    walk(true, judge_other_verbs);
}

static bool is_way_of(const struct fact_kind *kind, const struct verb *verb, const struct way *way)
{
    for (size_t i = 0; i < kind->maker_count; i++) {
        if (kind->makers[i].verb == verb && kind->makers[i].naming == way->naming)
            return way->channel != NULL;
    }
    return false;
}

static void judge_channels(const struct fact_kind *kind, const struct fact_maker *maker,
                           const struct way *way)
{
    static const char *const channels[] = {"elsewhere",
                                           "programme",
                                           "desk/elsewhere",
                                           "dept/elsewhere",
                                           "desk/programme",
                                           "keys",
                                           "residents",
                                           "desk/keys",
                                           "themes",
                                           "forum",
                                           "desk/themes",
                                           "brands",
                                           "ratings",
                                           "rating/elsewhere",
                                           "rated/elsewhere",
                                           "brand/0006-culture",
                                           "brand/x-labour",
                                           "brand/20-labour",
                                           "brand/0007-labour",
                                           "brand/0006-labour"};
    const bool tells_role = shape_find(kind->decided, bytes_of_text("role")) >= 0;
    for (size_t i = 0; way->channel != NULL && i < sizeof channels / sizeof channels[0]; i++) {
        bool also = strcmp(way->channel, channels[i]) == 0;
        for (size_t w = 0; w < ways_count; w++) /* the same may hold elsewhere, too */
            also = also || (is_way_of(kind, maker->verb, &ways[w]) &&
                            (strcmp(ways[w].fact, way->fact) == 0 || !tells_role) &&
                            strcmp(ways[w].channel, channels[i]) == 0);
        also = also || (strncmp(channels[i], "dept/", 5) == 0 &&
                        (maker->naming == MADE_in_department || maker->naming == MADE_due_remind ||
                         maker->naming == MADE_due_round_reminded ||
                         maker->naming == MADE_addressed_no_more || strstr(way->act, "to=all") != NULL));
        also = also || (strncmp(channels[i], "rated/", 6) == 0 &&
                        (maker->naming == MADE_at_founding || maker->naming == MADE_to_rater ||
                         maker->naming == MADE_due_rating_told));
        made.head.channel = bytes_of_text(channels[i]);
        if (!also)
            refused("another channel");
    }
}

static void an_act_stands_in_the_channel_that_it_names(void **state)
{
    (void)state;
    walk(false, judge_channels);
}

static void judge_other(const struct fact_kind *kind, const struct fact_maker *maker, const struct way *way)
{
    (void)maker;
    if (way->other != NULL && sample_set(kind->decided, made.decided, way->other) > 0)
        refused(way->other);
}

static void a_fact_is_about_what_its_act_names(void **state)
{
    (void)state;
    walk(false, judge_other);
    walk(true, judge_other);
}

/* Whether the same may be brought by this transition, too. */
static bool is_brought_by(const struct fact_kind *kind, const struct fact_maker *maker, const struct way *way,
                          uint64_t what)
{
    bool brought = false;
    for (size_t w = 0; w < ways_count && !brought; w++) {
        if (ways[w].naming != maker->naming || strcmp(ways[w].fact, way->fact) != 0)
            continue;
        make(kind, maker->verb, &ways[w], false);
        brought = ((const struct args_schedule_run *)(const void *)made.args)->what == what;
    }
    return brought;
}

static void judge_moments(const struct fact_kind *kind, const struct fact_maker *maker, const struct way *way)
{
    int index = shape_find(maker->verb->args, bytes_of_text("what"));
    for (uint64_t what = 0; index >= 0 && what < TRANSITION_COUNT; what++) {
        struct args_schedule_run *args = (void *)made.args;
        if (is_brought_by(kind, maker, way, what))
            continue;
        make(kind, maker->verb, way, false);
        args->what = what;
        refused("another transition");
    }
}

static void what_is_due_makes_its_own_facts(void **state)
{
    (void)state;
    walk(false, judge_moments);
}

static enum alike alike_of(enum made_naming naming)
{
#define ALIKE_OF(symbol, alike, words) alike,
    static const enum alike of[] = {MADE_NAMINGS(ALIKE_OF)};
    return of[naming];
}

/* Another value of what was decided. */
static void change(const struct shape *decided, const struct field *field)
{
    static alignas(max_align_t) uint8_t odd[SHAPE_BYTES];
    uint8_t *value = made.decided + field->offset;
    sample_fill(decided, true, 1, odd);
    if (field->kind == KIND_FLAG)
        *(bool *)value = !*(bool *)value;
    else if (field->kind == KIND_HASH || field->kind == KIND_KEY)
        *(struct bytes *)(void *)value = bytes_of(other_bytes, LIMIT_HASH_BYTES);
    else if (field->kind == KIND_NUMBER || field->kind == KIND_TIME || kind_choices(field->kind) != NULL)
        memcpy(value, odd + field->offset, sizeof(uint64_t));
    else
        memcpy(value, odd + field->offset, sizeof(struct bytes));
}

/* Each field that both have, with another value in the fact; and, where that may not be, in the
 * fact alone. */
static void judge_fields(const struct fact_kind *kind, const struct fact_maker *maker, const struct way *way)
{
    const enum alike alike = alike_of(maker->naming);
    for (size_t i = 0; alike != APART && i < kind->decided->count; i++) {
        const struct field *field = &kind->decided->fields[i];
        int index = shape_find(maker->verb->args, bytes_of_text(field->name));
        if (index < 0 || maker->verb->args->fields[index].kind != field->kind)
            continue;
        make(kind, maker->verb, way, true);
        if (!field_present(made.args, (size_t)index))
            continue;
        change(kind->decided, field);
        refused(field->name);
        make(kind, maker->verb, way, true);
        ((bool *)made.args)[index] = false;
        if (alike == ALIKE && field->kind != KIND_NUMBER &&
            maker->verb->args->fields[index].needed == OPTIONAL)
            refused("said by the house alone");
    }
}

static void both_say_the_same(void **state)
{
    (void)state;
    walk(true, judge_fields);
}

static void judge_house(const struct fact_kind *kind, const struct fact_maker *maker, const struct way *way)
{
    (void)kind, (void)way;
    made.act.house = bytes_of(other_bytes, LIMIT_KEY_BYTES);
    if (maker->verb->roles == HOUSE_ONLY)
        refused("not signed by the house");
    else
        assert_true(fact_fits(&made.parts));
}

static void what_the_house_does_the_house_signs(void **state)
{
    (void)state;
    walk(false, judge_house);
}

static void judge_unreadable(const struct fact_kind *kind, const struct fact_maker *maker,
                             const struct way *way)
{
    (void)kind, (void)maker, (void)way;
    const struct fact_parts whole = made.parts;
    made.parts.args = NULL;
    assert_false(fact_fits(&made.parts));
    made.parts = whole;
    made.parts.decided = NULL;
    assert_false(fact_fits(&made.parts));
    made.parts = whole;
    made.parts.verb = NULL;
    made.parts.args = NULL;
    assert_false(fact_fits(&made.parts));
    made.parts.kind = NULL; /* of a newer house */
    assert_true(fact_fits(&made.parts));
}

static void what_cannot_be_read_makes_nothing(void **state)
{
    (void)state;
    walk(false, judge_unreadable);
}

/* What somebody encoded otherwise is still the same list; another order is another. */
static void lists_are_alike_by_their_values(void **state)
{
    (void)state;
    static const struct fact_kind kind = {.decided = &listed_shape};
    static const struct verb verb = {.args = &listed_shape};
    const struct {
        struct bytes in_act, in_fact;
        bool alike;
    } cases[] = {
        {BYTES("\x92\xa1x\xa1y"), BYTES("\x92\xa1x\xa1y"), true},
        {BYTES("\x92\xa1x\xa1y"), BYTES("\xdc\x00\x02\xd9\x01x\xa1y"), true},
        {BYTES("\x92\xa1x\xa1y"), BYTES("\x92\xa1y\xa1x"), false},
        {BYTES("\x92\xa1x\xa1y"), BYTES("\x91\xa1x"), false},
        {BYTES("\x91\xa1x"), BYTES("\x92\xa1x\xa1y"), false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct listed act = {.has = {.rules = true}, .rules = cases[i].in_act};
        const struct listed fact = {.has = {.rules = true}, .rules = cases[i].in_fact};
        const struct fact_parts parts = {.kind = &kind, .decided = &fact, .verb = &verb, .args = &act};
        assert_int_equal(fact_is_alike(&parts, ALIKE), cases[i].alike);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_verb_makes_its_own_kinds_and_no_other),
        cmocka_unit_test(an_act_stands_in_the_channel_that_it_names),
        cmocka_unit_test(a_fact_is_about_what_its_act_names),
        cmocka_unit_test(what_is_due_makes_its_own_facts),
        cmocka_unit_test(both_say_the_same),
        cmocka_unit_test(what_the_house_does_the_house_signs),
        cmocka_unit_test(what_cannot_be_read_makes_nothing),
        cmocka_unit_test(lists_are_alike_by_their_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
