/* The ceremony of trustees: what n of them agree to, dealers who lie, complaints true and false. And those
 * who would choose the key by coming last. */
#include <sodium.h>

#include "protocol/ballot/claim.h"
#include "protocol/ballot/point.h"
#include "tests/unit/support/ballots.h"
#include "tests/unit/support/testing.h"

static struct held_ceremony held;

/* The box of trustee `j` in the deal of `i`, to be written to. */
static uint8_t *box_of(size_t i, size_t j)
{
    uint8_t *deal = held.deal_rooms[i - 1];
    return deal + (deal_box(&held.ceremony, held.deals[i - 1], j) - deal);
}

static void every_size_of_a_ceremony_agrees(void **state)
{
    static struct held_ceremony each;
    uint8_t point[32];
    (void)state;
    for (size_t n = 3; n <= 9; n++) {
        for (size_t t = n / 2 + 1; t < n; t += 2) {
            ceremony_hold(&each, n, t, 0);
            for (size_t j = 0; j < n; j++) {
                point_times(point, each.secrets[j].voice, NULL);
                assert_memory_equal(point, each.keys.voice_parts[j], 32);
                point_times(point, each.secrets[j].form, NULL);
                assert_memory_equal(point, each.keys.form_parts[j], 32);
            }
            assert_int_equal(deal_bytes(&each.ceremony), 128 * t + 32 + 112 * n);
        }
    }
}

static void voices_and_forms_have_keys_of_their_own(void **state)
{
    (void)state;
    ceremony_hold(&held, 3, 2, 0);
    assert_memory_not_equal(held.keys.voice_key, held.keys.form_key, 32);
    assert_memory_not_equal(held.secrets[0].voice, held.secrets[0].form, 32);
    assert_memory_not_equal(deal_box(&held.ceremony, held.deals[0], 1),
                            deal_box(&held.ceremony, held.deals[0], 2), 32);
}

/* One commitment more or less is another threshold, which only the length tells. */
static void a_deal_for_another_threshold_has_another_length(void **state)
{
    uint8_t random[32], room[DEAL_BYTES];
    struct ceremony other;
    (void)state;
    ceremony_hold(&held, 7, 5, 0);
    for (size_t t = 4; t <= 6; t++) {
        struct buffer out = buffer_over(room, sizeof room);
        other = held.ceremony;
        other.threshold = t;
        ballots_random(9, random);
        deal_make(&other, 1, random, &out);
        assert_int_equal(deal_check(&other, 1, buffer_bytes(&out)), BALLOT_GOOD);
        assert_int_equal(deal_check(&held.ceremony, 1, buffer_bytes(&out)),
                         t == 5 ? BALLOT_GOOD : BALLOT_LENGTH);
    }
}

/* A deal of trustee 3 of 3 whose coefficients are those of the caller, and whose commitments may be others:
 * what a dealer does that has read the rules and not our code. */
static struct bytes deal_by_hand(const uint8_t secrets[4][32], const uint8_t *first_commitment)
{
    uint8_t *deal = held.deal_rooms[2], random[32];
    struct relation relations[4];
    for (size_t k = 0; k < 4; k++) {
        point_times(deal + 32 * k, secrets[k], NULL);
        relations[k] = (struct relation){.point = deal + 32 * k, .secret = k};
    }
    if (first_commitment != NULL)
        memcpy(deal, first_commitment, 32);
    const struct element elements[] = {
        element_word("bulletin deal 1"),
        element_of_32(held.heads.house),
        element_of_32(held.heads.called),
        element_of_32(held.heads.keyed),
        element_number(3),
        element_bytes(bytes_of(deal, 64)),
        element_bytes(bytes_of(deal + 64, 64)),
    };
    const struct claim claim = {elements, 7, relations, 4, 4};
    ballots_random(5, random);
    claim_prove(&claim, secrets[0], random, deal + 128);
    return held.deals[2];
}

static void the_last_to_deal_cannot_choose_the_key(void **state)
{
    uint8_t secrets[4][32], rogue[32];
    struct agreed_keys keys;
    (void)state;
    ceremony_hold(&held, 3, 2, 0);
    for (size_t k = 0; k < 4; k++)
        scalar_of_number(secrets[k], 11 + k);
    assert_int_equal(deal_check(&held.ceremony, 3, deal_by_hand(secrets, NULL)), BALLOT_GOOD);
    /* the key is to be 11·G, whatever the others dealt */
    point_times(rogue, secrets[0], NULL);
    point_minus(rogue, rogue, deal_commitments(&held.ceremony, held.deals[0], DEAL_VOICES));
    point_minus(rogue, rogue, deal_commitments(&held.ceremony, held.deals[1], DEAL_VOICES));
    struct bytes deal = deal_by_hand(secrets, rogue);
    assert_int_equal(agreed_keys_of(&held.ceremony, held.deals, &keys), BALLOT_GOOD);
    point_times(rogue, secrets[0], NULL);
    assert_memory_equal(keys.voice_key, rogue, 32); /* it would have worked */
    assert_int_equal(deal_check(&held.ceremony, 3, deal), BALLOT_PROOF);
}

