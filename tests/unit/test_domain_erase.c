/* Tests of erasing and of what is left. Acts, texts and files are gone, the facts that say so are there, the
 * ledger verifies with these holes and no others, and history is given as it is. */
#include "tests/unit/support/erasures.h"

static bool has_blob(struct town *town, char letter)
{
    uint8_t text[LONG_BYTES], hash[LIMIT_HASH_BYTES];
    uint64_t size;
    memset(text, letter, sizeof text);
    hash_bytes(bytes_of(text, sizeof text), hash);
    return blob_size(town->txn, hash, &size);
}

static bool is_erased(struct town *town, const char *id)
{
    struct bytes channel;
    struct fact fact;
    uint64_t number;
    assert_true(id_split(bytes_of_text(id), &channel, &number));
    assert_true(ledger_read_at(town->txn, channel, number, &fact));
    return fact.erased;
}

/* The head of the one thing that is scheduled; who publishes there may see it. */
static const char *scheduled_head(struct town *town)
{
    static char head[TOWN_HEX];
    ASKS(town, &town->lin, "schedule.list", "channel=programme");
    ROWS_ARE(town, 1);
    return town_hash_said(town, "head", head);
}

static void acts_and_what_they_alone_name_are_gone(void **state)
{
    struct town *town = *state;
    erasures_two_notices(town);
    uint64_t acts = txn_count(town->txn, TABLE_ACTS);
    assert_true(has_blob(town, 'a') && has_blob(town, 'b') && has_blob(town, 'c'));
    ERASE(town, "programme/2");
    assert_string_equal(town->id, "programme/5");
    assert_int_equal(town->fact_count, 3); /* in programme, dept/finance and dept/labour */
    assert_int_equal(txn_count(town->txn, TABLE_ACTS), acts - 2 + 1);
    assert_false(has_blob(town, 'a') || has_blob(town, 'c'));
    assert_true(has_blob(town, 'b'));
    static const char *const gone[] = {"programme/2",    "programme/3",   "dept/finance/2",
                                       "dept/finance/3", "dept/labour/2", "dept/labour/3"};
    for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++)
        assert_true(is_erased(town, gone[i]));
    assert_false(is_erased(town, "programme/4") || is_erased(town, "programme/5"));
    assert_int_equal(txn_count(town->txn, TABLE_ERASED), 6);
    assert_int_equal(txn_count(town->txn, TABLE_INBOX), 0);
    assert_int_equal(txn_count(town->txn, TABLE_SCHEDULE), 0);
    assert_int_equal(txn_count(town->txn, TABLE_DUES), 0);
    town_is_sound(town);

    ERASE(town, "programme/4");
    assert_false(has_blob(town, 'b'));
    assert_int_equal(txn_count(town->txn, TABLE_BLOBS), 0);
    assert_int_equal(txn_count(town->txn, TABLE_BLOB_NAMES), 0);
    assert_int_equal(txn_count(town->txn, TABLE_BLOB_USES), 0);
    town_is_sound(town);
}

static void a_withdrawn_bulletin_can_be_erased(void **state)
{
    struct town *town = *state;
    erasures_two_notices(town);
    ACTS(town, &town->lin, "withdraw", "id=programme/2 seen=%s reason=wrong",
         erasures_head(town, "programme/2"));
    ERASE(town, "programme/2");
    assert_true(is_erased(town, "programme/2"));
    assert_false(is_erased(town, "programme/5")); /* that it was withdrawn, and why, stays */
    town_is_sound(town);
}

static void erasing_is_refused(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    erasures_two_notices(town);
    strcpy(head, erasures_head(town, "programme/2"));
    REFUSED(town, &town->lin, NOT_ERASABLE, "erase", "id=programme/1 seen=%s reason=x", head);
    REFUSED(town, &town->lin, NOT_ERASABLE, "erase", "id=programme/3 seen=%s reason=x", head);
    REFUSED(town, &town->lin, HEAD_CHANGED, "erase", "id=programme/4 seen=%s reason=x", head);
    REFUSED(town, &town->wang, NOT_MODERATOR, "erase", "id=programme/2 seen=%s reason=x", head);
    REFUSED(town, &town->guest, NOT_ENROLLED, "erase", "id=programme/2 seen=%s reason=x", head);
    ERASE(town, "programme/2");
    REFUSED(town, &town->lin, ERASED, "erase", "id=programme/2 seen=%s reason=x",
            erasures_head(town, "programme/2"));
    NAMES(town, "programme/2");
}

