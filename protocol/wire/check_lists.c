/* What may stand in a list: each value in it is judged, and how many there are before any is looked at. It
 * does not know where a list comes from or what it is for. */
#include "protocol/tables.h"
#include "protocol/wire/check.h"
#include "protocol/wire/scan.h"

/* Takes the head of an array, and judges how many there are before any is looked at. */
static enum error take_array(const struct field *field, struct bytes *rest, uint64_t limit, uint64_t *count,
                             struct refusal *why)
{
    struct value array;
    if (!scan_take(rest, &array) || array.type != VALUE_ARRAY)
        return refuse_kind(field, why);
    *count = array.number;
    return check_range(field, array.number, limit, why);
}

/* Behind its last value a list ends. */
static enum error take_end(const struct field *field, struct bytes rest, enum error error,
                           struct refusal *why)
{
    return error == OK && rest.size > 0 ? refuse_kind(field, why) : error;
}

/* everyone, a role, dept:NAME or account:NAME. */
static bool is_audience_word(struct bytes word)
{
    static const char *const prefixes[] = {AUDIENCE_DEPARTMENT, AUDIENCE_ACCOUNT};
    if (bytes_equal_text(word, AUDIENCE_EVERYONE))
        return true;
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if (bytes_equal_text(word, role_words[i]))
            return true;
    }
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        size_t size = strlen(prefixes[i]);
        if (word.size > size && memcmp(word.at, prefixes[i], size) == 0)
            return word.size - size <= LIMIT_NAME_BYTES && is_name(bytes_skip(word, size));
    }
    return false;
}

static enum error check_word(const struct field *field, struct bytes word, struct refusal *why)
{
    if (field->kind == KIND_NAMES)
        return check_name(field, word, why);
    if (field->kind == KIND_IDS)
        return check_id(field, word, why);
    return is_audience_word(word) ? OK : refuse_value(why, field, word);
}

/* Whether a word stands among the first `count` of an array. The lists are short. */
static bool stands_before(struct bytes array, uint64_t count, struct bytes wanted)
{
    struct value value;
    scan_take(&array, &value);
    for (uint64_t i = 0; i < count && scan_take(&array, &value); i++) {
        if (bytes_equal(value.bytes, wanted))
            return true;
    }
    return false;
}

static enum error check_words(const struct field *field, struct bytes rest, struct refusal *why)
{
    const struct bytes whole = rest;
    struct value word;
    uint64_t count = 0;
    enum error error = take_array(field, &rest, field->limit, &count, why);
    for (uint64_t i = 0; i < count && error == OK; i++) {
        if (!scan_take(&rest, &word) || word.type != VALUE_STRING)
            return refuse_kind(field, why);
        error = check_word(field, word.bytes, why);
        if (error == OK && field->kind != KIND_AUDIENCE && stands_before(whole, i, word.bytes))
            error = refuse(why, ERR_NAMED_TWICE, field->name, word.bytes, 0);
    }
    return take_end(field, rest, error, why);
}

static enum error check_numbers(const struct field *field, struct bytes rest, struct refusal *why)
{
    struct value number;
    uint64_t count = 0;
    enum error error = take_array(field, &rest, field->limit, &count, why);
    for (uint64_t i = 0; i < count && error == OK; i++) {
        if (!scan_take(&rest, &number) || number.type != VALUE_NUMBER)
            return refuse_kind(field, why);
    }
    return take_end(field, rest, error, why);
}

/* Somebody's disk will have a file of this name. */
static enum error check_file_name(const struct field *field, struct bytes name, bool said,
                                  struct refusal *why)
{
    const struct field line = {.name = field->name, .kind = KIND_LINE, .limit = LIMIT_FILE_NAME_BYTES};
    enum error error = check_text(&line, name, said, why);
    if (error == OK && (name.at[0] == '.' || memchr(name.at, '/', name.size) != NULL ||
                        memchr(name.at, '\\', name.size) != NULL))
        error = refuse(why, ERR_BAD_FILE_NAME, field->name, name, 0);
    return error;
}

/* One [name, size, hash]. */
static enum error check_file(const struct field *field, struct bytes *rest, bool said, struct bytes *taken,
                             struct refusal *why)
{
    struct value array, name, size, hash;
    if (!scan_take(rest, &array) || array.type != VALUE_ARRAY || array.number != 3 ||
        !scan_take(rest, &name) || name.type != VALUE_STRING || !scan_take(rest, &size) ||
        size.type != VALUE_NUMBER || !scan_take(rest, &hash) || hash.type != VALUE_BINARY)
        return refuse_kind(field, why);
    *taken = name.bytes;
    enum error error = check_file_name(field, name.bytes, said, why);
    if (error == OK && hash.bytes.size != LIMIT_HASH_BYTES)
        error = refuse(why, ERR_WRONG_SIZE, field->name, bytes_of(NULL, 0), LIMIT_HASH_BYTES);
    if (error == OK && size.number > LIMIT_FILE_BYTES)
        error = refuse(why, ERR_FILE_TOO_LARGE, field->name, name.bytes, LIMIT_FILE_BYTES);
    if (error == OK && size.number == 0)
        error = refuse(why, ERR_EMPTY, field->name, bytes_of(NULL, 0), 0);
    return error;
}

