/* Columns of text by utf8proc's tables. It does not know what the text says. */
#include "client/lib/show/width.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#define ELLIPSIS "…" /* one column */

/* The bytes and columns of the first character; a broken byte counts as one of each. */
static size_t take_character(struct bytes *text, size_t *columns)
{
    utf8proc_int32_t character;
    utf8proc_ssize_t size = utf8proc_iterate(text->at, (utf8proc_ssize_t)text->size, &character);
    int width = size > 0 ? utf8proc_charwidth(character) : 1;
    size_t taken = size > 0 ? (size_t)size : 1;
    *columns = width > 0 ? (size_t)width : 0;
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

/* How much of a line fits: up to the last place where it may break, and behind it the spaces that the break
 * swallows. */
static struct bytes take_line(struct bytes *rest, size_t columns)
{
    struct bytes walk = *rest;
    size_t used = 0, next, size = 0, fitting = 0, behind = 0;
    bool wide_before = false;
    while (walk.size > 0) {
        bool space = walk.at[0] == ' ';
        size_t taken = take_character(&walk, &next);
        bool wide = next > 1;
        if (size > 0 && !space && (wide || wide_before))
            fitting = behind = size; /* before this character */
        if (space) {
            fitting = size;
            behind = size + taken;
        } else if (used + next > columns) {
            break;
        }
        used += next;
        size += taken;
        wide_before = wide;
        if (walk.size == 0)
            fitting = behind = size;
    }
    if (walk.size > 0 && fitting == 0) { /* one word, longer than the line */
        fitting = behind = size;
    }
    struct bytes line = bytes_of(rest->at, fitting);
    *rest = bytes_skip(*rest, behind);
    while (rest->size > 0 && rest->at[0] == ' ')
        *rest = bytes_skip(*rest, 1);
    return line;
}

void width_wrap(struct buffer *out, struct bytes text, size_t indent, size_t columns)
{
    enum { NARROWEST = 8 };
    size_t fitting = columns == 0 ? SIZE_MAX : columns > indent + NARROWEST ? columns - indent : NARROWEST;
    while (text.size > 0) {
        const uint8_t *newline = memchr(text.at, '\n', text.size);
        size_t size = newline == NULL ? text.size : (size_t)(newline - text.at);
        struct bytes rest = bytes_of(text.at, size);
        do {
            struct bytes line = take_line(&rest, fitting);
            add_spaces(out, line.size > 0 ? indent : 0);
            buffer_add(out, line.at, line.size);
            buffer_add_text(out, "\n");
        } while (rest.size > 0);
        text = bytes_skip(text, newline == NULL ? size : size + 1);
    }
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
