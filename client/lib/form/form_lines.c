/* Lines by their beginnings. It knows how people indent and which colons they type; it does not know what a
 * line is in. */
#include "client/lib/form/form_lines.h"

#include <ctype.h>

enum { TAB_COLUMNS = 8, WIDE_COLUMNS = 2, WORD_MOST = 40 };

#define WIDE_SPACE "\u3000"
#define WIDE_COLON "\uff1a"

static bool begins(struct bytes text, const char *with)
{
    const size_t size = strlen(with);
    return text.size >= size && memcmp(text.at, with, size) == 0;
}

/* The bytes of the space that a line begins with, 0 for none; `columns` is where it ends. */
static size_t take_space(struct bytes line, size_t *columns)
{
    if (begins(line, " ")) {
        *columns += 1;
        return 1;
    }
    if (begins(line, "\t")) {
        *columns += TAB_COLUMNS - *columns % TAB_COLUMNS;
        return 1;
    }
    if (begins(line, WIDE_SPACE)) {
        *columns += WIDE_COLUMNS;
        return strlen(WIDE_SPACE);
    }
    return 0;
}

size_t line_indent(struct bytes line)
{
    size_t columns = 0, size;
    while ((size = take_space(line, &columns)) > 0)
        line = bytes_skip(line, size);
    return columns;
}

struct bytes line_dedent(struct bytes line, size_t columns)
{
    size_t taken = 0, size;
    while (taken < columns && (size = take_space(line, &taken)) > 0)
        line = bytes_skip(line, size);
    return line;
}

struct bytes line_trim_end(struct bytes line)
{
    const size_t wide = strlen(WIDE_SPACE);
    for (;;) {
        if (line.size > 0 && (line.at[line.size - 1] == ' ' || line.at[line.size - 1] == '\t'))
            line.size--;
        else if (line.size >= wide && begins(bytes_skip(line, line.size - wide), WIDE_SPACE))
            line.size -= wide;
        else
            return line;
    }
}

struct bytes line_trim(struct bytes line)
{
    return line_trim_end(line_dedent(line, SIZE_MAX));
}

/* Moves past a colon, and the spaces before it. */
static bool take_colon(struct bytes *line)
{
    struct bytes rest = line_dedent(*line, SIZE_MAX);
    const char *colon = begins(rest, ":") ? ":" : WIDE_COLON;
    if (!begins(rest, colon))
        return false;
    *line = bytes_skip(rest, strlen(colon));
    return true;
}

/* Moves past a word, whatever its case and however many spaces stand in it. */
static bool take_word(struct bytes *line, const char *word)
{
    struct bytes rest = *line;
    for (; *word != '\0'; word++) {
        const struct bytes behind = line_dedent(rest, SIZE_MAX);
        if (*word == ' ' && behind.size < rest.size)
            rest = behind;
        else if (rest.size > 0 && tolower(rest.at[0]) == (unsigned char)*word)
            rest = bytes_skip(rest, 1);
        else
            return false;
    }
    *line = rest;
    return true;
}

const struct form_field *line_key(struct bytes line, const struct form_field *fields, size_t count,
                                  struct bytes *rest)
{
    const struct bytes begin = line_dedent(line, SIZE_MAX);
    for (size_t i = 0; i < count; i++) {
        struct bytes behind = begin;
        if (!take_word(&behind, fields[i].word) || !take_colon(&behind))
            continue;
        *rest = line_trim(behind);
        return &fields[i];
    }
    return NULL;
}

struct bytes line_word(struct bytes line)
{
    line = line_trim(line);
    for (size_t size = 1; size < line.size && size <= WORD_MOST; size++) {
        struct bytes rest = bytes_skip(line, size);
        if (take_colon(&rest))
            return line_trim(bytes_of(line.at, size));
    }
    return (struct bytes){0};
}
