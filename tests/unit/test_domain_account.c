/* Tests of who is who: judging an act's author, inviting, joining, changing and revoking accounts and keys.
 * It does not look at channels beyond `keys`. */
#include "tests/unit/town.h"

#define DAY_MS INT64_C(86400000)

static void a_house_is_founded_once(void **state)
{
    struct town *town = *state;
    assert_int_equal(town->fact_count, 3);
    assert_string_equal(town->id, "keys/1");
    assert_int_equal(house_epoch(town->txn), 1);
    REFUSED(town, &town->house, CHANNEL_EXISTS, "house.found", " ");
    REFUSED(town, &town->guest, NOT_ENROLLED, "house.found", " ");
    town_enrol(town, &town->clerk, 1, "account=clerk role=operator");
    REFUSED(town, &town->clerk, NOT_ALLOWED, "house.found", " ");
    ASKS(town, NULL, "channels", " ");
    ROWS_ARE(town, 1);
    SAYS(town, "channel=keys title=Keys");
    ASKS(town, &town->clerk, "channels", " ");
    SAYS(town, "channel=desk/keys title=\"Desk of keys\"");
}

static void an_act_is_judged_before_its_verb(void **state)
{
    static const uint8_t empty[] = {0x80}, stranger[LIMIT_KEY_BYTES] = {9};
    struct town *town = *state;
    struct bytes none = bytes_of(empty, 1);
    town_sign(town, &town->lin, stranger, town->now_ms, "join", none);
    assert_int_equal(town_judge(town), ERR_WRONG_HOUSE);
    town_sign(town, &town->lin, town->house.public_key, town->now_ms - DAY_MS - 1, "join", none);
    assert_int_equal(town_judge(town), ERR_ACT_TIME);
    assert_int_equal(town->decision.why.time_ms, town->now_ms);
    town_sign(town, &town->lin, town->house.public_key, town->now_ms + DAY_MS + 1, "join", none);
    assert_int_equal(town_judge(town), ERR_ACT_TIME);
    town_sign(town, &town->lin, town->house.public_key, INT64_MIN, "join", none);
    assert_int_equal(town_judge(town), ERR_ACT_TIME);
    town_sign(town, &town->lin, town->house.public_key, town->now_ms - DAY_MS, "join", none);
    assert_int_equal(town_judge(town), ERR_FIELD_MISSING);
    FIELD_IS(town, "code");
    town_sign(town, &town->lin, town->house.public_key, town->now_ms, "dance", none);
    assert_int_equal(town_judge(town), ERR_UNKNOWN_VERB);
    NAMES(town, "dance");
    REFUSED(town, &town->lin, ACT_VERB, "channels", " ");
    NAMES(town, "channels");
}

static void the_same_act_is_taken_once(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish", "channel=programme headline=once");
    uint64_t last = ledger_last(town->txn);
    town->now_ms += 2 * DAY_MS; /* even long after */
    assert_int_equal(town_judge(town), OK);
    assert_int_equal(town->taken_seq, last);
    assert_int_equal(town->fact_count, 0);
    assert_int_equal(ledger_last(town->txn), last);
}

