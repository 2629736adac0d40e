/* Tests of a theme's words once they are read: amended and marked, in both its channels; hidden, erased, and
 * how often they can be. */
#include "tests/unit/support/themes.h"

/* What is said of a theme in both its channels, since they had these numbers of facts. */
static void amended_once(struct town *town, uint64_t themes, uint64_t forum, bool words)
{
    assert_int_equal(town_tip(town, "themes"), themes + words);
    assert_int_equal(town_tip(town, "forum"), forum + words);
    NEWEST(town, "desk/themes", "theme.amended month=2006-12 ");
}

/* A typo is mended where people read it, and marked. */
static void the_words_of_an_open_theme_are_amended(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=Frist text=Pormise");
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 seen=%s title=Frist text=Pormise",
         themes_head(town, "2006-12"));
    assert_int_equal(town_run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    ASKS(town, NULL, "theme.show", "month=2006-12");
    SAYS_NOT(town, " amended="); /* nobody had read it yet */
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=hello");
    const uint64_t themes = town_tip(town, "themes"), forum = town_tip(town, "forum");

    town_at(town, "2006-12-02T10:00:00+08:00");
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 seen=%s title=First text=Promise thread=forum/2",
         themes_head(town, "2006-12"));
    assert_string_equal(town->head, themes_head(town, "2006-12")); /* its answer goes on with */
    amended_once(town, themes, forum, true);
    NEWEST(town, "themes", "theme.corrected month=2006-12 id=themes/2 thread=forum/2");
    NEWEST(town, "forum", "post.edited thread=forum/2 id=forum/2 month=2006-12");
    ASKS(town, NULL, "theme.current", " ");
    SAYS(town, " title=First text=Promise stage=open actor=lin ");
    SAYS(town, " amended=2006-12-02T02:00:00+00:00 amended_by=lin thread=forum/2 ");
    ASKS(town, NULL, "forum.show", "id=forum/2 limit=1");
    SAYS(town, " headline=First actor=lin ");
    SAYS(town, " text=Promise edited=2006-12-02T02:00:00+00:00 edited_by=lin edits=1 ");
    ASKS(town, NULL, "forum.threads", "channel=forum");
    SAYS(town, " headline=First ");
    SAYS(town, " amended=2006-12-02T02:00:00+00:00");
    ASKS(town, NULL, "forum.edits", "id=forum/2");
    ROWS_ARE(town, 2);
    SAYS(town, " headline=Frist ");
    SAYS(town, " headline=First ");

    /* The end alone says nothing to readers; a text that was left out is gone; nothing changed is nothing. */
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 seen=%s title=First text=Promise closes=2006-12-20",
         themes_head(town, "2006-12"));
    amended_once(town, themes + 1, forum + 1, false);
    town_at(town, "2006-12-18T10:00:00+08:00");
    town_run(town);
    NEWEST(town, "themes", "theme.closing");
    ACTS(town, &town->lin, "theme.amend",
         "month=2006-12 seen=%s title=First closes=2006-12-20 thread=forum/2", themes_head(town, "2006-12"));
    amended_once(town, themes + 2, forum + 1, true);
    ASKS(town, NULL, "theme.current", " ");
    SAYS_NOT(town, "Promise");
    SAYS(town, " amended=2006-12-18T02:00:00+00:00 ");
    town_run_at(town, "2006-12-21T00:00:00+08:00");
    NEWEST(town, "themes", "theme.closed");
    NEWEST(town, "themes", " posts=1 people=1 "); /* nobody spoke in it besides */
    REFUSED(town, &town->lin, THEME_STAGE, "theme.amend", "month=2006-12 seen=%s title=Second",
            strcpy(head, themes_head(town, "2006-12")));
    town_is_sound(town);
}

/* An amendment of words says where they stand: nobody can show it as the words of another theme. */
static void words_are_amended_in_their_thread(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=First");
    REFUSED(town, &town->lin, BAD_VALUE, "theme.amend", "month=2006-12 seen=%s title=Second thread=forum/2",
            themes_head(town, "2006-12")); /* there is none yet */
    FIELD_IS(town, "thread");
    assert_int_equal(town_run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    ACTS(town, &town->wang, "forum.open", "channel=forum headline=another");
    REFUSED(town, &town->lin, FIELD_MISSING, "theme.amend", "month=2006-12 seen=%s title=Second",
            themes_head(town, "2006-12"));
    FIELD_IS(town, "thread");
    REFUSED(town, &town->lin, BAD_VALUE, "theme.amend", "month=2006-12 seen=%s title=Second thread=forum/3",
            themes_head(town, "2006-12"));
    NAMES(town, "forum/3");
    REFUSED(town, &town->lin, BAD_VALUE, "theme.amend", "month=2006-12 seen=%s title=First thread=forum/3",
            themes_head(town, "2006-12")); /* also when no words change */
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 seen=%s title=First closes=2006-12-20",
         themes_head(town, "2006-12"));
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 seen=%s title=Second thread=forum/2",
         themes_head(town, "2006-12"));
    town_is_sound(town);
}

