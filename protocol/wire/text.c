/* Lines of the text form, by the shapes of the tables. It does not know who types them or what a
 * verb does. */
#include "protocol/wire/text.h"

#include <assert.h>
#include <stdalign.h>

#include "protocol/tables.h"
#include "protocol/wire/refusal_text.h"
#include "protocol/wire/text_lists.h"

static enum error line_broken(struct refusal *why, const char *rule)
{
    return refuse(why, ERR_LINE_BROKEN, NULL, bytes_of_text(rule), 0);
}

static void skip_spaces(struct bytes *line)
{
    while (line->size > 0 && line->at[0] == ' ')
        *line = bytes_skip(*line, 1);
}

static struct bytes take_bare(struct bytes *line)
{
    struct bytes bare = bytes_of(line->at, 0);
    while (bare.size < line->size && text_is_bare(line->at[bare.size]))
        bare.size++;
    *line = bytes_skip(*line, bare.size);
    return bare;
}

/* `line` stands behind the opening quote. */
static enum error take_quoted(struct bytes *line, struct text_word *word, struct refusal *why)
{
    *word = (struct text_word){.raw = bytes_of(line->at, 0)};
    size_t at = 0;
    while (at < line->size && line->at[at] != '"') {
        if (line->at[at] == '\\') {
            word->escaped = true;
            at++;
            if (at == line->size || memchr("\"\\nt", line->at[at], 4) == NULL)
                return line_broken(why, "a backslash stands before \", \\, n or t only");
        }
        at++;
    }
    if (at == line->size)
        return line_broken(why, "a quote is not closed");
    word->raw.size = at;
    *line = bytes_skip(*line, at + 1);
    return OK;
}

static enum error take_word(struct bytes *line, struct text_word *word, struct refusal *why)
{
    enum error error = OK;
    if (line->size > 0 && line->at[0] == '"') {
        *line = bytes_skip(*line, 1);
        error = take_quoted(line, word, why);
    } else {
        *word = (struct text_word){.raw = take_bare(line)};
    }
    if (error == OK && line->size > 0 && line->at[0] != ' ')
        error = line_broken(why, "a value with spaces or signs must stand in quotes");
    return error;
}

enum error text_take_words(const struct shape *shape, struct bytes line, struct text_words *words,
                           struct refusal *why)
{
    for (skip_spaces(&line); line.size > 0; skip_spaces(&line)) {
        struct bytes name = line;
        name.size = 0;
        while (name.size < line.size && line.at[name.size] != '=' && line.at[name.size] != ' ')
            name.size++;
        line = bytes_skip(line, name.size);
        if (name.size == 0 || line.size == 0 || line.at[0] != '=')
            return line_broken(why, "every value is given as field=value");
        line = bytes_skip(line, 1);

        int index = shape_find(shape, name);
        if (index < 0)
            return refuse(why, ERR_UNKNOWN_FIELD, NULL, name, 0);
        if (words->has[index])
            return refuse(why, ERR_FIELD_TWICE, shape->fields[index].name, bytes_of(NULL, 0), 0);
        enum error error = take_word(&line, &words->of[index], why);
        if (error != OK)
            return error;
        words->has[index] = true;
    }
    return OK;
}

/* The word without its backslashes. */
static struct bytes plain_word(struct text_word word, struct buffer *room)
{
    const size_t before = room->size;
    if (!word.escaped)
        return word.raw;
    for (size_t i = 0; i < word.raw.size; i++) {
        uint8_t byte = word.raw.at[i];
        if (byte == '\\') {
            byte = word.raw.at[++i];
            byte = byte == 'n' ? '\n' : byte == 't' ? '\t' : byte;
        }
        buffer_add(room, &byte, 1);
    }
    return bytes_skip(buffer_bytes(room), before);
}

/* Names of files and lines may have spaces and quotes. */
static enum error take_list(const struct field *field, struct text_word word, struct buffer *room,
                            struct bytes *value, struct refusal *why)
{
    const struct bytes list = plain_word(word, room);
    const size_t before = room->size;
    if (room->overflowed)
        return OK; /* the caller sees to it */
    enum error error = text_pack_list(field, list, room, why);
    *value = bytes_skip(buffer_bytes(room), before);
    return error;
}

