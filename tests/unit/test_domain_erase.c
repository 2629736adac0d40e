/* Tests of erasing and of what is left. Acts, texts and files are gone, the facts that say so are there, the
 * ledger verifies with these holes and no others, and history is given as it is. */
#include "tests/unit/support/town.h"

enum { LONG_BYTES = LIMIT_BLOB_CHUNK_BYTES + 100 };

/* Uploads bytes that are all `letter`; gives their hash in hex. */
static const char *upload(struct town *town, const struct identity *who, char letter, char hash[TOWN_HEX])
{
    static uint8_t text[LONG_BYTES];
    memset(text, letter, sizeof text);
    town_upload(town, who, bytes_of(text, sizeof text), hash);
    return hash;
}

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

/* The head of a bulletin as it is now. */
static const char *head_of(struct town *town, const char *id)
{
    return town_head(town, "read", town_line("id=%s", id));
}

/* The head of the one thing that is scheduled; who publishes there may see it. */
static const char *draft_head(struct town *town)
{
    static char head[TOWN_HEX];
    ASKS(town, &town->lin, "schedule.list", "channel=programme");
    ROWS_ARE(town, 1);
    return town_hash_said(town, "head", head);
}

#define ERASE(town, id)                                                                                      \
    ACTS(town, &(town)->lin, "erase", "id=%s head=%s reason=\"order 7\"", id, head_of(town, id))

/* programme/2: a long text 'a' and a file 'b', to two departments, revised by programme/3 with a text 'c'.
 * programme/4: the file 'b' as well. */
static void two_notices(struct town *town)
{
    char text[TOWN_HEX], file[TOWN_HEX];
    ACTS(town, &town->clerk, "department.create", "department=finance title=财政局");
    upload(town, &town->lin, 'a', text);
    upload(town, &town->lin, 'b', file);
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=one text_hash=%s attach=list.pdf:%d:%s to=labour,finance receipt=yes "
         "due=2006-12-24T00:00:00Z",
         text, LONG_BYTES, file);
    assert_string_equal(town->id, "programme/2");
    upload(town, &town->lin, 'c', text);
    ACTS(town, &town->lin, "revise",
         "id=programme/2 head=%s headline=again text_hash=%s due=2006-12-25T00:00:00Z",
         head_of(town, "programme/2"), text);
    upload(town, &town->lin, 'b', file);
    ACTS(town, &town->lin, "publish", "channel=programme headline=two attach=b.pdf:%d:%s", LONG_BYTES, file);
    assert_string_equal(town->id, "programme/4");
    town_is_sound(town);
}

static void acts_and_what_they_alone_name_are_gone(void **state)
{
    struct town *town = *state;
    two_notices(town);
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
    two_notices(town);
    ACTS(town, &town->lin, "withdraw", "id=programme/2 head=%s reason=wrong", head_of(town, "programme/2"));
    ERASE(town, "programme/2");
    assert_true(is_erased(town, "programme/2"));
    assert_false(is_erased(town, "programme/5")); /* that it was withdrawn, and why, stays */
    town_is_sound(town);
}

static void erasing_is_refused(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    two_notices(town);
    strcpy(head, head_of(town, "programme/2"));
    REFUSED(town, &town->lin, NOT_ERASABLE, "erase", "id=programme/1 head=%s reason=x", head);
    REFUSED(town, &town->lin, NOT_ERASABLE, "erase", "id=programme/3 head=%s reason=x", head);
    REFUSED(town, &town->lin, HEAD_CHANGED, "erase", "id=programme/4 head=%s reason=x", head);
    REFUSED(town, &town->wang, NOT_MODERATOR, "erase", "id=programme/2 head=%s reason=x", head);
    REFUSED(town, &town->guest, NOT_ENROLLED, "erase", "id=programme/2 head=%s reason=x", head);
    ERASE(town, "programme/2");
    REFUSED(town, &town->lin, ERASED, "erase", "id=programme/2 head=%s reason=x",
            head_of(town, "programme/2"));
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
    ACTS(town, &town->lin, "erase", "id=programme/3 head=%s reason=x", head_of(town, "programme/3"));
    ACTS(town, &town->lin, "publish", "channel=programme headline=four");
    town_is_sound(town);
}

