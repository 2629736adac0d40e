/* Tests of duties and receipts: the ladder of a department rung by rung, who may climb it and when, and what
 * people read of it. It does not look at the schedule. */
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/views/views.h"
#include "tests/unit/support/duties.h"

/* What `receipts` says to the committee; the rows are in the order of names: finance, labour. */
static void receipts_say(struct town *town, const char *finance, const char *labour)
{
    ASKS(town, &town->lin, "receipts", "id=programme/2");
    ROWS_ARE(town, 2);
    const char *line = strchr(town->answer, '\n');
    assert_non_null(line);
    const char *second = strstr(town->answer, "department=labour");
    const char *first = strstr(town->answer, finance);
    assert_true(first != NULL && first < line);
    assert_true(second != NULL && second > line);
    assert_non_null(strstr(second, labour));
}

static void the_ladder_is_climbed_rung_by_rung(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    duties_notify(town, head);
    receipts_say(town,
                 "department=finance revision=1 committed=2006-11-30T00:00:00+00:00 "
                 "due=2006-12-11T00:00:00+00:00 committed_id=dept/finance/2\n",
                 "committed_id=dept/labour/2\n");
    SAYS_NOT(town, "delivered");
    SAYS_NOT(town, "late");

    town->now_ms += 1000;
    ACTS(town, &duties_zheng, "deliver", "id=programme/2 revision_head=%s", head);
    assert_string_equal(town->id, "dept/labour/3");
    receipts_say(town, "committed_id=dept/finance/2\n",
                 "delivered=2006-11-30T00:00:01+00:00 due=2006-12-11T00:00:00+00:00 "
                 "committed_id=dept/labour/2 delivered_id=dept/labour/3\n");

    town->now_ms += 1000;
    ACTS(town, &duties_zheng, "open", "id=programme/2 revision_head=%s", head);
    receipts_say(town, "committed_id=dept/finance/2\n",
                 "opened=2006-11-30T00:00:02+00:00 opened_by=zheng due");
    SAYS(town, "opened_id=dept/labour/4\n");

    town->now_ms += 1000;
    ACTS(town, &town->wang, "sign", "id=programme/2 revision_head=%s comment=\"收到, two copies\"", head);
    receipts_say(town, "committed_id=dept/finance/2\n",
                 "signed_for=2006-11-30T00:00:03+00:00 opened_by=zheng signed_by=wang "
                 "comment=\"收到, two copies\" due");
    SAYS(town, "signed_id=dept/labour/5\n");
    town_is_sound(town);
    receipts_say(town, "committed_id=dept/finance/2\n", "signed_by=wang");

    /* A rung says only what it says: one can sign without having said that it was opened. */
    ACTS(town, &duties_chen, "sign", "id=programme/2 revision_head=%s", head);
    receipts_say(town, "signed_by=chen due=2006-12-11T00:00:00+00:00 committed_id=dept/finance/2 signed_id",
                 "signed_by=wang");
    assert_int_equal(txn_count(town->txn, TABLE_DUES), 0);
    town_is_sound(town);
}

static void a_rung_is_climbed_once(void **state)
{
    struct town *town = *state;
    static const char *const rungs[] = {"deliver", "open", "sign"};
    char head[TOWN_HEX];
    duties_notify(town, head);
    for (size_t i = 0; i < 3; i++) {
        ACTS(town, &town->wang, rungs[i], "id=programme/2 revision_head=%s", head);
        uint64_t last = ledger_last(town->txn);
        assert_int_equal(town->fact_count, 1);
        ACTS(town, &town->wang, rungs[i], "id=programme/2 revision_head=%s", head);
        assert_int_equal(town->fact_count, 0);
        assert_int_equal(town->decision.already_seq, last);
        assert_int_equal(ledger_last(town->txn), last);
    }
    struct store_key key = key_place(bytes_of_text("programme"), 2);
    struct view_bulletin row;
    assert_true(view_get(town->txn, TABLE_BULLETINS, key_of(&key), &shape_view_bulletin, &row));
    assert_int_equal(row.signed_for, 1);
    assert_int_equal(row.addressed, 2);
}

