/* Tests of the schedule: what is to be published later, who may change that, and what comes of it at its
 * time, on a clock that the tests set. It does not look at receipts. */
#include "server/domain/views/views.h"
#include "tests/unit/support/timetable.h"

/* Schedules desk/programme/2 and keeps its head. */
static void schedule(struct town *town, char head[TOWN_HEX])
{
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=later text=x at=2006-12-02T09:00 to=labour receipt=yes due=2006-12-10");
    assert_string_equal(town->id, "desk/programme/2");
    memcpy(head, town->head, TOWN_HEX);
}

static void it_is_published_at_its_time_as_its_authors(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    struct fact scheduled, fact;
    schedule(town, head);
    assert_string_equal(timetable_next(town), "2006-12-02T09:00Z publish desk/programme/2");
    assert_int_equal(town_tip(town, "programme"), 1);
    assert_int_equal(town_run_at(town, "2006-12-02T08:59:59Z"), 0);
    assert_int_equal(town_run_at(town, "2006-12-02T09:00:00Z"), 1);
    assert_int_equal(town->fact_count, 3);
    timetable_fact(town, "desk/programme", 2, "bulletin.scheduled", "lin", &scheduled);
    timetable_fact(town, "programme", 2, "bulletin.published", "lin", &fact);
    assert_memory_equal(fact.act.hash, scheduled.act.hash, LIMIT_HASH_BYTES);
    assert_memory_equal(fact.act.act.author.at, town->lin.public_key, LIMIT_KEY_BYTES);
    struct fact_bulletin_published published;
    assert_true(fact_decided(town->txn, &fact, &shape_fact_bulletin_published, &published));
    assert_true(bytes_equal_text(published.scheduled, "desk/programme/2"));
    timetable_fact(town, "dept/labour", 2, "duty.assigned", "lin", &fact);
    assert_memory_equal(fact.act.hash, scheduled.act.hash, LIMIT_HASH_BYTES);
    timetable_fact(town, "desk/programme", 3, "bulletin.released", "house", &fact);
    assert_true(bytes_equal_text(fact.act.act.verb, "schedule.run"));
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS(town, "headline=later time=2006-12-02T09:00:00+00:00 actor=lin");
    ASKS(town, &town->wang, "inbox", " ");
    ROWS_ARE(town, 1);
    assert_int_equal(town_run(town), 0);
    assert_string_equal(timetable_next(town), "2006-12-07T09:00Z remind programme/2");
    ASKS(town, &town->lin, "schedule.list", "channel=programme");
    ROWS_ARE(town, 1);
    SAYS(town, "published=programme/2");
    SAYS_NOT(town, "cancelled");
    REFUSED(town, &town->lin, SCHEDULE_DONE, "schedule.cancel", "id=desk/programme/2 seen=%s", head);
    town_is_sound(town);
    assert_string_equal(timetable_next(town), "2006-12-07T09:00Z remind programme/2");
}

static void the_house_does_what_is_due_and_nothing_else(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    schedule(town, head);
    REFUSED(town, &town->house, NOT_DUE, "schedule.run",
            "what=publish id=desk/programme/2 time=2006-12-02T09:00:00Z");
    town->now_ms += 2 * DAY_MS + 9 * HOUR_MS;
    REFUSED(town, &town->clerk, NOT_ALLOWED, "schedule.run",
            "what=publish id=desk/programme/2 time=2006-12-02T09:00:00Z");
    REFUSED(town, &town->house, NOT_DUE, "schedule.run",
            "what=publish id=desk/programme/2 time=2006-12-02T08:00:00Z");
    REFUSED(town, &town->house, NOT_DUE, "schedule.run",
            "what=expires id=desk/programme/2 time=2006-12-02T09:00:00Z");
    REFUSED(town, &town->house, NOT_DUE, "schedule.run",
            "what=publish id=desk/programme/3 time=2006-12-02T09:00:00Z");
    ACTS(town, &town->house, "schedule.run", "what=publish id=desk/programme/2 time=2006-12-02T09:00:00Z");
    REFUSED(town, &town->house, NOT_DUE, "schedule.run",
            "what=publish id=desk/programme/2 time=2006-12-02T09:00:00Z");
}

