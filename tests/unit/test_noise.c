/* The handshake against the published vector, and what the ciphers promise. Nothing moves on failure, keys
 * are replaced in step, the last nonce is never used. */
#include <stdio.h>

#include <sodium.h>

#include "protocol/secure/noise.h"
#include "tests/unit/support/testing.h"
#include "tests/unit/support/told.h"
#include "vectors/where.h"

static void assert_bytes(struct bytes got, struct bytes wanted)
{
    assert_int_equal(got.size, wanted.size);
    assert_memory_equal(got.at, wanted.at, wanted.size);
}

static void start_from(struct noise_handshake *handshake, bool initiator, const json_t *vector)
{
    uint8_t prologue[TOLD_BYTES], static_secret[TOLD_BYTES], ephemeral[TOLD_BYTES];
    struct bytes prologue_bytes = told_bytes(vector, initiator ? "init_prologue" : "resp_prologue", prologue);
    told_bytes(vector, initiator ? "init_static" : "resp_static", static_secret);
    told_bytes(vector, initiator ? "init_ephemeral" : "resp_ephemeral", ephemeral);
    noise_start(handshake, initiator, prologue_bytes, static_secret, NULL, ephemeral);
}

static void check_handshake_message(const json_t *message, struct noise_handshake *writer,
                                    struct noise_handshake *reader)
{
    uint8_t payload_room[TOLD_BYTES], wanted_room[TOLD_BYTES], written[TOLD_BYTES], read[TOLD_BYTES];
    struct bytes payload = told_bytes(message, "payload", payload_room);
    struct bytes wanted = told_bytes(message, "ciphertext", wanted_room);
    struct buffer out = buffer_over(written, sizeof written), opened = buffer_over(read, sizeof read);
    assert_int_equal(noise_write(writer, payload, &out), OK);
    assert_bytes(buffer_bytes(&out), wanted);
    assert_int_equal(noise_read(reader, wanted, &opened), OK);
    assert_bytes(buffer_bytes(&opened), payload);
}

static void check_record(const json_t *message, struct noise_cipher *send, struct noise_cipher *receive)
{
    uint8_t payload_room[TOLD_BYTES], wanted_room[TOLD_BYTES], record[TOLD_BYTES];
    struct bytes payload = told_bytes(message, "payload", payload_room);
    struct bytes wanted = told_bytes(message, "ciphertext", wanted_room);
    memcpy(record, payload.at, payload.size);
    assert_int_equal(noise_seal(send, record, payload.size), OK);
    assert_bytes(bytes_of(record, payload.size + LIMIT_TAG_BYTES), wanted);
    assert_int_equal(noise_open(receive, record, wanted.size), OK);
    assert_bytes(bytes_of(record, payload.size), payload);
}

static void check_vector(const json_t *vector)
{
    struct noise_handshake initiator, responder;
    start_from(&initiator, true, vector);
    start_from(&responder, false, vector);
    const json_t *messages = json_object_get(vector, "messages");
    assert_int_equal(json_array_size(messages), 6);
    for (size_t i = 0; i < 3; i++) {
        const json_t *message = json_array_get(messages, i);
        check_handshake_message(message, i % 2 == 0 ? &initiator : &responder,
                                i % 2 == 0 ? &responder : &initiator);
    }
    uint8_t hash_room[TOLD_BYTES], initiator_hash[NOISE_HASH_BYTES], responder_hash[NOISE_HASH_BYTES];
    struct noise_cipher initiator_send, initiator_receive, responder_send, responder_receive;
    noise_split(&initiator, &initiator_send, &initiator_receive, initiator_hash);
    noise_split(&responder, &responder_send, &responder_receive, responder_hash);
    struct bytes hash = told_bytes(vector, "handshake_hash", hash_room);
    assert_bytes(bytes_of(initiator_hash, NOISE_HASH_BYTES), hash);
    assert_bytes(bytes_of(responder_hash, NOISE_HASH_BYTES), hash);
    for (size_t i = 3; i < 6; i++) {
        const json_t *message = json_array_get(messages, i);
        bool from_responder = i % 2 == 1;
        check_record(message, from_responder ? &responder_send : &initiator_send,
                     from_responder ? &initiator_receive : &responder_receive);
    }
}

