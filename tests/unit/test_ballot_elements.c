/* H and B over arrays written out byte by byte, and secret scalars that differ wherever anything differs. */
#include <sodium.h>

#include "protocol/ballot/claim.h"
#include "protocol/ballot/point.h"
#include "tests/unit/support/ballots.h"
#include "tests/unit/support/testing.h"

/* ["bulletin test 1", 7, 128, 256, 65536, 2^32, bin of 2, "ab"], shortest forms */
static const uint8_t array[] = {
    0x98, 0xaf, 'b', 'u',  'l', 'l',  'e', 't',  'i',  'n',  ' ',  't',  'e', 's',  't',
    ' ',  '1',  7,   0xcc, 128, 0xcd, 1,   0,    0xce, 0,    1,    0,    0,   0xcf, 0,
    0,    0,    1,   0,    0,   0,    0,   0xc4, 2,    0xfe, 0xff, 0xa2, 'a', 'b',
};
static const uint8_t two[] = {0xfe, 0xff};

static void tell(struct element elements[8])
{
    const struct element told[8] = {
        element_word("bulletin test 1"),
        element_number(7),
        element_number(128),
        element_number(256),
        element_number(65536),
        element_number(UINT64_C(1) << 32),
        element_bytes(bytes_of(two, sizeof two)),
        element_name(bytes_of_text("ab")),
    };
    memcpy(elements, told, sizeof told);
}

static void hashes_are_over_the_array_in_shortest_form(void **state)
{
    struct element elements[8];
    uint8_t wide[64], scalar[32], told[32];
    (void)state;
    tell(elements);
    crypto_hash_sha512(wide, array, sizeof array);
    crypto_core_ristretto255_scalar_reduce(told, wide);
    elements_scalar(elements, 8, scalar);
    assert_memory_equal(scalar, told, 32);
    crypto_generichash_blake2b(told, 32, array, sizeof array, NULL, 0);
    elements_digest(elements, 8, scalar);
    assert_memory_equal(scalar, told, 32);
}

static void commitments_are_one_bin_at_the_end(void **state)
{
    static uint8_t long_bin[3 + 300 + 1 + 16] = {0x92, 0xa2, 'o', 'k', 0xc5, 1, 44};
    struct element elements[8];
    uint8_t wide[64], scalar[32], told[32];
    (void)state;
    tell(elements);
    elements[7] = element_bytes(bytes_of(two, 0));
    elements_scalar(elements, 8, told);
    elements_challenge(elements, 7, bytes_of(two, 0), scalar);
    assert_memory_equal(scalar, told, 32);

    elements[0] = element_word("ok");
    crypto_hash_sha512(wide, long_bin, 7 + 300);
    crypto_core_ristretto255_scalar_reduce(told, wide);
    elements_challenge(elements, 1, bytes_of(long_bin + 7, 300), scalar);
    assert_memory_equal(scalar, told, 32);
}

static void secret_scalars_differ_wherever_anything_does(void **state)
{
    struct element elements[8];
    uint8_t random[32], other[32], secret[32], scalars[9][32];
    struct hedge hedge;
    (void)state;
    tell(elements);
    ballots_random(1, random);
    ballots_random(2, other);
    scalar_of_number(secret, 5);
    hedge = hedge_over(elements, 8, random);
    hedge_nonce(&hedge, 0, secret, scalars[0]);
    hedge_nonce(&hedge, 1, secret, scalars[1]);
    hedge_nonce(&hedge, 0, other, scalars[2]);
    hedge_secret(&hedge, 0, bytes_of(secret, 32), scalars[3]);
    hedge_secret(&hedge, 0, bytes_of(secret, 31), scalars[4]);
    hedge_secret(&hedge, 1, bytes_of(secret, 32), scalars[5]);
    hedge = hedge_over(elements, 7, random);
    hedge_nonce(&hedge, 0, secret, scalars[6]);
    hedge = hedge_over(elements, 8, other);
    hedge_nonce(&hedge, 0, secret, scalars[7]);
    hedge_secret(&hedge, 0, bytes_of(secret, 32), scalars[8]);
    for (size_t i = 0; i < 9; i++) {
        assert_true(scalar_is_good(scalars[i]));
        for (size_t k = 0; k < i; k++)
            assert_memory_not_equal(scalars[i], scalars[k], 32);
    }
}

/* A machine that draws the same random bytes for another statement gives no secret away: with one nonce for
 * both, (s − s′)/(e − e′) would be the secret. */
static void the_same_random_bytes_do_not_repeat_a_nonce(void **state)
{
    uint8_t secret[32], point[32], random[32], proofs[2][64], commitments[2][32], challenged[32];
    (void)state;
    scalar_of_number(secret, 77);
    point_times(point, secret, NULL);
    ballots_random(1, random);
    for (uint64_t k = 0; k < 2; k++) {
        const struct element elements[] = {element_word("bulletin test 1"), element_number(k)};
        const struct relation relation = {.point = point};
        const struct claim claim = {elements, 2, &relation, 1, 1};
        claim_prove(&claim, secret, random, proofs[k]);
        assert_true(claim_holds(&claim, proofs[k]));
        point_times(commitments[k], proofs[k] + 32, NULL);
        point_times(challenged, proofs[k], point);
        point_minus(commitments[k], commitments[k], challenged);
    }
    assert_memory_not_equal(commitments[0], commitments[1], 32);
}

/* Whoever makes the commitment the identity has chosen s = e·x: that is refused. */
static void a_commitment_that_is_the_identity_is_refused(void **state)
{
    uint8_t secret[32], point[32], zero[32] = {0}, proof[64];
    (void)state;
    scalar_of_number(secret, 77);
    point_times(point, secret, NULL);
    const struct element elements[] = {element_word("bulletin test 1")};
    const struct relation relation = {.point = point};
    const struct claim claim = {elements, 1, &relation, 1, 1};
    elements_challenge(elements, 1, bytes_of(zero, 32), proof); /* over w·G with w = 0 */
    scalar_plus_product(proof + 32, zero, proof, secret);
    assert_false(claim_holds(&claim, proof));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_over_the_array_in_shortest_form),
        cmocka_unit_test(commitments_are_one_bin_at_the_end),
        cmocka_unit_test(secret_scalars_differ_wherever_anything_does),
        cmocka_unit_test(the_same_random_bytes_do_not_repeat_a_nonce),
        cmocka_unit_test(a_commitment_that_is_the_identity_is_refused),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
