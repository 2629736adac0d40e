/* Two links joined in memory: whole handshakes, every altered byte, wrong identities. Of an open link it only
 * knows that records pass. */
#include <sodium.h>

#include "protocol/tables.h"
#include "tests/unit/support/pair_records.h"
#include "tests/unit/support/testing.h"

static void known_client_and_house_meet(void **state)
{
    (void)state;
    struct pair pair;
    assert_int_equal(pair_start(&pair, false), OK);
    assert_int_equal(pair.client.state, LINK_MEETING);
    assert_int_equal(pair.server.state, LINK_GREETING);
    assert_int_equal(pair_answer(&pair), OK);
    assert_int_equal(pair.server.state, LINK_MEETING);
    assert_int_equal(pair_meet(&pair), OK);
    assert_int_equal(pair.client.state, LINK_DECIDING);
    assert_memory_equal(pair.client.peer, pair.server_identity.public_key, LIMIT_KEY_BYTES);
    assert_int_equal(pair_accept(&pair), OK);
    assert_int_equal(pair_finish(&pair), OK);
    assert_int_equal(pair.client.state, LINK_OPEN);
    assert_int_equal(pair.server.state, LINK_OPEN);
    assert_true(pair.server.peer_known);
    assert_memory_equal(pair.server.peer, pair.client_identity.public_key, LIMIT_KEY_BYTES);
    assert_true(sodium_is_zero((const uint8_t *)&pair.client_greeting, sizeof pair.client_greeting));
    assert_true(sodium_is_zero((const uint8_t *)&pair.server_greeting, sizeof pair.server_greeting));
    for (int i = 0; i < 3; i++) {
        pair_pass(&pair.client, &pair.server);
        pair_pass(&pair.server, &pair.client);
    }
}

static void guest_is_nobody(void **state)
{
    (void)state;
    struct pair pair;
    assert_int_equal(pair_open(&pair, true), OK);
    assert_false(pair.server.peer_known);
    assert_true(sodium_is_zero(pair.server.peer, LIMIT_KEY_BYTES));
    pair_pass(&pair.client, &pair.server);
    pair_pass(&pair.server, &pair.client);
}

static void pieces_of_any_size_add_up(void **state)
{
    (void)state;
    struct pair pair;
    assert_int_equal(pair_start(&pair, false), OK);
    uint8_t input[PAIR_MESSAGE_BYTES], answer[PAIR_MESSAGE_BYTES];
    struct buffer out = buffer_over(answer, sizeof answer);
    struct bytes plain;
    size_t used;
    memcpy(input, pair.messages[0], pair.sizes[0]);
    for (size_t size = 0; size < pair.sizes[0]; size++) {
        assert_int_equal(
            link_take(&pair.server, &pair.server_greeting, input, size, &used, &plain, &out, &pair.why), OK);
        assert_int_equal(used, 0);
        assert_int_equal(pair.server.state, LINK_GREETING);
    }
    assert_int_equal(pair_answer(&pair), OK);
    assert_int_equal(pair_meet(&pair), OK);
    assert_int_equal(pair_accept(&pair), OK);

    /* message 3 and the first record arrive together */
    uint8_t both[PAIR_MESSAGE_BYTES + 64];
    memcpy(both, pair.messages[2], pair.sizes[2]);
    size_t size = pair.sizes[2] + pair_seal(&pair.client, both + pair.sizes[2]);
    assert_int_equal(
        link_take(&pair.server, &pair.server_greeting, both, size, &used, &plain, &out, &pair.why), OK);
    assert_int_equal(used, pair.sizes[2]);
    assert_int_equal(plain.size, 0);
    for (size_t part = 0; part < size - pair.sizes[2]; part++) {
        assert_int_equal(pair_take(&pair.server, both + pair.sizes[2], part, &used, &plain), OK);
        assert_int_equal(used, 0);
    }
    assert_int_equal(pair_take(&pair.server, both + pair.sizes[2], size - pair.sizes[2], &used, &plain), OK);
    assert_memory_equal(plain.at, pair_record, PAIR_RECORD_BYTES);
}

