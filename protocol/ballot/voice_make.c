/* Encrypts choices and proves that they are some; and opens a voice to whoever wants to see that its client
 * did so. It judges no stranger's voice. See voice.h.
 *
 * Of a ciphertext that holds v, the branch v is proved and the other is made up: its c and s are drawn, and
 * the commitments follow from them. Which of the two it was shows nowhere. */
#include <assert.h>
#include <sodium.h>

#include "protocol/ballot/point.h"
#include "protocol/ballot/voice.h"
#include "protocol/ballot/voice_inside.h"

/* All that is secret, in one place to be wiped. */
struct making {
    const struct ballot_place *place;
    const struct questionnaire *asked;
    struct voice_layout layout;
    struct hedge hedge;
    uint8_t bits[BALLOT_CIPHERTEXTS]; /* v */
    uint8_t r[BALLOT_CIPHERTEXTS][BALLOT_SCALAR_BYTES];
    uint8_t nonces[BALLOT_CIPHERTEXTS][BALLOT_SCALAR_BYTES];
    uint8_t other_c[BALLOT_CIPHERTEXTS][BALLOT_SCALAR_BYTES],
        other_s[BALLOT_CIPHERTEXTS][BALLOT_SCALAR_BYTES];
    uint8_t question_r[BALLOT_QUESTIONS][BALLOT_SCALAR_BYTES];
    uint8_t question_nonces[BALLOT_QUESTIONS][BALLOT_SCALAR_BYTES];
    uint8_t commitments[VOICE_COMMITMENTS][BALLOT_POINT_BYTES];
};

void voice_secrets(const struct ballot_place *place, const struct questionnaire *asked,
                   const uint8_t *choices, const uint8_t random[BALLOT_RANDOM_BYTES], uint8_t *secrets)
{
    struct element elements[VOICE_STATEMENT_ELEMENTS];
    voice_statement(place, (struct bytes){0}, elements);
    struct hedge hedge = hedge_over(elements, VOICE_CONTEXT_ELEMENTS, random);
    const size_t ciphertexts = questionnaire_ciphertexts(asked);
    for (size_t k = 0; k < ciphertexts; k++)
        hedge_secret(&hedge, k, bytes_of(choices, asked->questions), secrets + k * BALLOT_SCALAR_BYTES);
}

static void spread_choices(struct making *making, const uint8_t *choices)
{
    size_t k = 0;
    for (size_t q = 0; q < making->asked->questions; q++) {
        assert(choices[q] < making->asked->grades[q]);
        for (size_t grade = 0; grade < making->asked->grades[q]; grade++, k++) {
            making->bits[k] = choices[q] == grade;
            crypto_core_ristretto255_scalar_add(making->question_r[q], making->question_r[q], making->r[k]);
        }
    }
}

/* R = r·G, S = r·Y + v·G; adding the identity takes as long as adding the generator. */
static void encrypt(const struct making *making, uint8_t *voice)
{
    static const uint8_t identity[BALLOT_POINT_BYTES];
    const uint8_t *const added[] = {identity, point_base};
    for (size_t k = 0; k < making->layout.ciphertexts; k++) {
        uint8_t *base = voice + k * VOICE_CIPHERTEXT_BYTES, *point = base + BALLOT_POINT_BYTES;
        point_times(base, making->r[k], NULL);
        point_times(point, making->r[k], making->place->vote->voice_key);
        point_plus(point, point, added[making->bits[k]]);
    }
}

static void commit_ciphertext(struct making *making, size_t k, const uint8_t *voice)
{
    const uint8_t *base = voice + k * VOICE_CIPHERTEXT_BYTES, *point = base + BALLOT_POINT_BYTES;
    const size_t proved = making->bits[k];
    uint8_t less[BALLOT_POINT_BYTES];
    point_minus(less, point, point_base);
    const uint8_t *const branches[] = {point, less};
    uint8_t(*commitments)[BALLOT_POINT_BYTES] = &making->commitments[4 * k];

    hedge_nonce(&making->hedge, 3 * k, making->r[k], making->nonces[k]);
    hedge_nonce(&making->hedge, 3 * k + 1, making->r[k], making->other_c[k]);
    hedge_nonce(&making->hedge, 3 * k + 2, making->r[k], making->other_s[k]);
    point_times(commitments[2 * proved], making->nonces[k], NULL);
    point_times(commitments[2 * proved + 1], making->nonces[k], making->place->vote->voice_key);
    voice_commit(making->place->vote, making->other_s[k], making->other_c[k], base, branches[1 - proved],
                 &commitments[2 * (1 - proved)]);
}