static void an_operator_invites(void **state)
{
    struct town *town = *state;
    char code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX];
    town_code(9, code, hash);
    REFUSED(town, &town->guest, NOT_ENROLLED, "account.invite", "account=chen role=expert code_hash=%s",
            hash);
    REFUSED(town, &town->lin, NOT_ALLOWED, "account.invite", "account=chen role=expert code_hash=%s", hash);
    REFUSED(town, &town->clerk, FIELD_MISSING, "account.invite", "account=chen code_hash=%s", hash);
    FIELD_IS(town, "role");
    REFUSED(town, &town->clerk, BAD_VALUE, "account.invite", "account=chen role=guest code_hash=%s", hash);
    FIELD_IS(town, "role");
    REFUSED(town, &town->clerk, BAD_VALUE, "account.invite", "account=house role=expert code_hash=%s", hash);
    FIELD_IS(town, "account");
    REFUSED(town, &town->clerk, FIELD_MISSING, "account.invite", "account=chen role=office code_hash=%s",
            hash);
    FIELD_IS(town, "department");
    REFUSED(town, &town->clerk, FIELD_MISSING, "account.invite",
            "account=chen role=expert signs=yes code_hash=%s", hash);
    FIELD_IS(town, "department");
    REFUSED(town, &town->clerk, UNKNOWN_DEPARTMENT, "account.invite",
            "account=chen role=office department=moon code_hash=%s", hash);
    NAMES(town, "moon");
    REFUSED(town, &town->clerk, BAD_VALUE, "account.invite",
            "account=chen role=expert code_hash=%s expires=2006-11-30T00:00:00Z", hash);
    FIELD_IS(town, "expires");
    REFUSED(town, &town->clerk, TOO_LATE, "account.invite",
            "account=chen role=expert code_hash=%s expires=2007-02-28T00:00:01Z", hash);
    assert_int_equal(town->decision.why.time_ms, TOWN_BEGAN_MS + 90 * DAY_MS);
    ACTS(town, &town->clerk, "account.invite",
         "account=chen role=expert code_hash=%s expires=2007-02-28T00:00:00Z", hash);
    REFUSED(town, &town->clerk, BAD_VALUE, "account.invite", "account=zhou role=expert code_hash=%s", hash);
    FIELD_IS(town, "code_hash");
}

static void an_invitation_for_a_known_account_says_what_it_is(void **state)
{
    struct town *town = *state;
    char code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX];
    town_code(9, code, hash);
    REFUSED(town, &town->clerk, ROLE_DIFFERS, "account.invite", "account=wang role=expert code_hash=%s",
            hash);
    NAMES(town, "wang");
    FIELD_IS(town, "role");
    REFUSED(town, &town->clerk, ROLE_DIFFERS, "account.invite", "account=wang signs=no code_hash=%s", hash);
    FIELD_IS(town, "signs");
    REFUSED(town, &town->clerk, ROLE_DIFFERS, "account.invite", "account=lin department=labour code_hash=%s",
            hash);
    FIELD_IS(town, "department");
    REFUSED(town, &town->clerk, ROLE_DIFFERS, "account.invite", "account=lin title=Lin code_hash=%s", hash);
    FIELD_IS(town, "title");
    ACTS(town, &town->clerk, "account.invite", "account=wang role=office department=labour code_hash=%s",
         hash);
    ACTS(town, &town->guest, "join", "code=%s", code);
    assert_string_equal(town->actor.account, "wang");
    ASKS(town, &town->guest, "key.list", " ");
    ROWS_ARE(town, 2);
    ASKS(town, &town->house, "account.list", "account=wang");
    SAYS(town, "role=office department=labour signs=yes");
}

static void a_code_works_once_and_for_a_time(void **state)
{
    struct town *town = *state;
    char code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX], other[LIMIT_CODE_BYTES + 1], other_hash[TOWN_HEX];
    struct identity late = scratch_identity(6);
    town_code(9, code, hash);
    town_code(10, other, other_hash);
    REFUSED(town, &town->guest, CODE_UNKNOWN, "join", "code=%s", code);
    ACTS(town, &town->clerk, "account.invite", "account=chen role=expert title=陈 code_hash=%s", hash);
    ACTS(town, &town->clerk, "account.invite", "account=zhou role=expert code_hash=%s", other_hash);
    REFUSED(town, &town->lin, KEY_ENROLLED, "join", "code=%s", code);
    NAMES(town, "lin");
    REFUSED(town, &town->house, KEY_ENROLLED, "join", "code=%s", code);
    ACTS(town, &town->guest, "join", "code=%s", code);
    ASKS(town, &town->house, "account.list", "account=chen");
    SAYS(town, "title=陈 role=expert");
    REFUSED(town, &late, CODE_USED, "join", "code=%s", code);
    town->now_ms += 7 * DAY_MS;
    REFUSED(town, &late, CODE_EXPIRED, "join", "code=%s", other);
    assert_int_equal(town->decision.why.time_ms, TOWN_BEGAN_MS + 7 * DAY_MS);
}

