/* Tests of what departments are asked to do: who is on the roster, what stands in an inbox, who is late. */
#include "server/domain/views/views.h"
#include "tests/unit/support/duties.h"

static void an_open_roster_waits_for_new_departments(void **state)
{
    struct town *town = *state;
    char fixed[TOWN_HEX], open[TOWN_HEX];
    ACTS(town, &town->lin, "publish", "channel=programme headline=fixed to=all");
    memcpy(fixed, town->head, TOWN_HEX);
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=open to=all roster=open receipt=yes due=2006-12-10");
    memcpy(open, town->head, TOWN_HEX);
    struct identity *signers[] = {&town->wang, &duties_chen, &duties_zhou};
    for (size_t i = 0; i < 3; i++)
        ACTS(town, signers[i], "sign", "id=programme/3 revision_head=%s", open);
    assert_int_equal(txn_count(town->txn, TABLE_DUES), 0);
    assert_int_equal(txn_count(town->txn, TABLE_SCHEDULE), 0);
    REFUSED(town, &town->house, BAD_VALUE, "department.create", "department=all title=All");

    town->now_ms += DAY_MS;
    ACTS(town, &town->house, "department.create", "department=letters title=信访局");
    assert_int_equal(town->fact_count, 3);
    struct fact fact;
    assert_true(ledger_read_at(town->txn, bytes_of_text("dept/letters"), 2, &fact));
    assert_true(bytes_equal_text(fact.head.kind, "duty.assigned"));
    assert_true(bytes_equal_text(fact.head.actor, "lin"));
    assert_true(bytes_equal_text(fact.act.act.verb, "publish"));
    assert_int_equal(txn_count(town->txn, TABLE_DUES), 1);
    assert_int_equal(txn_count(town->txn, TABLE_SCHEDULE), 1);
    ASKS(town, &town->house, "inbox", "department=letters");
    ROWS_ARE(town, 1);
    SAYS(town, "id=programme/3 department=letters headline=open");
    ASKS(town, &town->lin, "receipts", "id=programme/3");
    ROWS_ARE(town, 4);
    SAYS(town, "department=letters revision=1 committed=2006-12-01T00:00:00+00:00");
    town_is_sound(town);

    ACTS(town, &town->lin, "withdraw", "id=programme/3 seen=%s reason=x", open);
    ACTS(town, &town->house, "department.create", "department=unions title=Unions");
    assert_int_equal(town->fact_count, 2);
    town_is_sound(town);
}

/* The date is past when the department is made: it has something to sign, and is not late with it. */
static void who_comes_after_the_date_is_not_late(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=open to=all roster=open receipt=yes due=2006-12-10");
    town->now_ms += 20 * DAY_MS;
    ACTS(town, &town->house, "department.create", "department=letters title=信访局");
    ASKS(town, &town->house, "inbox", "department=letters");
    ROWS_ARE(town, 1);
    SAYS_NOT(town, "late");
    SAYS_NOT(town, "due=");
    ASKS(town, &town->lin, "overdue", "channel=programme");
    ROWS_ARE(town, 3);
    SAYS_NOT(town, "letters");
    ASKS(town, &town->lin, "receipts", "id=programme/2");
    SAYS_NOT(town, "department=letters revision=1 committed=2006-12-20T00:00:00+00:00 due=");
    town_is_sound(town);
}

/* What is no longer in force reminds nobody, and asks nobody new. */
static void what_has_expired_asks_nobody(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=open to=all roster=open receipt=yes due=2006-12-10 expires=2006-12-10");
    town->now_ms += 20 * DAY_MS; /* all was slept through */
    assert_true(town_run(town) > 0);
    struct fact fact;
    struct tip tip;
    ledger_tip(town->txn, bytes_of_text("dept/land"), &tip);
    assert_true(ledger_read_at(town->txn, bytes_of_text("dept/land"), tip.number, &fact));
    assert_true(bytes_equal_text(fact.head.kind, "duty.assigned"));
    assert_int_equal(txn_count(town->txn, TABLE_SCHEDULE), 0);
    ACTS(town, &town->house, "department.create", "department=letters title=信访局");
    assert_int_equal(town->fact_count, 2);
    town_is_sound(town);
}

/* The channel is closed to a department that has something to sign in it: it reads that, and nothing else. */
static void a_duty_in_a_closed_channel_is_still_read(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "publish", "channel=programme headline=duty text=whole to=labour receipt=yes");
    memcpy(head, town->head, TOWN_HEX);
    ACTS(town, &town->lin, "publish", "channel=programme headline=other");
    char channel_head[TOWN_HEX];
    ACTS(town, &town->clerk, "channel.change", "channel=programme seen=%s read=committee",
         town_head_of(town, "channels", "channel=programme", channel_head));
    ASKS(town, &town->wang, "inbox", " ");
    SAYS(town, "id=programme/2");
    ASKS(town, &town->wang, "read", "id=programme/2");
    SAYS(town, "text=whole");
    ASK_REFUSED(town, &town->wang, UNKNOWN_CHANNEL, "read", "id=programme/3");
    ASK_REFUSED(town, &duties_zhou, UNKNOWN_CHANNEL, "read", "id=programme/2");
    ASK_REFUSED(town, &town->wang, UNKNOWN_CHANNEL, "headlines", "channel=programme");
    ACTS(town, &town->wang, "sign", "id=programme/2 revision_head=%s", head);
    ASKS(town, &town->wang, "read", "id=programme/2");
    town_is_sound(town);
}

