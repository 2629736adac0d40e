/* Tests of erasing what people wrote beside things: reasons, comments, names, what was scheduled and what was
 * planned. What the rest says of them stays, and the views fold from heads alone. */
#include "tests/unit/support/town.h"

static struct fact fact_at(struct town *town, const char *id)
{
    struct bytes channel;
    struct fact fact;
    uint64_t number;
    assert_true(id_split(bytes_of_text(id), &channel, &number));
    assert_true(ledger_read_at(town->txn, channel, number, &fact));
    return fact;
}

/* The head of a fact, in hex. */
static const char *hash_of(struct town *town, const char *id)
{
    static char hex[TOWN_HEX];
    struct fact fact = fact_at(town, id);
    return town_hex(fact.hash, hex);
}

static const char *shown(struct town *town, const char *verb, const char *id)
{
    return town_head(town, verb, town_line("id=%s", id));
}

/* What is scheduled is shown to those who publish there. */
static const char *scheduled_head(struct town *town)
{
    static char head[TOWN_HEX];
    ASKS(town, &town->lin, "schedule.list", "id=desk/programme/2");
    return town_hash_said(town, "head", head);
}

/* The newest fact of a channel. */
static const char *newest(struct town *town, const char *channel)
{
    static char id[LIMIT_ID_BYTES + 1];
    snprintf(id, sizeof id, "%s/%llu", channel, (unsigned long long)town_tip(town, channel));
    return id;
}

/* Erases the newest fact of a channel by somebody who may; whoever may not is refused. */
static void erase_newest(struct town *town, const char *channel, const struct identity *who,
                         const struct identity *other, size_t facts)
{
    char id[LIMIT_ID_BYTES + 1];
    snprintf(id, sizeof id, "%s", newest(town, channel));
    assert_false(fact_at(town, id).erased);
    enum error refused =
        town_act(town, other, "erase", town_line("id=%s seen=%s reason=x", id, hash_of(town, id)));
    assert_true(refused == ERR_NOT_MODERATOR || refused == ERR_UNKNOWN_CHANNEL);
    ACTS(town, who, "erase", "id=%s seen=%s reason=\"order 7\"", id, hash_of(town, id));
    assert_int_equal(town->fact_count, facts);
    assert_true(fact_at(town, id).erased);
    REFUSED(town, who, ERASED, "erase", "id=%s seen=%s reason=x", id, hash_of(town, id));
    town_is_sound(town);
}

static int settle(void **state)
{
    times_zone("Asia/Shanghai");
    town_settle(state); /* it is 2006-11-30, eight in the morning */
    struct town *town = *state;
    ACTS(town, &town->house, "department.create", "department=finance title=财政局");
    ACTS(town, &town->house, "channel.create", "channel=themes title=Themes publish=committee,operator");
    ACTS(town, &town->house, "channel.create", "channel=forum title=Forum speak=everyone");
    return 0;
}

/* --- reasons and comments --- */

static void a_comment_and_a_reason_beside_a_notice(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=one to=all receipt=yes due=2006-12-24T00:00:00Z");
    ACTS(town, &town->wang, "sign", "id=programme/2 revision_head=%s comment=\"Li Hua is ill\"",
         hash_of(town, "programme/2"));
    erase_newest(town, "dept/labour", &town->lin, &town->wang, 1);
    ASKS(town, &town->lin, "receipts", "id=programme/2");
    SAYS(town, " signed_by=wang ");
    SAYS_NOT(town, "ill");
    ACTS(town, &town->lin, "withdraw", "id=programme/2 seen=%s reason=\"Li Hua\"",
         shown(town, "read", "programme/2"));
    /* The act stands in the channels of those addressed, too. */
    erase_newest(town, "programme", &town->lin, &town->clerk, 3);
    ASKS(town, &town->lin, "read", "id=programme/2");
    SAYS(town, " withdrawn_by=lin ");
    SAYS(town, "headline=one");
    SAYS_NOT(town, "reason=");
    town_is_sound(town);
}

