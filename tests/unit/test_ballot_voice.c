/* Voices: what each choice becomes, and what a client could try that keeps to no choice. How much work a
 * check costs, too, and how a voter looks into a voice. */
#include "protocol/ballot/voice_make.c" /* cheats are made with its own steps */

#include "tests/unit/support/ballots.h"
#include "tests/unit/support/testing.h"

static struct held_ceremony held;
static uint8_t author[32], replaces[32], random_bytes[32];
static struct ballot_place place;
static const struct questionnaire asked = {.questions = 3, .grades = {3, 2, 4}};
enum { CIPHERTEXTS = 9 };

/* --- the work on the curve, counted where it is done --- */

static struct voice_work work;

int __real_crypto_scalarmult_ristretto255(unsigned char *q, const unsigned char *n, const unsigned char *p);
int __wrap_crypto_scalarmult_ristretto255(unsigned char *q, const unsigned char *n, const unsigned char *p);
int __wrap_crypto_scalarmult_ristretto255(unsigned char *q, const unsigned char *n, const unsigned char *p)
{
    work.products++;
    return __real_crypto_scalarmult_ristretto255(q, n, p);
}

int __real_crypto_scalarmult_ristretto255_base(unsigned char *q, const unsigned char *n);
int __wrap_crypto_scalarmult_ristretto255_base(unsigned char *q, const unsigned char *n);
int __wrap_crypto_scalarmult_ristretto255_base(unsigned char *q, const unsigned char *n)
{
    work.of_base++;
    return __real_crypto_scalarmult_ristretto255_base(q, n);
}

int __real_crypto_core_ristretto255_is_valid_point(const unsigned char *p);
int __wrap_crypto_core_ristretto255_is_valid_point(const unsigned char *p);
int __wrap_crypto_core_ristretto255_is_valid_point(const unsigned char *p)
{
    work.decoded++;
    return __real_crypto_core_ristretto255_is_valid_point(p);
}

int __real_crypto_core_ristretto255_add(unsigned char *r, const unsigned char *p, const unsigned char *q);
int __wrap_crypto_core_ristretto255_add(unsigned char *r, const unsigned char *p, const unsigned char *q);
int __wrap_crypto_core_ristretto255_add(unsigned char *r, const unsigned char *p, const unsigned char *q)
{
    work.sums++;
    return __real_crypto_core_ristretto255_add(r, p, q);
}

int __real_crypto_core_ristretto255_sub(unsigned char *r, const unsigned char *p, const unsigned char *q);
int __wrap_crypto_core_ristretto255_sub(unsigned char *r, const unsigned char *p, const unsigned char *q);
int __wrap_crypto_core_ristretto255_sub(unsigned char *r, const unsigned char *p, const unsigned char *q)
{
    work.sums++;
    return __real_crypto_core_ristretto255_sub(r, p, q);
}

static enum ballot_fault check_counted(const struct questionnaire *of, struct bytes voice)
{
    work = (struct voice_work){0};
    return voice_check(&place, of, voice);
}

static void assert_work(struct voice_work most, bool all)
{
    assert_in_range(work.decoded, all ? most.decoded : 0, most.decoded);
    assert_in_range(work.of_base, all ? most.of_base : 0, most.of_base);
    assert_in_range(work.products, all ? most.products : 0, most.products);
    assert_in_range(work.sums, all ? most.sums : 0, most.sums);
}

/* --- --- */

static struct bytes make(const struct questionnaire *of, const uint8_t *choices, uint8_t room[VOICE_BYTES])
{
    struct buffer out = buffer_over(room, VOICE_BYTES);
    voice_make(&place, of, choices, random_bytes, &out);
    assert_false(out.overflowed);
    return buffer_bytes(&out);
}