static void a_coefficient_that_is_zero_is_refused(void **state)
{
    uint8_t secrets[4][32];
    (void)state;
    ceremony_hold(&held, 3, 2, 0);
    for (size_t zero = 0; zero < 4; zero++) {
        for (size_t k = 0; k < 4; k++)
            scalar_of_number(secrets[k], k == zero ? 0 : 11 + k);
        assert_int_equal(deal_check(&held.ceremony, 3, deal_by_hand(secrets, NULL)), BALLOT_POINT);
    }
}

static void keys_that_would_be_the_identity_end_it(void **state)
{
    uint8_t was[32];
    struct agreed_keys keys;
    (void)state;
    ceremony_hold(&held, 3, 2, 0);
    for (enum deal_polynomial which = DEAL_VOICES; which <= DEAL_FORMS; which++) {
        uint8_t *first = held.deal_rooms[2] + (which == DEAL_FORMS ? 64 : 0);
        const uint8_t *parts = which == DEAL_FORMS ? held.keys.form_parts[1] : held.keys.voice_parts[1];
        const uint8_t *key = which == DEAL_FORMS ? held.keys.form_key : held.keys.voice_key;
        memcpy(was, first, 32);
        point_minus(first, first, key);
        assert_int_equal(agreed_keys_of(&held.ceremony, held.deals, &keys), BALLOT_IDENTITY);
        memcpy(first, was, 32);
        point_minus(first, first, parts); /* the second's part of it alone */
        assert_int_equal(agreed_keys_of(&held.ceremony, held.deals, &keys), BALLOT_IDENTITY);
        memcpy(first, was, 32);
        assert_int_equal(agreed_keys_of(&held.ceremony, held.deals, &keys), BALLOT_GOOD);
    }
}

/* --- lies of a dealer, each in the box of trustee 2 in the deal of trustee 3 --- */

enum { LIAR = 3, WRONGED = 2 };

static void seal_shares(const uint8_t shares[64])
{
    uint8_t u[32];
    scalar_of_number(u, 1234567);
    share_seal(&held.ceremony, LIAR, WRONGED, u, shares, box_of(LIAR, WRONGED));
}

static void open_shares(uint8_t shares[64])
{
    uint8_t w[32];
    point_times(w, held.transport_secrets[WRONGED - 1], box_of(LIAR, WRONGED));
    require_good(deal_open(&held.ceremony, LIAR, held.deals[LIAR - 1], WRONGED, w, shares));
}

static void lie_does_not_open(void)
{
    box_of(LIAR, WRONGED)[40] ^= 1;
}

static void lie_other_point(void)
{
    uint8_t *box = box_of(LIAR, WRONGED);
    point_plus(box, box, point_base);
}

static void lie_voice_share(void)
{
    uint8_t shares[64];
    open_shares(shares);
    shares[0] ^= 1;
    seal_shares(shares);
}

static void lie_form_share(void)
{
    uint8_t shares[64];
    open_shares(shares);
    shares[32] ^= 1;
    seal_shares(shares);
}

/* The right number, and the order more: it fits what was committed to, and is no scalar. */
static void lie_unreduced(void)
{
    static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,       0xd6,
                                      0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
    uint8_t shares[64];
    open_shares(shares);
    sodium_add(shares + 32, order, 32);
    seal_shares(shares);
}

static void lie_share_of_another(void)
{
    memcpy(box_of(LIAR, WRONGED), box_of(LIAR, 1), SHARE_BOX_BYTES);
}

static const struct {
    void (*lie)(void);
    enum ballot_fault fault;
} lies[] = {
    {lie_does_not_open, BALLOT_BOX}, {lie_other_point, BALLOT_BOX}, {lie_voice_share, BALLOT_SHARE},
    {lie_form_share, BALLOT_SHARE},  {lie_unreduced, BALLOT_SHARE}, {lie_share_of_another, BALLOT_BOX},
};

static struct bytes complain(size_t i, size_t j, uint8_t complaint[COMPLAINT_BYTES])
{
    uint8_t random[32];
    ballots_random(6, random);
    complaint_make(&held.ceremony, i, held.deals[i - 1], j, held.transport_secrets[j - 1], random, complaint);
    return bytes_of(complaint, COMPLAINT_BYTES);
}