/* There is nothing to take away but the proof that somebody signed, or answered. */
static void what_has_no_words_is_not_erased(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish", "channel=programme headline=one to=labour receipt=yes");
    ACTS(town, &town->wang, "sign", "id=programme/2 revision_head=%s", hash_of(town, "programme/2"));
    char id[128];
    memcpy(id, town->id, sizeof id);
    REFUSED(town, &town->lin, NOT_ERASABLE, "erase", "id=%s seen=%s reason=x", id, hash_of(town, id));
    ACTS(town, &town->lin, "activity.announce",
         "channel=programme headline=Lecture kind=lecture starts=2006-12-10 to=labour");
    ACTS(town, &town->wang, "activity.reply", "id=programme/3 seen=%s coming=no",
         shown(town, "activity.show", "programme/3"));
    memcpy(id, town->id, sizeof id);
    REFUSED(town, &town->lin, NOT_ERASABLE, "erase", "id=%s seen=%s reason=x", id, hash_of(town, id));
    town_is_sound(town);
}

static void what_is_said_of_an_activity(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "activity.announce",
         "channel=programme headline=Lecture kind=lecture starts=2006-12-10 to=labour");
    ACTS(town, &town->wang, "activity.reply", "id=programme/2 seen=%s coming=yes people=2 comment=\"Li Hua\"",
         shown(town, "activity.show", "programme/2"));
    erase_newest(town, "dept/labour", &town->lin, &town->wang, 1);
    ASKS(town, &town->lin, "activity.replies", "id=programme/2");
    SAYS(town, "coming=yes people=2");
    SAYS_NOT(town, "comment=");
    ACTS(town, &town->lin, "activity.announce",
         "channel=programme headline=Visit kind=visit starts=2006-12-11 to=labour,finance");
    ACTS(town, &town->lin, "activity.cancel", "id=programme/3 seen=%s reason=\"Li Hua is ill\"",
         shown(town, "activity.show", "programme/3"));
    erase_newest(town, "programme", &town->lin, &town->wang, 3);
    ASKS(town, &town->lin, "activity.show", "id=programme/3");
    SAYS(town, "headline=Visit");
    SAYS_NOT(town, "ill");
    town->now_ms += 12 * INT64_C(86400000);
    ACTS(town, &town->lin, "activity.attended", "id=programme/2 seen=%s people=30 note=\"Li Hua spoke\"",
         shown(town, "activity.show", "programme/2"));
    erase_newest(town, "programme", &town->lin, &town->wang, 1);
    ASKS(town, &town->lin, "activity.show", "id=programme/2");
    SAYS_NOT(town, "spoke");
}

static void why_a_post_was_hidden(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->wang, "forum.open", "channel=forum headline=one text=two");
    ACTS(town, &town->lin, "forum.hide", "id=forum/2 seen=%s reason=\"He names Li Hua\"",
         shown(town, "forum.show", "forum/2"));
    erase_newest(town, "forum", &town->lin, &town->wang, 1);
    ASKS(town, &town->lin, "forum.show", "id=forum/2");
    SAYS(town, "hidden=");
    SAYS_NOT(town, "Hua");
}

static void why_somebody_was_revoked(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], key[TOWN_HEX];
    town_hex(town->wang.public_key, key);
    town_head_of(town, "key.list", "account=wang", head);
    ACTS(town, &town->clerk, "key.revoke", "key=%s seen=%s reason=\"he drinks\"", key, head);
    erase_newest(town, "keys", &town->clerk, &town->lin, 1);
    town_head_of(town, "account.list", "account=wang", head);
    ACTS(town, &town->clerk, "account.revoke", "account=wang seen=%s reason=\"he drinks\"", head);
    erase_newest(town, "keys", &town->clerk, &town->lin, 1);
    REFUSED(town, &town->wang, KEY_REVOKED, "publish", "channel=programme headline=x");
}

/* --- what was to come --- */

