/* Tests of the ledger: numbers, chains, acts that became several facts, and its views.
 * It does not know what a kind of fact means. */
#include "tests/unit/support/scratch.h"

static const uint8_t house[LIMIT_KEY_BYTES] = {7};

/* A begun ledger and a transaction that writes in it. */
struct fixture {
    struct scratch scratch;
    struct identity author;
    struct txn *txn;
};

static int begin(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    scratch_open(&fixture->scratch);
    fixture->author = made_identity(1);
    fixture->txn = txn_write(fixture->scratch.store);
    ledger_begin(fixture->txn, house);
    *state = fixture;
    return 0;
}

static int end(void **state)
{
    struct fixture *fixture = *state;
    txn_end(fixture->txn);
    scratch_close(&fixture->scratch);
    free(fixture);
    return 0;
}

static void commit_and_reopen(struct fixture *fixture)
{
    assert_int_equal(txn_commit(fixture->txn), OK);
    store_close(fixture->scratch.store);
    scratch_serve(&fixture->scratch, SCRATCH_MAP_BYTES);
    fixture->txn = txn_write(fixture->scratch.store);
}

/* Signs an act at `time_ms` and appends the one fact it becomes. */
static void publish(struct fixture *fixture, const char *channel, int64_t time_ms, uint32_t serial)
{
    struct scratch_act act;
    scratch_sign(&act, &fixture->author, house, time_ms, serial);
    scratch_append(fixture->txn, &act, channel, time_ms);
}

/* As the domain folds it when an erasure names the fact. */
static void say_erased(struct fixture *fixture, uint64_t seq)
{
    uint8_t at[8];
    number_write(at, seq);
    txn_put(fixture->txn, TABLE_ERASED, bytes_of(at, sizeof at), bytes_of(at, sizeof at));
}

/* An act that is gone and of which nothing says that it was erased was lost: that is said, and not served. */
static void a_lost_act_is_no_erasure(void **state)
{
    struct fixture *fixture = *state;
    struct fact fact;
    struct stored_fact stored;
    struct ledger_run run;
    publish(fixture, "forum", 1000, 1);
    publish(fixture, "forum", 1001, 2);
    ledger_drop_act(fixture->txn, 2);
    assert_int_equal(txn_commit(fixture->txn), OK);
    for (int way = 0; way < 3; way++) {
        struct txn *txn = txn_read(fixture->scratch.store);
        ledger_run_begin(&run, txn);
        assert_true(ledger_read_at(txn, bytes_of_text("forum"), 1, &fact));
        assert_false(way == 0   ? ledger_read(txn, 2, &fact)
                     : way == 1 ? ledger_read_at(txn, bytes_of_text("forum"), 2, &fact)
                                : ledger_run_to(&run, bytes_of_text("forum"), 2, &stored));
        assert_int_equal(txn_error(txn), ERR_LEDGER_BROKEN);
        ledger_run_end(&run);
        txn_end(txn);
    }
    fixture->txn = txn_write(fixture->scratch.store);
    say_erased(fixture, 2);
    assert_true(ledger_read(fixture->txn, 2, &fact) && fact.erased);
}

static void an_empty_ledger(void **state)
{
    struct fixture *fixture = *state;
    struct fact fact;
    struct tip tip = {.number = 9};
    uint64_t seq;
    uint8_t zeros[LIMIT_HASH_BYTES] = {0};
    assert_int_equal(ledger_last(fixture->txn), 0);
    assert_false(ledger_read(fixture->txn, 0, &fact));
    assert_false(ledger_read(fixture->txn, 1, &fact));
    assert_false(ledger_place(fixture->txn, bytes_of_text("programme"), 1, &seq));
    assert_false(ledger_taken(fixture->txn, 1, zeros, &seq));
    assert_int_equal(ledger_number_before(fixture->txn, bytes_of_text("programme"), INT64_MAX), 0);
    ledger_tip(fixture->txn, bytes_of_text("programme"), &tip);
    assert_int_equal(tip.number, 0);
    assert_memory_equal(tip.hash, zeros, sizeof zeros);
    assert_int_equal(txn_error(fixture->txn), OK);
}