/* Nobody keeps a text there by naming it, not even where the one who erases cannot look. */
static void what_others_name_is_erased_all_the_same(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish", "channel=programme headline=one");
    ACTS(town, &town->lin, "publish", "channel=programme headline=two related=programme/2");
    ACTS(town, &town->clerk, "channel.create", "channel=inner title=Inner read=operator publish=operator");
    ACTS(town, &town->clerk, "publish", "channel=inner headline=three related=programme/2,programme/3");
    ASKS(town, &town->lin, "read", "id=programme/2");
    SAYS(town, " related=programme/3");
    ERASE(town, "programme/2");
    ASKS(town, &town->lin, "read", "id=programme/3");
    SAYS(town, " related_erased=programme/2");
    SAYS_NOT(town, " related=");
    ASKS(town, &town->clerk, "read", "id=inner/2");
    SAYS(town, " related=programme/3 related_erased=programme/2");
    ASKS(town, &town->lin, "read", "id=programme/2");
    SAYS_NOT(town, "related");
    /* What is erased names nothing any more. */
    ACTS(town, &town->lin, "erase", "id=programme/3 seen=%s reason=x", erasures_head(town, "programme/3"));
    ACTS(town, &town->lin, "publish", "channel=programme headline=four");
    town_is_sound(town);
}

/* What was scheduled stands on the desk too; the desk's own first fact carries another act. */
static void what_was_scheduled_goes_with_the_bulletin(void **state)
{
    struct town *town = *state;
    char file[TOWN_HEX];
    erasures_upload(town, &town->lin, 'a', file);
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=soon attach=a.pdf:%d:%s at=2006-12-05T00:00:00Z to=labour", LONG_BYTES,
         file);
    assert_string_equal(town->id, "desk/programme/2");
    ACTS(town, &town->lin, "schedule.edit", "id=%s seen=%s headline=later at=2006-12-06T00:00:00Z to=labour",
         town->id, scheduled_head(town));
    town->now_ms += 7 * INT64_C(86400000);
    assert_int_equal(town_run(town), 1);
    assert_int_equal(town_run(town), 0);
    struct fact fact;
    assert_true(ledger_read_at(town->txn, bytes_of_text("programme"), 2, &fact));
    assert_true(bytes_equal_text(fact.head.actor, "lin"));
    assert_true(bytes_equal_text(fact.act.act.verb, "schedule.edit"));
    assert_true(ledger_act_seq(town->txn, &fact.head) < fact.head.seq);
    assert_true(has_blob(town, 'a')); /* an act on the desk names it */
    town_is_sound(town);

    uint64_t acts = txn_count(town->txn, TABLE_ACTS);
    ERASE(town, "programme/2");
    assert_int_equal(town->fact_count, 3); /* in programme, desk/programme and dept/labour */
    assert_int_equal(txn_count(town->txn, TABLE_ACTS), acts - 2 + 1);
    assert_false(has_blob(town, 'a'));
    assert_true(is_erased(town, "programme/2"));
    ASKS(town, &town->lin, "schedule.list", "channel=programme");
    SAYS(town, "erased=yes");
    town_is_sound(town);
}

static void a_department_made_later_is_told_too(void **state)
{
    struct town *town = *state;
    struct fact fact;
    ACTS(town, &town->lin, "publish", "channel=programme headline=all to=all roster=open");
    ACTS(town, &town->clerk, "department.create", "department=finance title=财政局");
    assert_true(ledger_read_at(town->txn, bytes_of_text("dept/finance"), 2, &fact));
    assert_true(bytes_equal_text(fact.head.actor, "lin"));
    assert_true(bytes_equal_text(fact.act.act.verb, "publish"));
    town_is_sound(town);
    ERASE(town, "programme/2");
    assert_true(is_erased(town, "dept/finance/2") && is_erased(town, "dept/labour/2"));
    ACTS(town, &town->clerk, "department.create", "department=water title=水务局");
    assert_int_equal(town->fact_count, 2); /* the roster is closed */
    town_is_sound(town);
}

static void facts_by_their_numbers(void **state)
{
    struct town *town = *state;
    erasures_two_notices(town);
    ASKS(town, NULL, "facts", "channel=programme");
    ROWS_ARE(town, 4);
    SAYS(town, " act=");
    SAYS(town, " sig=");
    assert_false(town->more);
    ASKS(town, NULL, "facts", "channel=programme after=1 limit=2");
    ROWS_ARE(town, 2);
    assert_true(town->more);
    ASKS(town, NULL, "facts", "channel=programme after=3 limit=1");
    ROWS_ARE(town, 1);
    assert_false(town->more);
    ASKS(town, NULL, "facts", "channel=programme after=4");
    ROWS_ARE(town, 0);
    ASKS(town, NULL, "facts", "channel=programme after=18446744073709551615");
    ROWS_ARE(town, 0);
    ASKS(town, NULL, "facts", "channel=programme heads=yes");
    ROWS_ARE(town, 4);
    SAYS_NOT(town, " act=");
    town->room_for_rows = 3;
    ASKS(town, NULL, "facts", "channel=programme");
    ROWS_ARE(town, 3);
    assert_true(town->more);
    town->room_for_rows = SIZE_MAX;
    ASK_REFUSED(town, NULL, UNKNOWN_CHANNEL, "facts", "channel=dept/labour");
    ASKS(town, &town->wang, "facts", "channel=dept/labour");

    ERASE(town, "programme/2");
    ASKS(town, NULL, "facts", "channel=programme after=1 limit=2");
    ROWS_ARE(town, 2); /* their heads stay */
    SAYS_NOT(town, " act=");
}

