/* Finds the fewest changes (Myers, An O(ND) Difference Algorithm, 1986) and shows them. It does not know what
 * a line means. */
#include "client/lib/show/difference.h"

#include <assert.h>
#include <stdlib.h>

#include "client/lib/show/width.h"

enum {
    CHANGES = 512, /* more are not looked for: what that costs grows with their square */
    SIGN_COLUMNS = 2,
};

/* A text as lines, and which of them are kept. */
struct side {
    struct bytes *lines;
    bool *kept;
    size_t count;
};

/* The lines between those that are the same at the beginning and at the end. */
struct middle {
    struct side *before, *after;
    size_t begin;
    int32_t taken, added; /* how many lines of each side */
};

/* --- lines --- */

static size_t count_lines(struct bytes text)
{
    size_t count = text.size > 0 && text.at[text.size - 1] != '\n';
    for (size_t i = 0; i < text.size; i++)
        count += text.at[i] == '\n';
    return count;
}

static bool side_init(struct side *side, struct bytes text)
{
    const size_t most = count_lines(text);
    side->lines = calloc(most + 1, sizeof *side->lines);
    side->kept = calloc(most + 1, sizeof *side->kept);
    if (side->lines == NULL || side->kept == NULL)
        return false;
    while (text.size > 0) {
        const uint8_t *end = memchr(text.at, '\n', text.size);
        const size_t size = end != NULL ? (size_t)(end - text.at) : text.size;
        side->lines[side->count++] = bytes_of(text.at, size);
        text = bytes_skip(text, end != NULL ? size + 1 : size);
    }
    assert(side->count == most);
    return true;
}

static void side_fini(struct side *side)
{
    free(side->lines);
    free(side->kept);
}

/* --- the fewest changes --- */

static bool same(const struct middle *middle, int32_t taken, int32_t added)
{
    return bytes_equal(middle->before->lines[middle->begin + (size_t)taken],
                       middle->after->lines[middle->begin + (size_t)added]);
}

/* How far down `before` one comes with this many changes on a diagonal, from -changes to changes. */
static int32_t *reach_of(int32_t *reaches, int32_t changes, int32_t diagonal)
{
    return reaches + (ptrdiff_t)changes * changes + changes + diagonal;
}

/* Whether the last change before a diagonal was to add a line: else one was taken away. */
static bool comes_from_added(int32_t *reaches, int32_t changes, int32_t diagonal)
{
    return diagonal == -changes || (diagonal != changes && *reach_of(reaches, changes - 1, diagonal - 1) <
                                                               *reach_of(reaches, changes - 1, diagonal + 1));
}

/* Where a diagonal begins with this many changes, before lines that are the same. */
static int32_t start_of(int32_t *reaches, int32_t changes, int32_t diagonal)
{
    if (changes == 0)
        return 0;
    return comes_from_added(reaches, changes, diagonal) ? *reach_of(reaches, changes - 1, diagonal + 1)
                                                        : *reach_of(reaches, changes - 1, diagonal - 1) + 1;
}

/* The number of changes, and how far each number of them comes; -1: there are more. */
static int32_t search(const struct middle *middle, int32_t *reaches)
{
    for (int32_t changes = 0; changes <= CHANGES; changes++) {
        for (int32_t diagonal = -changes; diagonal <= changes; diagonal += 2) {
            int32_t taken = start_of(reaches, changes, diagonal);
            while (taken < middle->taken && taken - diagonal < middle->added &&
                   same(middle, taken, taken - diagonal))
                taken++;
            *reach_of(reaches, changes, diagonal) = taken;
            if (taken >= middle->taken && taken - diagonal >= middle->added)
                return changes;
        }
    }
    return -1;
}

/* Goes back the way that was found, and marks the lines that are the same on it. */
static void mark_way(const struct middle *middle, int32_t *reaches, int32_t changes)
{
    int32_t diagonal = middle->taken - middle->added;
    for (int32_t taken = middle->taken; changes >= 0; changes--) {
        const int32_t start = start_of(reaches, changes, diagonal);
        for (; taken > start; taken--) {
            middle->before->kept[middle->begin + (size_t)taken - 1] = true;
            middle->after->kept[middle->begin + (size_t)(taken - diagonal) - 1] = true;
        }
        if (changes == 0)
            return;
        const bool added = comes_from_added(reaches, changes, diagonal);
        taken = start - !added;
        diagonal += added ? 1 : -1;
    }
}