static void what_is_appended_is_read_back(void **state)
{
    struct fixture *fixture = *state;
    static const uint8_t decided[] = {0x81, 0xa1, 'a', 0x01};
    struct scratch_act act;
    scratch_sign(&act, &fixture->author, house, 1000, 1);
    struct draft draft = {bytes_of_text("dept/labour"), bytes_of_text("bulletin.withdrawn"),
                          bytes_of(decided, sizeof decided), 0};
    uint8_t head[LIMIT_HEAD_BYTES];
    struct buffer room = buffer_over(head, sizeof head);
    struct fact made, fact;
    ledger_append(fixture->txn, &act.act, &draft, bytes_of_text("lin"), 2000, &room, &made);
    commit_and_reopen(fixture);
    assert_int_equal(ledger_last(fixture->txn), 1);
    assert_true(ledger_read_at(fixture->txn, draft.channel, 1, &fact));
    assert_true(bytes_equal(fact.head_bytes, buffer_bytes(&room)));
    assert_true(bytes_equal(fact.head_bytes, made.head_bytes));
    assert_memory_equal(fact.hash, made.hash, sizeof fact.hash);
    const struct head *heads[] = {&made.head, &fact.head};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(heads[i]->seq, 1);
        assert_int_equal(heads[i]->number, 1);
        assert_int_equal(heads[i]->time_ms, 2000);
        assert_int_equal(heads[i]->act_time_ms, 1000);
        assert_true(bytes_equal(heads[i]->channel, draft.channel));
        assert_true(bytes_equal(heads[i]->kind, draft.kind));
        assert_true(bytes_equal(heads[i]->decided, draft.decided));
        assert_true(bytes_equal_text(heads[i]->actor, "lin"));
        assert_true(bytes_equal(heads[i]->act_hash, bytes_of(act.act.hash, LIMIT_HASH_BYTES)));
    }
    assert_false(fact.erased);
    assert_true(bytes_equal(fact.act.bytes, act.act.bytes));
    assert_true(bytes_equal(fact.act.signature, act.act.signature));
    assert_true(bytes_equal(fact.act.act.args, act.act.act.args));
    assert_memory_equal(fact.act.hash, act.act.hash, LIMIT_HASH_BYTES);
}

static void channels_have_chains_of_their_own(void **state)
{
    struct fixture *fixture = *state;
    static const char *const channels[] = {"forum", "forum", "labour", "forum", "labour"};
    static const uint64_t numbers[] = {1, 2, 1, 3, 2}, before[] = {0, 1, 0, 2, 3};
    for (uint32_t i = 0; i < 5; i++)
        publish(fixture, channels[i], 1000 + i, i);
    commit_and_reopen(fixture);
    uint8_t hashes[6][LIMIT_HASH_BYTES] = {{0}};
    struct tip tip;
    for (uint64_t seq = 1; seq <= 5; seq++) {
        struct fact fact;
        uint64_t place;
        assert_true(ledger_read(fixture->txn, seq, &fact));
        assert_true(bytes_equal_text(fact.head.channel, channels[seq - 1]));
        assert_int_equal(fact.head.number, numbers[seq - 1]);
        assert_memory_equal(fact.head.prev.at, hashes[before[seq - 1]], LIMIT_HASH_BYTES);
        assert_true(ledger_place(fixture->txn, fact.head.channel, fact.head.number, &place));
        assert_int_equal(place, seq);
        memcpy(hashes[seq], fact.hash, LIMIT_HASH_BYTES);
    }
    ledger_tip(fixture->txn, bytes_of_text("forum"), &tip);
    assert_int_equal(tip.number, 3);
    assert_int_equal(tip.time_ms, 1003);
    assert_memory_equal(tip.hash, hashes[4], LIMIT_HASH_BYTES);
}

