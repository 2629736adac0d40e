/* Society's mean and how sure it is, from how often each grade was given. See rule.h; "The result" in
 * PROTOCOL.md says why the interval is as wide as it is. */
#include <assert.h>

#include "protocol/ballot/ballot.h"
#include "protocol/ballot/rule_inside.h"

/* A step from one grade to the next is a quarter of all points. */
enum { STEPS = RULE_GRADES - 2, STEP_POINTS = RULE_POINTS / STEPS };

/* What one question got, in steps above the worst. "Cannot say", the last grade, is in none of it. */
struct graded {
    uint64_t count, sum, squares;
};

static struct graded grades_of(const uint64_t counts[RULE_GRADES], uint64_t voices)
{
    struct graded graded = {.count = 0};
    for (size_t grade = 0; grade <= STEPS; grade++) {
        const uint64_t steps = STEPS - grade;
        graded.count += counts[grade];
        graded.sum += steps * counts[grade];
        graded.squares += steps * steps * counts[grade];
    }
    const uint64_t all = graded.count + counts[RULE_GRADES - 1];
    assert(all == voices || all == 0);
    (void)all;
    (void)voices;
    return graded;
}

/* The smallest number whose square is at least `square`, which is below 2^62. */
static uint64_t root_up(uint64_t square)
{
    uint64_t root = 0;
    for (uint64_t bit = 1U << 31; bit > 0; bit >>= 1) {
        if ((root + bit) * (root + bit) <= square)
            root += bit;
    }
    return root * root < square ? root + 1 : root;
}

/* The square root of (count x variance) in thousandths of a step, rounded up. With BALLOT_VOICES of which
 * half say the best and half the worst the number below has 19 digits. */
static uint64_t spread(const struct graded *graded)
{
    const uint64_t below = graded->count - 1;
    const uint64_t above = 1000000 * (graded->count * graded->squares - graded->sum * graded->sum);
    return root_up(above / below + (above % below > 0));
}

static void tell_interval(uint64_t spreads, uint64_t count, struct rule_outcome *outcome)
{
    const uint64_t above = 196 * STEP_POINTS * spreads; /* 1.96, hundredths of a point */
    const uint64_t half = above / (1000 * count) + (above % (1000 * count) > 0);
    const uint64_t mean = outcome->society.hundredths, best = RULE_POINTS * 100;
    outcome->low = (struct rule_mean){.given = true, .hundredths = (uint32_t)(mean > half ? mean - half : 0)};
    outcome->high =
        (struct rule_mean){.given = true, .hundredths = (uint32_t)(mean + half < best ? mean + half : best)};
}

struct ratio rule_society(const struct rule_form *form, const struct rule_unit *unit,
                          struct rule_outcome *outcome)
{
    struct ratio mean = {.under = 0};
    uint64_t spreads = 0;
    for (size_t q = 0; q < form->questions; q++) {
        const struct graded graded = grades_of(unit->counts[q], unit->voices);
        if (graded.count < RULE_GRADED_LEAST)
            continue;
        const struct ratio own = {.over = STEP_POINTS * graded.sum, .under = graded.count};
        outcome->question[q] = rule_mean_of(own);
        mean.over += own.over;
        mean.under += own.under;
        spreads += spread(&graded);
    }
    outcome->society = rule_mean_of(mean);
    if (mean.under > 0)
        tell_interval(spreads, mean.under, outcome);
    return mean;
}
