/* Tests of activities: what may be announced, who is invited and told, replies, and who was there. */
#include "tests/unit/support/town.h"

static struct identity qian;

static int settle(void **state)
{
    times_zone("UTC");
    town_settle(state); /* it is 2006-11-30, midnight */
    struct town *town = *state;
    qian = made_identity(20);
    ACTS(town, &town->house, "department.create", "department=land title=国土局");
    town_enrol(town, &qian, 20, "account=qian role=office department=land");
    ACTS(town, &town->house, "channel.create",
         "channel=events title=活动 read=everyone publish=committee moderate=committee");
    ACTS(town, &town->house, "channel.create",
         "channel=inner title=x read=committee,dept:labour publish=committee moderate=committee");
    return 0;
}

#define LECTURE                                                                                              \
    "channel=events headline=\"一次讲座 A lecture\" kind=lecture starts=2006-12-10T14:00 place=\"Hall "  \
    "大厅\""

static const char *head_of(struct town *town, const char *id)
{
    return town_head(town, "activity.show", town_line("id=%s", id));
}

static bool newest_is(struct town *town, const char *channel, const char *kind)
{
    struct fact fact;
    return ledger_read_at(town->txn, bytes_of_text(channel), town_tip(town, channel), &fact) &&
           bytes_equal_text(fact.head.kind, kind);
}

static void what_cannot_be_announced(void **state)
{
    struct town *town = *state;
    REFUSED(town, &town->wang, NOT_PUBLISHER, "activity.announce", LECTURE);
    REFUSED(town, &town->lin, UNKNOWN_CHANNEL, "activity.announce",
            "channel=nowhere headline=x kind=visit starts=2006-12-10");
    REFUSED(town, &town->lin, IN_THE_PAST, "activity.announce",
            "channel=events headline=x kind=visit starts=2006-11-20");
    REFUSED(town, &town->lin, TOO_LATE, "activity.announce",
            "channel=events headline=x kind=visit starts=2016-11-20");
    REFUSED(town, &town->lin, WRONG_ORDER, "activity.announce",
            "channel=events headline=x kind=visit starts=2006-12-10T14:00 ends=2006-12-10T13:00");
    REFUSED(town, &town->lin, NEEDS_FIELD, "activity.announce",
            "channel=events headline=x kind=visit starts=2006-12-10 due=2006-12-05");
    REFUSED(town, &town->lin, IN_THE_PAST, "activity.announce", LECTURE " to=labour due=2006-11-28");
    REFUSED(town, &town->lin, WRONG_ORDER, "activity.announce", LECTURE " to=labour due=2006-12-11");
    REFUSED(town, &town->lin, UNKNOWN_DEPARTMENT, "activity.announce", LECTURE " to=roads");
    REFUSED(town, &town->lin, CANNOT_READ, "activity.announce",
            "channel=inner headline=x kind=visit starts=2006-12-10 to=labour,land");
    NAMES(town, "land");
}

static void the_invited_are_told_and_reply(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "activity.announce", LECTURE " to=labour due=2006-12-08");
    assert_string_equal(town->id, "events/2");
    assert_true(newest_is(town, "dept/labour", "activity.invited"));
    assert_int_equal(town_tip(town, "dept/land"), 1);
    ASKS(town, NULL, "activity.show", "id=events/2");
    SAYS(
        town,
        " kind=lecture starts=2006-12-10T14:00:00+00:00 ends=2006-12-10T16:00:00+00:00 place=\"Hall 大厅\" ");
    SAYS(town, " invited=1 ");
    ASKS(town, &town->wang, "activity.list", " ");
    SAYS(town, " mine=yes");
    SAYS_NOT(town, " replied=");

    REFUSED(town, &town->lin, NOT_MEMBER, "activity.reply", "id=events/2 seen=%s coming=yes",
            head_of(town, "events/2"));
    REFUSED(town, &qian, NOT_INVITED, "activity.reply", "id=events/2 seen=%s coming=yes",
            head_of(town, "events/2"));
    REFUSED(town, &town->wang, UNKNOWN_ACTIVITY, "activity.reply", "id=events/1 seen=%s coming=yes",
            head_of(town, "events/2"));
    ACTS(town, &town->wang, "activity.reply", "id=events/2 seen=%s coming=yes people=4",
         head_of(town, "events/2"));
    ASKS(town, &town->lin, "activity.show", "id=events/2");
    SAYS(town, " coming=1 people=4");
    ACTS(town, &town->wang, "activity.reply", "id=events/2 seen=%s coming=no comment=\"another day\"",
         head_of(town, "events/2"));
    ASKS(town, &town->lin, "activity.replies", "id=events/2");
    ROWS_ARE(town, 1);
    SAYS(town, " department=labour coming=no comment=\"another day\" actor=wang ");
    ASKS(town, &town->wang, "activity.show", "id=events/2");
    SAYS(town, " replied=no");
    town->now_ms = TOWN_BEGAN_MS + 10 * DAY_MS + 17 * HOUR_MS; /* it is over */
    REFUSED(town, &town->wang, IN_THE_PAST, "activity.reply", "id=events/2 seen=%s coming=yes",
            head_of(town, "events/2"));
    town_is_sound(town);
}

