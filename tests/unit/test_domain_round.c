/* Tests of rounds: who opens, changes and closes which; what the schedule does with one, also late; and what
 * is left of one that was erased. The programme's zone is eight hours from UTC. */
#include "tests/unit/support/town.h"

static int settle(void **state)
{
    times_zone("Asia/Shanghai");
    town_settle(state); /* it is 2006-11-30, eight in the morning */
    return 0;
}

static const char *round_head(struct town *town)
{
    return town_head(town, "round.show", " ");
}

static void the_committee_opens_one_round_a_year(void **state)
{
    struct town *town = *state;
    ASK_REFUSED(town, NULL, NO_ROUND, "round.show", " ");
    ASKS(town, NULL, "round.list", " ");
    ROWS_ARE(town, 0);
    REFUSED(town, &town->guest, NOT_ENROLLED, "round.open", "year=2007 title=x until=2007-01-31");
    REFUSED(town, &town->wang, NOT_ALLOWED, "round.open", "year=2007 title=x until=2007-01-31");
    REFUSED(town, &town->clerk, NOT_ALLOWED, "round.open", "year=2007 title=x until=2007-01-31");
    static const char *const early[] = {"0", "7", "999"};
    for (size_t i = 0; i < sizeof early / sizeof early[0]; i++) {
        REFUSED(town, &town->lin, TOO_SMALL, "round.open", "year=%s title=x until=2007-01-31", early[i]);
        FIELD_IS(town, "year");
        assert_int_equal(town->decision.why.limit, YEAR_FIRST);
    }
    ACTS(
        town, &town->lin, "round.open",
        "year=2007 title=\"第二届\" until=2007-01-31 conditions=\"A promise that is kept\\nIt is measured\"");
    NEWEST(town, "brands",
           "round.opened year=2007 stage=open from=2006-11-30T08:00:00+08:00 "
           "until=2007-02-01T00:00:00+08:00 remind=2007-01-24T09:00:00+08:00");
    REFUSED(town, &town->lin, ROUND_EXISTS, "round.open", "year=2007 title=x until=2007-01-31");
    REFUSED(town, &town->lin, ROUND_OPEN, "round.open", "year=2008 title=x until=2008-01-31");
    NAMES(town, "2007");
    ASKS(town, NULL, "round.show", " ");
    SAYS(town, "year=2007 id=brands/2 ");
    SAYS(town, " title=第二届 stage=open ");
    SAYS(town, "conditions=\"A promise that is kept\\nIt is measured\"");
    SAYS(town, " actor=lin ");
    ASK_REFUSED(town, NULL, UNKNOWN_ROUND, "round.show", "year=2006");
    assert_int_equal(town->decision.why.limit, 2006);
    ASKS(town, NULL, "channels", "channel=brands"); /* everyone reads, nobody writes there by hand */
    SAYS(town, "read=everyone ");
    REFUSED(town, &town->lin, NOT_PUBLISHER, "publish", "channel=brands headline=x");
    REFUSED(town, &town->clerk, CHANNEL_RESERVED, "channel.create", "channel=brands title=x");
    town_is_sound(town);
    town_rebuilds_the_same(town);
}

static void its_days_are_in_order_and_ahead(void **state)
{
    struct town *town = *state;
    static const char open[] = "round.open";
    REFUSED(town, &town->lin, IN_THE_PAST, open, "year=2006 title=x from=2006-10-01 until=2006-11-29");
    FIELD_IS(town, "until");
    REFUSED(town, &town->lin, WRONG_ORDER, open, "year=2006 title=x from=2006-12-20 until=2006-12-19");
    FIELD_IS(town, "until");
    REFUSED(town, &town->lin, TOO_LATE, open, "year=2006 title=x until=2009-12-19");
    FIELD_IS(town, "until");
    REFUSED(town, &town->lin, TOO_LATE, open, "year=2006 title=x from=2009-12-19 until=2009-12-20");
    FIELD_IS(town, "from");
    /* Today is the last day: nothing is left to remind of. */
    ACTS(town, &town->lin, open, "year=2006 title=x until=2006-11-30");
    assert_null(strstr(town_newest(town, "brands"), "remind="));
    town_is_sound(town);
}

