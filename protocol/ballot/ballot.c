/* See ballot.h. */
#include "protocol/ballot/ballot.h"

#include <assert.h>

const char *ballot_fault_word(enum ballot_fault fault)
{
#define BALLOT_FAULT_WORD(symbol, word, text) word,
    static const char *const words[] = {"good", BALLOT_FAULTS(BALLOT_FAULT_WORD)};
    assert(fault < BALLOT_FAULT_COUNT);
    return words[fault];
}

const char *ballot_fault_text(enum ballot_fault fault)
{
#define BALLOT_FAULT_TEXT(symbol, word, text) text,
    static const char *const texts[] = {"nothing is wrong with it", BALLOT_FAULTS(BALLOT_FAULT_TEXT)};
    assert(fault < BALLOT_FAULT_COUNT);
    return texts[fault];
}

bool ceremony_is_within_bounds(const struct ceremony *ceremony)
{
    return ceremony->trustees >= BALLOT_TRUSTEES_LEAST && ceremony->trustees <= BALLOT_TRUSTEES &&
           ceremony->threshold >= ceremony->trustees / 2 + 1 && ceremony->threshold < ceremony->trustees;
}

bool questionnaire_is_within_bounds(const struct questionnaire *asked)
{
    size_t ciphertexts = 0;
    if (asked->questions == 0 || asked->questions > BALLOT_QUESTIONS)
        return false;
    for (size_t i = 0; i < asked->questions; i++) {
        if (asked->grades[i] < BALLOT_GRADES_LEAST)
            return false;
        ciphertexts += asked->grades[i];
    }
    return ciphertexts <= BALLOT_CIPHERTEXTS;
}

size_t questionnaire_ciphertexts(const struct questionnaire *asked)
{
    size_t ciphertexts = 0;
    assert(questionnaire_is_within_bounds(asked));
    for (size_t i = 0; i < asked->questions; i++)
        ciphertexts += asked->grades[i];
    return ciphertexts;
}
