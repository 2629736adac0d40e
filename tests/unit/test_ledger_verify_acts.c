/* Tests that verification finds acts that are not what their heads say, heads that do not follow, and files
 * cut elsewhere. It does not know how the verification goes about it. */
#include "tests/unit/support/ledgers.h"

#include <sodium.h>

#include "server/ledger/blob.h"

static void an_act_that_is_there_twice(void **state)
{
    (void)state;
    struct record record;
    struct txn *txn = txn_write(ledgers_small.store);
    /* The act at 4 became the facts 4 and 5. */
    ledgers_read(txn, TABLE_ACTS, 3, &record);
    assert_int_equal(number_at(record.key), 4);
    number_write(record.key, 5);
    ledgers_put(txn, &record);
    ledgers_assert_found(txn, "an act twice", &record, "twice");
}

static bool lacks(void *context, const struct head *head)
{
    const uint64_t *allowed = context;
    return head->seq == allowed[0] || head->seq == allowed[1];
}

/* The act at 4 became the facts 4 and 5: both must be allowed to lack it. */
static void an_act_that_is_gone(void **state)
{
    (void)state;
    struct record record;
    static const uint64_t none[2] = {0}, one[2] = {4}, other[2] = {5}, wrong[2] = {3, 6}, both[2] = {4, 5};
    static const uint64_t *const allowed[] = {none, one, other, wrong, both};
    struct txn *txn = txn_write(ledgers_small.store);
    ledgers_read(txn, TABLE_ACTS, 3, &record);
    uint64_t acts = txn_count(txn, TABLE_ACTS);
    ledger_drop_act(txn, 4);
    for (size_t i = 0; i < 5; i++) {
        uint64_t context[2] = {allowed[i][0], allowed[i][1]};
        struct ledger_report report = {0};
        struct refusal why;
        assert_int_equal(ledgers_verify(txn, &report, lacks, context, &why), i == 4 ? OK : ERR_LEDGER_BROKEN);
        if (i < 4) {
            assert_non_null(memmem(why.name.at, why.name.size, "its act is missing", 18));
            continue;
        }
        assert_int_equal(report.acts, acts - 1);
        assert_int_equal(report.erased, 1);
    }
    ledgers_assert_found(txn, "an act gone", &record, "its act is missing"); /* nobody explains it */
}

/* Where holes are allowed, nothing else is. */
static void a_hole_hides_nothing(void **state)
{
    (void)state;
    struct record record;
    uint64_t both[2] = {4, 5};
    struct ledger_report report = {0};
    struct refusal why;
    struct txn *txn = txn_write(ledgers_small.store);
    ledger_drop_act(txn, 4);
    ledgers_read(txn, TABLE_TAKEN, 3, &record);
    ledgers_delete(txn, &record);
    assert_int_equal(ledgers_verify(txn, &report, lacks, both, &why), ERR_LEDGER_BROKEN);
    txn_end(txn);
}

static void acts_carried_far(void **state)
{
    (void)state;
    struct identity author = made_identity(1);
    struct record record = {.table = TABLE_ACTS};
    struct scratch_act act, later;
    struct txn *txn = txn_write(ledgers_small.store);
    scratch_sign(&act, &author, ledgers_house.public_key, 9000, 1);
    scratch_append(txn, &act, "desk/forum", 9000);
    for (uint32_t i = 2; i < 9; i++) {
        scratch_sign(&later, &author, ledgers_house.public_key, 9000, i);
        scratch_append(txn, &later, "labour", 9000);
    }
    scratch_append(txn, &act, "forum", 99000);
    ledger_seal(txn, &ledgers_house);
    ledgers_assert_sound(txn);
    /* A later head that says another time of the act than the first; view.taken was made to believe it. */
    struct store_key taken = key_empty();
    uint8_t first[8];
    act.act.act.time_ms++;
    key_number(&taken, (uint64_t)act.act.act.time_ms ^ UINT64_C(1) << 63);
    key_bytes(&taken, bytes_of(act.act.hash, LIMIT_HASH_BYTES));
    number_write(first, SMALL_FACTS + 1);
    txn_put(txn, TABLE_TAKEN, key_of(&taken), bytes_of(first, sizeof first));
    scratch_append(txn, &act, "forum", 99000);
    ledgers_assert_found(txn, "another time", &record, "its act is missing");
}

static void an_act_before_the_first_fact(void **state)
{
    (void)state;
    struct record record;
    struct txn *txn = txn_write(ledgers_small.store);
    ledgers_read(txn, TABLE_ACTS, 0, &record);
    number_write(record.key, 0);
    ledgers_put(txn, &record);
    ledgers_assert_found(txn, "an act of no fact", &record, "belongs to no fact");
}

/* The bytes fit their hash, but not their chunks. */
static void a_blob_cut_elsewhere(void **state)
{
    (void)state;
    static struct record record = {.table = TABLE_BLOBS, .key_size = LIMIT_HASH_BYTES + 8, .value_size = 30};
    uint8_t content[60] = {1};
    memcpy(record.value, content, record.value_size);
    hash_bytes(bytes_of(content, sizeof content), record.key);
    struct txn *txn = txn_write(ledgers_small.store);
    ledgers_put(txn, &record);
    record.key[record.key_size - 1] = 1;
    memset(record.value, 0, record.value_size);
    ledgers_put(txn, &record);
    ledgers_assert_found(txn, "a blob cut elsewhere", &record, "wrong size");
}

