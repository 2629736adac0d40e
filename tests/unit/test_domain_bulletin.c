/* Tests of bulletins: publishing with short and long texts, imports, withdrawing, and what people read.
 * It does not look at how accounts and channels come to be. */
#include "tests/unit/town.h"

static void a_bulletin_is_published_and_read(void **state)
{
    struct town *town = *state;
    REFUSED(town, &town->guest, NOT_ENROLLED, "publish", "channel=programme headline=x");
    REFUSED(town, &town->wang, NOT_PUBLISHER, "publish", "channel=programme headline=x");
    REFUSED(town, &town->lin, UNKNOWN_CHANNEL, "publish", "channel=nowhere headline=x");
    NAMES(town, "nowhere");
    ACTS(town, &town->lin, "publish",
         "channel=programme headline=首批服务品牌命名 text=\"First line\\nsecond\" dated=2006-11");
    assert_string_equal(town->id, "programme/2");
    ASKS(town, NULL, "read", "id=programme/2");
    ROWS_ARE(town, 1);
    SAYS(town, "id=programme/2 head=");
    SAYS(town, "headline=首批服务品牌命名 time=2006-11-30T00:00:00+00:00 dated=2006-11 actor=lin author=");
    SAYS(town, "text=\"First line\\nsecond\"");
    SAYS_NOT(town, "withdrawn");
    ASK_REFUSED(town, NULL, UNKNOWN_ID, "read", "id=programme/1"); /* made the channel; no bulletin */
    NAMES(town, "programme/1");
    ASK_REFUSED(town, NULL, UNKNOWN_ID, "read", "id=programme/3");
    ASK_REFUSED(town, NULL, UNKNOWN_CHANNEL, "read", "id=nowhere/1");
    ASK_REFUSED(town, NULL, NOT_READER, "read", "id=dept/labour/1");
}

static void headlines_are_paged_newest_first(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->clerk, "channel.create", "channel=newsboard title=Neighbour publish=office");
    ACTS(town, &town->wang, "publish", "channel=newsboard headline=other");
    for (int i = 2; i <= 26; i++)
        ACTS(town, &town->lin, "publish", "channel=programme headline=h%d", i);
    ASKS(town, NULL, "headlines", "channel=programme");
    ROWS_ARE(town, 20);
    assert_true(town->more);
    assert_int_equal(strncmp(town->answer, " id=programme/26 headline=h26 ", 30), 0);
    SAYS(town, "id=programme/7 ");
    SAYS_NOT(town, "other");
    ASKS(town, NULL, "headlines", "channel=programme before=7");
    ROWS_ARE(town, 5);
    assert_false(town->more);
    ASKS(town, NULL, "headlines", "channel=programme before=7 limit=5");
    assert_false(town->more);
    ASKS(town, NULL, "headlines", "channel=programme limit=2");
    ROWS_ARE(town, 2);
    ASKS(town, NULL, "headlines", "channel=programme before=0");
    ROWS_ARE(town, 0);
    town->room_for_rows = 3;
    ASKS(town, NULL, "headlines", "channel=programme");
    ROWS_ARE(town, 3);
    assert_true(town->more);
    town->room_for_rows = SIZE_MAX;
    ASKS(town, NULL, "headlines", "channel=newsboard");
    ROWS_ARE(town, 1);
    SAYS(town, "actor=wang department=labour");
}

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

static void a_bulletin_is_withdrawn_by_its_author_or_a_moderator(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], none[TOWN_HEX];
    town_hex(town->lin.public_key, none);
    ACTS(town, &town->clerk, "channel.create",
         "channel=offices title=x publish=office,operator moderate=committee read=office,committee");
    ACTS(town, &town->wang, "publish", "channel=offices headline=wrong");
    snprintf(head, sizeof head, "%s", town->head);
    REFUSED(town, &town->guest, NOT_ENROLLED, "withdraw", "id=offices/2 head=%s reason=x", head);
    REFUSED(town, &town->clerk, NOT_READER, "withdraw", "id=offices/2 head=%s reason=x", head);
    NAMES(town, "offices");
    REFUSED(town, &town->wang, UNKNOWN_ID, "withdraw", "id=offices/1 head=%s reason=x", head);
    REFUSED(town, &town->wang, UNKNOWN_CHANNEL, "withdraw", "id=nowhere/1 head=%s reason=x", head);
    REFUSED(town, &town->wang, HEAD_CHANGED, "withdraw", "id=offices/2 head=%s reason=x", none);
    NAMES(town, "offices/2");
    ACTS(town, &town->wang, "withdraw", "id=offices/2 head=%s reason=\"wrong date\"", head);
    assert_string_equal(town->id, "offices/3");
    REFUSED(town, &town->wang, WITHDRAWN, "withdraw", "id=offices/2 head=%s reason=x", town->head);
    ASKS(town, &town->wang, "read", "id=offices/2");
    SAYS(town, "headline=wrong");
    SAYS(town, town->head);
    SAYS(town, "withdrawn=2006-11-30T00:00:00+00:00 withdrawn_by=wang reason=\"wrong date\"");
    ASKS(town, &town->wang, "headlines", "channel=offices");
    ROWS_ARE(town, 1);
    SAYS(town, "withdrawn=yes");

    ACTS(town, &town->wang, "publish", "channel=offices headline=again");
    ACTS(town, &town->lin, "withdraw", "id=offices/4 head=%s reason=moderated", town->head);
    ACTS(town, &town->lin, "publish", "channel=programme headline=mine");
    REFUSED(town, &town->wang, NOT_OWN, "withdraw", "id=programme/2 head=%s reason=x", town->head);
    NAMES(town, "programme/2");
    REFUSED(town, &town->house, NOT_OWN, "withdraw", "id=programme/2 head=%s reason=x", town->head);
}

static void of_an_erased_act_the_head_is_left(void **state)
{
    struct town *town = *state;
    ACTS(town, &town->lin, "publish", "channel=programme headline=personal text=personal");
    struct store_key key = key_empty();
    key_number(&key, ledger_last(town->txn));
    ACTS(town, &town->lin, "withdraw", "id=programme/2 head=%s reason=private", town->head);
    txn_delete(town->txn, TABLE_ACTS, key_of(&key));
    key = key_empty();
    key_number(&key, ledger_last(town->txn));
    txn_delete(town->txn, TABLE_ACTS, key_of(&key));
    ASKS(town, NULL, "headlines", "channel=programme");
    ROWS_ARE(town, 1);
    SAYS(town, "id=programme/2 time=2006-11-30T00:00:00+00:00 actor=lin withdrawn=yes");
    ASKS(town, NULL, "read", "id=programme/2");
    SAYS(town, "withdrawn_by=lin");
    SAYS_NOT(town, "author=");
    SAYS_NOT(town, "personal");
    SAYS_NOT(town, "private");
}

int main(void)
{
#define SETTLED(test) cmocka_unit_test_setup_teardown(test, town_settle, town_leave)
    const struct CMUnitTest tests[] = {
        SETTLED(a_bulletin_is_published_and_read),
        SETTLED(headlines_are_paged_newest_first),
        SETTLED(a_long_text_is_uploaded_before),
        SETTLED(a_long_text_must_be_text),
        SETTLED(a_text_has_a_bound),
        SETTLED(a_bulletin_of_the_past_is_taken_in_once),
        SETTLED(a_bulletin_is_withdrawn_by_its_author_or_a_moderator),
        SETTLED(of_an_erased_act_the_head_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