static void it_is_replaced_as_a_whole(void **state)
{
    struct town *town = *state;
    static const char none[] = "0000000000000000000000000000000000000000000000000000000000000000";
    char head[TOWN_HEX];
    struct fact fact;
    schedule(town, head);
    const char *edit = "id=desk/programme/2 seen=%s headline=%s at=%s";
    REFUSED(town, &town->wang, UNKNOWN_CHANNEL, "schedule.edit", edit, head, "x", "2006-12-03");
    REFUSED(town, &town->lin, NOT_SCHEDULED, "schedule.edit",
            "id=desk/programme/1 seen=%s headline=x at=2006-12-03", head);
    REFUSED(town, &town->lin, NOT_SCHEDULED, "schedule.edit",
            "id=programme/2 seen=%s headline=x at=2006-12-03", head);
    REFUSED(town, &town->lin, HEAD_CHANGED, "schedule.edit", edit, none, "x", "2006-12-03");
    REFUSED(town, &town->lin, IN_THE_PAST, "schedule.edit", edit, head, "x", "2006-11-29");
    REFUSED(town, &town->lin, TOO_LATE, "schedule.edit", edit, head, "x", "2016-12-03");
    FIELD_IS(town, "at");
    ACTS(town, &town->lin, "schedule.edit", edit, head, "改", "2006-12-03T09:00");
    assert_string_equal(town->id, "desk/programme/3");
    REFUSED(town, &town->lin, HEAD_CHANGED, "schedule.edit", edit, head, "x", "2006-12-03");
    ASKS(town, &town->lin, "schedule.list", "id=desk/programme/2");
    ROWS_ARE(town, 1);
    SAYS(town, town->head);
    SAYS(town, "at=2006-12-03T09:00:00+00:00 actor=lin");
    SAYS(town, "headline=改");
    SAYS_NOT(town, " to=");
    SAYS_NOT(town, "text=");
    assert_int_equal(town_run_at(town, "2006-12-02T09:00:00Z"), 0);
    assert_int_equal(town_run_at(town, "2006-12-03T09:00:00Z"), 1);
    timetable_fact(town, "programme", 2, "bulletin.published", "lin", &fact);
    assert_true(bytes_equal_text(fact.act.act.verb, "schedule.edit"));
    assert_int_equal(town_tip(town, "dept/labour"), 1);
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS(town, "headline=改");
    town_is_sound(town);
}

static void it_can_be_edited_so_often(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    schedule(town, head);
    for (int i = 2; i <= LIMIT_REVISIONS; i++)
        ACTS(town, &town->lin, "schedule.edit", "id=desk/programme/2 seen=%s headline=h%d at=2006-12-03",
             i == 2 ? head : town->head, i);
    memcpy(head, town->head, TOWN_HEX);
    REFUSED(town, &town->lin, TOO_MANY_REVISIONS, "schedule.edit",
            "id=desk/programme/2 seen=%s headline=x at=2006-12-03", head);
    assert_int_equal(town->decision.why.limit, LIMIT_REVISIONS);
    ACTS(town, &town->lin, "schedule.cancel", "id=desk/programme/2 seen=%s", head);
}

static void it_is_cancelled(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    struct fact fact;
    struct fact_bulletin_cancelled cancelled;
    schedule(town, head);
    REFUSED(town, &town->wang, UNKNOWN_CHANNEL, "schedule.cancel", "id=desk/programme/2 seen=%s", head);
    ACTS(town, &town->lin, "schedule.cancel", "id=desk/programme/2 seen=%s reason=no", head);
    assert_string_equal(timetable_next(town), "nothing");
    timetable_fact(town, "desk/programme", 3, "bulletin.cancelled", "lin", &fact);
    assert_true(fact_decided(town->txn, &fact, &shape_fact_bulletin_cancelled, &cancelled));
    assert_false(cancelled.has.error);
    REFUSED(town, &town->lin, SCHEDULE_DONE, "schedule.cancel", "id=desk/programme/2 seen=%s", town->head);
    ASKS(town, &town->lin, "schedule.list", "channel=programme");
    SAYS(town, "cancelled=yes");
    assert_int_equal(town_run_at(town, "2007-12-02T09:00:00Z"), 0);
    assert_int_equal(town_tip(town, "programme"), 1);
    town_is_sound(town);
}

/* At its time what was scheduled as desk/programme/2 was stopped by that error. */
static void was_stopped_by(struct town *town, const char *code)
{
    struct fact fact;
    struct fact_bulletin_cancelled cancelled;
    assert_int_equal(town_run_at(town, "2006-12-02T09:00:00Z"), 1);
    uint64_t tip = town_tip(town, "desk/programme");
    timetable_fact(town, "desk/programme", tip, "bulletin.cancelled", "house", &fact);
    assert_true(fact_decided(town->txn, &fact, &shape_fact_bulletin_cancelled, &cancelled));
    if (!bytes_equal_text(cancelled.error, code))
        fail_msg("%.*s, not %s", (int)cancelled.error.size, (const char *)cancelled.error.at, code);
    assert_string_equal(timetable_next(town), "nothing");
    const struct identity mei = made_identity(78);
    town_enrol(town, &mei, 78, "account=mei role=committee");
    ASKS(town, strcmp(code, "not-publisher") == 0 ? &town->clerk : &mei, "schedule.list",
         "id=desk/programme/2");
    SAYS(town, town_line("cancelled=yes error=%s", code));
    assert_int_equal(town_tip(town, "dept/labour"), 1);
    ASKS(town, NULL, "headlines", "channel=programme");
    SAYS_NOT(town, "later");
    town_is_sound(town);
}