static void two_invitations_for_one_new_account(void **state)
{
    struct town *town = *state;
    char code[3][LIMIT_CODE_BYTES + 1], hash[3][TOWN_HEX];
    struct identity other = scratch_identity(6), third = scratch_identity(7);
    for (uint8_t i = 0; i < 3; i++)
        town_code((uint8_t)(20 + i), code[i], hash[i]);
    ACTS(town, &town->clerk, "account.invite", "account=chen role=expert code_hash=%s", hash[0]);
    ACTS(town, &town->clerk, "account.invite", "account=chen role=operator code_hash=%s", hash[1]);
    ACTS(town, &town->clerk, "account.invite", "account=chen role=expert code_hash=%s", hash[2]);
    ACTS(town, &town->guest, "join", "code=%s", code[0]);
    REFUSED(town, &other, ROLE_DIFFERS, "join", "code=%s", code[1]);
    char before[TOWN_HEX], after[TOWN_HEX];
    town_head_of(town, "account.list", "account=chen", before);
    ACTS(town, &third, "join", "code=%s", code[2]);
    /* Another key does not change the account itself. */
    assert_string_equal(town_head_of(town, "account.list", "account=chen", after), before);
}

static void an_account_is_changed(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    town_head_of(town, "account.list", "account=lin", head);
    REFUSED(town, &town->lin, NOT_ALLOWED, "account.change", "account=lin head=%s title=x", head);
    REFUSED(town, &town->clerk, UNKNOWN_ACCOUNT, "account.change", "account=nobody head=%s title=x", head);
    NAMES(town, "nobody");
    REFUSED(town, &town->clerk, FIELD_MISSING, "account.change", "account=lin head=%s", head);
    REFUSED(town, &town->clerk, BAD_VALUE, "account.change", "account=lin head=%s role=guest", head);
    REFUSED(town, &town->clerk, FIELD_MISSING, "account.change", "account=lin head=%s signs=yes", head);
    REFUSED(town, &town->clerk, UNKNOWN_DEPARTMENT, "account.change", "account=lin head=%s department=moon",
            head);
    ACTS(town, &town->clerk, "account.change",
         "account=lin head=%s role=office department=labour signs=yes title=林", head);
    REFUSED(town, &town->clerk, HEAD_CHANGED, "account.change", "account=lin head=%s title=x", head);
    NAMES(town, "lin");
    ASKS(town, &town->clerk, "account.list", "account=lin");
    SAYS(town, "account=lin title=林 role=office department=labour signs=yes");
    ACTS(town, &town->clerk, "account.change", "account=lin head=%s signs=no",
         town_head_of(town, "account.list", "account=lin", head));
    ASKS(town, &town->clerk, "account.list", "account=lin");
    SAYS(town, "title=林 role=office department=labour since=");
    REFUSED(town, &town->lin, NOT_PUBLISHER, "publish", "channel=programme headline=x");
}

static void a_revoked_account_can_do_nothing(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX], made_later[TOWN_HEX];
    town_code(9, code, hash);
    ACTS(town, &town->clerk, "account.invite", "account=lin code_hash=%s", hash);
    town_head_of(town, "account.list", "account=lin", head);
    REFUSED(town, &town->clerk, UNKNOWN_ACCOUNT, "account.revoke", "account=nobody head=%s", head);
    REFUSED(town, &town->clerk, HEAD_CHANGED, "account.revoke", "account=lin head=%s", hash);
    ACTS(town, &town->clerk, "account.revoke", "account=lin head=%s reason=\"left the office\"", head);
    REFUSED(town, &town->lin, ACCOUNT_REVOKED, "publish", "channel=programme headline=x");
    NAMES(town, "lin");
    REFUSED(town, &town->clerk, ACCOUNT_REVOKED, "account.revoke", "account=lin head=%s", head);
    REFUSED(town, &town->clerk, ACCOUNT_REVOKED, "account.change", "account=lin head=%s title=x", head);
    town_code(10, code, made_later);
    REFUSED(town, &town->clerk, ACCOUNT_REVOKED, "account.invite", "account=lin code_hash=%s", made_later);
    town_code(9, code, hash);
    REFUSED(town, &town->guest, ACCOUNT_REVOKED, "join", "code=%s", code);
    ASK_REFUSED(town, &town->lin, REVOKED, "channels", " ");
    ASKS(town, &town->clerk, "account.list", "account=lin");
    SAYS(town, " revoked=2006-11-30");
}