static void what_waits_does_not_come(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish", "channel=programme headline=soon at=2006-12-05T00:00:00Z");
    ACTS(town, &town->lin, "schedule.edit",
         "id=desk/programme/2 seen=%s headline=later at=2006-12-06T00:00:00Z", scheduled_head(town));
    ACTS(town, &town->lin, "erase", "id=desk/programme/2 seen=%s reason=x",
         hash_of(town, "desk/programme/2"));
    assert_true(fact_at(town, "desk/programme/2").erased && fact_at(town, "desk/programme/3").erased);
    assert_int_equal(txn_count(town->txn, TABLE_SCHEDULE), 0);
    ASKS(town, &town->lin, "schedule.list", "id=desk/programme/2");
    SAYS(town, "cancelled=yes");
    SAYS_NOT(town, "headline=");
    town_is_sound(town);
}

static void what_was_cancelled_and_its_reason(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish", "channel=programme headline=soon at=2006-12-05T00:00:00Z");
    ACTS(town, &town->lin, "schedule.cancel", "id=desk/programme/2 seen=%s reason=\"Li Hua\"",
         scheduled_head(town));
    erase_newest(town, "desk/programme", &town->lin, &town->wang, 1);
    ACTS(town, &town->lin, "erase", "id=desk/programme/2 seen=%s reason=x",
         hash_of(town, "desk/programme/2"));
    assert_true(fact_at(town, "desk/programme/2").erased);
    town_is_sound(town);
}

/* What it became has its text; what was scheduled goes with it. */
static void what_was_published_later_goes_with_the_bulletin(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish", "channel=programme headline=soon at=2006-12-05T00:00:00Z");
    town->now_ms += 7 * INT64_C(86400000);
    assert_int_equal(town_run(town), 1);
    REFUSED(town, &town->lin, ERASE_OTHER, "erase", "id=desk/programme/2 seen=%s reason=x",
            hash_of(town, "desk/programme/2"));
    NAMES(town, "programme/2");
    ACTS(town, &town->lin, "erase", "id=programme/2 seen=%s reason=x", shown(town, "read", "programme/2"));
    assert_true(fact_at(town, "desk/programme/2").erased);
    town_is_sound(town);
}

static void a_theme_that_never_opened(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->lin, "theme.plan", "month=2007-01 title=First");
    char first[LIMIT_ID_BYTES + 1];
    snprintf(first, sizeof first, "%s", newest(town, "desk/themes"));
    town_head_of(town, "theme.show", "month=2007-01", head);
    ACTS(town, &town->lin, "theme.cancel", "month=2007-01 seen=%s reason=\"Li Hua\"", head);
    erase_newest(town, "desk/themes", &town->lin, &town->wang, 1);
    ACTS(town, &town->lin, "theme.plan", "month=2007-01 title=Second");
    char second[LIMIT_ID_BYTES + 1];
    snprintf(second, sizeof second, "%s", newest(town, "desk/themes"));
    town_head_of(town, "theme.show", "month=2007-01", head);
    ACTS(town, &town->lin, "theme.amend", "month=2007-01 seen=%s title=Better", head);
    /* The one that was given up goes alone. */
    ACTS(town, &town->lin, "erase", "id=%s seen=%s reason=x", first, hash_of(town, first));
    assert_true(fact_at(town, first).erased);
    assert_false(fact_at(town, second).erased);
    ASKS(town, &town->lin, "theme.show", "month=2007-01");
    SAYS(town, "title=Better stage=planned");
    /* The one that waits does not open any more. */
    ACTS(town, &town->lin, "erase", "id=%s seen=%s reason=x", second, hash_of(town, second));
    ASKS(town, &town->lin, "theme.show", "month=2007-01");
    SAYS(town, "stage=cancelled");
    SAYS_NOT(town, "title=");
    town_is_sound(town);
    ACTS(town, &town->lin, "theme.plan", "month=2007-01 title=Third");
    town->now_ms += 40 * INT64_C(86400000);
    town_run(town);
    ASKS(town, &town->lin, "theme.show", "month=2007-01");
    SAYS(town, "title=Third stage=open");
    town_is_sound(town);
}