static void files_by_the_facts_that_name_them(void **state)
{
    struct town *town = *state;
    char a[TOWN_HEX], b[TOWN_HEX], c[TOWN_HEX], z[TOWN_HEX];
    erasures_two_notices(town);
    erasures_upload(town, &town->lin, 'a', a);
    erasures_upload(town, &town->lin, 'b', b);
    erasures_upload(town, &town->lin, 'c', c);
    erasures_upload(town, &town->lin, 'z', z);
    static const char *const ids[] = {"programme/2", "dept/labour/2"};
    for (size_t i = 0; i < 2; i++) {
        ASKS(town, &town->wang, "blob.get", "id=%s hash=%s offset=0", ids[i], a);
        SAYS(town, town_line("size=%d", LONG_BYTES));
        ASKS(town, &town->wang, "blob.get", "id=%s hash=%s offset=%d", ids[i], b, LIMIT_BLOB_CHUNK_BYTES);
        SAYS(town, "bytes=6262");
    }
    /* A bulletin's id is good for all its revisions, a fact's for its own act alone. */
    ASKS(town, NULL, "blob.get", "id=programme/2 hash=%s offset=0", c);
    ASKS(town, NULL, "blob.get", "id=programme/3 hash=%s offset=0", c);
    ASK_REFUSED(town, NULL, BLOB_UNKNOWN, "blob.get", "id=programme/3 hash=%s offset=0", a);
    ASK_REFUSED(town, NULL, BLOB_UNKNOWN, "blob.get", "id=programme/4 hash=%s offset=0", a);
    ASK_REFUSED(town, NULL, BLOB_UNKNOWN, "blob.get", "id=programme/2 hash=%s offset=0", z);
    ASK_REFUSED(town, NULL, UNKNOWN_ID, "blob.get", "id=programme/9 hash=%s offset=0", a);
    ASK_REFUSED(town, NULL, UNKNOWN_CHANNEL, "blob.get", "id=dept/labour/2 hash=%s offset=0", a);
    ASK_REFUSED(town, NULL, BAD_VALUE, "blob.get", "id=programme/2 hash=%s offset=1", a);
    ASK_REFUSED(town, NULL, OUT_OF_RANGE, "blob.get", "id=programme/2 hash=%s offset=%d", a,
                2 * LIMIT_BLOB_CHUNK_BYTES);
    ERASE(town, "programme/2");
    ASK_REFUSED(town, NULL, ERASED, "blob.get", "id=programme/2 hash=%s offset=0", a);
    ASK_REFUSED(town, NULL, ERASED, "blob.get", "id=programme/2 hash=%s offset=0", b);
    ASKS(town, NULL, "blob.get", "id=programme/4 hash=%s offset=0", b);
}

static void files_of_what_is_scheduled(void **state)
{
    struct town *town = *state;
    char a[TOWN_HEX], b[TOWN_HEX];
    erasures_upload(town, &town->lin, 'a', a);
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=soon attach=a.pdf:%d:%s at=2006-12-05T00:00:00Z", LONG_BYTES, a);
    erasures_upload(town, &town->lin, 'b', b);
    ACTS(town, &town->lin, "schedule.edit",
         "id=desk/programme/2 seen=%s headline=later attach=b.pdf:%d:%s at=2006-12-06T00:00:00Z",
         scheduled_head(town), LONG_BYTES, b);
    ASKS(town, &town->lin, "blob.get", "id=desk/programme/2 hash=%s offset=0", a);
    ASKS(town, &town->lin, "blob.get", "id=desk/programme/2 hash=%s offset=0", b);
    ASK_REFUSED(town, &town->wang, UNKNOWN_CHANNEL, "blob.get", "id=desk/programme/2 hash=%s offset=0", a);
}

#define SETTLED(test) cmocka_unit_test_setup_teardown(test, town_settle, town_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SETTLED(acts_and_what_they_alone_name_are_gone),
        SETTLED(a_withdrawn_bulletin_can_be_erased),
        SETTLED(erasing_is_refused),
        SETTLED(what_others_name_is_erased_all_the_same),
        SETTLED(what_was_scheduled_goes_with_the_bulletin),
        SETTLED(a_department_made_later_is_told_too),
        SETTLED(facts_by_their_numbers),
        SETTLED(files_by_the_facts_that_name_them),
        SETTLED(files_of_what_is_scheduled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