static void one_act_and_several_facts(void **state)
{
    struct fixture *fixture = *state;
    struct scratch_act act;
    struct fact fact;
    uint64_t first;
    publish(fixture, "forum", 999, 1);
    scratch_sign(&act, &fixture->author, house, 1000, 2);
    assert_false(ledger_taken(fixture->txn, 1000, act.act.hash, &first));
    scratch_append(fixture->txn, &act, "forum", 1000);
    scratch_append(fixture->txn, &act, "labour", 1000);
    assert_true(ledger_taken(fixture->txn, 1000, act.act.hash, &first));
    assert_int_equal(first, 2);
    assert_int_equal(txn_count(fixture->txn, TABLE_ACTS), 2);
    assert_true(ledger_read(fixture->txn, 3, &fact));
    assert_true(bytes_equal(fact.act.bytes, act.act.bytes));

    assert_true(ledger_read(fixture->txn, 3, &fact));
    assert_int_equal(ledger_act_seq(fixture->txn, &fact.head), 2);
    ledger_drop_act(fixture->txn, 2);
    say_erased(fixture, 2);
    say_erased(fixture, 3);
    for (uint64_t seq = 1; seq <= 3; seq++) {
        assert_true(ledger_read(fixture->txn, seq, &fact));
        assert_int_equal(fact.erased, seq > 1);
        assert_int_equal(fact.act.bytes.size == 0, seq > 1);
    }
    assert_int_equal(txn_error(fixture->txn), OK);
}

static void a_fact_held_outlives_what_the_store_lent(void **state)
{
    struct fixture *fixture = *state;
    static struct held_fact held;
    struct fact fact;
    publish(fixture, "forum", 1000, 1);
    assert_true(ledger_read(fixture->txn, 1, &fact));
    assert_true(ledger_hold(&fact, &held));
    for (uint32_t i = 2; i < 50; i++)
        publish(fixture, "labour", 1000, i);
    assert_true(ledger_read(fixture->txn, 1, &fact));
    assert_true(bytes_equal(held.fact.head_bytes, fact.head_bytes));
    assert_true(held.fact.head.channel.at > held.head &&
                held.fact.head.channel.at < held.head + sizeof held.head);
    assert_true(bytes_equal(held.fact.act.bytes, fact.act.bytes));
    assert_true(held.fact.act.bytes.at == held.act);
    assert_true(bytes_equal(held.fact.act.signature, fact.act.signature));
    assert_memory_equal(held.fact.act.hash, fact.act.hash, LIMIT_HASH_BYTES);
    ledger_drop_act(fixture->txn, 1);
    say_erased(fixture, 1);
    assert_true(ledger_read(fixture->txn, 1, &fact));
    assert_true(ledger_hold(&fact, &held));
    assert_true(held.fact.erased);
}

/* What a run passes on is what reading gives, forwards, backwards and across channels. */
static void a_run_gives_what_is_stored(void **state)
{
    struct fixture *fixture = *state;
    static const char *const channels[] = {"forum", "labour"};
    struct scratch_act act;
    for (uint32_t i = 1; i <= 300; i++)
        publish(fixture, channels[i % 3 == 0], 1000 + i, i);
    scratch_sign(&act, &fixture->author, house, 5000, 1000);
    scratch_append(fixture->txn, &act, "forum", 5000);
    scratch_append(fixture->txn, &act, "labour", 5000);
    ledger_drop_act(fixture->txn, 7);
    say_erased(fixture, 7);
    struct ledger_run run;
    ledger_run_begin(&run, fixture->txn);
    for (size_t step = 0; step < 2 * 101; step++) {
        struct bytes channel = bytes_of_text(channels[step % 2]);
        uint64_t number = step < 101 ? step + 1 : 202 - step;
        struct stored_fact stored;
        struct fact fact;
        assert_true(ledger_read_at(fixture->txn, channel, number, &fact));
        assert_true(ledger_run_to(&run, channel, number, &stored));
        assert_true(bytes_equal(stored.head, fact.head_bytes));
        assert_true(bytes_equal(stored.act, fact.act.bytes));
        assert_true(bytes_equal(stored.signature, fact.act.signature));
        assert_int_equal(stored.act.size == 0, fact.erased);
    }
    struct stored_fact none;
    assert_false(ledger_run_to(&run, bytes_of_text("labour"), 102, &none));
    assert_false(ledger_run_to(&run, bytes_of_text("nobody"), 1, &none));
    assert_true(ledger_run_to(&run, bytes_of_text("labour"), 101, &none));
    ledger_run_end(&run);
    assert_int_equal(txn_error(fixture->txn), OK);
}

