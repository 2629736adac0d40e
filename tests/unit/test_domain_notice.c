/* Tests of what a notice may say: its files, its times, what it is related to and whom it is addressed to.
 * Others are of the facts and entries that publishing it makes. It does not look at what departments then
 * do. */
#include "server/domain/nouns/bulletin/notice.h"
#include "server/domain/nouns/people/account.h"
#include "tests/unit/support/town.h"

#define PUBLISH(town, ...) ACTS(town, &(town)->lin, "publish", "channel=programme headline=x " __VA_ARGS__)
#define PUBLISH_REFUSED(town, error, ...)                                                                    \
    REFUSED(town, &(town)->lin, error, "publish", "channel=programme headline=x " __VA_ARGS__)

static uint64_t entries(struct town *town, enum table table)
{
    return txn_count(town->txn, table);
}

static bool scheduled(struct town *town, const char *time, enum transition what, uint64_t number)
{
    struct store_key key = view_schedule_key(times_of(time), what, bytes_of_text("programme"), number);
    struct bytes value;
    return txn_get(town->txn, TABLE_SCHEDULE, key_of(&key), &value);
}

/* Stages the first `staged` bytes of `size`, of which all are `byte`. */
static void upload_begin(struct town *town, const struct identity *who, uint8_t byte, size_t size,
                         size_t staged, char hash_hex[TOWN_HEX])
{
    uint8_t *file = malloc(size);
    assert_non_null(file);
    memset(file, byte, size);
    town_upload_begin(town, who, bytes_of(file, size), staged, hash_hex);
    free(file);
}

/* --- files --- */

static void a_file_is_uploaded_before_it_is_named(void **state)
{
    struct town *town = *state;
    enum { SIZE = 2 * LIMIT_BLOB_CHUNK_BYTES + 7 };
    char hash[TOWN_HEX];
    struct bytes piece;
    upload_begin(town, &town->wang, 1, SIZE, SIZE, hash);
    PUBLISH_REFUSED(town, BLOB_UNKNOWN, "attach=list.pdf:%d:%s", SIZE, hash);
    NAMES(town, "list.pdf");
    upload_begin(town, &town->lin, 1, SIZE, LIMIT_BLOB_CHUNK_BYTES, hash);
    PUBLISH_REFUSED(town, BLOB_INCOMPLETE, "attach=list.pdf:%d:%s", SIZE, hash);
    NAMES(town, "list.pdf");
    FIELD_IS(town, "attach");
    assert_int_equal(town->decision.why.limit, LIMIT_BLOB_CHUNK_BYTES);
    PUBLISH_REFUSED(town, BLOB_INCOMPLETE, "text_hash=%s", hash);
    FIELD_IS(town, "text_hash");
    upload_begin(town, &town->lin, 1, SIZE, SIZE, hash);
    PUBLISH_REFUSED(town, WRONG_SIZE, "attach=list.pdf:%d:%s", SIZE - 1, hash);
    FIELD_IS(town, "attach");
    assert_int_equal(town->decision.why.limit, SIZE);
    PUBLISH(town, "attach=list.pdf:%d:%s/again.pdf:%d:%s", SIZE, hash, SIZE, hash);
    ASKS(town, NULL, "read", "id=%s", town->id);
    SAYS(town, town_line("attach=list.pdf:%d:%s/again.pdf:%d:%s", SIZE, hash, SIZE, hash));
    assert_int_equal(entries(town, TABLE_STAGED), 1); /* wang's */
    assert_true(blob_chunk(town->txn, town->decision.adopts[0], 2, &piece));
    /* It was used up: the next notice uploads it again. */
    PUBLISH_REFUSED(town, BLOB_UNKNOWN, "attach=list.pdf:%d:%s", SIZE, hash);
}

