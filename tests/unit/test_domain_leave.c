/* Tests of residents and of leaving: where their facts stand, and what is gone when they are. */
#include "tests/unit/support/town.h"

static struct identity zhou;

static int settle(void **state)
{
    town_settle(state);
    struct town *town = *state;
    zhou = made_identity(30);
    ACTS(town, &town->house, "channel.create",
         "channel=forum title=论坛 read=everyone speak=everyone publish=everyone moderate=committee");
    return 0;
}

static void enrol_zhou(struct town *town)
{
    town_enrol(town, &zhou, 30, "account=zhou title=\"Zhou 周, Yushan Road\" role=resident");
}

static void residents_stand_apart(void **state)
{
    struct town *town = *state;
    uint64_t keys = town_tip(town, "keys");
    enrol_zhou(town);
    assert_int_equal(town_tip(town, "keys"), keys);
    assert_int_equal(town_tip(town, "residents"), 2); /* made, and a key in it */
    ASK_REFUSED(town, NULL, UNKNOWN_CHANNEL, "facts", "channel=residents");
    ASK_REFUSED(town, &zhou, UNKNOWN_CHANNEL, "facts", "channel=residents");
    ASKS(town, &town->lin, "facts", "channel=residents");
    REFUSED(town, &town->clerk, BAD_VALUE, "account.change", "account=zhou seen=%s role=expert",
            town_head_of(town, "account.list", "account=zhou", (char[TOWN_HEX]){0}));
    town_is_sound(town);
}

/* Whatever role it is: what has not come is nobody else's yet. */
static void what_stands_on_a_desk_goes_too(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    struct identity sun = made_identity(31);
    town_enrol(town, &sun, 31, "account=sun role=office department=labour");
    ACTS(town, &sun, "publish", "channel=forum headline=\"Office word\"");
    ACTS(town, &sun, "publish", "channel=forum headline=\"Planned word\" at=2006-12-24");
    snprintf(head, sizeof head, "%s", town->head);
    ACTS(town, &town->lin, "schedule.edit",
         "id=desk/forum/2 seen=%s headline=\"Planned word 2\" at=2006-12-25", head);
    ACTS(town, &town->lin, "publish", "channel=forum headline=\"Another's word\" at=2006-12-24");
    ACTS(town, &sun, "account.leave", "texts=yes");
    assert_int_equal(town_acts_with(town, "Planned word"), 0);
    assert_true(town_acts_with(town, "Office word") > 0);
    assert_true(town_acts_with(town, "Another's word") > 0);
    ASKS(town, &town->lin, "schedule.list", "id=desk/forum/2");
    SAYS(town, " cancelled=yes erased=yes");
    town->now_ms += INT64_C(30) * 24 * 3600 * 1000;
    assert_int_equal(town_run(town), 1);
    town_is_sound(town);
}

static void a_name_goes_and_texts_stay(void **state)
{
    struct town *town = *state;
    enrol_zhou(town);
    ACTS(town, &zhou, "forum.open", "channel=forum headline=门牌 text=\"Where is the counter?\"");
    assert_true(town_acts_with(town, "Yushan Road") > 0);
    ACTS(town, &zhou, "account.leave", " ");
    assert_int_equal(town_acts_with(town, "Yushan Road"), 0);
    assert_true(town_acts_with(town, "Where is the counter?") > 0);
    ASKS(town, &town->clerk, "account.list", "account=zhou");
    SAYS(town, "account=zhou role=resident ");
    SAYS(town, " revoked=");
    SAYS_NOT(town, "title=");
    REFUSED(town, &zhou, ACCOUNT_REVOKED, "forum.post", "id=forum/2 text=more");
    town_is_sound(town);
}

static void texts_go_too(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    enrol_zhou(town);
    ACTS(town, &zhou, "forum.open", "channel=forum headline=门牌 text=\"the first secret\"");
    ACTS(town, &zhou, "forum.post", "id=forum/2 text=\"another secret\"");
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=\"an answer\" answers=forum/3");
    ACTS(town, &zhou, "forum.edit", "id=forum/3 seen=%s text=\"a newer secret\"",
         town_head_of(town, "forum.show", "id=forum/3", head));
    ACTS(town, &zhou, "account.leave", "texts=yes");
    assert_int_equal(town_acts_with(town, "secret"), 0);
    assert_true(town_acts_with(town, "an answer") > 0);
    ASKS(town, NULL, "forum.show", "id=forum/2");
    ROWS_ARE(town, 3);
    SAYS(town, " erased_by=zhou");
    SAYS(town, "text=\"an answer\"");
    town_is_sound(town);
}

static void more_than_one_act_can_take(void **state)
{
    struct town *town = *state;
    enum { MANY = LIMIT_LEAVE_TEXTS + 40 };
    enrol_zhou(town);
    for (int i = 0; i < MANY; i++) {
        town->now_ms += 60000;
        ACTS(town, &zhou, "forum.open", "channel=forum headline=\"thread %d\" text=secret", i);
    }
    ACTS(town, &zhou, "account.leave", "texts=yes");
    ASKS(town, &town->clerk, "account.list", "account=zhou");
    SAYS_NOT(town, " revoked="); /* not yet: some are left */
    assert_int_equal(town_acts_with(town, "Yushan Road"), 0);
    assert_true(town_acts_with(town, "secret") > 0);
    town->now_ms += 1;
    ACTS(town, &zhou, "account.leave", "texts=yes");
    assert_int_equal(town_acts_with(town, "secret"), 0);
    ASKS(town, &town->clerk, "account.list", "account=zhou");
    SAYS(town, " revoked=");
    town_is_sound(town);
}

