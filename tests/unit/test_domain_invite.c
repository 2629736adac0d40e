/* Tests of invitations: who invites whom, what a code opens, once and for a time. */
#include "tests/unit/support/town.h"

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
    ACTS(town, &town->wang, "key.revoke", "key=%s seen=%s", key, town_head_of(town, "key.list", line, head));
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
    ACTS(town, &town->clerk, "account.change", "account=wang seen=%s role=operator",
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
    ACTS(town, &town->wang, "key.revoke", "key=%s seen=%s", key, head);
    REFUSED(town, &third, CODE_VOID, "join", "code=%s", code);
    /* An operator's stays: that is how somebody goes on who lost the only one. */
    town_code(11, code, hash);
    ACTS(town, &town->clerk, "key.invite", "account=wang code_hash=%s", hash);
    town_hex(town->wang.public_key, key);
    key_head(town, key, head);
    ACTS(town, &town->clerk, "key.revoke", "key=%s seen=%s", key, head);
    ACTS(town, &third, "join", "code=%s", code);
    assert_string_equal(town->actor.account, "wang");
    town_is_sound(town);
}

int main(void)
{
#define SETTLED(test) cmocka_unit_test_setup_teardown(test, town_settle, town_leave)
    const struct CMUnitTest tests[] = {
        SETTLED(an_operator_invites),
        SETTLED(a_further_key_is_invited_by_its_own_verb),
        SETTLED(an_account_has_so_many_keys),
        SETTLED(a_code_for_a_key_opens_nothing_more),
        SETTLED(a_code_works_once_and_for_a_time),
        SETTLED(one_code_is_open_for_an_account),
        SETTLED(a_name_is_free_when_its_code_expired),
        SETTLED(a_code_of_the_holders_own_ends_with_a_revoked_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