static void a_revision_names_what_the_bulletin_has(void **state)
{
    struct town *town = *state;
    enum { SIZE = LIMIT_BLOB_CHUNK_BYTES + 7 };
    char file[TOWN_HEX], text[TOWN_HEX], other[TOWN_HEX], id[128];
    upload_begin(town, &town->lin, 1, SIZE, SIZE, file);
    upload_begin(town, &town->lin, 'a', SIZE, SIZE, text);
    PUBLISH(town, "attach=a:%d:%s text_hash=%s", SIZE, file, text);
    snprintf(id, sizeof id, "%s", town->id);
    ACTS(town, &town->lin, "revise", "id=%s seen=%s headline=y text=short", id, town->head);
    /* Named two revisions ago. */
    ACTS(town, &town->lin, "revise", "id=%s seen=%s headline=z attach=b:%d:%s text_hash=%s", id, town->head,
         SIZE, file, text);
    ASKS(town, NULL, "read", "id=%s", id);
    SAYS(town, town_line(" text_hash=%s text_size=%d ", text, SIZE));
    SAYS(town, town_line(" attach=b:%d:%s", SIZE, file));
    upload_begin(town, &town->lin, 2, SIZE, LIMIT_BLOB_CHUNK_BYTES, other);
    REFUSED(town, &town->lin, WRONG_SIZE, "revise", "id=%s seen=%s headline=z attach=b:%d:%s", id, town->head,
            SIZE + 1, file);
    REFUSED(town, &town->lin, BLOB_INCOMPLETE, "revise", "id=%s seen=%s headline=z attach=b:%d:%s", id,
            town->head, SIZE, other);
    /* What was a file is not thereby text. */
    REFUSED(town, &town->lin, BLOB_UNKNOWN, "revise", "id=%s seen=%s headline=z text_hash=%s", id, town->head,
            file);
    /* Another bulletin's is not known here, be it an earlier or a later one. */
    char head[TOWN_HEX];
    PUBLISH(town, "text=y");
    snprintf(id, sizeof id, "%s", town->id);
    snprintf(head, sizeof head, "%s", town->head);
    REFUSED(town, &town->lin, BLOB_UNKNOWN, "revise", "id=%s seen=%s headline=z attach=b:%d:%s", id, head,
            SIZE, file);
    upload_begin(town, &town->lin, 3, SIZE, SIZE, other);
    PUBLISH(town, "attach=a:%d:%s", SIZE, other);
    REFUSED(town, &town->lin, BLOB_UNKNOWN, "revise", "id=%s seen=%s headline=z attach=b:%d:%s", id, head,
            SIZE, other);
}

/* --- times --- */

static void times_lie_ahead_and_in_order(void **state)
{
    struct town *town = *state; /* 2006-11-30T08:00 in Shanghai */
    PUBLISH_REFUSED(town, IN_THE_PAST, "at=2006-11-30");
    FIELD_IS(town, "at");
    assert_int_equal(town->decision.why.time_ms, town->now_ms);
    PUBLISH_REFUSED(town, IN_THE_PAST, "at=2006-11-30T08:00");
    PUBLISH_REFUSED(town, TOO_LATE, "at=2016-11-30");
    FIELD_IS(town, "at");
    assert_int_equal(town->decision.why.time_ms, town->now_ms + INT64_C(1000) * LIMIT_AHEAD_S);
    PUBLISH_REFUSED(town, IN_THE_PAST, "to=labour receipt=yes due=2006-11-29");
    FIELD_IS(town, "due");
    PUBLISH_REFUSED(town, IN_THE_PAST, "to=labour receipt=yes due=2006-11-30T00:00:00Z");
    PUBLISH_REFUSED(town, TOO_LATE, "to=labour receipt=yes due=2016-11-30");
    FIELD_IS(town, "due");
    PUBLISH_REFUSED(town, IN_THE_PAST, "expires=2006-11-29");
    FIELD_IS(town, "expires");
    PUBLISH_REFUSED(town, TOO_LATE, "expires=2046-11-30");
    PUBLISH_REFUSED(town, TOO_LATE, "effective=2046-11-30");
    FIELD_IS(town, "effective");
    PUBLISH_REFUSED(town, WRONG_ORDER, "effective=2007-01-02 expires=2007-01-01");
    FIELD_IS(town, "expires");
    NAMES(town, "effective");
    PUBLISH_REFUSED(town, WRONG_ORDER, "at=2007-01-02 expires=2007-01-01");
    NAMES(town, "at");
    PUBLISH_REFUSED(town, WRONG_ORDER, "at=2007-01-02 to=labour receipt=yes due=2007-01-01");
    FIELD_IS(town, "due");
    PUBLISH_REFUSED(town, BAD_VALUE, "effective=0001-01-01"); /* before there is a time for it */
    FIELD_IS(town, "effective");
    PUBLISH(town, "effective=1949-10-01 expires=2006-11-30");
    PUBLISH(town, "effective=2007-01-01 expires=2007-01-01 to=labour receipt=yes due=2006-11-30");
    PUBLISH(town, "at=2008-06-01 to=labour receipt=yes due=2010-01-01"); /* two years from then */
}

