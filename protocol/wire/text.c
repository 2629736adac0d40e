/* Lines of the text form, by the shapes of the tables. It does not know who types them or what a verb does.
 */
#include "protocol/wire/text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdalign.h>
#include <stdio.h>

#include "protocol/tables.h"
#include "protocol/wire/message.h"
#include "protocol/wire/pack.h"

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
    return refuse(why, ERR_WRONG_KIND, field->name, bytes_of_text(kind_words[field->kind]), 0);
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

/* The part up to the next comma. */
static struct bytes take_part(struct bytes *list)
{
    const uint8_t *comma = memchr(list->at, ',', list->size);
    struct bytes part = *list;
    if (comma != NULL)
        part.size = (size_t)(comma - list->at);
    *list = bytes_skip(*list, part.size + (comma != NULL));
    return part;
}

static size_t count_parts(struct bytes list)
{
    size_t count = list.size > 0;
    for (size_t i = 0; i < list.size; i++)
        count += list.at[i] == ',';
    return count;
}

static enum error parse_number(const struct field *field, struct bytes digits, uint64_t *number,
                               struct refusal *why)
{
    uint64_t value = 0;
    for (size_t i = 0; i < digits.size; i++) {
        uint64_t digit = digits.at[i] - (uint64_t)'0';
        if (digit > 9)
            return wrong_kind(field, why);
        if (value > (UINT64_MAX - digit) / 10)
            return refuse(why, ERR_OUT_OF_RANGE, field->name, bytes_of(NULL, 0),
                          field->limit > 0 && field->kind == KIND_NUMBER ? field->limit : UINT64_MAX);
        value = value * 10 + digit;
    }
    if (digits.size == 0)
        return wrong_kind(field, why);
    *number = value;
    return OK;
}

static enum error pack_audience(const struct field *field, struct bytes list, msgpack_packer *packer,
                                struct refusal *why)
{
    size_t count = count_parts(list);
    if (count > field->limit)
        return refuse(why, ERR_OUT_OF_RANGE, field->name, bytes_of(NULL, 0), field->limit);
    msgpack_pack_array(packer, count);
    for (size_t i = 0; i < count; i++)
        pack_text(packer, take_part(&list));
    return OK;
}

/* At most field->limit positions, so comparing each with all before it is quick enough. */
static enum error pack_positions(const struct field *field, struct bytes list, msgpack_packer *packer,
                                 struct refusal *why)
{
    struct bytes channels[LIMIT_SUBSCRIPTIONS];
    size_t count = count_parts(list);
    if (count > field->limit || count > LIMIT_SUBSCRIPTIONS)
        return refuse(why, ERR_OUT_OF_RANGE, field->name, bytes_of(NULL, 0), field->limit);
    msgpack_pack_map(packer, count);
    for (size_t i = 0; i < count; i++) {
        struct bytes part = take_part(&list);
        const uint8_t *colon = memrchr(part.at, ':', part.size);
        if (colon == NULL)
            return wrong_kind(field, why);
        channels[i] = bytes_of(part.at, (size_t)(colon - part.at));
        for (size_t j = 0; j < i; j++) {
            if (bytes_equal(channels[i], channels[j]))
                return refuse(why, ERR_BAD_VALUE, field->name, channels[i], 0);
        }
        uint64_t number;
        enum error error = parse_number(field, bytes_skip(part, channels[i].size + 1), &number, why);
        if (error != OK)
            return error;
        pack_text(packer, channels[i]);
        msgpack_pack_uint64(packer, number);
    }
    return OK;
}

static void pack_word(struct word word, msgpack_packer *packer)
{
    size_t size = 0;
    for (size_t i = 0; i < word.raw.size; i++, size++)
        i += word.escaped && word.raw.at[i] == '\\';
    msgpack_pack_str(packer, size);
    for (size_t i = 0; i < word.raw.size; i++) {
        uint8_t byte = word.raw.at[i];
        if (word.escaped && byte == '\\') {
            byte = word.raw.at[++i];
            byte = byte == 'n' ? '\n' : byte == 't' ? '\t' : byte;
        }
        buffer_add(packer->data, &byte, 1);
    }
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
        error = parse_number(field, word.raw, &number, why);
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
    case KIND_AUDIENCE:
        return pack_audience(field, word.raw, packer, why);
    case KIND_POSITIONS:
        return pack_positions(field, word.raw, packer, why);
    default:
        pack_word(word, packer);
        return OK;
    }
}

/* A refusal of the packed map names what stands in `out`, which its caller may write over: let it name the
 * same in the line. */
static void borrow_from_line(const struct shape *shape, const struct words *words, struct refusal *why)
{
    for (size_t i = 0; i < shape->count; i++) {
        if (why->code != ERR_BAD_VALUE || shape->fields[i].name != why->field || !words->has[i])
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
            borrow_from_line(shape, words, why);
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

static void add_number(struct buffer *out, uint64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, number);
    buffer_add_text(out, digits);
}

static void add_audience(struct buffer *out, struct bytes audience)
{
    struct bytes word;
    size_t at = 0;
    bool first = true;
    for (; audience_next(audience, &at, &word); first = false) {
        buffer_add_text(out, first ? "" : ",");
        buffer_add(out, word.at, word.size);
    }
    buffer_add_text(out, first ? "\"\"" : "");
}

static void add_positions(struct buffer *out, struct bytes positions)
{
    struct bytes channel;
    uint64_t number;
    size_t at = 0;
    bool first = true;
    for (; positions_next(positions, &at, &channel, &number); first = false) {
        buffer_add_text(out, first ? "" : ",");
        buffer_add(out, channel.at, channel.size);
        buffer_add_text(out, ":");
        add_number(out, number);
    }
    buffer_add_text(out, first ? "\"\"" : "");
}

static void add_value(struct buffer *out, enum kind kind, const void *value, int zone_minutes)
{
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
        add_number(out, *(const uint64_t *)value);
        return;
    case KIND_TIME:
        text_from_time(*(const int64_t *)value, zone_minutes, out);
        return;
    case KIND_FLAG:
        buffer_add_text(out, *(const bool *)value ? "yes" : "no");
        return;
    case KIND_ROLE:
        buffer_add_text(out, role_words[*(const uint64_t *)value]);
        return;
    case KIND_AUDIENCE:
        add_audience(out, *(const struct bytes *)value);
        return;
    case KIND_POSITIONS:
        add_positions(out, *(const struct bytes *)value);
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