static bool mark_middle(const struct middle *middle)
{
    int32_t *reaches = malloc((size_t)(CHANGES + 1) * (CHANGES + 1) * sizeof *reaches);
    if (reaches == NULL)
        return false;
    const int32_t changes = search(middle, reaches);
    if (changes >= 0)
        mark_way(middle, reaches, changes);
    free(reaches);
    return true;
}

static bool mark(struct side *before, struct side *after)
{
    size_t begin = 0, end = 0;
    const size_t fewer = before->count < after->count ? before->count : after->count;
    while (begin < fewer && bytes_equal(before->lines[begin], after->lines[begin])) {
        before->kept[begin] = after->kept[begin] = true;
        begin++;
    }
    while (end < fewer - begin &&
           bytes_equal(before->lines[before->count - end - 1], after->lines[after->count - end - 1])) {
        end++;
        before->kept[before->count - end] = after->kept[after->count - end] = true;
    }
    const size_t taken = before->count - begin - end, added = after->count - begin - end;
    if (taken > INT32_MAX / 2 || added > INT32_MAX / 2)
        return true;
    return mark_middle(&(struct middle){
        .before = before, .after = after, .begin = begin, .taken = (int32_t)taken, .added = (int32_t)added});
}

/* --- what became of the text --- */

static void add(struct difference *difference, enum difference_kind kind, struct bytes text)
{
    difference->lines[difference->count++] = (struct difference_line){.kind = kind, .text = text};
    difference->changed += kind != DIFFERENCE_KEPT;
}

static void merge(struct difference *difference, const struct side *before, const struct side *after)
{
    size_t taken = 0, added = 0;
    while (taken < before->count || added < after->count) {
        for (; taken < before->count && !before->kept[taken]; taken++)
            add(difference, DIFFERENCE_TAKEN, before->lines[taken]);
        for (; added < after->count && !after->kept[added]; added++)
            add(difference, DIFFERENCE_ADDED, after->lines[added]);
        for (; taken < before->count && before->kept[taken] && after->kept[added]; taken++, added++)
            add(difference, DIFFERENCE_KEPT, after->lines[added]);
    }
}

bool difference_make(struct difference *difference, struct bytes before, struct bytes after)
{
    struct side old = {.count = 0}, new = {.count = 0};
    struct difference made = {.count = 0};
    bool enough = side_init(&old, before) && side_init(&new, after) && mark(&old, &new);
    if (enough)
        made.lines = calloc(old.count + new.count + 1, sizeof *made.lines);
    if (made.lines != NULL) {
        merge(&made, &old, &new);
        *difference = made;
    }
    side_fini(&old);
    side_fini(&new);
    return made.lines != NULL;
}

void difference_free(struct difference *difference)
{
    free(difference->lines);
    *difference = (struct difference){.lines = NULL};
}

/* --- showing --- */

/* Of one character each, at worst, with its indent and newline. */
size_t difference_room(const struct difference *difference)
{
    size_t room = 1;
    for (size_t i = 0; i < difference->count; i++)
        room += difference->lines[i].text.size * (SIGN_COLUMNS + 2) + sizeof "  …\n" + SIGN_COLUMNS;
    return room;
}

static void show_line(struct buffer *out, const struct difference_line *line, size_t columns)
{
    static const char signs[] = {[DIFFERENCE_KEPT] = ' ', [DIFFERENCE_TAKEN] = '-', [DIFFERENCE_ADDED] = '+'};
    const size_t begin = out->size;
    width_wrap(out, line->text, SIGN_COLUMNS, columns);
    if (out->size == begin) {
        buffer_add(out, &signs[line->kind], 1);
        buffer_add_text(out, "\n");
    } else {
        out->at[begin] = (uint8_t)signs[line->kind];
    }
}

/* How many lines lie between this one and the nearest that was changed, for each. */
static size_t distance(const struct difference *difference, size_t at, size_t most)
{
    for (size_t away = 0; away <= most; away++) {
        if ((away <= at && difference->lines[at - away].kind != DIFFERENCE_KEPT) ||
            (away < difference->count - at && difference->lines[at + away].kind != DIFFERENCE_KEPT))
            return away;
    }
    return most + 1;
}

void difference_show(struct buffer *out, const struct difference *difference, size_t around, size_t columns)
{
    bool left_out = false;
    for (size_t i = 0; i < difference->count; i++) {
        if (distance(difference, i, around) <= around) {
            show_line(out, &difference->lines[i], columns);
            left_out = false;
        } else if (!left_out) {
            buffer_add_text(out, "  …\n");
            left_out = true;
        }
    }
}
