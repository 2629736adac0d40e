/* Tests of who is who: judging an act's author, inviting, joining, changing and revoking accounts and keys.
 * It does not look at channels beyond `keys`. */
#include "tests/unit/support/town.h"

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

/* What the table of roles says of a department and the right to sign. */
static enum error may_stand(unsigned role, bool department, bool signs)
{
    if (role_belongings[role] == BELONGS_NOWHERE && (department || signs))
        return ERR_ROLE_NOWHERE;
    bool must = signs || role_belongings[role] == MUST_BELONG;
    return must && !department ? ERR_FIELD_MISSING : OK;
}

static void a_role_says_who_belongs_to_a_department(void **state)
{
    struct town *town = *state;
    for (unsigned i = 0; i < 4 * (ROLE_COUNT - ROLE_RESIDENT); i++) {
        const unsigned role = ROLE_RESIDENT + i / 4;
        const bool department = i & 1, signs = i & 2;
        char code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX];
        town_code((uint8_t)(40 + i), code, hash);
        enum error error =
            town_act(town, &town->clerk, "account.invite",
                     town_line("account=p%u role=%s%s%s code_hash=%s", i, role_words[role],
                               department ? " department=labour" : "", signs ? " signs=yes" : "", hash));
        assert_int_equal(error, may_stand(role, department, signs));
        if (error == ERR_ROLE_NOWHERE) {
            FIELD_IS(town, signs ? "signs" : "department");
            NAMES(town, role_words[role]);
        }
    }
    assert_int_equal(role_belongings[ROLE_RESIDENT], BELONGS_NOWHERE);
    assert_int_equal(role_belongings[ROLE_OFFICE], MUST_BELONG);
}

/* Wang signs for labour. Whatever he becomes, his standing is one that could have been invited. */
static void a_new_role_may_take_the_department(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    for (unsigned role = ROLE_EXPERT; role < ROLE_COUNT; role++) {
        bool nowhere = role_belongings[role] == BELONGS_NOWHERE;
        town_head_of(town, "account.list", "account=wang", head);
        if (nowhere)
            REFUSED(town, &town->clerk, ROLE_NOWHERE, "account.change",
                    "account=wang seen=%s role=%s department=labour", head, role_words[role]);
        ACTS(town, &town->clerk, "account.change", "account=wang seen=%s role=%s", head, role_words[role]);
        ASKS(town, &town->house, "account.list", "account=wang");
        if (nowhere) {
            SAYS_NOT(town, "department=");
            SAYS_NOT(town, "signs=");
            REFUSED(town, &town->clerk, ROLE_NOWHERE, "account.change",
                    "account=wang seen=%s department=labour",
                    town_head_of(town, "account.list", "account=wang", head));
        } else {
            SAYS(town, "department=labour signs=yes");
        }
        ACTS(town, &town->clerk, "account.change",
             "account=wang seen=%s role=office department=labour signs=yes",
             town_head_of(town, "account.list", "account=wang", head));
    }
}

static void an_account_is_changed(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    town_head_of(town, "account.list", "account=lin", head);
    REFUSED(town, &town->lin, NOT_ALLOWED, "account.change", "account=lin seen=%s title=x", head);
    REFUSED(town, &town->clerk, UNKNOWN_ACCOUNT, "account.change", "account=nobody seen=%s title=x", head);
    NAMES(town, "nobody");
    REFUSED(town, &town->clerk, FIELD_MISSING, "account.change", "account=lin seen=%s", head);
    REFUSED(town, &town->clerk, BAD_VALUE, "account.change", "account=lin seen=%s role=guest", head);
    REFUSED(town, &town->clerk, FIELD_MISSING, "account.change", "account=lin seen=%s signs=yes", head);
    REFUSED(town, &town->clerk, UNKNOWN_DEPARTMENT, "account.change", "account=lin seen=%s department=moon",
            head);
    ACTS(town, &town->clerk, "account.change",
         "account=lin seen=%s role=office department=labour signs=yes title=林", head);
    REFUSED(town, &town->clerk, HEAD_CHANGED, "account.change", "account=lin seen=%s title=x", head);
    NAMES(town, "lin");
    ASKS(town, &town->clerk, "account.list", "account=lin");
    SAYS(town, "account=lin title=林 role=office department=labour signs=yes");
    ACTS(town, &town->clerk, "account.change", "account=lin seen=%s signs=no",
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
    ACTS(town, &town->clerk, "key.invite", "account=lin code_hash=%s", hash);
    town_head_of(town, "account.list", "account=lin", head);
    REFUSED(town, &town->clerk, UNKNOWN_ACCOUNT, "account.revoke", "account=nobody seen=%s", head);
    REFUSED(town, &town->clerk, HEAD_CHANGED, "account.revoke", "account=lin seen=%s", hash);
    ACTS(town, &town->clerk, "account.revoke", "account=lin seen=%s reason=\"left the office\"", head);
    REFUSED(town, &town->lin, ACCOUNT_REVOKED, "publish", "channel=programme headline=x");
    NAMES(town, "lin");
    REFUSED(town, &town->clerk, ACCOUNT_REVOKED, "account.revoke", "account=lin seen=%s", head);
    REFUSED(town, &town->clerk, ACCOUNT_REVOKED, "account.change", "account=lin seen=%s title=x", head);
    town_code(10, code, made_later);
    REFUSED(town, &town->clerk, ACCOUNT_REVOKED, "account.invite", "account=lin role=expert code_hash=%s",
            made_later);
    REFUSED(town, &town->clerk, ACCOUNT_REVOKED, "key.invite", "account=lin code_hash=%s", made_later);
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
    struct identity second = made_identity(6);
    town_hex(zeros, none);
    town_enrol_further(town, &second, 9, "wang");
    town_hex(second.public_key, key);
    town_head_of(town, "key.list", town_line("key=%s", key), head);
    REFUSED(town, &town->guest, NOT_ENROLLED, "key.revoke", "key=%s seen=%s", key, head);
    REFUSED(town, &town->lin, UNKNOWN_KEY, "key.revoke", "key=%s seen=%s", key,
            head); /* not told that it is there */
    REFUSED(town, &town->wang, UNKNOWN_KEY, "key.revoke", "key=%s seen=%s", none, head);
    REFUSED(town, &town->wang, HEAD_CHANGED, "key.revoke", "key=%s seen=%s", key, none);
    ACTS(town, &town->wang, "key.revoke", "key=%s seen=%s", key, head);
    REFUSED(town, &town->wang, KEY_REVOKED, "key.revoke", "key=%s seen=%s", key, head);
    town_code(10, code, hash);
    ACTS(town, &town->clerk, "account.invite", "account=chen role=expert code_hash=%s", hash);
    REFUSED(town, &second, KEY_REVOKED, "join", "code=%s", code);
    ASK_REFUSED(town, &second, REVOKED, "channels", " ");
    ACTS(town, &town->clerk, "key.revoke", "key=%s seen=%s", town_hex(town->lin.public_key, key),
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
    ASK_REFUSED(town, &town->lin, UNKNOWN_KEY, "key.list", "key=%s", key);
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
        SETTLED(a_role_says_who_belongs_to_a_department),
        SETTLED(a_new_role_may_take_the_department),
        SETTLED(an_account_is_changed),
        SETTLED(a_revoked_account_can_do_nothing),
        SETTLED(a_key_is_revoked_by_its_owner_or_an_operator),
        SETTLED(keys_and_accounts_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
