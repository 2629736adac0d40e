/* Reads the lines of a form, one after the other: each is a note, begins a field or a block, goes on with a
 * text, or is stray. It does not judge what a field says. */
#include <stdlib.h>

#include "client/lib/form/form_lines.h"
#include "client/lib/form/reading.h"
#include "client/lib/tidy.h"
#include "protocol/wire/readable.h"
#include "protocol/wire/utf8.h"

enum {
    NOTES_BYTES = 65536,
    FOLD = 3,      /* how much longer a file may be than its texts: by indentation and \r */
    EMPTY_TOO = 2, /* how many times as many blocks are read as there may be: some are empty */
};

/* Where a line stands. */
struct place {
    struct reading *reading;
    uint64_t number;
    struct form_value *value;    /* that goes on; NULL: none */
    const struct form_field *of; /* the block; NULL: none */
    size_t block;                /* which of its kind, from 1 */
    size_t part_columns;         /* how far its fields are indented; SIZE_MAX: not known yet */
    bool strayed;                /* below a line that was stray: not told again */
};

void form_add_fault(struct form_answers *answers, const struct form_fault *fault)
{
    if (answers->fault_count == FORM_FAULTS)
        answers->more_faults = true;
    else
        answers->faults[answers->fault_count++] = *fault;
}

static void add_fault(const struct place *place, enum error code, const char *field, struct bytes name)
{
    struct form_fault fault = {.line = place->number, .of = place->of, .block = place->block};
    refuse(&fault.why, code, field, name, code == ERR_FORM_BLOCKS ? place->of->limit : 0);
    form_add_fault(place->reading->answers, &fault);
}

/* --- what a line is --- */

static void add_text(struct place *place, struct bytes text, bool behind_word)
{
    struct reading *reading = place->reading;
    const size_t value = (size_t)(place->value - reading->answers->values);
    reading->lines[reading->line_count++] =
        (struct text_line){.text = text, .number = place->number, .behind_word = behind_word};
    reading->spans[value].count++;
}

static bool stands_already(const struct place *place, const struct form_field *field)
{
    const struct form_answers *answers = place->reading->answers;
    for (size_t i = 0; i < answers->count; i++) {
        const struct form_value *value = &answers->values[i];
        if (value->field == field && value->of == place->of && value->block == place->block)
            return true;
    }
    return false;
}

static void begin_value(struct place *place, const struct form_field *field, struct bytes rest)
{
    struct reading *reading = place->reading;
    if (stands_already(place, field)) {
        add_fault(place, ERR_FIELD_TWICE, field->word, (struct bytes){0});
        place->value = NULL;
        place->strayed = true;
        return;
    }
    place->value = &reading->answers->values[reading->answers->count];
    reading->spans[reading->answers->count++] = (struct span){.first = reading->line_count};
    *place->value =
        (struct form_value){.field = field, .of = place->of, .block = place->block, .line = place->number};
    place->strayed = false;
    if (rest.size > 0)
        add_text(place, rest, true);
}

/* A block is kept as a value without a text, so that it is known where it stands. */
static void begin_block(struct place *place, const struct form_field *field, struct bytes rest)
{
    const struct form_answers *answers = place->reading->answers;
    place->of = field;
    place->block = 1;
    for (size_t i = 0; i < answers->count; i++)
        place->block += answers->values[i].field == field;
    if (place->block > field->limit * EMPTY_TOO) {
        add_fault(place, ERR_FORM_BLOCKS, field->word, (struct bytes){0});
        place->of = NULL;
        place->block = 0;
        place->value = NULL;
        place->strayed = true;
        return;
    }
    place->part_columns = SIZE_MAX;
    begin_value(place, field, (struct bytes){0});
    place->value = NULL;
    if (rest.size > 0)
        add_fault(place, ERR_LINE_BROKEN, field->word, bytes_of_text("each of its fields stands below it"));
}

static void stray(struct place *place, struct bytes line)
{
    const struct bytes word = line_word(line);
    place->value = NULL;
    if (!place->strayed && word.size > 0)
        add_fault(place, ERR_UNKNOWN_FIELD, NULL, word);
    else if (!place->strayed)
        add_fault(place, ERR_FORM_STRAY, NULL, line_trim(line));
    place->strayed = true;
}

static bool take_part(struct place *place, struct bytes line, size_t columns)
{
    struct bytes rest;
    if (place->of == NULL || columns > place->part_columns)
        return false;
    const struct form_field *field = line_key(line, place->of->parts, place->of->part_count, &rest);
    if (field == NULL)
        return false;
    if (place->part_columns == SIZE_MAX)
        place->part_columns = columns;
    begin_value(place, field, rest);
    return true;
}

