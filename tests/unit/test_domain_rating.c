/* Tests of ratings: who gives which, how often, and what becomes of a bad one until when. And what is told to
 * whom, and what is left when its words go. */
#include "tests/unit/support/brands.h"
#include "tests/unit/support/ratings.h"

#define GIVES(town, who, rest) ACTS(town, who, "rate", "department=labour " rest)

static const char *head_of(struct town *town, const char *id)
{
    return ratings_head(town, id);
}

/* --- giving one --- */

static void who_rates_whom(void **state)
{
    struct town *town = *state;
    REFUSED(town, &town->guest, NOT_ENROLLED, "rate", "department=labour grade=neutral");
    REFUSED(town, &ratings_gu, UNKNOWN_DEPARTMENT, "rate", "department=roads grade=neutral");
    FIELD_IS(town, "department");
    REFUSED(town, &town->wang, OWN_DEPARTMENT, "rate", "department=labour grade=very-satisfied");
    FIELD_IS(town, "department");
    REFUSED(town, &ratings_li, OWN_DEPARTMENT, "rate", "department=labour grade=neutral");
    const struct identity *const raters[] = {&ratings_gu, &ratings_he,  &ratings_mei,
                                             &town->lin,  &town->clerk, &ratings_kong};
    for (size_t i = 0; i < sizeof raters / sizeof raters[0]; i++) {
        GIVES(town, raters[i], "grade=satisfied");
        NEWEST(town, "rating/labour", "rating.given rated=labour ");
        NEWEST(town, "rating/labour", " grade=satisfied month=2006-11 counts=2006-12-08T00:00:00+08:00");
    }
    town_is_sound(town);
}

static void what_is_bad_is_a_case(void **state)
{
    struct town *town = *state;
    static const char *const fine[] = {"very-satisfied", "satisfied", "neutral"};
    static const char *const bad[] = {"dissatisfied", "very-dissatisfied"};
    for (size_t i = 0; i < 3; i++) {
        ACTS(town, &ratings_gu, "rate", "department=labour grade=%s", fine[i]);
        assert_null(strstr(town_newest(town, "rating/labour"), " due="));
        ASKS(town, &ratings_gu, "rating.show", "id=%s", town->id);
        SAYS(town, " stage=noted ");
    }
    for (size_t i = 0; i < 2; i++) {
        ACTS(town, &ratings_gu, "rate", "department=labour grade=%s item=%s", bad[i], bad[i]);
        NEWEST(town, "rating/labour", " due=2006-12-07T");
        ASKS(town, &ratings_gu, "rating.show", "id=%s", town->id);
        SAYS(town, " stage=open ");
    }
}

static void a_flood_is_stopped_and_a_resident_is_not(void **state)
{
    struct town *town = *state;
    GIVES(town, &ratings_gu, "grade=dissatisfied item=\"The counter\"");
    REFUSED(town, &ratings_gu, RATED_ALREADY, "rate",
            "department=labour grade=very-dissatisfied item=\"The counter\"");
    NAMES(town, "rating/labour/2");
    GIVES(town, &ratings_hua, "grade=dissatisfied item=\"The counter\"");
    ACTS(town, &ratings_gu, "rate", "department=land grade=dissatisfied item=\"The counter\"");
    for (int i = 1; i < LIMIT_OPEN_CASES; i++)
        ACTS(town, &ratings_gu, "rate", "department=labour grade=dissatisfied item=%d", i);
    REFUSED(town, &ratings_gu, TOO_MANY_CASES, "rate", "department=labour grade=dissatisfied item=more");
    NAMES(town, "labour");
    GIVES(town, &ratings_gu, "grade=satisfied item=\"The counter\"");
    for (int i = LIMIT_OPEN_CASES + 2; i < LIMIT_RATINGS_A_DAY; i++)
        GIVES(town, &ratings_gu, "grade=satisfied");
    REFUSED(town, &ratings_gu, TOO_MANY_RATINGS, "rate", "department=labour grade=satisfied");
    assert_int_equal(town->decision.why.limit, LIMIT_RATINGS_A_DAY);
    assert_true(town->decision.why.time_ms > town->now_ms);
    /* What is settled makes room; what is a day old, too. */
    town->now_ms += DAY_MS;
    ACTS(town, &ratings_gu, "rating.settle", "id=rating/labour/2 seen=%s", head_of(town, "rating/labour/2"));
    GIVES(town, &ratings_gu, "grade=dissatisfied item=\"The counter\"");
    town_is_sound(town);
}