static enum error take_hex(const struct field *field, struct bytes hex, struct buffer *room,
                           struct bytes *value, struct refusal *why)
{
    size_t size = room->capacity - room->size;
    *value = bytes_of(room->at + room->size, hex.size / 2);
    if (hex.size / 2 > size) {
        room->overflowed = true;
        return OK;
    }
    if (!text_to_hex(hex, room->at + room->size, &size))
        return refuse_kind(field, why);
    room->size += size;
    return OK;
}

static enum error take_choice(const struct field *field, const struct choices *choices, struct bytes word,
                              uint64_t *choice, struct refusal *why)
{
    for (*choice = 0; *choice < choices->count; (*choice)++) {
        if (bytes_equal_text(word, choices->words[*choice]))
            return OK;
    }
    return refuse_form(why, ERR_BAD_VALUE, field, word);
}

/* `value` has the type of the field's kind. */
static enum error take_value(const struct field *field, struct text_word word, struct buffer *room,
                             void *value, struct refusal *why)
{
    const struct choices *choices = kind_choices(field->kind);
    if (choices != NULL)
        return take_choice(field, choices, plain_word(word, room), value, why);
    switch (field->kind) {
    case KIND_BYTES:
    case KIND_HASH:
    case KIND_KEY:
    case KIND_SIGNATURE:
        return take_hex(field, word.raw, room, value, why);
    case KIND_NUMBER:
        return text_parse_number(field, word.raw, value, why);
    case KIND_TIME:
        return text_to_time(word.raw, value) ? OK : refuse_kind(field, why);
    case KIND_FLAG:
        *(bool *)value = bytes_equal_text(word.raw, "yes");
        return *(bool *)value || bytes_equal_text(word.raw, "no") ? OK : refuse_kind(field, why);
    default:
        if (kind_is_list(field->kind))
            return take_list(field, word, room, value, why);
        *(struct bytes *)value = plain_word(word, room);
        return OK;
    }
}

/* A refusal may name what stands in the room, which its owner may write over: let it name the same in the
 * word. */
static void borrow_from_word(struct text_word word, const struct buffer *room, struct refusal *why)
{
    if (why->name.at < room->at || why->name.at > room->at + room->size)
        return;
    const uint8_t *found = memmem(word.raw.at, word.raw.size, why->name.at, why->name.size);
    why->name = found != NULL ? bytes_of(found, why->name.size) : word.raw;
}

enum error text_to_values(const struct shape *shape, const struct text_words *words, struct buffer *room,
                          void *values, struct refusal *why)
{
    alignas(max_align_t) uint8_t taken[SHAPE_BYTES];
    assert(shape->count <= SHAPE_FIELDS && shape->size <= sizeof taken);
    memset(taken, 0, shape->size);
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (!words->has[i])
            continue;
        enum error error = take_value(field, words->of[i], room, taken + field->offset, why);
        if (error == OK && room->overflowed)
            error = line_broken(why, "it is longer than a message may be");
        if (error == OK)
            error = codec_check_said(field, taken + field->offset, why);
        if (error != OK) {
            borrow_from_word(words->of[i], room, why);
            return error;
        }
        ((bool *)taken)[i] = true;
    }
    if (shape->size > 0)
        memcpy(values, taken, shape->size);
    return OK;
}

static enum error words_to_map(const struct shape *shape, const struct text_words *words, struct buffer *out,
                               struct refusal *why)
{
    alignas(max_align_t) uint8_t values[SHAPE_BYTES];
    uint8_t borrowed[LIMIT_PLAIN_BYTES];
    struct buffer room = buffer_over(borrowed, sizeof borrowed);
    const struct buffer before = *out;
    enum error error = text_to_values(shape, words, &room, values, why);
    if (error == OK)
        error = codec_whole(shape, values, why);
    if (error != OK)
        return error;
    codec_encode(shape, values, out);
    if (!out->overflowed)
        return OK;
    *out = before;
    return line_broken(why, "it is longer than a message may be");
}

enum error text_to_map(const struct shape *shape, struct bytes line, struct buffer *out, struct refusal *why)
{
    struct text_words words = {.has = {false}};
    enum error error = text_take_words(shape, line, &words, why);
    return error == OK ? words_to_map(shape, &words, out, why) : error;
}