static enum error check_files(const struct field *field, struct bytes rest, bool said, struct refusal *why)
{
    struct bytes names[LIMIT_FILES];
    uint64_t count = 0;
    enum error error = take_array(field, &rest, LIMIT_FILES, &count, why);
    for (uint64_t i = 0; i < count && error == OK; i++) {
        error = check_file(field, &rest, said, &names[i], why);
        for (uint64_t j = 0; j < i && error == OK; j++) {
            if (bytes_equal(names[i], names[j]))
                error = refuse(why, ERR_NAMED_TWICE, field->name, names[i], 0);
        }
    }
    return take_end(field, rest, error, why);
}

static enum error check_positions(const struct field *field, struct bytes rest, struct refusal *why)
{
    struct value map, channel, number;
    if (!scan_take(&rest, &map) || map.type != VALUE_MAP)
        return refuse_kind(field, why);
    enum error error = check_range(field, map.number, field->limit, why);
    for (uint64_t i = 0; i < map.number && error == OK; i++) {
        if (!scan_take(&rest, &channel) || channel.type != VALUE_STRING || !scan_take(&rest, &number) ||
            number.type != VALUE_NUMBER)
            return refuse_kind(field, why);
        error = check_channel(field, channel.bytes, why);
    }
    return take_end(field, rest, error, why);
}

/* Where a line stands among others. */
struct part {
    const char *word; /* what it is */
    uint64_t number;  /* of the line, or of its item; from 1 */
    uint64_t line;    /* of the text form, from 1 */
    uint64_t limit;   /* bytes */
};

/* A line that is one of several: what is wrong with it is told by its number, and of what belongs to a line
 * by that of the line in the text form. */
static enum error check_part(const struct field *field, const struct value *value, bool said,
                             const struct part *part, struct refusal *why)
{
    const struct field line = {.name = field->name, .kind = KIND_LINE, .limit = part->limit};
    if (value->type != VALUE_STRING)
        return refuse_kind(field, why);
    enum error error = check_text(&line, value->bytes, said, why);
    if (error == ERR_EMPTY || error == ERR_TOO_LONG) {
        bool empty = error == ERR_EMPTY;
        error = refuse(why, empty ? ERR_PART_EMPTY : ERR_PART_TOO_LONG, field->name,
                       bytes_of_text(part->word), empty ? 0 : part->limit);
        why->line = part->number;
    } else if (error != OK) {
        why->line = part->line;
    }
    return error;
}

static enum error check_lines(const struct field *field, struct bytes rest, bool said, struct refusal *why)
{
    struct value line;
    uint64_t count = 0;
    enum error error = take_array(field, &rest, field->limit, &count, why);
    for (uint64_t i = 0; i < count && error == OK; i++) {
        const struct part part = {
            .word = "line", .number = i + 1, .line = i + 1, .limit = LIMIT_REASON_BYTES};
        if (!scan_take(&rest, &line))
            return refuse_kind(field, why);
        error = check_part(field, &line, said, &part, why);
    }
    return take_end(field, rest, error, why);
}

/* One [what, for_whom, promise, measured, contact]. */
static enum error check_item(const struct field *field, struct bytes *rest, bool said, uint64_t number,
                             struct refusal *why)
{
    struct value line;
    uint64_t count = 0;
    enum error error = take_array(field, rest, 0, &count, why);
    if (error == OK && count != ITEM_PARTS_COUNT)
        error = refuse_kind(field, why);
    for (uint64_t i = 0; i < ITEM_PARTS_COUNT && error == OK; i++) {
        const struct part part = {.word = item_words[i],
                                  .number = number,
                                  .line = (number - 1) * (ITEM_PARTS_COUNT + 1) + i + 1,
                                  .limit = LIMIT_ITEM_BYTES};
        if (!scan_take(rest, &line))
            return refuse_kind(field, why);
        error = check_part(field, &line, said, &part, why);
    }
    return error;
}

/* Whoever lists what they do does something. */
static enum error check_items(const struct field *field, struct bytes rest, bool said, struct refusal *why)
{
    uint64_t count = 0;
    enum error error = take_array(field, &rest, field->limit, &count, why);
    if (error == OK && count == 0)
        error = refuse(why, ERR_EMPTY, field->name, bytes_of(NULL, 0), 0);
    for (uint64_t i = 0; i < count && error == OK; i++)
        error = check_item(field, &rest, said, i + 1, why);
    return take_end(field, rest, error, why);
}

enum error check_list(const struct field *field, struct bytes list, bool said, struct refusal *why)
{
    switch (field->kind) {
    case KIND_NUMBERS:
        return check_numbers(field, list, why);
    case KIND_FILES:
        return check_files(field, list, said, why);
    case KIND_LINES:
        return check_lines(field, list, said, why);
    case KIND_ITEMS:
        return check_items(field, list, said, why);
    case KIND_POSITIONS:
        return check_positions(field, list, why);
    default:
        return check_words(field, list, why);
    }
}
