/* Tests of a round with applications in it. Who is still reminded, how many are counted, and how far each
 * department has come, for those who may ask. */
#include "tests/unit/support/brands.h"

static void only_who_has_not_applied_is_reminded(void **state)
{
    struct town *town = *state;
    brands_bring(town, BRAND_STAGE_SUBMITTED);
    const uint64_t labour = town_tip(town, "dept/labour"), land = town_tip(town, "dept/land");
    assert_int_equal(town_run_at(town, "2006-12-13T09:00:00+08:00"), 1);
    assert_int_equal(town_tip(town, "dept/labour"), labour);
    assert_int_equal(town_tip(town, "dept/land"), land + 1);
    NEWEST(town, "dept/land", "round.reminded id=brands/2 year=2006 until=2006-12-21T00:00:00+08:00");
    /* What was withdrawn is not applied for; what is only prepared neither. */
    assert_int_equal(brands_act(town, &town->wang, VERB_brand_withdraw, 0, BRANDS_ID), OK);
    brands_bring_of(town, &brands_he, "brand/2006-land/2", BRAND_STAGE_PREPARING);
    assert_int_equal(town_run_at(town, "2006-12-19T09:00:00+08:00"), 1);
    NEWEST(town, "dept/labour", "round.reminded ");
    assert_int_equal(town_tip(town, "dept/land"), land + 2);
    brands_bring_of(town, &brands_he, "brand/2006-land/2", BRAND_STAGE_RETURNED);
    assert_int_equal(town_run_at(town, "2006-12-21T00:00:00+08:00"), 1);
    NEWEST(town, "brands", "round.ended id=brands/2 year=2006 departments=2 applied=1");
    town_is_sound(town);
    town_rebuilds_the_same(town);
}

static void each_department_has_a_row(void **state)
{
    struct town *town = *state;
    ASKS(town, &town->lin, "round.progress", " ");
    ROWS_ARE(town, 2);
    SAYS(town, "department=labour\n");
    SAYS(town, "department=land\n");
    brands_bring(town, BRAND_STAGE_PREPARING);
    ASKS(town, &town->lin, "round.progress", " ");
    SAYS(town, "department=labour brand=" BRANDS_ID " stage=preparing\n");
    town_at(town, "2006-12-01T10:00:00+08:00");
    brands_bring(town, BRAND_STAGE_SUBMITTED);
    town_at(town, "2006-12-02T10:00:00+08:00");
    brands_bring(town, BRAND_STAGE_ACCEPTED);
    town_at(town, "2006-12-03T10:00:00+08:00");
    brands_bring(town, BRAND_STAGE_PASSED);
    town_at(town, "2006-12-04T10:00:00+08:00");
    brands_bring(town, BRAND_STAGE_NAMED);
    town_run_at(town, "2006-12-21T08:00:00+08:00");
    brands_bring_of(town, &brands_he, "brand/2006-land/2", BRAND_STAGE_SUBMITTED);
    ASKS(town, &town->lin, "round.progress", "year=2006");
    SAYS(town, "department=labour brand=" BRANDS_ID
               " stage=named applied=2006-12-01T02:00:00+00:00 accepted=2006-12-02T02:00:00+00:00 "
               "verdict=passed named=2006-12-04T02:00:00+00:00\n");
    SAYS(town, "department=land brand=brand/2006-land/2 stage=submitted "
               "applied=2006-12-21T00:00:00+00:00 late=yes\n");
    ASK_REFUSED(town, &town->lin, UNKNOWN_ROUND, "round.progress", "year=2007");
}

/* Also before anything was handed in; and ended guidances are none. */
static void what_is_said_and_whose_example_is_followed_stands_there(void **state)
{
    struct town *town = *state;
    brands_bring(town, BRAND_STAGE_PREPARING);
    town_at(town, "2006-12-01T10:00:00+08:00");
    ACTS(town, &town->wang, "counsel", "id=" BRANDS_ID " text=\"Is this enough?\"");
    ASKS(town, &town->lin, "round.progress", " ");
    SAYS(town, "stage=preparing texts=1 last=2006-12-01T02:00:00+00:00 last_by=wang\n");
    ACTS(town, &town->lin, "counsel", "id=" BRANDS_ID " text=\"Nearly.\"");
    ASKS(town, &town->lin, "round.progress", " ");
    SAYS(town, " texts=2 last=2006-12-01T02:00:00+00:00 last_by=lin\n");
    brands_bring(town, BRAND_STAGE_NAMED);
    ACTS(town, &town->lin, "guide", "department=land by=" BRANDS_ID);
    ASKS(town, &town->lin, "round.progress", " ");
    SAYS(town, "department=land guided=" BRANDS_ID "\n");
    SAYS_NOT(town, "last_by=lin guided="); /* whoever is an example follows none by that */
    ACTS(town, &town->lin, "guide.end", "id=%s seen=%s reason=x", town->id, town->head);
    ASKS(town, &town->lin, "round.progress", " ");
    SAYS(town, "department=land\n");
}

/* Which departments have applied, and with what success, is for those who read the applications: the
 * committee alone. */
static void others_may_not_ask(void **state)
{
    struct town *town = *state;
    const struct identity *const others[] = {&town->wang, &brands_zhao, &brands_he,  &brands_mei,
                                             &brands_gu,  &town->clerk, &town->house};
    brands_bring(town, BRAND_STAGE_SUBMITTED);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        ASK_REFUSED(town, others[i], NOT_ALLOWED, "round.progress", " ");
    ASK_REFUSED(town, NULL, NOT_ENROLLED, "round.progress", " ");
    ASK_REFUSED(town, &town->guest, NOT_ENROLLED, "round.progress", " ");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, brands_settle, town_leave)
    const struct CMUnitTest tests[] = {
        CASE(only_who_has_not_applied_is_reminded),
        CASE(each_department_has_a_row),
        CASE(what_is_said_and_whose_example_is_followed_stands_there),
        CASE(others_may_not_ask),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
