/* Keys from seeds, vouchers, signatures and their contexts, and invitation codes. */
#include <sodium.h>

#include "protocol/proof/act.h"
#include "protocol/proof/head.h"
#include "protocol/secure/identity.h"
#include "tests/unit/support/testing.h"

static struct identity identity_of(uint8_t value)
{
    uint8_t seed[LIMIT_KEY_BYTES];
    struct identity identity;
    memset(seed, value, sizeof seed);
    identity_from_seed(seed, &identity);
    return identity;
}

static void one_seed_gives_one_identity(void **state)
{
    (void)state;
    struct identity first = identity_of(1), same = identity_of(1), other = identity_of(2);
    assert_memory_equal(&first, &same, sizeof first);
    assert_memory_not_equal(first.public_key, other.public_key, LIMIT_KEY_BYTES);
    assert_memory_not_equal(first.transport_public, other.transport_public, LIMIT_KEY_BYTES);
    assert_memory_not_equal(first.secret_key, first.transport_secret, LIMIT_KEY_BYTES);
    uint8_t transport[LIMIT_KEY_BYTES];
    crypto_scalarmult_base(transport, first.transport_secret);
    assert_memory_equal(transport, first.transport_public, LIMIT_KEY_BYTES);
}

static void wiping_leaves_zeros(void **state)
{
    (void)state;
    struct identity identity = identity_of(1);
    identity_wipe(&identity);
    assert_true(sodium_is_zero((const uint8_t *)&identity, sizeof identity));
}

static struct bytes payload_of(const struct identity *identity, uint8_t room[128])
{
    struct buffer out = buffer_over(room, 128);
    identity_write_payload(identity, &out);
    assert_false(out.overflowed);
    return buffer_bytes(&out);
}

static void payload_vouches_for_its_own_transport_key(void **state)
{
    (void)state;
    struct identity identity = identity_of(1), other = identity_of(2);
    uint8_t room[128], key[LIMIT_KEY_BYTES] = {0};
    struct bytes payload = payload_of(&identity, room);
    assert_int_equal(identity_check_payload(payload, other.transport_public, NULL, key), ERR_IDENTITY_WRONG);
    assert_true(sodium_is_zero(key, sizeof key));
    assert_int_equal(identity_check_payload(payload, identity.transport_public, NULL, key), OK);
    assert_memory_equal(key, identity.public_key, LIMIT_KEY_BYTES);
}

static void altered_payload_is_refused(void **state)
{
    (void)state;
    struct identity identity = identity_of(1);
    uint8_t room[129] = {0}, key[LIMIT_KEY_BYTES];
    struct bytes payload = payload_of(&identity, room);
    for (size_t i = 0; i < payload.size; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            room[i] ^= (uint8_t)(1u << bit);
            assert_int_equal(identity_check_payload(payload, identity.transport_public, NULL, key),
                             ERR_IDENTITY_WRONG);
            room[i] ^= (uint8_t)(1u << bit);
        }
        assert_int_equal(identity_check_payload(bytes_of(room, i), identity.transport_public, NULL, key),
                         ERR_IDENTITY_WRONG);
    }
    assert_int_equal(
        identity_check_payload(bytes_of(room, payload.size + 1), identity.transport_public, NULL, key),
        ERR_IDENTITY_WRONG);
}

static void a_voucher_that_held_is_remembered_for_its_own_key(void **state)
{
    (void)state;
    static struct vouchers vouchers;
    struct identity identity = identity_of(1), other = identity_of(2);
    uint8_t room[128], key[LIMIT_KEY_BYTES] = {0}, name[LIMIT_HASH_BYTES];
    struct bytes payload = payload_of(&identity, room);
    voucher_name(payload, identity.transport_public, name);
    assert_int_equal(identity_check_payload(payload, other.transport_public, &vouchers, key),
                     ERR_IDENTITY_WRONG);
    assert_false(vouchers_hold(&vouchers, name));
    for (int i = 0; i < 2; i++) { /* the second time it is looked up */
        memset(key, 0, sizeof key);
        assert_int_equal(identity_check_payload(payload, identity.transport_public, &vouchers, key), OK);
        assert_memory_equal(key, identity.public_key, LIMIT_KEY_BYTES);
        assert_true(vouchers_hold(&vouchers, name));
    }
    assert_int_equal(identity_check_payload(payload, other.transport_public, &vouchers, key),
                     ERR_IDENTITY_WRONG);
    room[payload.size - 1] ^= 1;
    assert_int_equal(identity_check_payload(payload, identity.transport_public, &vouchers, key),
                     ERR_IDENTITY_WRONG);
}