static void an_open_roster_takes_whoever_can_read(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->house, "channel.create",
         "channel=closed title=Closed read=committee,dept:labour,dept:finance,dept:land");
    ACTS(town, &town->lin, "publish", "channel=closed headline=open to=all roster=open");
    ACTS(town, &town->house, "department.create", "department=letters title=Letters");
    assert_int_equal(town->fact_count, 2);
}

static void an_inbox_holds_what_is_yet_to_be_done(void **state)
{
    struct town *town = *state;
    char signs[TOWN_HEX], opens[TOWN_HEX];
    duties_notify(town, signs);
    ACTS(town, &town->lin, "publish", "channel=programme headline=note to=labour priority=urgent");
    memcpy(opens, town->head, TOWN_HEX);
    ASKS(town, &duties_zheng, "inbox", " ");
    ROWS_ARE(town, 2);
    SAYS(town, "id=programme/2 department=labour headline=通知 revision=1");
    SAYS(town, "priority=urgent");
    ACTS(town, &duties_zheng, "deliver", "id=programme/2 revision_head=%s", signs);
    ACTS(town, &duties_zheng, "open", "id=programme/2 revision_head=%s", signs);
    ACTS(town, &duties_zheng, "deliver", "id=programme/3 revision_head=%s", opens);
    ASKS(town, &town->wang, "inbox", " ");
    ROWS_ARE(town, 2);
    SAYS(town, "id=programme/3");
    ACTS(town, &duties_zheng, "open", "id=programme/3 revision_head=%s", opens);
    ASKS(town, &town->wang, "inbox", " ");
    ROWS_ARE(town, 1);
    SAYS(town, "receipt=yes due=2006-12-11T00:00:00+00:00 delivered=");
    SAYS_NOT(town, "late");
    town->now_ms += 11 * DAY_MS;
    ASKS(town, &town->wang, "inbox", " ");
    SAYS(town, "late=yes");
    ACTS(town, &town->wang, "sign", "id=programme/2 revision_head=%s", signs);
    ASKS(town, &town->wang, "inbox", " ");
    ROWS_ARE(town, 0);

    ASKS(town, &town->lin, "inbox", "department=finance");
    ROWS_ARE(town, 1);
    ASK_REFUSED(town, &town->lin, NOT_MEMBER, "inbox", " ");
    ASK_REFUSED(town, &town->wang, NOT_ALLOWED, "inbox", "department=finance");
    ASK_REFUSED(town, &town->lin, UNKNOWN_DEPARTMENT, "inbox", "department=nobody");
    town->room_for_rows = 0;
    ASKS(town, &duties_chen, "inbox", " ");
    assert_true(town->more);
    town_is_sound(town);
}

static void who_is_late_is_told_to_whom_it_concerns(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    duties_notify(town, head);
    ACTS(town, &town->house, "channel.create",
         "channel=offices title=Offices read=office publish=office moderate=office");
    ACTS(town, &town->wang, "publish",
         "channel=offices headline=own to=land,finance receipt=yes due=2006-12-05");
    ASKS(town, &town->lin, "overdue", " ");
    ROWS_ARE(town, 0);
    town->now_ms += 11 * DAY_MS;
    ACTS(town, &duties_zheng, "open", "id=programme/2 revision_head=%s", head);
    ASKS(town, &town->lin, "overdue", " "); /* she cannot read the channel of offices */
    ROWS_ARE(town, 2);
    SAYS(town,
         "id=programme/2 department=labour headline=通知 revision=1 due=2006-12-11T00:00:00+00:00 opened");
    SAYS_NOT(town, "offices");
    ASKS(town, &duties_chen, "overdue", " "); /* who publishes in a channel sees all of it */
    ROWS_ARE(town, 3);
    assert_true(strstr(town->answer, "offices/2") < strstr(town->answer, "programme/2"));
    SAYS_NOT(town, "labour");
    ASKS(town, &duties_chen, "overdue", "department=land");
    ROWS_ARE(town, 1);
    ASKS(town, &town->lin, "overdue", "department=finance");
    ROWS_ARE(town, 1);
    ASKS(town, &duties_chen, "overdue", "channel=programme");
    ROWS_ARE(town, 1);
    ASKS(town, &duties_zhou, "overdue", "channel=programme");
    ROWS_ARE(town, 0);
    ASK_REFUSED(town, &town->lin, UNKNOWN_CHANNEL, "overdue", "channel=nowhere");
    ASK_REFUSED(town, &town->lin, UNKNOWN_DEPARTMENT, "overdue", "department=nobody");
    ACTS(town, &town->wang, "sign", "id=programme/2 revision_head=%s", head);
    ASKS(town, &town->lin, "overdue", " ");
    ROWS_ARE(town, 1);
    town->room_for_rows = 0;
    ASKS(town, &town->lin, "overdue", " ");
    assert_true(town->more);
    town_is_sound(town);
}

int main(void)
{
#define SETTLED(test) cmocka_unit_test_setup_teardown(test, duties_settle, town_leave)
    const struct CMUnitTest tests[] = {
        SETTLED(an_open_roster_waits_for_new_departments),
        SETTLED(an_open_roster_takes_whoever_can_read),
        SETTLED(a_duty_in_a_closed_channel_is_still_read),
        SETTLED(who_comes_after_the_date_is_not_late),
        SETTLED(what_has_expired_asks_nobody),
        SETTLED(an_inbox_holds_what_is_yet_to_be_done),
        SETTLED(who_is_late_is_told_to_whom_it_concerns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
