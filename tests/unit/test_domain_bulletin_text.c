/* Tests of a bulletin's text: what it may be when it is long, of the past, and revised. */
#include "tests/unit/support/readable_cases.h"
#include "tests/unit/support/town.h"

/* `size` bytes of Chinese text, so that characters lie across the borders of chunks. */
static uint8_t *long_text(size_t size)
{
    static const char character[] = "市";
    uint8_t *text = malloc(size);
    assert_non_null(text);
    memset(text, 'a', size);
    for (size_t i = 1; i + 3 <= size; i += 3)
        memcpy(text + i, character, 3);
    return text;
}

static void a_long_text_is_uploaded_before(void **state)
{
    struct town *town = *state;
    enum { SIZE = 2 * LIMIT_BLOB_CHUNK_BYTES + 100 };
    uint8_t *text = long_text(SIZE);
    char hash[TOWN_HEX];
    town_upload(town, &town->wang, bytes_of(text, SIZE), hash);
    /* Somebody else's upload is none of lin's. */
    REFUSED(town, &town->lin, BLOB_UNKNOWN, "publish", "channel=programme headline=x text_hash=%s", hash);
    town_upload(town, &town->lin, bytes_of(text, SIZE), hash);
    REFUSED(town, &town->lin, TEXT_TWICE, "publish", "channel=programme headline=x text=y text_hash=%s",
            hash);
    ACTS(town, &town->lin, "publish", "channel=programme headline=x text_hash=%s", hash);
    /* What the ledger has already does not excuse the next author's upload. */
    REFUSED(town, &town->lin, BLOB_UNKNOWN, "publish", "channel=programme headline=x text_hash=%s", hash);
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS(town, hash);
    SAYS(town, " text_size=65636");

    ASKS(town, NULL, "blob.get", "id=programme/2 hash=%s offset=65536", hash);
    SAYS(town, " size=65636 bytes=");
    ASK_REFUSED(town, NULL, BAD_VALUE, "blob.get", "id=programme/2 hash=%s offset=100", hash);
    ASK_REFUSED(town, NULL, OUT_OF_RANGE, "blob.get", "id=programme/2 hash=%s offset=98304", hash);
    ASK_REFUSED(town, NULL, UNKNOWN_ID, "blob.get", "id=programme/9 hash=%s offset=0", hash);
    ACTS(town, &town->lin, "publish", "channel=programme headline=short text=short");
    ASK_REFUSED(town, NULL, BLOB_UNKNOWN, "blob.get", "id=programme/3 hash=%s offset=0", hash);
    town_hex(town->lin.public_key, hash);
    ASK_REFUSED(town, NULL, BLOB_UNKNOWN, "blob.get", "id=programme/2 hash=%s offset=0", hash);
    free(text);
}

static enum error publish_text(struct town *town, const uint8_t *text, size_t size)
{
    char hash[TOWN_HEX];
    town_upload(town, &town->lin, bytes_of(text, size), hash);
    return town_act(town, &town->lin, "publish",
                    town_line("channel=programme headline=x text_hash=%s", hash));
}

static void a_long_text_must_be_text(void **state)
{
    struct town *town = *state;
    enum { CHUNK = LIMIT_BLOB_CHUNK_BYTES, SIZE = 2 * CHUNK };
    uint8_t *text = long_text(SIZE);
    memcpy(text, "x", 1);
    assert_int_equal(publish_text(town, text, CHUNK + 1), ERR_NOT_UTF8); /* cut at its very end */
    assert_int_equal(publish_text(town, text, CHUNK), ERR_NOT_UTF8);
    FIELD_IS(town, "text_hash");
    text[CHUNK] = 'a'; /* inside the character that lies across the border */
    assert_int_equal(publish_text(town, text, SIZE), ERR_NOT_UTF8);
    text[CHUNK] = 0xe4;
    assert_int_equal(publish_text(town, text, SIZE), ERR_NOT_UTF8);
    memset(text + CHUNK - 1, 0xf0, CHUNK + 1); /* beginnings of characters, and nothing else */
    assert_int_equal(publish_text(town, text, SIZE), ERR_NOT_UTF8);
    memset(text, 'a', SIZE);
    text[CHUNK - 1] = 0xf0; /* a character of four bytes, one before the border */
    memcpy(text + CHUNK, "\x9f\x98\x80", 3);
    assert_int_equal(publish_text(town, text, SIZE), OK);
    memcpy(text + CHUNK - 1,
           "\xe2\x80\xae"
           "a",
           4); /* a right-to-left override across it */
    assert_int_equal(publish_text(town, text, SIZE), ERR_CONTROL_CHARACTER);
    memcpy(text + CHUNK - 1, "\t\n\0a", 4);
    assert_int_equal(publish_text(town, text, SIZE), ERR_CONTROL_CHARACTER);
    text[CHUNK + 1] = 'a';
    assert_int_equal(publish_text(town, text, SIZE), OK);
    memset(text, '\n', SIZE);
    assert_int_equal(publish_text(town, text, SIZE), ERR_EMPTY);
    free(text);
}

