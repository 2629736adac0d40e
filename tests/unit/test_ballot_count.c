/* Sums, parts and counts: the same result by every set of trustees, from nobody to everybody for a grade, and
 * what is not to be opened. */
#include <sodium.h>

#include "protocol/ballot/point.h"
#include "tests/unit/support/ballots.h"
#include "tests/unit/support/testing.h"

static struct held_ceremony held;
static const struct questionnaire asked = {.questions = 2, .grades = {3, 2}};
static const uint8_t author[32], replaces[32];
static struct ballot_place place;
enum { CIPHERTEXTS = 5, VOICES = 12 };

static struct bytes voice_of(unsigned voter, uint8_t first, uint8_t second, uint8_t room[VOICE_BYTES])
{
    uint8_t random[32];
    const uint8_t choices[] = {first, second};
    struct buffer out = buffer_over(room, VOICE_BYTES);
    ballots_random(1000 + voter, random);
    voice_make(&place, &asked, choices, random, &out);
    return buffer_bytes(&out);
}

/* Everybody gives the last grade of the second question, and the first two of the first in turn. */
static void sum_voices(struct sums *sums, unsigned voices)
{
    uint8_t room[VOICE_BYTES];
    sums_begin(sums, &asked);
    for (unsigned i = 0; i < voices; i++)
        assert_int_equal(sums_add(sums, voice_of(i, i % 2, 1, room)), BALLOT_GOOD);
    assert_int_equal(sums->voices, voices);
}

static struct bytes part_of(const struct sums *sums, size_t j, uint8_t room[PART_BYTES])
{
    uint8_t random[32];
    struct buffer out = buffer_over(room, PART_BYTES);
    ballots_random(2000 + (unsigned)j, random);
    part_make(&held.vote, place.unit, sums, j, held.keys.voice_parts[j - 1], held.secrets[j - 1].voice,
              random, &out);
    struct bytes part = buffer_bytes(&out);
    assert_int_equal(part.size, part_bytes(sums));
    assert_int_equal(part_check(&held.vote, place.unit, sums, j, held.keys.voice_parts[j - 1], part),
                     BALLOT_GOOD);
    return part;
}

/* All sets of `threshold` trustees, by the bits of a number. */
static void every_set_counts_the_same(size_t trustees, size_t threshold, unsigned voices,
                                      const uint64_t expected[5])
{
    static uint8_t rooms[BALLOT_TRUSTEES][PART_BYTES];
    struct sums sums;
    size_t sets = 0;
    ceremony_hold(&held, trustees, threshold, 0);
    sum_voices(&sums, voices);
    for (size_t j = 1; j <= trustees; j++)
        part_of(&sums, j, rooms[j - 1]);
    for (unsigned set = 0; set < 1u << trustees; set++) {
        struct opened_part parts[BALLOT_TRUSTEES];
        uint64_t counts[BALLOT_CIPHERTEXTS];
        size_t count = 0;
        for (size_t j = trustees; j >= 1; j--) { /* in an order of its own */
            if ((set >> (j - 1) & 1) != 0)
                parts[count++] = (struct opened_part){.j = j, .part = rooms[j - 1]};
        }
        if (count != threshold)
            continue;
        assert_int_equal(count_sums(&asked, &sums, parts, count, counts), BALLOT_GOOD);
        assert_memory_equal(counts, expected, CIPHERTEXTS * sizeof counts[0]);
        sets++;
    }
    assert_true(sets >= 3);
}

static void every_set_of_trustees_counts_the_same(void **state)
{
    (void)state;
    every_set_counts_the_same(3, 2, VOICES, (const uint64_t[]){6, 6, 0, 0, 12}); /* m = 0 and m = N */
    every_set_counts_the_same(3, 2, 1, (const uint64_t[]){1, 0, 0, 0, 1});
    every_set_counts_the_same(5, 3, 3, (const uint64_t[]){2, 1, 0, 0, 3});
    every_set_counts_the_same(5, 4, 2, (const uint64_t[]){1, 1, 0, 0, 2});
    every_set_counts_the_same(9, 8, 2, (const uint64_t[]){1, 1, 0, 0, 2});
}