static void every_choice_is_good_and_can_be_opened_by_its_voter(void **state)
{
    uint8_t room[VOICE_BYTES], secrets[CIPHERTEXTS * 32], found[BALLOT_QUESTIONS];
    (void)state;
    for (uint8_t all = 0; all < 24; all++) {
        const uint8_t choices[3] = {all % 3, all / 3 % 2, all / 6};
        struct bytes voice = make(&asked, choices, room);
        assert_int_equal(voice.size, voice_bytes(&asked));
        assert_int_equal(voice_check(&place, &asked, voice), BALLOT_GOOD);
        voice_secrets(&place, &asked, choices, random_bytes, secrets);
        assert_int_equal(voice_open(&place, &asked, voice, bytes_of(secrets, sizeof secrets), found),
                         BALLOT_GOOD);
        assert_memory_equal(found, choices, sizeof choices);
    }
}

static void forms_of_all_sizes_have_voices(void **state)
{
    const struct questionnaire forms[] = {
        {.questions = 1, .grades = {2}},
        {.questions = 1, .grades = {64}},
        {.questions = 5, .grades = {6, 6, 6, 6, 6}},
        {.questions = 2, .grades = {62, 2}},
    };
    struct questionnaire most = {.questions = BALLOT_QUESTIONS};
    uint8_t room[VOICE_BYTES], choices[BALLOT_QUESTIONS] = {1, 1, 1};
    (void)state;
    memset(most.grades, BALLOT_GRADES_LEAST, sizeof most.grades);
    assert_int_equal(voice_bytes(&most), VOICE_BYTES);
    assert_int_equal(voice_bytes(&forms[2]), 160 * 30 + 32 * 5 + 32);
    for (size_t i = 0; i <= sizeof forms / sizeof forms[0]; i++) {
        const struct questionnaire *form = i < sizeof forms / sizeof forms[0] ? &forms[i] : &most;
        struct bytes voice = make(form, choices, room);
        assert_int_equal(check_counted(form, voice), BALLOT_GOOD);
        assert_work(voice_work(form), true);
        assert_int_equal(voice_check(&place, &asked, voice), BALLOT_LENGTH);
    }
}

/* What a flood costs: nothing on the curve before lengths and scalars are right; never more than is said. */
static void a_voice_that_fails_early_costs_nothing_on_the_curve(void **state)
{
    const struct voice_work none = {0};
    uint8_t room[VOICE_BYTES];
    (void)state;
    struct bytes voice = make(&asked, (const uint8_t[]){0, 0, 0}, room);
    assert_int_equal(check_counted(&asked, bytes_of(voice.at, voice.size - 1)), BALLOT_LENGTH);
    assert_work(none, true);
    memset(room + voice.size - 32, 0xff, 32);
    assert_int_equal(check_counted(&asked, voice), BALLOT_SCALAR);
    assert_work(none, true);
    voice = make(&asked, (const uint8_t[]){0, 0, 0}, room);
    memset(room, 0xff, 32);
    assert_int_equal(check_counted(&asked, voice), BALLOT_POINT);
    assert_work(none, true); /* the top bit is looked at first */
    for (size_t at = 0; at < voice.size; at += 32) {
        voice = make(&asked, (const uint8_t[]){0, 0, 0}, room);
        room[at] ^= 2;
        assert_int_not_equal(check_counted(&asked, voice), BALLOT_GOOD);
        assert_work(voice_work(&asked), false);
    }
}

/* --- what keeps to no choice --- */

/* A voice with any bits, up to its challenge, each to be proved; and with `added` on top of the point of
 * ciphertext 0. */
static void begin_cheat(struct making *making, const uint8_t bits[CIPHERTEXTS], const uint8_t *added,
                        uint8_t room[VOICE_BYTES])
{
    struct element elements[VOICE_STATEMENT_ELEMENTS];
    *making = (struct making){.place = &place, .asked = &asked, .layout = voice_layout(&asked)};
    voice_secrets(&place, &asked, (const uint8_t[]){0, 0, 0}, random_bytes, making->r[0]);
    spread_choices(making, (const uint8_t[]){0, 0, 0});
    memcpy(making->bits, bits, CIPHERTEXTS);
    encrypt(making, room);
    if (added != NULL)
        point_plus(room + 32, room + 32, added);
    voice_statement(&place, bytes_of(room, making->layout.challenge_at), elements);
    making->hedge = hedge_over(elements, VOICE_STATEMENT_ELEMENTS, random_bytes);
    commit(making, room);
}

