/* What making and checking a voice share: where its parts lie, what its challenge is over, and its
 * commitments. Only the files of voice include it. */
#ifndef BULLETIN_BALLOT_VOICE_INSIDE_H
#define BULLETIN_BALLOT_VOICE_INSIDE_H

#include "protocol/ballot/elements.h"
#include "protocol/ballot/voice.h"

enum {
    VOICE_CONTEXT_ELEMENTS = 8, /* what the secrets are made over */
    VOICE_STATEMENT_ELEMENTS,   /* and the ciphertexts */
    VOICE_COMMITMENTS = 4 * BALLOT_CIPHERTEXTS + 2 * BALLOT_QUESTIONS,
};

struct voice_layout {
    size_t ciphertexts, challenge_at, branches_at, questions_at, bytes;
};

struct voice_layout voice_layout(const struct questionnaire *asked);

void voice_statement(const struct ballot_place *place, struct bytes ciphertexts,
                     struct element elements[VOICE_STATEMENT_ELEMENTS]);

/* Two commitments: s·G − c·base and s·Y − c·point. */
void voice_commit(const struct vote *vote, const uint8_t *s, const uint8_t *c, const uint8_t *base,
                  const uint8_t *point, uint8_t (*commitments)[BALLOT_POINT_BYTES]);

/* R′ and S′ of a question whose `grades` ciphertexts begin at `ciphertexts`. */
void voice_sum_question(const uint8_t *ciphertexts, size_t grades, uint8_t base[BALLOT_POINT_BYTES],
                        uint8_t point[BALLOT_POINT_BYTES]);

#endif