static void fewer_than_the_threshold_count_nothing(void **state)
{
    uint8_t rooms[2][PART_BYTES];
    uint64_t counts[BALLOT_CIPHERTEXTS];
    struct opened_part parts[2];
    struct sums sums;
    (void)state;
    ceremony_hold(&held, 5, 3, 0);
    sum_voices(&sums, VOICES);
    for (size_t i = 0; i < 2; i++)
        parts[i] = (struct opened_part){.j = i + 1, .part = part_of(&sums, i + 1, rooms[i]).at};
    assert_int_equal(count_sums(&asked, &sums, parts, 2, counts), BALLOT_COUNT);
    assert_int_equal(count_sums(&asked, &sums, parts, 1, counts), BALLOT_COUNT);
}

static void a_part_that_lies_is_found_by_its_proof_and_by_the_count(void **state)
{
    uint8_t rooms[2][PART_BYTES];
    uint64_t counts[BALLOT_CIPHERTEXTS] = {77};
    struct opened_part parts[2];
    struct sums sums;
    (void)state;
    ceremony_hold(&held, 3, 2, 0);
    sum_voices(&sums, VOICES);
    for (size_t i = 0; i < 2; i++)
        parts[i] = (struct opened_part){.j = i + 1, .part = part_of(&sums, i + 1, rooms[i]).at};
    assert_int_equal(count_sums(&asked, &sums, parts, 2, counts), BALLOT_GOOD);
    counts[0] = 77;
    point_plus(rooms[1], rooms[1], point_base);
    assert_int_equal(part_check(&held.vote, place.unit, &sums, 2, held.keys.voice_parts[1],
                                bytes_of(rooms[1], part_bytes(&sums))),
                     BALLOT_PROOF);
    assert_int_equal(count_sums(&asked, &sums, parts, 2, counts), BALLOT_COUNT);
    assert_int_equal(counts[0], 77); /* untouched */
    part_of(&sums, 3, rooms[1]);     /* another's part under this number */
    assert_int_equal(count_sums(&asked, &sums, parts, 2, counts), BALLOT_COUNT);
    parts[1].j = 3;
    assert_int_equal(count_sums(&asked, &sums, parts, 2, counts), BALLOT_GOOD);
}

/* Each m may be there, and a question's still not be those of its voices. */
static void counts_of_a_question_add_up_to_the_voices(void **state)
{
    uint8_t rooms[2][PART_BYTES];
    uint64_t counts[BALLOT_CIPHERTEXTS];
    struct opened_part parts[2];
    struct sums sums;
    (void)state;
    ceremony_hold(&held, 3, 2, 0);
    sum_voices(&sums, VOICES);
    for (size_t i = 0; i < 2; i++)
        parts[i] = (struct opened_part){.j = i + 1, .part = part_of(&sums, i + 1, rooms[i]).at};
    point_plus(sums.points[0], sums.points[0], point_base); /* one voice more for the first grade */
    assert_int_equal(count_sums(&asked, &sums, parts, 2, counts), BALLOT_COUNT);
    point_minus(sums.points[1], sums.points[1],
                point_base); /* moved from the second: that a count cannot see */
    assert_int_equal(count_sums(&asked, &sums, parts, 2, counts), BALLOT_GOOD);
    assert_int_equal(part_check(&held.vote, place.unit, &sums, 1, held.keys.voice_parts[0],
                                bytes_of(rooms[0], part_bytes(&sums))),
                     BALLOT_PROOF); /* and the proof does */
    sums.voices--;
    assert_int_equal(count_sums(&asked, &sums, parts, 2, counts), BALLOT_COUNT);
}

/* The last voice with the others' points turned round. No prover can make it; it is put together by hand. */
static void a_sum_that_is_the_identity_voids_the_unit(void **state)
{
    uint8_t room[VOICE_BYTES], zero[32] = {0}, part[PART_BYTES] = {0};
    struct sums sums;
    (void)state;
    ceremony_hold(&held, 3, 2, 0);
    sum_voices(&sums, VOICES);
    part_of(&sums, 1, part);
    assert_int_equal(sums_check(&sums), BALLOT_GOOD);
    struct bytes voice = voice_of(50, 0, 0, room);
    point_minus(room + 4 * 64, zero, sums.bases[4]);
    assert_int_equal(sums_add(&sums, voice), BALLOT_GOOD);
    assert_int_equal(sums_check(&sums), BALLOT_IDENTITY);
    assert_int_equal(part_check(&held.vote, place.unit, &sums, 1, held.keys.voice_parts[0],
                                bytes_of(part, part_bytes(&sums))),
                     BALLOT_IDENTITY);
}

