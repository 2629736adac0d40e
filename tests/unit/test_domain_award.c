/* Tests of awards: what may be defined and given, that an achievement counts once, and what is withdrawn. */
#include "tests/unit/support/town.h"

static struct identity clerk_of_land, citizen;

/* There are a plan, programme/2, two reports, programme/3 and programme/4, and a visit, programme/5. */
static int settle(void **state)
{
    times_zone("UTC");
    town_settle(state);
    struct town *town = *state;
    clerk_of_land = made_identity(20);
    citizen = made_identity(21);
    ACTS(town, &town->house, "department.create", "department=land title=国土局");
    town_enrol(town, &clerk_of_land, 20, "account=qian role=office department=land signs=yes");
    town_enrol(town, &citizen, 21, "account=zhou role=resident");
    ACTS(town, &town->house, "channel.create",
         "channel=closed title=x read=operator publish=operator moderate=operator");
    ACTS(town, &town->clerk, "publish", "channel=closed headline=\"Not for the committee\"");
    ACTS(town, &town->lin, "publish", "channel=programme headline=\"The plan\"");
    ACTS(town, &town->lin, "publish", "channel=programme headline=\"One window for all\"");
    ACTS(town, &town->lin, "publish", "channel=programme headline=\"Answers in three days\"");
    ACTS(town, &town->lin, "activity.announce",
         "channel=programme headline=\"A visit\" kind=visit starts=2006-12-10");
    ACTS(town, &town->lin, "award.define",
         "award=service-innovation title=\"服务创新奖 Service Innovation Award\"");
    return 0;
}

#define GIVES "award=service-innovation year=2006 ground=programme/2 department=labour "

static const char *head_of(struct town *town, const char *id)
{
    return town_head(town, "award.show", town_line("id=%s", id));
}

static void an_award_is_defined_once(void **state)
{
    struct town *town = *state;
    assert_string_equal(town->id, "brands/2"); /* its channel was made just before it */
    REFUSED(town, &town->lin, AWARD_EXISTS, "award.define", "award=service-innovation title=Another");
    NAMES(town, "service-innovation");
    ASKS(town, NULL, "award.titles", " ");
    ROWS_ARE(town, 1);
    SAYS(town, "award=service-innovation title=\"服务创新奖 Service Innovation Award\" given=0");
    ASK_REFUSED(town, NULL, UNKNOWN_AWARD, "award.titles", "award=service");
    ACTS(town, &town->lin, "award.define", "award=service title=\"One whose name begins another's\"");
    ASKS(town, NULL, "award.titles", "award=service");
    ROWS_ARE(town, 1);
    ASKS(town, NULL, "channels", "channel=brands");
    SAYS(town, " read=everyone speak=");
    town_is_sound(town);
}

/* The committee alone; whoever has an award gives none. */
static void the_committee_gives_them(void **state)
{
    struct town *town = *state;
    const struct identity *others[] = {&town->clerk, &town->house, &town->wang, &citizen};
    ACTS(town, &town->lin, "award.give", GIVES "achievement=programme/3");
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        REFUSED(town, others[i], NOT_ALLOWED, "award.define", "award=mine title=Mine");
        REFUSED(town, others[i], NOT_ALLOWED, "award.give", GIVES "achievement=programme/4");
        REFUSED(town, others[i], NOT_ALLOWED, "award.withdraw", "id=brands/3 seen=%s reason=x",
                head_of(town, "brands/3"));
    }
    REFUSED(town, &town->guest, NOT_ENROLLED, "award.give", GIVES "achievement=programme/4");
}

/* It is 2006. */
static void a_year_has_begun(void **state)
{
    static const struct {
        enum error error;
        unsigned year, limit;
    } wrong[] = {{ERR_TOO_SMALL, 0, 1000},
                 {ERR_TOO_SMALL, 999, 1000},
                 {ERR_OUT_OF_RANGE, 2007, 2006},
                 {ERR_OUT_OF_RANGE, 3000, 2006}};
    struct town *town = *state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(
            town_act(town, &town->lin, "award.give",
                     town_line("award=service-innovation year=%u ground=programme/2 department=labour "
                               "achievement=programme/3",
                               wrong[i].year)),
            wrong[i].error);
        FIELD_IS(town, "year");
        assert_int_equal(town->decision.why.limit, wrong[i].limit);
    }
    /* by the programme's clock: in UTC it is still 2006 */
    times_zone("Asia/Shanghai");
    town_at(town, "2007-01-01T00:30:00+08:00");
    ACTS(town, &town->lin, "award.give",
         "award=service-innovation year=2007 ground=programme/2 department=labour achievement=programme/3");
    ACTS(town, &town->lin, "award.give",
         "award=service-innovation year=1000 ground=programme/2 department=labour achievement=programme/4");
}

