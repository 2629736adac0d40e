/* Proofs put together by hand, from the statements as PROTOCOL.md writes them. Whoever has the secret and
 * keeps to the rules is taken; whoever has it and says another point is not. */
#include <sodium.h>

#include "protocol/ballot/claim.h"
#include "protocol/ballot/point.h"
#include "protocol/ballot/voice_inside.h"
#include "tests/unit/support/scenes.h"
#include "tests/unit/support/testing.h"

static struct scene scene;

enum { ROOM_BYTES = 2048, ELEMENTS = 10, RELATIONS = 6 };

/* What stands in `room` up to the proof, and what is said of it. */
struct forged {
    uint8_t room[ROOM_BYTES];
    size_t proof_at;
    struct element elements[ELEMENTS];
    size_t element_count;
    struct relation relations[RELATIONS];
    size_t relation_count, secret_count;
    uint8_t secrets[4][32];
};

static void say(struct forged *forged, struct element element)
{
    assert_true(forged->element_count < ELEMENTS);
    forged->elements[forged->element_count++] = element;
}

static void say_heads(struct forged *forged, const char *word, const uint8_t *first, const uint8_t *second)
{
    say(forged, element_word(word));
    say(forged, element_of_32(scene.held.heads.house));
    say(forged, element_of_32(first));
    if (second != NULL)
        say(forged, element_of_32(second));
}

static void relate(struct forged *forged, const uint8_t *base, const uint8_t *point, size_t secret)
{
    assert_true(forged->relation_count < RELATIONS);
    forged->relations[forged->relation_count++] =
        (struct relation){.base = base, .point = point, .secret = secret};
    if (secret >= forged->secret_count)
        forged->secret_count = secret + 1;
}

/* The object's own bytes, with the proof made anew. */
static enum ballot_fault prove(struct forged *forged, size_t object)
{
    const struct claim claim = {
        .elements = forged->elements,
        .element_count = forged->element_count,
        .relations = forged->relations,
        .relation_count = forged->relation_count,
        .secret_count = forged->secret_count,
    };
    uint8_t random[32];
    ballots_random(77, random);
    claim_prove(&claim, forged->secrets[0], random, forged->room + forged->proof_at);
    return scene_objects[object].check(&scene,
                                       bytes_of(forged->room, scene_objects[object].bytes(&scene).size));
}

/* The rows of scene_objects. */
enum { TRANSPORT = 0, ACCEPTANCE = 2, COMPLAINT, PART = 5, FORM, FORM_PART };

static struct forged begin(size_t object, size_t proof_at)
{
    struct forged forged = {.proof_at = proof_at};
    struct bytes bytes = scene_objects[object].bytes(&scene);
    memcpy(forged.room, bytes.at, bytes.size);
    return forged;
}

static void spoil(uint8_t *point, bool lies)
{
    if (lies)
        point_plus(point, point, point_base);
}

static enum ballot_fault transport(bool lies)
{
    struct forged forged = begin(TRANSPORT, 32);
    spoil(forged.room, lies);
    say_heads(&forged, "bulletin trustee 1", scene.held.heads.called, NULL);
    say(&forged, element_number(SCENE_TRUSTEE));
    say(&forged, element_of_32(forged.room));
    relate(&forged, NULL, forged.room, 0);
    memcpy(forged.secrets[0], scene.held.transport_secrets[SCENE_TRUSTEE - 1], 32);
    return prove(&forged, TRANSPORT);
}

static enum ballot_fault acceptance(size_t wrong_secret)
{
    struct forged forged = begin(ACCEPTANCE, 0);
    const struct agreed_keys *keys = &scene.held.keys;
    say_heads(&forged, "bulletin accept 1", scene.held.heads.called, scene.held.heads.dealt);
    say(&forged, element_number(SCENE_TRUSTEE));
    say(&forged, element_of_32(keys->voice_parts[SCENE_TRUSTEE - 1]));
    say(&forged, element_of_32(keys->form_parts[SCENE_TRUSTEE - 1]));
    relate(&forged, NULL, keys->voice_parts[SCENE_TRUSTEE - 1], 0);
    relate(&forged, NULL, keys->form_parts[SCENE_TRUSTEE - 1], 1);
    memcpy(forged.secrets[0], scene.held.secrets[SCENE_TRUSTEE - 1].voice, 32);
    memcpy(forged.secrets[1], scene.held.secrets[SCENE_TRUSTEE - 1].form, 32);
    if (wrong_secret < 2)
        forged.secrets[wrong_secret][0] ^= 1;
    return prove(&forged, ACCEPTANCE);
}