/* One rule, however long the text is: the same refusal, of the same character in the same line. */
static void long_texts_and_short_ones_are_held_to_one_rule(void **state)
{
    struct town *town = *state;
    for (size_t i = 0; i < readable_case_count; i++) {
        const struct readable_case *one = &readable_cases[i];
        struct bytes text = bytes_of_text(one->text);
        enum error error = publish_text(town, text.at, text.size);
        if (error != one->error)
            fail_msg("case %zu: %s", i, error == OK ? "taken" : error_kinds[error].word);
        if (error == OK)
            continue;
        FIELD_IS(town, "text_hash");
        assert_int_equal(town->decision.why.character, one->character);
        assert_int_equal(town->decision.why.line, one->line);
    }
}

static void a_text_has_a_bound(void **state)
{
    struct town *town = *state;
    uint8_t *text = long_text(LIMIT_TEXT_BYTES + 1);
    memset(text, 'a', LIMIT_TEXT_BYTES + 1);
    assert_int_equal(publish_text(town, text, LIMIT_TEXT_BYTES + 1), ERR_TOO_LONG);
    assert_int_equal(town->decision.why.limit, LIMIT_TEXT_BYTES);
    assert_int_equal(publish_text(town, text, LIMIT_TEXT_BYTES), OK);
    free(text);
}

static void a_bulletin_of_the_past_is_taken_in_once(void **state)
{
    struct town *town = *state;
    const char *line = "channel=programme headline=Founding text=\"Long ago\" dated=2004 "
                       "source=seeds/2004-01.txt department=labour";
    REFUSED(town, &town->lin, NOT_ALLOWED, "import", "%s", line);
    REFUSED(town, &town->house, UNKNOWN_CHANNEL, "import", "channel=nowhere headline=x dated=2004 source=a");
    REFUSED(town, &town->house, CHANNEL_RESERVED, "import", "channel=keys headline=x dated=2004 source=a");
    REFUSED(town, &town->house, UNKNOWN_DEPARTMENT, "import",
            "channel=programme headline=x dated=2004 source=a department=moon");
    ACTS(town, &town->house, "import", "%s", line);
    assert_int_equal(town->fact_count, 1);
    uint64_t seq = ledger_last(town->txn);
    ACTS(town, &town->house, "import", "%s", line);
    assert_int_equal(town->fact_count, 0);
    assert_int_equal(town->decision.already_seq, seq);
    ASKS(town, NULL, "headlines", "channel=programme");
    ROWS_ARE(town, 1);
    SAYS(town, "dated=2004 actor=house department=labour imported=yes");
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS(town, "source=seeds/2004-01.txt text=\"Long ago\" imported=yes");

    uint8_t *text = long_text(1 + 3 * 100);
    char hash[TOWN_HEX];
    town_upload(town, &town->house, bytes_of(text, 301), hash);
    ACTS(town, &town->house, "import", "channel=programme headline=y dated=2005 source=b text_hash=%s", hash);
    ASKS(town, NULL, "blob.get", "id=programme/3 hash=%s offset=0", hash);
    SAYS(town, " size=301");
    free(text);
}