static void contexts_keep_signatures_apart(void **state)
{
    (void)state;
    struct identity identity = identity_of(1), other = identity_of(2);
    struct bytes bytes = bytes_of_text("what is signed");
    uint8_t signature[LIMIT_SIGNATURE_BYTES];
    identity_sign(&identity, ACT_CONTEXT, bytes, signature);
    assert_true(identity_verify(identity.public_key, ACT_CONTEXT, bytes, signature));
    assert_false(identity_verify(identity.public_key, CHECKPOINT_CONTEXT, bytes, signature));
    assert_false(identity_verify(identity.public_key, "bulletin transport 1", bytes, signature));
    assert_false(identity_verify(other.public_key, ACT_CONTEXT, bytes, signature));
    assert_false(
        identity_verify(identity.public_key, ACT_CONTEXT, bytes_of_text("what was signed"), signature));
    struct bytes transport = bytes_of(identity.transport_public, LIMIT_KEY_BYTES);
    assert_false(identity_verify(identity.public_key, ACT_CONTEXT, transport, identity.voucher));
}

static void longest_act_is_signed_and_a_longer_one_refused(void **state)
{
    (void)state;
    static uint8_t act[LIMIT_ACT_BYTES + 64];
    struct identity identity = identity_of(1);
    uint8_t signature[LIMIT_SIGNATURE_BYTES];
    identity_sign(&identity, ACT_CONTEXT, bytes_of(act, LIMIT_ACT_BYTES), signature);
    assert_true(identity_verify(identity.public_key, ACT_CONTEXT, bytes_of(act, LIMIT_ACT_BYTES), signature));
    assert_false(identity_verify(identity.public_key, ACT_CONTEXT, bytes_of(act, sizeof act), signature));
}

static void hash_is_blake2b_256(void **state)
{
    (void)state;
    /* the first half of each row from `b2sum --length=256` */
    const struct {
        const char *text, *hex;
    } known[] = {
        {"", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"},
        {"abc", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"},
    };
    for (size_t i = 0; i < 2; i++) {
        uint8_t hash[LIMIT_HASH_BYTES];
        char hex[2 * LIMIT_HASH_BYTES + 1];
        hash_bytes(bytes_of_text(known[i].text), hash);
        assert_string_equal(sodium_bin2hex(hex, sizeof hex, hash, sizeof hash), known[i].hex);
    }
}

static void code_hash_has_its_own_context(void **state)
{
    (void)state;
    uint8_t hash[LIMIT_HASH_BYTES], joined[LIMIT_HASH_BYTES];
    hash_code(bytes_of_text("0123456789ABCDEF"), hash);
    hash_bytes(bytes_of_text("bulletin code 10123456789ABCDEF"), joined);
    assert_memory_equal(hash, joined, sizeof hash);
}

static void code_spells_every_bit(void **state)
{
    (void)state;
    char code[LIMIT_CODE_BYTES + 1];
    code_from_random((const uint8_t[10]){0}, code);
    assert_string_equal(code, "0000000000000000");
    code_from_random((const uint8_t[10]){255, 255, 255, 255, 255, 255, 255, 255, 255, 255}, code);
    assert_string_equal(code, "ZZZZZZZZZZZZZZZZ");
    /* 00000 00001 00010 … 01111: the digits in order */
    code_from_random((const uint8_t[10]){0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf}, code);
    assert_string_equal(code, "0123456789ABCDEF");
    code_from_random((const uint8_t[10]){0x84, 0x65, 0x3a, 0x56, 0xd7, 0xc6, 0x75, 0xbe, 0x77, 0xdf}, code);
    assert_string_equal(code, "GHJKMNPQRSTVWXYZ");
}

static void typed_code_becomes_the_one_form(void **state)
{
    (void)state;
    char code[LIMIT_CODE_BYTES + 1] = "untouched";
    assert_true(code_normalise(bytes_of_text(" o1il-2345-6789-abcz "), code));
    assert_string_equal(code, "011123456789ABCZ");
    const char *const wrong[] = {
        "",
        "0123456789ABCDE",
        "0123456789ABCDEFG",
        "0123456789ABCDEU",
        "0123456789ABCDE*",
        "0123456789ABCDE\xc3\xa9",
        "0123456789ABCDEF 0",
    };
    strcpy(code, "untouched");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(code_normalise(bytes_of_text(wrong[i]), code));
        assert_string_equal(code, "untouched");
    }
    assert_false(code_normalise(bytes_of("0123456789ABCDE", 16), code)); /* with its zero byte */
}

int main(void)
{
    if (sodium_init() < 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_seed_gives_one_identity),
        cmocka_unit_test(wiping_leaves_zeros),
        cmocka_unit_test(payload_vouches_for_its_own_transport_key),
        cmocka_unit_test(altered_payload_is_refused),
        cmocka_unit_test(a_voucher_that_held_is_remembered_for_its_own_key),
        cmocka_unit_test(contexts_keep_signatures_apart),
        cmocka_unit_test(longest_act_is_signed_and_a_longer_one_refused),
        cmocka_unit_test(hash_is_blake2b_256),
        cmocka_unit_test(code_hash_has_its_own_context),
        cmocka_unit_test(code_spells_every_bit),
        cmocka_unit_test(typed_code_becomes_the_one_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