/* --- items --- */

static void move_brand(struct town *town, const struct identity *who, const char *verb, const char *rest)
{
    char head[TOWN_HEX];
    ASKS(town, &town->lin, "brand.show", "id=brand/2006-land/2");
    ACTS(town, who, verb, "id=brand/2006-land/2 seen=%s %s", town_hash_said(town, "head", head), rest);
}

/* The department of land has a brand with two items, named. */
static void name_brand(struct town *town)
{
    static const uint8_t logo[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 'x'};
    char hash[TOWN_HEX];
    ACTS(town, &town->lin, "round.open", "year=2006 title=首批 until=2006-12-20");
    town_upload(town, &ratings_he, bytes_of(logo, sizeof logo), hash);
    ACTS(town, &ratings_he, "brand.submit",
         "year=2006 name=地图 logo=logo.png:9:%s meaning=m vision=v position=p plan=p answers=he "
         "items=\"Maps\\na\\nb\\nc\\nd\\n\\nDeeds\\na\\nb\\nc\\nd\"",
         hash);
    move_brand(town, &town->lin, "brand.accept", "");
    move_brand(town, &town->house, "brand.evaluate", "verdict=evaluating");
    move_brand(town, &town->house, "brand.evaluate", "verdict=passed");
    ASKS(town, NULL, "rating.items", "department=land");
    ROWS_ARE(town, 0);
    brands_announce(town);
    ACTS(town, &town->lin, "brand.name", "batch=1 %s", brands_naming(town, &town->lin, "brand/2006-land/2"));
}

static void what_a_named_brand_promises_can_be_rated(void **state)
{
    struct town *town = *state;
    ACTS(town, &ratings_gu, "rate", "department=land grade=satisfied item=\"whatever it is called\"");
    name_brand(town);
    ASKS(town, NULL, "rating.items", "department=land");
    ROWS_ARE(town, 2);
    SAYS(town, "number=1 item=Maps brand=brand/2006-land/2");
    SAYS(town, "number=2 item=Deeds ");
    ASKS(town, NULL, "rating.items", "department=land limit=1");
    ROWS_ARE(town, 1);
    assert_true(town->more);
    town->goes_on = true;
    ASKS(town, NULL, "rating.items", "department=land");
    town->goes_on = false;
    ROWS_ARE(town, 1);
    SAYS(town, "number=2 item=Deeds ");
    ASKS(town, NULL, "rating.items", "department=labour");
    ROWS_ARE(town, 0);
    REFUSED(town, &ratings_gu, UNKNOWN_ITEM, "rate", "department=land grade=satisfied item=maps");
    FIELD_IS(town, "item");
    ACTS(town, &ratings_gu, "rate", "department=land grade=satisfied item=Deeds");
    ACTS(town, &ratings_gu, "rate", "department=land grade=satisfied");
    ACTS(town, &ratings_gu, "rate", "department=labour grade=satisfied item=maps");
    ASK_REFUSED(town, NULL, UNKNOWN_DEPARTMENT, "rating.items", "department=roads");
    town_is_sound(town);
}

/* --- what becomes of it --- */

