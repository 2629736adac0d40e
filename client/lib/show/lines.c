/* What all lines are made of, rows of any shape, and the text form of a fact. It knows no noun. */
#include "client/lib/show/lines.h"

#include <stdio.h>
#include <time.h>

#include "client/lib/connect/wait.h"
#include "client/lib/show/width.h"
#include "protocol/wire/text.h"

int lines_zone_minutes(void)
{
    time_t now = (time_t)(wait_wall_ms() / 1000);
    struct tm parts;
    localtime_r(&now, &parts);
    return (int)(parts.tm_gmtoff / 60);
}

static bool time_was_written;

bool lines_time_was_written(void)
{
    return time_was_written;
}

void lines_time(struct buffer *out, int64_t time_ms)
{
    time_t seconds = (time_t)(time_ms / 1000);
    struct tm parts;
    char text[32];
    localtime_r(&seconds, &parts);
    buffer_add(out, text, strftime(text, sizeof text, "%Y-%m-%d %H:%M", &parts));
    time_was_written = true;
}

enum { DAY_BYTES = 10 };

/* "2006-12-12" of a moment; for the last day of some, the moment before their end. */
static void add_day(struct buffer *out, int64_t time_ms)
{
    char text[32];
    struct buffer whole = buffer_over(text, sizeof text);
    lines_time(&whole, time_ms);
    buffer_add(out, whole.at, DAY_BYTES);
}

void lines_span(struct buffer *out, int64_t starts_ms, int64_t ends_ms, bool days)
{
    char room[32];
    struct buffer last = buffer_over(room, sizeof room);
    const size_t first = out->size;
    if (!days) {
        lines_time(out, starts_ms);
        return;
    }
    add_day(out, starts_ms);
    add_day(&last, ends_ms - 1);
    if (out->overflowed || memcmp(out->at + first, last.at, DAY_BYTES) == 0)
        return;
    buffer_add_text(out, " to ");
    lines_bytes(out, buffer_bytes(&last));
}

void lines_deadline(struct buffer *out, int64_t time_ms)
{
    char text[32];
    struct buffer before = buffer_over(text, sizeof text);
    time_t seconds = (time_t)(time_ms / 1000);
    struct tm parts;
    localtime_r(&seconds, &parts);
    if (time_ms % 1000 != 0 || parts.tm_sec != 0 || parts.tm_min != 0 || parts.tm_hour != 0) {
        lines_time(out, time_ms);
        return;
    }
    lines_time(&before, time_ms - 1000);
    buffer_add(out, before.at, before.size - strlen("23:59"));
    buffer_add_text(out, "24:00");
}

void lines_bytes(struct buffer *out, struct bytes bytes)
{
    buffer_add(out, bytes.at, bytes.size);
}

static void add_between(struct buffer *out, struct bytes words, const char *between)
{
    struct bytes word;
    for (size_t at = 0, first = 1; words_next(words, &at, &word); first = 0) {
        buffer_add_text(out, first ? "" : between);
        lines_bytes(out, word);
    }
}

void lines_words(struct buffer *out, struct bytes words)
{
    add_between(out, words, ", ");
}

void lines_lines(struct buffer *out, struct bytes lines)
{
    add_between(out, lines, "; ");
}

void lines_items(struct buffer *out, struct bytes items)
{
    struct item item;
    for (size_t at = 0, first = 1; items_next(items, &at, &item); first = 0) {
        buffer_add_text(out, first ? "" : "; ");
        lines_bytes(out, item.parts[ITEM_what]);
    }
}

void lines_number(struct buffer *out, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%llu", (unsigned long long)number);
    buffer_add_text(out, text);
}

/* Each of them is its plain sister between two words. */
#define LINES_IF(name, type)                                                                                 \
    void lines_##name##_if(struct buffer *out, bool has, const char *before, type value, const char *after)  \
    {                                                                                                        \
        if (!has)                                                                                            \
            return;                                                                                          \
        buffer_add_text(out, before);                                                                        \
        lines_##name(out, value);                                                                            \
        buffer_add_text(out, after);                                                                         \
    }
LINES_IF(bytes, struct bytes)
LINES_IF(words, struct bytes)
LINES_IF(number, uint64_t)
LINES_IF(time, int64_t)
LINES_IF(deadline, int64_t)

void lines_count(struct buffer *out, uint64_t count, const char *one, const char *many)
{
    lines_number(out, count);
    buffer_add_text(out, " ");
    buffer_add_text(out, count == 1 ? one : many);
}

void lines_mark(struct buffer *out, bool has, const char *mark)
{
    if (has)
        buffer_add_text(out, mark);
}

void lines_revision(struct buffer *out, uint64_t revision)
{
    if (revision < 2)
        return;
    buffer_add_text(out, "  [revision ");
    lines_number(out, revision);
    buffer_add_text(out, "]");
}

void lines_author(struct buffer *out, struct bytes actor, bool has_department, struct bytes department)
{
    lines_bytes(out, actor);
    if (!has_department)
        return;
    buffer_add_text(out, " (");
    lines_bytes(out, department);
    buffer_add_text(out, ")");
}

struct bytes lines_standing(bool has, struct bytes words, bool hidden)
{
    return has ? words : bytes_of_text(hidden ? "[hidden]" : "[erased]");
}

void line_begin(struct line *line)
{
    line->before = buffer_over(line->before_room, sizeof line->before_room);
    line->after = buffer_over(line->after_room, sizeof line->after_room);
}

