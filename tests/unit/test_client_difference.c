/* Tests of differences: both texts can be put together from one, and no more is changed than must be, held
 * against a table of all ways. And what a reader sees of it. */
#include <stdlib.h>
#include <string.h>

#include "client/lib/show/difference.h"
#include "client/lib/show/width.h"
#include "tests/unit/support/testing.h"

enum { ROOM = 1 << 17, LONGEST = 12 };

static char before_room[ROOM], after_room[ROOM], again_room[ROOM], shown_room[ROOM];

static struct difference make(struct bytes before, struct bytes after)
{
    struct difference difference;
    assert_true(difference_make(&difference, before, after));
    return difference;
}

/* A text from the lines that are kept and those of one kind. */
static struct bytes text_of(const struct difference *difference, enum difference_kind kind)
{
    struct buffer out = buffer_over(again_room, sizeof again_room);
    for (size_t i = 0; i < difference->count; i++) {
        const struct difference_line *line = &difference->lines[i];
        if (line->kind != DIFFERENCE_KEPT && line->kind != kind)
            continue;
        buffer_add(&out, line->text.at, line->text.size);
        buffer_add_text(&out, "\n");
    }
    assert_false(out.overflowed);
    return buffer_bytes(&out);
}

static void check_both_sides(const struct difference *difference, struct bytes before, struct bytes after)
{
    assert_true(bytes_equal(text_of(difference, DIFFERENCE_TAKEN), before));
    assert_true(bytes_equal(text_of(difference, DIFFERENCE_ADDED), after));
    for (size_t i = 1; i < difference->count; i++)
        assert_false(difference->lines[i - 1].kind == DIFFERENCE_ADDED &&
                     difference->lines[i].kind == DIFFERENCE_TAKEN);
}

/* The most lines that can be kept of texts of one letter a line. */
static size_t most_kept(struct bytes before, struct bytes after)
{
    static size_t best[LONGEST + 1][LONGEST + 1];
    const size_t rows = before.size / 2, columns = after.size / 2;
    for (size_t i = 1; i <= rows; i++) {
        for (size_t k = 1; k <= columns; k++) {
            const size_t up = best[i - 1][k], left = best[i][k - 1];
            const bool equal = before.at[i * 2 - 2] == after.at[k * 2 - 2];
            best[i][k] = equal ? best[i - 1][k - 1] + 1 : (up > left ? up : left);
        }
    }
    return best[rows][columns];
}

static uint64_t seed = 1;

static size_t below(size_t bound)
{
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (size_t)(seed >> 33) % bound;
}

static struct bytes letters(char *room, size_t count, size_t kinds)
{
    for (size_t i = 0; i < count; i++) {
        room[i * 2] = (char)('a' + below(kinds));
        room[i * 2 + 1] = '\n';
    }
    return bytes_of(room, count * 2);
}

static void no_more_is_changed_than_must_be(void **state)
{
    (void)state;
    for (int round = 0; round < 20000; round++) {
        const size_t kinds = 1 + below(4);
        const struct bytes before = letters(before_room, below(LONGEST + 1), kinds);
        const struct bytes after = letters(after_room, below(LONGEST + 1), kinds);
        struct difference difference = make(before, after);
        check_both_sides(&difference, before, after);
        assert_int_equal(difference.count - difference.changed, most_kept(before, after));
        assert_int_equal((before.size + after.size) / 2 - difference.changed,
                         2 * (difference.count - difference.changed));
        difference_free(&difference);
    }
}

/* Texts that have nothing in common but their ends; and long ones that have nearly all. */
static void long_texts_end_too(void **state)
{
    (void)state;
    static const size_t changes[] = {0, 1, 255, 256, 257, 20000};
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        struct bytes before = letters(before_room, 30000, 2), after = letters(after_room, 30000, 2);
        memcpy(after_room, before_room, sizeof after_room);
        for (size_t k = 0; k < changes[i]; k++)
            after_room[2 * (k * 30000 / changes[i])] = 'z';
        struct difference difference = make(before, after);
        check_both_sides(&difference, before, after);
        if (changes[i] <= 256)
            assert_int_equal(difference.changed, 2 * changes[i]);
        difference_free(&difference);
    }
}

static void check_shown(const char *before, const char *after, size_t around, size_t columns,
                        const char *expected)
{
    struct difference difference = make(bytes_of_text(before), bytes_of_text(after));
    struct buffer out = buffer_over(shown_room, sizeof shown_room - 1);
    difference_show(&out, &difference, around, columns);
    shown_room[out.size] = '\0';
    assert_string_equal(shown_room, expected);
    assert_true(out.size <= difference_room(&difference));
    difference_free(&difference);
}

static void a_reader_sees_what_changed(void **state)
{
    (void)state;
    check_shown("", "", 1, 0, "");
    check_shown("a", "a\n", 1, 0, "  …\n");
    check_shown("", "a", 1, 0, "+ a\n");
    check_shown("a\n\nb", "", 1, 0, "- a\n-\n- b\n");
    check_shown("a\nb\nc", "a\nB\nc", 1, 0, "  a\n- b\n+ B\n  c\n");
    check_shown("a\nb\nc\nd\ne\nf\ng", "A\nb\nc\nd\ne\nf\nG", 1, 0, "- a\n+ A\n  b\n  …\n  f\n- g\n+ G\n");
    check_shown("a\nb\nc", "a\nB\nc", 0, 0, "  …\n- b\n+ B\n  …\n");
    check_shown("一站式服务窗口", "一站式服务窗口，当天办结", 1, 12,
                "- 一站式服务\n  窗口\n+ 一站式服务\n  窗口，当天\n  办结\n");
    check_shown("one two three four", "one two four", 1, 12, "- one two\n  three four\n+ one two\n  four\n");
}

/* The narrowest terminal, on which each character takes most room. */
static void what_is_shown_fits_its_room(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "服", " ", "\n", "é", "📷"};
    for (int round = 0; round < 2000; round++) {
        struct buffer before = buffer_over(before_room, sizeof before_room);
        struct buffer after = buffer_over(after_room, sizeof after_room);
        for (size_t i = below(400); i > 0; i--)
            buffer_add_text(below(2) == 0 ? &before : &after, below(9) > 0 ? "a" : words[below(6)]);
        struct difference difference = make(buffer_bytes(&before), buffer_bytes(&after));
        struct buffer out = buffer_over(shown_room, difference_room(&difference));
        difference_show(&out, &difference, 3, 10);
        assert_false(out.overflowed);
        for (struct bytes rest = buffer_bytes(&out); rest.size > 0;) {
            const size_t size = (size_t)((const uint8_t *)memchr(rest.at, '\n', rest.size) - rest.at);
            assert_true(width_of(bytes_of(rest.at, size)) <= 10);
            rest = bytes_skip(rest, size + 1);
        }
        difference_free(&difference);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_more_is_changed_than_must_be),
        cmocka_unit_test(long_texts_end_too),
        cmocka_unit_test(a_reader_sees_what_changed),
        cmocka_unit_test(what_is_shown_fits_its_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
