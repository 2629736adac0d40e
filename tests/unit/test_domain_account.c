/* Tests of who is who: judging an act's author, inviting, joining, changing and revoking accounts and keys.
 * It does not look at channels beyond `keys`. */
#include "tests/unit/support/town.h"

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
    REFUSED(town, &town->clerk, BAD_VALUE, "account.invite", "account=chen role=guest code_hash=%s", hash);
    FIELD_IS(town, "role");
    REFUSED(town, &town->clerk, BAD_VALUE, "account.invite", "account=house role=expert code_hash=%s", hash);
    FIELD_IS(town, "account");
    REFUSED(town, &town->clerk, FIELD_MISSING, "account.invite", "account=chen role=office code_hash=%s",
            hash);
    FIELD_IS(town, "department");
    REFUSED(town, &town->clerk, FIELD_MISSING, "account.invite",
            "account=chen role=committee signs=yes code_hash=%s", hash);
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
                    "account=wang head=%s role=%s department=labour", head, role_words[role]);
        ACTS(town, &town->clerk, "account.change", "account=wang head=%s role=%s", head, role_words[role]);
        ASKS(town, &town->house, "account.list", "account=wang");
        if (nowhere) {
            SAYS_NOT(town, "department=");
            SAYS_NOT(town, "signs=");
            REFUSED(town, &town->clerk, ROLE_NOWHERE, "account.change",
                    "account=wang head=%s department=labour",
                    town_head_of(town, "account.list", "account=wang", head));
        } else {
            SAYS(town, "department=labour signs=yes");
        }
        ACTS(town, &town->clerk, "account.change",
             "account=wang head=%s role=office department=labour signs=yes",
             town_head_of(town, "account.list", "account=wang", head));
    }
}

/* A further key is no invitation of a person, and says whose it is. */
static void a_further_key_is_invited_by_its_own_verb(void **state)
{
    struct town *town = *state;
    char code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX];
    town_code(9, code, hash);
    REFUSED(town, &town->clerk, ACCOUNT_EXISTS, "account.invite", "account=wang role=expert code_hash=%s",
            hash);
    NAMES(town, "wang");
    REFUSED(town, &town->clerk, ACCOUNT_EXISTS, "account.invite",
            "account=wang role=office department=labour signs=yes code_hash=%s", hash);
    REFUSED(town, &town->guest, NOT_ENROLLED, "key.invite", "account=wang code_hash=%s", hash);
    REFUSED(town, &town->lin, NOT_ALLOWED, "key.invite", "account=wang code_hash=%s", hash);
    FIELD_IS(town, "account");
    REFUSED(town, &town->lin, NOT_ALLOWED, "key.invite", "account=nobody code_hash=%s", hash);
    REFUSED(town, &town->clerk, UNKNOWN_ACCOUNT, "key.invite", "account=nobody code_hash=%s", hash);
    NAMES(town, "nobody");
    ACTS(town, &town->wang, "key.invite", "account=wang code_hash=%s", hash);
    ACTS(town, &town->guest, "join", "code=%s", code);
    assert_string_equal(town->actor.account, "wang");
    ASKS(town, &town->guest, "key.list", " ");
    ROWS_ARE(town, 2);
    ASKS(town, &town->house, "account.list", "account=wang");
    SAYS(town, "role=office department=labour signs=yes");
    town_code(10, code, hash);
    ACTS(town, &town->clerk, "key.invite", "account=wang code_hash=%s", hash);
    town_is_sound(town);
}

