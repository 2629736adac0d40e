/* Lines of the text form, by the shapes of the tables. It does not know who types them or what a
 * verb does. */
#include "protocol/wire/text.h"

#include <assert.h>
#include <stdalign.h>

#include "protocol/tables.h"
#include "protocol/wire/message.h"
#include "protocol/wire/pack.h"
#include "protocol/wire/text_lists.h"

/* A value as it stands in a line, without its quotes. */
struct word {
    struct bytes raw;
    bool escaped; /* a backslash stands in it */
};

/* The words of a line, by the fields of a shape. */
struct words {
    bool has[SHAPE_FIELDS];
    struct word of[SHAPE_FIELDS];
    size_t count;
};

static enum error line_broken(struct refusal *why, const char *rule)
{
    return refuse(why, ERR_LINE_BROKEN, NULL, bytes_of_text(rule), 0);
}

static enum error wrong_kind(const struct field *field, struct refusal *why)
{
    return refuse_form(why, ERR_WRONG_KIND, field, bytes_of_text(kind_words[field->kind]));
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
static enum error take_quoted(struct bytes *line, struct word *word, struct refusal *why)
{
    *word = (struct word){bytes_of(line->at, 0), false};
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

static enum error take_word(struct bytes *line, struct word *word, struct refusal *why)
{
    enum error error = OK;
    if (line->size > 0 && line->at[0] == '"') {
        *line = bytes_skip(*line, 1);
        error = take_quoted(line, word, why);
    } else {
        *word = (struct word){take_bare(line), false};
    }
    if (error == OK && line->size > 0 && line->at[0] != ' ')
        error = line_broken(why, "a value with spaces or signs must stand in quotes");
    return error;
}

/* Takes `field=value` pairs up to the end of the line. */
static enum error take_words(const struct shape *shape, struct bytes line, struct words *words,
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
        words->count++;
    }
    return OK;
}

static void add_unescaped(struct word word, struct buffer *out)
{
    for (size_t i = 0; i < word.raw.size; i++) {
        uint8_t byte = word.raw.at[i];
        if (word.escaped && byte == '\\') {
            byte = word.raw.at[++i];
            byte = byte == 'n' ? '\n' : byte == 't' ? '\t' : byte;
        }
        buffer_add(out, &byte, 1);
    }
}

static void pack_word(struct word word, msgpack_packer *packer)
{
    size_t size = 0;
    for (size_t i = 0; i < word.raw.size; i++, size++)
        i += word.escaped && word.raw.at[i] == '\\';
    msgpack_pack_str(packer, size);
    add_unescaped(word, packer->data);
}

/* Names of files may have spaces and quotes. */
static enum error pack_files(const struct field *field, struct word word, struct buffer *out,
                             struct refusal *why)
{
    uint8_t room[TEXT_LIST_BYTES];
    struct buffer list = buffer_over(room, sizeof room);
    add_unescaped(word, &list);
    if (list.overflowed)
        return refuse(why, ERR_TOO_LONG, field->name, bytes_of(NULL, 0), TEXT_LIST_BYTES);
    return text_pack_list(field, buffer_bytes(&list), out, why);
}

static enum error pack_hex(const struct field *field, struct bytes hex, msgpack_packer *packer,
                           struct refusal *why)
{
    struct buffer *out = packer->data;
    msgpack_pack_bin(packer, hex.size / 2);
    size_t room = out->capacity - out->size;
    if (hex.size / 2 > room) {
        out->overflowed = true;
        return OK;
    }
    if (!text_to_hex(hex, out->at + out->size, &room))
        return wrong_kind(field, why);
    if (!out->overflowed)
        out->size += room;
    return OK;
}

static enum error pack_value(const struct field *field, struct word word, msgpack_packer *packer,
                             struct refusal *why)
{
    uint64_t number = 0;
    int64_t time_ms;
    enum error error;
    switch (field->kind) {
    case KIND_BYTES:
    case KIND_HASH:
    case KIND_KEY:
    case KIND_SIGNATURE:
        return pack_hex(field, word.raw, packer, why);
    case KIND_NUMBER:
        error = text_parse_number(field, word.raw, &number, why);
        msgpack_pack_uint64(packer, number);
        return error;
    case KIND_TIME:
        if (!text_to_time(word.raw, &time_ms))
            return wrong_kind(field, why);
        msgpack_pack_int64(packer, time_ms);
        return OK;
    case KIND_FLAG:
        if (bytes_equal_text(word.raw, "yes"))
            msgpack_pack_true(packer);
        else if (bytes_equal_text(word.raw, "no"))
            msgpack_pack_false(packer);
        else
            return wrong_kind(field, why);
        return OK;
    case KIND_FILES:
        return pack_files(field, word, packer->data, why);
    case KIND_AUDIENCE:
    case KIND_NAMES:
    case KIND_IDS:
    case KIND_NUMBERS:
    case KIND_POSITIONS:
        return text_pack_list(field, word.raw, packer->data, why);
    default:
        pack_word(word, packer);
        return OK;
    }
}

/* A refusal of the packed map may name what stands in `out`, which its caller may write over: let it name the
 * same in the line. */
static void borrow_from_line(const struct shape *shape, const struct words *words, const struct buffer *out,
                             struct refusal *why)
{
    bool borrowed = why->name.at >= out->at && why->name.at <= out->at + out->size;
    for (size_t i = 0; i < shape->count; i++) {
        if (!borrowed || shape->fields[i].name != why->field || !words->has[i])
            continue;
        struct bytes raw = words->of[i].raw;
        const uint8_t *found = memmem(raw.at, raw.size, why->name.at, why->name.size);
        why->name = found != NULL ? bytes_of(found, why->name.size) : raw;
    }
}

static enum error pack_words(const struct shape *shape, const struct words *words, struct buffer *out,
                             struct refusal *why)
{
    alignas(max_align_t) uint8_t values[SHAPE_BYTES];
    const struct buffer before = *out;
    msgpack_packer packer = pack_into(out);
    enum error error = OK;
    msgpack_pack_map(&packer, words->count);
    for (size_t i = 0; i < shape->count && error == OK; i++) {
        if (!words->has[i])
            continue;
        pack_text(&packer, bytes_of_text(shape->fields[i].name));
        error = pack_value(&shape->fields[i], words->of[i], &packer, why);
    }
    if (error == OK && out->overflowed)
        error = line_broken(why, "it is longer than a message may be");
    if (error == OK) {
        error = codec_decode(shape, bytes_skip(buffer_bytes(out), before.size), values, why);
        if (error != OK)
            borrow_from_line(shape, words, out, why);
    }
    if (error != OK)
        *out = before;
    return error;
}

enum error text_to_map(const struct shape *shape, struct bytes line, struct buffer *out, struct refusal *why)
{
    struct words words = {.count = 0};
    assert(shape->count <= SHAPE_FIELDS);
    enum error error = take_words(shape, line, &words, why);
    return error == OK ? pack_words(shape, &words, out, why) : error;
}

enum error text_to_error(struct bytes line, struct buffer *out, struct refusal *why)
{
    struct words words = {.count = 0};
    skip_spaces(&line);
    if (!bytes_equal_text(take_bare(&line), "error"))
        return line_broken(why, "it is no error line");
    static const char *const leading[] = {"code", "text"};
    for (size_t i = 0; i < 2; i++) {
        int index = shape_find(&shape_record_error, bytes_of_text(leading[i]));
        skip_spaces(&line);
        enum error error = take_word(&line, &words.of[index], why);
        if (error != OK)
            return error;
        words.has[index] = true;
        words.count++;
    }
    enum error error = take_words(&shape_record_error, line, &words, why);
    return error == OK ? pack_words(&shape_record_error, &words, out, why) : error;
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
    case KIND_AUDIENCE:
    case KIND_NAMES:
    case KIND_IDS:
    case KIND_NUMBERS:
    case KIND_FILES:
    case KIND_POSITIONS:
        text_from_list(kind, *(const struct bytes *)value, out);
        return;
    default:
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
    text_from_word(record.code, out);
    buffer_add_text(out, " ");
    text_from_word(record.text, out);
    record.has.code = false;
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
