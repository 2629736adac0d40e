/* Joins parts by Lagrange's rule, and finds each m by walking over all multiples of the generator once. See
 * count.h. */
#include "protocol/ballot/count.h"

#include <assert.h>
#include <sodium.h>

#include "protocol/ballot/point.h"

static void invert(uint8_t out[BALLOT_SCALAR_BYTES], const uint8_t scalar[BALLOT_SCALAR_BYTES])
{
    int done = crypto_core_ristretto255_scalar_invert(out, scalar);
    assert(done == 0); /* no two trustees have one number */
    (void)done;
}

/* λ_j = Π k/(k − j) over the other parts' k. */
static void weight_of(const struct opened_part *parts, size_t count, size_t which,
                      uint8_t weight[BALLOT_SCALAR_BYTES])
{
    uint8_t above[BALLOT_SCALAR_BYTES], below[BALLOT_SCALAR_BYTES], k[BALLOT_SCALAR_BYTES],
        j[BALLOT_SCALAR_BYTES];
    uint8_t product[BALLOT_SCALAR_BYTES], difference[BALLOT_SCALAR_BYTES];
    scalar_of_number(above, 1);
    scalar_of_number(below, 1);
    scalar_of_number(j, parts[which].j);
    for (size_t i = 0; i < count; i++) {
        if (i == which)
            continue;
        scalar_of_number(k, parts[i].j);
        crypto_core_ristretto255_scalar_mul(product, above, k);
        memcpy(above, product, sizeof above);
        crypto_core_ristretto255_scalar_sub(difference, k, j);
        crypto_core_ristretto255_scalar_mul(product, below, difference);
        memcpy(below, product, sizeof below);
    }
    invert(difference, below);
    crypto_core_ristretto255_scalar_mul(weight, above, difference);
}

void count_combine(const struct opened_part *parts, size_t count, size_t index,
                   uint8_t point[BALLOT_POINT_BYTES])
{
    uint8_t weight[BALLOT_SCALAR_BYTES], weighted[BALLOT_POINT_BYTES];
    assert(count >= 1 && count <= BALLOT_TRUSTEES);
    memset(point, 0, BALLOT_POINT_BYTES);
    for (size_t i = 0; i < count; i++) {
        weight_of(parts, count, i, weight);
        point_times(weighted, weight, parts[i].part + index * BALLOT_POINT_BYTES);
        point_plus(point, point, weighted);
    }
}

/* The m of each of `wanted` that is m·G with m up to `most`; false when one is not. */
static bool find_multiples(uint8_t (*wanted)[BALLOT_POINT_BYTES], size_t count, uint64_t most,
                           uint64_t *found)
{
    uint8_t multiple[BALLOT_POINT_BYTES] = {0};
    bool open[BALLOT_CIPHERTEXTS];
    size_t left = count;
    for (size_t k = 0; k < count; k++)
        open[k] = true;
    for (uint64_t m = 0;; m++) {
        for (size_t k = 0; k < count; k++) {
            if (open[k] && point_equals(multiple, wanted[k])) {
                open[k] = false;
                found[k] = m;
                left--;
            }
        }
        if (left == 0 || m == most)
            return left == 0;
        point_plus(multiple, multiple, point_base);
    }
}

static bool questions_add_up(const struct questionnaire *asked, uint64_t voices, const uint64_t *counts)
{
    for (size_t q = 0; q < asked->questions; q++) {
        uint64_t sum = 0;
        for (size_t grade = 0; grade < asked->grades[q]; grade++)
            sum += *counts++; /* each is at most BALLOT_VOICES */
        if (sum != voices)
            return false;
    }
    return true;
}

enum ballot_fault count_sums(const struct questionnaire *asked, const struct sums *sums,
                             const struct opened_part *parts, size_t count,
                             uint64_t counts[BALLOT_CIPHERTEXTS])
{
    uint8_t wanted[BALLOT_CIPHERTEXTS][BALLOT_POINT_BYTES];
    uint64_t found[BALLOT_CIPHERTEXTS] = {0};
    assert(sums->ciphertexts == questionnaire_ciphertexts(asked) && sums->voices <= BALLOT_VOICES);
    for (size_t k = 0; k < sums->ciphertexts; k++) {
        count_combine(parts, count, k, wanted[k]);
        point_minus(wanted[k], sums->points[k], wanted[k]);
    }
    if (!find_multiples(wanted, sums->ciphertexts, sums->voices, found) ||
        !questions_add_up(asked, sums->voices, found))
        return BALLOT_COUNT;
    memcpy(counts, found, sums->ciphertexts * sizeof counts[0]);
    return BALLOT_GOOD;
}