static void a_bad_one_is_answered_and_settled(void **state)
{
    struct town *town = *state;
    GIVES(town, &ratings_gu, "grade=dissatisfied item=窗口 comment=\"排队\nfor hours\"");
    REFUSED(town, &ratings_he, UNKNOWN_RATING, "rating.answer", "id=" RATINGS_ID " seen=%s text=x",
            head_of(town, RATINGS_ID));
    REFUSED(town, &ratings_gu, RATING_OTHERS, "rating.answer", "id=" RATINGS_ID " seen=%s text=x",
            head_of(town, RATINGS_ID));
    ACTS(town, &ratings_zhao, "rating.answer", "id=" RATINGS_ID " seen=%s text=\"We open another counter\"",
         head_of(town, RATINGS_ID));
    NEWEST(town, "rating/labour", "rating.answered id=" RATINGS_ID " department=labour");
    NEWEST(town, "rated/gu", "rating.told id=" RATINGS_ID " rated=labour stage=answered");
    ASKS(town, &ratings_gu, "rating.waiting", " ");
    ROWS_ARE(town, 1);
    SAYS(town, " stage=answered ");
    SAYS(town, " to_settle=yes");
    REFUSED(town, &ratings_hua, UNKNOWN_RATING, "rating.settle", "id=" RATINGS_ID " seen=%s",
            head_of(town, RATINGS_ID));
    ACTS(town, &ratings_gu, "rating.settle", "id=" RATINGS_ID " seen=%s settled=no text=\"Not yet\"",
         head_of(town, RATINGS_ID));
    NEWEST(town, "rating/labour", "rating.settled id=" RATINGS_ID " settled=no due=");
    ACTS(town, &town->wang, "rating.answer", "id=" RATINGS_ID " seen=%s text=Now", head_of(town, RATINGS_ID));
    const char *seen =
        "id=" RATINGS_ID " seen=0000000000000000000000000000000000000000000000000000000000000000";
    REFUSED(town, &ratings_gu, HEAD_CHANGED, "rating.settle", "%s", seen);
    ACTS(town, &ratings_gu, "rating.settle", "id=" RATINGS_ID " seen=%s", head_of(town, RATINGS_ID));
    REFUSED(town, &ratings_gu, RATING_SETTLED, "rating.settle", "id=" RATINGS_ID " seen=%s settled=no",
            head_of(town, RATINGS_ID));
    REFUSED(town, &town->wang, RATING_SETTLED, "rating.answer", "id=" RATINGS_ID " seen=%s text=x",
            head_of(town, RATINGS_ID));
    ASKS(town, &ratings_gu, "rating.history", "id=" RATINGS_ID);
    ROWS_ARE(town, 5);
    SAYS(town, "id=rated/gu/2 stage=answered ");
    SAYS(town, "text=\"Not yet\"");
    ASKS(town, &town->wang, "rating.history", "id=" RATINGS_ID);
    ROWS_ARE(town, 5);
    SAYS(town, "id=rating/labour/3 stage=answered ");
    SAYS_NOT(town, "rated/gu");
    town_is_sound(town);
}

/* Whoever says nothing is neither satisfied nor not: it stays answered, whatever time passes. */
static void silence_settles_nothing(void **state)
{
    struct town *town = *state;
    struct rating_answered answered;
    GIVES(town, &ratings_gu, "grade=dissatisfied");
    ACTS(town, &town->wang, "rating.answer", "id=" RATINGS_ID " seen=%s text=x", head_of(town, RATINGS_ID));
    for (int i = 0; i < 20; i++) {
        town->now_ms += 10 * DAY_MS;
        town_run(town);
    }
    assert_int_equal(ratings_stage(town, RATINGS_ID), RATING_STAGE_ANSWERED);
    ASKS(town, &ratings_gu, "rating.waiting", " ");
    ROWS_ARE(town, 1);
    rating_answered(town->txn, bytes_of_text("labour"), 2006, &answered);
    assert_int_equal(answered.due, 1);
    assert_int_equal(answered.in_time, 1);
    assert_false(answered.told);
    town_is_sound(town);
}

static void what_is_not_answered_in_time_goes_to_the_committee(void **state)
{
    struct town *town = *state;
    struct rating_answered answered;
    GIVES(town, &ratings_gu, "grade=very-dissatisfied");
    ASKS(town, &town->lin, "rating.waiting", " ");
    ROWS_ARE(town, 0);
    ASKS(town, &town->wang, "rating.waiting", " ");
    ROWS_ARE(town, 1);
    SAYS(town, " to_answer=yes");
    SAYS_NOT(town, " overdue=yes");
    town->now_ms += 7 * DAY_MS - HOUR_MS;
    assert_int_equal(town_run(town), 0);
    town->now_ms += 2 * HOUR_MS;
    assert_int_equal(town_run(town), 1);
    NEWEST(town, "rating/labour", "rating.overdue id=" RATINGS_ID " stage=open");
    ASKS(town, &town->wang, "rating.history", "id=" RATINGS_ID);
    SAYS(town, " stage=open overdue=yes ");
    NEWEST(town, "rated/gu", "rating.told id=" RATINGS_ID " rated=labour stage=open");
    ASKS(town, &town->lin, "rating.waiting", " ");
    ROWS_ARE(town, 1);
    SAYS(town, " overdue=yes");
    SAYS(town, " to_decide=yes");
    ASKS(town, &ratings_li, "rating.waiting", " "); /* of both, once */
    ROWS_ARE(town, 1);
    rating_answered(town->txn, bytes_of_text("labour"), 2006, &answered);
    assert_int_equal(answered.due, 1);
    assert_int_equal(answered.in_time, 0);
    town_is_sound(town);
    ACTS(town, &town->wang, "rating.answer", "id=" RATINGS_ID " seen=%s text=x", head_of(town, RATINGS_ID));
    ASKS(town, &town->lin, "rating.waiting", " ");
    ROWS_ARE(town, 0);
    rating_answered(town->txn, bytes_of_text("labour"), 2006, &answered);
    assert_int_equal(answered.in_time, 0);
    town_is_sound(town);
}

