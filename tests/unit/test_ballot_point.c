/* Points and scalars of ristretto255: the vectors of RFC 9496, what is refused, and the identity where it may
 * be. */
#include <jansson.h>
#include <sodium.h>

#include "protocol/ballot/point.h"
#include "tests/unit/support/testing.h"
#include "vectors/where.h"

static json_t *vectors;

static void from_hex(const char *hex, uint8_t at[32])
{
    size_t size;
    assert_non_null(hex);
    assert_int_equal(sodium_hex2bin(at, 32, hex, strlen(hex), NULL, &size, NULL), 0);
    assert_int_equal(size, 32);
}

static void multiples_of_the_generator_are_those_of_the_rfc(void **state)
{
    const json_t *multiples = json_object_get(vectors, "multiples");
    uint8_t sum[32] = {0}, told[32], number[32], product[32];
    (void)state;
    assert_int_equal(json_array_size(multiples), 16);
    for (size_t i = 0; i < 16; i++) {
        from_hex(json_string_value(json_array_get(multiples, i)), told);
        assert_memory_equal(sum, told, 32);
        scalar_of_number(number, i);
        point_times(product, number, NULL);
        assert_memory_equal(product, told, 32);
        point_times(product, number, point_base);
        assert_memory_equal(product, told, 32);
        assert_int_equal(point_is_good(told), i > 0);
        point_plus(sum, sum, point_base);
    }
    from_hex(json_string_value(json_array_get(multiples, 1)), told);
    assert_memory_equal(point_base, told, 32);
}

static void invalid_encodings_of_the_rfc_are_refused(void **state)
{
    size_t g, i, seen = 0;
    const json_t *group, *encoding;
    (void)state;
    json_array_foreach(json_object_get(vectors, "invalid"), g, group)
    {
        json_array_foreach(json_object_get(group, "encodings"), i, encoding)
        {
            uint8_t point[32];
            from_hex(json_string_value(encoding), point);
            if (point_is_good(point))
                fail_msg("%s is taken", json_string_value(encoding));
            seen++;
        }
    }
    assert_int_equal(seen, 29);
}

/* libsodium 1.0.18 takes them all. */
static void a_top_bit_is_refused_on_every_point(void **state)
{
    uint8_t point[32] = {0}, number[32];
    (void)state;
    point[31] = 0x80;
    assert_false(point_is_good(point));
    assert_false(point_is_identity(point));
    for (size_t i = 1; i < 16; i++) {
        scalar_of_number(number, i);
        point_times(point, number, NULL);
        assert_true(point_is_good(point));
        point[31] |= 0x80;
        assert_false(point_is_good(point));
    }
}

static void scalars_are_below_the_order(void **state)
{
    uint8_t order[32], scalar[32];
    (void)state;
    from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", order);
    assert_false(scalar_is_good(order));
    memcpy(scalar, order, 32);
    scalar[0]--;
    assert_true(scalar_is_good(scalar));
    scalar[0] += 2;
    assert_false(scalar_is_good(scalar));
    memset(scalar, 0, 32);
    assert_true(scalar_is_good(scalar));
    scalar[31] = 0x80;
    assert_false(scalar_is_good(scalar));
    memset(scalar, 0xff, 32);
    assert_false(scalar_is_good(scalar));
    scalar[31] = 0x7f;
    assert_false(scalar_is_good(scalar));
}

static void the_identity_comes_out_where_it_must(void **state)
{
    uint8_t zero[32] = {0}, out[32], order_less_one[32];
    (void)state;
    point_times(out, zero, NULL);
    assert_true(point_is_identity(out));
    point_times(out, zero, point_base);
    assert_true(point_is_identity(out));
    scalar_of_number(out, 7);
    point_times(out, out, zero); /* 7·O */
    assert_true(point_is_identity(out));
    point_minus(out, point_base, point_base);
    assert_true(point_is_identity(out));
    point_plus(out, out, point_base);
    assert_memory_equal(out, point_base, 32);
    from_hex("ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", order_less_one);
    point_times(out, order_less_one, NULL);
    point_plus(out, out, point_base);
    assert_true(point_is_identity(out));
}

