/* See ledgers.h. */
#include "tests/unit/support/ledgers.h"

#include <sodium.h>

#include "server/ledger/blob.h"

struct identity ledgers_house;
struct scratch ledgers_large, ledgers_small;

static uint64_t random_state;

/* SplitMix64. */
uint64_t ledgers_random(uint64_t bound)
{
    random_state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = random_state;
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return (mixed ^ mixed >> 31) % bound;
}

static void add_blob(struct txn *txn, size_t size)
{
    static uint8_t content[3 * LIMIT_BLOB_CHUNK_BYTES];
    const struct bytes owner = bytes_of_text("lin");
    uint8_t hash[LIMIT_HASH_BYTES];
    uint64_t next = 0;
    struct refusal why;
    for (size_t i = 0; i < size; i++)
        content[i] = (uint8_t)(i + size);
    hash_bytes(bytes_of(content, size), hash);
    while (next < size) {
        size_t left = size - next;
        size_t piece = left < LIMIT_BLOB_CHUNK_BYTES ? left : LIMIT_BLOB_CHUNK_BYTES;
        assert_int_equal(
            blob_stage(txn, owner, hash, size, next, bytes_of(content + next, piece), 1, &next, &why), OK);
    }
    blob_adopt(txn, owner, hash);
}

/* Every seventh act becomes two facts, in two channels. */
static void build(struct scratch *scratch, uint64_t facts)
{
    static const char *const channels[] = {"programme", "forum", "labour", "dept/labour", "keys"};
    struct identity author = made_identity(1);
    scratch_open(scratch);
    struct txn *txn = txn_write(scratch->store);
    ledger_begin(txn, ledgers_house.public_key);
    for (uint32_t serial = 0; ledger_last(txn) < facts; serial++) {
        struct scratch_act act;
        scratch_sign(&act, &author, ledgers_house.public_key, 1000 + serial, serial);
        scratch_append(txn, &act, channels[serial % 5], 2000 + serial / 3);
        if (serial % 7 == 3 && ledger_last(txn) < facts)
            scratch_append(txn, &act, channels[(serial + 1) % 5], 2000 + serial / 3);
    }
    add_blob(txn, 40);
    add_blob(txn, 50);
    if (facts >= LARGE_FACTS) {
        add_blob(txn, 2 * LIMIT_BLOB_CHUNK_BYTES);
        add_blob(txn, 2 * LIMIT_BLOB_CHUNK_BYTES + 77);
    }
    ledger_seal(txn, &ledgers_house);
    assert_int_equal(txn_commit(txn), OK);
}

int ledgers_build(void **state)
{
    (void)state;
    const char *told = getenv("SEED");
    random_state = told == NULL ? randombytes_random() : strtoull(told, NULL, 10);
    ledgers_house = made_identity(7);
    print_message("SEED=%llu\n", (unsigned long long)random_state);
    build(&ledgers_large, LARGE_FACTS);
    build(&ledgers_small, SMALL_FACTS);
    return 0;
}

int ledgers_close(void **state)
{
    (void)state;
    scratch_close(&ledgers_large);
    scratch_close(&ledgers_small);
    return 0;
}

void ledgers_read(struct txn *txn, enum table table, uint64_t index, struct record *record)
{
    struct walk walk;
    walk_up(&walk, txn, table, bytes_of(NULL, 0));
    for (uint64_t i = 0; i <= index; i++)
        assert_true(walk_next(&walk));
    assert_true(walk.key.size <= KEY_BYTES_MOST && walk.value.size <= VALUE_BYTES_MOST);
    record->table = table;
    record->key_size = walk.key.size;
    record->value_size = walk.value.size;
    memcpy(record->key, walk.key.at, walk.key.size);
    memcpy(record->value, walk.value.at, walk.value.size);
    walk_end(&walk);
}

void ledgers_random_record(struct txn *txn, enum table table, struct record *record)
{
    ledgers_read(txn, table, ledgers_random(txn_count(txn, table)), record);
}

void ledgers_put(struct txn *txn, const struct record *record)
{
    txn_put(txn, record->table, bytes_of(record->key, record->key_size),
            bytes_of(record->value, record->value_size));
}

void ledgers_delete(struct txn *txn, const struct record *record)
{
    txn_delete(txn, record->table, bytes_of(record->key, record->key_size));
}

void ledgers_flip(struct txn *txn, struct record *record, uint64_t position, uint8_t mask)
{
    ledgers_delete(txn, record);
    if (position < record->key_size)
        record->key[position] ^= mask;
    else
        record->value[position - record->key_size] ^= mask;
    ledgers_put(txn, record);
}

enum error ledgers_verify(struct txn *txn, struct ledger_report *report, may_lack *may, void *context,
                          struct refusal *why)
{
    struct ledger_check check = {.live = txn, .report = report, .may_lack_act = may, .context = context};
    assert_int_equal(store_open_scratch("/tmp", SCRATCH_MAP_BYTES, &check.scratch, why), OK);
    enum error error = ledger_verify(&check, why);
    if (error == OK)
        error = ledger_check_end(&check, true, why);
    store_close(check.scratch);
    return error;
}

void ledgers_assert_found(struct txn *txn, const char *what, const struct record *record, const char *words)
{
    struct ledger_report report = {0};
    struct refusal why;
    assert_int_equal(txn_error(txn), OK);
    enum error error = ledgers_verify(txn, &report, NULL, NULL, &why);
    if (error != ERR_LEDGER_BROKEN)
        fail_msg("not found: %s, table %d, key %02x%02x… of %zu bytes", what, record->table, record->key[0],
                 record->key[1], record->key_size);
    assert_true(why.name.size > 0);
    assert_true(words == NULL || memmem(why.name.at, why.name.size, words, strlen(words)) != NULL);
    txn_end(txn);
}

void ledgers_assert_sound(struct txn *txn)
{
    struct ledger_report report = {0};
    struct refusal why;
    if (ledgers_verify(txn, &report, NULL, NULL, &why) != OK)
        fail_msg("not sound: %.*s", (int)why.name.size, (const char *)why.name.at);
}