static struct rating_answered answered_in(struct town *town, uint64_t year)
{
    struct rating_answered answered;
    rating_answered(town->txn, bytes_of_text("labour"), year, &answered);
    return answered;
}

/* In the year in which it was due, of enough people, and of what stands. */
static void answers_in_time_are_counted_by_year(void **state)
{
    struct town *town = *state;
    char id[128];
    town_at(town, "2006-12-10T08:00:00+08:00");
    for (size_t i = 0; i < LIMIT_FIGURE_RATERS; i++) {
        const struct identity *who = ratings_resident(town, i);
        GIVES(town, who, "grade=dissatisfied");
        memcpy(id, town->id, sizeof id);
        if (i > 0)
            ACTS(town, &town->wang, "rating.answer", "id=%s seen=%s text=x", id, head_of(town, id));
    }
    GIVES(town, &ratings_gu, "grade=dissatisfied");
    memcpy(id, town->id, sizeof id);
    ACTS(town, &ratings_gu, "rating.settle", "id=%s seen=%s", id,
         head_of(town, id)); /* before the term was over: no matter of an answer */
    assert_int_equal(answered_in(town, 2006).due, LIMIT_FIGURE_RATERS - 1);
    assert_false(answered_in(town, 2006).told);
    town_at(town, "2006-12-20T08:00:00+08:00");
    assert_int_equal(town_run(town), 1);
    assert_int_equal(answered_in(town, 2006).due, LIMIT_FIGURE_RATERS);
    assert_int_equal(answered_in(town, 2006).in_time, LIMIT_FIGURE_RATERS - 1);
    assert_true(answered_in(town, 2006).told);
    town_at(town, "2006-12-28T08:00:00+08:00");
    GIVES(town, &ratings_hua, "grade=dissatisfied");
    town_at(town, "2007-01-05T08:00:00+08:00");
    town_run(town);
    assert_int_equal(answered_in(town, 2006).due, LIMIT_FIGURE_RATERS);
    assert_int_equal(answered_in(town, 2007).due, 1);
    assert_int_equal(answered_in(town, 2007).in_time, 0);
    assert_int_equal(answered_in(town, 2005).due, 0);
    ACTS(town, &town->lin, "rating.set-aside", "id=rating/labour/2 seen=%s reason=x",
         head_of(town, "rating/labour/2"));
    assert_int_equal(answered_in(town, 2006).due, LIMIT_FIGURE_RATERS - 1);
    assert_false(answered_in(town, 2006).told);
    town_is_sound(town);
}

static void the_term_is_the_committees(void **state)
{
    struct town *town = *state;
    GIVES(town, &ratings_hua, "grade=dissatisfied");
    NEWEST(town, "rating/labour", " due=2006-12-07T");
    REFUSED(town, &ratings_gu, NOT_ALLOWED, "rating.term", "days=3");
    REFUSED(town, &town->lin, BAD_VALUE, "rating.term", "days=0");
    ACTS(town, &town->lin, "rating.term", "days=3");
    NEWEST(town, "ratings", "rating.term-set days=3");
    GIVES(town, &ratings_gu, "grade=dissatisfied");
    NEWEST(town, "rating/labour", " due=2006-12-03T");
    town->now_ms += 4 * DAY_MS;
    assert_int_equal(town_run(town), 1);
    town_is_sound(town);
}

/* --- set aside --- */