/* With r = -1/x the point of a voice for the grade is the identity, and the count is 1 as ever. */
static void a_sum_of_points_may_be_the_identity(void **state)
{
    uint8_t room[VOICE_BYTES], rooms[2][PART_BYTES], x[32], r[32], two[32];
    uint64_t counts[BALLOT_CIPHERTEXTS];
    struct opened_part parts[2];
    struct sums sums;
    (void)state;
    ceremony_hold(&held, 3, 2, 0);
    scalar_of_number(two, 2); /* trustees 1 and 2 together: x = 2·x_1 - x_2 */
    crypto_core_ristretto255_scalar_negate(x, held.secrets[1].voice);
    scalar_plus_product(x, x, two, held.secrets[0].voice);
    assert_int_equal(crypto_core_ristretto255_scalar_invert(r, x), 0);
    crypto_core_ristretto255_scalar_negate(r, r);
    sums_begin(&sums, &asked);
    assert_int_equal(sums_add(&sums, voice_of(1, 0, 1, room)), BALLOT_GOOD);
    point_times(sums.bases[0], r, NULL);
    point_times(sums.points[0], r, held.keys.voice_key);
    point_plus(sums.points[0], sums.points[0], point_base);
    assert_true(point_is_identity(sums.points[0]));
    assert_int_equal(sums_check(&sums), BALLOT_GOOD);
    for (size_t i = 0; i < 2; i++)
        parts[i] = (struct opened_part){.j = i + 1, .part = part_of(&sums, i + 1, rooms[i]).at};
    assert_int_equal(count_sums(&asked, &sums, parts, 2, counts), BALLOT_GOOD);
    assert_memory_equal(counts, ((const uint64_t[]){1, 0, 0, 0, 1}), CIPHERTEXTS * sizeof counts[0]);
}

static void sums_have_a_digest_of_their_own(void **state)
{
    uint8_t digests[8][32];
    struct sums sums, other;
    struct vote vote;
    (void)state;
    ceremony_hold(&held, 3, 2, 0);
    sum_voices(&sums, VOICES);
    sums_digest(&held.vote, place.unit, &sums, digests[0]);
    sums_digest(&held.vote, bytes_of_text("brands/4"), &sums, digests[1]);
    other = sums;
    other.voices++;
    sums_digest(&held.vote, place.unit, &other, digests[2]);
    other = sums;
    other.bases[4][0] ^= 1;
    sums_digest(&held.vote, place.unit, &other, digests[3]);
    other = sums;
    other.points[0][0] ^= 1;
    sums_digest(&held.vote, place.unit, &other, digests[4]);
    for (size_t i = 0; i < 3; i++) {
        vote = held.vote;
        const uint8_t **const heads[] = {&vote.house, &vote.opened, &vote.closed};
        *heads[i] = author;
        sums_digest(&vote, place.unit, &sums, digests[5 + i]);
    }
    for (size_t i = 0; i < 8; i++) {
        for (size_t k = 0; k < i; k++)
            assert_memory_not_equal(digests[i], digests[k], 32);
    }
}

static void there_is_a_bound_to_voices(void **state)
{
    uint8_t room[VOICE_BYTES];
    struct sums sums, before;
    (void)state;
    ceremony_hold(&held, 3, 2, 0);
    sum_voices(&sums, 1);
    sums.voices = BALLOT_VOICES;
    before = sums;
    assert_int_equal(sums_add(&sums, voice_of(1, 0, 0, room)), BALLOT_BOUNDS);
    assert_memory_equal(&sums, &before, sizeof sums);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_set_of_trustees_counts_the_same),
        cmocka_unit_test(fewer_than_the_threshold_count_nothing),
        cmocka_unit_test(a_part_that_lies_is_found_by_its_proof_and_by_the_count),
        cmocka_unit_test(counts_of_a_question_add_up_to_the_voices),
        cmocka_unit_test(a_sum_that_is_the_identity_voids_the_unit),
        cmocka_unit_test(a_sum_of_points_may_be_the_identity),
        cmocka_unit_test(sums_have_a_digest_of_their_own),
        cmocka_unit_test(there_is_a_bound_to_voices),
    };
    if (sodium_init() < 0)
        return 1;
    place = (struct ballot_place){
        .vote = &held.vote,
        .unit = bytes_of_text("brands/3"),
        .handle = bytes_of_text("wang.fang"),
        .author = author,
        .replaces = replaces,
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
