/* Shapes to JSON. It knows kinds of fields and no field by name, but for what every fact has. */
#include "client/lib/show/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/wire/text.h"
#include "protocol/wire/utf8.h"

json_t *json_from_text(struct bytes text)
{
    return json_stringn((const char *)text.at, text.size);
}

json_t *json_from_time(int64_t time_ms)
{
    char room[64];
    struct buffer text = buffer_over(room, sizeof room);
    text_from_time(time_ms, 0, &text);
    return json_from_text(buffer_bytes(&text));
}

static json_t *from_hex(struct bytes bytes)
{
    uint8_t *room = malloc(2 * bytes.size + 1);
    if (room == NULL)
        return NULL;
    struct buffer hex = buffer_over(room, 2 * bytes.size);
    text_from_hex(bytes, &hex);
    json_t *value = json_from_text(buffer_bytes(&hex));
    free(room);
    return value;
}

static json_t *from_words(struct bytes words)
{
    json_t *list = json_array();
    struct bytes word;
    for (size_t at = 0; words_next(words, &at, &word);)
        json_array_append_new(list, json_from_text(word));
    return list;
}

static json_t *from_numbers(struct bytes numbers)
{
    json_t *list = json_array();
    uint64_t number;
    for (size_t at = 0; numbers_next(numbers, &at, &number);)
        json_array_append_new(list, json_integer((json_int_t)number));
    return list;
}

static json_t *from_files(struct bytes files)
{
    json_t *list = json_array();
    struct file_named file;
    for (size_t at = 0; files_next(files, &at, &file);) {
        json_t *object = json_object();
        json_object_set_new(object, "name", json_from_text(file.name));
        json_object_set_new(object, "size", json_integer((json_int_t)file.size));
        json_object_set_new(object, "hash", from_hex(file.hash));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *from_items(struct bytes items)
{
    json_t *list = json_array();
    struct item item;
    for (size_t at = 0; items_next(items, &at, &item);) {
        json_t *object = json_object();
        for (size_t i = 0; i < ITEM_PARTS_COUNT; i++)
            json_object_set_new(object, item_words[i], json_from_text(item.parts[i]));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *from_positions(struct bytes positions)
{
    json_t *object = json_object();
    struct bytes channel;
    uint64_t number;
    for (size_t at = 0; positions_next(positions, &at, &channel, &number);) {
        char name[LIMIT_CHANNEL_BYTES + 1] = "";
        memcpy(name, channel.at, channel.size < sizeof name ? channel.size : sizeof name - 1);
        json_object_set_new(object, name, json_integer((json_int_t)number));
    }
    return object;
}

static json_t *from_value(enum kind kind, const void *value)
{
    const struct choices *choices = kind_choices(kind);
    if (choices != NULL)
        return json_string(choices->words[*(const uint64_t *)value]);
    switch (kind) {
    case KIND_BYTES:
    case KIND_HASH:
    case KIND_KEY:
    case KIND_SIGNATURE:
        return from_hex(*(const struct bytes *)value);
    case KIND_NUMBER:
        return json_integer((json_int_t) * (const uint64_t *)value);
    case KIND_TIME:
        return json_from_time(*(const int64_t *)value);
    case KIND_FLAG:
        return json_boolean(*(const bool *)value);
    case KIND_AUDIENCE:
    case KIND_NAMES:
    case KIND_IDS:
    case KIND_LINES:
        return from_words(*(const struct bytes *)value);
    case KIND_NUMBERS:
        return from_numbers(*(const struct bytes *)value);
    case KIND_FILES:
        return from_files(*(const struct bytes *)value);
    case KIND_ITEMS:
        return from_items(*(const struct bytes *)value);
    case KIND_POSITIONS:
        return from_positions(*(const struct bytes *)value);
    default:
        return json_from_text(*(const struct bytes *)value);
    }
}

json_t *json_from_values(const struct shape *shape, const void *values)
{
    json_t *object = json_object();
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (field_present(values, i))
            json_object_set_new(object, field->name,
                                from_value(field->kind, (const uint8_t *)values + field->offset));
    }
    return object;
}

static void add_escape(char **to, uint32_t character)
{
    if (character > 0xffff) { /* as UTF-16 has it (RFC 8259, section 7) */
        *to += sprintf(*to, "\\u%04x", 0xd800 + ((character - 0x10000) >> 10));
        character = 0xdc00 + ((character - 0x10000) & 0x3ff);
    }
    *to += sprintf(*to, "\\u%04x", character);
}

char *json_line(json_t *value)
{
    enum { ESCAPE_BYTES = 6 }; /* of one byte; of four there are twelve */
    char *dumped = value != NULL ? json_dumps(value, JSON_COMPACT) : NULL;
    json_decref(value);
    struct bytes rest = bytes_of_text(dumped != NULL ? dumped : "");
    char *line = dumped != NULL ? malloc(rest.size * ESCAPE_BYTES + 1) : NULL, *to = line;
    while (line != NULL && rest.size > 0) {
        struct bytes before = rest;
        uint32_t character;
        if (!utf8_take(&rest, &character)) /* jansson writes none such */
            break;
        if (utf8_is(character, CHARACTER_HIDDEN) || utf8_is(character, CHARACTER_FILLER)) {
            add_escape(&to, character);
            continue;
        }
        memcpy(to, before.at, before.size - rest.size);
        to += before.size - rest.size;
    }
    if (line != NULL)
        *to = '\0';
    free(dumped);
    return line;
}

json_t *json_from_fact(const struct fact_seen *fact)
{
    const struct head *head = &fact->head;
    json_t *object = json_object();
    json_object_set_new(object, "id", json_string(fact->id));
    json_object_set_new(object, "channel", json_from_text(head->channel));
    json_object_set_new(object, "number", json_integer((json_int_t)head->number));
    json_object_set_new(object, "seq", json_integer((json_int_t)head->seq));
    json_object_set_new(object, "time", json_from_time(head->time_ms));
    json_object_set_new(object, "actor", json_from_text(head->actor));
    json_object_set_new(object, "kind", json_from_text(head->kind));
    json_object_set_new(object, "hash", from_hex(bytes_of(fact->hash, sizeof fact->hash)));
    if (fact->has_act)
        json_object_set_new(object, "author", from_hex(fact->act.author));
    const struct bytes *headline = fact_arg(fact, "headline");
    const struct bytes *department = fact_decided(fact, "department");
    if (headline != NULL)
        json_object_set_new(object, "headline", json_from_text(*headline));
    if (department != NULL)
        json_object_set_new(object, "department", json_from_text(*department));
    if (fact->has_decided)
        json_object_set_new(object, "decided", json_from_values(fact->kind->decided, fact->decided));
    if (fact_is_hidden(fact))
        json_object_set_new(object, "hidden", json_true());
    else if (fact->has_args)
        json_object_set_new(object, "args", json_from_values(fact->verb->args, fact->args));
    return object;
}
