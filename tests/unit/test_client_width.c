/* Lines of a text: never wider than they may be, nothing lost but the spaces at their ends, and always an
 * end. All widths against all lengths of words, in every kind of character. It knows no terminal. */
#include <string.h>

#include "client/lib/show/width.h"
#include "tests/unit/support/testing.h"

enum { WIDEST = 90, LONGEST = 95, ROOM = 1 << 16 };

/* What a word may be made of, and how many columns one of it takes. */
static const struct letter {
    const char *text;
    size_t columns;
} letters[] = {
    {"a", 1},
    {"\u670d", 2},                                     /* a Chinese character */
    {"e\u0301\u0323", 1},                              /* two marks on a letter */
    {"\U0001f4f7", 2},                                 /* a camera */
    {"\U0001f469\u200d\U0001f469\u200d\U0001f467", 6}, /* a family of three, joined */
    {"\U0001f1e8\U0001f1f3", 2},                       /* a flag of two halves */
    {"\xff", 1},                                       /* a broken byte */
};
enum { LETTERS = sizeof letters / sizeof letters[0] };

/* Where the word stands. */
static const struct frame {
    const char *before, *after;
} frames[] = {{"", ""}, {"x ", ""}, {"", " x"}, {"  ", "  "}, {"x    ", "    y"}, {"\u670d", "\u670d"}};
enum { FRAMES = sizeof frames / sizeof frames[0] };

static char typed[ROOM], shown[ROOM];

static struct bytes type(const struct frame *frame, const struct letter *letter, size_t length)
{
    struct buffer out = buffer_over(typed, sizeof typed);
    buffer_add_text(&out, frame->before);
    for (size_t i = 0; i < length; i++)
        buffer_add_text(&out, letter->text);
    buffer_add_text(&out, frame->after);
    assert_false(out.overflowed);
    return buffer_bytes(&out);
}

/* All but spaces and newlines, in place. */
static struct bytes without_spaces(char *room, struct bytes text)
{
    size_t kept = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] != ' ' && text.at[i] != '\n')
            room[kept++] = (char)text.at[i];
    }
    return bytes_of(room, kept);
}

static void check_lines(struct bytes all, size_t indent, size_t most)
{
    while (all.size > 0) {
        const uint8_t *end = memchr(all.at, '\n', all.size);
        assert_non_null(end);
        struct bytes line = bytes_of(all.at, (size_t)(end - all.at));
        assert_true(line.size > indent);
        for (size_t i = 0; i < indent; i++)
            assert_int_equal(line.at[i], ' ');
        assert_true(width_of(line) <= indent + most);
        all = bytes_skip(all, line.size + 1);
    }
}

static void wrap(const struct frame *frame, const struct letter *letter, size_t length, size_t columns,
                 size_t indent)
{
    enum { NARROWEST = 8 };
    struct bytes text = type(frame, letter, length);
    struct buffer out = buffer_over(shown, sizeof shown);
    width_wrap(&out, text, indent, columns);
    assert_false(out.overflowed);
    check_lines(buffer_bytes(&out), indent, columns > indent + NARROWEST ? columns - indent : NARROWEST);
    struct bytes after = without_spaces(shown, buffer_bytes(&out));
    struct bytes before = without_spaces(typed, text);
    assert_int_equal(after.size, before.size);
    assert_memory_equal(after.at, before.at, before.size);
}

static void every_word_fits_every_width(void **state)
{
    (void)state;
    for (size_t i = 0; i < LETTERS * FRAMES; i++) {
        const struct letter *letter = &letters[i % LETTERS];
        for (size_t columns = 1; columns <= WIDEST; columns++) {
            for (size_t length = 1; length <= LONGEST; length += letter->columns > 2 ? 7 : 1)
                wrap(&frames[i / LETTERS], letter, length, columns, i % 3);
        }
    }
}

static void the_letters_are_as_wide_as_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < LETTERS; i++)
        assert_int_equal(width_of(bytes_of_text(letters[i].text)), letters[i].columns);
}

/* What belongs to one character is in no place cut apart. */
static void a_character_stays_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < LETTERS; i++) {
        const struct letter *letter = &letters[i];
        struct bytes text = type(&frames[0], letter, LONGEST);
        struct buffer out = buffer_over(shown, sizeof shown);
        width_wrap(&out, text, 0, 11);
        for (struct bytes all = buffer_bytes(&out); all.size > 0;) {
            const uint8_t *end = memchr(all.at, '\n', all.size);
            assert_int_equal((size_t)(end - all.at) % strlen(letter->text), 0);
            all = bytes_skip(all, (size_t)(end - all.at) + 1);
        }
        for (size_t columns = 1; columns <= WIDEST; columns++) {
            out.size = 0;
            width_fit(&out, text, columns);
            assert_true(width_of(buffer_bytes(&out)) <= columns);
            assert_int_equal((out.size - strlen("…")) % strlen(letter->text), 0);
        }
    }
}

static void check_wrapped(const char *text, size_t columns, const char *expected)
{
    struct buffer out = buffer_over(shown, sizeof shown - 1);
    width_wrap(&out, bytes_of_text(text), 0, columns);
    shown[out.size] = '\0';
    assert_string_equal(shown, expected);
}

static void lines_break_where_a_reader_expects_it(void **state)
{
    (void)state;
    check_wrapped("one two three", 9, "one two\nthree\n");
    check_wrapped("12345678   9", 8, "12345678\n9\n");
    check_wrapped("12345678   ", 8, "12345678\n");
    check_wrapped("123456789", 8, "12345678\n9\n");
    check_wrapped("1\n\n2\n", 8, "1\n\n2\n");
    check_wrapped("ab 服务品牌首批", 8, "ab 服务\n品牌首批\n");
    check_wrapped("", 8, "");
    check_wrapped("1 2\n  a bc def\nend", 8, "1 2\n  a bc\n  def\nend\n");
    check_wrapped("  服务品牌首批", 8, "  服务品\n  牌首批\n");
    check_wrapped("      ab cd ef", 8, "      ab\ncd ef\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_letters_are_as_wide_as_said),
        cmocka_unit_test(every_word_fits_every_width),
        cmocka_unit_test(a_character_stays_whole),
        cmocka_unit_test(lines_break_where_a_reader_expects_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