/* Numbers, chains and views are all as they should be: only the act is wrong. */
static void acts_that_nobody_signed_so(void **state)
{
    (void)state;
    const uint8_t other_house[LIMIT_KEY_BYTES] = {8};
    struct identity author = made_identity(1), other = made_identity(2);
    struct record record = {.table = TABLE_ACTS};
    struct scratch_act act;
    struct txn *txn = txn_write(ledgers_small.store);
    scratch_sign(&act, &author, other_house, 9000, 1);
    scratch_append(txn, &act, "forum", 9000);
    ledgers_assert_found(txn, "another house", &record, "another house");

    txn = txn_write(ledgers_small.store);
    scratch_sign(&act, &author, ledgers_house.public_key, 9000, 1);
    act_sign(&other, act.act.bytes, act.signature);
    scratch_append(txn, &act, "forum", 9000);
    ledgers_assert_found(txn, "another signer", &record, "signature");

    txn = txn_write(ledgers_small.store);
    scratch_sign(&act, &author, ledgers_house.public_key, 9000, 1);
    act.act.act.time_ms++;
    scratch_append(txn, &act, "forum", 9000);
    ledgers_assert_found(txn, "another time", &record, "another time");

    txn = txn_write(ledgers_small.store);
    scratch_sign(&act, &author, ledgers_house.public_key, 9000, 1);
    scratch_append(txn, &act, "forum", 9000);
    ledger_seal(txn, &ledgers_house);
    ledgers_assert_sound(txn);
    txn_end(txn);
}

/* A newest fact made anew, well-formed and folded, except for one thing. */
static void append_head(struct txn *txn, const struct scratch_act *act, const char *channel, uint64_t number,
                        int64_t time_ms)
{
    uint8_t at[LIMIT_HEAD_BYTES];
    struct buffer room = buffer_over(at, sizeof at);
    struct draft draft = scratch_draft(channel);
    struct tip tip;
    struct fact fact = {.act = act->act};
    struct refusal why;
    ledger_tip(txn, draft.channel, &tip);
    if (tip.number == 0)
        memset(tip.hash, 0xee, sizeof tip.hash);
    struct head head = {
        .seq = ledger_last(txn) + 1,
        .channel = draft.channel,
        .number = number,
        .prev = bytes_of(tip.hash, LIMIT_HASH_BYTES),
        .time_ms = time_ms,
        .actor = bytes_of_text("lin"),
        .kind = draft.kind,
        .decided = draft.decided,
        .act_time_ms = act->act.act.time_ms,
        .act_hash = bytes_of(act->act.hash, LIMIT_HASH_BYTES),
    };
    head_write(&room, &head);
    fact.head_bytes = buffer_bytes(&room);
    hash_bytes(fact.head_bytes, fact.hash);
    assert_int_equal(head_read(fact.head_bytes, &fact.head, &why), OK);
    ledger_fold(txn, &fact);

    uint8_t value[2048];
    struct buffer act_room = buffer_over(value, sizeof value);
    struct store_key key = key_empty();
    key_number(&key, head.seq);
    txn_append(txn, TABLE_HEADS, key_of(&key), fact.head_bytes);
    buffer_add(&act_room, act->signature, sizeof act->signature);
    buffer_add(&act_room, act->act.bytes.at, act->act.bytes.size);
    txn_append(txn, TABLE_ACTS, key_of(&key), buffer_bytes(&act_room));
}

static void heads_that_do_not_follow(void **state)
{
    (void)state;
    struct identity author = made_identity(1);
    struct record record = {.table = TABLE_HEADS};
    struct scratch_act act;
    struct tip tip;
    scratch_sign(&act, &author, ledgers_house.public_key, 9000, 1);
    struct txn *txn = txn_write(ledgers_small.store);
    ledger_tip(txn, bytes_of_text("forum"), &tip);
    append_head(txn, &act, "forum", tip.number + 1, 9000);
    ledger_seal(txn, &ledgers_house);
    ledgers_assert_sound(txn);
    txn_end(txn);
    txn = txn_write(ledgers_small.store);
    append_head(txn, &act, "forum", tip.number + 1, 1); /* a clock that was set back */
    ledger_seal(txn, &ledgers_house);
    ledgers_assert_sound(txn);
    txn_end(txn);
    txn = txn_write(ledgers_small.store);
    append_head(txn, &act, "forum", tip.number + 2, 9000);
    ledgers_assert_found(txn, "a gap", &record, "missing");
    txn = txn_write(ledgers_small.store);
    append_head(txn, &act, "forum", tip.number, 9000);
    ledgers_assert_found(txn, "a number twice", &record, "of this number already");
    txn = txn_write(ledgers_small.store);
    append_head(txn, &act, "forum", 0, 9000);
    ledgers_assert_found(txn, "number 0", &record, "of this number already");
    txn = txn_write(ledgers_small.store);
    append_head(txn, &act, "new", 1, 9000);
    ledgers_assert_found(txn, "a first fact with one before it", &record, "first");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_act_that_is_there_twice),   cmocka_unit_test(an_act_that_is_gone),
        cmocka_unit_test(a_hole_hides_nothing),         cmocka_unit_test(acts_carried_far),
        cmocka_unit_test(an_act_before_the_first_fact), cmocka_unit_test(a_blob_cut_elsewhere),
        cmocka_unit_test(acts_that_nobody_signed_so),   cmocka_unit_test(heads_that_do_not_follow),
    };
    return cmocka_run_group_tests(tests, ledgers_build, ledgers_close);
}