static void what_announces_it_is_there_for_everyone(void **state)
{
    struct town *town = *state;
    static const char open[] = "round.open";
    ACTS(town, &town->lin, "publish", "channel=programme headline=Plan");
    ACTS(town, &town->house, "channel.create", "channel=inner title=Inner read=committee publish=committee");
    ACTS(town, &town->lin, "publish", "channel=inner headline=Draft");
    REFUSED(town, &town->lin, UNKNOWN_ID, open, "year=2006 title=x until=2006-12-31 announced=programme/9");
    REFUSED(town, &town->lin, NOT_PUBLIC, open,
            "year=2006 title=x until=2006-12-31 announced=programme/2,inner/2");
    NAMES(town, "inner/2");
    ACTS(town, &town->lin, open, "year=2006 title=x until=2006-12-31 announced=programme/2");
    ASKS(town, NULL, "round.show", "year=2006");
    SAYS(town, " announced=programme/2 ");
}

static void a_round_runs_its_course(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->house, "department.create", "department=roads title=交通局");
    ACTS(town, &town->lin, "round.open",
         "year=2007 title=Second from=2006-12-10 until=2006-12-31 conditions=one");
    NEWEST(town, "brands", "round.opened year=2007 stage=announced from=2006-12-10T00:00:00+08:00 ");
    assert_int_equal(town_run_at(town, "2006-12-09T23:59:59+08:00"), 0);
    assert_int_equal(town_run_at(town, "2006-12-10T00:00:00+08:00"), 1);
    NEWEST(town, "brands", "round.begun id=brands/2 year=2007 until=2007-01-01T00:00:00+08:00");
    ASKS(town, NULL, "round.show", " ");
    SAYS(town, " stage=open ");

    assert_int_equal(town_run_at(town, "2006-12-24T08:59:59+08:00"), 0);
    assert_int_equal(town_run_at(town, "2006-12-24T09:00:00+08:00"), 1);
    NEWEST(town, "brands",
           "round.closing id=brands/2 year=2007 until=2007-01-01T00:00:00+08:00 "
           "remind=2006-12-30T09:00:00+08:00");
    NEWEST(town, "dept/labour", "round.reminded id=brands/2 year=2007 until=2007-01-01T00:00:00+08:00");
    NEWEST(town, "dept/roads", "round.reminded id=brands/2 year=2007 ");
    const uint64_t told = town_tip(town, "dept/roads");
    assert_int_equal(town_run_at(town, "2006-12-30T09:00:00+08:00"), 1);
    assert_int_equal(town_tip(town, "dept/roads"), told + 1);
    assert_null(strstr(town_newest(town, "brands"), "remind=")); /* that was the last one */

    assert_int_equal(town_run_at(town, "2007-01-01T00:00:00+08:00"), 1);
    NEWEST(town, "brands", "round.ended id=brands/2 year=2007 departments=2 applied=0");
    ASKS(town, NULL, "round.show", " ");
    SAYS(town, " stage=ended ");
    SAYS(town, " departments=2 applied=0");
    const char *head = round_head(town);
    ACTS(town, &town->lin, "round.close", "year=2007 seen=%s reason=\"all are named\"", head);
    NEWEST(town, "brands", "round.closed id=brands/2 year=2007");
    ASKS(town, NULL, "round.show", " "); /* the newest, when none is open */
    SAYS(town, " stage=closed ");
    SAYS(town, " reason=\"all are named\"");
    assert_int_equal(town_run_at(town, "2008-06-01T00:00:00+08:00"), 0);
    ACTS(town, &town->lin, "round.open", "year=2008 title=Third until=2008-07-01");
    ASKS(town, NULL, "round.list", " ");
    ROWS_ARE(town, 2);
    assert_true(strstr(town->answer, "year=2008") < strstr(town->answer, "year=2007"));
    town_is_sound(town);
    town_rebuilds_the_same(town);
}

