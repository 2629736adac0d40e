/* Tests that verification passes a sound ledger and finds any one byte, record or order that was changed.
 * It does not know how the verification goes about it. */
#include "tests/unit/support/scratch.h"

#include <sodium.h>

#include "server/ledger/blob.h"

enum {
    KEY_BYTES_MOST = 64,
    VALUE_BYTES_MOST = LIMIT_BLOB_CHUNK_BYTES,
    LARGE_FACTS = 1000,
    LARGE_SAMPLES = 300,
    SMALL_FACTS = 7,
};

static const enum table ledger_tables[] = {TABLE_META, TABLE_HEADS, TABLE_ACTS, TABLE_BLOBS};
static const enum table view_tables[] = {TABLE_TIPS, TABLE_PLACES, TABLE_TAKEN};
enum { LEDGER_TABLES = 4, VIEW_TABLES = 3 };

static struct identity house_identity;
static const uint8_t *const house = house_identity.public_key;
static struct scratch large, small;
static uint64_t random_state;

/* SplitMix64: the same numbers from the same seed. */
static uint64_t random_below(uint64_t bound)
{
    random_state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = random_state;
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return (mixed ^ mixed >> 31) % bound;
}

/* --- a sound ledger --- */

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
    struct identity author = scratch_identity(1);
    scratch_open(scratch);
    struct txn *txn = txn_write(scratch->store);
    ledger_begin(txn, house);
    for (uint32_t serial = 0; ledger_last(txn) < facts; serial++) {
        struct scratch_act act;
        scratch_sign(&act, &author, house, 1000 + serial, serial);
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
    ledger_seal(txn, &house_identity);
    assert_int_equal(txn_commit(txn), OK);
}

static int build_both(void **state)
{
    (void)state;
    const char *told = getenv("SEED");
    random_state = told == NULL ? randombytes_random() : strtoull(told, NULL, 10);
    house_identity = scratch_identity(7);
    print_message("SEED=%llu\n", (unsigned long long)random_state);
    build(&large, LARGE_FACTS);
    build(&small, SMALL_FACTS);
    return 0;
}

static int close_both(void **state)
{
    (void)state;
    scratch_close(&large);
    scratch_close(&small);
    return 0;
}

/* --- changing it, in a transaction that is never committed --- */

struct record {
    enum table table;
    size_t key_size, value_size;
    uint8_t key[KEY_BYTES_MOST], value[VALUE_BYTES_MOST];
};

static void read_record(struct txn *txn, enum table table, uint64_t index, struct record *record)
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

static void random_record(struct txn *txn, enum table table, struct record *record)
{
    read_record(txn, table, random_below(txn_count(txn, table)), record);
}

static void put_record(struct txn *txn, const struct record *record)
{
    txn_put(txn, record->table, bytes_of(record->key, record->key_size),
            bytes_of(record->value, record->value_size));
}

static void delete_record(struct txn *txn, const struct record *record)
{
    txn_delete(txn, record->table, bytes_of(record->key, record->key_size));
}

/* Changes one byte of a record, counted over its key and then its value. */
static void flip(struct txn *txn, struct record *record, uint64_t position, uint8_t mask)
{
    delete_record(txn, record);
    if (position < record->key_size)
        record->key[position] ^= mask;
    else
        record->value[position - record->key_size] ^= mask;
    put_record(txn, record);
}

typedef bool may_lack(void *context, const struct head *head);

static enum error verify(struct txn *txn, struct ledger_report *report, may_lack *lacks, void *context,
                         struct refusal *why)
{
    struct ledger_check check = {.live = txn, .report = report, .may_lack_act = lacks, .context = context};
    assert_int_equal(store_open_scratch("/tmp", SCRATCH_MAP_BYTES, &check.scratch, why), OK);
    enum error error = ledger_verify(&check, why);
    if (error == OK)
        error = ledger_check_end(&check, true, why);
    store_close(check.scratch);
    return error;
}