static void what_is_mistaken_is_set_aside_for_all_to_read(void **state)
{
    struct town *town = *state;
    ratings_bring(town, RATING_STAGE_OPEN);
    REFUSED(town, &ratings_li, RATING_PARTY, "rating.set-aside", "id=" RATINGS_ID " seen=%s reason=x",
            head_of(town, RATINGS_ID));
    ACTS(town, &town->lin, "rating.set-aside", "id=" RATINGS_ID " seen=%s reason=\"It means another office\"",
         head_of(town, RATINGS_ID));
    NEWEST(town, "rated/gu", " stage=set-aside");
    town->now_ms += 8 * DAY_MS; /* nobody waits for an answer any more */
    assert_int_equal(town_run(town), 1);
    NEWEST(town, "rating/labour", "rating.closed ");
    ASKS(town, NULL, "rating.reasons", " ");
    ROWS_ARE(town, 1);
    SAYS(town, "department=labour time=");
    SAYS(town, " reason=\"It means another office\"");
    SAYS_NOT(town, "rating/labour");
    SAYS_NOT(town, "gu");
    ACTS(town, &ratings_gu, "rating.appeal", "id=" RATINGS_ID " seen=%s text=\"It does not\"",
         head_of(town, RATINGS_ID));
    REFUSED(town, &ratings_gu, RATING_APPEALED, "rating.appeal", "id=" RATINGS_ID " seen=%s text=x",
            head_of(town, RATINGS_ID));
    ASKS(town, &town->lin, "rating.waiting", " ");
    ROWS_ARE(town, 1);
    SAYS(town, " to_decide=yes");
    ACTS(town, &ratings_kong, "rating.uphold", "id=" RATINGS_ID " seen=%s reason=\"It does\"",
         head_of(town, RATINGS_ID));
    NEWEST(town, "rated/gu", " stage=upheld");
    REFUSED(town, &ratings_gu, RATING_UPHELD, "rating.appeal", "id=" RATINGS_ID " seen=%s text=x",
            head_of(town, RATINGS_ID));
    ASKS(town, NULL, "rating.reasons", "department=land");
    ROWS_ARE(town, 0);
    ASK_REFUSED(town, NULL, UNKNOWN_DEPARTMENT, "rating.reasons", "department=roads");
    town_is_sound(town);
}

static void what_is_restored_has_its_time_anew(void **state)
{
    struct town *town = *state;
    struct rating_answered answered;
    ratings_bring(town, RATING_STAGE_APPEALED);
    town->now_ms += 20 * DAY_MS;
    town_run(town);
    ACTS(town, &town->lin, "rating.restore", "id=" RATINGS_ID " seen=%s reason=\"A mistake of ours\"",
         head_of(town, RATINGS_ID));
    ASKS(town, NULL, "rating.reasons", " ");
    SAYS(town, " restored=yes");
    rating_answered(town->txn, bytes_of_text("labour"), 2006, &answered);
    assert_int_equal(answered.due, 0);
    town->now_ms += 6 * DAY_MS;
    assert_int_equal(town_run(town), 0);
    town->now_ms += 2 * DAY_MS;
    if (ratings_stage(town, RATINGS_ID) == RATING_STAGE_OPEN)
        assert_int_equal(town_run(town), 1);
    town_is_sound(town);
}

/* --- its words --- */

static void words_can_go_and_what_was_counted_stays(void **state)
{
    struct town *town = *state;
    GIVES(town, &ratings_gu, "grade=dissatisfied item=窗口 comment=SECRET");
    ACTS(town, &town->wang, "rating.answer", "id=" RATINGS_ID " seen=%s text=ANSWER",
         head_of(town, RATINGS_ID));
    REFUSED(town, &town->wang, NOT_MODERATOR, "erase", "id=" RATINGS_ID " seen=%s reason=x",
            head_of(town, RATINGS_ID));
    assert_int_equal(town_acts_with(town, "SECRET"), 1);
    assert_int_equal(town_acts_with(town, "ANSWER"), 2);
    ACTS(town, &town->lin, "erase", "id=" RATINGS_ID " seen=%s reason=x", head_of(town, RATINGS_ID));
    assert_int_equal(town_acts_with(town, "SECRET"), 0);
    ASKS(town, &ratings_gu, "rating.show", "id=" RATINGS_ID);
    SAYS(town, " grade=dissatisfied ");
    SAYS(town, " erased=yes");
    town_is_sound(town);
    struct fact fact;
    char hex[TOWN_HEX];
    assert_true(ledger_read_at(town->txn, bytes_of_text("rating/labour"), 3, &fact));
    ACTS(town, &town->lin, "erase", "id=rating/labour/3 seen=%s reason=x", town_hex(fact.hash, hex));
    assert_int_equal(town_acts_with(town, "ANSWER"), 0);
    NEWEST(town, "rated/gu", "thing.erased id=rating/labour/3");
    town_is_sound(town);
}