static struct bytes end_cheat(struct making *making, uint8_t room[VOICE_BYTES])
{
    struct element elements[VOICE_STATEMENT_ELEMENTS];
    const size_t count = 4 * making->layout.ciphertexts + 2 * asked.questions;
    voice_statement(&place, bytes_of(room, making->layout.challenge_at), elements);
    elements_challenge(elements, VOICE_STATEMENT_ELEMENTS, bytes_of(making->commitments, count * 32),
                       room + making->layout.challenge_at);
    respond(making, room);
    return bytes_of(room, making->layout.bytes);
}

static struct bytes cheat(const uint8_t bits[CIPHERTEXTS], const uint8_t *added, uint8_t room[VOICE_BYTES])
{
    struct making making;
    begin_cheat(&making, bits, added, room);
    return end_cheat(&making, room);
}

/* A nonce of zero gives the commitment that says nothing, and the response that says the secret. */
static void a_commitment_that_is_the_identity_is_refused(void **state)
{
    static const uint8_t bits[CIPHERTEXTS] = {1, 0, 0, 1, 0, 1, 0, 0, 0};
    uint8_t room[VOICE_BYTES];
    struct making making;
    (void)state;
    for (size_t k = 0; k < CIPHERTEXTS; k++) {
        begin_cheat(&making, bits, NULL, room);
        memset(making.nonces[k], 0, 32);
        memset(&making.commitments[4 * k + 2 * bits[k]], 0, 64);
        assert_int_equal(voice_check(&place, &asked, end_cheat(&making, room)), BALLOT_PROOF);
    }
    for (size_t q = 0; q < asked.questions; q++) {
        begin_cheat(&making, bits, NULL, room);
        memset(making.question_nonces[q], 0, 32);
        memset(&making.commitments[4 * CIPHERTEXTS + 2 * q], 0, 64);
        assert_int_equal(voice_check(&place, &asked, end_cheat(&making, room)), BALLOT_PROOF);
    }
}

static void nothing_but_one_grade_a_question_can_be_proved(void **state)
{
    const struct {
        uint8_t bits[CIPHERTEXTS];
        const char *what;
    } cheats[] = {
        {{1, 1, 0, 1, 0, 1, 0, 0, 0}, "two grades"},
        {{0, 0, 0, 1, 0, 1, 0, 0, 0}, "no grade"},
        {{1, 1, 1, 1, 0, 1, 0, 0, 0}, "all grades"},
        {{1, 0, 0, 1, 0, 1, 0, 0, 1}, "two grades of the last question"},
        {{1, 1, 0, 0, 0, 1, 0, 0, 0}, "two of one question and none of the next"},
    };
    uint8_t room[VOICE_BYTES], minus_two[32], zero[32] = {0};
    (void)state;
    assert_int_equal(
        voice_check(&place, &asked, cheat((const uint8_t[]){1, 0, 0, 1, 0, 0, 1, 0, 0}, NULL, room)),
        BALLOT_GOOD); /* the cheat's own means are right */
    for (size_t i = 0; i < sizeof cheats / sizeof cheats[0]; i++) {
        if (voice_check(&place, &asked, cheat(cheats[i].bits, NULL, room)) != BALLOT_PROOF)
            fail_msg("%s are taken", cheats[i].what);
    }
    /* 2·G; and −1, with two grades beside it so that the sum of the question is 1 */
    assert_int_equal(
        voice_check(&place, &asked, cheat((const uint8_t[]){1, 0, 0, 1, 0, 1, 0, 0, 0}, point_base, room)),
        BALLOT_PROOF);
    point_plus(minus_two, point_base, point_base);
    point_minus(minus_two, zero, minus_two);
    assert_int_equal(
        voice_check(&place, &asked, cheat((const uint8_t[]){1, 1, 1, 1, 0, 1, 0, 0, 0}, minus_two, room)),
        BALLOT_PROOF); /* −1 + 1 + 1: the sum is right */
}

