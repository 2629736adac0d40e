/* Tests of the theme of the month: who may plan what, every turn at its time, and what was slept through. The
 * programme's zone is eight hours from UTC, so that a month never begins with a day of UTC. */
#include <time.h>

#include "server/domain/theme.h"
#include "tests/unit/town.h"

static const char *const seven_days_before = "2006-12-25T09:00:00+08:00";

static int settle(void **state)
{
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    town_settle(state); /* it is 2006-11-30, eight in the morning */
    struct town *town = *state;
    ACTS(town, &town->house, "channel.create",
         "channel=themes title=\"每月主题\" read=everyone publish=committee moderate=committee");
    ACTS(town, &town->house, "channel.create",
         "channel=forum title=论坛 read=everyone publish=everyone moderate=committee");
    return 0;
}

static void at(struct town *town, const char *moment)
{
    assert_true(text_to_time(bytes_of_text(moment), &town->now_ms));
}

/* Moves the clock and does what is due. */
static size_t run_at(struct town *town, const char *moment)
{
    at(town, moment);
    return town_run(town);
}

/* As the committee sees it: others do not see what is only planned. */
static const char *head_of(struct town *town, const char *month)
{
    static char head[TOWN_HEX];
    ASKS(town, &town->lin, "theme.show", "month=%s", month);
    const char *found = strstr(town->answer, " head=");
    assert_non_null(found);
    memcpy(head, found + strlen(" head="), TOWN_HEX - 1);
    return head;
}

static uint64_t tip_of(struct town *town, const char *channel)
{
    struct tip tip;
    ledger_tip(town->txn, bytes_of_text(channel), &tip);
    return tip.number;
}

/* The newest fact of a channel, as `kind decided…`. */
static const char *newest(struct town *town, const char *channel)
{
    static char said[2048];
    struct buffer out = buffer_over(said, sizeof said - 1);
    struct fact fact;
    struct refusal why;
    _Alignas(max_align_t) uint8_t decided[4096];
    assert_true(ledger_read_at(town->txn, bytes_of_text(channel), tip_of(town, channel), &fact));
    const struct fact_kind *kind = fact_kind_find(fact.head.kind);
    assert_int_equal(codec_decode(kind->decided, fact.head.decided, decided, &why), OK);
    buffer_add_text(&out, kind->word);
    text_from_values(kind->decided, decided, 8 * 60, &out);
    said[out.size] = '\0';
    return said;
}

