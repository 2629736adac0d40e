/* Columns of text by utf8proc's tables. It does not know what the text says. */
#include "client/lib/show/width.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#include "protocol/limits.h"

#define ELLIPSIS "…" /* one column */

/* One code point, as utf8proc counts it; a broken byte is one of one column. */
static size_t take_point(struct bytes text, utf8proc_int32_t *point, size_t *columns)
{
    utf8proc_ssize_t size = utf8proc_iterate(text.at, (utf8proc_ssize_t)text.size, point);
    int width = size > 0 ? utf8proc_charwidth(*point) : 1;
    *columns = width > 0 ? (size_t)width : 0;
    return size > 0 ? (size_t)size : 1;
}

/* The bytes and columns of the first character, with the marks and joined signs that belong to it. */
static size_t take_character(struct bytes *text, size_t *columns)
{
    utf8proc_int32_t before, point, state = 0;
    size_t taken = take_point(*text, &before, columns), more;
    while (before >= 0 && taken < text->size) {
        size_t size = take_point(bytes_skip(*text, taken), &point, &more);
        if (point < 0 || utf8proc_grapheme_break_stateful(before, point, &state))
            break;
        taken += size;
        *columns += more;
        before = point;
    }
    *text = bytes_skip(*text, taken);
    return taken;
}

size_t width_of(struct bytes text)
{
    size_t all = 0, columns;
    while (text.size > 0) {
        take_character(&text, &columns);
        all += columns;
    }
    return all;
}

void width_fit(struct buffer *out, struct bytes text, size_t columns)
{
    if (width_of(text) <= columns) {
        buffer_add(out, text.at, text.size);
        return;
    }
    if (columns == 0)
        return;
    struct bytes rest = text;
    size_t fitting_bytes = 0, used = 0, next;
    while (rest.size > 0) {
        size_t size = take_character(&rest, &next);
        if (used + next > columns - 1)
            break;
        used += next;
        fitting_bytes += size;
    }
    buffer_add(out, text.at, fitting_bytes);
    buffer_add_text(out, ELLIPSIS);
}

void width_line(struct buffer *out, struct bytes before, struct bytes text, struct bytes after,
                size_t columns)
{
    size_t fixed = width_of(before) + width_of(after);
    enum { SHORTEST = 8 }; /* less of a headline says nothing */
    if (columns != 0 && fixed + SHORTEST > columns) {
        uint8_t room[4096];
        struct buffer whole = buffer_over(room, sizeof room);
        buffer_add(&whole, before.at, before.size);
        buffer_add(&whole, text.at, text.size);
        buffer_add(&whole, after.at, after.size);
        width_fit(out, buffer_bytes(&whole), columns);
        return;
    }
    buffer_add(out, before.at, before.size);
    width_fit(out, text, columns == 0 ? SIZE_MAX : columns - fixed);
    buffer_add(out, after.at, after.size);
}

static void add_spaces(struct buffer *out, size_t count)
{
    while (count-- > 0)
        buffer_add_text(out, " ");
}

void width_pad(struct buffer *out, struct bytes text, size_t columns)
{
    size_t width = width_of(text);
    buffer_add(out, text.at, text.size);
    add_spaces(out, width < columns ? columns - width : 0);
}

/* How much of a line fits, which is at least a character: up to the last place where it may break, and behind
 * it the spaces that the break swallows. It may break at spaces and beside wide characters. */
static struct bytes take_line(struct bytes *rest, size_t columns)
{
    struct bytes walk = *rest;
    size_t used = 0, next, size = 0, fitting = 0, behind = 0;
    bool seen = false, space_before = false, wide_before = false, cut = false;
    while (walk.size > 0) {
        bool space = walk.at[0] == ' ';
        size_t taken = take_character(&walk, &next);
        if (seen && (space || next > 1 || wide_before)) {
            fitting = space_before ? fitting : size;
            behind = size + (space ? taken : 0);
        }
        cut = size > 0 && used + next > columns && !(space && seen);
        if (cut)
            break;
        used += next;
        size += taken;
        seen = seen || !space;
        space_before = space && seen;
        wide_before = next > 1;
    }
    bool spaces_stand_out = space_before && used > columns;
    if ((cut && fitting == 0) || (!cut && !spaces_stand_out))
        fitting = behind = size;
    assert(fitting > 0 && behind >= fitting);
    struct bytes line = bytes_of(rest->at, fitting);
    *rest = bytes_skip(*rest, behind);
    while (rest->size > 0 && rest->at[0] == ' ')
        *rest = bytes_skip(*rest, 1);
    return line;
}

/* A line of the text; what it goes on with is indented as it is itself, where that leaves room. */
static void wrap_line(struct buffer *out, struct bytes rest, size_t indent, size_t fitting)
{
    size_t own = 0;
    while (own < rest.size && rest.at[own] == ' ')
        own++;
    own = own < rest.size && own < fitting / 2 ? own : 0;
    for (bool first = true; first || rest.size > 0; first = false) {
        const size_t behind = first ? 0 : own;
        struct bytes line = rest.size > 0 ? take_line(&rest, fitting - behind) : rest;
        add_spaces(out, line.size > 0 ? indent + behind : 0);
        buffer_add(out, line.at, line.size);
        buffer_add_text(out, "\n");
    }
}

void width_wrap(struct buffer *out, struct bytes text, size_t indent, size_t columns)
{
    enum { NARROWEST = 8 };
    size_t fitting = columns == 0 ? SIZE_MAX : columns > indent + NARROWEST ? columns - indent : NARROWEST;
    while (text.size > 0) {
        const uint8_t *newline = memchr(text.at, '\n', text.size);
        size_t size = newline == NULL ? text.size : (size_t)(newline - text.at);
        wrap_line(out, bytes_of(text.at, size), indent, fitting);
        text = bytes_skip(text, newline == NULL ? size : size + 1);
    }
}

void width_headline(struct buffer *out, struct bytes before, struct bytes text, struct bytes after,
                    size_t columns)
{
    enum { LONGEST = 2 * LIMIT_HEADLINE_BYTES / 3, INDENT = 4, NARROW = 24 };
    uint8_t fitted_room[2 * LIMIT_HEADLINE_BYTES], rest_room[2048], room[8192];
    struct buffer fitted = buffer_over(fitted_room, sizeof fitted_room);
    struct buffer rest = buffer_over(rest_room, sizeof rest_room);
    struct buffer lines = buffer_over(room, sizeof room);
    if (columns == 0 || width_of(before) + width_of(text) + width_of(after) <= columns) {
        width_line(out, before, text, after, 0);
        return;
    }
    width_fit(&fitted, text, LONGEST);
    width_wrap(&lines, buffer_bytes(&fitted), 0, columns);
    buffer_add(&rest, before.at, before.size);
    while (rest.size > 0 && rest.at[rest.size - 1] == ' ')
        rest.size--;
    buffer_add(&rest, after.at, after.size);
    width_wrap(&lines, buffer_bytes(&rest), columns < NARROW ? 1 : INDENT, columns);
    buffer_add(out, lines.at, lines.size > 0 ? lines.size - 1 : 0);
}

size_t width_of_terminal(void)
{
    struct winsize size;
    const char *told = getenv("COLUMNS");
    long columns = told == NULL ? 0 : strtol(told, NULL, 10);
    if (columns > 0 && columns < 10000)
        return (size_t)columns;
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        return 0;
    return size.ws_col;
}