static void what_was_given_is_listed_and_told_to_everyone(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "award.give", GIVES "achievement=programme/3 text=\"One window for all\"");
    assert_string_equal(town->id, "brands/3");
    NEWEST(town, "brands",
           "award.given award=service-innovation year=2006 ground=programme/2 "
           "achievement=programme/3 honoured=labour");
    ACTS(town, &town->lin, "award.give",
         "award=service-innovation year=2005 ground=programme/2 department=land achievement=programme/5");
    ASKS(town, NULL, "award.list", " ");
    ROWS_ARE(town, 2);
    assert_true(strstr(town->answer, "id=brands/4") < strstr(town->answer, "id=brands/3"));
    ASKS(town, NULL, "award.list", "year=2006");
    ROWS_ARE(town, 1);
    SAYS(town, "title=\"服务创新奖 Service Innovation Award\" year=2006 department=labour "
               "ground=programme/2 achievement=programme/3 text=\"One window for all\" actor=lin");
    ASKS(town, NULL, "award.list", "department=land");
    ROWS_ARE(town, 1);
    SAYS(town, "id=brands/4");
    ASKS(town, NULL, "award.list", "award=service-innovation department=land year=2006");
    ROWS_ARE(town, 0);
    ASK_REFUSED(town, NULL, UNKNOWN_DEPARTMENT, "award.list", "department=roads");
    ASK_REFUSED(town, NULL, UNKNOWN_AWARD, "award.list", "award=nothing");
    ASKS(town, NULL, "award.titles", " ");
    SAYS(town, " given=2 ");
    ASKS(town, &town->wang, "channels", "channel=brands");
    SAYS(town, " unread=2"); /* two things to be read */
    town_is_sound(town);
}

static void what_it_rests_on_must_be_there(void **state)
{
    struct town *town = *state;
    REFUSED(town, &town->lin, UNKNOWN_AWARD, "award.give",
            "award=nothing year=2006 ground=programme/2 department=labour achievement=programme/3");
    REFUSED(town, &town->lin, UNKNOWN_DEPARTMENT, "award.give",
            "award=service-innovation year=2006 ground=programme/2 department=roads achievement=programme/3");
    NAMES(town, "roads");
    static const char *const grounds[] = {"programme/99", "nowhere/2", "closed/2", "programme/5",
                                          "programme/1"};
    for (size_t i = 0; i < sizeof grounds / sizeof grounds[0]; i++) {
        REFUSED(town, &town->lin, UNKNOWN_ID, "award.give",
                "award=service-innovation year=2006 ground=%s department=labour achievement=programme/3",
                grounds[i]);
        FIELD_IS(town, "ground");
        NAMES(town, grounds[i]);
    }
    static const char *const achievements[] = {"programme/99", "nowhere/2",     "closed/2",
                                               "programme/1",  "dept/labour/1", "keys/1"};
    for (size_t i = 0; i < sizeof achievements / sizeof achievements[0]; i++) {
        REFUSED(town, &town->lin, NO_ACHIEVEMENT, "award.give", GIVES "achievement=%s", achievements[i]);
        FIELD_IS(town, "achievement");
        NAMES(town, achievements[i]);
    }
}

/* Everyone reads of an award; so nothing is named in it that not everyone may know of. */
static void what_not_everyone_reads_is_not_told(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->house, "channel.create",
         "channel=inner title=x read=committee,dept:labour publish=committee");
    ACTS(town, &town->lin, "publish", "channel=inner headline=\"Not for everyone\"");
    ACTS(town, &town->lin, "activity.announce", "channel=inner headline=x kind=visit starts=2006-12-10");
    REFUSED(town, &town->lin, NOT_PUBLIC, "award.give", GIVES "achievement=inner/2");
    FIELD_IS(town, "achievement");
    NAMES(town, "inner/2");
    REFUSED(town, &town->lin, NOT_PUBLIC, "award.give", GIVES "achievement=inner/3");
    REFUSED(town, &town->lin, NOT_PUBLIC, "award.give",
            "award=service-innovation year=2006 ground=inner/2 department=labour achievement=programme/3");
    FIELD_IS(town, "ground");
}

