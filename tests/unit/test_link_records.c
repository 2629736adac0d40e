/* Two open links joined in memory: which records they refuse, when their keys change, and how they end. */
#include <sodium.h>

#include "protocol/tables.h"
#include "tests/unit/support/pair_records.h"
#include "tests/unit/support/testing.h"

/* A record is refused, and nothing more is taken. */
static void refuses(struct link *to, uint8_t *record, size_t size, enum error expected)
{
    struct bytes plain;
    size_t used;
    assert_int_equal(pair_take(to, record, size, &used, &plain), expected);
    pair_assert_ending(to);
}

static void altered_record_breaks_the_link(void **state)
{
    (void)state;
    for (size_t i = LINK_HEADER_BYTES; i < LINK_HEADER_BYTES + PAIR_RECORD_BYTES + LIMIT_TAG_BYTES; i++) {
        struct pair pair;
        assert_int_equal(pair_open(&pair, false), OK);
        assert_int_equal(pair_take_altered(&pair.client, &pair.server, i), ERR_RECORD_BROKEN);
        pair_assert_ending(&pair.server);
    }
}

static void replayed_record_breaks_the_link(void **state)
{
    (void)state;
    struct pair pair;
    uint8_t room[64], copy[64];
    struct bytes plain;
    size_t used;
    assert_int_equal(pair_open(&pair, false), OK);
    size_t size = pair_seal(&pair.client, room);
    memcpy(copy, room, size);
    assert_int_equal(pair_take(&pair.server, room, size, &used, &plain), OK);
    refuses(&pair.server, copy, size, ERR_RECORD_BROKEN);
}

static void reordered_record_breaks_the_link(void **state)
{
    (void)state;
    struct pair pair;
    uint8_t first[64], second[64];
    assert_int_equal(pair_open(&pair, false), OK);
    pair_seal(&pair.client, first);
    size_t size = pair_seal(&pair.client, second);
    refuses(&pair.server, second, size, ERR_RECORD_BROKEN);
}

static void reflected_record_breaks_the_link(void **state)
{
    (void)state;
    struct pair pair;
    uint8_t room[64];
    assert_int_equal(pair_open(&pair, false), OK);
    size_t size = pair_seal(&pair.client, room);
    refuses(&pair.client, room, size, ERR_RECORD_BROKEN);
}

static void truncated_record_breaks_the_link(void **state)
{
    (void)state;
    for (size_t cut = 1; cut <= PAIR_RECORD_BYTES; cut++) {
        struct pair pair;
        uint8_t room[64];
        assert_int_equal(pair_open(&pair, false), OK);
        size_t size = pair_seal(&pair.client, room) - cut;
        room[1] = (uint8_t)(room[1] - cut);
        refuses(&pair.server, room, size, ERR_RECORD_BROKEN);
    }
}

static void hostile_plaintext_is_malformed(void **state)
{
    (void)state;
    const struct bytes hostile[] = {
        {(const uint8_t *)"", 0},
        {(const uint8_t *)"\xdd\xff\xff\xff\xff", 5},
        {(const uint8_t *)"\xa2x", 2},
    };
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        struct pair pair;
        uint8_t room[64];
        size_t size;
        assert_int_equal(pair_open(&pair, false), OK);
        memcpy(room + LINK_HEADER_BYTES, hostile[i].at, hostile[i].size);
        assert_int_equal(link_seal(&pair.client, room, hostile[i].size, &size), OK);
        refuses(&pair.server, room, size, ERR_MALFORMED);
    }
}

static void longest_record_passes(void **state)
{
    (void)state;
    static uint8_t room[LINK_HEADER_BYTES + LIMIT_RECORD_BYTES];
    struct pair pair;
    struct bytes plain;
    size_t size, used;
    assert_int_equal(pair_open(&pair, false), OK);
    const size_t string_size = LIMIT_PLAIN_BYTES - 3;
    room[2] = 0xda; /* one string of 16 bits of length */
    room[3] = (uint8_t)(string_size >> 8);
    room[4] = (uint8_t)string_size;
    memset(room + 5, 'x', string_size);
    assert_int_equal(link_seal(&pair.server, room, LIMIT_PLAIN_BYTES, &size), OK);
    assert_int_equal(size, sizeof room);
    assert_int_equal(pair_take(&pair.client, room, size, &used, &plain), OK);
    assert_int_equal(plain.size, LIMIT_PLAIN_BYTES);
}