static void a_revision_replaces_the_text_and_keeps_the_old_one(void **state)
{
    struct town *town = *state;
    char first[TOWN_HEX], second[TOWN_HEX];
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=one text=first priority=urgent effective=2007-01-01");
    snprintf(first, sizeof first, "%s", town->head);
    town->now_ms += 1000;
    ACTS(town, &town->lin, "revise", "id=programme/2 seen=%s headline=two text=second dated=2006", first);
    assert_string_equal(town->id, "programme/3");
    snprintf(second, sizeof second, "%s", town->head);
    REFUSED(town, &town->lin, HEAD_CHANGED, "revise", "id=programme/2 seen=%s headline=x", first);
    NAMES(town, "programme/2");

    ASKS(town, NULL, "read", "id=programme/2");
    SAYS(town,
         town_line("id=programme/2 head=%s headline=two time=2006-11-30T00:00:00+00:00 dated=2006 ", second));
    SAYS(town, town_line("text=second revision=2 revisions=2 revision_head=%s "
                         "revised=2006-11-30T00:00:01+00:00",
                         second));
    SAYS_NOT(town, "priority");
    SAYS_NOT(town, "effective");
    SAYS_NOT(town, "in_force");
    ASKS(town, NULL, "read", "id=programme/2 revision=1");
    SAYS(town, town_line("id=programme/2 head=%s headline=one ", second));
    SAYS(town,
         town_line("text=first revision=1 revisions=2 revision_head=%s priority=urgent effective=", first));
    SAYS(town, "in_force=no"); /* the second counts */
    SAYS_NOT(town, "revised");
    ASK_REFUSED(town, NULL, UNKNOWN_REVISION, "read", "id=programme/2 revision=3");
    NAMES(town, "programme/2");
    assert_int_equal(town->decision.why.limit, 2);
    ASK_REFUSED(town, NULL, UNKNOWN_REVISION, "read", "id=programme/2 revision=0");
    ASK_REFUSED(town, NULL, UNKNOWN_ID, "read", "id=programme/3");

    ASKS(town, NULL, "headlines", "channel=programme");
    ROWS_ARE(town, 1);
    SAYS(town, "id=programme/2 headline=two time=2006-11-30T00:00:00+00:00 dated=2006 actor=lin revision=2 "
               "revised=2006-11-30T00:00:01+00:00");
    town_rebuilds_the_same(town);
}

static void who_may_revise(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX];
    ACTS(town, &town->clerk, "channel.create",
         "channel=offices title=x publish=account:wang,account:lin moderate=committee");
    ACTS(town, &town->wang, "publish", "channel=offices headline=x");
    REFUSED(town, &town->guest, NOT_ENROLLED, "revise", "id=offices/2 seen=%s headline=y", town->head);
    REFUSED(town, &town->clerk, NOT_OWN, "revise", "id=offices/2 seen=%s headline=y", town->head);
    REFUSED(town, &town->wang, UNKNOWN_ID, "revise", "id=offices/1 seen=%s headline=y", town->head);
    ACTS(town, &town->lin, "revise", "id=offices/2 seen=%s headline=moderated", town->head);
    ACTS(town, &town->wang, "revise", "id=offices/2 seen=%s headline=mine", town->head);
    ASKS(town, NULL, "read", "id=offices/2 revision=2");
    SAYS(town, "actor=lin");
    ASKS(town, NULL, "read", "id=offices/2");
    SAYS(town, "headline=mine");
    SAYS(town, "actor=wang department=labour");
    /* An author who may publish there no more. */
    snprintf(head, sizeof head, "%s", town->head);
    char channel_head[TOWN_HEX];
    town_head_of(town, "channels", "channel=offices", channel_head);
    ACTS(town, &town->clerk, "channel.change", "channel=offices seen=%s publish=committee", channel_head);
    REFUSED(town, &town->wang, NOT_PUBLISHER, "revise", "id=offices/2 seen=%s headline=y", head);
    /* What was taken in is history. */
    ACTS(town, &town->house, "import", "channel=programme headline=old dated=2004 source=a");
    REFUSED(town, &town->lin, BAD_VALUE, "revise", "id=programme/2 seen=%s headline=y", town->head);
    /* What was withdrawn stays so. */
    ACTS(town, &town->lin, "withdraw", "id=offices/2 seen=%s reason=x", head);
    REFUSED(town, &town->lin, WITHDRAWN, "revise", "id=offices/2 seen=%s headline=y", town->head);
    NAMES(town, "offices/2");
}

static void there_are_only_so_many_revisions(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish", "channel=programme headline=1");
    for (int i = 2; i <= LIMIT_REVISIONS; i++)
        ACTS(town, &town->lin, "revise", "id=programme/2 seen=%s headline=%d", town->head, i);
    REFUSED(town, &town->lin, TOO_MANY_REVISIONS, "revise", "id=programme/2 seen=%s headline=x", town->head);
    assert_int_equal(town->decision.why.limit, LIMIT_REVISIONS);
    NAMES(town, "programme/2");
    ASKS(town, NULL, "read", "id=programme/2 revision=10"); /* sorted by number, not as words */
    SAYS(town, "headline=10 ");
}