/* What was scheduled stands on the desk too; the desk's own first fact carries another act. */
static void drafts_go_with_the_bulletin(void **state)
{
    struct town *town = *state;
    char file[TOWN_HEX];
    upload(town, &town->lin, 'a', file);
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=soon attach=a.pdf:%d:%s at=2006-12-05T00:00:00Z to=labour", LONG_BYTES,
         file);
    assert_string_equal(town->id, "desk/programme/2");
    ACTS(town, &town->lin, "schedule.edit", "id=%s head=%s headline=later at=2006-12-06T00:00:00Z to=labour",
         town->id, draft_head(town));
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

/* --- what verification finds --- */

static void verify_finds(struct town *town, const char *words)
{
    struct ledger_report report = {0};
    struct refusal why = {0};
    assert_int_equal(town_verify(town, &report, &why), ERR_LEDGER_BROKEN);
    if (memmem(why.name.at, why.name.size, words, strlen(words)) == NULL)
        fail_msg("said: %.*s", (int)why.name.size, (const char *)why.name.at);
}

static uint64_t seq_of(struct town *town, const char *id)
{
    struct bytes channel;
    uint64_t number, seq;
    assert_true(id_split(bytes_of_text(id), &channel, &number));
    assert_true(ledger_place(town->txn, channel, number, &seq));
    return seq;
}

static void a_hole_without_its_fact(void **state)
{
    struct town *town = *state;
    two_notices(town);
    ERASE(town, "programme/2");
    ledger_drop_act(town->txn, seq_of(town, "programme/4"));
    verify_finds(town, "(programme/4): its act is missing");
}

static void an_erased_act_that_is_still_there(void **state)
{
    struct town *town = *state;
    struct bytes value;
    uint8_t act[LIMIT_ACT_BYTES + LIMIT_SIGNATURE_BYTES];
    two_notices(town);
    struct store_key key = key_empty();
    key_number(&key, seq_of(town, "programme/3"));
    assert_true(txn_get(town->txn, TABLE_ACTS, key_of(&key), &value));
    memcpy(act, value.at, value.size);
    size_t size = value.size;
    ERASE(town, "programme/2");
    txn_put(town->txn, TABLE_ACTS, key_of(&key), bytes_of(act, size));
    verify_finds(town, "(programme/3): it was erased, but its act is there");
}

/* Says by hand, in a well-formed fact with a good act, that a fact is gone; then lets it be gone. */
static void forge(struct town *town, const char *verb, const char *line, const char *channel, uint64_t gone)
{
    uint8_t args_room[1024], decided_room[256], numbers_room[32], head_room[LIMIT_HEAD_BYTES];
    struct buffer args = buffer_over(args_room, sizeof args_room);
    struct buffer decided = buffer_over(decided_room, sizeof decided_room);
    struct buffer numbers = buffer_over(numbers_room, sizeof numbers_room);
    struct buffer room = buffer_over(head_room, sizeof head_room);
    struct fact fact;
    numbers_write(&numbers, &gone, 1);
    struct fact_thing_erased erased = {
        .has = {true, true}, .id = bytes_of_text("programme/4"), .facts = buffer_bytes(&numbers)};
    codec_encode(&shape_fact_thing_erased, &erased, &decided);
    town_sign(town, &town->lin, town->house.public_key, town->now_ms, verb, made_args(verb, line, &args));
    struct draft draft = {bytes_of_text(channel), bytes_of_text(fact_kinds[FACT_thing_erased].word),
                          buffer_bytes(&decided), 0};
    ledger_append(town->txn, &town->made.act, &draft, bytes_of_text("lin"), town->now_ms, &room, &fact);
    ledger_drop_act(town->txn, gone);
}

static void a_fact_in_another_channel(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], line[256];
    two_notices(town);
    strcpy(head, head_of(town, "programme/4"));
    snprintf(line, sizeof line, "id=programme/4 head=%s reason=x", head);
    uint64_t gone = seq_of(town, "programme/4");
    forge(town, "erase", line, "keys", gone);
    verify_finds(town, "(programme/4): its act is missing");
}

