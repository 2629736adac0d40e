/* Tests that verification passes a sound ledger and finds any one byte, record or order that was changed.
 * What acts and heads may say is a matter of another test. */
#include "tests/unit/support/ledgers.h"

#include <sodium.h>

#include "server/ledger/blob.h"

static const enum table ledger_tables[] = {TABLE_META, TABLE_HEADS, TABLE_ACTS, TABLE_BLOBS};
static const enum table view_tables[] = {TABLE_TIPS, TABLE_PLACES, TABLE_TAKEN};
enum { LEDGER_TABLES = 4, VIEW_TABLES = 3, LARGE_SAMPLES = 300 };

static void count_progress(void *context, uint64_t done, uint64_t all)
{
    uint64_t *last = context;
    assert_true(done > *last && done <= all);
    assert_int_equal(all, LARGE_FACTS);
    *last = done;
}

static void a_sound_ledger(void **state)
{
    (void)state;
    uint64_t last = 0;
    struct ledger_report report = {.progress = count_progress, .context = &last};
    struct refusal why;
    struct txn *txn = txn_read(ledgers_large.store);
    assert_int_equal(ledgers_verify(txn, &report, NULL, NULL, &why), OK);
    assert_int_equal(report.facts, LARGE_FACTS);
    assert_int_equal(report.acts, txn_count(txn, TABLE_ACTS));
    assert_true(report.acts > 800 && report.acts < 900);
    assert_int_equal(report.blobs, 4);
    assert_int_equal(last, LARGE_FACTS);
    txn_end(txn);
    txn = txn_read(ledgers_small.store);
    ledgers_assert_sound(txn);
    txn_end(txn);
}

static void every_byte_of_a_small_ledger(void **state)
{
    (void)state;
    static const uint8_t masks[] = {0x01, 0x80, 0xff};
    struct record record;
    for (size_t i = 0; i < LEDGER_TABLES + VIEW_TABLES; i++) {
        enum table table = i < LEDGER_TABLES ? ledger_tables[i] : view_tables[i - LEDGER_TABLES];
        struct txn *counting = txn_read(ledgers_small.store);
        uint64_t count = txn_count(counting, table);
        txn_end(counting);
        assert_true(count > 0);
        for (uint64_t index = 0; index < count; index++) {
            uint64_t position = 0;
            do {
                struct txn *txn = txn_write(ledgers_small.store);
                ledgers_read(txn, table, index, &record);
                ledgers_flip(txn, &record, position, masks[(position + index) % sizeof masks]);
                ledgers_assert_found(txn, "a byte", &record, NULL);
                position++;
            } while (position < record.key_size + record.value_size);
        }
    }
}

static void a_byte_in_a_thousand_facts(void **state)
{
    (void)state;
    static struct record record;
    for (size_t i = 0; i < LARGE_SAMPLES; i++) {
        struct txn *txn = txn_write(ledgers_large.store);
        ledgers_random_record(txn, ledger_tables[i % LEDGER_TABLES], &record);
        ledgers_flip(txn, &record, ledgers_random(record.key_size + record.value_size),
                     (uint8_t)(1 + ledgers_random(255)));
        ledgers_assert_found(txn, "a byte", &record, NULL);
    }
}

static void a_record_that_is_gone(void **state)
{
    (void)state;
    static struct record record;
    for (size_t i = 0; i < 8 * (LEDGER_TABLES + VIEW_TABLES); i++) {
        size_t which = i % (LEDGER_TABLES + VIEW_TABLES);
        struct txn *txn = txn_write(ledgers_large.store);
        /* Of a blob of one chunk nothing would be left to show that it was there. */
        do {
            ledgers_random_record(
                txn, which < LEDGER_TABLES ? ledger_tables[which] : view_tables[which - LEDGER_TABLES],
                &record);
        } while (record.table == TABLE_BLOBS && record.value_size <= 50);
        ledgers_delete(txn, &record);
        ledgers_assert_found(txn, "a record gone", &record, NULL);
    }
}

static void the_newest_facts_are_gone(void **state)
{
    (void)state;
    struct record record;
    struct txn *txn = txn_write(ledgers_small.store);
    ledgers_read(txn, TABLE_HEADS, SMALL_FACTS - 1, &record);
    ledgers_delete(txn, &record);
    struct record act = record;
    act.table = TABLE_ACTS;
    ledgers_delete(txn, &act);
    ledgers_assert_found(txn, "the newest fact gone", &record, "the end was cut off");
}

/* Cuts the newest fact off with all that the ledger folds of it, so that only the house's word is left. */
static void cut_tail(struct txn *txn)
{
    struct fact fact;
    struct record tip = {.table = TABLE_TIPS};
    struct store_key seq = key_empty(), place = key_empty(), taken = key_empty();
    assert_true(ledger_read(txn, ledger_last(txn), &fact));
    struct bytes channel = fact.head.channel;
    key_number(&seq, fact.head.seq);
    key_name(&place, channel);
    key_number(&place, fact.head.number);
    key_number(&taken, (uint64_t)fact.head.act_time_ms ^ UINT64_C(1) << 63);
    key_bytes(&taken, fact.head.act_hash);
    memcpy(tip.key, channel.at, channel.size);
    tip.key_size = channel.size;
    number_write(tip.value, fact.head.number - 1);
    memcpy(tip.value + 16, fact.head.prev.at, LIMIT_HASH_BYTES);
    tip.value_size = 16 + LIMIT_HASH_BYTES;
    struct fact before;
    const bool first = fact.head.number == 1;
    if (!first) {
        assert_true(ledger_read_at(txn, channel, fact.head.number - 1, &before));
        number_write(tip.value + 8, (uint64_t)before.head.time_ms);
    }
    txn_delete(txn, TABLE_HEADS, key_of(&seq));
    txn_delete(txn, TABLE_ACTS, key_of(&seq));
    txn_delete(txn, TABLE_PLACES, key_of(&place));
    txn_delete(txn, TABLE_TAKEN, key_of(&taken));
    if (first)
        ledgers_delete(txn, &tip);
    else
        ledgers_put(txn, &tip);
}

