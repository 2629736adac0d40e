/* How many keystrokes two words are apart (optimal string alignment, in bytes). It prints nothing. */
#include "client/shell/nearest.h"

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t changes_allowed(size_t size)
{
    return size <= 3 ? 1 : size <= 6 ? 2 : 3;
}

void nearest_begin(struct nearest *nearest, struct bytes typed)
{
    *nearest = (struct nearest){.typed = typed, .changes = changes_allowed(typed.size) + 1};
}

/* One row for each letter of `a`; the two before it are enough to see letters that were exchanged. */
static size_t apart(struct bytes a, struct bytes b)
{
    size_t rows[3][NEAREST_BYTES + 1];
    for (size_t j = 0; j <= b.size; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.size; i++) {
        size_t *row = rows[i % 3];
        const size_t *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b.size; j++) {
            const bool same = a.at[i - 1] == b.at[j - 1];
            row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + (same ? 0 : 1));
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return rows[a.size % 3][b.size];
}

void nearest_try(struct nearest *nearest, struct bytes word)
{
    if (nearest->typed.size > NEAREST_BYTES || word.size > NEAREST_BYTES || word.size == 0)
        return;
    const size_t changes = apart(nearest->typed, word);
    /* A word of two letters is not a mistyped other one. */
    if (changes >= nearest->changes || changes >= nearest->typed.size)
        return;
    nearest->changes = changes;
    memcpy(nearest->best, word.at, word.size);
    nearest->best[word.size] = '\0';
}

const char *nearest_word(const struct nearest *nearest)
{
    return nearest->best[0] != '\0' ? nearest->best : NULL;
}
