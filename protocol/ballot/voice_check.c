/* Judges a stranger's voice: bounds and scalars first, since they cost nothing, and the curve last. It does
 * not know who may give one. See voice.h. */
#include <sodium.h>

#include "protocol/ballot/point.h"
#include "protocol/ballot/voice.h"
#include "protocol/ballot/voice_inside.h"

/* What follows from the ciphertexts. */
struct derived {
    uint8_t less[BALLOT_CIPHERTEXTS][BALLOT_POINT_BYTES]; /* S − G */
    uint8_t bases[BALLOT_QUESTIONS][BALLOT_POINT_BYTES],
        points[BALLOT_QUESTIONS][BALLOT_POINT_BYTES]; /* R′, S′ */
};

static bool derive(const struct questionnaire *asked, struct bytes voice, struct derived *derived)
{
    size_t k = 0;
    for (size_t q = 0; q < asked->questions; q++) {
        const uint8_t *ciphertexts = voice.at + k * VOICE_CIPHERTEXT_BYTES;
        for (size_t grade = 0; grade < asked->grades[q]; grade++, k++) {
            point_minus(derived->less[k], voice.at + k * VOICE_CIPHERTEXT_BYTES + BALLOT_POINT_BYTES,
                        point_base);
            if (point_is_identity(derived->less[k]))
                return false;
        }
        voice_sum_question(ciphertexts, asked->grades[q], derived->bases[q], derived->points[q]);
        if (point_is_identity(derived->bases[q]) || point_is_identity(derived->points[q]))
            return false;
    }
    return true;
}

static void commit_again(const struct ballot_place *place, const struct questionnaire *asked,
                         struct bytes voice, const struct derived *derived,
                         uint8_t (*commitments)[BALLOT_POINT_BYTES])
{
    struct voice_layout layout = voice_layout(asked);
    const uint8_t *challenge = voice.at + layout.challenge_at;
    for (size_t k = 0; k < layout.ciphertexts; k++) {
        const uint8_t *base = voice.at + k * VOICE_CIPHERTEXT_BYTES;
        const uint8_t *c0 = voice.at + layout.branches_at + k * 3 * BALLOT_SCALAR_BYTES;
        const uint8_t *s0 = c0 + BALLOT_SCALAR_BYTES, *s1 = s0 + BALLOT_SCALAR_BYTES;
        uint8_t c1[BALLOT_SCALAR_BYTES];
        crypto_core_ristretto255_scalar_sub(c1, challenge, c0);
        voice_commit(place->vote, s0, c0, base, base + BALLOT_POINT_BYTES, &commitments[4 * k]);
        voice_commit(place->vote, s1, c1, base, derived->less[k], &commitments[4 * k + 2]);
    }
    for (size_t q = 0; q < asked->questions; q++)
        voice_commit(place->vote, voice.at + layout.questions_at + q * BALLOT_SCALAR_BYTES, challenge,
                     derived->bases[q], derived->points[q], &commitments[4 * layout.ciphertexts + 2 * q]);
}

static bool proof_holds(const struct ballot_place *place, const struct questionnaire *asked,
                        struct bytes voice, const struct derived *derived)
{
    uint8_t commitments[VOICE_COMMITMENTS][BALLOT_POINT_BYTES], challenge[BALLOT_SCALAR_BYTES];
    struct element elements[VOICE_STATEMENT_ELEMENTS];
    struct voice_layout layout = voice_layout(asked);
    const size_t count = 4 * layout.ciphertexts + 2 * asked->questions;
    commit_again(place, asked, voice, derived, commitments);
    for (size_t i = 0; i < count; i++) {
        if (point_is_identity(commitments[i]))
            return false;
    }
    voice_statement(place, bytes_of(voice.at, layout.challenge_at), elements);
    elements_challenge(elements, VOICE_STATEMENT_ELEMENTS, bytes_of(commitments, count * BALLOT_POINT_BYTES),
                       challenge);
    return sodium_memcmp(challenge, voice.at + layout.challenge_at, BALLOT_SCALAR_BYTES) == 0;
}

enum ballot_fault voice_check(const struct ballot_place *place, const struct questionnaire *asked,
                              struct bytes voice)
{
    struct derived derived;
    struct voice_layout layout = voice_layout(asked);
    if (voice.size != layout.bytes)
        return BALLOT_LENGTH;
    if (!scalars_are_good(bytes_skip(voice, layout.challenge_at)))
        return BALLOT_SCALAR;
    if (!points_are_good(bytes_of(voice.at, layout.challenge_at)))
        return BALLOT_POINT;
    if (!derive(asked, voice, &derived))
        return BALLOT_IDENTITY;
    return proof_holds(place, asked, voice, &derived) ? BALLOT_GOOD : BALLOT_PROOF;
}