/* Whoever cuts the end off needs the house's key, or an older word of the house that fits: a whole ledger set
 * back to an earlier day is what it was on that day, and nothing in it can say more. */
static void an_end_that_the_house_did_not_sign(void **state)
{
    (void)state;
    static struct record record = {.table = TABLE_HEADS}, older;
    struct identity other = made_identity(9);
    struct txn *txn = txn_write(ledgers_small.store);
    cut_tail(txn);
    ledgers_assert_found(txn, "a cut tail", &record, "the end was cut off");

    txn = txn_write(ledgers_small.store);
    cut_tail(txn);
    txn_delete(txn, TABLE_META, bytes_of_text("tip"));
    ledgers_assert_found(txn, "a cut tail and no word", &record, "its word on where the ledger ends");

    txn = txn_write(ledgers_small.store);
    txn_delete(txn, TABLE_META, bytes_of_text("tip"));
    cut_tail(txn);
    ledger_seal(txn, &other);
    ledgers_assert_found(txn, "another's word", &record, "did not sign");

    txn = txn_write(ledgers_small.store);
    txn_delete(txn, TABLE_META, bytes_of_text("tip"));
    cut_tail(txn);
    ledger_seal(txn, &ledgers_house);
    ledgers_assert_sound(txn);
    ledgers_read(txn, TABLE_META, 2, &older);
    txn_end(txn);

    txn = txn_write(ledgers_small.store);
    ledgers_put(txn, &older);
    ledgers_assert_found(txn, "an older word", &record, "ends at fact 6");
}

static void two_records_that_changed_places(void **state)
{
    (void)state;
    static const enum table tables[] = {TABLE_HEADS, TABLE_ACTS, TABLE_BLOBS, TABLE_PLACES, TABLE_TAKEN};
    static struct record one, other;
    for (size_t i = 0; i < 50; i++) {
        struct txn *txn = txn_write(ledgers_large.store);
        ledgers_random_record(txn, tables[i % 5], &one);
        do {
            ledgers_random_record(txn, tables[i % 5], &other);
        } while (one.value_size == other.value_size && memcmp(one.value, other.value, one.value_size) == 0);
        txn_put(txn, one.table, bytes_of(one.key, one.key_size), bytes_of(other.value, other.value_size));
        txn_put(txn, one.table, bytes_of(other.key, other.key_size), bytes_of(one.value, one.value_size));
        ledgers_assert_found(txn, "two records that changed places", &one, NULL);
    }
}

static void a_record_too_many(void **state)
{
    (void)state;
    static struct record record;
    for (size_t i = 0; i < LEDGER_TABLES + VIEW_TABLES; i++) {
        enum table table = i < LEDGER_TABLES ? ledger_tables[i] : view_tables[i - LEDGER_TABLES];
        for (int higher = 0; higher < 2; higher++) {
            struct txn *txn = txn_write(ledgers_large.store);
            ledgers_read(txn, table, higher ? txn_count(txn, table) - 1 : 0, &record);
            if (higher)
                record.key[record.key_size - 1]++;
            else
                record.key[record.key_size - 1]--;
            ledgers_put(txn, &record);
            ledgers_assert_found(txn, "a record too many", &record, NULL);

            txn = txn_write(ledgers_large.store);
            ledgers_read(txn, table, higher ? txn_count(txn, table) - 1 : 0, &record);
            record.key[record.key_size++] = 0;
            ledgers_put(txn, &record);
            ledgers_assert_found(txn, "a longer key", &record, NULL);
        }
    }
}

static void a_failing_disk_is_no_fault(void **state)
{
    (void)state;
    struct ledger_report report = {0};
    struct refusal why;
    struct txn *txn = txn_read(ledgers_small.store);
    txn_fail(txn, ERR_STORE_FAILED);
    assert_int_equal(ledgers_verify(txn, &report, NULL, NULL, &why), ERR_STORE_FAILED);
    assert_int_equal(why.code, ERR_STORE_FAILED);
    txn_end(txn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_ledger),
        cmocka_unit_test(every_byte_of_a_small_ledger),
        cmocka_unit_test(a_byte_in_a_thousand_facts),
        cmocka_unit_test(a_record_that_is_gone),
        cmocka_unit_test(the_newest_facts_are_gone),
        cmocka_unit_test(an_end_that_the_house_did_not_sign),
        cmocka_unit_test(two_records_that_changed_places),
        cmocka_unit_test(a_record_too_many),
        cmocka_unit_test(a_failing_disk_is_no_fault),
    };
    return cmocka_run_group_tests(tests, ledgers_build, ledgers_close);
}
