/* Tests of bulletins: publishing, relations, withdrawing and erasing, and what people read. What a
 * notice may say beyond its text is tested in test_domain_notice.c. */
#include "tests/unit/support/readable_cases.h"
#include "tests/unit/support/town.h"

static void a_bulletin_is_published_and_read(void **state)
{
    struct town *town = *state;
    REFUSED(town, &town->guest, NOT_ENROLLED, "publish", "channel=programme headline=x");
    REFUSED(town, &town->wang, NOT_PUBLISHER, "publish", "channel=programme headline=x");
    REFUSED(town, &town->lin, UNKNOWN_CHANNEL, "publish", "channel=nowhere headline=x");
    NAMES(town, "nowhere");
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=首批服务品牌命名 text=\"First line\\nsecond\" dated=2006-11");
    assert_string_equal(town->id, "programme/2");
    ASKS(town, NULL, "read", "id=programme/2");
    ROWS_ARE(town, 1);
    SAYS(town, "id=programme/2 head=");
    SAYS(town, "headline=首批服务品牌命名 time=2006-11-30T00:00:00+00:00 dated=2006-11 actor=lin author=");
    SAYS(town, "text=\"First line\\nsecond\"");
    SAYS_NOT(town, "withdrawn");
    ASK_REFUSED(town, NULL, UNKNOWN_ID, "read", "id=programme/1"); /* made the channel; no bulletin */
    NAMES(town, "programme/1");
    ASK_REFUSED(town, NULL, UNKNOWN_ID, "read", "id=programme/3");
    ASK_REFUSED(town, NULL, UNKNOWN_CHANNEL, "read", "id=nowhere/1");
    ASK_REFUSED(town, NULL, UNKNOWN_CHANNEL, "read", "id=dept/labour/1");
}

static void headlines_are_paged_newest_first(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->clerk, "channel.create", "channel=newsboard title=Neighbour publish=office");
    ACTS(town, &town->wang, "publish", "channel=newsboard headline=other");
    for (int i = 2; i <= 26; i++)
        ACTS(town, &town->lin, "publish", "channel=programme headline=h%d", i);
    ASKS(town, NULL, "headlines", "channel=programme");
    ROWS_ARE(town, 20);
    assert_true(town->more);
    assert_int_equal(strncmp(town->answer, " id=programme/26 headline=h26 ", 30), 0);
    SAYS(town, "id=programme/7 ");
    SAYS_NOT(town, "other");
    ASKS(town, NULL, "headlines", "channel=programme before=7");
    ROWS_ARE(town, 5);
    assert_false(town->more);
    ASKS(town, NULL, "headlines", "channel=programme before=7 limit=5");
    assert_false(town->more);
    ASKS(town, NULL, "headlines", "channel=programme limit=2");
    ROWS_ARE(town, 2);
    ASKS(town, NULL, "headlines", "channel=programme before=0");
    ROWS_ARE(town, 0);
    town->room_for_rows = 3;
    ASKS(town, NULL, "headlines", "channel=programme");
    ROWS_ARE(town, 3);
    assert_true(town->more);
    town->room_for_rows = SIZE_MAX;
    ASKS(town, NULL, "headlines", "channel=newsboard");
    ROWS_ARE(town, 1);
    SAYS(town, "actor=wang department=labour");
}

static void headlines_say_what_is_special(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=x priority=urgent effective=2007-01-01T00:00:00Z "
         "expires=2007-02-01T00:00:00Z to=labour receipt=yes due=2006-12-24T00:00:00Z");
    ASKS(town, NULL, "headlines", "channel=programme");
    SAYS(town, "actor=lin priority=urgent effective=2007-01-01T00:00:00+00:00 "
               "expires=2007-02-01T00:00:00+00:00 in_force=no due=2006-12-24T00:00:00+00:00");
    ACTS(town, &town->lin, "publish", "channel=programme headline=y");
    ASKS(town, NULL, "headlines", "channel=programme limit=1");
    SAYS(town, "id=programme/3 headline=y time=2006-11-30T00:00:00+00:00 actor=lin\n");
}