static void published_vector(void **state)
{
    (void)state;
    json_error_t error;
    json_t *root = json_load_file(NOISE_VECTOR, 0, &error);
    assert_non_null(root);
    const json_t *vectors = json_object_get(root, "vectors");
    assert_true(json_array_size(vectors) > 0);
    for (size_t i = 0; i < json_array_size(vectors); i++)
        check_vector(json_array_get(vectors, i));
    json_decref(root);
}

static const uint8_t secrets[4][32] = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}, {10, 11, 12}};

static void start_both(struct noise_handshake *initiator, struct noise_handshake *responder)
{
    noise_start(initiator, true, bytes_of_text("one"), secrets[0], NULL, secrets[1]);
    noise_start(responder, false, bytes_of_text("one"), secrets[2], NULL, secrets[3]);
}

/* Writes the next message with a payload; gives its size. */
static size_t write_next(struct noise_handshake *writer, uint8_t room[TOLD_BYTES])
{
    struct buffer out = buffer_over(room, TOLD_BYTES);
    assert_int_equal(noise_write(writer, bytes_of_text("payload"), &out), OK);
    return out.size;
}

static enum error read_next(struct noise_handshake *reader, const uint8_t *message, size_t size)
{
    uint8_t room[TOLD_BYTES];
    struct buffer payload = buffer_over(room, sizeof room);
    enum error error = noise_read(reader, bytes_of(message, size), &payload);
    if (error != OK)
        assert_int_equal(payload.size, 0);
    return error;
}

static void altered_message_leaves_the_handshake(void **state)
{
    (void)state;
    struct noise_handshake initiator, responder, before;
    uint8_t first[TOLD_BYTES], message[TOLD_BYTES];
    start_both(&initiator, &responder);
    assert_int_equal(read_next(&responder, first, write_next(&initiator, first)), OK);
    for (size_t step = 1; step < 3; step++) {
        struct noise_handshake *writer = step == 1 ? &responder : &initiator;
        struct noise_handshake *reader = step == 1 ? &initiator : &responder;
        size_t size = write_next(writer, message);
        before = *reader;
        for (size_t i = 0; i < size; i++) {
            message[i] ^= 1;
            assert_int_equal(read_next(reader, message, size), ERR_HANDSHAKE_FAILED);
            assert_memory_equal(reader, &before, sizeof before);
            message[i] ^= 1;
        }
        for (size_t cut = 0; cut < size; cut++)
            assert_int_equal(read_next(reader, message, cut), ERR_HANDSHAKE_FAILED);
        assert_memory_equal(reader, &before, sizeof before);
        assert_int_equal(read_next(reader, message, size), OK);
    }
}

static void zero_key_is_refused(void **state)
{
    (void)state;
    struct noise_handshake initiator, responder;
    start_both(&initiator, &responder);
    uint8_t zeros[32] = {0}, room[TOLD_BYTES];
    assert_int_equal(read_next(&responder, zeros, sizeof zeros), OK);
    struct buffer out = buffer_over(room, sizeof room);
    assert_int_equal(noise_write(&responder, (struct bytes){0}, &out), ERR_HANDSHAKE_FAILED);
    assert_int_equal(out.size, 0);
}

static void small_rooms_are_refused(void **state)
{
    (void)state;
    struct noise_handshake initiator, responder;
    uint8_t first[TOLD_BYTES], room[TOLD_BYTES];
    start_both(&initiator, &responder);
    assert_int_equal(read_next(&responder, first, write_next(&initiator, first)), OK);
    for (size_t capacity = 0; capacity < 96 + 7; capacity++) {
        struct buffer out = buffer_over(room, capacity);
        assert_int_equal(noise_write(&responder, bytes_of_text("payload"), &out), ERR_HANDSHAKE_FAILED);
        assert_int_equal(out.size, 0);
    }
    size_t size = write_next(&responder, room);
    struct buffer payload = buffer_over(first, 6);
    assert_int_equal(noise_read(&initiator, bytes_of(room, size), &payload), ERR_HANDSHAKE_FAILED);
}