/* Goes on after message `number` has arrived altered; true when a link opened that should not have. */
static bool opens_nevertheless(struct pair *pair, size_t number)
{
    if (number == 0 && pair_answer(pair) != OK)
        return false;
    if (number <= 1 && (pair_meet(pair) != OK || pair->client.state != LINK_DECIDING))
        return false;
    if (number <= 1 && pair_accept(pair) != OK)
        return false;
    return pair_finish(pair) == OK && pair->server.state == LINK_OPEN;
}

static void every_altered_byte_is_refused(void **state)
{
    (void)state;
    struct pair whole;
    assert_int_equal(pair_open(&whole, false), OK);
    for (size_t number = 0; number < 3; number++) {
        for (size_t i = 0; i < whole.sizes[number]; i++) {
            struct pair pair;
            assert_int_equal(pair_start(&pair, false), OK);
            if (number >= 1)
                assert_int_equal(pair_answer(&pair), OK);
            if (number >= 2) {
                assert_int_equal(pair_meet(&pair), OK);
                assert_int_equal(pair_accept(&pair), OK);
            }
            assert_int_equal(pair.sizes[number], whole.sizes[number]);
            pair.messages[number][i] ^= 0x80;
            assert_false(opens_nevertheless(&pair, number));
            if (i >= LINK_HEADER_BYTES)
                pair_assert_wiped(number == 2 ? &pair.server : &pair.client);
        }
    }
}

static void altered_message_says_so(void **state)
{
    (void)state;
    struct pair pair;
    assert_int_equal(pair_start(&pair, false), OK);
    assert_int_equal(pair_answer(&pair), OK);
    pair.messages[1][100] ^= 1;
    assert_int_equal(pair_meet(&pair), ERR_HANDSHAKE_FAILED);
    assert_int_equal(pair.why.code, ERR_HANDSHAKE_FAILED);
    pair_assert_wiped(&pair.client);
    assert_true(sodium_is_zero((const uint8_t *)&pair.client_greeting, sizeof pair.client_greeting));
    assert_int_equal(pair_meet(&pair), ERR_RECORD_BROKEN); /* and stays so */
}

static void trailing_bytes_in_a_message_are_refused(void **state)
{
    (void)state;
    for (size_t number = 0; number < 3; number++) {
        struct pair pair;
        assert_int_equal(pair_start(&pair, false), OK);
        if (number >= 1)
            assert_int_equal(pair_answer(&pair), OK);
        if (number >= 2) {
            assert_int_equal(pair_meet(&pair), OK);
            assert_int_equal(pair_accept(&pair), OK);
        }
        pair.messages[number][1]++;
        pair.messages[number][pair.sizes[number]++] = 0;
        struct link *to = number == 1 ? &pair.client : &pair.server;
        assert_int_equal(pair_give(&pair, to, number, number == 0 ? 1 : number), ERR_HANDSHAKE_FAILED);
        pair_assert_wiped(to);
    }
}

static void impossible_lengths_are_refused_at_once(void **state)
{
    (void)state;
    const uint8_t lengths[][2] = {{0, 0}, {0, 15}, {1, 1}, {0xff, 0xff}, {'G', 'E'}};
    struct bytes plain;
    size_t used;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct pair pair;
        uint8_t header[2] = {lengths[i][0], lengths[i][1]};
        assert_int_equal(pair_start(&pair, false), OK);
        assert_int_equal(
            link_take(&pair.server, &pair.server_greeting, header, 2, &used, &plain, NULL, &pair.why),
            ERR_HANDSHAKE_FAILED);
        pair_assert_wiped(&pair.server);
    }
    struct pair pair;
    assert_int_equal(pair_open(&pair, false), OK);
    uint8_t header[2] = {0, 15};
    assert_int_equal(pair_take(&pair.server, header, 1, &used, &plain), OK);
    assert_int_equal(pair_take(&pair.server, header, 2, &used, &plain), ERR_RECORD_BROKEN);
    pair_assert_ending(&pair.server);
}

