/* The pieces that strangers were given, read by our own code; they were made by a client that shares none of
 * it. */
#include <stdalign.h>

#include <sodium.h>

#include "protocol/proof/act.h"
#include "protocol/proof/head.h"
#include "protocol/tables.h"
#include "protocol/wire/message.h"
#include "protocol/wire/scan.h"
#include "tests/unit/support/pair.h"
#include "tests/unit/support/testing.h"
#include "tests/unit/support/told.h"
#include "vectors/where.h"

static json_t *pieces;

static void assert_told(const json_t *object, const char *name, const void *made, size_t size)
{
    uint8_t room[TOLD_BYTES];
    struct bytes told = told_bytes(object, name, room);
    assert_int_equal(told.size, size);
    assert_memory_equal(told.at, made, size);
}

static void a_guest_shakes_hands_without_a_payload(void **state)
{
    const json_t *told = json_object_get(pieces, "guest");
    uint8_t secret[32];
    struct pair pair;
    (void)state;
    pair_fill(secret, PAIR_GUEST_STATIC);
    assert_told(told, "static_secret", secret, sizeof secret);
    pair_fill(secret, PAIR_CLIENT_EPHEMERAL);
    assert_told(told, "ephemeral_secret", secret, sizeof secret);
    assert_int_equal(pair_start(&pair, true), OK);
    assert_int_equal(pair_answer(&pair), OK);
    assert_int_equal(pair_meet(&pair), OK);
    assert_int_equal(pair_accept(&pair), OK);
    assert_int_equal(pair_finish(&pair), OK);
    assert_false(pair.server.peer_known);
    assert_told(told, "message_1", pair.messages[0], pair.sizes[0]);
    assert_told(told, "message_2", pair.messages[1], pair.sizes[1]);
    assert_told(told, "message_3", pair.messages[2], pair.sizes[2]);
}

static void a_key_is_replaced_and_the_nonce_counts_on(void **state)
{
    const json_t *told = json_object_get(pieces, "rekey");
    uint8_t room[TOLD_BYTES], record[TOLD_BYTES];
    struct noise_cipher cipher = {.nonce = LIMIT_REKEY_RECORDS - 1};
    (void)state;
    memcpy(cipher.key, told_bytes(told, "key", room).at, sizeof cipher.key);
    struct bytes plain = told_bytes(told, "plain", room);
    memcpy(record, plain.at, plain.size);
    assert_int_equal(noise_seal(&cipher, record, plain.size), OK);
    assert_told(told, "sealed", record, plain.size + LIMIT_TAG_BYTES);
    assert_told(told, "next_key", cipher.key, sizeof cipher.key);
    assert_int_equal(cipher.nonce, json_integer_value(json_object_get(told, "next_nonce")));
    memcpy(record, plain.at, plain.size);
    assert_int_equal(noise_seal(&cipher, record, plain.size), OK);
    assert_told(told, "next_sealed", record, plain.size + LIMIT_TAG_BYTES);
}

static void a_code_is_made_typed_and_hashed(void **state)
{
    const json_t *told = json_object_get(pieces, "code");
    const char *whole = json_string_value(json_object_get(told, "code"));
    const char *typed = json_string_value(json_object_get(told, "typed"));
    uint8_t room[TOLD_BYTES], hash[LIMIT_HASH_BYTES];
    char code[LIMIT_CODE_BYTES + 1];
    (void)state;
    code_from_random(told_bytes(told, "random", room).at, code);
    assert_string_equal(code, whole);
    assert_string_not_equal(typed, whole);
    assert_true(code_normalise(bytes_of_text(typed), code));
    assert_string_equal(code, whole);
    hash_code(bytes_of_text(whole), hash);
    assert_told(told, "hash", hash, sizeof hash);
}

static void what_was_erased_leaves_its_head(void **state)
{
    const json_t *told = json_object_get(pieces, "erasure");
    uint8_t rooms[6][TOLD_BYTES], hash[LIMIT_HASH_BYTES];
    alignas(max_align_t) uint8_t decided[SHAPE_BYTES];
    struct fact_thing_erased *erased = (void *)decided;
    struct bytes act = told_bytes(told, "act", rooms[0]), erase = told_bytes(told, "erase", rooms[1]);
    struct bytes first = told_bytes(told, "head", rooms[2]), last = told_bytes(told, "erased_head", rooms[3]);
    struct bytes signature = told_bytes(told, "erase_signature", rooms[4]);
    struct head head, eraser;
    struct act said;
    struct refusal why;
    uint64_t seq;
    size_t at = 0;
    (void)state;
    assert_int_equal(head_read(first, &head, &why), OK);
    assert_int_equal(head_read(last, &eraser, &why), OK);
    assert_int_equal(act_read(erase, &said, &why), OK);
    assert_true(bytes_equal_text(said.verb, verbs[VERB_erase].word));
    assert_true(act_verify(&said, erase, signature));
    hash_bytes(act, hash);
    assert_memory_equal(head.act_hash.at, hash, sizeof hash);
    hash_bytes(first, hash);
    assert_memory_equal(eraser.prev.at, hash, sizeof hash);
    assert_true(bytes_equal_text(eraser.kind, fact_kinds[FACT_thing_erased].word));
    assert_int_equal(codec_decode(&shape_fact_thing_erased, eraser.decided, decided, &why), OK);
    assert_true(numbers_next(erased->facts, &at, &seq));
    assert_int_equal(seq, json_integer_value(json_object_get(told, "erased_seq")));
    assert_int_equal(seq, head.seq);
}

/* Whether a record's plaintext is whole messages and nothing else; the id 0 is the server's to refuse. */
static bool is_well_formed(struct bytes plain)
{
    struct message message = {.id = 1};
    struct refusal why;
    if (plain.size == 0 || scan_check(plain, &why) != OK)
        return false;
    while (plain.size > 0) {
        if (message_take(&plain, &message, &why) != OK || message.id == 0)
            return false;
    }
    return true;
}

static void malformed_records_are_refused(void **state)
{
    uint8_t room[TOLD_BYTES];
    size_t i;
    const json_t *one;
    (void)state;
    assert_true(json_array_size(json_object_get(pieces, "malformed")) >= 20);
    json_array_foreach(json_object_get(pieces, "malformed"), i, one)
    {
        if (is_well_formed(told_bytes(one, "plain", room)))
            fail_msg("%s is taken", json_string_value(json_object_get(one, "what")));
    }
    assert_true(is_well_formed(told_bytes(json_object_get(pieces, "rekey"), "plain", room)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_guest_shakes_hands_without_a_payload),
        cmocka_unit_test(a_key_is_replaced_and_the_nonce_counts_on),
        cmocka_unit_test(a_code_is_made_typed_and_hashed),
        cmocka_unit_test(what_was_erased_leaves_its_head),
        cmocka_unit_test(malformed_records_are_refused),
    };
    if (sodium_init() < 0)
        return 1;
    pieces = json_load_file(PIECES_VECTOR, 0, NULL);
    const int failed = pieces == NULL ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
    json_decref(pieces);
    return failed;
}