static void who_may_not_is_refused(void **state)
{
    struct town *town = *state;
    static const char none[] = "0000000000000000000000000000000000000000000000000000000000000000";
    char head[TOWN_HEX];
    duties_notify(town, head);
    REFUSED(town, &town->guest, NOT_ENROLLED, "sign", "id=programme/2 revision_head=%s", head);
    REFUSED(town, &town->lin, NOT_MEMBER, "deliver", "id=programme/2 revision_head=%s", head);
    REFUSED(town, &town->house, NOT_MEMBER, "sign", "id=programme/2 revision_head=%s", head);
    REFUSED(town, &duties_zhou, NOT_ADDRESSED, "sign", "id=programme/2 revision_head=%s", head);
    NAMES(town, "programme/2");
    REFUSED(town, &duties_zhou, NOT_ADDRESSED, "deliver", "id=programme/9 revision_head=%s", head);
    REFUSED(town, &duties_zheng, NOT_SIGNER, "sign", "id=programme/2 revision_head=%s", head);
    NAMES(town, "labour");
    REFUSED(town, &town->wang, HEAD_CHANGED, "sign", "id=programme/2 revision_head=%s", none);
    REFUSED(town, &town->wang, HEAD_CHANGED, "open", "id=programme/2 revision_head=%s", none);
    ACTS(town, &town->lin, "publish", "channel=programme headline=x to=labour");
    assert_string_equal(town->id, "programme/3");
    REFUSED(town, &town->wang, HEAD_CHANGED, "sign", "id=programme/2 revision_head=%s", town->head);
    ACTS(town, &town->lin, "publish", "channel=programme headline=x to=labour");
    REFUSED(town, &town->wang, NO_RECEIPT, "sign", "id=%s revision_head=%s", "programme/4", town->head);
}

static void a_revision_opens_everything_again(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    duties_notify(town, head);
    ACTS(town, &town->wang, "sign", "id=programme/2 revision_head=%s", head);
    ACTS(town, &duties_chen, "sign", "id=programme/2 revision_head=%s", head);
    assert_int_equal(txn_count(town->txn, TABLE_DUES), 0);
    ASKS(town, &town->wang, "inbox", " ");
    ROWS_ARE(town, 0);

    town->now_ms += DAY_MS;
    ACTS(town, &town->lin, "revise", "id=programme/2 seen=%s headline=通知二 due=2006-12-20", head);
    assert_int_equal(town->fact_count, 3);
    receipts_say(town, "revision=2 committed=2006-12-01T00:00:00+00:00 due=2006-12-21T00:00:00+00:00",
                 "revision=2 committed=2006-12-01T00:00:00+00:00");
    SAYS_NOT(town, "signed");
    ASKS(town, &town->lin, "receipts", "id=programme/2 revision=1");
    ROWS_ARE(town, 2);
    SAYS(town, "signed_by=chen due=2006-12-11T00:00:00+00:00");
    ASK_REFUSED(town, &town->lin, UNKNOWN_REVISION, "receipts", "id=programme/2 revision=3");
    assert_int_equal(town->decision.why.limit, 2);
    ASK_REFUSED(town, &town->lin, UNKNOWN_REVISION, "receipts", "id=programme/2 revision=0");
    assert_int_equal(txn_count(town->txn, TABLE_DUES), 1);

    char newest[TOWN_HEX];
    memcpy(newest, town->head, TOWN_HEX);
    REFUSED(town, &town->wang, OLD_REVISION, "sign", "id=programme/2 revision_head=%s", head);
    assert_int_equal(town->decision.why.limit, 2);
    ASKS(town, &town->wang, "inbox", " ");
    ROWS_ARE(town, 1);
    SAYS(town, "headline=通知二 revision=2");
    SAYS(town, newest);
    ACTS(town, &town->wang, "sign", "id=programme/2 revision_head=%s", newest);
    receipts_say(town, "committed_id=dept/finance/4\n", "signed_by=wang");
    town_is_sound(town);

    /* An unsigned revision that another replaced gets no later. */
    ACTS(town, &town->lin, "revise", "id=programme/2 seen=%s headline=3", newest);
    town->now_ms += 60 * DAY_MS;
    ASKS(town, &town->lin, "receipts", "id=programme/2 revision=2");
    SAYS_NOT(town, "late");
    ASKS(town, &town->lin, "receipts", "id=programme/2");
    SAYS_NOT(town, "due");
}

static void what_is_revoked_in_between_signs_no_more(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], other[TOWN_HEX];
    duties_notify(town, head);
    ACTS(town, &town->wang, "open", "id=programme/2 revision_head=%s", head);
    ACTS(town, &town->clerk, "account.change", "account=chen seen=%s signs=no",
         town_head_of(town, "account.list", "account=chen", other));
    REFUSED(town, &duties_chen, NOT_SIGNER, "sign", "id=programme/2 revision_head=%s", head);
    ACTS(town, &town->clerk, "account.revoke", "account=wang seen=%s",
         town_head_of(town, "account.list", "account=wang", other));
    REFUSED(town, &town->wang, ACCOUNT_REVOKED, "sign", "id=programme/2 revision_head=%s", head);
    receipts_say(town, "committed_id=dept/finance/2\n", "opened_by=wang");
    SAYS_NOT(town, "signed");
}

