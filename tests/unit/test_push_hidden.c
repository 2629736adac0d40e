/* Push and what is hidden: it is marked when it is sent, not when it was published. */
#include "server/net/push.h"

#include "tests/unit/support/audience.h"

/* A forum with a thread, two posts and an edit: forum/2 to forum/5. */
static void settle_forum(struct town *town)
{
    char head[TOWN_HEX];
    ACTS(town, &town->house, "channel.create",
         "channel=forum title=x read=everyone speak=office,committee publish=committee moderate=committee");
    ACTS(town, &town->wang, "forum.open", "channel=forum headline=One text=one");
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=two");
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=three");
    ACTS(town, &town->wang, "forum.edit", "id=forum/3 seen=%s text=better",
         town_head_of(town, "forum.show", "id=forum/3", head));
}

static void hide(struct town *town, const char *id, const char *hidden)
{
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "forum.hide", "id=%s seen=%s reason=x hidden=%s", id,
         town_head_of(town, "forum.show", town_line("id=%s limit=1", id), head), hidden);
}

/* What is read back says what is hidden by now, with every edit of it, and no more. */
static void what_is_hidden_is_marked_when_it_is_sent(void **state)
{
    struct audience *audience = *state;
    struct town *town = audience->town;
    settle_forum(town);
    hide(town, "forum/3", "yes");
    assert_int_equal(audience_subscribe(audience, "forum", 1), OK);
    audience_fills(
        audience,
        "fact forum/2\nhidden forum/3\nfact forum/4\nhidden forum/5\nfact forum/6\ncheckpoint forum/6\n");
    push_leave(audience->push, &audience->guest);
    hide(town, "forum/3", "no");
    assert_int_equal(audience_subscribe(audience, "forum", 2), OK);
    audience_fills(
        audience,
        "fact forum/3\nfact forum/4\nfact forum/5\nfact forum/6\nfact forum/7\ncheckpoint forum/7\n");
    push_leave(audience->push, &audience->guest);
    hide(town, "forum/2", "yes"); /* the whole thread */
    assert_int_equal(audience_subscribe(audience, "forum", 1), OK);
    audience_fills(
        audience,
        "hidden forum/2\nhidden forum/3\nhidden forum/4\nhidden forum/5\nfact forum/6\nfact forum/7\n"
        "fact forum/8\ncheckpoint forum/8\n");
    push_leave(audience->push, &audience->guest);
    hide(town, "forum/2", "no");
    hide(town, "forum/3", "yes"); /* a post of a thread that is shown */
    assert_int_equal(audience_subscribe(audience, "forum", 3), OK);
    assert_int_equal(audience_subscribe(audience, "programme", 0),
                     OK); /* beside a channel in which nothing can be hidden */
    audience_fills(
        audience,
        "fact programme/1\ncheckpoint programme/1\nfact forum/4\nhidden forum/5\nfact forum/6\nfact forum/7\n"
        "fact forum/8\nfact forum/9\nfact forum/10\ncheckpoint forum/10\n");
}

/* The facts that are held for those who are up to date were made before: they are not used any more. */
static void what_is_held_is_not_sent_once_it_is_hidden(void **state)
{
    struct audience *audience = *state;
    settle_forum(audience->town);
    assert_int_equal(audience_subscribe(audience, "forum", 5), OK);
    audience_fills(audience, "checkpoint forum/5\n");
    ACTS(audience->town, &audience->town->wang, "forum.post", "id=forum/2 text=four");
    audience_hand_over_last(audience);
    hide(audience->town, "forum/6", "yes");
    audience_hand_over_last(audience); /* the post was not sent yet */
    audience_fills(audience, "hidden forum/6\nfact forum/7\n");
    ACTS(audience->town, &audience->town->wang, "forum.post", "id=forum/2 text=five");
    audience_hand_over_last(audience);
    audience_fills(audience, "fact forum/8\n");
}

/* The thread is in the forum, and what opened the theme in a channel of its own. */
static void a_hidden_theme_is_marked_in_its_channel(void **state)
{
    struct audience *audience = *state;
    struct town *town = audience->town;
    settle_forum(town);
    ACTS(town, &town->house, "channel.create",
         "channel=themes title=x read=everyone publish=committee moderate=committee");
    ACTS(town, &town->lin, "theme.plan", "month=2006-12 title=x text=y");
    assert_int_equal(audience_subscribe(audience, "themes", 1), OK);
    audience_fills(audience, "checkpoint themes/1\n");
    uint64_t before = ledger_last(town->txn);
    town_at(town, "2006-12-01T00:00:00Z");
    assert_int_equal(town_run(town), 1);
    audience_hand_over(audience, before + 1, ledger_last(town->txn));
    hide(town, "forum/6", "yes");
    audience_hand_over_last(audience); /* in the forum, which nobody follows here */
    audience_fills(audience, "hidden themes/2\n");
}

#define STAGED(test) cmocka_unit_test_setup_teardown(test, audience_open, audience_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGED(what_is_hidden_is_marked_when_it_is_sent),
        STAGED(what_is_held_is_not_sent_once_it_is_hidden),
        STAGED(a_hidden_theme_is_marked_in_its_channel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