static void points_are_compared_to_their_last_bit(void **state)
{
    uint8_t other[32];
    (void)state;
    for (size_t bit = 0; bit < 256; bit++) {
        memcpy(other, point_base, 32);
        other[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(point_equals(other, point_base));
        memset(other, 0, 32);
        assert_true(point_is_identity(other));
        other[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(point_is_identity(other));
    }
    assert_true(point_equals(point_base, point_base));
}

static void results_may_lie_on_their_operands(void **state)
{
    uint8_t two[32], five[32], six[32], eleven[32], at[32], other[32];
    (void)state;
    scalar_of_number(two, 2);
    scalar_of_number(five, 5);
    scalar_of_number(six, 6);
    scalar_of_number(eleven, 11);
    memcpy(at, five, 32);
    scalar_plus_product(at, at, two, at); /* 5 + 2·5 */
    scalar_of_number(other, 15);
    assert_memory_equal(at, other, 32);
    memcpy(at, two, 32);
    scalar_plus_product(at, five, at, at); /* 5 + 2·2 */
    scalar_of_number(other, 9);
    assert_memory_equal(at, other, 32);
    point_times(other, eleven, NULL);
    memcpy(at, six, 32);
    point_times(at, at, NULL); /* onto the scalar */
    point_times(six, five, NULL);
    point_plus(at, at, six);
    assert_memory_equal(at, other, 32);
    point_minus(at, at, six);
    point_plus(at, six, at);
    assert_memory_equal(at, other, 32);
    point_times(at, two, at); /* onto the point */
    scalar_of_number(other, 22);
    point_times(other, other, NULL);
    assert_memory_equal(at, other, 32);
}

static void bounds_of_a_ballot_hold(void **state)
{
    size_t taken = 0;
    (void)state;
    for (size_t n = 0; n <= 12; n++) {
        for (size_t t = 0; t <= 12; t++) {
            const struct ceremony ceremony = {.trustees = n, .threshold = t};
            /* no two groups without a common member, and nobody who can prevent it alone */
            const bool may = n >= 3 && n <= 9 && 2 * t > n && t < n;
            assert_int_equal(ceremony_is_within_bounds(&ceremony), may);
            taken += may;
        }
    }
    assert_int_equal(taken, 1 + 1 + 2 + 2 + 3 + 3 + 4);
    const struct {
        struct questionnaire asked;
        bool may;
    } forms[] = {
        {{.questions = 0}, false},
        {{.questions = 1, .grades = {1}}, false},
        {{.questions = 1, .grades = {2}}, true},
        {{.questions = 1, .grades = {64}}, true},
        {{.questions = 1, .grades = {65}}, false},
        {{.questions = 2, .grades = {62, 2}}, true},
        {{.questions = 2, .grades = {62, 3}}, false},
        {{.questions = 2, .grades = {6, 0}}, false},
        {{.questions = 33, .grades = {2}}, false},
        {{.questions = SIZE_MAX, .grades = {2}}, false},
        {{.questions = 5, .grades = {255, 255, 255, 255, 255}}, false},
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        assert_int_equal(questionnaire_is_within_bounds(&forms[i].asked), forms[i].may);
    struct questionnaire most = {.questions = BALLOT_QUESTIONS};
    memset(most.grades, 2, sizeof most.grades);
    assert_true(questionnaire_is_within_bounds(&most));
    most.questions++; /* looked at before any grade */
    assert_false(questionnaire_is_within_bounds(&most));
}

static void each_fault_has_words_of_its_own(void **state)
{
    (void)state;
    for (enum ballot_fault a = BALLOT_GOOD; a < BALLOT_FAULT_COUNT; a++) {
        for (enum ballot_fault b = BALLOT_GOOD; b < a; b++) {
            assert_string_not_equal(ballot_fault_word(a), ballot_fault_word(b));
            assert_string_not_equal(ballot_fault_text(a), ballot_fault_text(b));
        }
    }
    assert_string_equal(ballot_fault_word(BALLOT_POINT), "point");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(multiples_of_the_generator_are_those_of_the_rfc),
        cmocka_unit_test(invalid_encodings_of_the_rfc_are_refused),
        cmocka_unit_test(a_top_bit_is_refused_on_every_point),
        cmocka_unit_test(scalars_are_below_the_order),
        cmocka_unit_test(the_identity_comes_out_where_it_must),
        cmocka_unit_test(points_are_compared_to_their_last_bit),
        cmocka_unit_test(results_may_lie_on_their_operands),
        cmocka_unit_test(bounds_of_a_ballot_hold),
        cmocka_unit_test(each_fault_has_words_of_its_own),
    };
    if (sodium_init() < 0)
        return 1;
    vectors = json_load_file(GROUP_VECTOR, 0, NULL);
    const int failed = vectors == NULL ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
    json_decref(vectors);
    return failed;
}