static enum ballot_fault complaint(bool lies)
{
    struct forged forged = begin(COMPLAINT, 32);
    const uint8_t *key = scene.held.transports[SCENE_TRUSTEE - 1];
    const uint8_t *box = deal_box(&scene.held.ceremony, scene.held.deals[SCENE_DEALER - 1], SCENE_TRUSTEE);
    spoil(forged.room, lies);
    say_heads(&forged, "bulletin complaint 1", scene.held.heads.called, scene.held.heads.dealt);
    say(&forged, element_number(SCENE_DEALER));
    say(&forged, element_number(SCENE_TRUSTEE));
    say(&forged, element_of_32(key));
    say(&forged, element_of_32(box));
    say(&forged, element_of_32(forged.room));
    relate(&forged, NULL, key, 0);
    relate(&forged, box, forged.room, 0);
    memcpy(forged.secrets[0], scene.held.transport_secrets[SCENE_TRUSTEE - 1], 32);
    return prove(&forged, COMPLAINT);
}

static enum ballot_fault part(size_t wrong)
{
    const size_t count = scene.sums.ciphertexts;
    struct forged forged = begin(PART, count * 32);
    for (size_t k = 0; k < count; k++)
        spoil(forged.room + 32 * k, wrong == k);
    say_heads(&forged, "bulletin part 1", scene.held.heads.opened, scene.held.heads.closed);
    say(&forged, element_name(bytes_of_text("brands/3")));
    say(&forged, element_number(SCENE_TRUSTEE));
    say(&forged, element_of_32(scene.voice_part));
    say(&forged, element_bytes(bytes_of(scene.sums.bases, count * 32)));
    say(&forged, element_bytes(bytes_of(scene.sums.points, count * 32)));
    say(&forged, element_bytes(bytes_of(forged.room, count * 32)));
    relate(&forged, NULL, scene.voice_part, 0);
    for (size_t k = 0; k < count; k++)
        relate(&forged, scene.sums.bases[k], forged.room + 32 * k, 0);
    memcpy(forged.secrets[0], scene.held.secrets[SCENE_TRUSTEE - 1].voice, 32);
    return prove(&forged, PART);
}

/* The secret of the scene's form, as its random bytes give it. */
static void form_secret(uint8_t r[32])
{
    uint8_t padded[SCENE_PADDED_BYTES] = {0, 9, '8', '5', ' ', 'o', 'f', ' ', '1', '0', '0'}, random[32];
    const struct element context[] = {
        element_word("bulletin form 1"),
        element_of_32(scene.held.heads.house),
        element_of_32(scene.held.heads.opened),
        element_of_32(scene.held.keys.form_key),
        element_name(bytes_of_text("brands/3")),
        element_name(bytes_of_text("wang.fang")),
        element_of_32(scene.author),
        element_of_32(scene.replaces),
    };
    ballots_random(SCENE_RANDOM_FORM, random);
    struct hedge hedge = hedge_over(context, 8, random);
    hedge_secret(&hedge, 0, bytes_of(padded, sizeof padded), r);
}

static enum ballot_fault form(bool lies)
{
    struct forged forged = begin(FORM, 32);
    spoil(forged.room, lies);
    say_heads(&forged, "bulletin form 1", scene.held.heads.opened, scene.held.keys.form_key);
    say(&forged, element_name(bytes_of_text("brands/3")));
    say(&forged, element_name(bytes_of_text("wang.fang")));
    say(&forged, element_of_32(scene.author));
    say(&forged, element_of_32(scene.replaces));
    say(&forged, element_of_32(forged.room));
    say(&forged, element_bytes(bytes_of(forged.room + 96, SCENE_PADDED_BYTES + 16)));
    relate(&forged, NULL, forged.room, 0);
    form_secret(forged.secrets[0]);
    return prove(&forged, FORM);
}

static enum ballot_fault form_part(bool lies)
{
    struct forged forged = begin(FORM_PART, 32);
    spoil(forged.room, lies);
    say_heads(&forged, "bulletin form part 1", scene.held.heads.opened, scene.held.heads.closed);
    say(&forged, element_name(bytes_of_text("brands/3")));
    say(&forged, element_number(SCENE_TRUSTEE));
    say(&forged, element_of_32(scene.form_part));
    say(&forged, element_of_32(scene.act));
    say(&forged, element_of_32(scene.form.at));
    say(&forged, element_of_32(forged.room));
    relate(&forged, NULL, scene.form_part, 0);
    relate(&forged, scene.form.at, forged.room, 0);
    memcpy(forged.secrets[0], scene.held.secrets[SCENE_TRUSTEE - 1].form, 32);
    return prove(&forged, FORM_PART);
}