#define NEWEST(town, channel, text)                                                                          \
    do {                                                                                                     \
        if (strstr(newest(town, channel), text) == NULL)                                                     \
            fail_msg("%s: %s", channel, newest(town, channel));                                              \
    } while (0)

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
    assert_int_equal(run_at(town, "2006-11-30T23:59:59+08:00"), 0);
    uint64_t themes = tip_of(town, "themes"), forum = tip_of(town, "forum");
    assert_int_equal(run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    assert_int_equal(tip_of(town, "themes"), themes + 1);
    assert_int_equal(tip_of(town, "forum"), forum + 1);
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
    ACTS(town, &town->lin, "forum.hide", "id=forum/7 head=%s reason=twice", head);
    ACTS(town, &town->house, "department.create", "department=roads title=交通局");
    ASKS(town, &town->wang, "theme.current", " ");
    SAYS(town, " mine=3 posts=5");

    assert_int_equal(run_at(town, seven_days_before), 1); /* January has none */
    NEWEST(town, "desk/themes", "theme.checked month=2007-01 missing=yes check=2007-01-25T09:00:00+08:00");
    assert_int_equal(run_at(town, "2006-12-28T08:59:59+08:00"), 0);
    assert_int_equal(run_at(town, "2006-12-28T09:00:00+08:00"), 1);
    NEWEST(town, "themes", "theme.closing month=2006-12 thread=forum/2");
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=\"a last one\"");
    assert_int_equal(run_at(town, "2007-01-01T00:00:00+08:00"), 1);
    NEWEST(town, "themes",
           "theme.closed month=2006-12 thread=forum/2 posts=5 people=2 took_part=labour absent=roads "
           "departments=1 absent_count=1 answered=forum/3,forum/4");
    NEWEST(town, "forum", "thread.locked id=forum/2 locked=yes");
    REFUSED(town, &town->wang, THREAD_LOCKED, "forum.post", "id=forum/2 text=late");
    /* Nor does anybody who moderates open it again. */
    town_head_of(town, "forum.show", "id=forum/2 limit=1", head);
    REFUSED(town, &town->lin, THEME_STAGE, "forum.lock", "id=forum/2 head=%s locked=no", head);
    REFUSED(town, &town->lin, THREAD_LOCKED, "forum.post", "id=forum/2 text=late");
    /* What opened it is hidden in the theme as well, but not from those who moderate the forum. */
    ACTS(town, &town->lin, "forum.hide", "id=forum/2 head=%s reason=wrong", head);
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
    ACTS(town, &town->lin, "forum.hide", "id=forum/2 head=%s reason=right hidden=no", head);
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
    snprintf(head, sizeof head, "%s", head_of(town, "2006-12"));
    REFUSED(town, &town->wang, NOT_PUBLISHER, "theme.amend", "month=2006-12 head=%s title=x", head);
    REFUSED(town, &town->lin, UNKNOWN_THEME, "theme.amend", "month=2007-02 head=%s title=x", head);
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 head=%s title=Second closes=2006-12-20", head);
    REFUSED(town, &town->lin, HEAD_CHANGED, "theme.amend", "month=2006-12 head=%s title=Third", head);
    assert_int_equal(run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    ASKS(town, NULL, "theme.current", " ");
    SAYS(town, " title=Second stage=open ");
    SAYS_NOT(town, "Old");

    /* Open now: its beginning has been, its end can be moved. */
    snprintf(head, sizeof head, "%s", head_of(town, "2006-12"));
    REFUSED(town, &town->lin, THEME_OPEN, "theme.amend",
            "month=2006-12 head=%s title=Second opens=2006-12-02", head);
    FIELD_IS(town, "opens");
    REFUSED(town, &town->lin, THEME_OPEN, "theme.cancel", "month=2006-12 head=%s reason=x", head);
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 head=%s title=Second closes=2006-12-10", head);
    assert_int_equal(run_at(town, "2006-12-07T09:00:00+08:00"), 1); /* three days before its last */
    NEWEST(town, "themes", "theme.closing");
    assert_int_equal(run_at(town, "2006-12-11T00:00:00+08:00"), 1);
    NEWEST(town, "themes", "theme.closed");
    snprintf(head, sizeof head, "%s", head_of(town, "2006-12"));
    REFUSED(town, &town->lin, THEME_STAGE, "theme.amend", "month=2006-12 head=%s title=Second", head);
    town_is_sound(town);
}

/* What is said of a theme in both its channels, since they had so many facts. */
static void amended_once(struct town *town, uint64_t themes, uint64_t forum, bool words)
{
    assert_int_equal(tip_of(town, "themes"), themes + words);
    assert_int_equal(tip_of(town, "forum"), forum + words);
    NEWEST(town, "desk/themes", "theme.amended month=2006-12 ");
}

