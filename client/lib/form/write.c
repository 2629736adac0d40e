/* Writes a form as a file: its notes, its words and what is to stand behind them. It does not know what is in
 * a file that somebody has. */
#include <inttypes.h>
#include <stdio.h>

#include "client/lib/form/form.h"
#include "client/lib/show/width.h"

enum { NOTE_COLUMNS = 78, NOTE_BYTES = 4096, STEP = 2, HAN_BYTES = 3 };

static void add_note(struct buffer *out, struct bytes text)
{
    uint8_t room[NOTE_BYTES];
    struct buffer lines = buffer_over(room, sizeof room);
    width_wrap(&lines, text, 0, NOTE_COLUMNS);
    for (struct bytes rest = buffer_bytes(&lines); rest.size > 0;) {
        const uint8_t *end = memchr(rest.at, '\n', rest.size);
        const size_t size = end != NULL ? (size_t)(end - rest.at) + 1 : rest.size;
        buffer_add_text(out, "# ");
        buffer_add(out, rest.at, size);
        rest = bytes_skip(rest, size);
    }
}

static void add_most(struct buffer *note, const char *format, uint64_t count)
{
    char text[64];
    snprintf(text, sizeof text, format, count);
    buffer_add_text(note, text);
}

/* "Needed: one line of at most 120 bytes, which are 40 Chinese characters." */
static void add_rule(struct buffer *note, const struct form_field *field)
{
    if (field->instead != NULL) {
        buffer_add_text(note, "Instead of '");
        buffer_add_text(note, field->instead);
        buffer_add_text(note, "'");
    } else {
        buffer_add_text(note, field->needed == REQUIRED ? "Needed" : "May stay empty");
    }
    if (field->kind == FORM_NUMBER)
        add_most(note, ": a number, at most %" PRIu64 ".", field->limit);
    else if (field->kind == FORM_BLOCK)
        add_most(note, ". Copy the lines below for each, at most %" PRIu64 " times.", field->limit);
    else if (field->kind == FORM_TEXT && field->lines > 0)
        add_most(note, ": at most %" PRIu64 " lines", field->lines);
    else
        buffer_add_text(note, field->kind == FORM_TEXT ? ": a text" : ": one line");
    if (field->kind == FORM_LINE || field->kind == FORM_TEXT) {
        add_most(note, " of at most %" PRIu64 " bytes", field->limit);
        add_most(note, ", which are %" PRIu64 " Chinese characters.", field->limit / HAN_BYTES);
    }
}

static void add_notes(struct buffer *out, const struct form_field *field)
{
    uint8_t room[NOTE_BYTES];
    struct buffer note = buffer_over(room, sizeof room);
    buffer_add_text(&note, field->asks);
    buffer_add_text(&note, " ");
    add_rule(&note, field);
    add_note(out, buffer_bytes(&note));
}

static void add_spaces(struct buffer *out, size_t count)
{
    while (count-- > 0)
        buffer_add_text(out, " ");
}

static void add_lines(struct buffer *out, struct bytes text, size_t indent)
{
    while (text.size > 0) {
        const uint8_t *end = memchr(text.at, '\n', text.size);
        const size_t size = end != NULL ? (size_t)(end - text.at) : text.size;
        buffer_add_text(out, "\n");
        add_spaces(out, size > 0 ? indent : 0);
        buffer_add(out, text.at, size);
        text = bytes_skip(text, end != NULL ? size + 1 : size);
    }
}

static void add_field(struct buffer *out, const struct form_field *field, const struct form_value *value,
                      size_t indent)
{
    add_spaces(out, indent);
    buffer_add_text(out, field->word);
    buffer_add_text(out, ":");
    if (value != NULL && field->kind == FORM_TEXT) {
        add_lines(out, value->text, indent + STEP);
    } else if (value != NULL) {
        buffer_add_text(out, " ");
        buffer_add(out, value->text.at, value->text.size);
    }
    buffer_add_text(out, "\n");
}

static const struct form_value *find(const struct form_answers *answers, const struct form_field *of,
                                     size_t block, const struct form_field *field)
{
    return of == NULL ? form_find(answers, field->word) : form_find_in(answers, of->word, block, field->word);
}

/* All blocks of a kind, or an empty one; the notes stand in the first. */
static void add_blocks(struct buffer *out, const struct form_field *field, const struct form_answers *answers)
{
    const size_t filled = form_blocks(answers, field->word), count = filled > 0 ? filled : 1;
    for (size_t block = 1; block <= count; block++) {
        if (block > 1)
            buffer_add_text(out, "\n");
        add_field(out, field, NULL, 0);
        for (size_t part = 0; part < field->part_count; part++) {
            if (block == 1)
                add_notes(out, &field->parts[part]);
            add_field(out, &field->parts[part], find(answers, field, block, &field->parts[part]), STEP);
        }
    }
}

void form_write(const struct form *form, const struct form_value *values, size_t count, struct buffer *out)
{
    /* Only looked at. */
    const struct form_answers answers = {.values = (struct form_value *)values, .count = count};
    add_note(out, bytes_of_text(form->title));
    add_note(out,
             bytes_of_text("Write behind the colons. A text may go on below in lines that begin with spaces. "
                           "Lines that begin with # are notes to you: they are not sent."));
    for (size_t i = 0; i < form->count; i++) {
        const struct form_field *field = &form->fields[i];
        buffer_add_text(out, "\n");
        add_notes(out, field);
        if (field->kind == FORM_BLOCK)
            add_blocks(out, field, &answers);
        else
            add_field(out, field, find(&answers, NULL, 0, field), 0);
    }
}