void line_begin_id(struct line *line, struct bytes id)
{
    line_begin(line);
    lines_bytes(&line->before, id);
    buffer_add_text(&line->before, "  ");
}

void line_end(struct buffer *out, const struct line *line, struct bytes headline, size_t columns)
{
    width_headline(out, buffer_bytes(&line->before), headline, buffer_bytes(&line->after), columns);
}

void lines_size(struct buffer *out, uint64_t size_bytes)
{
    char text[32];
    if (size_bytes < 1024)
        snprintf(text, sizeof text, "%llu B", (unsigned long long)size_bytes);
    else if (size_bytes < 1024 * 1024)
        snprintf(text, sizeof text, "%.1f KiB", (double)size_bytes / 1024);
    else
        snprintf(text, sizeof text, "%.1f MiB", (double)size_bytes / (1024 * 1024));
    buffer_add_text(out, text);
}

/* One field as text_from_values writes it, without ` name=` in front. */
static struct bytes value_text(const struct shape *shape, size_t index, const void *values,
                               struct buffer *room)
{
    alignas(max_align_t) uint8_t one[SHAPE_BYTES];
    memcpy(one, values, shape->size);
    for (size_t i = 0; i < shape->count; i++)
        ((bool *)one)[i] = i == index;
    size_t before = room->size;
    text_from_values(shape, one, lines_zone_minutes(), room);
    return bytes_skip(buffer_bytes(room), before + strlen(" =") + strlen(shape->fields[index].name));
}

static bool is_written_bare(enum kind kind)
{
    return kind == KIND_LINE || kind == KIND_TEXT || kind == KIND_DATED;
}

static void add_value(struct buffer *out, const struct shape *shape, size_t index, const void *values)
{
    uint8_t room[4096];
    struct buffer text = buffer_over(room, sizeof room);
    const struct field *field = &shape->fields[index];
    const struct bytes *bytes = (const void *)((const uint8_t *)values + field->offset);
    if (is_written_bare(field->kind))
        lines_bytes(out, *bytes);
    else if (field->kind == KIND_LINES)
        lines_lines(out, *bytes);
    else if (field->kind == KIND_ITEMS)
        lines_items(out, *bytes);
    else
        lines_bytes(out, value_text(shape, index, values, &text));
}

void lines_wrap(struct buffer *out, struct buffer *line, size_t indent, size_t columns)
{
    if (line->size > 0)
        width_wrap(out, buffer_bytes(line), indent, columns);
    line->size = 0;
}

void lines_value(struct buffer *out, const struct shape *shape, size_t index, const void *values)
{
    const struct field *field = &shape->fields[index];
    if (field->kind == KIND_TIME)
        lines_time(out, *(const int64_t *)((const uint8_t *)values + field->offset));
    else
        add_value(out, shape, index, values);
}

void lines_fields(struct buffer *out, const struct shape *shape, const void *values, size_t columns)
{
    uint8_t room[8192];
    struct buffer line = buffer_over(room, sizeof room);
    int title = shape_find(shape, bytes_of_text("title"));
    add_value(&line, shape, 0, values);
    if (title > 0 && field_present(values, (size_t)title)) {
        buffer_add_text(&line, "  ");
        add_value(&line, shape, (size_t)title, values);
    }
    buffer_add_text(&line, " ");
    for (size_t i = 1; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (!field_present(values, i) || (int)i == title || field->kind == KIND_HASH)
            continue;
        buffer_add_text(&line, " ");
        buffer_add_text(&line, field->name);
        buffer_add_text(&line, "=");
        add_value(&line, shape, i, values);
    }
    width_fit(out, buffer_bytes(&line), columns == 0 ? SIZE_MAX : columns);
}

void lines_record(struct buffer *out, const struct shape *shape, const void *values)
{
    for (size_t i = 0; i < shape->count; i++) {
        char name[LIMIT_WORD_BYTES];
        if (!field_present(values, i))
            continue;
        snprintf(name, sizeof name, "%-12s", shape->fields[i].name);
        buffer_add_text(out, name);
        add_value(out, shape, i, values);
        buffer_add_text(out, "\n");
    }
}

void lines_fact_text(struct buffer *out, const struct fact_seen *fact)
{
    buffer_add_text(out, "fact ");
    buffer_add_text(out, fact->id);
    buffer_add_text(out, " ");
    lines_bytes(out, fact->head.kind);
    buffer_add_text(out, " actor=");
    lines_bytes(out, fact->head.actor);
    if (fact->has_decided)
        text_from_values(fact->kind->decided, fact->decided, lines_zone_minutes(), out);
    if (fact_is_hidden(fact))
        buffer_add_text(out, " hidden=yes");
    if (!fact->has_args || fact_is_hidden(fact))
        return;
    /* What the server decided stands there already, and so does the channel of a bulletin. */
    alignas(max_align_t) uint8_t args[SHAPE_BYTES];
    const struct shape *shape = fact->verb->args;
    memcpy(args, fact->args, shape->size);
    for (size_t i = 0; i < shape->count; i++) {
        const char *name = shape->fields[i].name;
        bool channel =
            strcmp(name, "channel") == 0 && field_present(args, i) &&
            bytes_equal(*(const struct bytes *)(args + shape->fields[i].offset), fact->head.channel);
        if (channel || fact_decided(fact, name) != NULL)
            ((bool *)args)[i] = false;
    }
    text_from_values(shape, args, lines_zone_minutes(), out);
}