static void an_author_who_is_revoked_publishes_no_more(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    schedule(town, head);
    ACTS(town, &town->clerk, "account.revoke", "account=lin seen=%s",
         town_head_of(town, "account.list", "account=lin", head));
    was_stopped_by(town, "account-revoked");
}

static void a_key_that_is_revoked_publishes_no_more(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], key[TOWN_HEX];
    schedule(town, head);
    town_hex(town->lin.public_key, key);
    ACTS(town, &town->clerk, "key.revoke", "key=%s seen=%s", key,
         town_head_of(town, "key.list", town_line("key=%s", key), head));
    was_stopped_by(town, "key-revoked");
}

/* Somebody changes machines: the key they scheduled with goes, and they stay. */
static void an_author_with_another_key_publishes(void **state)
{
    struct town *town = *state;
    const struct identity other = made_identity(77);
    char head[TOWN_HEX], key[TOWN_HEX], code[LIMIT_CODE_BYTES + 1], hash[TOWN_HEX];
    schedule(town, head);
    town_code(77, code, hash);
    ACTS(town, &town->lin, "key.invite", "account=lin code_hash=%s", hash);
    ACTS(town, &other, "join", "code=%s", code);
    town_hex(town->lin.public_key, key);
    ACTS(town, &other, "key.revoke", "key=%s seen=%s", key,
         town_head_of(town, "key.list", town_line("key=%s", key), head));
    assert_int_equal(town_run_at(town, "2006-12-02T09:00:00Z"), 1);
    ASKS(town, NULL, "headlines", "channel=programme");
    SAYS(town, "headline=later");
    SAYS(town, "actor=lin");
    town_is_sound(town);
}

static void an_author_who_lost_the_right_publishes_no_more(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    schedule(town, head);
    ACTS(town, &town->clerk, "channel.change", "channel=programme seen=%s publish=operator",
         town_head_of(town, "channels", "channel=programme", head));
    was_stopped_by(town, "not-publisher");
}

static void whom_it_is_addressed_to_must_still_read(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    schedule(town, head);
    ACTS(town, &town->clerk, "channel.change", "channel=programme seen=%s read=committee",
         town_head_of(town, "channels", "channel=programme", head));
    assert_int_equal(town_run_at(town, "2006-12-02T09:00:00Z"), 1);
    struct fact fact;
    struct fact_bulletin_cancelled cancelled;
    timetable_fact(town, "desk/programme", town_tip(town, "desk/programme"), "bulletin.cancelled", "house",
                   &fact);
    assert_true(fact_decided(town->txn, &fact, &shape_fact_bulletin_cancelled, &cancelled));
    assert_true(bytes_equal_text(cancelled.error, "cannot-read"));
    town_is_sound(town);
}

static void what_was_slept_through_happens_once(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    struct fact fact;
    struct fact_bulletin_cancelled cancelled;
    schedule(town, head);
    ACTS(town, &town->lin, "publish", "channel=programme headline=second at=2006-12-03");
    ACTS(town, &town->lin, "publish", "channel=programme headline=first at=2006-12-01");
    /* Both come, the earlier one first; what has come to be past its due date does not. */
    assert_int_equal(town_run_at(town, "2007-01-01T00:00:00Z"), 3);
    assert_int_equal(town_run(town), 0);
    ASKS(town, NULL, "headlines", "channel=programme");
    ROWS_ARE(town, 2);
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS(town, "headline=first time=2007-01-01T00:00:00+00:00");
    bool found = false;
    for (uint64_t i = 1; i <= town_tip(town, "desk/programme"); i++) {
        assert_true(ledger_read_at(town->txn, bytes_of_text("desk/programme"), i, &fact));
        if (!bytes_equal_text(fact.head.kind, "bulletin.cancelled"))
            continue;
        assert_true(fact_decided(town->txn, &fact, &shape_fact_bulletin_cancelled, &cancelled));
        assert_true(bytes_equal_text(cancelled.id, "desk/programme/2"));
        assert_true(bytes_equal_text(cancelled.error, "in-the-past"));
        found = true;
    }
    assert_true(found);
    town_is_sound(town);
}