static void relations_are_shown_both_ways(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    char inner_head[TOWN_HEX];
    ACTS(town, &town->clerk, "channel.create", "channel=inner title=x read=everyone publish=committee");
    snprintf(inner_head, sizeof inner_head, "%s", town->head);
    ACTS(town, &town->lin, "publish", "channel=programme headline=two");
    ACTS(town, &town->lin, "publish", "channel=inner headline=inner related=programme/2");
    ACTS(town, &town->lin, "publish", "channel=programme headline=three related=programme/2,inner/2");
    snprintf(head, sizeof head, "%s", town->head);
    ACTS(town, &town->clerk, "channel.change", "channel=inner seen=%s read=committee", inner_head);
    ASKS(town, &town->lin, "read", "id=programme/2");
    SAYS(town, " related=inner/2,programme/3");
    ASKS(town, NULL, "read", "id=programme/2"); /* only what the reader may read */
    SAYS(town, " related=programme/3");
    ASKS(town, NULL, "read", "id=programme/3");
    SAYS(town, " related=programme/2");
    ASKS(town, &town->lin, "read", "id=inner/2"); /* the one it names comes first */
    SAYS(town, " related=programme/2,programme/3");
    /* Two that name each other are shown once. */
    ACTS(town, &town->lin, "publish", "channel=programme headline=four");
    ACTS(town, &town->lin, "revise", "id=%s seen=%s headline=four related=programme/3", town->id, town->head);
    ACTS(town, &town->lin, "revise", "id=programme/3 seen=%s headline=three related=programme/4", head);
    ASKS(town, NULL, "read", "id=programme/4");
    SAYS(town, " related=programme/3");
    SAYS_NOT(town, "programme/3,programme/3");
    /* A new revision's relations replace the old ones, and the old ones can still be read. */
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS_NOT(town, "related");
    ASKS(town, NULL, "read", "id=programme/3 revision=1");
    SAYS(town, " related=programme/2,programme/4");
    town_rebuilds_the_same(town);
}

static void only_so_many_relations_are_shown(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish", "channel=programme headline=x");
    for (int i = 0; i < LIMIT_RELATED_SHOWN + 3; i++)
        ACTS(town, &town->lin, "publish", "channel=programme headline=x related=programme/2");
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS(town, "programme/66");
    SAYS_NOT(town, "programme/67");
}

static void a_bulletin_is_withdrawn_by_its_author_or_a_moderator(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], none[TOWN_HEX];
    town_hex(town->lin.public_key, none);
    ACTS(town, &town->clerk, "channel.create",
         "channel=offices title=x publish=office,operator moderate=committee read=office,committee");
    ACTS(town, &town->wang, "publish", "channel=offices headline=wrong");
    snprintf(head, sizeof head, "%s", town->head);
    REFUSED(town, &town->guest, NOT_ENROLLED, "withdraw", "id=offices/2 seen=%s reason=x", head);
    REFUSED(town, &town->clerk, UNKNOWN_CHANNEL, "withdraw", "id=offices/2 seen=%s reason=x", head);
    NAMES(town, "offices");
    REFUSED(town, &town->wang, UNKNOWN_ID, "withdraw", "id=offices/1 seen=%s reason=x", head);
    REFUSED(town, &town->wang, UNKNOWN_CHANNEL, "withdraw", "id=nowhere/1 seen=%s reason=x", head);
    REFUSED(town, &town->wang, HEAD_CHANGED, "withdraw", "id=offices/2 seen=%s reason=x", none);
    NAMES(town, "offices/2");
    ACTS(town, &town->wang, "withdraw", "id=offices/2 seen=%s reason=\"wrong date\"", head);
    assert_string_equal(town->id, "offices/3");
    REFUSED(town, &town->wang, WITHDRAWN, "withdraw", "id=offices/2 seen=%s reason=x", town->head);
    ASKS(town, &town->wang, "read", "id=offices/2");
    SAYS(town, "headline=wrong");
    SAYS(town, town->head);
    SAYS(town, "withdrawn=2006-11-30T00:00:00+00:00 withdrawn_by=wang reason=\"wrong date\"");
    ASKS(town, &town->wang, "headlines", "channel=offices");
    ROWS_ARE(town, 1);
    SAYS(town, "withdrawn=yes");

    ACTS(town, &town->wang, "publish", "channel=offices headline=again");
    ACTS(town, &town->lin, "withdraw", "id=offices/4 seen=%s reason=moderated", town->head);
    ACTS(town, &town->lin, "publish", "channel=programme headline=mine");
    REFUSED(town, &town->wang, NOT_OWN, "withdraw", "id=programme/2 seen=%s reason=x", town->head);
    NAMES(town, "programme/2");
    REFUSED(town, &town->house, NOT_OWN, "withdraw", "id=programme/2 seen=%s reason=x", town->head);
}