static void a_change_tells_old_and_new(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "activity.announce", LECTURE " to=labour");
    ACTS(town, &town->wang, "activity.reply", "id=events/2 seen=%s coming=yes people=2",
         head_of(town, "events/2"));
    char old[TOWN_HEX];
    snprintf(old, sizeof old, "%s", head_of(town, "events/2"));
    ACTS(town, &town->lin, "activity.change",
         "id=events/2 seen=%s headline=Later kind=lecture starts=2006-12-12 to=labour,land", old);
    REFUSED(town, &town->lin, HEAD_CHANGED, "activity.change",
            "id=events/2 seen=%s headline=x kind=lecture starts=2006-12-12", old);
    REFUSED(town, &town->wang, HEAD_CHANGED, "activity.reply", "id=events/2 seen=%s coming=yes", old);
    assert_true(newest_is(town, "dept/labour", "activity.invited"));
    assert_true(newest_is(town, "dept/land", "activity.invited"));
    ASKS(town, &town->lin, "activity.show", "id=events/2");
    SAYS(town, " headline=Later ");
    SAYS(town, " days=yes");
    SAYS(town, " invited=2 coming=1 people=2"); /* the reply stands */
    ACTS(town, &town->lin, "activity.change",
         "id=events/2 seen=%s headline=Later kind=lecture starts=2006-12-12 to=land",
         head_of(town, "events/2"));
    assert_true(newest_is(town, "dept/labour", "activity.uninvited"));
    REFUSED(town, &town->wang, NOT_INVITED, "activity.reply", "id=events/2 seen=%s coming=yes",
            head_of(town, "events/2"));
    REFUSED(town, &town->wang, NOT_OWN, "activity.cancel", "id=events/2 seen=%s reason=x",
            head_of(town, "events/2"));
    town_is_sound(town);
}

static void what_is_cancelled_stays_so(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "activity.announce", LECTURE " to=all");
    ACTS(town, &town->lin, "activity.cancel", "id=events/2 seen=%s reason=雨", head_of(town, "events/2"));
    assert_true(newest_is(town, "dept/labour", "activity.uninvited"));
    assert_true(newest_is(town, "dept/land", "activity.uninvited"));
    REFUSED(town, &town->wang, ACTIVITY_CANCELLED, "activity.reply", "id=events/2 seen=%s coming=yes",
            head_of(town, "events/2"));
    REFUSED(town, &town->lin, ACTIVITY_CANCELLED, "activity.cancel", "id=events/2 seen=%s reason=x",
            head_of(town, "events/2"));
    REFUSED(town, &town->lin, ACTIVITY_CANCELLED, "activity.change",
            "id=events/2 seen=%s headline=x kind=visit starts=2006-12-12", head_of(town, "events/2"));
    ASKS(town, NULL, "activity.show", "id=events/2");
    SAYS(town, " reason=雨");
    town_is_sound(town);
}

/* Whether there is something, and what became of it, is told to those who may read it or were invited. */
static void what_others_may_not_read_is_unknown_to_them(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->house, "channel.create",
         "channel=closed title=x read=committee publish=committee moderate=committee");
    ACTS(town, &town->lin, "activity.announce", "channel=closed headline=x kind=visit starts=2006-12-12");
    ASKS(town, &town->lin, "activity.show", "id=closed/2");
    town_hash_said(town, "head", head);
    REFUSED(town, &qian, UNKNOWN_ACTIVITY, "activity.reply", "id=closed/2 seen=%s coming=yes", head);
    ACTS(town, &town->lin, "activity.cancel", "id=closed/2 seen=%s reason=x", head);
    REFUSED(town, &qian, UNKNOWN_ACTIVITY, "activity.reply", "id=closed/2 seen=%s coming=yes", head);
    town_is_sound(town);
}