/* A client of our own making: right but for its prologue, its payloads or its voucher. */
struct stranger {
    const char *prologue;
    const struct identity *transport; /* whose transport key it proves */
    struct bytes first_payload, third_payload;
};

static enum error meet_stranger(const struct stranger *stranger, struct pair *pair)
{
    struct noise_handshake noise;
    uint8_t ephemeral[32], payload[PAIR_MESSAGE_BYTES];
    pair_fill(ephemeral, 0xee);
    assert_int_equal(pair_start(pair, false), OK);
    noise_start(&noise, true, bytes_of_text(stranger->prologue), stranger->transport->transport_secret, NULL,
                ephemeral);
    for (size_t number = 0; number < 3; number += 2) {
        struct buffer out = buffer_over(pair->messages[number] + 2, PAIR_MESSAGE_BYTES - 2);
        struct bytes said = number == 0 ? stranger->first_payload : stranger->third_payload;
        assert_int_equal(noise_write(&noise, said, &out), OK);
        pair->messages[number][0] = (uint8_t)(out.size >> 8);
        pair->messages[number][1] = (uint8_t)out.size;
        pair->sizes[number] = out.size + 2;
        if (number == 2)
            break;
        enum error error = pair_answer(pair);
        struct buffer opened = buffer_over(payload, sizeof payload);
        if (error == OK)
            error = noise_read(&noise, bytes_of(pair->messages[1] + 2, pair->sizes[1] - 2), &opened);
        if (error != OK)
            return error;
    }
    return pair_finish(pair);
}

static void strangers_are_refused_for_the_right_reason(void **state)
{
    (void)state;
    struct pair keys, pair;
    assert_int_equal(pair_start(&keys, false), OK);
    uint8_t own_room[128], other_room[128], long_room[128];
    struct buffer own = buffer_over(own_room, 128), other = buffer_over(other_room, 128);
    identity_write_payload(&keys.client_identity, &own);
    identity_write_payload(&keys.server_identity, &other);
    memcpy(long_room, own_room, own.size);
    long_room[own.size] = 0xc0;
    const struct identity *identity = &keys.client_identity;
    struct bytes none = {0}, right = buffer_bytes(&own);
    const struct {
        struct stranger stranger;
        enum error wanted;
    } cases[] = {
        {{PROTOCOL_VERSION, identity, none, right}, OK},
        {{PROTOCOL_VERSION, identity, none, none}, OK},
        {{"bulletin/2", identity, none, right}, ERR_HANDSHAKE_FAILED},
        {{"", identity, none, right}, ERR_HANDSHAKE_FAILED},
        {{PROTOCOL_VERSION, identity, bytes_of_text("x"), right}, ERR_HANDSHAKE_FAILED},
        {{PROTOCOL_VERSION, identity, none, buffer_bytes(&other)}, ERR_IDENTITY_WRONG},
        {{PROTOCOL_VERSION, &keys.server_identity, none, right}, ERR_IDENTITY_WRONG},
        {{PROTOCOL_VERSION, identity, none, bytes_of(long_room, own.size + 1)}, ERR_IDENTITY_WRONG},
        {{PROTOCOL_VERSION, identity, none, bytes_of(own_room, own.size - 1)}, ERR_IDENTITY_WRONG},
        {{PROTOCOL_VERSION, identity, none, bytes_of_text("\x90")}, ERR_IDENTITY_WRONG},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(meet_stranger(&cases[i].stranger, &pair), cases[i].wanted);
        if (cases[i].wanted == OK)
            assert_int_equal(pair.server.state, LINK_OPEN);
    }
}

/* A server without a voucher for the key it proves: its identity is the house's, its transport key is not. */
static void house_with_another_transport_key_is_refused(void **state)
{
    (void)state;
    struct pair pair;
    assert_int_equal(pair_start(&pair, false), OK);
    memcpy(pair.server_identity.public_key, pair.client_identity.public_key, LIMIT_KEY_BYTES);
    assert_int_equal(pair_answer(&pair), OK);
    assert_int_equal(pair_meet(&pair), ERR_IDENTITY_WRONG);
    pair_assert_wiped(&pair.client);
}

