/* Tests of guidances: who is paired with which example, who is told and may talk, visits, and the end. */
#include "tests/unit/support/counsels.h"

#define GUIDANCE "guide/1/labour/2"

static int settle(void **state)
{
    counsels_settle(state);
    counsels_name(*state);
    return 0;
}

static const char *head_of(struct town *town, const char *id)
{
    return counsels_head(town, "guide.show", id);
}

static void who_can_be_an_example(void **state)
{
    struct town *town = *state;
    REFUSED(town, &town->wang, NOT_ALLOWED, "guide", "department=labour by=" EXAMPLE);
    REFUSED(town, &town->clerk, NOT_ALLOWED, "guide", "department=labour by=" EXAMPLE);
    REFUSED(town, &town->lin, UNKNOWN_DEPARTMENT, "guide", "department=roads by=" EXAMPLE);
    REFUSED(town, &town->lin, UNKNOWN_BRAND, "guide", "department=labour by=brand/2006-land/3");
    FIELD_IS(town, "by");
    REFUSED(town, &town->lin, BRAND_NOT_NAMED, "guide", "department=land by=" APPLICATION);
    REFUSED(town, &town->lin, GUIDES_ITSELF, "guide", "department=land by=" EXAMPLE);
}

static void both_sides_are_told(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "guide", "department=labour by=" EXAMPLE);
    assert_int_equal(town->fact_count, 4);
    NEWEST(town, "guide/1/labour", "guide.paired department=labour by=" EXAMPLE " example=land");
    NEWEST(town, "dept/labour", "guide.told id=" GUIDANCE " department=labour by=" EXAMPLE " example=land");
    NEWEST(town, "dept/land", "guide.told id=" GUIDANCE " department=labour");
    REFUSED(town, &town->lin, GUIDED, "guide", "department=labour by=" EXAMPLE);
    NAMES(town, GUIDANCE);
    town_is_sound(town);
}

/* The title of a channel says what it is, cut between characters where it gets too long. */
static void its_channel_says_what_it_is(void **state)
{
    enum { LETTER_BYTES = 3, LETTERS = LIMIT_TITLE_BYTES / LETTER_BYTES };
    struct town *town = *state;
    char title[LIMIT_TITLE_BYTES + 1] = "", cut[LIMIT_TITLE_BYTES + 1];
    for (int i = 0; i < LETTERS; i++)
        memcpy(title + i * LETTER_BYTES, "署", LETTER_BYTES + 1);
    ACTS(town, &town->house, "department.create", "department=roads title=%s", title);
    ACTS(town, &town->lin, "guide", "department=labour by=" EXAMPLE);
    ACTS(town, &town->lin, "guide", "department=roads by=" EXAMPLE);
    ASKS(town, &town->lin, "channels", " ");
    SAYS(town, "channel=guide/1/labour title=\"Guidance: 劳动局\"");
    snprintf(cut, sizeof cut, "%.*s", (LIMIT_TITLE_BYTES - 10) / LETTER_BYTES * LETTER_BYTES, title);
    SAYS(town, town_line("channel=guide/1/roads title=\"Guidance: %s\" read=", cut));
    SAYS(town, "channel=" CHANNEL " title=\"Application 2006: 劳动局\"");
    town_is_sound(town);
}