static void a_moment_that_is_left_out_is_refused(void **state)
{
    struct town *town = *state;
    times_zone("Europe/Berlin");
    PUBLISH_REFUSED(town, BAD_VALUE, "effective=2007-03-25T02:30");
    NAMES(town, "2007-03-25T02:30");
    PUBLISH(town, "effective=2007-03-25T03:00");
    times_zone("Asia/Shanghai");
}

static void what_lies_ahead_is_in_the_schedule(void **state)
{
    struct town *town = *state;
    PUBLISH(town, "effective=2006-12-10 expires=2006-12-20 to=labour receipt=yes due=2006-12-15");
    assert_string_equal(town->id, "programme/2");
    assert_true(scheduled(town, "2006-12-09T16:00:00Z", TRANSITION_EFFECTIVE, 2));
    assert_true(scheduled(town, "2006-12-20T16:00:00Z", TRANSITION_EXPIRES, 2));
    assert_true(scheduled(town, "2006-12-12T01:00:00Z", TRANSITION_REMIND, 2));
    assert_int_equal(entries(town, TABLE_SCHEDULE), 3);
    assert_int_equal(entries(town, TABLE_DUES), 1);
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS(town, "effective=2006-12-09T16:00:00+00:00 expires=2006-12-20T16:00:00+00:00 in_force=no");
    /* A revision's times replace them. */
    ACTS(town, &town->lin, "revise", "id=programme/2 seen=%s headline=y expires=2006-12-21 due=2006-12-02",
         town->head);
    assert_true(scheduled(town, "2006-12-21T16:00:00Z", TRANSITION_EXPIRES, 2));
    assert_true(scheduled(town, "2006-12-01T01:00:00Z", TRANSITION_REMIND, 2));
    assert_int_equal(entries(town, TABLE_SCHEDULE), 2);
    assert_int_equal(entries(town, TABLE_DUES), 1);
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS_NOT(town, "in_force");
    SAYS(town, "due=2006-12-02T16:00:00+00:00");
    ACTS(town, &town->lin, "revise", "id=programme/2 seen=%s headline=z", town->head);
    assert_int_equal(entries(town, TABLE_SCHEDULE), 0);
    assert_int_equal(entries(town, TABLE_DUES), 0);
    /* What was in force before it was published waits for nothing. */
    PUBLISH(town, "effective=2006-11-01");
    assert_int_equal(entries(town, TABLE_SCHEDULE), 0);
    ASKS(town, NULL, "read", "id=%s", town->id);
    SAYS(town, "effective=2006-10-31T16:00:00+00:00");
    SAYS_NOT(town, "in_force");
}

static void reminders_come_around_the_day_it_is_due(void **state)
{
    static const char *const expected[] = {"2006-12-12T01:00:00Z", "2006-12-14T01:00:00Z",
                                           "2006-12-16T01:00:00Z", "2006-12-22T01:00:00Z",
                                           "2007-01-14T01:00:00Z"};
    const int64_t due_ms = times_of("2006-12-15T16:00:00Z"); /* the end of the 15th */
    int64_t time_ms = times_of("2006-11-30T00:00:00Z");
    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        assert_true(notice_remind_after(due_ms, time_ms, &time_ms));
        assert_int_equal(time_ms, times_of(expected[i]));
    }
    assert_false(notice_remind_after(due_ms, time_ms, &time_ms));
    /* What was slept through is one. */
    assert_true(notice_remind_after(due_ms, times_of("2006-12-20T00:00:00Z"), &time_ms));
    assert_int_equal(time_ms, times_of(expected[3]));
    /* Due at noon of a day, and due at its end: the same days. */
    assert_true(notice_remind_after(times_of("2006-12-15T04:00:00Z"), 0, &time_ms));
    assert_int_equal(time_ms, times_of(expected[0]));
}

/* --- what it is related to --- */

