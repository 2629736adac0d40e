/* Tests of channels and departments: making and changing them, and who may read, speak, publish and moderate.
 * It does not look at what stands in a channel. */
#include "tests/unit/support/town.h"

static void a_channel_is_made_with_its_defaults(void **state)
{
    struct town *town = *state;
    REFUSED(town, &town->guest, NOT_ENROLLED, "channel.create", "channel=forum title=Forum");
    REFUSED(town, &town->lin, NOT_ALLOWED, "channel.create", "channel=forum title=Forum");
    ACTS(town, &town->clerk, "channel.create", "channel=forum title=论坛");
    assert_string_equal(town->id, "forum/1");
    ASKS(town, NULL, "channels", "channel=forum");
    SAYS(town, "channel=forum title=论坛 read=everyone speak=committee publish=committee moderate=committee "
               "number=1");
    REFUSED(town, &town->clerk, CHANNEL_EXISTS, "channel.create", "channel=forum title=Again");
    NAMES(town, "forum");
}

static void the_servers_names_are_reserved(void **state)
{
    static const char *const names[] = {"keys", "desk", "dept", "votes", "house", "brands", "brand", "guide"};
    struct town *town = *state;
    char head[TOWN_HEX];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        REFUSED(town, &town->clerk, CHANNEL_RESERVED, "channel.create", "channel=%s title=x", names[i]);
        NAMES(town, names[i]);
    }
    town_head_of(town, "channels", "channel=keys", head);
    REFUSED(town, &town->clerk, CHANNEL_RESERVED, "channel.change", "channel=keys seen=%s title=x", head);
    REFUSED(town, &town->clerk, CHANNEL_RESERVED, "channel.change", "channel=dept/labour seen=%s title=x",
            head);
    REFUSED(town, &town->clerk, NOT_PUBLISHER, "publish", "channel=keys headline=x");
    REFUSED(town, &town->lin, NOT_PUBLISHER, "publish", "channel=dept/labour headline=x");
    REFUSED(town, &town->house, UNKNOWN_CHANNEL, "publish", "channel=dept/labour headline=x");
}

static void an_audience_names_what_there_is(void **state)
{
    struct town *town = *state;
    REFUSED(town, &town->clerk, UNKNOWN_DEPARTMENT, "channel.create",
            "channel=forum title=x read=committee,dept:moon");
    NAMES(town, "moon");
    FIELD_IS(town, "read");
    REFUSED(town, &town->clerk, UNKNOWN_ACCOUNT, "channel.create",
            "channel=forum title=x moderate=account:nobody");
    NAMES(town, "nobody");
    FIELD_IS(town, "moderate");
}

static void an_audience_must_fit_a_head(void **state)
{
    struct town *town = *state;
    uint8_t audience_room[4096], args_room[8192];
    struct bytes words[LIMIT_AUDIENCE_WORDS];
    struct buffer audience = buffer_over(audience_room, sizeof audience_room);
    struct buffer args = buffer_over(args_room, sizeof args_room);
    const char *name = "account-with-a-name-of-32-letter";
    town_enrol(town, &town->guest, 9, "account=account-with-a-name-of-32-letter role=expert");
    for (size_t i = 0; i < LIMIT_AUDIENCE_WORDS; i++)
        words[i] = bytes_of_text("account:account-with-a-name-of-32-letter");
    words_write(&audience, words, LIMIT_AUDIENCE_WORDS);
    struct args_channel_create create = {
        .has = {.channel = true, .title = true, .publish = true},
        .channel = bytes_of_text("forum"),
        .title = bytes_of_text("Forum"),
        .publish = buffer_bytes(&audience),
    };
    codec_encode(&shape_args_channel_create, &create, &args);
    town_sign(town, &town->clerk, town->house.public_key, town->now_ms, "channel.create",
              buffer_bytes(&args));
    assert_int_equal(town_judge(town), ERR_TOO_LONG);
    FIELD_IS(town, "publish");
    assert_int_equal(town->decision.why.limit, LIMIT_AUDIENCE_BYTES);

    /* Four of the longest that may be, with the longest title, do fit. */
    char title[LIMIT_TITLE_BYTES];
    memset(title, 'x', sizeof title);
    audience = buffer_over(audience_room, sizeof audience_room);
    words_write(&audience, words, 19);
    assert_in_range(audience.size, LIMIT_AUDIENCE_BYTES - 42, LIMIT_AUDIENCE_BYTES);
    create.title = bytes_of(title, sizeof title);
    create.channel = bytes_of_text(name);
    create.has.read = create.has.speak = create.has.moderate = true;
    create.read = create.speak = create.publish = create.moderate = buffer_bytes(&audience);
    args = buffer_over(args_room, sizeof args_room);
    codec_encode(&shape_args_channel_create, &create, &args);
    town_sign(town, &town->clerk, town->house.public_key, town->now_ms, "channel.create",
              buffer_bytes(&args));
    assert_int_equal(town_judge(town), OK);
}