static void out_of_turn_is_refused(void **state)
{
    (void)state;
    struct noise_handshake initiator, responder;
    uint8_t first[TOLD_BYTES], room[TOLD_BYTES];
    start_both(&initiator, &responder);
    struct buffer out = buffer_over(room, sizeof room);
    assert_int_equal(noise_write(&responder, (struct bytes){0}, &out), ERR_HANDSHAKE_FAILED);
    size_t size = write_next(&initiator, first);
    assert_int_equal(read_next(&initiator, first, size), ERR_HANDSHAKE_FAILED);
    assert_int_equal(noise_write(&initiator, (struct bytes){0}, &out), ERR_HANDSHAKE_FAILED);
}

static void failed_open_leaves_the_cipher(void **state)
{
    (void)state;
    struct noise_cipher send = {{1}, 5}, receive = send, before = send;
    uint8_t sealed[8 + LIMIT_TAG_BYTES] = "headline", copy[sizeof sealed];
    assert_int_equal(noise_seal(&send, sealed, 8), OK);
    for (size_t i = 0; i < sizeof sealed; i++) {
        memcpy(copy, sealed, sizeof sealed);
        copy[i] ^= 0x20;
        assert_int_equal(noise_open(&receive, copy, sizeof copy), ERR_RECORD_BROKEN);
        memcpy(copy, sealed, sizeof sealed);
        assert_int_equal(noise_open(&receive, copy, i), ERR_RECORD_BROKEN);
        assert_memory_equal(&receive, &before, sizeof before);
    }
    assert_int_equal(noise_open(&receive, sealed, sizeof sealed), OK);
    assert_memory_equal(sealed, "headline", 8);
    assert_int_equal(receive.nonce, 6);
}

static void rekey_is_the_one_of_the_specification(void **state)
{
    (void)state;
    struct noise_cipher cipher = {{42}, LIMIT_REKEY_RECORDS - 2};
    const uint8_t old_key[32] = {42}, zeros[32] = {0};
    uint8_t record[1 + LIMIT_TAG_BYTES], wanted[32 + LIMIT_TAG_BYTES];
    const uint8_t nonce[12] = {0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255};
    crypto_aead_chacha20poly1305_ietf_encrypt(wanted, NULL, zeros, 32, NULL, 0, NULL, nonce, old_key);
    assert_int_equal(noise_seal(&cipher, record, 1), OK);
    assert_memory_equal(cipher.key, old_key, 32);
    assert_int_equal(noise_seal(&cipher, record, 1), OK);
    assert_memory_equal(cipher.key, wanted, 32);
    assert_int_equal(cipher.nonce, LIMIT_REKEY_RECORDS);
}

static void last_nonce_is_never_used(void **state)
{
    (void)state;
    struct noise_cipher cipher = {{1}, UINT64_MAX - 1}, other = cipher;
    uint8_t record[1 + LIMIT_TAG_BYTES] = {7};
    assert_int_equal(noise_seal(&cipher, record, 1), OK);
    assert_int_equal(noise_open(&other, record, sizeof record), OK);
    assert_int_equal(noise_seal(&cipher, record, 1), ERR_RECORDS_EXHAUSTED);
    assert_int_equal(record[0], 7);
    assert_int_equal(noise_open(&other, record, sizeof record), ERR_RECORDS_EXHAUSTED);
    assert_true(cipher.nonce == UINT64_MAX && other.nonce == UINT64_MAX);
}

int main(void)
{
    if (sodium_init() < 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_vector),
        cmocka_unit_test(altered_message_leaves_the_handshake),
        cmocka_unit_test(zero_key_is_refused),
        cmocka_unit_test(small_rooms_are_refused),
        cmocka_unit_test(out_of_turn_is_refused),
        cmocka_unit_test(failed_open_leaves_the_cipher),
        cmocka_unit_test(rekey_is_the_one_of_the_specification),
        cmocka_unit_test(last_nonce_is_never_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
