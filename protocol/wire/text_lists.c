/* Lists in the text form, there and back: audiences, names, ids, numbers, positions, files, lines and items.
 * It does not know the lines of messages: a list comes without its quotes. */
#include "protocol/wire/text_lists.h"

#include <inttypes.h>
#include <stdio.h>

#include "protocol/tables.h"
#include "protocol/wire/pack.h"
#include "protocol/wire/text_values.h"

/* The longest FILES in text: names, colons, sizes and hashes. */
enum { FILES_BYTES = LIMIT_FILES * (LIMIT_FILE_NAME_BYTES + 24 + 2 * LIMIT_HASH_BYTES) };

/* The part up to the next `between`. */
static struct bytes take_until(struct bytes *list, char between)
{
    const uint8_t *end = list->size > 0 ? memchr(list->at, between, list->size) : NULL;
    struct bytes part = *list;
    if (end != NULL)
        part.size = (size_t)(end - list->at);
    *list = bytes_skip(*list, part.size + (end != NULL));
    return part;
}

static size_t count_between(struct bytes list, char between)
{
    size_t count = list.size > 0;
    for (size_t i = 0; i < list.size; i++)
        count += list.at[i] == (uint8_t)between;
    return count;
}

static struct bytes take_part(struct bytes *list)
{
    return take_until(list, ',');
}

static size_t count_parts(struct bytes list)
{
    return count_between(list, ',');
}

enum error text_parse_number(const struct field *field, struct bytes digits, uint64_t *number,
                             struct refusal *why)
{
    uint64_t value = 0;
    for (size_t i = 0; i < digits.size; i++) {
        uint64_t digit = digits.at[i] - (uint64_t)'0';
        if (digit > 9)
            return refuse_kind(field, why);
        if (value > (UINT64_MAX - digit) / 10)
            return refuse(why, ERR_OUT_OF_RANGE, field->name, bytes_of(NULL, 0),
                          field->limit > 0 && field->kind == KIND_NUMBER ? field->limit : UINT64_MAX);
        value = value * 10 + digit;
    }
    if (digits.size == 0)
        return refuse_kind(field, why);
    *number = value;
    return OK;
}

/* Words with commas between them, or lines. */
static enum error pack_words_list(const struct field *field, struct bytes list, char between,
                                  msgpack_packer *packer, struct refusal *why)
{
    size_t count = count_between(list, between);
    if (count > field->limit)
        return refuse(why, ERR_OUT_OF_RANGE, field->name, bytes_of(NULL, 0), field->limit);
    msgpack_pack_array(packer, count);
    for (size_t i = 0; i < count; i++)
        pack_text(packer, take_until(&list, between));
    return OK;
}

/* So many lines an item, and an empty one between two. */
static enum error pack_items(const struct field *field, struct bytes list, msgpack_packer *packer,
                             struct refusal *why)
{
    enum { LINES = ITEM_PARTS_COUNT + 1 };
    size_t lines = count_between(list, '\n'), count = (lines + 1) / LINES;
    if (lines > 0 && (lines + 1) % LINES != 0)
        return refuse_kind(field, why);
    if (count > field->limit)
        return refuse(why, ERR_OUT_OF_RANGE, field->name, bytes_of(NULL, 0), field->limit);
    msgpack_pack_array(packer, count);
    for (size_t i = 0; i < lines; i++) {
        struct bytes line = take_until(&list, '\n');
        if (i % LINES == 0)
            msgpack_pack_array(packer, ITEM_PARTS_COUNT);
        if (i % LINES < ITEM_PARTS_COUNT)
            pack_text(packer, line);
        else if (line.size > 0)
            return refuse_kind(field, why);
    }
    return OK;
}

static enum error pack_numbers(const struct field *field, struct bytes list, msgpack_packer *packer,
                               struct refusal *why)
{
    size_t count = count_parts(list);
    msgpack_pack_array(packer, count);
    for (size_t i = 0; i < count; i++) {
        uint64_t number;
        enum error error = text_parse_number(field, take_part(&list), &number, why);
        if (error != OK)
            return error;
        msgpack_pack_uint64(packer, number);
    }
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
            return refuse_kind(field, why);
        channels[i] = bytes_of(part.at, (size_t)(colon - part.at));
        for (size_t j = 0; j < i; j++) {
            if (bytes_equal(channels[i], channels[j]))
                return refuse(why, ERR_BAD_VALUE, field->name, channels[i], 0);
        }
        uint64_t number;
        enum error error = text_parse_number(field, bytes_skip(part, channels[i].size + 1), &number, why);
        if (error != OK)
            return error;
        pack_text(packer, channels[i]);
        msgpack_pack_uint64(packer, number);
    }
    return OK;
}

/* One NAME:SIZE:HASH; the name may have colons. */
static enum error parse_file(const struct field *field, struct bytes part, struct file_named *file,
                             uint8_t hash[LIMIT_HASH_BYTES], struct refusal *why)
{
    size_t hash_size = LIMIT_HASH_BYTES;
    const uint8_t *second = memrchr(part.at, ':', part.size);
    const uint8_t *first = second == NULL ? NULL : memrchr(part.at, ':', (size_t)(second - part.at));
    if (first == NULL)
        return refuse_kind(field, why);
    file->name = bytes_of(part.at, (size_t)(first - part.at));
    struct bytes size = bytes_of(first + 1, (size_t)(second - first) - 1);
    struct bytes hex = bytes_skip(part, (size_t)(second - part.at) + 1);
    if (!text_to_hex(hex, hash, &hash_size))
        return refuse_kind(field, why);
    file->hash = bytes_of(hash, hash_size);
    return text_parse_number(field, size, &file->size, why);
}

