/* Tests of awards that brands have: which may have one, what naming counts, and where they are shown. */
#include "tests/unit/support/brands.h"

/* There are a decision, programme/2, and two reports, programme/3 and programme/4; labour's brand is named
 * with programme/5. */
static int settle(void **state)
{
    brands_settle(state);
    struct town *town = *state;
    ACTS(town, &town->lin, "award.define", "award=prize title=\"服务创新奖 Service Innovation Award\"");
    ACTS(town, &town->lin, "award.define", "award=window title=\"Best window\"");
    ACTS(town, &town->lin, "publish", "channel=programme headline=\"The decision\"");
    ACTS(town, &town->lin, "publish", "channel=programme headline=\"Answers in three days\"");
    ACTS(town, &town->lin, "publish", "channel=programme headline=\"One window for all\"");
    return 0;
}

#define GIVES "award=prize year=2006 ground=programme/2 "
#define TO    "brand=" BRANDS_ID " "

static bool is_named(uint64_t stage)
{
    return stage == BRAND_STAGE_NAMED || stage == BRAND_STAGE_REVIEWING || stage == BRAND_STAGE_KEPT;
}

/* At each stage that there is. */
static void a_named_brand_has_awards_and_no_other(void **state)
{
    static const uint64_t ways[][5] = {
        {BRAND_STAGE_PREPARING, BRAND_STAGE_SUBMITTED, BRAND_STAGE_RETURNED, BRAND_STAGE_CLOSED,
         BRAND_STAGE_NOTHING},
        {BRAND_STAGE_ACCEPTED, BRAND_STAGE_EVALUATING, BRAND_STAGE_FAILED, BRAND_STAGE_NOTHING},
        {BRAND_STAGE_SUBMITTED, BRAND_STAGE_WITHDRAWN, BRAND_STAGE_NOTHING},
        {BRAND_STAGE_PASSED, BRAND_STAGE_NAMED, BRAND_STAGE_REVIEWING, BRAND_STAGE_KEPT, BRAND_STAGE_NOTHING},
        {BRAND_STAGE_REVIEWING, BRAND_STAGE_REVOKED, BRAND_STAGE_NOTHING},
    };
    bool seen[BRAND_STAGE_COUNT] = {false};
    for (size_t way = 0; way < sizeof ways / sizeof ways[0]; way++) {
        settle(state);
        struct town *town = *state;
        for (const uint64_t *stage = ways[way]; *stage != BRAND_STAGE_NOTHING; stage++) {
            brands_bring(town, *stage);
            seen[*stage] = true;
            if (is_named(*stage)) {
                ACTS(town, &town->lin, "award.give", GIVES TO "achievement=programme/3");
                ACTS(town, &town->lin, "award.withdraw", "id=%s seen=%s reason=x", town->id, town->head);
                continue;
            }
            REFUSED(town, &town->lin, BRAND_NOT_NAMED, "award.give", GIVES TO "achievement=programme/3");
            FIELD_IS(town, "brand");
            NAMES(town, BRANDS_ID);
        }
        town_leave(state);
    }
    for (size_t stage = 0; stage < BRAND_STAGE_COUNT; stage++)
        assert_true(seen[stage]);
}

static void it_is_given_to_one_of_both(void **state)
{
    struct town *town = *state;
    brands_bring(town, BRAND_STAGE_NAMED);
    REFUSED(town, &town->lin, HONOURED_TWICE, "award.give",
            GIVES TO "department=labour achievement=programme/3");
    REFUSED(town, &town->lin, EITHER_MISSING, "award.give", GIVES "achievement=programme/3");
    FIELD_IS(town, "department");
    NAMES(town, "brand");
    static const char *const none[] = {"brand/2006-labour/3", "brand/2006-land/2", "brand/2005-labour/2",
                                       "programme/2"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        REFUSED(town, &town->lin, UNKNOWN_BRAND, "award.give", GIVES "brand=%s achievement=programme/3",
                none[i]);
        NAMES(town, none[i]);
    }
}

/* One achievement is not counted under two titles: a named brand is a title, too. */
static void naming_counts(void **state)
{
    struct town *town = *state;
    REFUSED(town, &town->lin, NO_ACHIEVEMENT, "award.give",
            GIVES "department=labour achievement=" BRANDS_ID); /* there is none yet */
    brands_bring(town, BRAND_STAGE_PASSED);
    REFUSED(town, &town->lin, NO_ACHIEVEMENT, "award.give", GIVES "department=labour achievement=" BRANDS_ID);
    brands_bring(town, BRAND_STAGE_NAMED);
    static const char *const counted[] = {BRANDS_ID, "programme/5"};
    for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++) {
        REFUSED(town, &town->lin, ACHIEVEMENT_COUNTED, "award.give", GIVES TO "achievement=%s", counted[i]);
        NAMES(town, BRANDS_ID);
        REFUSED(town, &town->lin, ACHIEVEMENT_COUNTED, "award.give", GIVES "department=land achievement=%s",
                counted[i]);
        NAMES(town, BRANDS_ID);
    }
    ACTS(town, &town->lin, "award.give", GIVES TO "achievement=programme/3");
    REFUSED(town, &town->lin, ACHIEVEMENT_COUNTED, "award.give",
            "award=window year=2006 ground=programme/2 department=labour achievement=programme/3");
    town_is_sound(town);
}