static void commit(struct making *making, const uint8_t *voice)
{
    const size_t ciphertexts = making->layout.ciphertexts;
    for (size_t k = 0; k < ciphertexts; k++)
        commit_ciphertext(making, k, voice);
    for (size_t q = 0; q < making->asked->questions; q++) {
        hedge_nonce(&making->hedge, 3 * ciphertexts + q, making->question_r[q], making->question_nonces[q]);
        point_times(making->commitments[4 * ciphertexts + 2 * q], making->question_nonces[q], NULL);
        point_times(making->commitments[4 * ciphertexts + 2 * q + 1], making->question_nonces[q],
                    making->place->vote->voice_key);
    }
}

static void respond(const struct making *making, uint8_t *voice)
{
    const uint8_t *challenge = voice + making->layout.challenge_at;
    uint8_t c[2][BALLOT_SCALAR_BYTES], s[2][BALLOT_SCALAR_BYTES];
    for (size_t k = 0; k < making->layout.ciphertexts; k++) {
        const size_t proved = making->bits[k];
        memcpy(c[1 - proved], making->other_c[k], BALLOT_SCALAR_BYTES);
        memcpy(s[1 - proved], making->other_s[k], BALLOT_SCALAR_BYTES);
        crypto_core_ristretto255_scalar_sub(c[proved], challenge, making->other_c[k]);
        scalar_plus_product(s[proved], making->nonces[k], c[proved], making->r[k]);
        uint8_t *branches = voice + making->layout.branches_at + k * 3 * BALLOT_SCALAR_BYTES;
        memcpy(branches, c[0], BALLOT_SCALAR_BYTES);
        memcpy(branches + BALLOT_SCALAR_BYTES, s, sizeof s);
    }
    for (size_t q = 0; q < making->asked->questions; q++)
        scalar_plus_product(voice + making->layout.questions_at + q * BALLOT_SCALAR_BYTES,
                            making->question_nonces[q], challenge, making->question_r[q]);
}

void voice_make(const struct ballot_place *place, const struct questionnaire *asked, const uint8_t *choices,
                const uint8_t random[BALLOT_RANDOM_BYTES], struct buffer *out)
{
    uint8_t voice[VOICE_BYTES];
    struct element elements[VOICE_STATEMENT_ELEMENTS];
    struct making making = {.place = place, .asked = asked, .layout = voice_layout(asked)};
    voice_secrets(place, asked, choices, random, making.r[0]);
    spread_choices(&making, choices);
    encrypt(&making, voice);
    voice_statement(place, bytes_of(voice, making.layout.challenge_at), elements);
    making.hedge = hedge_over(elements, VOICE_STATEMENT_ELEMENTS, random);
    commit(&making, voice);
    const size_t count = 4 * making.layout.ciphertexts + 2 * asked->questions;
    elements_challenge(elements, VOICE_STATEMENT_ELEMENTS,
                       bytes_of(making.commitments, count * BALLOT_POINT_BYTES),
                       voice + making.layout.challenge_at);
    respond(&making, voice);
    buffer_add(out, voice, making.layout.bytes);
    sodium_memzero(&making, sizeof making);
}

/* Which of the grades holds 1, or `grades`: it is not exactly one, or the secrets are another voice's. */
static size_t find_grade(const struct vote *vote, const uint8_t *ciphertexts, const uint8_t *secrets,
                         size_t grades)
{
    size_t found = grades;
    for (size_t k = 0; k < grades; k++) {
        const uint8_t *r = secrets + k * BALLOT_SCALAR_BYTES,
                      *base = ciphertexts + k * VOICE_CIPHERTEXT_BYTES;
        uint8_t opened[BALLOT_POINT_BYTES];
        point_times(opened, r, NULL);
        if (!point_equals(opened, base))
            return grades;
        point_times(opened, r, vote->voice_key);
        point_minus(opened, base + BALLOT_POINT_BYTES, opened);
        if (point_equals(opened, point_base) && found == grades)
            found = k;
        else if (!point_is_identity(opened))
            return grades;
    }
    return found;
}

enum ballot_fault voice_open(const struct ballot_place *place, const struct questionnaire *asked,
                             struct bytes voice, struct bytes secrets, uint8_t choices[BALLOT_QUESTIONS])
{
    struct voice_layout layout = voice_layout(asked);
    if (voice.size != layout.bytes || secrets.size != layout.ciphertexts * BALLOT_SCALAR_BYTES)
        return BALLOT_LENGTH;
    if (!scalars_are_good(secrets))
        return BALLOT_SCALAR;
    size_t k = 0;
    for (size_t q = 0; q < asked->questions; q++) {
        size_t grade = find_grade(place->vote, voice.at + k * VOICE_CIPHERTEXT_BYTES,
                                  secrets.at + k * BALLOT_SCALAR_BYTES, asked->grades[q]);
        if (grade == asked->grades[q])
            return BALLOT_PROOF;
        choices[q] = (uint8_t)grade;
        k += asked->grades[q];
    }
    return BALLOT_GOOD;
}
