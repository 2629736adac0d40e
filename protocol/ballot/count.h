/* What t parts open together: step 11 of "The secret ballot", and the key of a form in step 12. It does not
 * know who has given the parts. */
#ifndef BULLETIN_BALLOT_COUNT_H
#define BULLETIN_BALLOT_COUNT_H

#include "protocol/ballot/sums.h"

/* One of t parts, whose check has passed. */
struct opened_part {
    size_t j;            /* whose; no two are the same */
    const uint8_t *part; /* begins with its points D */
};

/* Σ λ_j·D_j over the points that stand at `index` in each part; it may be the identity. */
void count_combine(const struct opened_part *parts, size_t count, size_t index,
                   uint8_t point[BALLOT_POINT_BYTES]);

/* How often each grade was given, by `count` parts: as many as the threshold. The work grows with the number
 * of voices, one sum for each. COUNT: nothing fits, so something that was not checked is wrong. */
enum ballot_fault count_sums(const struct questionnaire *asked, const struct sums *sums,
                             const struct opened_part *parts, size_t count,
                             uint64_t counts[BALLOT_CIPHERTEXTS]);

#endif