static void what_was_slept_through_is_said_once(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "round.open", "year=2007 title=x from=2006-12-10 until=2006-12-31");
    const uint64_t labour = town_tip(town, "dept/labour");
    /* Over all of it: its end is all there is to say. */
    assert_int_equal(town_run_at(town, "2007-01-05T10:00:00+08:00"), 1);
    NEWEST(town, "brands", "round.ended id=brands/2 year=2007 ");
    assert_int_equal(town_tip(town, "brands"), 3);
    assert_int_equal(town_tip(town, "dept/labour"), labour);

    /* Over the first reminder: the next one is told as it stands now. */
    ACTS(town, &town->lin, "round.change", "year=2007 seen=%s title=x until=2007-02-28", round_head(town));
    assert_int_equal(town_run_at(town, "2007-02-27T12:00:00+08:00"), 1);
    assert_null(strstr(town_newest(town, "brands"), "remind="));
    NEWEST(town, "brands", "round.closing ");
    assert_int_equal(town_tip(town, "dept/labour"), labour + 1);
    town_is_sound(town);
    town_rebuilds_the_same(town);
}

static void a_round_is_changed_as_a_whole(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "round.open",
         "year=2007 title=x from=2006-12-10 until=2006-12-31 conditions=\"one\\ntwo\"");
    town_head_of(town, "round.show", "year=2007", head);
    REFUSED(town, &town->wang, NOT_ALLOWED, "round.change", "year=2007 seen=%s title=y until=2006-12-31",
            head);
    REFUSED(town, &town->lin, UNKNOWN_ROUND, "round.change", "year=2006 seen=%s title=y until=2006-12-31",
            head);
    ACTS(town, &town->lin, "round.change", "year=2007 seen=%s title=y from=2006-12-12 until=2007-01-15",
         head);
    NEWEST(town, "brands",
           "round.changed id=brands/2 year=2007 stage=announced from=2006-12-12T00:00:00+08:00 "
           "until=2007-01-16T00:00:00+08:00 remind=2007-01-08T09:00:00+08:00");
    REFUSED(town, &town->lin, HEAD_CHANGED, "round.change", "year=2007 seen=%s title=z until=2007-01-15",
            head);
    NAMES(town, "2007");
    ASKS(town, NULL, "round.show", " ");
    SAYS(town, " title=y ");
    SAYS(town, " changed_by=lin");
    SAYS_NOT(town, "conditions=");

    assert_int_equal(town_run_at(town, "2006-12-10T00:00:00+08:00"), 0); /* the old day means nothing */
    assert_int_equal(town_run_at(town, "2006-12-12T00:00:00+08:00"), 1);
    town_head_of(town, "round.show", "year=2007", head);
    REFUSED(town, &town->lin, ROUND_BEGUN, "round.change",
            "year=2007 seen=%s title=y from=2006-12-20 until=2007-01-15", head);
    FIELD_IS(town, "from");
    /* What stands may be given as it is; left out, it stays. */
    ACTS(town, &town->lin, "round.change", "year=2007 seen=%s title=y from=2006-12-12 until=2007-01-15",
         head);
    ACTS(town, &town->lin, "round.change", "year=2007 seen=%s title=y until=2006-12-31", round_head(town));
    NEWEST(town, "brands", " stage=open from=2006-12-12T00:00:00+08:00 until=2007-01-01T00:00:00+08:00 ");
    town_run_at(town, "2007-01-01T00:00:00+08:00");
    NEWEST(town, "brands", "round.ended ");

    /* Its words can be mended when it is over; a later end opens it again. */
    ACTS(town, &town->lin, "round.change", "year=2007 seen=%s title=z until=2006-12-31", round_head(town));
    NEWEST(town, "brands", " stage=ended ");
    ASKS(town, NULL, "round.show", " ");
    SAYS(town, " departments=1 ");
    REFUSED(town, &town->lin, IN_THE_PAST, "round.change", "year=2007 seen=%s title=z until=2006-12-30",
            round_head(town));
    ACTS(town, &town->lin, "round.change", "year=2007 seen=%s title=z until=2007-03-31", round_head(town));
    NEWEST(town, "brands", " stage=open ");
    ASKS(town, NULL, "round.show", " ");
    SAYS_NOT(town, " departments=1 ");
    ACTS(town, &town->lin, "round.close", "year=2007 seen=%s reason=enough", round_head(town));
    town_head_of(town, "round.show", "year=2007", head);
    REFUSED(town, &town->lin, ROUND_CLOSED, "round.change", "year=2007 seen=%s title=z until=2007-03-31",
            head);
    REFUSED(town, &town->lin, ROUND_CLOSED, "round.close", "year=2007 seen=%s reason=x", head);
    assert_int_equal(town_run_at(town, "2007-06-01T00:00:00+08:00"), 0);
    town_is_sound(town);
    town_rebuilds_the_same(town);
}

