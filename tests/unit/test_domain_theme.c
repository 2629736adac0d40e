/* Tests of the theme of the month: who may plan what, every turn at its time, and what was slept through. The
 * programme's zone is eight hours from UTC, so that a month never begins with a day of UTC. */
#include "tests/unit/support/themes.h"

static const char *const seven_days_before = "2006-12-25T09:00:00+08:00";

static void a_theme_needs_its_channels_and_its_planner(void **state)
{
    (void)state;
    struct town *town;
    town_settle((void **)&town);
    REFUSED(town, &town->lin, UNKNOWN_CHANNEL, "theme.plan", "month=2006-12 title=x");
    NAMES(town, "themes");
    ASK_REFUSED(town, &town->lin, UNKNOWN_CHANNEL, "theme.current", " ");
    town_leave((void **)&town);
}

static void what_cannot_be_planned_is_refused(void **state)
{
    struct town *town = *state;
    REFUSED(town, &town->wang, NOT_PUBLISHER, "theme.plan", "month=2006-12 title=x");
    REFUSED(town, &town->lin, MONTH_PAST, "theme.plan", "month=2006-10 title=x");
    NAMES(town, "2006-10");
    REFUSED(town, &town->lin, TOO_LATE, "theme.plan", "month=2009-01 title=x");
    REFUSED(town, &town->lin, NOT_IN_MONTH, "theme.plan", "month=2006-12 title=x opens=2006-11-30");
    FIELD_IS(town, "opens");
    REFUSED(town, &town->lin, NOT_IN_MONTH, "theme.plan", "month=2006-12 title=x closes=2007-01-01");
    FIELD_IS(town, "closes");
    REFUSED(town, &town->lin, WRONG_ORDER, "theme.plan",
            "month=2006-12 title=x opens=2006-12-20 closes=2006-12-19");
    REFUSED(town, &town->lin, MONTH_PAST, "theme.plan", "month=2006-11 title=x closes=2006-11-29");
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=\"我谈机关服务品牌\"");
    REFUSED(town, &town->lin, THEME_EXISTS, "theme.plan", "month=2006-12 title=y");
    NAMES(town, "2006-12");
    ASK_REFUSED(town, &town->wang, UNKNOWN_THEME, "theme.show", "month=2006-12"); /* not open yet */
    ASK_REFUSED(town, &town->lin, UNKNOWN_THEME, "theme.show", "month=2007-01");
    ASK_REFUSED(town, &town->wang, NO_THEME, "theme.current", " ");
    town_is_sound(town);
}

static void a_month_runs_its_course(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=\"我谈机关服务品牌\" text=\"Which promise?\"");
    NEWEST(town, "desk/themes",
           "theme.planned month=2006-12 opens=2006-12-01T00:00:00+08:00 closes=2007-01-01T00:00:00+08:00 "
           "remind=2006-12-28T09:00:00+08:00 check=2006-12-25T09:00:00+08:00");
    assert_int_equal(town_run_at(town, "2006-11-30T23:59:59+08:00"), 0);
    uint64_t themes = town_tip(town, "themes"), forum = town_tip(town, "forum");
    assert_int_equal(town_run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    assert_int_equal(town_tip(town, "themes"), themes + 1);
    assert_int_equal(town_tip(town, "forum"), forum + 1);
    NEWEST(town, "themes", "theme.opened month=2006-12 thread=forum/2 closes=2007-01-01T00:00:00+08:00");
    NEWEST(town, "forum", "thread.opened month=2006-12");
    NEWEST(town, "desk/themes", "theme.turned month=2006-12 stage=open");
    ASKS(town, NULL, "theme.current", " ");
    SAYS(town, " title=我谈机关服务品牌 text=\"Which promise?\" stage=open actor=lin ");
    ASKS(town, NULL, "forum.show", "id=forum/2");
    SAYS(town, " headline=我谈机关服务品牌 actor=lin ");

    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=\"We answer within three days.\"");
    ACTS(town, &town->lin, "forum.post", "id=forum/2 text=\"How is that measured?\" answers=forum/3");
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=\"By the register.\" answers=forum/4");
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=\"And published.\" answers=forum/3");
    ACTS(town, &town->lin, "forum.post", "id=forum/2 text=\"not this one\"");
    char head[TOWN_HEX];
    town_head_of(town, "forum.show", "id=forum/7", head);
    ACTS(town, &town->lin, "forum.hide", "id=forum/7 seen=%s reason=twice", head);
    ACTS(town, &town->house, "department.create", "department=roads title=交通局");
    ASKS(town, &town->wang, "theme.current", " ");
    SAYS(town, " mine=3 posts=5");

    assert_int_equal(town_run_at(town, seven_days_before), 1); /* January has none */
    NEWEST(town, "desk/themes", "theme.checked month=2007-01 missing=yes check=2007-01-25T09:00:00+08:00");
    assert_int_equal(town_run_at(town, "2006-12-28T08:59:59+08:00"), 0);
    assert_int_equal(town_run_at(town, "2006-12-28T09:00:00+08:00"), 1);
    NEWEST(town, "themes", "theme.closing month=2006-12 thread=forum/2");
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=\"a last one\"");
    assert_int_equal(town_run_at(town, "2007-01-01T00:00:00+08:00"), 1);
    NEWEST(town, "themes",
           "theme.closed month=2006-12 thread=forum/2 posts=5 people=2 took_part=labour absent=roads "
           "departments=1 absent_count=1 answered=forum/3,forum/4");
    NEWEST(town, "forum", "thread.locked id=forum/2 locked=yes");
    REFUSED(town, &town->wang, THREAD_LOCKED, "forum.post", "id=forum/2 text=late");
    /* Nor does anybody who moderates open it again. */
    town_head_of(town, "forum.show", "id=forum/2 limit=1", head);
    REFUSED(town, &town->lin, THEME_STAGE, "forum.lock", "id=forum/2 seen=%s locked=no", head);
    REFUSED(town, &town->lin, THREAD_LOCKED, "forum.post", "id=forum/2 text=late");
    /* What opened it is hidden in the theme as well, but not from those who moderate the forum. */
    ACTS(town, &town->lin, "forum.hide", "id=forum/2 seen=%s reason=wrong", head);
    ASKS(town, NULL, "theme.show", "month=2006-12");
    SAYS(town, " hidden=yes");
    SAYS_NOT(town, "我谈机关服务品牌");
    while (domain_index(town->txn, 100))
        continue;
    ASKS(town, NULL, "search", "words=机关服务品牌");
    ROWS_ARE(town, 0);
    ASKS(town, &town->lin, "theme.show", "month=2006-12");
    SAYS(town, "我谈机关服务品牌");
    town_head_of(town, "forum.show", "id=forum/2 limit=1", head);
    ACTS(town, &town->lin, "forum.hide", "id=forum/2 seen=%s reason=right hidden=no", head);
    ASKS(town, NULL, "search", "words=机关服务品牌 in=themes");
    ROWS_ARE(town, 1);
    ASKS(town, NULL, "theme.list", "year=2006");
    SAYS_NOT(town, "hidden");
    ROWS_ARE(town, 1);
    SAYS(town, " stage=closed ");
    SAYS(town, " posts=5 people=2 took_part=labour absent=roads ");
    ASK_REFUSED(town, NULL, NO_THEME, "theme.current", " ");
    town_is_sound(town);
}

