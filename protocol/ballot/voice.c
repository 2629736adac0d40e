/* See voice.h and voice_inside.h. */
#include "protocol/ballot/voice.h"

#include "protocol/ballot/point.h"
#include "protocol/ballot/voice_inside.h"

struct voice_layout voice_layout(const struct questionnaire *asked)
{
    struct voice_layout layout = {.ciphertexts = questionnaire_ciphertexts(asked)};
    layout.challenge_at = layout.ciphertexts * VOICE_CIPHERTEXT_BYTES;
    layout.branches_at = layout.challenge_at + BALLOT_SCALAR_BYTES;
    layout.questions_at = layout.branches_at + layout.ciphertexts * 3 * BALLOT_SCALAR_BYTES;
    layout.bytes = layout.questions_at + asked->questions * BALLOT_SCALAR_BYTES;
    return layout;
}

size_t voice_bytes(const struct questionnaire *asked)
{
    return voice_layout(asked).bytes;
}

struct voice_work voice_work(const struct questionnaire *asked)
{
    const size_t ciphertexts = questionnaire_ciphertexts(asked);
    return (struct voice_work){
        .decoded = 2 * ciphertexts,
        .of_base = 2 * ciphertexts + asked->questions,
        .products = 6 * ciphertexts + 3 * asked->questions,
        .sums = 7 * ciphertexts + asked->questions, /* a question adds its ciphertexts to the first */
    };
}

void voice_statement(const struct ballot_place *place, struct bytes ciphertexts,
                     struct element elements[VOICE_STATEMENT_ELEMENTS])
{
    const struct element told[VOICE_STATEMENT_ELEMENTS] = {
        element_word("bulletin voice 1"),   element_of_32(place->vote->house),
        element_of_32(place->vote->opened), element_of_32(place->vote->voice_key),
        element_name(place->unit),          element_name(place->handle),
        element_of_32(place->author),       element_of_32(place->replaces),
        element_bytes(ciphertexts),
    };
    memcpy(elements, told, sizeof told);
}

void voice_commit(const struct vote *vote, const uint8_t *s, const uint8_t *c, const uint8_t *base,
                  const uint8_t *point, uint8_t (*commitments)[BALLOT_POINT_BYTES])
{
    uint8_t challenged[BALLOT_POINT_BYTES];
    point_times(commitments[0], s, NULL);
    point_times(challenged, c, base);
    point_minus(commitments[0], commitments[0], challenged);
    point_times(commitments[1], s, vote->voice_key);
    point_times(challenged, c, point);
    point_minus(commitments[1], commitments[1], challenged);
}

void voice_sum_question(const uint8_t *ciphertexts, size_t grades, uint8_t base[BALLOT_POINT_BYTES],
                        uint8_t point[BALLOT_POINT_BYTES])
{
    memcpy(base, ciphertexts, BALLOT_POINT_BYTES);
    memcpy(point, ciphertexts + BALLOT_POINT_BYTES, BALLOT_POINT_BYTES);
    for (size_t k = 1; k < grades; k++) {
        const uint8_t *next = ciphertexts + k * VOICE_CIPHERTEXT_BYTES;
        point_plus(base, base, next);
        point_plus(point, point, next + BALLOT_POINT_BYTES);
    }
    point_minus(point, point, point_base);
}

void voice_print(const struct ballot_place *place, struct bytes voice, uint8_t print[LIMIT_HASH_BYTES])
{
    const struct element elements[] = {
        element_word("bulletin voice print 1"),
        element_of_32(place->vote->house),
        element_of_32(place->vote->opened),
        element_name(place->unit),
        element_name(place->handle),
        element_of_32(place->author),
        element_of_32(place->replaces),
        element_bytes(voice),
    };
    elements_digest(elements, sizeof elements / sizeof elements[0], print);
}