static void who_reads_of_it(void **state)
{
    struct town *town = *state;
    static struct identity roads;
    roads = made_identity(40);
    ACTS(town, &town->house, "department.create", "department=roads title=x");
    town_enrol(town, &roads, 40, "account=roads role=office department=roads");
    ACTS(town, &town->lin, "guide", "department=labour by=" EXAMPLE);
    const struct identity *const sides[] = {&town->wang, &zhao, &town->lin};
    for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++) {
        ASKS(town, sides[i], "guide.list", " ");
        ROWS_ARE(town, 1);
        SAYS(town, "id=" GUIDANCE " ");
        SAYS(town, " department=labour by=" EXAMPLE " example=land ");
        ASKS(town, sides[i], "guide.list", "department=land");
        ROWS_ARE(town, 1);
        ASKS(town, sides[i], "guide.show", "id=" GUIDANCE);
        ROWS_ARE(town, 1);
    }
    const struct identity *const others[] = {&roads, &qian, &town->clerk};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        ASKS(town, others[i], "guide.list", " ");
        ROWS_ARE(town, 0);
        ASK_REFUSED(town, others[i], UNKNOWN_CHANNEL, "guide.show", "id=" GUIDANCE);
    }
    ASK_REFUSED(town, NULL, NOT_ENROLLED, "guide.list", " ");
    ASK_REFUSED(town, &town->lin, UNKNOWN_DEPARTMENT, "guide.list", "department=culture");
    ASK_REFUSED(town, &town->lin, UNKNOWN_GUIDE, "guide.show", "id=guide/1/labour/1");
    ASKS(town, &town->lin, "guide.list", "department=roads");
    ROWS_ARE(town, 0);
}

/* The department of the example answers; the committee counsels with it and is not waited for. */
static void they_talk_as_in_counselling(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "guide", "department=labour by=" EXAMPLE);
    ACTS(town, &town->wang, "counsel", "id=" GUIDANCE " text=\"How did you begin?\"");
    NEWEST(town, "guide/1/labour", " side=department department=labour");
    ASKS(town, &zhao, "counsel.waiting", " ");
    ROWS_ARE(town, 1);
    SAYS(town, " side=counsel actor=wang ");
    ASKS(town, &town->lin, "counsel.waiting", " ");
    ROWS_ARE(town, 0);
    ACTS(town, &zhao, "counsel", "id=" GUIDANCE " text=\"At the counter\"");
    NEWEST(town, "guide/1/labour", " side=counsel department=land");
    ACTS(town, &town->lin, "counsel", "id=" GUIDANCE " text=\"And go and see\"");
    NEWEST(town, "guide/1/labour", " side=counsel");
    ASKS(town, &town->wang, "counsel.waiting", " ");
    ROWS_ARE(town, 1);
    ASKS(town, &town->lin, "guide.list", " ");
    SAYS(town, " said=3 ");
    SAYS(town, " last_by=lin");
    town_is_sound(town);
}

static void a_visit_is_an_activity(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "guide", "department=labour by=" EXAMPLE);
    ACTS(town, &town->wang, "activity.announce",
         "channel=guide/1/labour headline=Visit kind=visit starts=2006-12-10 to=land");
    const uint64_t number = town_tip(town, "guide/1/labour");
    char id[64];
    snprintf(id, sizeof id, "guide/1/labour/%llu", (unsigned long long)number);
    ACTS(town, &zhao, "activity.reply", "id=%s seen=%s coming=yes", id,
         counsels_head(town, "activity.show", id));
    REFUSED(town, &qian, UNKNOWN_CHANNEL, "activity.announce",
            "channel=guide/1/labour headline=Visit kind=visit starts=2006-12-10");
    /* Bulletins need a desk, which such a channel has not. */
    REFUSED(town, &town->wang, CHANNEL_RESERVED, "publish", "channel=guide/1/labour headline=x");
    REFUSED(town, &town->lin, CHANNEL_RESERVED, "publish", "channel=guide/1/labour headline=x at=2006-12-24");
}