static void leaving_takes_what_one_said(void **state)
{
    struct town *town = *state;
    GIVES(town, &ratings_gu, "grade=dissatisfied comment=SECRET");
    ACTS(town, &town->wang, "rating.answer", "id=" RATINGS_ID " seen=%s text=ANSWER",
         head_of(town, RATINGS_ID));
    ACTS(town, &ratings_gu, "rating.settle", "id=" RATINGS_ID " seen=%s settled=no text=SECRET",
         head_of(town, RATINGS_ID));
    ACTS(town, &town->lin, "rating.set-aside", "id=" RATINGS_ID " seen=%s reason=x",
         head_of(town, RATINGS_ID));
    ACTS(town, &ratings_gu, "rating.appeal", "id=" RATINGS_ID " seen=%s text=SECRET",
         head_of(town, RATINGS_ID));
    assert_int_equal(town_acts_with(town, "SECRET"), 3);
    ACTS(town, &ratings_gu, "account.leave", "texts=yes");
    assert_int_equal(town_acts_with(town, "SECRET"), 0);
    assert_int_equal(town_acts_with(town, "ANSWER"), 2);
    assert_int_equal(ratings_stage(town, RATINGS_ID), RATING_STAGE_APPEALED);
    town_is_sound(town);
}

static void words_are_found_by_who_reads_there(void **state)
{
    struct town *town = *state;
    GIVES(town, &ratings_gu, "grade=dissatisfied item=窗口服务 comment=\"排队很久\"");
    ACTS(town, &town->wang, "rating.answer", "id=" RATINGS_ID " seen=%s text=\"增加排队机\"",
         head_of(town, RATINGS_ID));
    while (domain_index(town->txn, 1000)) {
    }
    for (size_t i = 0; i < RATINGS_PEOPLE; i++) {
        const struct ratings_person person = ratings_person(town, i);
        ASKS(town, person.who == &town->guest ? NULL : person.who, "search", "words=排队 in=ratings");
        if (town->row_count != (person.rated || person.committee ? 2 : 0))
            fail_msg("%s: %s", person.name, town->answer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_rates_whom, ratings_settle, town_leave),
        cmocka_unit_test_setup_teardown(what_is_bad_is_a_case, ratings_settle, town_leave),
        cmocka_unit_test_setup_teardown(a_flood_is_stopped_and_a_resident_is_not, ratings_settle, town_leave),
        cmocka_unit_test_setup_teardown(what_a_named_brand_promises_can_be_rated, ratings_settle, town_leave),
        cmocka_unit_test_setup_teardown(a_bad_one_is_answered_and_settled, ratings_settle, town_leave),
        cmocka_unit_test_setup_teardown(silence_settles_nothing, ratings_settle, town_leave),
        cmocka_unit_test_setup_teardown(what_is_not_answered_in_time_goes_to_the_committee, ratings_settle,
                                        town_leave),
        cmocka_unit_test_setup_teardown(answers_in_time_are_counted_by_year, ratings_settle, town_leave),
        cmocka_unit_test_setup_teardown(the_term_is_the_committees, ratings_settle, town_leave),
        cmocka_unit_test_setup_teardown(what_is_mistaken_is_set_aside_for_all_to_read, ratings_settle,
                                        town_leave),
        cmocka_unit_test_setup_teardown(what_is_restored_has_its_time_anew, ratings_settle, town_leave),
        cmocka_unit_test_setup_teardown(words_can_go_and_what_was_counted_stays, ratings_settle, town_leave),
        cmocka_unit_test_setup_teardown(leaving_takes_what_one_said, ratings_settle, town_leave),
        cmocka_unit_test_setup_teardown(words_are_found_by_who_reads_there, ratings_settle, town_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