static void whoever_is_wronged_can_show_it(void **state)
{
    uint8_t room[COMPLAINT_BYTES];
    (void)state;
    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        struct agreed_secrets secrets = {.voice = {1}};
        size_t blamed = 0;
        ceremony_hold(&held, 3, 2, 0);
        lies[i].lie();
        /* nobody else sees anything in the deal */
        assert_int_equal(deal_check(&held.ceremony, LIAR, held.deals[LIAR - 1]), BALLOT_GOOD);
        assert_int_equal(agreed_secrets_of(&held.ceremony, held.deals, WRONGED,
                                           held.transport_secrets[WRONGED - 1], &secrets, &blamed),
                         lies[i].fault);
        assert_int_equal(blamed, LIAR);
        assert_true(sodium_is_zero((const uint8_t *)&secrets, sizeof secrets));
        assert_int_equal(
            agreed_secrets_of(&held.ceremony, held.deals, 1, held.transport_secrets[0], &secrets, &blamed),
            BALLOT_GOOD);
        struct bytes complaint = complain(LIAR, WRONGED, room);
        uint8_t shares[SHARE_BYTES] = {1};
        assert_int_equal(deal_open(&held.ceremony, LIAR, held.deals[LIAR - 1], WRONGED, complaint.at, shares),
                         lies[i].fault);
        assert_true(sodium_is_zero(shares, sizeof shares)); /* nothing of a lie is used */
        assert_int_equal(complaint_check(&held.ceremony, LIAR, held.deals[LIAR - 1], WRONGED, complaint),
                         BALLOT_GOOD);
        assert_true(complaint_is_true(&held.ceremony, LIAR, held.deals[LIAR - 1], WRONGED, complaint));
    }
}

static void whoever_complains_of_nothing_is_found(void **state)
{
    uint8_t room[COMPLAINT_BYTES];
    (void)state;
    ceremony_hold(&held, 5, 3, 0);
    for (size_t i = 1; i <= 5; i++) {
        for (size_t j = 1; j <= 5; j++) {
            struct bytes complaint = complain(i, j, room);
            assert_int_equal(complaint_check(&held.ceremony, i, held.deals[i - 1], j, complaint),
                             BALLOT_GOOD);
            assert_false(complaint_is_true(&held.ceremony, i, held.deals[i - 1], j, complaint));
        }
    }
}

/* With a W that is not τ·U every box would fail to open, so nobody may choose one. */
static void a_complaint_shows_the_true_key_or_is_none(void **state)
{
    uint8_t room[COMPLAINT_BYTES], random[32];
    (void)state;
    ceremony_hold(&held, 3, 2, 0);
    struct bytes complaint = complain(1, 2, room);
    point_plus(room, room, point_base);
    assert_int_equal(complaint_check(&held.ceremony, 1, held.deals[0], 2, complaint), BALLOT_PROOF);
    ballots_random(6, random); /* another's secret */
    complaint_make(&held.ceremony, 1, held.deals[0], 2, held.transport_secrets[2], random, room);
    assert_int_equal(complaint_check(&held.ceremony, 1, held.deals[0], 2, complaint), BALLOT_PROOF);
    complain(1, 3, room); /* another's complaint */
    assert_int_equal(complaint_check(&held.ceremony, 1, held.deals[0], 2, complaint), BALLOT_PROOF);
}

/* Why a ceremony ends with a complaint: a dealer that copies the U of another makes the complaint open that
 * one. */
static void a_complaint_may_open_the_box_whose_point_was_copied(void **state)
{
    uint8_t room[COMPLAINT_BYTES], shares[64];
    (void)state;
    ceremony_hold(&held, 3, 2, 0);
    memcpy(box_of(LIAR, WRONGED), box_of(1, WRONGED), 32);
    struct bytes complaint = complain(LIAR, WRONGED, room);
    assert_true(complaint_is_true(&held.ceremony, LIAR, held.deals[LIAR - 1], WRONGED, complaint));
    assert_int_equal(deal_open(&held.ceremony, 1, held.deals[0], WRONGED, complaint.at, shares), BALLOT_GOOD);
}

static void nobody_accepts_without_the_secrets(void **state)
{
    uint8_t random[32], room[ACCEPTANCE_BYTES];
    struct agreed_secrets secrets;
    (void)state;
    ceremony_hold(&held, 3, 2, 0);
    ballots_random(7, random);
    for (size_t which = 0; which < 2; which++) {
        secrets = held.secrets[0];
        (which == 0 ? secrets.voice : secrets.form)[0] ^= 1;
        acceptance_make(&held.ceremony, 1, &held.keys, &secrets, random, room);
        assert_int_equal(acceptance_check(&held.ceremony, 1, &held.keys, bytes_of(room, sizeof room)),
                         BALLOT_PROOF);
    }
    acceptance_make(&held.ceremony, 1, &held.keys, &held.secrets[0], random, room);
    assert_int_equal(acceptance_check(&held.ceremony, 1, &held.keys, bytes_of(room, sizeof room)),
                     BALLOT_GOOD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_size_of_a_ceremony_agrees),
        cmocka_unit_test(voices_and_forms_have_keys_of_their_own),
        cmocka_unit_test(a_deal_for_another_threshold_has_another_length),
        cmocka_unit_test(the_last_to_deal_cannot_choose_the_key),
        cmocka_unit_test(a_coefficient_that_is_zero_is_refused),
        cmocka_unit_test(keys_that_would_be_the_identity_end_it),
        cmocka_unit_test(whoever_is_wronged_can_show_it),
        cmocka_unit_test(whoever_complains_of_nothing_is_found),
        cmocka_unit_test(a_complaint_shows_the_true_key_or_is_none),
        cmocka_unit_test(a_complaint_may_open_the_box_whose_point_was_copied),
        cmocka_unit_test(nobody_accepts_without_the_secrets),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