static void a_withdrawn_bulletin_is_signed_for_no_more(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    duties_notify(town, head);
    ACTS(town, &duties_chen, "sign", "id=programme/2 revision_head=%s", head);
    ACTS(town, &town->lin, "withdraw", "id=programme/2 seen=%s reason=wrong", head);
    assert_int_equal(town->fact_count, 3);
    char withdrawn[TOWN_HEX];
    memcpy(withdrawn, town->head, TOWN_HEX);
    REFUSED(town, &town->wang, WITHDRAWN, "sign", "id=programme/2 revision_head=%s", head);
    REFUSED(town, &town->wang, WITHDRAWN, "deliver", "id=programme/2 revision_head=%s", head);
    ASKS(town, &town->wang, "inbox", " ");
    ROWS_ARE(town, 0);
    town->now_ms += 60 * DAY_MS;
    ASKS(town, &town->lin, "overdue", " ");
    ROWS_ARE(town, 0);
    receipts_say(town, "signed_by=chen", "committed_id=dept/labour/2\n");
    SAYS_NOT(town, "late");
    town_is_sound(town);

    ACTS(town, &town->lin, "erase", "id=programme/2 seen=%s reason=order", withdrawn);
    REFUSED(town, &town->wang, ERASED, "open", "id=programme/2 revision_head=%s", head);
    receipts_say(town, "signed_by=chen", "committed_id=dept/labour/2\n");
    town_is_sound(town);
}

static void an_erased_bulletin_leaves_the_inboxes(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    duties_notify(town, head);
    ACTS(town, &town->wang, "open", "id=programme/2 revision_head=%s", head);
    ACTS(town, &town->lin, "erase", "id=programme/2 seen=%s reason=order", head);
    ASKS(town, &town->wang, "inbox", " ");
    ROWS_ARE(town, 0);
    REFUSED(town, &town->wang, ERASED, "sign", "id=programme/2 revision_head=%s", head);
    receipts_say(town, "committed_id=dept/finance/2\n", "opened_by=wang");
    assert_int_equal(txn_count(town->txn, TABLE_DUES), 0);
    assert_int_equal(town_run(town), 0);
    town_is_sound(town);
}

static void signing_late_is_possible_and_shown(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    duties_notify(town, head);
    town->now_ms += 11 * DAY_MS - 1;
    ACTS(town, &town->wang, "sign", "id=programme/2 revision_head=%s", head);
    receipts_say(town, "due=2006-12-11T00:00:00+00:00 committed_id", "signed_by=wang");
    SAYS_NOT(town, "late");
    town->now_ms += 1;
    receipts_say(town, "due=2006-12-11T00:00:00+00:00 late=yes committed_id",
                 "due=2006-12-11T00:00:00+00:00 committed_id");
    ACTS(town, &duties_chen, "sign", "id=programme/2 revision_head=%s", head);
    town->now_ms += DAY_MS;
    receipts_say(town, "signed_by=chen due=2006-12-11T00:00:00+00:00 late=yes",
                 "signed_by=wang due=2006-12-11T00:00:00+00:00 committed_id");
}

static void receipts_are_for_some(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    struct identity expert = made_identity(14);
    town_enrol(town, &expert, 14, "account=expert role=expert");
    duties_notify(town, head);
    ASK_REFUSED(town, NULL, NOT_ENROLLED, "receipts", "id=programme/2");
    ASK_REFUSED(town, &expert, NOT_ALLOWED, "receipts", "id=programme/2");
    ASK_REFUSED(town, &duties_zhou, NOT_ADDRESSED, "receipts", "id=programme/2");
    ASK_REFUSED(town, &town->lin, UNKNOWN_ID, "receipts", "id=programme/3");
    ASKS(town, &duties_zheng, "receipts", "id=programme/2");
    ROWS_ARE(town, 1);
    SAYS(town, "department=labour");
    ASKS(town, &town->clerk, "receipts", "id=programme/2");
    ROWS_ARE(town, 2);
    /* The committee need not publish where a bulletin stands. */
    ACTS(town, &town->house, "channel.create", "channel=newsboard title=Neighbour publish=office");
    ACTS(town, &town->wang, "publish", "channel=newsboard headline=x to=finance,land");
    ASKS(town, &town->lin, "receipts", "id=newsboard/2");
    ROWS_ARE(town, 2);
    town->room_for_rows = 1;
    ASKS(town, &town->lin, "receipts", "id=programme/2");
    ROWS_ARE(town, 1);
    assert_true(town->more);
}

int main(void)
{
#define SETTLED(test) cmocka_unit_test_setup_teardown(test, duties_settle, town_leave)
    const struct CMUnitTest tests[] = {
        SETTLED(the_ladder_is_climbed_rung_by_rung),
        SETTLED(a_rung_is_climbed_once),
        SETTLED(who_may_not_is_refused),
        SETTLED(a_revision_opens_everything_again),
        SETTLED(what_is_revoked_in_between_signs_no_more),
        SETTLED(a_withdrawn_bulletin_is_signed_for_no_more),
        SETTLED(an_erased_bulletin_leaves_the_inboxes),
        SETTLED(signing_late_is_possible_and_shown),
        SETTLED(receipts_are_for_some),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