static void a_key_is_revoked_by_its_owner_or_an_operator(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], key[TOWN_HEX], none[TOWN_HEX], code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX];
    static const uint8_t zeros[LIMIT_KEY_BYTES];
    struct identity second = scratch_identity(6);
    town_hex(zeros, none);
    town_enrol(town, &second, 9, "account=wang");
    town_hex(second.public_key, key);
    town_head_of(town, "key.list", town_line("key=%s", key), head);
    REFUSED(town, &town->guest, NOT_ENROLLED, "key.revoke", "key=%s head=%s", key, head);
    REFUSED(town, &town->lin, NOT_ALLOWED, "key.revoke", "key=%s head=%s", key, head);
    REFUSED(town, &town->wang, UNKNOWN_KEY, "key.revoke", "key=%s head=%s", none, head);
    REFUSED(town, &town->wang, HEAD_CHANGED, "key.revoke", "key=%s head=%s", key, none);
    ACTS(town, &town->wang, "key.revoke", "key=%s head=%s", key, head);
    REFUSED(town, &town->wang, KEY_REVOKED, "key.revoke", "key=%s head=%s", key, head);
    town_code(10, code, hash);
    ACTS(town, &town->clerk, "account.invite", "account=chen role=expert code_hash=%s", hash);
    REFUSED(town, &second, KEY_REVOKED, "join", "code=%s", code);
    ASK_REFUSED(town, &second, REVOKED, "channels", " ");
    ACTS(town, &town->clerk, "key.revoke", "key=%s head=%s", town_hex(town->lin.public_key, key),
         town_head_of(town, "key.list", "account=lin", head));
    REFUSED(town, &town->lin, KEY_REVOKED, "publish", "channel=programme headline=x");
}

static void keys_and_accounts_are_listed(void **state)
{
    struct town *town = *state;
    char key[TOWN_HEX];
    town_hex(town->wang.public_key, key);
    ASK_REFUSED(town, &town->guest, NOT_ENROLLED, "key.list", " ");
    ASKS(town, &town->lin, "key.list", " ");
    ROWS_ARE(town, 1);
    SAYS(town, "account=lin");
    ASK_REFUSED(town, &town->lin, NOT_ALLOWED, "key.list", "account=wang");
    ASK_REFUSED(town, &town->lin, NOT_ALLOWED, "key.list", "key=%s", key);
    ASKS(town, &town->wang, "key.list", "key=%s", key);
    ROWS_ARE(town, 1);
    ASK_REFUSED(town, &town->clerk, UNKNOWN_KEY, "key.list", "account=lin key=%s", key);
    ASK_REFUSED(town, &town->clerk, UNKNOWN_ACCOUNT, "key.list", "account=nobody");
    ASKS(town, &town->clerk, "key.list", "account=wang");
    SAYS(town, key);
    ASK_REFUSED(town, &town->lin, NOT_ALLOWED, "account.list", " ");
    ASK_REFUSED(town, &town->clerk, UNKNOWN_ACCOUNT, "account.list", "account=nobody");
    ASKS(town, &town->clerk, "account.list", " ");
    ROWS_ARE(town, 3);
    ASKS(town, &town->clerk, "account.list", "after=clerk");
    ROWS_ARE(town, 2);
    SAYS_NOT(town, "account=clerk");
    SAYS(town, "title=\"Lin 林, committee\"");
    town->room_for_rows = 1;
    ASKS(town, &town->clerk, "account.list", " ");
    ROWS_ARE(town, 1);
    assert_true(town->more);
}

int main(void)
{
#define SETTLED(test) cmocka_unit_test_setup_teardown(test, town_settle, town_leave)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_house_is_founded_once, town_found, town_leave),
        SETTLED(an_act_is_judged_before_its_verb),
        SETTLED(the_same_act_is_taken_once),
        SETTLED(an_operator_invites),
        SETTLED(an_invitation_for_a_known_account_says_what_it_is),
        SETTLED(a_code_works_once_and_for_a_time),
        SETTLED(two_invitations_for_one_new_account),
        SETTLED(an_account_is_changed),
        SETTLED(a_revoked_account_can_do_nothing),
        SETTLED(a_key_is_revoked_by_its_owner_or_an_operator),
        SETTLED(keys_and_accounts_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