static bool take_field(struct place *place, struct bytes line)
{
    const struct form *form = place->reading->form;
    struct bytes rest;
    const struct form_field *field = line_key(line, form->fields, form->count, &rest);
    if (field == NULL)
        return false;
    if (field->kind == FORM_BLOCK) {
        begin_block(place, field, rest);
        return true;
    }
    place->of = NULL;
    place->block = 0;
    begin_value(place, field, rest);
    return true;
}

static void take_line(struct place *place, struct bytes line)
{
    const size_t columns = line_indent(line);
    if (line.size > 0 && line.at[0] == '#')
        return;
    if (line_trim(line).size == 0) {
        if (place->value != NULL)
            add_text(place, (struct bytes){0}, false);
        return;
    }
    if (columns == 0)
        place->strayed = false;
    if (take_part(place, line, columns))
        return;
    if (columns > 0 && place->value != NULL)
        add_text(place, line, false);
    else if ((columns > 0 && place->strayed) || !take_field(place, line))
        stray(place, line);
}

static void take_lines(struct reading *reading, struct bytes text)
{
    struct place place = {.reading = reading};
    while (text.size > 0) {
        const uint8_t *end = memchr(text.at, '\n', text.size);
        const size_t size = end != NULL ? (size_t)(end - text.at) : text.size;
        place.number++;
        take_line(&place, bytes_of(text.at, size));
        text = bytes_skip(text, end != NULL ? size + 1 : size);
    }
}

/* --- a whole file --- */

static uint64_t text_limit(const struct form_field *field)
{
    return field->kind == FORM_LINE || field->kind == FORM_TEXT ? field->limit : 0;
}

size_t form_room(const struct form *form)
{
    uint64_t all = NOTES_BYTES;
    for (size_t i = 0; i < form->count; i++) {
        const struct form_field *field = &form->fields[i];
        all += FOLD * text_limit(field);
        for (size_t part = 0; part < field->part_count; part++)
            all += FOLD * field->limit * text_limit(&field->parts[part]);
    }
    return (size_t)all;
}

/* Of what is too long or not UTF-8 no line is read. */
static bool can_be_read(const struct form *form, struct bytes file, struct form_answers *answers)
{
    struct form_fault fault = {.line = 0};
    uint32_t character;
    struct bytes rest = file;
    if (file.size > form_room(form)) {
        refuse(&fault.why, ERR_TOO_LONG, "form", (struct bytes){0}, form_room(form));
        form_add_fault(answers, &fault);
        return false;
    }
    while (rest.size > 0 && utf8_take(&rest, &character))
        ;
    if (rest.size == 0)
        return true;
    struct readable readable = {.breaks = true};
    readable_check(&readable, file, "form", &fault.why);
    fault.line = fault.why.line;
    form_add_fault(answers, &fault);
    return false;
}

static size_t count_lines(struct bytes text)
{
    size_t count = 1;
    for (size_t i = 0; i < text.size; i++)
        count += text.at[i] == '\n';
    return count;
}

/* The answers keep a copy of the file, and behind it room for texts, which are no longer than the file. */
static bool read_copy(const struct form *form, struct bytes file, struct form_answers *answers)
{
    uint8_t *copy = malloc(2 * file.size + 1);
    if (copy == NULL)
        return false;
    answers->rooms[0] = copy;
    if (file.size > 0)
        memcpy(copy, file.at, file.size);
    const struct bytes text = bytes_of(copy, tidy_text(copy, file.size));
    const size_t most = count_lines(text);
    struct reading reading = {
        .form = form, .answers = answers, .texts = buffer_over(copy + file.size, file.size + 1)};
    reading.lines = calloc(most, sizeof *reading.lines);
    reading.spans = calloc(most, sizeof *reading.spans);
    answers->rooms[1] = answers->values = calloc(most, sizeof *answers->values);
    const bool enough = reading.lines != NULL && reading.spans != NULL && answers->values != NULL;
    if (enough) {
        take_lines(&reading, text);
        form_judge(&reading);
    }
    free(reading.lines);
    free(reading.spans);
    return enough;
}

bool form_read(const struct form *form, struct bytes file, struct form_answers *answers)
{
    *answers = (struct form_answers){.count = 0};
    if (!can_be_read(form, file, answers) || read_copy(form, file, answers))
        return true;
    form_free(answers);
    return false;
}

void form_free(struct form_answers *answers)
{
    for (size_t i = 0; i < sizeof answers->rooms / sizeof answers->rooms[0]; i++)
        free(answers->rooms[i]);
    *answers = (struct form_answers){.count = 0};
}