static void related_bulletins_exist_and_can_be_read(void **state)
{
    struct town *town = *state;
    PUBLISH_REFUSED(town, UNKNOWN_ID, "related=programme/9");
    NAMES(town, "programme/9");
    FIELD_IS(town, "related");
    PUBLISH_REFUSED(town, UNKNOWN_ID, "related=programme/1"); /* made the channel */
    PUBLISH_REFUSED(town, UNKNOWN_ID, "related=nowhere/1");
    ACTS(town, &town->clerk, "channel.create", "channel=inner title=x read=office publish=office");
    ACTS(town, &town->wang, "publish", "channel=inner headline=x");
    PUBLISH_REFUSED(town, UNKNOWN_ID, "related=inner/2");
    NAMES(town, "inner/2");
    PUBLISH_REFUSED(town, UNKNOWN_ID, "related=inner/7"); /* nor is told what there is */
    PUBLISH(town, "related=\"\"");
    PUBLISH(town, "related=%s", town->id);
    REFUSED(town, &town->lin, BAD_VALUE, "revise", "id=%s seen=%s headline=x related=%s", town->id,
            town->head, town->id);
}

/* --- whom it is addressed to --- */

static void addressees_exist_and_can_read(void **state)
{
    struct town *town = *state;
    PUBLISH_REFUSED(town, UNKNOWN_DEPARTMENT, "to=labour,moon");
    NAMES(town, "moon");
    FIELD_IS(town, "to");
    PUBLISH_REFUSED(town, UNKNOWN_DEPARTMENT, "to=labour,all");
    ACTS(town, &town->clerk, "department.create", "department=finance title=财政局");
    ACTS(town, &town->clerk, "channel.create",
         "channel=inner title=x read=committee,dept:labour publish=committee");
    REFUSED(town, &town->lin, CANNOT_READ, "publish", "channel=inner headline=x to=labour,finance");
    NAMES(town, "finance");
    REFUSED(town, &town->lin, CANNOT_READ, "publish", "channel=inner headline=x to=all");
    NAMES(town, "finance");
    ACTS(town, &town->lin, "publish", "channel=inner headline=x to=labour");
    assert_int_equal(town->fact_count, 2);
    ACTS(town, &town->clerk, "channel.create", "channel=offices title=x read=office publish=committee");
    ACTS(town, &town->lin, "publish", "channel=offices headline=x to=all");
    assert_int_equal(town->fact_count, 3);
    PUBLISH(town, "to=finance,labour");
    assert_int_equal(town->fact_count, 3);
}

static void receipt_due_and_roster_go_together(void **state)
{
    struct town *town = *state;
    PUBLISH_REFUSED(town, EMPTY, "to=\"\"");
    PUBLISH_REFUSED(town, NEEDS_FIELD, "receipt=yes");
    FIELD_IS(town, "receipt");
    NAMES(town, "to");
    PUBLISH_REFUSED(town, NEEDS_FIELD, "to=labour due=2006-12-01");
    FIELD_IS(town, "due");
    NAMES(town, "receipt");
    PUBLISH_REFUSED(town, NEEDS_FIELD, "to=labour receipt=no due=2006-12-01");
    PUBLISH_REFUSED(town, NEEDS_FIELD, "roster=open");
    FIELD_IS(town, "roster");
    PUBLISH_REFUSED(town, NEEDS_FIELD, "to=labour roster=open");
    NAMES(town, "to=all");
    PUBLISH(town, "to=all roster=fixed");
    assert_int_equal(entries(town, TABLE_ROSTERS), 0);
    PUBLISH(town, "to=all roster=open receipt=yes due=2006-12-01");
    assert_int_equal(entries(town, TABLE_ROSTERS), 1);
    ASKS(town, &town->wang, "read", "id=%s", town->id);
    SAYS(town, "to=all addressed=1 roster=open receipt=yes due=2006-12-01T16:00:00+00:00 mine=yes");
    ACTS(town, &town->lin, "withdraw", "id=%s seen=%s reason=x", town->id, town->head);
    assert_int_equal(entries(town, TABLE_ROSTERS), 0);
}

static void only_so_many_wait_for_new_departments(void **state)
{
    struct town *town = *state;
    for (int i = 0; i < LIMIT_OPEN_ROSTERS; i++)
        PUBLISH(town, "to=all roster=open");
    PUBLISH_REFUSED(town, TOO_MANY_ROSTERS, "to=all roster=open");
    assert_int_equal(town->decision.why.limit, LIMIT_OPEN_ROSTERS);
    PUBLISH(town, "to=all");
}