/* --- names --- */

static void every_name_of_an_account_goes(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX];
    ACTS(town, &town->clerk, "account.change", "account=lin seen=%s title=\"Lin, twice\"",
         town_head_of(town, "account.list", "account=lin", head));
    ACTS(town, &town->clerk, "account.revoke", "account=lin seen=%s",
         town_head_of(town, "account.list", "account=lin", head));
    ASKS(town, &town->clerk, "account.list", "account=lin");
    SAYS(town, "title=\"Lin, twice\"");
    REFUSED(town, &town->wang, NOT_ALLOWED, "account.erase", "account=lin reason=x");
    REFUSED(town, &town->clerk, UNKNOWN_ACCOUNT, "account.erase", "account=nobody reason=x");
    ACTS(town, &town->clerk, "account.erase", "account=lin reason=\"data protection, case 4\"");
    assert_int_equal(town->fact_count, 2);
    ASKS(town, &town->clerk, "account.list", "account=lin");
    SAYS_NOT(town, "title=");
    REFUSED(town, &town->clerk, ERASED, "account.erase", "account=lin reason=x");
    town_is_sound(town);
    /* An invitation that nobody used has a name too. Its code goes on. */
    town_code(9, code, hash);
    ACTS(town, &town->clerk, "account.invite", "account=chen role=expert title=陈 code_hash=%s", hash);
    ACTS(town, &town->clerk, "account.erase", "account=chen reason=x");
    ACTS(town, &town->guest, "join", "code=%s", code);
    ASKS(town, &town->clerk, "account.list", "account=chen");
    SAYS_NOT(town, "title=");
    town_is_sound(town);
}

/* One of them, by the fact that says it. */
static void one_name_goes_by_its_fact(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->clerk, "account.change", "account=lin seen=%s title=\"Lin, twice\"",
         town_head_of(town, "account.list", "account=lin", head));
    erase_newest(town, "keys", &town->clerk, &town->lin, 1);
    ASKS(town, &town->clerk, "account.list", "account=lin");
    SAYS(town, "title=\"Lin 林, committee\"");
}

static void what_has_no_text_of_its_own_is_not_erased(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish", "channel=programme headline=one to=labour");
    ACTS(town, &town->lin, "revise", "id=programme/2 seen=%s headline=two",
         shown(town, "read", "programme/2"));
    static const char *const kept[] = {"programme/1", "programme/3", "dept/labour/2", "programme/99"};
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        enum error error =
            town_act(town, &town->lin, "erase",
                     town_line("id=%s seen=%s reason=x", kept[i], hash_of(town, "programme/2")));
        assert_int_equal(error, ERR_NOT_ERASABLE);
        NAMES(town, kept[i]);
    }
    REFUSED(town, &town->clerk, NOT_ERASABLE, "erase", "id=keys/2 seen=%s reason=x", hash_of(town, "keys/2"));
}

int main(void)
{
#define SETTLED(test) cmocka_unit_test_setup_teardown(test, settle, town_leave)
    const struct CMUnitTest tests[] = {
        SETTLED(a_comment_and_a_reason_beside_a_notice),
        SETTLED(what_has_no_words_is_not_erased),
        SETTLED(what_is_said_of_an_activity),
        SETTLED(why_a_post_was_hidden),
        SETTLED(why_somebody_was_revoked),
        SETTLED(what_waits_does_not_come),
        SETTLED(what_was_cancelled_and_its_reason),
        SETTLED(what_was_published_later_goes_with_the_bulletin),
        SETTLED(a_theme_that_never_opened),
        SETTLED(every_name_of_an_account_goes),
        SETTLED(one_name_goes_by_its_fact),
        SETTLED(what_has_no_text_of_its_own_is_not_erased),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
