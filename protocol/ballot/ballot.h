/* What all steps of a secret ballot share: their bounds, their words for what is wrong, and where they stand.
 * It knows no act, no store and no clock, and draws no randomness: whoever makes something hands 32 fresh
 * random bytes in. "The secret ballot" in PROTOCOL.md says what each step is for.
 *
 * Pointers in the structures are borrowed for the call; each names 32 bytes unless said otherwise. */
#ifndef BULLETIN_BALLOT_BALLOT_H
#define BULLETIN_BALLOT_BALLOT_H

#include "protocol/limits.h"
#include "protocol/wire/buffer.h"

enum {
    BALLOT_POINT_BYTES = 32,
    BALLOT_SCALAR_BYTES = 32,
    BALLOT_RANDOM_BYTES = 32,
    BALLOT_TRUSTEES_LEAST = 3,
    BALLOT_TRUSTEES = 9,
    BALLOT_THRESHOLD = BALLOT_TRUSTEES - 1,
    BALLOT_CIPHERTEXTS = 64, /* of one voice: one for each grade of each question */
    BALLOT_GRADES_LEAST = 2, /* of one question */
    BALLOT_QUESTIONS = BALLOT_CIPHERTEXTS / BALLOT_GRADES_LEAST,
    BALLOT_VOICES = 1000000, /* counted of one unit */
    BALLOT_FORM_BYTES = 4096 /* of an expert's form, padded */
};

/* FAULT(SYMBOL, word, what is said of it): why something that was received is refused, in the order in which
 * it is looked for. */
#define BALLOT_FAULTS(FAULT)                                                                                 \
    FAULT(BOUNDS, "bounds", "it is not within the bounds of a ballot")                                       \
    FAULT(LENGTH, "length", "it has not as many bytes as it must have")                                      \
    FAULT(SCALAR, "scalar", "one of its scalars is not below the order of the group")                        \
    FAULT(POINT, "point", "one of its points is none, or is the identity")                                   \
    FAULT(IDENTITY, "identity", "a point that follows from it is the identity")                              \
    FAULT(PROOF, "proof", "its proof does not hold")                                                         \
    FAULT(BOX, "box", "its box does not open, or holds something else")                                      \
    FAULT(SHARE, "share", "a share does not fit what its dealer committed to")                               \
    FAULT(COUNT, "count", "no count fits what was opened")

#define BALLOT_FAULT_CONSTANT(symbol, word, text) BALLOT_##symbol,
enum ballot_fault { BALLOT_GOOD, BALLOT_FAULTS(BALLOT_FAULT_CONSTANT) BALLOT_FAULT_COUNT };
#undef BALLOT_FAULT_CONSTANT

/* "point", and "one of its points …"; static. */
const char *ballot_fault_word(enum ballot_fault fault);
const char *ballot_fault_text(enum ballot_fault fault);

/* Of a call and what came of it; what is not there yet is NULL. Trustees are numbered from 1. */
struct ceremony {
    size_t trustees, threshold;
    const uint8_t *house;
    const uint8_t *called;         /* C */
    const uint8_t *keyed;          /* K */
    const uint8_t *dealt;          /* L */
    const uint8_t *transport_keys; /* T_1 … T_n, one after another */
};

/* Whether so many trustees and such a threshold may be. */
bool ceremony_is_within_bounds(const struct ceremony *ceremony);

/* A vote that was opened. */
struct vote {
    const uint8_t *house;
    const uint8_t *opened;    /* E */
    const uint8_t *closed;    /* Z; NULL before */
    const uint8_t *voice_key; /* Y */
    const uint8_t *form_key;  /* F */
};

/* Whose voice or form it is, for whom, and which it takes the place of. */
struct ballot_place {
    const struct vote *vote;
    struct bytes unit, handle;
    const uint8_t *author;
    const uint8_t *replaces; /* the act's hash; 32 zero bytes at first */
};

/* What society is asked: how many grades each question has. */
struct questionnaire {
    size_t questions;
    uint8_t grades[BALLOT_QUESTIONS];
};

bool questionnaire_is_within_bounds(const struct questionnaire *asked);
/* How many ciphertexts a voice has. */
size_t questionnaire_ciphertexts(const struct questionnaire *asked);

#endif