/* Whatever was withdrawn, cancelled or erased is no ground and no achievement. */
static void what_no_longer_stands_carries_nothing(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "withdraw", "id=programme/3 seen=%s reason=x",
         town_head(town, "read", "id=programme/3"));
    ACTS(town, &town->lin, "erase", "id=programme/4 seen=%s reason=law",
         town_head(town, "read", "id=programme/4"));
    REFUSED(town, &town->lin, WITHDRAWN, "award.give", GIVES "achievement=programme/3");
    FIELD_IS(town, "achievement");
    REFUSED(town, &town->lin, ERASED, "award.give", GIVES "achievement=programme/4");
    REFUSED(
        town, &town->lin, WITHDRAWN, "award.give",
        "award=service-innovation year=2006 ground=programme/3 department=labour achievement=programme/5");
    FIELD_IS(town, "ground");
    REFUSED(
        town, &town->lin, ERASED, "award.give",
        "award=service-innovation year=2006 ground=programme/4 department=labour achievement=programme/5");
    ACTS(town, &town->lin, "activity.cancel", "id=programme/5 seen=%s reason=x",
         town_head(town, "activity.show", "id=programme/5"));
    REFUSED(town, &town->lin, ACTIVITY_CANCELLED, "award.give", GIVES "achievement=programme/5");
    ACTS(town, &town->lin, "activity.announce",
         "channel=programme headline=\"Another\" kind=visit starts=2006-12-10");
    char id[sizeof town->id];
    memcpy(id, town->id, sizeof id);
    ACTS(town, &town->lin, "erase", "id=%s seen=%s reason=law", id, town->head);
    REFUSED(town, &town->lin, ERASED, "award.give", GIVES "achievement=%s", id);
    town_is_sound(town);
}

/* By its id, under whatever title, to whomever, for whatever year, and however it is worded. */
static void an_achievement_counts_once(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "award.define", "award=best-window title=\"Best window\"");
    ACTS(town, &town->lin, "award.give", GIVES "achievement=programme/3 text=\"One window for all\"");
    assert_string_equal(town->id, "brands/4");
    static const char *const claims[] = {
        "award=service-innovation year=2006 department=labour text=\"One window for all\"",
        "award=service-innovation year=2005 department=labour",
        "award=service-innovation year=2006 department=land text=\"Something else\"",
        "award=best-window year=2006 department=labour",
        "award=best-window year=2004 department=land",
    };
    for (size_t i = 0; i < sizeof claims / sizeof claims[0]; i++) {
        REFUSED(town, &town->lin, ACHIEVEMENT_COUNTED, "award.give",
                "%s ground=programme/2 achievement=programme/3", claims[i]);
        FIELD_IS(town, "achievement");
        NAMES(town, "brands/4"); /* the first */
    }
    ACTS(town, &town->lin, "revise", "id=programme/3 seen=%s headline=\"One window\"",
         town_head(town, "read", "id=programme/3"));
    REFUSED(town, &town->lin, ACHIEVEMENT_COUNTED, "award.give", GIVES "achievement=programme/3");
    ACTS(town, &town->lin, "award.give", GIVES "achievement=programme/4 text=\"One window for all\"");
    town_is_sound(town);
}

static void a_withdrawn_award_frees_its_achievement(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "award.give", GIVES "achievement=programme/3");
    char given[TOWN_HEX];
    memcpy(given, town->head, sizeof given);
    REFUSED(town, &town->lin, HEAD_CHANGED, "award.withdraw", "id=brands/3 seen=%064d reason=x", 0);
    REFUSED(town, &town->lin, UNKNOWN_AWARD, "award.withdraw", "id=brands/2 seen=%s reason=x", given);
    REFUSED(town, &town->lin, UNKNOWN_AWARD, "award.withdraw", "id=programme/3 seen=%s reason=x", given);
    ACTS(town, &town->lin, "award.withdraw", "id=brands/3 seen=%s reason=\"It was another's\"", given);
    NEWEST(town, "brands", "award.withdrawn id=brands/3");
    REFUSED(town, &town->lin, AWARD_WITHDRAWN, "award.withdraw", "id=brands/3 seen=%s reason=x",
            head_of(town, "brands/3"));
    ASKS(town, NULL, "award.show", "id=brands/3");
    SAYS(town, " withdrawn=2006-11-30T");
    SAYS(town, " reason=\"It was another's\"");
    ASKS(town, NULL, "award.titles", " ");
    SAYS(town, " given=0 ");
    ACTS(town, &town->lin, "award.give",
         "award=service-innovation year=2006 ground=programme/2 department=land achievement=programme/3");
    assert_string_equal(town->id, "brands/5");
    REFUSED(town, &town->lin, ACHIEVEMENT_COUNTED, "award.give", GIVES "achievement=programme/3");
    NAMES(town, "brands/5");
    town_is_sound(town);
}