/* A later fact may carry an act that was taken long before. */
static void an_act_carried_far_from_its_first_fact(void **state)
{
    struct fixture *fixture = *state;
    struct scratch_act act;
    struct fact fact;
    scratch_sign(&act, &fixture->author, house, 1000, 1);
    scratch_append(fixture->txn, &act, "desk/forum", 1000);
    for (uint32_t i = 2; i < 20; i++)
        publish(fixture, "labour", 1000 + i, i);
    uint64_t acts = txn_count(fixture->txn, TABLE_ACTS);
    scratch_append(fixture->txn, &act, "forum", 9000);
    assert_int_equal(txn_count(fixture->txn, TABLE_ACTS), acts);
    assert_true(ledger_read_at(fixture->txn, bytes_of_text("forum"), 1, &fact));
    assert_int_equal(ledger_act_seq(fixture->txn, &fact.head), 1);
    assert_true(bytes_equal(fact.act.bytes, act.act.bytes));
    assert_int_equal(fact.head.act_time_ms, 1000);
    assert_int_equal(fact.head.time_ms, 9000);
}

static void acts_are_kept_by_their_time(void **state)
{
    struct fixture *fixture = *state;
    static const int64_t times[] = {INT64_MIN, -1, 0, 1, INT64_MAX};
    struct walk walk;
    for (uint32_t i = 5; i-- > 0;)
        publish(fixture, "forum", times[i], i);
    uint64_t expected = 5;
    walk_up(&walk, fixture->txn, TABLE_TAKEN, bytes_of(NULL, 0));
    while (walk_next(&walk))
        assert_int_equal(number_at(walk.value.at), expected--);
    walk_end(&walk);
    assert_int_equal(expected, 0);
}

/* A fact that a clock far ahead made is one fact: those after it have their own times. */
static void time_is_the_clock_of_the_moment(void **state)
{
    struct fixture *fixture = *state;
    struct fact fact;
    publish(fixture, "forum", 5000, 1);
    publish(fixture, "labour", 4000, 2);
    assert_true(ledger_read(fixture->txn, 2, &fact));
    assert_int_equal(fact.head.time_ms, 4000);
    assert_int_equal(fact.head.act_time_ms, 4000);
}

static void the_first_time_is_now(void **state)
{
    struct fixture *fixture = *state;
    struct fact fact;
    publish(fixture, "forum", -5000, 1);
    assert_true(ledger_read(fixture->txn, 1, &fact));
    assert_int_equal(fact.head.time_ms, -5000);
}

static void the_last_number_before_a_time(void **state)
{
    struct fixture *fixture = *state;
    static const int64_t times[] = {10, 20, 20, 30, 40, 50, 50};
    struct bytes channel = bytes_of_text("forum");
    for (uint32_t i = 0; i < 7; i++) {
        publish(fixture, "forum", times[i], 2 * i);
        publish(fixture, "labour", times[i], 2 * i + 1);
    }
    for (int64_t time_ms = 5; time_ms <= 60; time_ms += 5) {
        uint64_t expected = 0;
        while (expected < 7 && times[expected] < time_ms)
            expected++;
        assert_int_equal(ledger_number_before(fixture->txn, channel, time_ms), expected);
    }
}

static void folding_again_gives_the_same_views(void **state)
{
    struct fixture *fixture = *state;
    static const char *const channels[] = {"forum", "labour", "dept/labour"};
    uint8_t live[LIMIT_HASH_BYTES], folded[LIMIT_HASH_BYTES];
    for (uint32_t i = 0; i < 50; i++) {
        struct scratch_act act;
        scratch_sign(&act, &fixture->author, house, 1000 - i, i);
        for (uint32_t part = 0; part <= i % 3; part++)
            scratch_append(fixture->txn, &act, channels[(i + part) % 3], 1000 + i);
    }
    assert_int_equal(store_digest(fixture->txn, SHELF_VIEWS, live), OK);
    commit_and_reopen(fixture);
    txn_drop_shelf(fixture->txn, SHELF_VIEWS);
    uint64_t last = ledger_last(fixture->txn);
    assert_true(last > 50);
    for (uint64_t seq = 1; seq <= last; seq++) {
        struct fact fact;
        assert_true(ledger_read(fixture->txn, seq, &fact));
        assert_false(fact.erased);
        ledger_fold(fixture->txn, &fact);
    }
    assert_int_equal(store_digest(fixture->txn, SHELF_VIEWS, folded), OK);
    assert_memory_equal(live, folded, sizeof live);
}

