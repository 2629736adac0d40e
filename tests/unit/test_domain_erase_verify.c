/* Tests of what verification finds where something was erased. It does not look at who may erase. */
#include "tests/unit/support/erasures.h"

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
    erasures_two_notices(town);
    ERASE(town, "programme/2");
    ledger_drop_act(town->txn, seq_of(town, "programme/4"));
    verify_finds(town, "(programme/4): its act is missing");
}

static void an_erased_act_that_is_still_there(void **state)
{
    struct town *town = *state;
    struct bytes value;
    uint8_t act[LIMIT_ACT_BYTES + LIMIT_SIGNATURE_BYTES];
    erasures_two_notices(town);
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
    erasures_two_notices(town);
    strcpy(head, erasures_head(town, "programme/4"));
    snprintf(line, sizeof line, "id=programme/4 seen=%s reason=x", head);
    uint64_t gone = seq_of(town, "programme/4");
    forge(town, "erase", line, "keys", gone);
    verify_finds(town, "(programme/4): its act is missing");
}

static void a_fact_whose_act_is_kept(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], line[256];
    erasures_two_notices(town);
    strcpy(head, erasures_head(town, "programme/4"));
    snprintf(line, sizeof line, "id=programme/4 seen=%s reason=x", head);
    forge(town, "erase", line, "programme", seq_of(town, "programme/1"));
    verify_finds(town, "(programme/1): its act is missing");
}

static void an_act_that_does_not_erase(void **state)
{
    struct town *town = *state;
    char head[TOWN_HEX], line[256];
    erasures_two_notices(town);
    strcpy(head, erasures_head(town, "programme/4"));
    snprintf(line, sizeof line, "id=programme/4 seen=%s reason=x", head);
    forge(town, "withdraw", line, "programme", seq_of(town, "programme/4"));
    verify_finds(town, "(programme/5): its act decides another fact");
}

static void files_that_are_missing_or_too_many(void **state)
{
    struct town *town = *state;
    uint8_t text[LONG_BYTES], hash[LIMIT_HASH_BYTES];
    char hex[TOWN_HEX];
    erasures_two_notices(town);
    erasures_upload(town, &town->lin, 'z', hex);
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
    erasures_two_notices(town);
    erasures_upload(town, &town->lin, 'b', b);
    town_sign(town, &town->lin, town->house.public_key, town->now_ms, "publish",
              made_args("publish",
                        town_line("channel=programme headline=x attach=b.pdf:%d:%s", LONG_BYTES + 1, b),
                        &args));
    ledger_append(town->txn, &town->made.act, &draft, bytes_of_text("lin"), town->now_ms, &room, &fact);
    verify_finds(town, "(programme/5): a text or file that it names has another size");
}

#define SETTLED(test) cmocka_unit_test_setup_teardown(test, town_settle, town_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SETTLED(a_hole_without_its_fact),    SETTLED(an_erased_act_that_is_still_there),
        SETTLED(a_fact_in_another_channel),  SETTLED(a_fact_whose_act_is_kept),
        SETTLED(an_act_that_does_not_erase), SETTLED(files_that_are_missing_or_too_many),
        SETTLED(a_file_of_another_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