static void what_the_page_says_is_taken(void **state)
{
    (void)state;
    assert_int_equal(transport(false), BALLOT_GOOD);
    assert_int_equal(acceptance(2), BALLOT_GOOD);
    assert_int_equal(complaint(false), BALLOT_GOOD);
    assert_int_equal(part(99), BALLOT_GOOD);
    assert_int_equal(form(false), BALLOT_GOOD);
    assert_int_equal(form_part(false), BALLOT_GOOD);
}

static void whoever_has_the_secret_can_say_no_other_point(void **state)
{
    (void)state;
    assert_int_equal(transport(true), BALLOT_PROOF);
    assert_int_equal(acceptance(0), BALLOT_PROOF);
    assert_int_equal(acceptance(1), BALLOT_PROOF);
    assert_int_equal(complaint(true), BALLOT_PROOF);
    for (size_t k = 0; k < scene.sums.ciphertexts; k++)
        assert_int_equal(part(k), BALLOT_PROOF);
    assert_int_equal(form(true), BALLOT_PROOF);
    assert_int_equal(form_part(true), BALLOT_PROOF);
}

/* The challenge of a voice, over the statement as the page writes it and commitments computed again. */
static void the_challenge_of_a_voice_is_over_what_the_page_says(void **state)
{
    const struct bytes voice = scene.voices[0];
    const struct voice_layout layout = voice_layout(&scene.asked);
    const struct element elements[] = {
        element_word("bulletin voice 1"),
        element_of_32(scene.held.heads.house),
        element_of_32(scene.held.heads.opened),
        element_of_32(scene.held.keys.voice_key),
        element_name(bytes_of_text("brands/3")),
        element_name(bytes_of_text("wang.fang")),
        element_of_32(scene.author),
        element_of_32(scene.replaces),
        element_bytes(bytes_of(voice.at, 5 * 64)),
    };
    const uint8_t *e = voice.at + layout.challenge_at;
    uint8_t commitments[24][32], c1[32], less[32], base[32], e_again[32];
    (void)state;
    for (size_t k = 0; k < 5; k++) {
        const uint8_t *r_point = voice.at + 64 * k, *s_point = r_point + 32;
        const uint8_t *c0 = voice.at + layout.branches_at + 96 * k;
        point_minus(less, s_point, point_base);
        crypto_core_ristretto255_scalar_sub(c1, e, c0);
        voice_commit(&scene.held.vote, c0 + 32, c0, r_point, s_point, &commitments[4 * k]);
        voice_commit(&scene.held.vote, c0 + 64, c1, r_point, less, &commitments[4 * k + 2]);
    }
    voice_sum_question(voice.at, 3, base, less);
    voice_commit(&scene.held.vote, voice.at + layout.questions_at, e, base, less, &commitments[20]);
    voice_sum_question(voice.at + 3 * 64, 2, base, less);
    voice_commit(&scene.held.vote, voice.at + layout.questions_at + 32, e, base, less, &commitments[22]);
    elements_challenge(elements, 9, bytes_of(commitments, sizeof commitments), e_again);
    assert_memory_equal(e_again, e, 32);
}

/* Fiat and Shamir without the point in the statement: commitment, challenge and response are chosen first,
 * and then the point for which they fit. A check that leaves the point out of its hash takes it. */
static void a_point_chosen_after_its_proof_is_refused(void **state)
{
    struct forged forged = begin(TRANSPORT, 32);
    uint8_t w[32], commitment[32], inverse[32], *e = forged.room + 32, *s = forged.room + 64;
    (void)state;
    scalar_of_number(w, 99);
    scalar_of_number(s, 12345);
    point_times(commitment, w, NULL);
    say_heads(&forged, "bulletin trustee 1", scene.held.heads.called, NULL);
    say(&forged, element_number(SCENE_TRUSTEE));
    elements_challenge(forged.elements, forged.element_count, bytes_of(commitment, 32), e);
    point_times(forged.room, s, NULL);
    point_minus(forged.room, forged.room, commitment);
    assert_int_equal(crypto_core_ristretto255_scalar_invert(inverse, e), 0);
    point_times(forged.room, inverse, forged.room); /* s·G − e·T is the commitment */
    assert_int_equal(
        transport_check(&scene.held.ceremony, SCENE_TRUSTEE, bytes_of(forged.room, TRANSPORT_BYTES)),
        BALLOT_PROOF);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_page_says_is_taken),
        cmocka_unit_test(whoever_has_the_secret_can_say_no_other_point),
        cmocka_unit_test(the_challenge_of_a_voice_is_over_what_the_page_says),
        cmocka_unit_test(a_point_chosen_after_its_proof_is_refused),
    };
    if (sodium_init() < 0)
        return 1;
    scene_set(&scene);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