static void a_broken_act_is_not_read(void **state)
{
    struct fixture *fixture = *state;
    struct fact fact;
    struct bytes value;
    uint8_t changed[2048];
    publish(fixture, "forum", 1000, 1);
    struct store_key key = key_empty();
    key_number(&key, 1);
    assert_true(txn_get(fixture->txn, TABLE_ACTS, key_of(&key), &value));
    size_t size = value.size;
    memcpy(changed, value.at, size);
    changed[size - 1] ^= 1;
    txn_put(fixture->txn, TABLE_ACTS, key_of(&key), bytes_of(changed, size));
    assert_false(ledger_read(fixture->txn, 1, &fact));
    assert_int_equal(txn_error(fixture->txn), ERR_LEDGER_BROKEN);
}

static void a_head_too_large_is_not_stored(void **state)
{
    struct fixture *fixture = *state;
    static uint8_t decided[LIMIT_HEAD_BYTES] = {0x81, 0xa1, 'a', 0xc5, 0x0f, 0xf9},
                   head[2 * LIMIT_HEAD_BYTES];
    struct buffer rooms[] = {buffer_over(head, LIMIT_HEAD_BYTES), buffer_over(head, sizeof head)};
    struct scratch_act act;
    struct draft draft = scratch_draft("forum");
    scratch_sign(&act, &fixture->author, house, 1000, 1);
    draft.decided = bytes_of(decided, 6 + 0x0ff9);
    for (size_t i = 0; i < 2; i++) {
        struct fact fact = {.erased = true};
        ledger_append(fixture->txn, &act.act, &draft, bytes_of_text("lin"), 1000, &rooms[i], &fact);
        assert_int_equal(txn_commit(fixture->txn), ERR_INTERNAL);
        assert_true(fact.erased);
        fixture->txn = txn_write(fixture->scratch.store);
        assert_int_equal(ledger_last(fixture->txn), 0);
    }
}

static void whose_ledger_it_is(void **state)
{
    struct fixture *fixture = *state;
    uint8_t found[LIMIT_KEY_BYTES] = {0}, format[8];
    struct refusal why;
    assert_true(ledger_house(fixture->txn, found));
    assert_memory_equal(found, house, sizeof house);
    assert_int_equal(ledger_check_format(fixture->txn, &why), OK);
    number_write(format, STORE_FORMAT + 4);
    txn_put(fixture->txn, TABLE_META, bytes_of_text("format"), bytes_of(format, sizeof format));
    assert_int_equal(ledger_check_format(fixture->txn, &why), ERR_STORE_NEWER);
    assert_int_equal(why.limit, STORE_FORMAT + 4);
    txn_put(fixture->txn, TABLE_META, bytes_of_text("format"), bytes_of(format, 7));
    assert_int_equal(ledger_check_format(fixture->txn, &why), ERR_LEDGER_BROKEN);
    txn_delete(fixture->txn, TABLE_META, bytes_of_text("format"));
    assert_int_equal(ledger_check_format(fixture->txn, &why), ERR_LEDGER_BROKEN);
    txn_delete(fixture->txn, TABLE_META, bytes_of_text("house"));
    assert_int_equal(ledger_check_format(fixture->txn, &why), OK);
    assert_false(ledger_house(fixture->txn, found));
    publish(fixture, "forum", 1000, 1);
    assert_int_equal(ledger_check_format(fixture->txn, &why), ERR_LEDGER_BROKEN);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_ledger),
        TEST(a_lost_act_is_no_erasure),
        TEST(what_is_appended_is_read_back),
        TEST(channels_have_chains_of_their_own),
        TEST(one_act_and_several_facts),
        TEST(a_fact_held_outlives_what_the_store_lent),
        TEST(a_run_gives_what_is_stored),
        TEST(an_act_carried_far_from_its_first_fact),
        TEST(acts_are_kept_by_their_time),
        TEST(time_is_the_clock_of_the_moment),
        TEST(the_first_time_is_now),
        TEST(the_last_number_before_a_time),
        TEST(folding_again_gives_the_same_views),
        TEST(a_broken_act_is_not_read),
        TEST(a_head_too_large_is_not_stored),
        TEST(whose_ledger_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