/* As long as something says what it is; the head of what was erased says nothing. */
static void it_is_known_what_is_honoured(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    brands_bring(town, BRAND_STAGE_NAMED);
    ACTS(town, &town->lin, "erase", "id=" BRANDS_ID " seen=%s reason=x", brands_head(town, BRANDS_ID));
    ACTS(town, &town->lin, "award.give", GIVES TO "achievement=programme/3"); /* the bulletin stands */
    ACTS(town, &town->lin, "erase", "id=programme/5 seen=%s reason=x",
         town_head_of(town, "read", "id=programme/5", head));
    REFUSED(town, &town->lin, ERASED, "award.give", GIVES TO "achievement=programme/4");
    FIELD_IS(town, "brand");
    NAMES(town, BRANDS_ID);
    REFUSED(town, &town->lin, ERASED, "guide", "department=land by=" BRANDS_ID);
    FIELD_IS(town, "by");
    town_is_sound(town);
}

static void the_bulletin_alone_may_be_erased(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    brands_bring(town, BRAND_STAGE_NAMED);
    ACTS(town, &town->lin, "erase", "id=programme/5 seen=%s reason=x",
         town_head_of(town, "read", "id=programme/5", head));
    ACTS(town, &town->lin, "award.give", GIVES TO "achievement=programme/3");
    ACTS(town, &town->lin, "guide", "department=land by=" BRANDS_ID);
}

static void they_are_shown_with_the_brand(void **state)
{
    static const char *const questions[][2] = {
        {"brand.show", "id=" BRANDS_ID}, {"brand.list", " "}, {"brand.examples", " "}};
    struct town *town = *state;
    char first[TOWN_HEX], second[TOWN_HEX];
    brands_bring(town, BRAND_STAGE_NAMED);
    ACTS(town, &town->lin, "award.give", GIVES TO "achievement=programme/3 text=\"三天有回音\"");
    memcpy(first, town->head, sizeof first);
    const char *id = "brands/5";
    assert_string_equal(town->id, id);
    ACTS(town, &town->lin, "award.give",
         "award=window year=2006 ground=programme/2 " TO "achievement=programme/4");
    memcpy(second, town->head, sizeof second);
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        for (int asker = 0; asker < 2; asker++) { /* whoever is known, and everyone else */
            ASKS(town, asker == 0 ? &town->wang : NULL, questions[i][0], "%s", questions[i][1]);
            SAYS(town, " awards=prize,window "
                       "award_titles=\"服务创新奖 Service Innovation Award\\nBest window\"");
        }
    }
    ASKS(town, NULL, "award.list", "brand=" BRANDS_ID);
    ROWS_ARE(town, 2);
    SAYS(town, " department=labour brand=" BRANDS_ID " ground=programme/2 achievement=programme/3 ");
    ASKS(town, NULL, "award.list", "department=labour");
    ROWS_ARE(town, 2);
    ACTS(town, &town->lin, "award.withdraw", "id=%s seen=%s reason=x", id, first);
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        ASKS(town, NULL, questions[i][0], "%s", questions[i][1]);
        SAYS(town, " awards=window");
        ASKS(town, &town->wang, questions[i][0], "%s", questions[i][1]);
        SAYS(town, " awards=window");
    }
    ACTS(town, &town->lin, "award.withdraw", "id=brands/6 seen=%s reason=x", second);
    ASKS(town, NULL, "brand.list", " ");
    SAYS_NOT(town, " awards=");
    town_is_sound(town);
}

/* By the title and by what is said of it, by everyone; no more once it is erased. */
static void they_are_found(void **state)
{
    struct town *town = *state;
    brands_bring(town, BRAND_STAGE_NAMED);
    ACTS(town, &town->lin, "award.give", GIVES TO "achievement=programme/3 text=\"三天有回音\"");
    while (domain_index(town->txn, 1000)) {
    }
    ASKS(town, NULL, "search", "words=有回音 in=brands");
    ROWS_ARE(town, 1);
    SAYS(town, "id=brands/5 ");
    SAYS(town, " headline=\"服务创新奖 Service Innovation Award\"");
    SAYS_NOT(town, " department="); /* of the author, who belongs to none */
    ASKS(town, NULL, "search", "words=\"innovation award\"");
    ROWS_ARE(town, 1);
    ACTS(town, &town->lin, "erase", "id=brands/5 seen=%s reason=law", town->head);
    while (domain_index(town->txn, 1000)) {
    }
    ASKS(town, NULL, "search", "words=有回音");
    ROWS_ARE(town, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_named_brand_has_awards_and_no_other),
        cmocka_unit_test_setup_teardown(it_is_given_to_one_of_both, settle, town_leave),
        cmocka_unit_test_setup_teardown(naming_counts, settle, town_leave),
        cmocka_unit_test_setup_teardown(it_is_known_what_is_honoured, settle, town_leave),
        cmocka_unit_test_setup_teardown(the_bulletin_alone_may_be_erased, settle, town_leave),
        cmocka_unit_test_setup_teardown(they_are_shown_with_the_brand, settle, town_leave),
        cmocka_unit_test_setup_teardown(they_are_found, settle, town_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
