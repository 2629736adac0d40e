/* The experts' mean, and how far they agree, from the scores of their forms. See rule.h. */
#include "protocol/ballot/rule_inside.h"

/* P of a form: its points, times M. */
static uint64_t points_of(const struct rule_form *form, const uint8_t scores[RULE_CRITERIA], uint32_t scale)
{
    uint64_t points = 0;
    for (size_t c = 0; c < form->criteria; c++)
        points += (uint64_t)form->weights[c] * scores[c] * (scale / form->maxima[c]);
    return points;
}

struct ratio rule_experts(const struct rule_form *form, const struct rule_unit *unit)
{
    const uint32_t scale = rule_scale(form);
    uint64_t sum = 0, lowest = UINT64_MAX, highest = 0;
    size_t forms = unit->forms;
    for (size_t f = 0; f < unit->forms; f++) {
        const uint64_t points = points_of(form, unit->scores[f], scale);
        sum += points;
        lowest = points < lowest ? points : lowest;
        highest = points > highest ? points : highest;
    }
    if (forms >= RULE_TRIMMED_FROM) {
        sum -= lowest + highest;
        forms -= 2;
    }
    return (struct ratio){.over = sum, .under = forms * scale};
}

/* --- agreement --- */

/* Krippendorff's difference of two ordinal values is that of their ranks, where equal values share the rank
 * in the middle of theirs. Ranks are doubled here, so that they are whole. */

enum {
    SHARES = 360360, /* a multiple of every count of values less one: of 1 to RULE_EXPERTS - 1 */
};

/* Sums over some ranks. */
struct ranks {
    uint64_t count, sum, squares;
};

static void add_rank(struct ranks *ranks, uint64_t rank)
{
    ranks->count++;
    ranks->sum += rank;
    ranks->squares += rank * rank;
}

/* The sum of (difference of two ranks)² over all pairs. */
static uint64_t apart(const struct ranks *ranks)
{
    return ranks->count * ranks->squares - ranks->sum * ranks->sum;
}

/* How many values lie below this one, twice, and how many are like it. Only those that have another of the
 * same item count. */
static uint64_t rank_of(const struct rule_item *items, size_t count, uint32_t value)
{
    uint64_t rank = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t v = 0; items[i].count > 1 && v < items[i].count; v++)
            rank += items[i].values[v] < value ? 2 : items[i].values[v] == value;
    }
    return rank;
}

/* Thousandths of `over / under`, rounded half up, digit by digit: a thousand times `over` need not fit, ten
 * times `under` does. */
static uint32_t thousandths(uint64_t over, uint64_t under)
{
    uint64_t found = over / under, rest = over % under;
    for (int digit = 0; digit < 3; digit++) {
        rest *= 10;
        found = 10 * found + rest / under;
        rest %= under;
    }
    return (uint32_t)(found + (2 * rest >= under));
}

bool rule_agreement(const struct rule_item *items, size_t count, uint32_t *agreement)
{
    struct ranks all = {.count = 0};
    uint64_t within = 0;
    for (size_t i = 0; i < count; i++) {
        struct ranks own = {.count = 0};
        for (size_t v = 0; items[i].count > 1 && v < items[i].count; v++) {
            const uint64_t rank = rank_of(items, count, items[i].values[v]);
            add_rank(&own, rank);
            add_rank(&all, rank);
        }
        if (own.count > 1)
            within += SHARES / (own.count - 1) * apart(&own);
    }
    if (all.count == 0 || apart(&all) == 0)
        return false;
    /* alpha = 1 - observed / expected; at 1,280 values each has at most 18 digits, and alpha is above -1. */
    const uint64_t expected = SHARES * apart(&all), observed = (all.count - 1) * within;
    *agreement = thousandths(2 * expected - observed, expected);
    return true;
}