static void whoever_keeps_order_stays(void **state)
{
    struct town *town = *state;
    REFUSED(town, &town->clerk, NOT_ALLOWED, "account.leave", " ");
    REFUSED(town, &town->guest, NOT_ENROLLED, "account.leave", " ");
    REFUSED(town, &town->house, NOT_ALLOWED, "account.leave", " ");
    ACTS(town, &town->lin, "account.leave", " ");
    assert_int_equal(town_acts_with(town, "Lin 林"), 0);
    town_is_sound(town);
}

/* The same bytes again: the answer is the same, also when what they erased was themselves. */
static void leaving_twice_is_leaving_once(void **state)
{
    struct town *town = *state;
    enrol_zhou(town);
    ACTS(town, &zhou, "account.leave", " ");
    uint64_t last = ledger_last(town->txn);
    assert_int_equal(town_judge(town), OK);
    assert_true(town->taken_seq > 0);
    assert_int_equal(ledger_last(town->txn), last);
}

/* What a theme asked is the committee's, whoever wrote it. */
static void posts_and_threads_are_erased_one_by_one(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->wang, "forum.open", "channel=forum headline=门牌 text=\"secret one\"");
    ACTS(town, &town->wang, "forum.post", "id=forum/2 text=\"secret two\"");
    REFUSED(town, &town->wang, NOT_MODERATOR, "erase", "id=forum/3 seen=%s reason=x",
            town_head_of(town, "forum.show", "id=forum/3", head));
    ACTS(town, &town->lin, "erase", "id=forum/3 seen=%s reason=law",
         town_head_of(town, "forum.show", "id=forum/3", head));
    assert_int_equal(town_acts_with(town, "secret two"), 0);
    assert_true(town_acts_with(town, "secret one") > 0);
    ACTS(town, &town->lin, "erase", "id=forum/2 seen=%s reason=law",
         town_head_of(town, "forum.show", "id=forum/2 limit=1", head));
    assert_int_equal(town_acts_with(town, "secret"), 0);
    REFUSED(town, &town->wang, ERASED, "forum.edit", "id=forum/3 seen=%s text=x",
            town_head_of(town, "forum.show", "id=forum/3", head));
    town_is_sound(town);
}

/* The act of a theme stands in three channels; all of them lose it. */
static void the_thread_of_a_theme_is_erased_everywhere(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->house, "channel.create",
         "channel=themes title=x read=everyone publish=committee moderate=committee");
    ACTS(town, &town->lin, "theme.plan",
         "month=2006-11 title=Secret text=\"secret question\" closes=2006-11-30");
    assert_int_equal(town_run(town), 1);
    ACTS(town, &town->lin, "erase", "id=forum/2 seen=%s reason=law",
         town_head_of(town, "forum.show", "id=forum/2 limit=1", head));
    assert_int_equal(town_acts_with(town, "secret question"), 0);
    ASKS(town, NULL, "theme.show", "month=2006-11");
    SAYS_NOT(town, "title=");
    town_is_sound(town);
}

/* So are its words as they were amended, whoever wrote them. */
static void an_amended_theme_stays_when_its_author_leaves(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->house, "channel.create",
         "channel=themes title=x read=everyone publish=committee moderate=committee");
    ACTS(town, &town->lin, "theme.plan", "month=2006-11 title=Frist text=question");
    assert_int_equal(town_run(town), 1);
    ACTS(town, &town->lin, "theme.amend", "month=2006-11 seen=%s title=First text=question thread=forum/2",
         town_head_of(town, "theme.show", "month=2006-11", head));
    ACTS(town, &town->lin, "forum.post", "id=forum/2 text=\"a word of my own\"");
    ACTS(town, &town->lin, "account.leave", "texts=yes");
    assert_int_equal(town_acts_with(town, "a word of my own"), 0);
    ASKS(town, NULL, "theme.show", "month=2006-11");
    SAYS(town, " title=First text=question ");
    ASKS(town, NULL, "forum.show", "id=forum/2 limit=1");
    SAYS(town, " headline=First ");
    town_is_sound(town);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, settle, town_leave)
    const struct CMUnitTest tests[] = {
        CASE(residents_stand_apart),
        CASE(a_name_goes_and_texts_stay),
        CASE(what_stands_on_a_desk_goes_too),
        CASE(texts_go_too),
        CASE(more_than_one_act_can_take),
        CASE(whoever_keeps_order_stays),
        CASE(leaving_twice_is_leaving_once),
        CASE(posts_and_threads_are_erased_one_by_one),
        CASE(the_thread_of_a_theme_is_erased_everywhere),
        CASE(an_amended_theme_stays_when_its_author_leaves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