static void edits_have_an_end(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "round.open", "year=2007 title=x until=2006-12-31");
    for (int i = 0; i < LIMIT_EDITS; i++)
        ACTS(town, &town->lin, "round.change", "year=2007 seen=%s title=x%d until=2006-12-31",
             round_head(town), i);
    REFUSED(town, &town->lin, TOO_MANY_EDITS, "round.change", "year=2007 seen=%s title=y until=2006-12-31",
            round_head(town));
}

/* More than one act can remind: the next goes on, and everyone is told before the channel is. */
static void everyone_is_reminded_however_many(void **state)
{
    enum { MANY = 2 * LIMIT_ACT_FACTS + 10 };
    struct town *town = *state;
    char last[LIMIT_NAME_BYTES + 1];
    for (int i = 0; i < MANY; i++)
        ACTS(town, &town->house, "department.create", "department=d%04d title=d", i);
    ACTS(town, &town->lin, "round.open", "year=2007 title=x until=2006-12-31");
    assert_int_equal(town_run_at(town, "2006-12-24T09:00:00+08:00"), 3);
    NEWEST(town, "brands", "round.closing ");
    for (int i = 0; i < MANY; i++) {
        snprintf(last, sizeof last, "dept/d%04d", i);
        NEWEST(town, last, "round.reminded ");
        assert_int_equal(town_tip(town, last), 2);
    }
    NEWEST(town, "dept/labour", "round.reminded ");
    assert_int_equal(town_run_at(town, "2006-12-30T09:00:00+08:00"), 3); /* from the first one on */
    assert_int_equal(town_tip(town, "dept/d0000"), 3);
    assert_int_equal(town_tip(town, last), 3);
    town_is_sound(town);
    town_rebuilds_the_same(town);
}

static void find(struct town *town, const char *words, size_t rows)
{
    while (domain_index(town->txn, 1000)) {
    }
    ASKS(town, NULL, "search", "words=%s", words);
    ROWS_ARE(town, rows);
}

/* By what it says now, for everyone. */
static void a_round_is_found_by_its_title_and_conditions(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "round.open",
         "year=2007 title=Springtime until=2006-12-31 conditions=\"one promise\\nmeasured weekly\"");
    find(town, "springtime", 1);
    SAYS(town, "id=brands/2 ");
    SAYS(town, " in=brands ");
    find(town, "weekly", 1);
    SAYS(town, "measured weekly");
    ACTS(town, &town->lin, "round.change", "year=2007 seen=%s title=Autumnal until=2006-12-31",
         round_head(town));
    find(town, "springtime", 0);
    find(town, "weekly", 0);
    find(town, "autumnal", 1);
    SAYS(town, "id=brands/2 ");
    ACTS(town, &town->lin, "round.close", "year=2007 seen=%s reason=x", round_head(town));
    find(town, "autumnal", 1);
    town_is_sound(town);
}