static void a_fact_whose_act_is_kept(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], line[256];
    two_notices(town);
    strcpy(head, head_of(town, "programme/4"));
    snprintf(line, sizeof line, "id=programme/4 head=%s reason=x", head);
    forge(town, "erase", line, "programme", seq_of(town, "programme/1"));
    verify_finds(town, "(programme/1): its act is missing");
}

static void an_act_that_does_not_erase(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], line[256];
    two_notices(town);
    strcpy(head, head_of(town, "programme/4"));
    snprintf(line, sizeof line, "id=programme/4 head=%s reason=x", head);
    forge(town, "withdraw", line, "programme", seq_of(town, "programme/4"));
    verify_finds(town, "(programme/5): its act decides another fact");
}

static void files_that_are_missing_or_too_many(void **state)
{
    struct town *town = *state;
    uint8_t text[LONG_BYTES], hash[LIMIT_HASH_BYTES];
    char hex[TOWN_HEX];
    two_notices(town);
    upload(town, &town->lin, 'z', hex);
    memset(text, 'z', sizeof text);
    hash_bytes(bytes_of(text, sizeof text), hash);
    blob_adopt(town->txn, bytes_of_text("lin"), hash);
    verify_finds(town, "no act names the blob ");
    blob_drop(town->txn, hash);
    town_is_sound(town);

    memset(text, 'b', sizeof text);
    hash_bytes(bytes_of(text, sizeof text), hash);
    struct store_key last = key_empty();
    key_bytes(&last, bytes_of(hash, sizeof hash));
    key_number(&last, 1);
    txn_delete(town->txn, TABLE_BLOBS, key_of(&last));
    verify_finds(town, "(programme/2): a text or file that it names has another size"); /* half of it */
    blob_drop(town->txn, hash);
    verify_finds(town, "(programme/2): a text or file that it names is missing");
}

/* An act that was taken though it says another size of its file than it has. */
static void a_file_of_another_size(void **state)
{
    struct town *town = *state;
    uint8_t args_room[1024], head_room[LIMIT_HEAD_BYTES];
    struct buffer args = buffer_over(args_room, sizeof args_room);
    struct buffer room = buffer_over(head_room, sizeof head_room);
    struct draft draft = scratch_draft("programme");
    char b[TOWN_HEX];
    struct fact fact;
    two_notices(town);
    upload(town, &town->lin, 'b', b);
    town_sign(town, &town->lin, town->house.public_key, town->now_ms, "publish",
              made_args("publish",
                        town_line("channel=programme headline=x attach=b.pdf:%d:%s", LONG_BYTES + 1, b),
                        &args));
    ledger_append(town->txn, &town->made.act, &draft, bytes_of_text("lin"), town->now_ms, &room, &fact);
    verify_finds(town, "(programme/5): a text or file that it names has another size");
}

/* --- what people get of it --- */

static void facts_by_their_numbers(void **state)
{
    struct town *town = *state;
    two_notices(town);
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
    two_notices(town);
    upload(town, &town->lin, 'a', a);
    upload(town, &town->lin, 'b', b);
    upload(town, &town->lin, 'c', c);
    upload(town, &town->lin, 'z', z);
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
    upload(town, &town->lin, 'a', a);
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=soon attach=a.pdf:%d:%s at=2006-12-05T00:00:00Z", LONG_BYTES, a);
    upload(town, &town->lin, 'b', b);
    ACTS(town, &town->lin, "schedule.edit",
         "id=desk/programme/2 head=%s headline=later attach=b.pdf:%d:%s at=2006-12-06T00:00:00Z",
         draft_head(town), LONG_BYTES, b);
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
        SETTLED(drafts_go_with_the_bulletin),
        SETTLED(a_department_made_later_is_told_too),
        SETTLED(a_hole_without_its_fact),
        SETTLED(an_erased_act_that_is_still_there),
        SETTLED(a_fact_in_another_channel),
        SETTLED(a_fact_whose_act_is_kept),
        SETTLED(an_act_that_does_not_erase),
        SETTLED(files_that_are_missing_or_too_many),
        SETTLED(a_file_of_another_size),
        SETTLED(facts_by_their_numbers),
        SETTLED(files_by_the_facts_that_name_them),
        SETTLED(files_of_what_is_scheduled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