/* Verifies, expects a fault, and gives the transaction up. `words` may be NULL: then any fault will do. */
static void assert_found_and_end(struct txn *txn, const char *what, const struct record *record,
                                 const char *words)
{
    struct ledger_report report = {0};
    struct refusal why;
    assert_int_equal(txn_error(txn), OK);
    enum error error = verify(txn, &report, NULL, NULL, &why);
    if (error != ERR_LEDGER_BROKEN)
        fail_msg("not found: %s, table %d, key %02x%02x… of %zu bytes", what, record->table, record->key[0],
                 record->key[1], record->key_size);
    assert_true(why.name.size > 0);
    assert_true(words == NULL || memmem(why.name.at, why.name.size, words, strlen(words)) != NULL);
    txn_end(txn);
}

static void assert_sound(struct txn *txn)
{
    struct ledger_report report = {0};
    struct refusal why;
    if (verify(txn, &report, NULL, NULL, &why) != OK)
        fail_msg("not sound: %.*s", (int)why.name.size, (const char *)why.name.at);
}

/* --- the tests --- */

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
    struct txn *txn = txn_read(large.store);
    assert_int_equal(verify(txn, &report, NULL, NULL, &why), OK);
    assert_int_equal(report.facts, LARGE_FACTS);
    assert_int_equal(report.acts, txn_count(txn, TABLE_ACTS));
    assert_true(report.acts > 800 && report.acts < 900);
    assert_int_equal(report.blobs, 4);
    assert_int_equal(last, LARGE_FACTS);
    txn_end(txn);
    txn = txn_read(small.store);
    assert_sound(txn);
    txn_end(txn);
}