/* A typo is mended where people read it, and marked. */
static void the_words_of_an_open_theme_are_amended(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=Frist text=Pormise");
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 head=%s title=Frist text=Pormise",
         head_of(town, "2006-12"));
    assert_int_equal(run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    ASKS(town, NULL, "theme.show", "month=2006-12");
    SAYS_NOT(town, " amended="); /* nobody had read it yet */
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=hello");
    const uint64_t themes = tip_of(town, "themes"), forum = tip_of(town, "forum");

    at(town, "2006-12-02T10:00:00+08:00");
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 head=%s title=First text=Promise",
         head_of(town, "2006-12"));
    assert_string_equal(town->head, head_of(town, "2006-12")); /* its answer goes on with */
    amended_once(town, themes, forum, true);
    NEWEST(town, "themes", "theme.corrected month=2006-12 id=themes/2 thread=forum/2");
    NEWEST(town, "forum", "post.edited thread=forum/2 id=forum/2 month=2006-12");
    ASKS(town, NULL, "theme.current", " ");
    SAYS(town, " title=First text=Promise stage=open actor=lin ");
    SAYS(town, " amended=2006-12-02T02:00:00+00:00 thread=forum/2 ");
    ASKS(town, NULL, "forum.show", "id=forum/2 limit=1");
    SAYS(town, " headline=First actor=lin ");
    SAYS(town, " text=Promise edited=2006-12-02T02:00:00+00:00 edits=1 ");
    ASKS(town, NULL, "forum.threads", "channel=forum");
    SAYS(town, " headline=First ");
    SAYS(town, " amended=2006-12-02T02:00:00+00:00");
    ASKS(town, NULL, "forum.edits", "id=forum/2");
    ROWS_ARE(town, 2);
    SAYS(town, " headline=Frist ");
    SAYS(town, " headline=First ");

    /* The end alone says nothing to readers; a text that was left out is gone; nothing changed is nothing. */
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 head=%s title=First text=Promise closes=2006-12-20",
         head_of(town, "2006-12"));
    amended_once(town, themes + 1, forum + 1, false);
    at(town, "2006-12-18T10:00:00+08:00");
    town_run(town);
    NEWEST(town, "themes", "theme.closing");
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 head=%s title=First closes=2006-12-20",
         head_of(town, "2006-12"));
    amended_once(town, themes + 2, forum + 1, true);
    ASKS(town, NULL, "theme.current", " ");
    SAYS_NOT(town, "Promise");
    SAYS(town, " amended=2006-12-18T02:00:00+00:00 ");
    run_at(town, "2006-12-21T00:00:00+08:00");
    NEWEST(town, "themes", "theme.closed");
    NEWEST(town, "themes", " posts=1 people=1 "); /* nobody spoke in it besides */
    REFUSED(town, &town->lin, THEME_STAGE, "theme.amend", "month=2006-12 head=%s title=Second",
            strcpy(head, head_of(town, "2006-12")));
    town_is_sound(town);
}

/* What moderators took out of sight, nobody brings back into it by other words. */
static void a_theme_out_of_sight_keeps_its_words(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], theme[TOWN_HEX];
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=First text=Old");
    assert_int_equal(run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    ACTS(town, &town->lin, "forum.hide", "id=forum/2 head=%s reason=wrong",
         town_head_of(town, "forum.show", "id=forum/2", head));
    strcpy(theme, head_of(town, "2006-12"));
    REFUSED(town, &town->lin, HIDDEN, "theme.amend", "month=2006-12 head=%s title=Second", theme);
    NAMES(town, "forum/2");
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 head=%s title=First text=Old closes=2006-12-20",
         theme);
    ACTS(town, &town->lin, "forum.hide", "id=forum/2 head=%s reason=right hidden=no",
         town_head_of(town, "forum.show", "id=forum/2", head));
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 head=%s title=Second", head_of(town, "2006-12"));
    ACTS(town, &town->lin, "erase", "id=forum/2 head=%s reason=law",
         town_head_of(town, "forum.show", "id=forum/2", head));
    REFUSED(town, &town->lin, ERASED, "theme.amend", "month=2006-12 head=%s title=Third",
            head_of(town, "2006-12"));
    town_is_sound(town);
}

