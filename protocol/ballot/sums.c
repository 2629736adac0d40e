/* See sums.h. */
#include "protocol/ballot/sums.h"

#include <assert.h>

#include "protocol/ballot/elements.h"
#include "protocol/ballot/point.h"
#include "protocol/ballot/voice.h"

void sums_begin(struct sums *sums, const struct questionnaire *asked)
{
    *sums = (struct sums){.ciphertexts = questionnaire_ciphertexts(asked)};
}

enum ballot_fault sums_add(struct sums *sums, struct bytes voice)
{
    assert(voice.size > sums->ciphertexts * VOICE_CIPHERTEXT_BYTES);
    if (sums->voices == BALLOT_VOICES)
        return BALLOT_BOUNDS;
    sums->voices++;
    for (size_t k = 0; k < sums->ciphertexts; k++) {
        const uint8_t *base = voice.at + k * VOICE_CIPHERTEXT_BYTES;
        point_plus(sums->bases[k], sums->bases[k], base);
        point_plus(sums->points[k], sums->points[k], base + BALLOT_POINT_BYTES);
    }
    return BALLOT_GOOD;
}

enum ballot_fault sums_check(const struct sums *sums)
{
    for (size_t k = 0; k < sums->ciphertexts; k++) {
        if (point_is_identity(sums->bases[k]))
            return BALLOT_IDENTITY;
    }
    return BALLOT_GOOD;
}

void sums_digest(const struct vote *vote, struct bytes unit, const struct sums *sums,
                 uint8_t digest[LIMIT_HASH_BYTES])
{
    const size_t size = sums->ciphertexts * BALLOT_POINT_BYTES;
    const struct element elements[] = {
        element_word("bulletin sums 1"),
        element_of_32(vote->house),
        element_of_32(vote->opened),
        element_of_32(vote->closed),
        element_name(unit),
        element_number(sums->voices),
        element_bytes(bytes_of(sums->bases, size)),
        element_bytes(bytes_of(sums->points, size)),
    };
    elements_digest(elements, sizeof elements / sizeof elements[0], digest);
}
