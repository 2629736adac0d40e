/* Judges what stands in a form: what is missing, too long, too often or not to be read. All of it is told,
 * and where it stands. It does not know how lines are read. */
#include "client/lib/form/form_lines.h"
#include "client/lib/form/reading.h"
#include "protocol/wire/readable.h"

static void add_fault(struct reading *reading, const struct form_value *at, uint64_t line, struct refusal why)
{
    const struct form_fault fault = {.line = line, .of = at->of, .block = at->block, .why = why};
    form_add_fault(reading->answers, &fault);
}

/* --- from lines to texts --- */

static bool is_blank(const struct text_line *line)
{
    return line->text.size == 0;
}

static void trim(const struct reading *reading, struct span *span)
{
    while (span->count > 0 && is_blank(&reading->lines[span->first])) {
        span->first++;
        span->count--;
    }
    while (span->count > 0 && is_blank(&reading->lines[span->first + span->count - 1]))
        span->count--;
}

/* Puts the lines of a value together, without the indentation that all of them have. */
static struct bytes join(struct reading *reading, const struct span *span)
{
    const struct text_line *lines = reading->lines + span->first;
    const size_t begin = reading->texts.size;
    size_t common = SIZE_MAX;
    for (size_t i = 0; i < span->count; i++) {
        const size_t columns = line_indent(lines[i].text);
        if (!is_blank(&lines[i]) && !lines[i].behind_word && columns < common)
            common = columns;
    }
    for (size_t i = 0; i < span->count; i++) {
        const struct bytes line = line_trim_end(line_dedent(lines[i].text, common));
        if (i > 0)
            buffer_add_text(&reading->texts, "\n");
        buffer_add(&reading->texts, line.at, line.size);
    }
    return bytes_of(reading->texts.at + begin, reading->texts.size - begin);
}

/* --- one value --- */

static struct refusal check_number(const struct form_value *value)
{
    struct refusal why = {.code = OK};
    uint64_t number = 0;
    for (size_t i = 0; i < value->text.size; i++) {
        const unsigned digit = value->text.at[i] - (unsigned)'0';
        if (digit > 9) {
            refuse(&why, ERR_WRONG_KIND, value->field->word, bytes_of_text("a number"), 0);
            return why;
        }
        if (digit > value->field->limit || number > (value->field->limit - digit) / 10) {
            refuse(&why, ERR_OUT_OF_RANGE, value->field->word, value->text, value->field->limit);
            return why;
        }
        number = number * 10 + digit;
    }
    return why;
}

/* The field that may be given in the place of another; NULL: none. */
static const struct form_field *find_instead(const struct form *form, const struct form_value *value)
{
    const struct form_field *fields = value->of != NULL ? value->of->parts : form->fields;
    const size_t count = value->of != NULL ? value->of->part_count : form->count;
    for (size_t i = 0; i < count; i++) {
        if (fields[i].instead != NULL && strcmp(fields[i].instead, value->field->word) == 0)
            return &fields[i];
    }
    return NULL;
}

static struct refusal too_long(const struct form *form, const struct form_value *value)
{
    const struct form_field *instead = find_instead(form, value);
    struct refusal why;
    if (instead == NULL)
        refuse(&why, ERR_TOO_LONG, value->field->word, (struct bytes){0}, value->field->limit);
    else
        refuse(&why, ERR_FORM_TOO_LONG, value->field->word, bytes_of_text(instead->word),
               value->field->limit);
    return why;
}

static struct refusal check_length(const struct form *form, const struct form_value *value, size_t lines)
{
    const struct form_field *field = value->field;
    struct refusal why = {.code = OK};
    if (field->kind != FORM_TEXT && lines > 1)
        refuse(&why, ERR_WRONG_KIND, field->word, bytes_of_text("one line"), 0);
    else if (field->kind == FORM_NUMBER)
        return check_number(value);
    else if (field->kind == FORM_TEXT && field->lines > 0 && lines > field->lines)
        refuse(&why, ERR_FORM_LINES, field->word, (struct bytes){0}, field->lines);
    else if (value->text.size > field->limit)
        return too_long(form, value);
    return why;
}

static void judge_value(struct reading *reading, const struct form_value *value, const struct span *span)
{
    struct refusal why = check_length(reading->form, value, span->count);
    if (why.code != OK)
        add_fault(reading, value, value->line, why);
    struct readable readable = {.breaks = true, .said = true};
    if (readable_check(&readable, value->text, value->field->word, &why) == OK)
        return;
    if (why.line > 0 && why.line <= span->count)
        why.line = reading->lines[span->first + why.line - 1].number;
    add_fault(reading, value, why.line > 0 ? why.line : value->line, why);
}

static void judge_values(struct reading *reading)
{
    for (size_t i = 0; i < reading->answers->count; i++) {
        struct form_value *value = &reading->answers->values[i];
        trim(reading, &reading->spans[i]);
        value->text = join(reading, &reading->spans[i]);
        if (value->text.size > 0)
            judge_value(reading, value, &reading->spans[i]);
    }
}

/* --- what must stand together --- */

static const struct form_value *find(const struct form_answers *answers, const struct form_field *field,
                                     const struct form_field *of, size_t block)
{
    for (size_t i = 0; i < answers->count; i++) {
        const struct form_value *value = &answers->values[i];
        if (value->field == field && value->of == of && value->block == block)
            return value;
    }
    return NULL;
}