static void what_would_show_the_grade_is_refused(void **state)
{
    uint8_t room[VOICE_BYTES], zero[32] = {0}, sum[32];
    (void)state;
    struct bytes voice = make(&asked, (const uint8_t[]){0, 0, 0}, room);
    memcpy(room + 32, point_base, 32); /* S = G */
    assert_int_equal(voice_check(&place, &asked, voice), BALLOT_IDENTITY);

    make(&asked, (const uint8_t[]){0, 0, 0}, room);
    point_plus(sum, room, room + 64);
    point_minus(room + 128, zero, sum); /* R′ of the first question is the identity */
    assert_int_equal(voice_check(&place, &asked, voice), BALLOT_IDENTITY);

    make(&asked, (const uint8_t[]){0, 0, 0}, room);
    point_plus(sum, room + 32, room + 96);
    point_minus(room + 160, point_base, sum); /* S′ */
    assert_int_equal(voice_check(&place, &asked, voice), BALLOT_IDENTITY);
}

/* Whole ciphertexts with their proofs, from elsewhere in the same voice or from another. */
static void parts_of_other_voices_do_not_fit(void **state)
{
    uint8_t room[VOICE_BYTES], other[VOICE_BYTES];
    struct voice_layout layout = voice_layout(&asked);
    (void)state;
    struct bytes voice = make(&asked, (const uint8_t[]){0, 1, 2}, room);
    for (size_t k = 1; k < CIPHERTEXTS; k++) {
        make(&asked, (const uint8_t[]){0, 1, 2}, room);
        memcpy(room, room + k * 64, 64);
        memcpy(room + layout.branches_at, room + layout.branches_at + k * 96, 96);
        assert_int_equal(voice_check(&place, &asked, voice), BALLOT_PROOF);
    }
    make(&asked, (const uint8_t[]){0, 1, 3}, other);
    for (size_t at = 0; at < voice.size; at += 32) {
        make(&asked, (const uint8_t[]){0, 1, 2}, room);
        assert_memory_not_equal(room + at, other + at, 32); /* nothing of them is alike */
        memcpy(room + at, other + at, 32);
        assert_int_equal(voice_check(&place, &asked, voice), BALLOT_PROOF);
    }
}

/* With the same grades otherwise divided among questions the bytes are as many, and the proofs others. */
static void a_voice_is_for_its_own_questions(void **state)
{
    const struct questionnaire mixed = {.questions = 3, .grades = {2, 3, 4}};
    uint8_t room[VOICE_BYTES];
    (void)state;
    struct bytes voice = make(&asked, (const uint8_t[]){0, 1, 2}, room);
    assert_int_equal(voice.size, voice_bytes(&mixed));
    assert_int_equal(voice_check(&place, &mixed, voice), BALLOT_PROOF);
}