/* NAME:SIZE:HASH/NAME:SIZE:HASH; no name has a slash. */
static enum error pack_files(const struct field *field, struct bytes rest, struct buffer *out,
                             struct refusal *why)
{
    uint8_t hashes[LIMIT_FILES][LIMIT_HASH_BYTES];
    struct file_named files[LIMIT_FILES];
    size_t count = 0;
    for (bool more = rest.size > 0; more; count++) {
        const uint8_t *slash = memchr(rest.at, '/', rest.size);
        struct bytes part = bytes_of(rest.at, slash == NULL ? rest.size : (size_t)(slash - rest.at));
        if (count == LIMIT_FILES)
            return refuse(why, ERR_OUT_OF_RANGE, field->name, bytes_of(NULL, 0), LIMIT_FILES);
        enum error error = parse_file(field, part, &files[count], hashes[count], why);
        if (error != OK)
            return error;
        more = slash != NULL;
        rest = bytes_skip(rest, part.size + more);
    }
    files_write(out, files, count);
    return OK;
}

enum error text_pack_list(const struct field *field, struct bytes list, struct buffer *out,
                          struct refusal *why)
{
    msgpack_packer packer = pack_into(out);
    switch (field->kind) {
    case KIND_AUDIENCE:
    case KIND_NAMES:
    case KIND_IDS:
        return pack_words_list(field, list, ',', &packer, why);
    case KIND_LINES:
        return pack_words_list(field, list, '\n', &packer, why);
    case KIND_ITEMS:
        return pack_items(field, list, &packer, why);
    case KIND_NUMBERS:
        return pack_numbers(field, list, &packer, why);
    case KIND_FILES:
        return pack_files(field, list, out, why);
    case KIND_POSITIONS:
        return pack_positions(field, list, &packer, why);
    default:
        return refuse_kind(field, why);
    }
}

void text_from_number(uint64_t number, struct buffer *out)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, number);
    buffer_add_text(out, digits);
}

static void add_words(struct buffer *out, struct bytes words)
{
    struct bytes word;
    size_t at = 0;
    bool first = true;
    for (; words_next(words, &at, &word); first = false) {
        buffer_add_text(out, first ? "" : ",");
        buffer_add(out, word.at, word.size);
    }
    buffer_add_text(out, first ? "\"\"" : "");
}

static void add_numbers(struct buffer *out, struct bytes numbers)
{
    uint64_t number;
    size_t at = 0;
    bool first = true;
    for (; numbers_next(numbers, &at, &number); first = false) {
        buffer_add_text(out, first ? "" : ",");
        text_from_number(number, out);
    }
    buffer_add_text(out, first ? "\"\"" : "");
}

static void add_files(struct buffer *out, struct bytes files)
{
    uint8_t room[FILES_BYTES];
    struct buffer text = buffer_over(room, sizeof room);
    struct file_named file;
    for (size_t at = 0; files_next(files, &at, &file);) {
        if (text.size > 0)
            buffer_add_text(&text, "/");
        buffer_add(&text, file.name.at, file.name.size);
        buffer_add_text(&text, ":");
        text_from_number(file.size, &text);
        buffer_add_text(&text, ":");
        text_from_hex(file.hash, &text);
    }
    text_from_word(buffer_bytes(&text), out);
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
        text_from_number(number, out);
    }
    buffer_add_text(out, first ? "\"\"" : "");
}

/* Lines always stand in quotes. */
static void add_line(struct buffer *out, const char *before, struct bytes line)
{
    buffer_add_text(out, before);
    text_add_escaped(line, out);
}

static void add_lines(struct buffer *out, struct bytes lines)
{
    struct bytes line;
    buffer_add_text(out, "\"");
    for (size_t at = 0, first = 1; words_next(lines, &at, &line); first = 0)
        add_line(out, first ? "" : "\\n", line);
    buffer_add_text(out, "\"");
}

static void add_items(struct buffer *out, struct bytes items)
{
    struct item item;
    buffer_add_text(out, "\"");
    for (size_t at = 0, first = 1; items_next(items, &at, &item); first = 0) {
        for (size_t i = 0; i < ITEM_PARTS_COUNT; i++)
            add_line(out, i > 0 ? "\\n" : first ? "" : "\\n\\n", item.parts[i]);
    }
    buffer_add_text(out, "\"");
}

void text_from_list(enum kind kind, struct bytes list, struct buffer *out)
{
    switch (kind) {
    case KIND_NUMBERS:
        add_numbers(out, list);
        return;
    case KIND_FILES:
        add_files(out, list);
        return;
    case KIND_LINES:
        add_lines(out, list);
        return;
    case KIND_ITEMS:
        add_items(out, list);
        return;
    case KIND_POSITIONS:
        add_positions(out, list);
        return;
    default:
        add_words(out, list);
    }
}