/* Its words go; to whom it was given, and for what, stays, and still counts. */
static void its_words_are_erased(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "award.give", GIVES "achievement=programme/3 text=\"Mrs Zhou was helped\"");
    assert_int_equal(town_acts_with(town, "Mrs Zhou was helped"), 1);
    ACTS(town, &town->lin, "erase", "id=brands/3 seen=%s reason=law", head_of(town, "brands/3"));
    assert_int_equal(town_acts_with(town, "Mrs Zhou was helped"), 0);
    ASKS(town, NULL, "award.show", "id=brands/3");
    SAYS(town, " achievement=programme/3 actor=lin ");
    SAYS(town, " erased=yes");
    REFUSED(town, &town->lin, ERASED, "erase", "id=brands/3 seen=%s reason=law", head_of(town, "brands/3"));
    REFUSED(town, &town->lin, ACHIEVEMENT_COUNTED, "award.give", GIVES "achievement=programme/3");
    ACTS(town, &town->lin, "award.withdraw", "id=brands/3 seen=%s reason=\"Mrs Zhou again\"",
         head_of(town, "brands/3"));
    ACTS(town, &town->lin, "erase", "id=%s seen=%s reason=law", "brands/5", town->head);
    assert_int_equal(town_acts_with(town, "Mrs Zhou again"), 0);
    ASKS(town, NULL, "award.show", "id=brands/3");
    SAYS(town, " withdrawn=");
    SAYS_NOT(town, " reason=");
    ACTS(town, &town->lin, "award.give", GIVES "achievement=programme/3");
    REFUSED(town, &town->lin, NOT_ERASABLE, "erase", "id=%s seen=%s reason=law", "brands/7",
            head_of(town, "brands/7")); /* it has no words */
    REFUSED(town, &town->lin, NOT_ERASABLE, "erase", "id=brands/2 seen=%s reason=law", town->head);
    town_is_sound(town);
}

/* The list is answered in pieces of any size. */
static void the_list_goes_on(void **state)
{
    struct town *town = *state;
    size_t rows = 0, pieces = 0;
    ACTS(town, &town->lin, "award.give", GIVES "achievement=programme/3");
    ACTS(town, &town->lin, "award.give", GIVES "achievement=programme/4");
    ACTS(town, &town->lin, "award.give", GIVES "achievement=programme/5");
    town->goes_on = false;
    do {
        ASKS(town, NULL, "award.list", "limit=1");
        rows += town->row_count;
        pieces++;
        town->goes_on = town->more;
    } while (town->more && pieces < 10);
    assert_int_equal(rows, 3);
    assert_true(pieces >= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_award_is_defined_once, settle, town_leave),
        cmocka_unit_test_setup_teardown(the_committee_gives_them, settle, town_leave),
        cmocka_unit_test_setup_teardown(a_year_has_begun, settle, town_leave),
        cmocka_unit_test_setup_teardown(what_was_given_is_listed_and_told_to_everyone, settle, town_leave),
        cmocka_unit_test_setup_teardown(what_it_rests_on_must_be_there, settle, town_leave),
        cmocka_unit_test_setup_teardown(what_not_everyone_reads_is_not_told, settle, town_leave),
        cmocka_unit_test_setup_teardown(what_no_longer_stands_carries_nothing, settle, town_leave),
        cmocka_unit_test_setup_teardown(an_achievement_counts_once, settle, town_leave),
        cmocka_unit_test_setup_teardown(a_withdrawn_award_frees_its_achievement, settle, town_leave),
        cmocka_unit_test_setup_teardown(its_words_are_erased, settle, town_leave),
        cmocka_unit_test_setup_teardown(the_list_goes_on, settle, town_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