static void every_byte_of_a_small_ledger(void **state)
{
    (void)state;
    static const uint8_t masks[] = {0x01, 0x80, 0xff};
    struct record record;
    for (size_t i = 0; i < LEDGER_TABLES + VIEW_TABLES; i++) {
        enum table table = i < LEDGER_TABLES ? ledger_tables[i] : view_tables[i - LEDGER_TABLES];
        struct txn *counting = txn_read(small.store);
        uint64_t count = txn_count(counting, table);
        txn_end(counting);
        assert_true(count > 0);
        for (uint64_t index = 0; index < count; index++) {
            uint64_t position = 0;
            do {
                struct txn *txn = txn_write(small.store);
                read_record(txn, table, index, &record);
                flip(txn, &record, position, masks[(position + index) % sizeof masks]);
                assert_found_and_end(txn, "a byte", &record, NULL);
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
        struct txn *txn = txn_write(large.store);
        random_record(txn, ledger_tables[i % LEDGER_TABLES], &record);
        flip(txn, &record, random_below(record.key_size + record.value_size),
             (uint8_t)(1 + random_below(255)));
        assert_found_and_end(txn, "a byte", &record, NULL);
    }
}

static void a_record_that_is_gone(void **state)
{
    (void)state;
    static struct record record;
    for (size_t i = 0; i < 8 * (LEDGER_TABLES + VIEW_TABLES); i++) {
        size_t which = i % (LEDGER_TABLES + VIEW_TABLES);
        struct txn *txn = txn_write(large.store);
        /* Of a blob of one chunk nothing would be left to show that it was there. */
        do {
            random_record(txn,
                          which < LEDGER_TABLES ? ledger_tables[which] : view_tables[which - LEDGER_TABLES],
                          &record);
        } while (record.table == TABLE_BLOBS && record.value_size <= 50);
        delete_record(txn, &record);
        assert_found_and_end(txn, "a record gone", &record, NULL);
    }
}

static void the_newest_facts_are_gone(void **state)
{
    (void)state;
    struct record record;
    struct txn *txn = txn_write(small.store);
    read_record(txn, TABLE_HEADS, SMALL_FACTS - 1, &record);
    delete_record(txn, &record);
    struct record act = record;
    act.table = TABLE_ACTS;
    delete_record(txn, &act);
    assert_found_and_end(txn, "the newest fact gone", &record, "the end was cut off");
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
        delete_record(txn, &tip);
    else
        put_record(txn, &tip);
}

/* Whoever cuts the end off needs the house's key, or an older word of the house that fits: a whole ledger set
 * back to an earlier day is what it was on that day, and nothing in it can say more. */
static void an_end_that_the_house_did_not_sign(void **state)
{
    (void)state;
    static struct record record = {.table = TABLE_HEADS}, older;
    struct identity other = scratch_identity(9);
    struct txn *txn = txn_write(small.store);
    cut_tail(txn);
    assert_found_and_end(txn, "a cut tail", &record, "the end was cut off");

    txn = txn_write(small.store);
    cut_tail(txn);
    txn_delete(txn, TABLE_META, bytes_of_text("tip"));
    assert_found_and_end(txn, "a cut tail and no word", &record, "its word on where the ledger ends");

    txn = txn_write(small.store);
    txn_delete(txn, TABLE_META, bytes_of_text("tip"));
    cut_tail(txn);
    ledger_seal(txn, &other);
    assert_found_and_end(txn, "another's word", &record, "did not sign");

    txn = txn_write(small.store);
    txn_delete(txn, TABLE_META, bytes_of_text("tip"));
    cut_tail(txn);
    ledger_seal(txn, &house_identity);
    assert_sound(txn);
    read_record(txn, TABLE_META, 2, &older);
    txn_end(txn);

    txn = txn_write(small.store);
    put_record(txn, &older);
    assert_found_and_end(txn, "an older word", &record, "ends at fact 6");
}

static void two_records_that_changed_places(void **state)
{
    (void)state;
    static const enum table tables[] = {TABLE_HEADS, TABLE_ACTS, TABLE_BLOBS, TABLE_PLACES, TABLE_TAKEN};
    static struct record one, other;
    for (size_t i = 0; i < 50; i++) {
        struct txn *txn = txn_write(large.store);
        random_record(txn, tables[i % 5], &one);
        do {
            random_record(txn, tables[i % 5], &other);
        } while (one.value_size == other.value_size && memcmp(one.value, other.value, one.value_size) == 0);
        txn_put(txn, one.table, bytes_of(one.key, one.key_size), bytes_of(other.value, other.value_size));
        txn_put(txn, one.table, bytes_of(other.key, other.key_size), bytes_of(one.value, one.value_size));
        assert_found_and_end(txn, "two records that changed places", &one, NULL);
    }
}

static void a_record_too_many(void **state)
{
    (void)state;
    static struct record record;
    for (size_t i = 0; i < LEDGER_TABLES + VIEW_TABLES; i++) {
        enum table table = i < LEDGER_TABLES ? ledger_tables[i] : view_tables[i - LEDGER_TABLES];
        for (int higher = 0; higher < 2; higher++) {
            struct txn *txn = txn_write(large.store);
            read_record(txn, table, higher ? txn_count(txn, table) - 1 : 0, &record);
            if (higher)
                record.key[record.key_size - 1]++;
            else
                record.key[record.key_size - 1]--;
            put_record(txn, &record);
            assert_found_and_end(txn, "a record too many", &record, NULL);

            txn = txn_write(large.store);
            read_record(txn, table, higher ? txn_count(txn, table) - 1 : 0, &record);
            record.key[record.key_size++] = 0;
            put_record(txn, &record);
            assert_found_and_end(txn, "a longer key", &record, NULL);
        }
    }
}

static void an_act_that_is_there_twice(void **state)
{
    (void)state;
    struct record record;
    struct txn *txn = txn_write(small.store);
    /* The act at 4 became the facts 4 and 5. */
    read_record(txn, TABLE_ACTS, 3, &record);
    assert_int_equal(number_at(record.key), 4);
    number_write(record.key, 5);
    put_record(txn, &record);
    assert_found_and_end(txn, "an act twice", &record, "twice");
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
    struct txn *txn = txn_write(small.store);
    read_record(txn, TABLE_ACTS, 3, &record);
    uint64_t acts = txn_count(txn, TABLE_ACTS);
    ledger_drop_act(txn, 4);
    for (size_t i = 0; i < 5; i++) {
        uint64_t context[2] = {allowed[i][0], allowed[i][1]};
        struct ledger_report report = {0};
        struct refusal why;
        assert_int_equal(verify(txn, &report, lacks, context, &why), i == 4 ? OK : ERR_LEDGER_BROKEN);
        if (i < 4) {
            assert_non_null(memmem(why.name.at, why.name.size, "its act is missing", 18));
            continue;
        }
        assert_int_equal(report.acts, acts - 1);
        assert_int_equal(report.erased, 1);
    }
    assert_found_and_end(txn, "an act gone", &record, "its act is missing"); /* nobody explains it */
}

/* Where holes are allowed, nothing else is. */
static void a_hole_hides_nothing(void **state)
{
    (void)state;
    struct record record;
    uint64_t both[2] = {4, 5};
    struct ledger_report report = {0};
    struct refusal why;
    struct txn *txn = txn_write(small.store);
    ledger_drop_act(txn, 4);
    read_record(txn, TABLE_TAKEN, 3, &record);
    delete_record(txn, &record);
    assert_int_equal(verify(txn, &report, lacks, both, &why), ERR_LEDGER_BROKEN);
    txn_end(txn);
}

static void acts_carried_far(void **state)
{
    (void)state;
    struct identity author = scratch_identity(1);
    struct record record = {.table = TABLE_ACTS};
    struct scratch_act act, later;
    struct txn *txn = txn_write(small.store);
    scratch_sign(&act, &author, house, 9000, 1);
    scratch_append(txn, &act, "desk/forum", 9000);
    for (uint32_t i = 2; i < 9; i++) {
        scratch_sign(&later, &author, house, 9000, i);
        scratch_append(txn, &later, "labour", 9000);
    }
    scratch_append(txn, &act, "forum", 99000);
    ledger_seal(txn, &house_identity);
    assert_sound(txn);
    /* A later head that says another time of the act than the first; view.taken was made to believe it. */
    struct store_key taken = key_empty();
    uint8_t first[8];
    act.act.act.time_ms++;
    key_number(&taken, (uint64_t)act.act.act.time_ms ^ UINT64_C(1) << 63);
    key_bytes(&taken, bytes_of(act.act.hash, LIMIT_HASH_BYTES));
    number_write(first, SMALL_FACTS + 1);
    txn_put(txn, TABLE_TAKEN, key_of(&taken), bytes_of(first, sizeof first));
    scratch_append(txn, &act, "forum", 99000);
    assert_found_and_end(txn, "another time", &record, "its act is missing");
}

static void an_act_before_the_first_fact(void **state)
{
    (void)state;
    struct record record;
    struct txn *txn = txn_write(small.store);
    read_record(txn, TABLE_ACTS, 0, &record);
    number_write(record.key, 0);
    put_record(txn, &record);
    assert_found_and_end(txn, "an act of no fact", &record, "belongs to no fact");
}

/* The bytes fit their hash, but not their chunks. */
static void a_blob_cut_elsewhere(void **state)
{
    (void)state;
    static struct record record = {.table = TABLE_BLOBS, .key_size = LIMIT_HASH_BYTES + 8, .value_size = 30};
    uint8_t content[60] = {1};
    memcpy(record.value, content, record.value_size);
    hash_bytes(bytes_of(content, sizeof content), record.key);
    struct txn *txn = txn_write(small.store);
    put_record(txn, &record);
    record.key[record.key_size - 1] = 1;
    memset(record.value, 0, record.value_size);
    put_record(txn, &record);
    assert_found_and_end(txn, "a blob cut elsewhere", &record, "wrong size");
}

/* Numbers, chains and views are all as they should be: only the act is wrong. */
static void acts_that_nobody_signed_so(void **state)
{
    (void)state;
    const uint8_t other_house[LIMIT_KEY_BYTES] = {8};
    struct identity author = scratch_identity(1), other = scratch_identity(2);
    struct record record = {.table = TABLE_ACTS};
    struct scratch_act act;
    struct txn *txn = txn_write(small.store);
    scratch_sign(&act, &author, other_house, 9000, 1);
    scratch_append(txn, &act, "forum", 9000);
    assert_found_and_end(txn, "another house", &record, "another house");

    txn = txn_write(small.store);
    scratch_sign(&act, &author, house, 9000, 1);
    act_sign(&other, act.act.bytes, act.signature);
    scratch_append(txn, &act, "forum", 9000);
    assert_found_and_end(txn, "another signer", &record, "signature");

    txn = txn_write(small.store);
    scratch_sign(&act, &author, house, 9000, 1);
    act.act.act.time_ms++;
    scratch_append(txn, &act, "forum", 9000);
    assert_found_and_end(txn, "another time", &record, "another time");

    txn = txn_write(small.store);
    scratch_sign(&act, &author, house, 9000, 1);
    scratch_append(txn, &act, "forum", 9000);
    ledger_seal(txn, &house_identity);
    assert_sound(txn);
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
    struct identity author = scratch_identity(1);
    struct record record = {.table = TABLE_HEADS};
    struct scratch_act act;
    struct tip tip;
    scratch_sign(&act, &author, house, 9000, 1);
    struct txn *txn = txn_write(small.store);
    ledger_tip(txn, bytes_of_text("forum"), &tip);
    append_head(txn, &act, "forum", tip.number + 1, 9000);
    ledger_seal(txn, &house_identity);
    assert_sound(txn);
    txn_end(txn);
    txn = txn_write(small.store);
    append_head(txn, &act, "forum", tip.number + 1, 1); /* a clock that was set back */
    ledger_seal(txn, &house_identity);
    assert_sound(txn);
    txn_end(txn);
    txn = txn_write(small.store);
    append_head(txn, &act, "forum", tip.number + 2, 9000);
    assert_found_and_end(txn, "a gap", &record, "missing");
    txn = txn_write(small.store);
    append_head(txn, &act, "forum", tip.number, 9000);
    assert_found_and_end(txn, "a number twice", &record, "of this number already");
    txn = txn_write(small.store);
    append_head(txn, &act, "forum", 0, 9000);
    assert_found_and_end(txn, "number 0", &record, "of this number already");
    txn = txn_write(small.store);
    append_head(txn, &act, "new", 1, 9000);
    assert_found_and_end(txn, "a first fact with one before it", &record, "first");
}

static void a_failing_disk_is_no_fault(void **state)
{
    (void)state;
    struct ledger_report report = {0};
    struct refusal why;
    struct txn *txn = txn_read(small.store);
    txn_fail(txn, ERR_STORE_FAILED);
    assert_int_equal(verify(txn, &report, NULL, NULL, &why), ERR_STORE_FAILED);
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
        cmocka_unit_test(an_act_that_is_there_twice),
        cmocka_unit_test(an_act_that_is_gone),
        cmocka_unit_test(a_hole_hides_nothing),
        cmocka_unit_test(acts_carried_far),
        cmocka_unit_test(an_act_before_the_first_fact),
        cmocka_unit_test(a_blob_cut_elsewhere),
        cmocka_unit_test(acts_that_nobody_signed_so),
        cmocka_unit_test(heads_that_do_not_follow),
        cmocka_unit_test(a_failing_disk_is_no_fault),
    };
    return cmocka_run_group_tests(tests, build_both, close_both);
}