static void a_long_text_waits_with_what_is_scheduled(void **state)
{
    struct town *town = *state;
    char hash[TOWN_HEX], head[TOWN_HEX];
    static uint8_t text[LIMIT_BLOB_CHUNK_BYTES + 5];
    memset(text, 'a', sizeof text);
    town_upload(town, &town->lin, bytes_of(text, sizeof text), hash);
    ACTS(town, &town->lin, "publish", "channel=programme headline=long text_hash=%s at=2006-12-02", hash);
    memcpy(head, town->head, TOWN_HEX);
    assert_int_equal(txn_count(town->txn, TABLE_STAGED), 0);
    ACTS(town, &town->lin, "schedule.edit",
         "id=desk/programme/2 seen=%s headline=longer text_hash=%s at=2006-12-02", head, hash);
    /* Uploads of the same bytes for something else stay for that. */
    town_upload(town, &town->lin, bytes_of(text, sizeof text), hash);
    town_upload(town, &town->house, bytes_of(text, sizeof text), hash);
    assert_int_equal(town_run_at(town, "2006-12-02T00:00:00Z"), 1);
    assert_int_equal(txn_count(town->txn, TABLE_STAGED), 2);
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS(town, "headline=longer");
    SAYS(town, "text_size=32773");
    ASKS(town, NULL, "blob.get", "id=programme/2 hash=%s offset=32768", hash);
    SAYS(town, "size=32773");
    town_is_sound(town);

    /* Both acts of what was scheduled named it; with them it goes. */
    ACTS(town, &town->lin, "erase", "id=programme/2 seen=%s reason=order",
         town_head_of(town, "read", "id=programme/2", head));
    assert_int_equal(txn_count(town->txn, TABLE_BLOBS), 0);
    ASKS(town, &town->lin, "schedule.list", "id=desk/programme/2");
    SAYS(town, "erased=yes");
    SAYS_NOT(town, "headline");
    town_is_sound(town);
}

static void what_is_scheduled_is_for_publishers(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ASKS(town, &town->lin, "schedule.list", "channel=programme");
    ROWS_ARE(town, 0);
    ASK_REFUSED(town, &town->lin, UNKNOWN_CHANNEL, "schedule.list", "id=desk/programme/2");
    schedule(town, head);
    ASK_REFUSED(town, &town->lin, NOT_SCHEDULED, "schedule.list", "id=desk/programme/9");
    ACTS(town, &town->lin, "publish", "channel=programme headline=second at=2006-12-03 effective=2007-01-01");
    assert_string_equal(town->id, "desk/programme/3");
    ASKS(town, &town->lin, "schedule.list", "channel=programme");
    ROWS_ARE(town, 2);
    SAYS(town, "id=desk/programme/2 head=");
    SAYS(town, "to=labour receipt=yes");
    SAYS(town, "due=2006-12-10 ");
    SAYS(town, "effective=2007-01-01");
    SAYS(town, "headline=second");
    ASK_REFUSED(town, &town->lin, FIELD_MISSING, "schedule.list", " ");
    FIELD_IS(town, "channel");
    ASK_REFUSED(town, &town->lin, UNKNOWN_CHANNEL, "schedule.list", "channel=nowhere");
    ASK_REFUSED(town, &town->lin, NOT_SCHEDULED, "schedule.list", "id=programme/2");
    ASK_REFUSED(town, &town->wang, NOT_PUBLISHER, "schedule.list", "channel=programme");
    ASK_REFUSED(town, &town->wang, UNKNOWN_CHANNEL, "schedule.list", "id=desk/programme/2");
    town->room_for_rows = 1;
    ASKS(town, &town->lin, "schedule.list", "channel=programme");
    assert_true(town->more);
}

int main(void)
{
#define SETTLED(test) cmocka_unit_test_setup_teardown(test, timetable_settle, town_leave)
    const struct CMUnitTest tests[] = {
        SETTLED(it_is_published_at_its_time_as_its_authors),
        SETTLED(the_house_does_what_is_due_and_nothing_else),
        SETTLED(it_is_replaced_as_a_whole),
        SETTLED(it_can_be_edited_so_often),
        SETTLED(it_is_cancelled),
        SETTLED(an_author_who_is_revoked_publishes_no_more),
        SETTLED(a_key_that_is_revoked_publishes_no_more),
        SETTLED(an_author_with_another_key_publishes),
        SETTLED(an_author_who_lost_the_right_publishes_no_more),
        SETTLED(whom_it_is_addressed_to_must_still_read),
        SETTLED(what_was_slept_through_happens_once),
        SETTLED(a_long_text_waits_with_what_is_scheduled),
        SETTLED(what_is_scheduled_is_for_publishers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