/* A key of wang's for each number, and a code for one more that was given out in time. */
static void an_account_has_so_many_keys(void **state)
{
    struct town *town = *state;
    struct identity keys[LIMIT_ACCOUNT_KEYS + 1];
    char code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX], head[TOWN_HEX], key[TOWN_HEX], line[TOWN_HEX + 8];
    for (uint8_t i = 0; i <= LIMIT_ACCOUNT_KEYS; i++)
        keys[i] = made_identity((uint8_t)(100 + i));
    for (uint8_t i = 2; i < LIMIT_ACCOUNT_KEYS; i++)
        town_enrol_further(town, &keys[i], (uint8_t)(100 + i), "wang");
    town_code(9, code, hash);
    ACTS(town, &town->wang, "key.invite", "account=wang code_hash=%s", hash);
    ACTS(town, &keys[0], "join", "code=%s", code);
    town_code(10, code, hash);
    REFUSED(town, &town->wang, TOO_MANY_KEYS, "key.invite", "account=wang code_hash=%s", hash);
    NAMES(town, "wang");
    assert_int_equal(town->decision.why.limit, LIMIT_ACCOUNT_KEYS);
    REFUSED(town, &town->house, TOO_MANY_KEYS, "key.invite", "account=wang code_hash=%s", hash);
    /* Whoever revokes one may enrol another, and no more than one. */
    town_hex(keys[0].public_key, key);
    snprintf(line, sizeof line, "key=%s", key);
    ACTS(town, &town->wang, "key.revoke", "key=%s head=%s", key, town_head_of(town, "key.list", line, head));
    town_enrol_further(town, &keys[1], 11, "wang");
    REFUSED(town, &keys[1], TOO_MANY_KEYS, "key.invite", "account=wang code_hash=%s", hash);
    /* Others have their own. */
    town_enrol_further(town, &keys[LIMIT_ACCOUNT_KEYS], 12, "lin");
    ASKS(town, &town->wang, "key.list", " ");
    ROWS_ARE(town, LIMIT_ACCOUNT_KEYS + 1);
    town_is_sound(town);
}

/* What a key opens is what the account was when the code was given out. */
static void a_code_for_a_key_opens_nothing_more(void **state)
{
    struct town *town = *state;
    char code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX], head[TOWN_HEX];
    town_code(9, code, hash);
    ACTS(town, &town->wang, "key.invite", "account=wang code_hash=%s", hash);
    ACTS(town, &town->clerk, "account.change", "account=wang head=%s role=operator",
         town_head_of(town, "account.list", "account=wang", head));
    REFUSED(town, &town->guest, ROLE_DIFFERS, "join", "code=%s", code);
    FIELD_IS(town, "role");
    NAMES(town, "wang");
}

static void a_code_works_once_and_for_a_time(void **state)
{
    struct town *town = *state;
    char code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX], other[LIMIT_CODE_BYTES + 1], other_hash[TOWN_HEX];
    struct identity late = made_identity(6);
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

/* One handle, one person: of all codes given out for an account one is open, and each makes one account or
 * adds one key. */
static void one_code_is_open_for_an_account(void **state)
{
    struct town *town = *state;
    char code[4][LIMIT_CODE_BYTES + 1], hash[4][TOWN_HEX];
    struct identity other = made_identity(6), third = made_identity(7);
    for (uint8_t i = 0; i < 4; i++)
        town_code((uint8_t)(20 + i), code[i], hash[i]);
    ACTS(town, &town->clerk, "account.invite", "account=chen role=expert code_hash=%s", hash[0]);
    REFUSED(town, &town->clerk, INVITATION_OPEN, "account.invite", "account=chen role=expert code_hash=%s",
            hash[1]);
    NAMES(town, "chen");
    assert_int_equal(town->decision.why.time_ms, TOWN_BEGAN_MS + 7 * DAY_MS);
    ACTS(town, &town->clerk, "account.invite", "account=chen role=operator replace=yes code_hash=%s",
         hash[1]);
    REFUSED(town, &town->guest, CODE_VOID, "join", "code=%s", code[0]);
    ACTS(town, &town->guest, "join", "code=%s", code[1]);
    REFUSED(town, &other, CODE_VOID, "join", "code=%s", code[0]);
    REFUSED(town, &other, CODE_USED, "join", "code=%s", code[1]);
    ACTS(town, &town->guest, "key.invite", "account=chen code_hash=%s", hash[2]);
    REFUSED(town, &town->guest, INVITATION_OPEN, "key.invite", "account=chen code_hash=%s", hash[3]);
    ACTS(town, &town->guest, "key.invite", "account=chen replace=yes code_hash=%s", hash[3]);
    REFUSED(town, &third, CODE_VOID, "join", "code=%s", code[2]);
    char before[TOWN_HEX], after[TOWN_HEX];
    town_head_of(town, "account.list", "account=chen", before);
    ACTS(town, &third, "join", "code=%s", code[3]);
    /* Another key does not change the account itself. */
    assert_string_equal(town_head_of(town, "account.list", "account=chen", after), before);
    town_is_sound(town);
}