static void who_was_there(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "activity.announce", LECTURE " to=labour");
    REFUSED(town, &town->lin, NOT_YET, "activity.attended", "id=events/2 seen=%s people=10",
            head_of(town, "events/2"));
    town->now_ms = TOWN_BEGAN_MS + 10 * DAY_MS + 15 * HOUR_MS;
    REFUSED(town, &town->lin, UNKNOWN_DEPARTMENT, "activity.attended",
            "id=events/2 seen=%s departments=roads", head_of(town, "events/2"));
    ACTS(town, &town->lin, "activity.attended", "id=events/2 seen=%s people=10", head_of(town, "events/2"));
    REFUSED(town, &town->lin, GUEST_UNINVITED, "activity.attended",
            "id=events/2 seen=%s departments=labour,land", head_of(town, "events/2"));
    REFUSED(town, &town->lin, GUEST_INVITED, "activity.attended",
            "id=events/2 seen=%s departments=labour uninvited=labour", head_of(town, "events/2"));
    ACTS(town, &town->lin, "activity.attended",
         "id=events/2 seen=%s departments=labour uninvited=land people=12 note=good",
         head_of(town, "events/2"));
    ASKS(town, NULL, "activity.show", "id=events/2");
    SAYS(town, " attended=labour uninvited=land attended_people=12 note=good");
    REFUSED(town, &town->lin, HELD, "activity.cancel", "id=events/2 seen=%s reason=x",
            head_of(town, "events/2"));
    REFUSED(town, &town->lin, HELD, "activity.change",
            "id=events/2 seen=%s headline=x kind=lecture starts=2006-12-20 to=labour",
            head_of(town, "events/2"));
    town_is_sound(town);
}

static void an_activity_is_erased(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "activity.announce", LECTURE " to=labour text=secret");
    ACTS(town, &town->lin, "activity.change",
         "id=events/2 seen=%s headline=Later kind=lecture starts=2006-12-12 text=secret2 to=labour",
         head_of(town, "events/2"));
    ACTS(town, &town->lin, "erase", "id=events/2 seen=%s reason=law", head_of(town, "events/2"));
    ASKS(town, NULL, "activity.show", "id=events/2");
    SAYS(town, " erased=yes");
    SAYS_NOT(town, "secret");
    SAYS_NOT(town, "headline");
    REFUSED(town, &town->lin, ERASED, "erase", "id=events/2 seen=%s reason=again", head_of(town, "events/2"));
    town_is_sound(town);
}

/* Verbs about bulletins, given something else. */
static void other_things_are_no_bulletins(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "activity.announce", LECTURE);
    ACTS(town, &town->lin, "forum.open", "channel=events headline=x");
    const char *const ids[] = {"events/1", "events/2", "events/3", "events/99"};
    char head[TOWN_HEX];
    snprintf(head, sizeof head, "%s", head_of(town, "events/2"));
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        REFUSED(town, &town->lin, UNKNOWN_ID, "withdraw", "id=%s seen=%s reason=x", ids[i], head);
        REFUSED(town, &town->lin, UNKNOWN_ID, "revise", "id=%s seen=%s headline=x", ids[i], head);
    }
    REFUSED(town, &town->lin, UNKNOWN_ACTIVITY, "activity.cancel", "id=events/3 seen=%s reason=x", head);
    REFUSED(town, &town->lin, UNKNOWN_ACTIVITY, "activity.change",
            "id=events/3 seen=%s headline=x kind=visit starts=2006-12-12", head);
    ASK_REFUSED(town, NULL, UNKNOWN_ACTIVITY, "activity.show", "id=events/3");
}

static void they_are_listed_by_their_dates(void **state)
{
    struct town *town = *state;
    static const char *const days[] = {"2006-12-20", "2006-12-05", "2006-12-12"};
    for (size_t i = 0; i < 3; i++)
        ACTS(town, &town->lin, "activity.announce", "channel=events headline=\"on %s\" kind=visit starts=%s",
             days[i], days[i]);
    ASKS(town, NULL, "activity.list", " ");
    ROWS_ARE(town, 3);
    assert_true(strstr(town->answer, "12-05") < strstr(town->answer, "12-12"));
    assert_true(strstr(town->answer, "12-12") < strstr(town->answer, "12-20"));
    ASKS(town, NULL, "activity.list", "from=2006-12-06 until=2006-12-13");
    ROWS_ARE(town, 1);
    town->room_for_rows = 2;
    ASKS(town, NULL, "activity.list", " ");
    assert_true(town->more);
    town->room_for_rows = SIZE_MAX;
    town->goes_on = true;
    ASKS(town, NULL, "activity.list", " ");
    town->goes_on = false;
    ROWS_ARE(town, 1);
    SAYS(town, "id=events/2 ");
    ACTS(town, &town->lin, "activity.announce", "channel=inner headline=hidden kind=visit starts=2006-12-06");
    ASKS(town, NULL, "activity.list", " ");
    ROWS_ARE(town, 3);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, settle, town_leave)
    const struct CMUnitTest tests[] = {
        CASE(what_cannot_be_announced),
        CASE(the_invited_are_told_and_reply),
        CASE(a_change_tells_old_and_new),
        CASE(what_is_cancelled_stays_so),
        CASE(what_others_may_not_read_is_unknown_to_them),
        CASE(who_was_there),
        CASE(an_activity_is_erased),
        CASE(other_things_are_no_bulletins),
        CASE(they_are_listed_by_their_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
