/* Lines for people, and the text form of a fact. It does not know where they are printed. */
#include "client/lib/show/lines.h"

#include <stdio.h>
#include <time.h>

#include "client/lib/connect/wait.h"
#include "client/lib/show/width.h"
#include "protocol/wire/text.h"
#include "protocol/wire/utf8.h"

int lines_zone_minutes(void)
{
    time_t now = (time_t)(wait_wall_ms() / 1000);
    struct tm parts;
    localtime_r(&now, &parts);
    return (int)(parts.tm_gmtoff / 60);
}

void lines_time(struct buffer *out, int64_t time_ms)
{
    time_t seconds = (time_t)(time_ms / 1000);
    struct tm parts;
    char text[32];
    localtime_r(&seconds, &parts);
    buffer_add(out, text, strftime(text, sizeof text, "%Y-%m-%d %H:%M", &parts));
}

static void add_bytes(struct buffer *out, struct bytes bytes)
{
    buffer_add(out, bytes.at, bytes.size);
}

static void add_when(struct buffer *out, bool has_dated, struct bytes dated, int64_t time_ms)
{
    if (has_dated)
        add_bytes(out, dated);
    else
        lines_time(out, time_ms);
}

void lines_headline(struct buffer *out, const struct record_headline *headline, size_t columns)
{
    uint8_t before_room[256], after_room[256];
    struct buffer before = buffer_over(before_room, sizeof before_room);
    struct buffer after = buffer_over(after_room, sizeof after_room);
    add_bytes(&before, headline->id);
    buffer_add_text(&before, "  ");
    add_when(&before, headline->has.dated, headline->dated, headline->time);
    buffer_add_text(&before, "  ");
    if (headline->has.department || !bytes_equal_text(headline->actor, ACTOR_HOUSE)) {
        buffer_add_text(&after, "  (");
        add_bytes(&after, headline->has.department ? headline->department : headline->actor);
        buffer_add_text(&after, ")");
    }
    if (headline->has.withdrawn && headline->withdrawn)
        buffer_add_text(&after, "  [withdrawn]");
    struct bytes text = headline->has.headline ? headline->headline : bytes_of_text("[erased]");
    width_line(out, buffer_bytes(&before), text, buffer_bytes(&after), columns);
}

/* `programme/14  2006-12-01 10:00  Withdrawn: programme/12: sent too early  (li)` */
static void lines_withdrawn(struct buffer *out, const struct fact_seen *fact, size_t columns)
{
    uint8_t room[LIMIT_REASON_BYTES + LIMIT_ID_BYTES + 64];
    struct buffer text = buffer_over(room, sizeof room);
    const struct bytes *id = fact_decided(fact, "id"), *reason = fact_arg(fact, "reason");
    buffer_add_text(&text, "Withdrawn: ");
    if (id != NULL)
        add_bytes(&text, *id);
    if (reason != NULL) {
        buffer_add_text(&text, ": ");
        add_bytes(&text, *reason);
    }
    struct record_headline headline = {
        .has = {.headline = true},
        .id = bytes_of_text(fact->id),
        .headline = buffer_bytes(&text),
        .time = fact->head.time_ms,
        .actor = fact->head.actor,
    };
    lines_headline(out, &headline, columns);
}

void lines_fact(struct buffer *out, const struct fact_seen *fact, size_t columns)
{
    struct record_headline headline;
    if (fact_is_kind(fact, FACT_bulletin_withdrawn)) {
        lines_withdrawn(out, fact, columns);
        return;
    }
    fact_to_headline(fact, &headline);
    if (!fact_is_news(fact)) {
        headline.has.headline = true;
        headline.headline = fact->head.kind;
    }
    lines_headline(out, &headline, columns);
}

static void add_withdrawal(struct buffer *out, const struct record_bulletin *bulletin)
{
    buffer_add_text(out, "WITHDRAWN ");
    lines_time(out, bulletin->withdrawn);
    if (bulletin->has.withdrawn_by) {
        buffer_add_text(out, " by ");
        add_bytes(out, bulletin->withdrawn_by);
    }
    if (bulletin->has.reason) {
        buffer_add_text(out, ": ");
        add_bytes(out, bulletin->reason);
    }
    buffer_add_text(out, "\n");
}

/* A long text was never a field, so nobody has checked its characters yet. */
static void add_text(struct buffer *out, struct bytes text)
{
    while (text.size > 0) {
        size_t size = 0;
        while (size < text.size && text.at[size] != '\n' && text.at[size] != '\t')
            size++;
        utf8_add_clean(out, bytes_of(text.at, size));
        text = bytes_skip(text, size);
        if (text.size > 0) {
            buffer_add(out, text.at, 1);
            text = bytes_skip(text, 1);
        }
    }
}

void lines_bulletin(struct buffer *out, const struct record_bulletin *bulletin, struct bytes text)
{
    if (bulletin->has.withdrawn)
        add_withdrawal(out, bulletin);
    add_bytes(out, bulletin->has.headline ? bulletin->headline : bytes_of_text("[erased]"));
    buffer_add_text(out, "\n");
    add_bytes(out, bulletin->id);
    buffer_add_text(out, "  ");
    add_when(out, bulletin->has.dated, bulletin->dated, bulletin->time);
    buffer_add_text(out, "  ");
    add_bytes(out, bulletin->actor);
    if (bulletin->has.department) {
        buffer_add_text(out, " (");
        add_bytes(out, bulletin->department);
        buffer_add_text(out, ")");
    }
    if (bulletin->has.imported && bulletin->imported)
        buffer_add_text(out, "  imported");
    buffer_add_text(out, "\n");
    if (text.size == 0)
        return;
    buffer_add_text(out, "\n");
    add_text(out, text);
    buffer_add_text(out, "\n");
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
    if (is_written_bare(field->kind))
        add_bytes(out, *(const struct bytes *)((const uint8_t *)values + field->offset));
    else
        add_bytes(out, value_text(shape, index, values, &text));
}

void lines_row(struct buffer *out, const struct shape *shape, const void *values, size_t columns)
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
    add_bytes(out, fact->head.kind);
    buffer_add_text(out, " actor=");
    add_bytes(out, fact->head.actor);
    if (fact->has_decided)
        text_from_values(fact->kind->decided, fact->decided, lines_zone_minutes(), out);
    if (!fact->has_args)
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