static void a_revision_reopens_what_was_signed(void **state)
{
    struct town *town = *state;
    char first[TOWN_HEX], second[TOWN_HEX];
    ACTS(town, &town->clerk, "department.create", "department=finance title=财政局");
    ACTS(town, &town->lin, "publish", "channel=programme headline=x to=labour,finance receipt=yes");
    snprintf(first, sizeof first, "%s", town->head);
    assert_int_equal(town->fact_count, 3);
    town->now_ms += 1000;
    ACTS(town, &town->wang, "deliver", "id=programme/2 revision_head=%s", first);
    town->now_ms += 1000;
    ACTS(town, &town->wang, "open", "id=programme/2 revision_head=%s", first);
    town->now_ms += 1000;
    ACTS(town, &town->wang, "sign", "id=programme/2 revision_head=%s", first);
    const char *done = "receipt=yes delivered=2006-11-30T00:00:01+00:00 opened=2006-11-30T00:00:02+00:00 "
                       "signed_for=2006-11-30T00:00:03+00:00 mine=yes";
    ASKS(town, &town->wang, "read", "id=programme/2");
    SAYS(town, "to=labour,finance addressed=2 ");
    SAYS(town, done);
    ASKS(town, &town->lin, "read", "id=programme/2"); /* of no department */
    SAYS_NOT(town, "delivered");
    SAYS_NOT(town, "mine");
    REFUSED(town, &town->lin, IN_THE_PAST, "revise", "id=programme/2 seen=%s headline=y due=2006-11-28",
            first);

    ACTS(town, &town->lin, "revise", "id=programme/2 seen=%s headline=y due=2006-12-24T00:00:00Z", first);
    snprintf(second, sizeof second, "%s", town->head);
    assert_int_equal(town->fact_count, 3); /* both departments again */
    ASKS(town, &town->wang, "read", "id=programme/2");
    SAYS(town, "to=labour,finance addressed=2 receipt=yes due=2006-12-24T00:00:00+00:00 mine=yes");
    SAYS_NOT(town, "signed_for");
    SAYS_NOT(town, "delivered");
    ASKS(town, &town->wang, "read", "id=programme/2 revision=1");
    SAYS(town, done);
    REFUSED(town, &town->wang, OLD_REVISION, "sign", "id=programme/2 revision_head=%s", first);
    ACTS(town, &town->wang, "sign", "id=programme/2 revision_head=%s", second);
    town_rebuilds_the_same(town);

    ACTS(town, &town->lin, "withdraw", "id=programme/2 seen=%s reason=x", second);
    assert_int_equal(town->fact_count, 3);
    assert_int_equal(txn_count(town->txn, TABLE_INBOX), 0);
    assert_int_equal(txn_count(town->txn, TABLE_DUES), 0);
    assert_int_equal(txn_count(town->txn, TABLE_SCHEDULE), 0);
    ASKS(town, &town->wang, "read", "id=programme/2"); /* the text stays */
    SAYS(town, "headline=y");
    SAYS(town, "withdrawn_by=lin reason=x");
    town_rebuilds_the_same(town);

    ACTS(town, &town->lin, "publish", "channel=programme headline=x to=labour");
    REFUSED(town, &town->lin, NEEDS_FIELD, "revise", "id=%s seen=%s headline=y due=2006-12-24", town->id,
            town->head);
    FIELD_IS(town, "due");
    NAMES(town, "receipt");
}

int main(void)
{
#define SETTLED(test) cmocka_unit_test_setup_teardown(test, town_settle, town_leave)
    const struct CMUnitTest tests[] = {
        SETTLED(a_long_text_is_uploaded_before),
        SETTLED(a_long_text_must_be_text),
        SETTLED(long_texts_and_short_ones_are_held_to_one_rule),
        SETTLED(a_text_has_a_bound),
        SETTLED(a_bulletin_of_the_past_is_taken_in_once),
        SETTLED(a_revision_replaces_the_text_and_keeps_the_old_one),
        SETTLED(who_may_revise),
        SETTLED(there_are_only_so_many_revisions),
        SETTLED(a_revision_reopens_what_was_signed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