/* What ran out stands in nobody's way. */
static void a_name_is_free_when_its_code_expired(void **state)
{
    struct town *town = *state;
    char code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX], old[LIMIT_CODE_BYTES + 1], old_hash[TOWN_HEX];
    town_code(20, old, old_hash);
    town_code(21, code, hash);
    ACTS(town, &town->clerk, "account.invite", "account=chen role=expert code_hash=%s", old_hash);
    town->now_ms += 7 * DAY_MS;
    ACTS(town, &town->clerk, "account.invite", "account=chen role=committee code_hash=%s", hash);
    ACTS(town, &town->guest, "join", "code=%s", code);
    REFUSED(town, &town->lin, CODE_VOID, "join", "code=%s", old);
    ASKS(town, &town->house, "account.list", "account=chen");
    SAYS(town, "role=committee");
}

static void key_head(struct town *town, const char *key, char head[TOWN_HEX])
{
    town_head_of(town, "key.list", town_line("key=%s", key), head);
}

/* Whoever had a lost machine in hand may have made a code with it. */
static void a_code_of_the_holders_own_ends_with_a_revoked_key(void **state)
{
    struct town *town = *state;
    char key[TOWN_HEX], head[TOWN_HEX], hash[TOWN_HEX], code[LIMIT_CODE_BYTES + 1];
    struct identity second = made_identity(6), third = made_identity(7);
    town_hex(second.public_key, key);
    town_enrol_further(town, &second, 9, "wang");
    town_code(10, code, hash);
    ACTS(town, &second, "key.invite", "account=wang code_hash=%s", hash);
    key_head(town, key, head);
    ACTS(town, &town->wang, "key.revoke", "key=%s head=%s", key, head);
    REFUSED(town, &third, CODE_VOID, "join", "code=%s", code);
    /* An operator's stays: that is how somebody goes on who lost the only one. */
    town_code(11, code, hash);
    ACTS(town, &town->clerk, "key.invite", "account=wang code_hash=%s", hash);
    town_hex(town->wang.public_key, key);
    key_head(town, key, head);
    ACTS(town, &town->clerk, "key.revoke", "key=%s head=%s", key, head);
    ACTS(town, &third, "join", "code=%s", code);
    assert_string_equal(town->actor.account, "wang");
    town_is_sound(town);
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
    ACTS(town, &town->clerk, "key.invite", "account=lin code_hash=%s", hash);
    town_head_of(town, "account.list", "account=lin", head);
    REFUSED(town, &town->clerk, UNKNOWN_ACCOUNT, "account.revoke", "account=nobody head=%s", head);
    REFUSED(town, &town->clerk, HEAD_CHANGED, "account.revoke", "account=lin head=%s", hash);
    ACTS(town, &town->clerk, "account.revoke", "account=lin head=%s reason=\"left the office\"", head);
    REFUSED(town, &town->lin, ACCOUNT_REVOKED, "publish", "channel=programme headline=x");
    NAMES(town, "lin");
    REFUSED(town, &town->clerk, ACCOUNT_REVOKED, "account.revoke", "account=lin head=%s", head);
    REFUSED(town, &town->clerk, ACCOUNT_REVOKED, "account.change", "account=lin head=%s title=x", head);
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
    REFUSED(town, &town->guest, NOT_ENROLLED, "key.revoke", "key=%s head=%s", key, head);
    REFUSED(town, &town->lin, UNKNOWN_KEY, "key.revoke", "key=%s head=%s", key,
            head); /* not told that it is there */
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
        SETTLED(an_operator_invites),
        SETTLED(a_role_says_who_belongs_to_a_department),
        SETTLED(a_new_role_may_take_the_department),
        SETTLED(a_further_key_is_invited_by_its_own_verb),
        SETTLED(an_account_has_so_many_keys),
        SETTLED(a_code_for_a_key_opens_nothing_more),
        SETTLED(a_code_works_once_and_for_a_time),
        SETTLED(one_code_is_open_for_an_account),
        SETTLED(a_name_is_free_when_its_code_expired),
        SETTLED(a_code_of_the_holders_own_ends_with_a_revoked_key),
        SETTLED(an_account_is_changed),
        SETTLED(a_revoked_account_can_do_nothing),
        SETTLED(a_key_is_revoked_by_its_owner_or_an_operator),
        SETTLED(keys_and_accounts_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