static void a_voice_opens_with_its_own_secrets_alone(void **state)
{
    uint8_t room[VOICE_BYTES], secrets[CIPHERTEXTS * 32], found[BALLOT_QUESTIONS] = {9}, order[32] = {0};
    (void)state;
    struct bytes voice = make(&asked, (const uint8_t[]){2, 1, 3}, room),
                 all = bytes_of(secrets, sizeof secrets);
    for (size_t k = 0; k < CIPHERTEXTS; k++) {
        voice_secrets(&place, &asked, (const uint8_t[]){2, 1, 3}, random_bytes, secrets);
        secrets[32 * k] ^= 1;
        assert_int_equal(voice_open(&place, &asked, voice, all, found), BALLOT_PROOF);
    }
    voice_secrets(&place, &asked, (const uint8_t[]){2, 1, 2}, random_bytes, secrets); /* other choices */
    assert_int_equal(voice_open(&place, &asked, voice, all, found), BALLOT_PROOF);
    assert_int_equal(voice_open(&place, &asked, voice, bytes_of(secrets, 32), found), BALLOT_LENGTH);
    order[31] = 0xff;
    memcpy(secrets, order, 32);
    assert_int_equal(voice_open(&place, &asked, voice, all, found), BALLOT_SCALAR);

    make(&asked, (const uint8_t[]){2, 1, 3}, room); /* its R is another, though what is left looks right */
    voice_secrets(&place, &asked, (const uint8_t[]){2, 1, 3}, random_bytes, secrets);
    assert_int_equal(voice_open(&place, &asked, voice, all, found), BALLOT_GOOD);
    point_plus(room, room, point_base);
    assert_int_equal(voice_open(&place, &asked, voice, all, found), BALLOT_PROOF);

    cheat((const uint8_t[]){1, 1, 0, 1, 0, 1, 0, 0, 0}, NULL,
          room); /* a client that sets two grades is caught */
    voice_secrets(&place, &asked, (const uint8_t[]){0, 0, 0}, random_bytes, secrets);
    assert_int_equal(voice_open(&place, &asked, voice, all, found), BALLOT_PROOF);
}

static void a_print_is_of_one_voice_in_one_place(void **state)
{
    uint8_t room[VOICE_BYTES], prints[8][32];
    struct vote vote = held.vote;
    struct ballot_place elsewhere = place;
    (void)state;
    struct bytes voice = make(&asked, (const uint8_t[]){2, 1, 3}, room);
    voice_print(&place, voice, prints[0]);
    elsewhere.handle = bytes_of_text("li.na");
    voice_print(&elsewhere, voice, prints[1]);
    elsewhere = place;
    elsewhere.unit = bytes_of_text("brands/4");
    voice_print(&elsewhere, voice, prints[2]);
    elsewhere = place;
    elsewhere.author = replaces;
    voice_print(&elsewhere, voice, prints[3]);
    elsewhere = place;
    elsewhere.replaces = author;
    voice_print(&elsewhere, voice, prints[4]);
    elsewhere = place;
    elsewhere.vote = &vote;
    vote.opened = author;
    voice_print(&elsewhere, voice, prints[5]);
    vote = held.vote;
    vote.house = author;
    voice_print(&elsewhere, voice, prints[6]);
    room[0] ^= 1;
    voice_print(&place, voice, prints[7]);
    for (size_t i = 0; i < 8; i++) {
        for (size_t k = 0; k < i; k++)
            assert_memory_not_equal(prints[i], prints[k], 32);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_choice_is_good_and_can_be_opened_by_its_voter),
        cmocka_unit_test(forms_of_all_sizes_have_voices),
        cmocka_unit_test(a_voice_that_fails_early_costs_nothing_on_the_curve),
        cmocka_unit_test(nothing_but_one_grade_a_question_can_be_proved),
        cmocka_unit_test(a_commitment_that_is_the_identity_is_refused),
        cmocka_unit_test(what_would_show_the_grade_is_refused),
        cmocka_unit_test(parts_of_other_voices_do_not_fit),
        cmocka_unit_test(a_voice_is_for_its_own_questions),
        cmocka_unit_test(a_voice_opens_with_its_own_secrets_alone),
        cmocka_unit_test(a_print_is_of_one_voice_in_one_place),
    };
    if (sodium_init() < 0)
        return 1;
    ceremony_hold(&held, 3, 2, 0);
    ballots_random(1, author);
    ballots_random(4, random_bytes);
    place = (struct ballot_place){
        .vote = &held.vote,
        .unit = bytes_of_text("brands/3"),
        .handle = bytes_of_text("wang.fang"),
        .author = author,
        .replaces = replaces,
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