static void a_channel_is_changed_by_its_head(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    town_head_of(town, "channels", "channel=programme", head);
    REFUSED(town, &town->clerk, UNKNOWN_CHANNEL, "channel.change", "channel=nowhere seen=%s title=x", head);
    REFUSED(town, &town->clerk, FIELD_MISSING, "channel.change", "channel=programme seen=%s", head);
    ACTS(town, &town->clerk, "channel.change", "channel=programme seen=%s publish=account:wang", head);
    REFUSED(town, &town->clerk, HEAD_CHANGED, "channel.change", "channel=programme seen=%s title=x", head);
    NAMES(town, "programme");
    ASKS(town, NULL, "channels", "channel=programme");
    SAYS(town,
         "title=Programme read=everyone speak=committee publish=account:wang moderate=committee number=2");
    REFUSED(town, &town->lin, NOT_PUBLISHER, "publish", "channel=programme headline=x");
    NAMES(town, "programme");
    ACTS(town, &town->wang, "publish", "channel=programme headline=x");
}

static bool allows(struct town *town, const char *channel, enum right right, const struct identity *who)
{
    struct actor actor;
    town_actor(town, who, &actor);
    return channel_allows(town->txn, bytes_of_text(channel), right, &actor);
}

static void rights_go_by_role_department_and_account(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->clerk, "channel.create",
         "channel=desk-of-labour title=x read=dept:labour,expert publish=account:lin moderate=operator");
    assert_false(allows(town, "desk-of-labour", RIGHT_READ, NULL));
    assert_false(allows(town, "desk-of-labour", RIGHT_READ, &town->guest));
    assert_false(allows(town, "desk-of-labour", RIGHT_READ, &town->clerk));
    assert_true(allows(town, "desk-of-labour", RIGHT_READ, &town->wang));
    assert_true(allows(town, "desk-of-labour", RIGHT_PUBLISH, &town->lin));
    assert_false(allows(town, "desk-of-labour", RIGHT_READ, &town->lin));
    assert_true(allows(town, "desk-of-labour", RIGHT_MODERATE, &town->clerk));
    assert_true(allows(town, "desk-of-labour", RIGHT_MODERATE, &town->house));
    assert_false(allows(town, "desk-of-labour", RIGHT_READ, &town->house));
    assert_false(allows(town, "nowhere", RIGHT_READ, &town->house));
    assert_true(allows(town, "programme", RIGHT_READ, NULL));

    assert_false(allows(town, "dept/labour", RIGHT_READ, NULL));
    assert_true(allows(town, "dept/labour", RIGHT_READ, &town->wang));
    assert_true(allows(town, "dept/labour", RIGHT_READ, &town->lin));
    assert_true(allows(town, "dept/labour", RIGHT_MODERATE, &town->lin));
    assert_false(allows(town, "dept/labour", RIGHT_MODERATE, &town->wang));
    assert_false(allows(town, "dept/labour", RIGHT_PUBLISH, &town->lin));
}

static void who_moderates_is_asked_by_the_channel_of_an_id(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->clerk, "channel.create",
         "channel=offices title=x read=office,committee publish=office moderate=account:wang");
    ACTS(town, &town->wang, "publish", "channel=offices headline=x");
    REFUSED(town, &town->lin, NOT_MODERATOR, "erase", "id=offices/2 seen=%s reason=x", town->head);
    NAMES(town, "offices");
    FIELD_IS(town, "id");
    REFUSED(town, &town->clerk, UNKNOWN_CHANNEL, "erase", "id=offices/2 seen=%s reason=x", town->head);
    REFUSED(town, &town->wang, UNKNOWN_CHANNEL, "erase", "id=nowhere/2 seen=%s reason=x", town->head);
    ACTS(town, &town->wang, "erase", "id=offices/2 seen=%s reason=x", town->head);
}

