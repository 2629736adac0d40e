/* Tests of the names of brands: whose living brand has one, in any letters, and when it is free again. What
 * else is handed in is judged elsewhere. */
#include "tests/unit/support/brands.h"

static void a_living_name_is_taken_in_any_letters(void **state)
{
    struct town *town = *state;
    static const char *const alike[] = {"阳光 Sunshine", "阳光SUNSHINE", "阳光Ｓｕｎｓｈｉｎｅ",
                                        " 阳光-súnshine!"};
    brands_submit(town, &town->wang, "阳光 Sunshine");
    for (size_t i = 0; i < sizeof alike / sizeof alike[0]; i++) {
        HANDED_IN_REFUSED(town, &brands_he, BRAND_NAME_TAKEN, "brand.submit", alike[i], "year=2006");
        NAMES(town, alike[i]);
    }
    brands_submit(town, &brands_he, "阳光 Sunshine 2");
    HANDED_IN_REFUSED(town, &brands_he, BRAND_NAME_TAKEN, "brand.revise", "阳光sunshine",
                      "id=brand/2006-land/2 seen=%s", brands_head(town, "brand/2006-land/2"));
    assert_int_equal(brands_act(town, &town->wang, VERB_brand_withdraw, 0, BRANDS_ID), OK);
    ACTS(town, &brands_he, "brand.revise", "id=brand/2006-land/2 seen=%s %s",
         brands_head(town, "brand/2006-land/2"), brands_application(town, &brands_he, "阳光sunshine"));
    town_is_sound(town);
}

/* A name is given back with the first, whatever it was called in between. */
static void a_brand_can_be_renamed(void **state)
{
    struct town *town = *state;
    brands_submit(town, &town->wang, "甲");
    ACTS(town, &town->wang, "brand.revise", "id=" BRANDS_ID " seen=%s %s", brands_head(town, BRANDS_ID),
         brands_application(town, &town->wang, "乙"));
    ACTS(town, &town->wang, "brand.revise", "id=" BRANDS_ID " seen=%s %s", brands_head(town, BRANDS_ID),
         brands_application(town, &town->wang, "乙")); /* its own is no other's */
    brands_submit(town, &brands_he, "甲");
    HANDED_IN_REFUSED(town, &town->wang, BRAND_NAME_TAKEN, "brand.revise", "甲", "id=" BRANDS_ID " seen=%s",
                      brands_head(town, BRANDS_ID));
    town_is_sound(town);
}

/* What the department has from an earlier round is named, to be withdrawn; what others have is not. */
static void the_departments_own_name_is_told_as_its_own(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    brands_bring(town, BRAND_STAGE_ACCEPTED);
    ASKS(town, &town->lin, "round.show", " ");
    ACTS(town, &town->lin, "round.close", "year=2006 seen=%s reason=x", town_hash_said(town, "head", head));
    ACTS(town, &town->lin, "round.open", "year=2007 title=x until=2007-01-20");
    HANDED_IN_REFUSED(town, &town->wang, BRAND_NAME_OWN, "brand.submit", "阳光SUNSHINE", "year=2007");
    NAMES(town, BRANDS_ID);
    HANDED_IN_REFUSED(town, &brands_he, BRAND_NAME_TAKEN, "brand.submit", "阳光SUNSHINE", "year=2007");
    NAMES(town, "阳光SUNSHINE");
    assert_int_equal(brands_act(town, &town->wang, VERB_brand_withdraw, 0, BRANDS_ID), OK);
    ACTS(town, &town->wang, "brand.submit", "year=2007 %s",
         brands_application(town, &town->wang, "阳光SUNSHINE"));
    town_is_sound(town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(test) cmocka_unit_test_setup_teardown(test, brands_settle, town_leave)
        TEST(a_living_name_is_taken_in_any_letters),
        TEST(a_brand_can_be_renamed),
        TEST(the_departments_own_name_is_told_as_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