static void house_without_a_name_is_refused(void **state)
{
    (void)state;
    struct pair pair;
    struct noise_handshake noise;
    uint8_t ephemeral[32], payload[PAIR_MESSAGE_BYTES];
    pair_fill(ephemeral, 0xee);
    assert_int_equal(pair_start(&pair, false), OK);
    noise_start(&noise, false, bytes_of_text(PROTOCOL_VERSION), pair.server_identity.transport_secret, NULL,
                ephemeral);
    struct buffer opened = buffer_over(payload, sizeof payload);
    struct bytes first = bytes_of(pair.messages[0] + LINK_HEADER_BYTES, pair.sizes[0] - LINK_HEADER_BYTES);
    assert_int_equal(noise_read(&noise, first, &opened), OK);
    struct buffer out = buffer_over(pair.messages[1] + LINK_HEADER_BYTES, PAIR_MESSAGE_BYTES - 2);
    assert_int_equal(noise_write(&noise, (struct bytes){0}, &out), OK);
    pair.messages[1][1] = (uint8_t)out.size;
    pair.sizes[1] = LINK_HEADER_BYTES + out.size;
    assert_int_equal(pair_meet(&pair), ERR_IDENTITY_WRONG);
    pair_assert_wiped(&pair.client);
}

static void client_may_decline_the_house(void **state)
{
    (void)state;
    struct pair pair;
    assert_int_equal(pair_start(&pair, false), OK);
    assert_int_equal(pair_answer(&pair), OK);
    assert_int_equal(pair_meet(&pair), OK);
    uint8_t more[64] = {0, 32}, plain_size = 1;
    struct bytes plain = {&plain_size, 1};
    size_t used = 1;
    assert_int_equal(
        link_take(&pair.client, &pair.client_greeting, more, sizeof more, &used, &plain, NULL, &pair.why),
        OK);
    assert_int_equal(used, 0); /* nothing is taken before the yes */
    assert_int_equal(plain.size, 0);
    link_close(&pair.client);
    link_greeting_wipe(&pair.client_greeting);
    pair_assert_wiped(&pair.client);
    assert_int_equal(pair.sizes[2], 0); /* the house never learns who it was */
}

static void no_room_for_an_answer_fails(void **state)
{
    (void)state;
    struct pair pair;
    uint8_t input[PAIR_MESSAGE_BYTES], room[198];
    struct bytes plain;
    size_t used;
    assert_int_equal(pair_start(&pair, false), OK);
    memcpy(input, pair.messages[0], pair.sizes[0]);
    struct buffer out = buffer_over(room, sizeof room); /* message 2 has 199 bytes */
    assert_int_equal(
        link_take(&pair.server, &pair.server_greeting, input, pair.sizes[0], &used, &plain, &out, &pair.why),
        ERR_HANDSHAKE_FAILED);
    assert_int_equal(out.size, 0);
    pair_assert_wiped(&pair.server);
}

int main(void)
{
    if (sodium_init() < 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_client_and_house_meet),
        cmocka_unit_test(guest_is_nobody),
        cmocka_unit_test(pieces_of_any_size_add_up),
        cmocka_unit_test(every_altered_byte_is_refused),
        cmocka_unit_test(altered_message_says_so),
        cmocka_unit_test(trailing_bytes_in_a_message_are_refused),
        cmocka_unit_test(impossible_lengths_are_refused_at_once),
        cmocka_unit_test(strangers_are_refused_for_the_right_reason),
        cmocka_unit_test(house_with_another_transport_key_is_refused),
        cmocka_unit_test(house_without_a_name_is_refused),
        cmocka_unit_test(client_may_decline_the_house),
        cmocka_unit_test(no_room_for_an_answer_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