static void it_ends(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "guide", "department=labour by=" EXAMPLE);
    ACTS(town, &zhao, "counsel", "id=" GUIDANCE " text=Hello");
    char head[TOWN_HEX];
    snprintf(head, sizeof head, "%s", head_of(town, GUIDANCE));
    REFUSED(town, &zhao, NOT_ALLOWED, "guide.end", "id=" GUIDANCE " seen=%s reason=x", head);
    REFUSED(town, &town->lin, HEAD_CHANGED, "guide.end", "id=" GUIDANCE " seen=%064d reason=x", 0);
    REFUSED(town, &town->lin, UNKNOWN_GUIDE, "guide.end", "id=guide/1/labour/1 seen=%s reason=x", head);
    ACTS(town, &town->lin, "guide.end", "id=" GUIDANCE " seen=%s reason=\"They stand alone\"", head);
    ASKS(town, &town->wang, "guide.show", "id=" GUIDANCE);
    SAYS(town, " reason=\"They stand alone\"");
    REFUSED(town, &town->lin, GUIDE_ENDED, "guide.end", "id=" GUIDANCE " seen=%s reason=x",
            head_of(town, GUIDANCE));
    REFUSED(town, &town->wang, COUNSEL_OVER, "counsel", "id=" GUIDANCE " text=x");
    REFUSED(town, &town->wang, GUIDE_ENDED, "activity.announce",
            "channel=guide/1/labour headline=Visit kind=visit starts=2006-12-10 to=land");
    NAMES(town, GUIDANCE);
    FIELD_IS(town, "channel");
    ASKS(town, &town->wang, "counsel.waiting", " ");
    ROWS_ARE(town, 0);
    ASKS(town, &zhao, "counsel.show", "id=" GUIDANCE); /* it stays readable */
    ROWS_ARE(town, 1);
    ACTS(town, &town->lin, "guide", "department=labour by=" EXAMPLE); /* and again, in another channel */
    NEWEST(town, "guide/2/labour", "guide.paired department=labour");
    town_is_sound(town);
}

/* One visit is moved and cancelled, the other takes place and is recorded, as if nothing had ended. */
static void what_was_announced_stays_with_whoever_did(void **state)
{
    struct town *town = *state;
    const char *const visits[] = {"guide/1/labour/3", "guide/1/labour/4"};
    ACTS(town, &town->lin, "guide", "department=labour by=" EXAMPLE);
    for (int i = 0; i < 2; i++) {
        ACTS(town, &town->wang, "activity.announce",
             "channel=guide/1/labour headline=Visit kind=visit starts=2006-12-10 to=land");
        assert_string_equal(town->id, visits[i]);
    }
    ACTS(town, &town->lin, "guide.end", "id=" GUIDANCE " seen=%s reason=x", head_of(town, GUIDANCE));
    ACTS(town, &zhao, "activity.reply", "id=%s seen=%s coming=yes", visits[1],
         counsels_head(town, "activity.show", visits[1]));
    REFUSED(town, &zhao, NOT_OWN, "activity.cancel", "id=%s seen=%s reason=x", visits[0],
            counsels_head(town, "activity.show", visits[0]));
    ACTS(town, &town->wang, "activity.change", "id=%s seen=%s headline=Visit kind=visit starts=2006-12-11",
         visits[0], counsels_head(town, "activity.show", visits[0]));
    ACTS(town, &town->wang, "activity.cancel", "id=%s seen=%s reason=x", visits[0],
         counsels_head(town, "activity.show", visits[0]));
    town_run_at(town, "2006-12-10T19:00:00+08:00");
    ACTS(town, &town->wang, "activity.attended", "id=%s seen=%s departments=land people=3", visits[1],
         counsels_head(town, "activity.show", visits[1]));
    town_is_sound(town);
}

static void why_it_ended_can_be_erased(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "guide", "department=labour by=" EXAMPLE);
    ACTS(town, &town->lin, "guide.end", "id=" GUIDANCE " seen=%s reason=nightingale",
         head_of(town, GUIDANCE));
    ACTS(town, &town->lin, "erase", "id=guide/1/labour/3 seen=%s reason=order", town->head);
    assert_int_equal(town_acts_with(town, "nightingale"), 0);
    ASKS(town, &town->wang, "guide.show", "id=" GUIDANCE);
    SAYS(town, " ended=");
    SAYS_NOT(town, " reason=");
    town_is_sound(town);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, settle, town_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_can_be_an_example),
        TEST(both_sides_are_told),
        TEST(who_reads_of_it),
        TEST(they_talk_as_in_counselling),
        TEST(a_visit_is_an_activity),
        TEST(it_ends),
        TEST(why_it_ended_can_be_erased),
        TEST(its_channel_says_what_it_is),
        TEST(what_was_announced_stays_with_whoever_did),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