enum error text_to_error(struct bytes line, struct buffer *out, struct refusal *why)
{
    struct text_words words = {.has = {false}};
    skip_spaces(&line);
    if (!bytes_equal_text(take_bare(&line), "error"))
        return line_broken(why, "it is no error line");
    static const char *const leading[] = {"error", "text"};
    for (size_t i = 0; i < 2; i++) {
        int index = shape_find(&shape_record_error, bytes_of_text(leading[i]));
        skip_spaces(&line);
        enum error error = take_word(&line, &words.of[index], why);
        if (error != OK)
            return error;
        words.has[index] = true;
    }
    enum error error = text_take_words(&shape_record_error, line, &words, why);
    return error == OK ? words_to_map(&shape_record_error, &words, out, why) : error;
}

static void add_value(struct buffer *out, enum kind kind, const void *value, int zone_minutes)
{
    const struct choices *choices = kind_choices(kind);
    if (choices != NULL) {
        buffer_add_text(out, choices->words[*(const uint64_t *)value]);
        return;
    }
    switch (kind) {
    case KIND_BYTES:
    case KIND_HASH:
    case KIND_KEY:
    case KIND_SIGNATURE:
        if (((const struct bytes *)value)->size == 0)
            buffer_add_text(out, "\"\"");
        text_from_hex(*(const struct bytes *)value, out);
        return;
    case KIND_NUMBER:
        text_from_number(*(const uint64_t *)value, out);
        return;
    case KIND_TIME:
        text_from_time(*(const int64_t *)value, zone_minutes, out);
        return;
    case KIND_FLAG:
        buffer_add_text(out, *(const bool *)value ? "yes" : "no");
        return;
    default:
        if (kind_is_list(kind))
            text_from_list(kind, *(const struct bytes *)value, out);
        else
            text_from_word(*(const struct bytes *)value, out);
    }
}

void text_from_values(const struct shape *shape, const void *values, int zone_minutes, struct buffer *out)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (!field_present(values, i))
            continue;
        buffer_add_text(out, " ");
        buffer_add_text(out, field->name);
        buffer_add_text(out, "=");
        add_value(out, field->kind, (const uint8_t *)values + field->offset, zone_minutes);
    }
}

void text_from_refusal(const struct refusal *why, struct buffer *out)
{
    struct refusal_room room;
    struct record_error record;
    refusal_to_record(why, &room, &record);
    buffer_add_text(out, "error ");
    text_from_word(record.error, out);
    buffer_add_text(out, " ");
    text_from_word(record.text, out);
    record.has.error = false;
    record.has.text = false;
    text_from_values(&shape_record_error, &record, 0, out);
}

/* Joins two words by a dot, and finds the verb they name. */
static const struct verb *find_joined(struct bytes first, struct bytes second)
{
    uint8_t room[LIMIT_WORD_BYTES];
    struct buffer joined = buffer_over(room, sizeof room);
    buffer_add(&joined, first.at, first.size);
    buffer_add_text(&joined, ".");
    buffer_add(&joined, second.at, second.size);
    return joined.overflowed ? NULL : verb_find(buffer_bytes(&joined));
}

enum error text_take_verb(struct bytes *line, const struct verb **verb, struct refusal *why)
{
    struct bytes rest = *line;
    skip_spaces(&rest);
    struct bytes first = take_bare(&rest);
    if (first.size == 0 || (rest.size > 0 && rest.at[0] != ' '))
        return line_broken(why, "it begins with no verb");
    struct bytes after_first = rest;
    skip_spaces(&rest);
    struct bytes second = take_bare(&rest);
    bool two_words = second.size > 0 && (rest.size == 0 || rest.at[0] == ' ');

    const struct verb *found = two_words ? find_joined(first, second) : NULL;
    if (found == NULL) {
        rest = after_first;
        found = verb_find(first);
    }
    if (found == NULL) {
        struct bytes both = bytes_of(first.at, (size_t)(second.at - first.at) + second.size);
        return refuse(why, ERR_UNKNOWN_VERB, NULL, two_words ? both : first, 0);
    }
    *verb = found;
    *line = rest;
    return OK;
}