static void a_planned_theme_is_replaced_as_a_whole(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=First text=Old opens=2006-12-05");
    char head[TOWN_HEX];
    snprintf(head, sizeof head, "%s", themes_head(town, "2006-12"));
    REFUSED(town, &town->wang, NOT_PUBLISHER, "theme.amend", "month=2006-12 seen=%s title=x", head);
    REFUSED(town, &town->lin, UNKNOWN_THEME, "theme.amend", "month=2007-02 seen=%s title=x", head);
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 seen=%s title=Second closes=2006-12-20", head);
    REFUSED(town, &town->lin, HEAD_CHANGED, "theme.amend", "month=2006-12 seen=%s title=Third", head);
    assert_int_equal(town_run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    ASKS(town, NULL, "theme.current", " ");
    SAYS(town, " title=Second stage=open ");
    SAYS_NOT(town, "Old");

    /* Open now: its beginning has been, its end can be moved. */
    snprintf(head, sizeof head, "%s", themes_head(town, "2006-12"));
    REFUSED(town, &town->lin, THEME_OPEN, "theme.amend",
            "month=2006-12 seen=%s title=Second opens=2006-12-02", head);
    FIELD_IS(town, "opens");
    REFUSED(town, &town->lin, THEME_OPEN, "theme.cancel", "month=2006-12 seen=%s reason=x", head);
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 seen=%s title=Second closes=2006-12-10", head);
    assert_int_equal(town_run_at(town, "2006-12-07T09:00:00+08:00"), 1); /* three days before its last */
    NEWEST(town, "themes", "theme.closing");
    assert_int_equal(town_run_at(town, "2006-12-11T00:00:00+08:00"), 1);
    NEWEST(town, "themes", "theme.closed");
    snprintf(head, sizeof head, "%s", themes_head(town, "2006-12"));
    REFUSED(town, &town->lin, THEME_STAGE, "theme.amend", "month=2006-12 seen=%s title=Second", head);
    town_is_sound(town);
}

/* Its text is the theme's: it stands in `themes`, too. */
static void the_thread_of_a_theme_is_the_themes(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=First text=Old");
    assert_int_equal(town_run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    REFUSED(town, &town->lin, THEME_OPEN, "forum.edit", "id=forum/2 seen=%s text=New",
            town_head_of(town, "forum.show", "id=forum/2", head));
    ACTS(town, &town->house, "channel.change", "channel=themes seen=%s moderate=account:wang",
         town_head_of(town, "channels", "channel=themes", head));
    REFUSED(town, &town->lin, NOT_MODERATOR, "erase", "id=forum/2 seen=%s reason=law",
            town_head_of(town, "forum.show", "id=forum/2", head));
    town_is_sound(town);
}

static void a_summary_counts_what_can_be_read(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=First");
    assert_int_equal(town_run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=one");                    /* 3 */
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=two");                    /* 4 */
    ACTS(town, &town->lin, "forum.post", "id=forum/2 text=spam answers=forum/3");    /* 5 */
    ACTS(town, &town->lin, "forum.post", "id=forum/2 text=spam answers=forum/3");    /* 6 */
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=answer answers=forum/4"); /* 7 */
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=opening answers=forum/2");
    for (int i = 5; i <= 6; i++)
        ACTS(town, &town->lin, "forum.hide", "id=forum/%d seen=%s reason=spam", i,
             town_head_of(town, "forum.show", town_line("id=forum/%d", i), head));
    town_run_at(town, "2007-01-01T00:00:00+08:00");
    NEWEST(town, "themes", "theme.closed");
    NEWEST(town, "themes", " posts=4 ");
    NEWEST(town, "themes", " answered=forum/4");
    town_is_sound(town);
}

static void a_cancelled_theme_leaves_room_for_another(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=First");
    ACTS(town, &town->lin, "theme.cancel", "month=2006-12 seen=%s reason=\"Too early\"",
         themes_head(town, "2006-12"));
    ASKS(town, &town->lin, "theme.list", " year=2006");
    SAYS(town, " stage=cancelled ");
    SAYS(town, " reason=\"Too early\"");
    ASKS(town, NULL, "theme.list", " year=2006");
    ROWS_ARE(town, 0);
    REFUSED(town, &town->lin, THEME_STAGE, "theme.cancel", "month=2006-12 seen=%s reason=again",
            themes_head(town, "2006-12"));
    assert_int_equal(town_run_at(town, "2006-12-02T12:00:00+08:00"), 0);
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=Second");
    assert_int_equal(town_run(town), 1); /* its month runs already */
    NEWEST(town, "themes", "theme.opened month=2006-12");
    town_is_sound(town);
}

/* The one rule for what was slept through. */
static void what_was_slept_through_happens_once(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=December");
    ACTS(town, &town->lin, "theme.plan", "month=2007-01 title=January");
    ACTS(town, &town->lin, "theme.plan", "month=2007-02 title=February");
    assert_int_equal(town_run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=hello");
    uint64_t themes = town_tip(town, "themes"), forum = town_tip(town, "forum");

    /* Asleep from then to the middle of February: December is closed without its late reminder, January is
     * missed, February opens, and of the months that were to be looked at the newest is. */
    town_run_at(town, "2007-02-15T12:00:00+08:00");
    assert_int_equal(town_tip(town, "themes"), themes + 2); /* closed, opened */
    assert_int_equal(town_tip(town, "forum"), forum + 2);   /* locked, opened */
    NEWEST(town, "themes", "theme.opened month=2007-02");
    ASKS(town, &town->lin, "theme.list", "year=2006");
    SAYS(town, " stage=closed ");
    ASKS(town, &town->lin, "theme.list", "year=2007");
    ROWS_ARE(town, 2);
    SAYS(town, "month=2007-01 ");
    SAYS(town, " stage=missed ");
    assert_int_equal(town_run(town), 0);
    assert_int_equal(town_run_at(town, "2007-02-22T09:00:00+08:00"), 1);
    NEWEST(town, "desk/themes", "theme.checked month=2007-03 missing=yes check=2007-03-25T09:00:00+08:00");
    town_is_sound(town);
}

static void a_summary_names_the_first_of_many(void **state)
{
    struct town *town = *state;
    char line[128];
    for (int i = 0; i < LIMIT_SUMMED_NAMES + 10; i++) {
        snprintf(line, sizeof line, "department=d%02d title=x", i);
        ACTS(town, &town->house, "department.create", "%s", line);
    }
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=x");
    town_run_at(town, "2006-12-01T00:00:00+08:00");
    town_run_at(town, "2007-01-01T00:00:00+08:00");
    NEWEST(town, "themes", "posts=0 people=0 absent=d00,d01,");
    NEWEST(town, "themes", ",d39 departments=0 absent_count=51");
    town_is_sound(town);
}

static void daylight_time_moves_no_month(void **state)
{
    struct town *town = *state;
    times_zone("Europe/Berlin");
    town_at(town, "2007-02-20T12:00:00+01:00");
    ACTS(town, &town->lin, "theme.plan", "month=2007-03 title=x");
    NEWEST(
        town, "desk/themes",
        "opens=2007-03-01T07:00:00+08:00 closes=2007-04-01T06:00:00+08:00 remind=2007-03-28T15:00:00+08:00");
    times_zone("Asia/Shanghai");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, themes_settle, town_leave)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_theme_needs_its_channels_and_its_planner),
        CASE(what_cannot_be_planned_is_refused),
        CASE(a_month_runs_its_course),
        CASE(a_planned_theme_is_replaced_as_a_whole),
        CASE(the_thread_of_a_theme_is_the_themes),
        CASE(a_summary_counts_what_can_be_read),
        CASE(a_cancelled_theme_leaves_room_for_another),
        CASE(what_was_slept_through_happens_once),
        CASE(a_summary_names_the_first_of_many),
        CASE(daylight_time_moves_no_month),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