static void an_erased_round_goes_on_without_its_words(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], made[TOWN_HEX];
    ACTS(town, &town->lin, "round.open", "year=2007 title=ERASED until=2006-12-31 conditions=ERASED");
    memcpy(made, town->head, sizeof made);
    find(town, "erased", 1);
    ACTS(town, &town->lin, "round.change", "year=2007 seen=%s title=\"ERASED too\" until=2006-12-31", made);
    REFUSED(town, &town->wang, NOT_MODERATOR, "erase", "id=brands/2 seen=%s reason=x", made);
    ACTS(town, &town->lin, "erase", "id=brands/2 seen=%s reason=x", made);
    assert_int_equal(town_acts_with(town, "ERASED"), 0);
    find(town, "erased", 0);
    ASKS(town, NULL, "round.show", " ");
    SAYS(town, " erased=yes");
    SAYS_NOT(town, "title=");
    assert_int_equal(town_run_at(town, "2006-12-24T09:00:00+08:00"), 1);
    assert_int_equal(town_run_at(town, "2007-01-01T00:00:00+08:00"),
                     1); /* the last reminder was slept through */
    town_head_of(town, "round.show", " ", head);
    ACTS(town, &town->lin, "round.close", "year=2007 seen=%s reason=\"ERASED as well\"", head);
    char id[sizeof town->id];
    memcpy(id, town->id, sizeof id);
    memcpy(head, town->head, sizeof head);
    ACTS(town, &town->lin, "erase", "id=%s seen=%s reason=x", id, head);
    assert_int_equal(town_acts_with(town, "ERASED"), 0);
    ASKS(town, NULL, "round.show", " ");
    SAYS(town, " stage=closed ");
    SAYS_NOT(town, "reason=");
    town_is_sound(town);
    town_rebuilds_the_same(town);
}

static void erase_round(struct town *town, const char *made)
{
    ACTS(town, &town->lin, "erase", "id=brands/2 seen=%s reason=x", made);
}

/* Departments are not left without an end that can be moved: a change brings new words, which can go, too. */
static void an_erased_round_gets_new_words(void **state)
{
    struct town *town = *state;
    char made[TOWN_HEX];
    ACTS(town, &town->lin, "round.open", "year=2007 title=ERASED until=2006-12-31 conditions=ERASED");
    memcpy(made, town->head, sizeof made);
    erase_round(town, made);
    REFUSED(town, &town->lin, ERASED, "erase", "id=brands/2 seen=%s reason=x", made);
    ACTS(town, &town->lin, "round.change", "year=2007 seen=%s title=Second until=2007-01-31",
         round_head(town));
    ASKS(town, NULL, "round.show", " ");
    SAYS(town, " title=Second ");
    SAYS(town, " until=2007-01-31T16:00:00+00:00 ");
    SAYS_NOT(town, " erased=");
    SAYS_NOT(town, " conditions=");
    find(town, "second", 1);
    town_is_sound(town);
    town_rebuilds_the_same(town);
    erase_round(town, made);
    NEWEST(town, "brands",
           town_line("thing.erased id=brands/2 facts=%llu", (unsigned long long)ledger_last(town->txn) - 1));
    assert_int_equal(town_acts_with(town, "Second"), 0);
    find(town, "second", 0);
    ASKS(town, NULL, "round.show", " ");
    SAYS(town, " erased=yes");
    SAYS_NOT(town, " title=");
    town_is_sound(town);
    town_rebuilds_the_same(town);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, settle, town_leave)
    const struct CMUnitTest tests[] = {
        CASE(the_committee_opens_one_round_a_year),
        CASE(its_days_are_in_order_and_ahead),
        CASE(what_announces_it_is_there_for_everyone),
        CASE(a_round_runs_its_course),
        CASE(what_was_slept_through_is_said_once),
        CASE(a_round_is_changed_as_a_whole),
        CASE(edits_have_an_end),
        CASE(everyone_is_reminded_however_many),
        CASE(a_round_is_found_by_its_title_and_conditions),
        CASE(an_erased_round_goes_on_without_its_words),
        CASE(an_erased_round_gets_new_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