static void only_so_many_departments_can_be_addressed(void **state)
{
    struct town *town = *state;
    for (int i = 1; i < LIMIT_ADDRESSEES; i++)
        ACTS(town, &town->clerk, "department.create", "department=d%d title=x", i);
    PUBLISH(town, "to=all receipt=yes");
    assert_int_equal(town->fact_count, 1 + LIMIT_ADDRESSEES);
    assert_int_equal(entries(town, TABLE_INBOX), LIMIT_ADDRESSEES);
    ACTS(town, &town->lin, "revise", "id=%s seen=%s headline=y", town->id, town->head);
    assert_int_equal(town->fact_count, 1 + LIMIT_ADDRESSEES);
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS(town, " addressed=240 ");
    ACTS(town, &town->lin, "withdraw", "id=programme/2 seen=%s reason=x", town->head);
    assert_int_equal(entries(town, TABLE_INBOX), 0);
    ACTS(town, &town->clerk, "department.create", "department=more title=x");
    PUBLISH_REFUSED(town, TOO_MANY_ADDRESSEES, "to=all");
    assert_int_equal(town->decision.why.limit, LIMIT_ADDRESSEES);
}

/* --- the desk --- */

static void what_is_scheduled_lies_on_the_desk(void **state)
{
    struct town *town = *state;
    char hash[TOWN_HEX], head[TOWN_HEX];
    struct fact fact;
    PUBLISH_REFUSED(town, UNKNOWN_DEPARTMENT, "at=2006-12-24 to=moon");
    upload_begin(town, &town->lin, 'a', 100, 100, hash);
    PUBLISH(town, "at=2006-12-24 text_hash=%s", hash);
    assert_string_equal(town->id, "desk/programme/2");
    assert_int_equal(entries(town, TABLE_STAGED), 0);
    assert_int_equal(entries(town, TABLE_BULLETINS), 0);
    ASKS(town, &town->lin, "channels", "channel=desk/programme");
    SAYS(town, "title=Programme read=committee speak=\"\" publish=\"\" moderate=committee");
    ASK_REFUSED(town, &town->wang, UNKNOWN_CHANNEL, "channels", "channel=desk/programme");
    REFUSED(town, &town->lin, NOT_PUBLISHER, "publish", "channel=desk/programme headline=x");
    /* The desk came by the act that made its channel: that is never erased. */
    assert_true(ledger_read_at(town->txn, bytes_of_text("desk/programme"), 1, &fact));
    assert_true(bytes_equal_text(fact.act.act.verb, "channel.create"));
    assert_true(bytes_equal_text(fact.head.actor, "house"));
    /* It is made once. */
    PUBLISH(town, "at=2006-12-25");
    assert_string_equal(town->id, "desk/programme/3");
    assert_int_equal(town->fact_count, 1);
    /* Who publishes reads it, also after a change. */
    town_head_of(town, "channels", "channel=programme", head);
    ACTS(town, &town->clerk, "channel.change", "channel=programme seen=%s publish=account:wang", head);
    assert_string_equal(town->id, "programme/2");
    assert_int_equal(town->fact_count, 2);
    ASKS(town, &town->wang, "channels", "channel=desk/programme");
    SAYS(town, "read=account:wang speak=\"\" publish=\"\" moderate=committee");
    ASK_REFUSED(town, &town->lin, UNKNOWN_CHANNEL, "channels", "channel=desk/programme");
}