static void a_desk_goes_along_with_its_channel(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    town_head_of(town, "channels", "channel=programme", head);
    ACTS(town, &town->clerk, "channel.change", "channel=programme seen=%s publish=committee,operator", head);
    assert_int_equal(town->fact_count, 1); /* no desk yet */
    ACTS(town, &town->lin, "publish", "channel=programme headline=x at=2007-01-01");
    town_head_of(town, "channels", "channel=programme", head);
    ACTS(town, &town->clerk, "channel.change",
         "channel=programme seen=%s title=服务 publish=account:lin moderate=account:clerk", head);
    assert_string_equal(town->id, "programme/3");
    assert_int_equal(town->fact_count, 2);
    ASKS(town, &town->lin, "channels", "channel=desk/programme");
    SAYS(town, "title=服务 read=account:lin speak=\"\" publish=\"\" moderate=account:clerk");
    town_head_of(town, "channels", "channel=programme", head);
    REFUSED(town, &town->clerk, CHANNEL_RESERVED, "channel.change", "channel=desk/programme seen=%s title=x",
            head);
}

static void only_readable_channels_are_listed(void **state)
{
    struct town *town = *state;
    ASKS(town, NULL, "channels", " ");
    ROWS_ARE(town, 2); /* keys and programme */
    SAYS_NOT(town, "dept/labour");
    ASKS(town, &town->wang, "channels", " ");
    ROWS_ARE(town, 3);
    ASK_REFUSED(town, NULL, UNKNOWN_CHANNEL, "channels", "channel=dept/labour");
    NAMES(town, "dept/labour");
    ASK_REFUSED(town, NULL, UNKNOWN_CHANNEL, "channels", "channel=nowhere");
    NAMES(town, "nowhere");
    ASK_REFUSED(town, NULL, UNKNOWN_CHANNEL, "headlines", "channel=dept/labour");
    ASK_REFUSED(town, NULL, UNKNOWN_CHANNEL, "headlines", "channel=nowhere");
    town->room_for_rows = 2;
    ASKS(town, &town->wang, "channels", " ");
    ROWS_ARE(town, 2);
    assert_true(town->more);
}

static void a_channel_tells_where_it_stood(void **state)
{
    struct town *town = *state;
    for (int i = 0; i < 3; i++) {
        town->now_ms += 1000;
        ACTS(town, &town->lin, "publish", "channel=programme headline=x");
    }
    ASKS(town, NULL, "channels", "channel=programme since=2006-11-30T00:00:02Z");
    SAYS(town, "number=4 tip=");
    SAYS(town, " since=2 ");
    SAYS(town, town->head);
    ASKS(town, NULL, "channels", "channel=programme since=2006-11-29T00:00:00Z");
    SAYS(town, " since=0 ");
}

static void a_department_has_a_channel(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    REFUSED(town, &town->lin, NOT_ALLOWED, "department.create", "department=finance title=财政局");
    ACTS(town, &town->clerk, "department.create", "department=finance title=财政局");
    assert_int_equal(town->fact_count, 2);
    REFUSED(town, &town->clerk, DEPARTMENT_EXISTS, "department.create", "department=finance title=x");
    NAMES(town, "finance");
    ASKS(town, &town->lin, "channels", "channel=dept/finance");
    SAYS(town, "title=财政局 read=dept:finance,committee");

    town_head_of(town, "department.list", "department=finance", head);
    REFUSED(town, &town->clerk, UNKNOWN_DEPARTMENT, "department.change", "department=moon seen=%s title=x",
            head);
    ACTS(town, &town->clerk, "department.change", "department=finance seen=%s title=Finance", head);
    REFUSED(town, &town->clerk, HEAD_CHANGED, "department.change", "department=finance seen=%s title=x",
            head);
    NAMES(town, "finance");
    ASKS(town, NULL, "department.list", "department=finance");
    SAYS(town, "department=finance title=Finance");
    ASKS(town, &town->lin, "channels", "channel=dept/finance");
    SAYS(town, "title=Finance read=dept:finance,committee speak=\"\" publish=\"\" moderate=committee");

    ASKS(town, NULL, "department.list", " ");
    ROWS_ARE(town, 2);
    SAYS(town, "department=labour title=劳动局");
    ASK_REFUSED(town, NULL, UNKNOWN_DEPARTMENT, "department.list", "department=moon");
}

int main(void)
{
#define SETTLED(test) cmocka_unit_test_setup_teardown(test, town_settle, town_leave)
    const struct CMUnitTest tests[] = {
        SETTLED(a_channel_is_made_with_its_defaults), SETTLED(the_servers_names_are_reserved),
        SETTLED(an_audience_names_what_there_is),     SETTLED(an_audience_must_fit_a_head),
        SETTLED(a_channel_is_changed_by_its_head),    SETTLED(rights_go_by_role_department_and_account),
        SETTLED(only_readable_channels_are_listed),   SETTLED(a_channel_tells_where_it_stood),
        SETTLED(a_department_has_a_channel),          SETTLED(who_moderates_is_asked_by_the_channel_of_an_id),
        SETTLED(a_desk_goes_along_with_its_channel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