static bool is_filled(const struct form_answers *answers, const struct form_field *field,
                      const struct form_value *in)
{
    const struct form_value *value = find(answers, field, in->of, in->block);
    return value != NULL && value->text.size > 0;
}

/* `fields` are those of the form, or of the block that `in` begins. */
static void judge_field(struct reading *reading, const struct form_field *fields, size_t count,
                        const struct form_field *field, const struct form_value *in)
{
    const struct form_answers *answers = reading->answers;
    const struct form_value *value = find(answers, field, in->of, in->block);
    const bool filled = is_filled(answers, field, in);
    struct refusal why;
    bool replaced = false;
    for (size_t i = 0; i < count; i++) {
        if (field->instead != NULL && filled && strcmp(fields[i].word, field->instead) == 0 &&
            is_filled(answers, &fields[i], in)) {
            refuse(&why, ERR_FORM_EITHER, field->word, bytes_of_text(field->instead), 0);
            add_fault(reading, in, value->line, why);
        }
        replaced = replaced || (fields[i].instead != NULL && strcmp(fields[i].instead, field->word) == 0 &&
                                is_filled(answers, &fields[i], in));
    }
    if (field->needed == OPTIONAL || filled || replaced)
        return;
    refuse(&why, ERR_FIELD_MISSING, field->word, (struct bytes){0}, 0);
    add_fault(reading, in, value != NULL ? value->line : in->line, why);
}

/* A block in which nothing stands is none: the file that is to be filled in has one. */
static bool is_block(const struct form_answers *answers, const struct form_value *value)
{
    if (value->field->kind != FORM_BLOCK)
        return false;
    for (size_t part = 0; part < value->field->part_count; part++) {
        if (is_filled(answers, &value->field->parts[part], value))
            return true;
    }
    return false;
}

static void judge_blocks(struct reading *reading, const struct form_field *field)
{
    const struct form_answers *answers = reading->answers;
    const struct form_value form = {.field = field}, *last = NULL;
    size_t blocks = 0;
    struct refusal why;
    for (size_t i = 0; i < answers->count; i++) {
        const struct form_value *value = &answers->values[i];
        if (value->field == field && (last == NULL || blocks == 0))
            last = value;
        if (value->field != field || !is_block(answers, value))
            continue;
        for (size_t part = 0; part < field->part_count; part++)
            judge_field(reading, field->parts, field->part_count, &field->parts[part], value);
        if (++blocks != field->limit + 1)
            continue;
        refuse(&why, ERR_FORM_BLOCKS, field->word, (struct bytes){0}, field->limit);
        add_fault(reading, value, value->line, why);
    }
    if (blocks > 0 || field->needed == OPTIONAL)
        return;
    refuse(&why, ERR_FIELD_MISSING, field->word, (struct bytes){0}, 0);
    add_fault(reading, &form, last != NULL ? last->line : 0, why);
}

/* --- in the end --- */

/* Numbers of blocks without those that are none. */
static void number_blocks(struct form_answers *answers)
{
    for (size_t i = 0; i < answers->count; i++) {
        struct form_value *value = &answers->values[i];
        size_t before = 0;
        if (value->of == NULL || value->field->kind == FORM_BLOCK)
            continue;
        for (size_t k = 0; k < i; k++) {
            const struct form_value *other = &answers->values[k];
            before += other->field == value->of && other->text.size > 0;
        }
        value->block = before;
    }
}

/* Keeps what is filled in; a block's own value has served once its parts are numbered. */
static void drop_empty(struct form_answers *answers)
{
    size_t kept = 0;
    for (size_t i = 0; i < answers->count; i++) {
        struct form_value *value = &answers->values[i];
        if (is_block(answers, value))
            value->text = bytes_of_text("+");
    }
    number_blocks(answers);
    for (size_t i = 0; i < answers->count; i++) {
        const struct form_value *value = &answers->values[i];
        if (value->text.size > 0 && value->field->kind != FORM_BLOCK)
            answers->values[kept++] = *value;
    }
    answers->count = kept;
}

void form_sort_faults(struct form_answers *answers)
{
    for (size_t i = 1; i < answers->fault_count; i++) {
        const struct form_fault fault = answers->faults[i];
        size_t at = i;
        for (; at > 0 && answers->faults[at - 1].line - 1 > fault.line - 1; at--) /* none is the largest */
            answers->faults[at] = answers->faults[at - 1];
        answers->faults[at] = fault;
    }
}

void form_add_found(struct form_answers *answers, const struct form_value *value, const struct refusal *why,
                    const char *says)
{
    struct form_fault fault = {.why = *why, .says = says};
    if (value != NULL) {
        fault.line = value->line;
        fault.of = value->of;
        fault.block = value->block;
    }
    form_add_fault(answers, &fault);
    form_sort_faults(answers);
}

void form_judge(struct reading *reading)
{
    const struct form *form = reading->form;
    const struct form_value whole = {.field = NULL};
    judge_values(reading);
    for (size_t i = 0; i < form->count; i++) {
        if (form->fields[i].kind == FORM_BLOCK)
            judge_blocks(reading, &form->fields[i]);
        else
            judge_field(reading, form->fields, form->count, &form->fields[i], &whole);
    }
    drop_empty(reading->answers);
    form_sort_faults(reading->answers);
}