static void receipts_are_for_those_who_ask_for_them(void **state)
{
    struct town *town = *state;
    struct actor actor;
    const struct bytes channel = bytes_of_text("offices");
    ACTS(town, &town->clerk, "channel.create", "channel=offices title=x publish=account:wang");
    struct {
        const struct identity *who;
        const char *channel;
        bool allowed;
    } cases[] = {{&town->lin, "offices", true},     {&town->clerk, "offices", true},
                 {&town->house, "offices", true},   {&town->wang, "offices", true},
                 {&town->wang, "programme", false}, {&town->guest, "offices", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        town_actor(town, cases[i].who, &actor);
        assert_int_equal(channel_oversees(town->txn, bytes_of_text(cases[i].channel), &actor),
                         cases[i].allowed);
    }
    assert_true(channel_exists(town->txn, channel));
}

static void channels_beside_are_named_after_their_prefix(void **state)
{
    char room[LIMIT_CHANNEL_BYTES];
    struct bytes name;
    (void)state;
    assert_true(bytes_equal_text(channel_of_department(bytes_of_text("labour"), room), "dept/labour"));
    assert_true(bytes_equal_text(channel_of_desk(bytes_of_text("programme"), room), "desk/programme"));
    assert_true(channel_department(bytes_of_text("dept/labour"), &name));
    assert_true(bytes_equal_text(name, "labour"));
    assert_false(channel_department(bytes_of_text("desk/labour"), &name));
    assert_false(channel_department(bytes_of_text("dept/"), &name));
    assert_true(channel_desk(bytes_of_text("desk/programme"), &name));
    assert_true(bytes_equal_text(name, "programme"));
    assert_false(channel_desk(bytes_of_text("programme"), &name));
    /* No room for it: no channel is called so. */
    assert_true(bytes_equal_text(
        channel_of_desk(bytes_of_text("abcdefghijklmnopqrstuvwxyz012345/abcdefghijkl"), room), "desk/"));
}

/* Whoever publishes is told which departments have nobody who could sign, now and when it is scheduled. */
static void a_department_without_signers_is_named(void **state)
{
    struct town *town = *state;
    struct record_done done;
    struct fact fact;
    char id_room[LIMIT_ID_BYTES], head[TOWN_HEX];
    ACTS(town, &town->house, "department.create", "department=empty title=Empty");
    static const struct {
        const char *to, *signerless;
    } cases[] = {
        {"to=empty receipt=yes", "empty"},
        {"to=labour,empty receipt=yes", "empty"},
        {"to=labour receipt=yes", NULL},
        {"to=empty", NULL},
        {"to=empty receipt=yes at=2006-12-24", "empty"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ACTS(town, &town->lin, "publish", "channel=programme headline=x %s", cases[i].to);
        for (uint64_t seq = ledger_last(town->txn); ledger_read(town->txn, seq, &fact); seq--) {
            if (bytes_equal_text(fact.head.kind, "bulletin.published") ||
                bytes_equal_text(fact.head.kind, "bulletin.scheduled"))
                break;
        }
        domain_done(&fact, id_room, &done);
        assert_int_equal(done.has.signerless, cases[i].signerless != NULL);
        if (cases[i].signerless != NULL)
            assert_true(words_have(done.signerless, bytes_of_text(cases[i].signerless)));
    }
    /* And so it is once the last one who could has lost the right. */
    ACTS(town, &town->clerk, "account.change", "account=wang seen=%s signs=no",
         town_head_of(town, "account.list", "account=wang", head));
    assert_false(account_signs_for(town->txn, bytes_of_text("labour")));
    ACTS(town, &town->clerk, "account.change", "account=wang seen=%s signs=yes",
         town_head_of(town, "account.list", "account=wang", head));
    assert_true(account_signs_for(town->txn, bytes_of_text("labour")));
    ACTS(town, &town->clerk, "account.revoke", "account=wang seen=%s",
         town_head_of(town, "account.list", "account=wang", head));
    assert_false(account_signs_for(town->txn, bytes_of_text("labour")));
    town_is_sound(town);
}

int main(void)
{
#define SETTLED(test) cmocka_unit_test_setup_teardown(test, town_settle, town_leave)
    const struct CMUnitTest tests[] = {
        SETTLED(a_file_is_uploaded_before_it_is_named),
        SETTLED(a_revision_names_what_the_bulletin_has),
        SETTLED(times_lie_ahead_and_in_order),
        SETTLED(a_moment_that_is_left_out_is_refused),
        SETTLED(what_lies_ahead_is_in_the_schedule),
        cmocka_unit_test(reminders_come_around_the_day_it_is_due),
        SETTLED(related_bulletins_exist_and_can_be_read),
        SETTLED(addressees_exist_and_can_read),
        SETTLED(receipt_due_and_roster_go_together),
        SETTLED(only_so_many_wait_for_new_departments),
        SETTLED(only_so_many_departments_can_be_addressed),
        SETTLED(what_is_scheduled_lies_on_the_desk),
        SETTLED(receipts_are_for_those_who_ask_for_them),
        SETTLED(a_department_without_signers_is_named),
        cmocka_unit_test(channels_beside_are_named_after_their_prefix),
    };
    times_zone("Asia/Shanghai");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
