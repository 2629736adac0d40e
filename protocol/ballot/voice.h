/* A voice: one grade for each question on one unit, encrypted, with the proof that it is that and nothing
 * else. Step 6 of "The secret ballot"; it does not know who is on the roll, nor what a grade means.
 *
 *   R_1 ‖ S_1 ‖ … ‖ e ‖ c0 ‖ s0 ‖ s1 for each ciphertext ‖ s for each question
 *
 * What is asked is within bounds (questionnaire_is_within_bounds) wherever it is handed in. */
#ifndef BULLETIN_BALLOT_VOICE_H
#define BULLETIN_BALLOT_VOICE_H

#include "protocol/ballot/ballot.h"

enum {
    VOICE_CIPHERTEXT_BYTES = 2 * BALLOT_POINT_BYTES,
    VOICE_BYTES = BALLOT_CIPHERTEXTS * (VOICE_CIPHERTEXT_BYTES + 3 * BALLOT_SCALAR_BYTES) +
                  BALLOT_SCALAR_BYTES + BALLOT_QUESTIONS * BALLOT_SCALAR_BYTES,
};

/* How long every voice is; at most VOICE_BYTES. It begins with its ciphertexts. */
size_t voice_bytes(const struct questionnaire *asked);

/* What voice_check does on the curve, at most: a server that is flooded counts this, and not time. */
struct voice_work {
    size_t decoded;  /* points looked at */
    size_t of_base;  /* products of the generator */
    size_t products; /* of other points */
    size_t sums;     /* and differences */
};
struct voice_work voice_work(const struct questionnaire *asked);

/* Appends the voice with these choices, a grade from 0 for each question. The same `random` gives the same
 * voice. */
void voice_make(const struct ballot_place *place, const struct questionnaire *asked, const uint8_t *choices,
                const uint8_t random[BALLOT_RANDOM_BYTES], struct buffer *out);

/* A stranger's. LENGTH and SCALAR cost nothing on the curve; then POINT, IDENTITY, PROOF. */
enum ballot_fault voice_check(const struct ballot_place *place, const struct questionnaire *asked,
                              struct bytes voice);

/* What a voter writes down before saying whether a voice is to be sent or opened. */
void voice_print(const struct ballot_place *place, struct bytes voice, uint8_t print[LIMIT_HASH_BYTES]);

/* The r of each ciphertext of a voice that was made of the same; `secrets` has room for BALLOT_CIPHERTEXTS
 * scalars. Who shows them shows the voice, so such a one is never sent. */
void voice_secrets(const struct ballot_place *place, const struct questionnaire *asked,
                   const uint8_t *choices, const uint8_t random[BALLOT_RANDOM_BYTES], uint8_t *secrets);
/* The choices in a voice that passed voice_check, by its secrets. LENGTH, SCALAR; PROOF: they are not its. */
enum ballot_fault voice_open(const struct ballot_place *place, const struct questionnaire *asked,
                             struct bytes voice, struct bytes secrets, uint8_t choices[BALLOT_QUESTIONS]);

#endif