/* What moderators took out of sight, nobody brings back into it by other words. */
static void a_theme_out_of_sight_keeps_its_words(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], theme[TOWN_HEX];
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=First text=Old");
    assert_int_equal(town_run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    ACTS(town, &town->lin, "forum.hide", "id=forum/2 seen=%s reason=wrong",
         town_head_of(town, "forum.show", "id=forum/2", head));
    strcpy(theme, themes_head(town, "2006-12"));
    REFUSED(town, &town->lin, HIDDEN, "theme.amend", "month=2006-12 seen=%s title=Second", theme);
    NAMES(town, "forum/2");
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 seen=%s title=First text=Old closes=2006-12-20",
         theme);
    ACTS(town, &town->lin, "forum.hide", "id=forum/2 seen=%s reason=right hidden=no",
         town_head_of(town, "forum.show", "id=forum/2", head));
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 seen=%s title=Second thread=forum/2",
         themes_head(town, "2006-12"));
    ACTS(town, &town->lin, "erase", "id=forum/2 seen=%s reason=law",
         town_head_of(town, "forum.show", "id=forum/2", head));
    REFUSED(town, &town->lin, ERASED, "theme.amend", "month=2006-12 seen=%s title=Third",
            themes_head(town, "2006-12"));
    town_is_sound(town);
}

/* The words of a theme are the committee's: they are nothing that somebody said. */
static void amending_is_not_speaking(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=First");
    assert_int_equal(town_run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    town->now_ms += 60 * 1000;
    for (int i = 0; i < LIMIT_POSTS_A_MINUTE; i++)
        ACTS(town, &town->lin, "theme.amend", "month=2006-12 seen=%s title=T%d thread=forum/2",
             themes_head(town, "2006-12"), i);
    for (int i = 0; i < LIMIT_POSTS_A_MINUTE; i++)
        ACTS(town, &town->lin, "forum.post", "id=forum/2 text=%d", i);
    ACTS(town, &town->lin, "theme.amend", "month=2006-12 seen=%s title=Last thread=forum/2",
         themes_head(town, "2006-12"));
    REFUSED(town, &town->lin, TOO_FAST, "forum.post", "id=forum/2 text=more");
}

/* So many that an erasure can still name them all. */
static void a_theme_is_amended_so_often_and_no_more(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=First text=Old");
    for (int i = 0; i < LIMIT_EDITS; i++)
        ACTS(town, &town->lin, "theme.amend", "month=2006-12 seen=%s title=T%d text=secret",
             themes_head(town, "2006-12"), i);
    REFUSED(town, &town->lin, TOO_MANY_EDITS, "theme.amend", "month=2006-12 seen=%s title=x",
            themes_head(town, "2006-12"));
    assert_int_equal(town->decision.why.limit, LIMIT_EDITS);
    assert_int_equal(town_run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    REFUSED(town, &town->lin, TOO_MANY_EDITS, "theme.amend", "month=2006-12 seen=%s title=x",
            themes_head(town, "2006-12"));
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "erase", "id=forum/2 seen=%s reason=law",
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
    assert_int_equal(town_run_at(town, "2006-12-01T00:00:00+08:00"), 1);
    for (int i = 0; i < LIMIT_EDITS; i++)
        ACTS(town, &town->lin, "theme.amend", "month=2006-12 seen=%s title=T%d text=secret thread=forum/2",
             themes_head(town, "2006-12"), i);
    REFUSED(town, &town->lin, TOO_MANY_EDITS, "theme.amend", "month=2006-12 seen=%s title=x",
            themes_head(town, "2006-12"));
    while (domain_index(town->txn, 100))
        continue;
    ASKS(town, NULL, "search", "words=secret");
    ROWS_ARE(town, 2); /* the theme and its thread, each once */
    ACTS(town, &town->lin, "erase", "id=forum/2 seen=%s reason=law",
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

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, themes_settle, town_leave)
    const struct CMUnitTest tests[] = {
        CASE(the_words_of_an_open_theme_are_amended),  CASE(words_are_amended_in_their_thread),
        CASE(a_theme_out_of_sight_keeps_its_words),    CASE(amending_is_not_speaking),
        CASE(a_theme_is_amended_so_often_and_no_more), CASE(all_words_of_an_open_theme_can_be_erased),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