static void both_directions_cross_a_rekey(void **state)
{
    (void)state;
    struct pair pair;
    assert_int_equal(pair_open(&pair, false), OK);
    struct noise_cipher first_send = pair.client.send, first_receive = pair.client.receive;
    for (int i = 0; i < LIMIT_REKEY_RECORDS + 2; i++) {
        pair_pass(&pair.client, &pair.server);
        pair_pass(&pair.server, &pair.client);
    }
    assert_int_equal(pair.client.send.nonce, LIMIT_REKEY_RECORDS + 2);
    assert_memory_not_equal(pair.client.send.key, first_send.key, NOISE_KEY_BYTES);
    assert_memory_not_equal(pair.client.receive.key, first_receive.key, NOISE_KEY_BYTES);
    assert_memory_not_equal(pair.client.send.key, pair.client.receive.key, NOISE_KEY_BYTES);
}

static void exhausted_link_breaks(void **state)
{
    (void)state;
    struct pair pair;
    uint8_t room[64];
    struct bytes plain;
    size_t size, used;
    assert_int_equal(pair_open(&pair, false), OK);
    pair.client.send.nonce = UINT64_MAX;
    memcpy(room + LINK_HEADER_BYTES, pair_record, PAIR_RECORD_BYTES);
    assert_int_equal(link_seal(&pair.client, room, PAIR_RECORD_BYTES, &size), ERR_RECORDS_EXHAUSTED);
    assert_memory_equal(room + LINK_HEADER_BYTES, pair_record, PAIR_RECORD_BYTES);
    pair_assert_wiped(&pair.client);
    size = pair_seal(&pair.server, room);
    assert_int_equal(pair_open(&pair, false), OK);
    pair.client.receive.nonce = UINT64_MAX;
    assert_int_equal(pair_take(&pair.client, room, size, &used, &plain), ERR_RECORDS_EXHAUSTED);
    pair_assert_ending(&pair.client);
}

/* A record sealed with the zero key that a wiped cipher holds: a link must never open it. */
static size_t seal_with_zeros(uint8_t room[64])
{
    struct noise_cipher zeros = {0};
    memcpy(room + LINK_HEADER_BYTES, pair_record, PAIR_RECORD_BYTES);
    assert_int_equal(noise_seal(&zeros, room + LINK_HEADER_BYTES, PAIR_RECORD_BYTES), OK);
    room[0] = 0;
    room[1] = PAIR_RECORD_BYTES + LIMIT_TAG_BYTES;
    return LINK_HEADER_BYTES + PAIR_RECORD_BYTES + LIMIT_TAG_BYTES;
}

static void ending_link_says_goodbye_and_takes_nothing(void **state)
{
    (void)state;
    struct pair pair;
    uint8_t room[64];
    struct bytes plain;
    size_t used;
    assert_int_equal(pair_open(&pair, false), OK);
    struct link client = pair.client;
    assert_int_equal(pair_take_altered(&client, &pair.server, LINK_HEADER_BYTES), ERR_RECORD_BROKEN);
    pair_assert_ending(&pair.server);
    pair_pass(&pair.server, &pair.client);
    size_t size = pair_seal(&pair.client, room); /* whole, and the one that was awaited */
    assert_int_equal(pair_take(&pair.server, room, size, &used, &plain), ERR_RECORD_BROKEN);
    size = seal_with_zeros(room);
    assert_int_equal(pair_take(&pair.server, room, size, &used, &plain), ERR_RECORD_BROKEN);
    pair_assert_ending(&pair.server);
    link_close(&pair.server);
    pair_assert_wiped(&pair.server);
    assert_false(link_can_seal(&pair.server));
}

static void closed_link_neither_seals_nor_takes(void **state)
{
    (void)state;
    struct pair pair;
    uint8_t room[64];
    struct bytes plain;
    size_t size, used;
    assert_int_equal(pair_open(&pair, false), OK);
    link_close(&pair.server);
    size = seal_with_zeros(room);
    assert_int_equal(pair_take(&pair.server, room, size, &used, &plain), ERR_RECORD_BROKEN);
    assert_int_equal(link_seal(&pair.server, room, PAIR_RECORD_BYTES, &size), ERR_RECORDS_EXHAUSTED);
}

int main(void)
{
    if (sodium_init() < 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(altered_record_breaks_the_link),
        cmocka_unit_test(replayed_record_breaks_the_link),
        cmocka_unit_test(reordered_record_breaks_the_link),
        cmocka_unit_test(reflected_record_breaks_the_link),
        cmocka_unit_test(truncated_record_breaks_the_link),
        cmocka_unit_test(hostile_plaintext_is_malformed),
        cmocka_unit_test(longest_record_passes),
        cmocka_unit_test(both_directions_cross_a_rekey),
        cmocka_unit_test(exhausted_link_breaks),
        cmocka_unit_test(ending_link_says_goodbye_and_takes_nothing),
        cmocka_unit_test(closed_link_neither_seals_nor_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