/* The words of a theme are the committee's: they are nothing that somebody said. */
static void amending_is_not_speaking(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=First");
    assert_int_equal(run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    town->now_ms += 60 * 1000;
    for (int i = 0; i < LIMIT_POSTS_A_MINUTE; i++)
        ACTS(town, &town->lin, "theme.amend", "month=2006-12 head=%s title=T%d", head_of(town, "2006-12"), i);
    for (int i = 0; i < LIMIT_POSTS_A_MINUTE; i++)
        ACTS(town, &town->lin, "forum.post", "id=forum/2 text=%d", i);
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 head=%s title=Last", head_of(town, "2006-12"));
    REFUSED(town, &town->lin, TOO_FAST, "forum.post", "id=forum/2 text=more");
}

/* So many that an erasure can still name them all. */
static void a_theme_is_amended_so_often_and_no_more(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=First text=Old");
    for (int i = 0; i < LIMIT_EDITS; i++)
        ACTS(town, &town->lin, "theme.amend", "month=2006-12 head=%s title=T%d text=secret",
             head_of(town, "2006-12"), i);
    REFUSED(town, &town->lin, TOO_MANY_EDITS, "theme.amend", "month=2006-12 head=%s title=x",
            head_of(town, "2006-12"));
    assert_int_equal(town->decision.why.limit, LIMIT_EDITS);
    assert_int_equal(run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    REFUSED(town, &town->lin, TOO_MANY_EDITS, "theme.amend", "month=2006-12 head=%s title=x",
            head_of(town, "2006-12"));
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "erase", "id=forum/2 head=%s reason=law",
         town_head_of(town, "forum.show", "id=forum/2", head));
    ASKS(town, &town->lin, "theme.show", "month=2006-12");
    SAYS_NOT(town, "secret");
    town_is_sound(town);
}

/* Or as often while it is open: every one of its texts goes, wherever it stands. */
static void all_words_of_an_open_theme_can_be_erased(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=First text=secret");
    assert_int_equal(run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    for (int i = 0; i < LIMIT_EDITS; i++)
        ACTS(town, &town->lin, "theme.amend", "month=2006-12 head=%s title=T%d text=secret",
             head_of(town, "2006-12"), i);
    REFUSED(town, &town->lin, TOO_MANY_EDITS, "theme.amend", "month=2006-12 head=%s title=x",
            head_of(town, "2006-12"));
    while (domain_index(town->txn, 100))
        continue;
    ASKS(town, NULL, "search", "words=secret");
    ROWS_ARE(town, 2); /* the theme and its thread, each once */
    ACTS(town, &town->lin, "erase", "id=forum/2 head=%s reason=law",
         town_head_of(town, "forum.show", "id=forum/2", head));
    assert_int_equal(town_acts_with(town, "secret"), 0);
    while (domain_index(town->txn, 100))
        continue;
    ASKS(town, NULL, "search", "words=secret");
    ROWS_ARE(town, 0);
    ASKS(town, &town->lin, "theme.show", "month=2006-12");
    SAYS_NOT(town, "secret");
    town_is_sound(town);
}

/* Its text is the theme's: it stands in `themes`, too. */
static void the_thread_of_a_theme_is_the_themes(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=First text=Old");
    assert_int_equal(run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    REFUSED(town, &town->lin, THEME_OPEN, "forum.edit", "id=forum/2 head=%s text=New",
            town_head_of(town, "forum.show", "id=forum/2", head));
    ACTS(town, &town->house, "channel.change", "channel=themes head=%s moderate=account:wang",
         town_head_of(town, "channels", "channel=themes", head));
    REFUSED(town, &town->lin, NOT_MODERATOR, "erase", "id=forum/2 head=%s reason=law",
            town_head_of(town, "forum.show", "id=forum/2", head));
    town_is_sound(town);
}

static void a_summary_counts_what_can_be_read(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=First");
    assert_int_equal(run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=one");                    /* 3 */
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=two");                    /* 4 */
    ACTS(town, &town->lin, "forum.post", "id=forum/2 text=spam answers=forum/3");    /* 5 */
    ACTS(town, &town->lin, "forum.post", "id=forum/2 text=spam answers=forum/3");    /* 6 */
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=answer answers=forum/4"); /* 7 */
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=opening answers=forum/2");
    for (int i = 5; i <= 6; i++)
        ACTS(town, &town->lin, "forum.hide", "id=forum/%d head=%s reason=spam", i,
             town_head_of(town, "forum.show", town_line("id=forum/%d", i), head));
    run_at(town, "2007-01-01T00:00:00+08:00");
    NEWEST(town, "themes", "theme.closed");
    NEWEST(town, "themes", " posts=4 ");
    NEWEST(town, "themes", " answered=forum/4");
    town_is_sound(town);
}

static void a_cancelled_theme_leaves_room_for_another(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=First");
    ACTS(town, &town->lin, "theme.cancel", "month=2006-12 head=%s reason=\"Too early\"",
         head_of(town, "2006-12"));
    ASKS(town, &town->lin, "theme.list", " year=2006");
    SAYS(town, " stage=cancelled ");
    SAYS(town, " reason=\"Too early\"");
    ASKS(town, NULL, "theme.list", " year=2006");
    ROWS_ARE(town, 0);
    REFUSED(town, &town->lin, THEME_STAGE, "theme.cancel", "month=2006-12 head=%s reason=again",
            head_of(town, "2006-12"));
    assert_int_equal(run_at(town, "2006-12-02T12:00:00+08:00"), 0);
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
    assert_int_equal(run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=hello");
    uint64_t themes = tip_of(town, "themes"), forum = tip_of(town, "forum");

    /* Asleep from then to the middle of February: December is closed without its late reminder, January is
     * missed, February opens, and of the months that were to be looked at the newest is. */
    run_at(town, "2007-02-15T12:00:00+08:00");
    assert_int_equal(tip_of(town, "themes"), themes + 2); /* closed, opened */
    assert_int_equal(tip_of(town, "forum"), forum + 2);   /* locked, opened */
    NEWEST(town, "themes", "theme.opened month=2007-02");
    ASKS(town, &town->lin, "theme.list", "year=2006");
    SAYS(town, " stage=closed ");
    ASKS(town, &town->lin, "theme.list", "year=2007");
    ROWS_ARE(town, 2);
    SAYS(town, "month=2007-01 ");
    SAYS(town, " stage=missed ");
    assert_int_equal(town_run(town), 0);
    assert_int_equal(run_at(town, "2007-02-22T09:00:00+08:00"), 1);
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
    run_at(town, "2006-12-01T00:00:00+08:00");
    run_at(town, "2007-01-01T00:00:00+08:00");
    NEWEST(town, "themes", "posts=0 people=0 absent=d00,d01,");
    NEWEST(town, "themes", ",d39 departments=0 absent_count=51");
    town_is_sound(town);
}

static void daylight_time_moves_no_month(void **state)
{
    struct town *town = *state;
    setenv("TZ", "Europe/Berlin", 1);
    tzset();
    at(town, "2007-02-20T12:00:00+01:00");
    ACTS(town, &town->lin, "theme.plan", "month=2007-03 title=x");
    NEWEST(
        town, "desk/themes",
        "opens=2007-03-01T07:00:00+08:00 closes=2007-04-01T06:00:00+08:00 remind=2007-03-28T15:00:00+08:00");
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, settle, town_leave)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_theme_needs_its_channels_and_its_planner),
        CASE(what_cannot_be_planned_is_refused),
        CASE(a_month_runs_its_course),
        CASE(a_planned_theme_is_replaced_as_a_whole),
        CASE(the_words_of_an_open_theme_are_amended),
        CASE(a_theme_out_of_sight_keeps_its_words),
        CASE(amending_is_not_speaking),
        CASE(a_theme_is_amended_so_often_and_no_more),
        CASE(all_words_of_an_open_theme_can_be_erased),
        CASE(the_thread_of_a_theme_is_the_themes),
        CASE(a_summary_counts_what_can_be_read),
        CASE(a_cancelled_theme_leaves_room_for_another),
        CASE(what_was_slept_through_happens_once),
        CASE(a_summary_names_the_first_of_many),
        CASE(daylight_time_moves_no_month),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