static void of_an_erased_act_the_head_is_left(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish", "channel=programme headline=personal text=personal");
    ACTS(town, &town->lin, "withdraw", "id=programme/2 seen=%s reason=private", town->head);
    for (uint64_t seq = ledger_last(town->txn) - 1; seq <= ledger_last(town->txn); seq++) {
        struct store_key key = key_empty();
        key_number(&key, seq);
        ledger_drop_act(town->txn, seq);
        txn_put(town->txn, TABLE_ERASED, key_of(&key), key_of(&key)); /* by whatever erased it */
    }
    ASKS(town, NULL, "headlines", "channel=programme");
    ROWS_ARE(town, 1);
    SAYS(town, "id=programme/2 time=2006-11-30T00:00:00+00:00 actor=lin withdrawn=yes");
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS(town, "withdrawn_by=lin");
    SAYS_NOT(town, "author=");
    SAYS_NOT(town, "personal");
    SAYS_NOT(town, "private");
}

static void of_an_erased_bulletin_is_shown_who_when_and_why(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish", "channel=programme headline=personal text=personal to=labour");
    ACTS(town, &town->lin, "revise", "id=programme/2 seen=%s headline=personal2", town->head);
    ACTS(town, &town->lin, "publish", "channel=programme headline=other");
    char head[TOWN_HEX];
    town_head_of(town, "read", "id=programme/2", head);
    town->now_ms += 1000;
    ACTS(town, &town->lin, "erase", "id=programme/2 seen=%s reason=\"by order 7\"", head);
    for (int revision = 1; revision <= 2; revision++) {
        ASKS(town, NULL, "read", "id=programme/2 revision=%d", revision);
        SAYS(town, "time=2006-11-30T00:00:00+00:00 actor=lin ");
        SAYS(town, "erased=2006-11-30T00:00:01+00:00 erased_by=lin reason=\"by order 7\"");
        SAYS(town, "addressed=1");
        SAYS_NOT(town, "author=");
        SAYS_NOT(town, "personal");
    }
    ASKS(town, NULL, "headlines", "channel=programme");
    ROWS_ARE(town, 2);
    SAYS(town, "id=programme/2 time=2006-11-30T00:00:00+00:00 actor=lin erased=yes revision=2");
    town_head_of(town, "read", "id=programme/2", head);
    REFUSED(town, &town->lin, ERASED, "revise", "id=programme/2 seen=%s headline=x", head);
    REFUSED(town, &town->lin, ERASED, "withdraw", "id=programme/2 seen=%s reason=x", head);
    NAMES(town, "programme/2");
    town_rebuilds_the_same(town);
}

int main(void)
{
#define SETTLED(test) cmocka_unit_test_setup_teardown(test, town_settle, town_leave)
    const struct CMUnitTest tests[] = {
        SETTLED(a_bulletin_is_published_and_read),
        SETTLED(headlines_are_paged_newest_first),
        SETTLED(headlines_say_what_is_special),
        SETTLED(relations_are_shown_both_ways),
        SETTLED(only_so_many_relations_are_shown),
        SETTLED(a_bulletin_is_withdrawn_by_its_author_or_a_moderator),
        SETTLED(of_an_erased_act_the_head_is_left),
        SETTLED(of_an_erased_bulletin_is_shown_who_when_and_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
