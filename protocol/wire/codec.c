/* Structs to and from MessagePack maps, by their shapes. What a value may be is judged in check.c; what a
 * field is for, nobody here knows. */
#include "protocol/wire/codec.h"

#include <assert.h>
#include <stdalign.h>

#include "protocol/wire/pack.h"
#include "protocol/wire/scan.h"

/* The MessagePack type a kind has on the wire. A TIME may be a VALUE_NEGATIVE too. */
#define KIND_WIRE(symbol, type, wire, ...) [KIND_##symbol] = VALUE_##wire,
#define CHOICE_WIRE(SYMBOL, ...)           [KIND_##SYMBOL] = VALUE_STRING,
static const enum value_type wire_types[KIND_COUNT] = {KINDS(KIND_WIRE) CHOICES(CHOICE_WIRE)};

/* A value of any kind; every member begins where the value does. */
union any {
    struct bytes bytes;
    uint64_t number;
    int64_t time_ms;
    bool flag;
};

#define KIND_SIZE(symbol, ...) [KIND_##symbol] = sizeof(kind_##symbol),
static const size_t memory_sizes[KIND_COUNT] = {KINDS(KIND_SIZE) CHOICES(KIND_SIZE)};

/* Whether a value of the kind is a struct bytes. */
static bool is_bytes(enum kind kind)
{
    return wire_types[kind] != VALUE_NUMBER && wire_types[kind] != VALUE_FLAG && kind_choices(kind) == NULL;
}

bool kind_is_list(enum kind kind)
{
    return wire_types[kind] == VALUE_ARRAY || wire_types[kind] == VALUE_MAP;
}

static enum error decode_choice(const struct field *field, const struct choices *choices, struct bytes word,
                                uint64_t *choice, struct refusal *why)
{
    for (uint64_t i = 0; i < choices->count; i++) {
        if (bytes_equal_text(word, choices->words[i])) {
            *choice = i;
            return OK;
        }
    }
    return refuse_form(why, ERR_BAD_VALUE, field, word);
}

/* `raw` is the value as it stands in the input. */
static enum error decode_value(const struct field *field, struct bytes raw, union any *any,
                               struct refusal *why)
{
    struct value value = {0};
    struct bytes rest = raw;
    bool whole = scan_take(&rest, &value);
    bool negative_time = field->kind == KIND_TIME && value.type == VALUE_NEGATIVE;
    if (!whole || (value.type != wire_types[field->kind] && !negative_time))
        return refuse_kind(field, why);

    switch (value.type) {
    case VALUE_STRING:
        if (kind_choices(field->kind) != NULL)
            return decode_choice(field, kind_choices(field->kind), value.bytes, &any->number, why);
        any->bytes = value.bytes;
        break;
    case VALUE_BINARY:
        any->bytes = value.bytes;
        break;
    case VALUE_NUMBER:
        if (field->kind == KIND_TIME && value.number > INT64_MAX)
            return refuse(why, ERR_OUT_OF_RANGE, field->name, bytes_of(NULL, 0), (uint64_t)TIME_LAST_MS);
        any->number = value.number;
        break;
    case VALUE_NEGATIVE:
        any->time_ms = (int64_t)value.number;
        break;
    case VALUE_FLAG:
        any->flag = value.number != 0;
        break;
    default:
        any->bytes = raw;
    }
    return OK;
}

/* Whose map it is: somebody's who says it now; the store's, under the rules that always held; or that of a
 * program which may be newer and know more fields. */
enum whose { SAID_NOW, STORED, OF_NEWER };

/* Takes one key and its value off `rest` and puts the value in its place. */
static enum error decode_field(const struct shape *shape, enum whose whose, struct bytes *rest,
                               uint8_t *values, struct refusal *why)
{
    struct value key = {0};
    bool whole = scan_take(rest, &key);
    int index = shape_find(shape, key.bytes);
    if (whole && index < 0 && key.type == VALUE_STRING && whose == OF_NEWER) {
        *rest = bytes_skip(*rest, scan_value_size(*rest));
        return OK;
    }
    if (!whole || index < 0)
        return refuse(why, ERR_UNKNOWN_FIELD, NULL, key.bytes, 0);
    const struct field *field = &shape->fields[index];
    struct bytes raw = bytes_of(rest->at, scan_value_size(*rest));
    union any any;
    enum error error = decode_value(field, raw, &any, why);
    if (error == OK)
        error = whose == SAID_NOW ? codec_check_said(field, &any, why) : codec_check(field, &any, why);
    if (error != OK)
        return error;
    *rest = bytes_skip(*rest, raw.size);
    memcpy(values + field->offset, &any, memory_sizes[field->kind]);
    ((bool *)values)[index] = true;
    return OK;
}

enum error codec_whole(const struct shape *shape, const void *values, struct refusal *why)
{
    for (size_t i = 0; i < shape->count; i++) {
        if (shape->fields[i].needed == REQUIRED && !field_present(values, i))
            return refuse(why, ERR_FIELD_MISSING, shape->fields[i].name, bytes_of(NULL, 0), 0);
    }
    return OK;
}

static enum error decode(const struct shape *shape, enum whose whose, struct bytes map, void *values,
                         struct refusal *why)
{
    alignas(max_align_t) uint8_t decoded[SHAPE_BYTES];
    struct value head = {0};
    assert(shape->size <= sizeof decoded);
    memset(decoded, 0, shape->size);
    if (!scan_take(&map, &head) || head.type != VALUE_MAP)
        return refuse(why, ERR_MALFORMED, NULL, bytes_of_text("fields that are no map"), 0);

    for (uint64_t i = 0; i < head.number; i++) {
        enum error error = decode_field(shape, whose, &map, decoded, why);
        if (error != OK)
            return error;
    }
    enum error error = codec_whole(shape, decoded, why);
    if (error == OK && shape->size > 0)
        memcpy(values, decoded, shape->size);
    return error;
}

enum error codec_decode(const struct shape *shape, struct bytes map, void *values, struct refusal *why)
{
    return decode(shape, SAID_NOW, map, values, why);
}

enum error codec_decode_kept(const struct shape *shape, struct bytes map, void *values, struct refusal *why)
{
    return decode(shape, STORED, map, values, why);
}

enum error codec_decode_known(const struct shape *shape, struct bytes map, void *values, struct refusal *why)
{
    return decode(shape, OF_NEWER, map, values, why);
}

static void encode_value(const struct field *field, const void *value, msgpack_packer *packer)
{
    const struct choices *choices = kind_choices(field->kind);
    union any any;
    memcpy(&any, value, memory_sizes[field->kind]);
    if (choices != NULL) {
        assert(any.number < choices->count);
        pack_text(packer, bytes_of_text(choices->words[any.number]));
        return;
    }
    switch (field->kind) {
    case KIND_NUMBER:
        msgpack_pack_uint64(packer, any.number);
        return;
    case KIND_TIME:
        msgpack_pack_int64(packer, any.time_ms);
        return;
    case KIND_FLAG:
        if (any.flag)
            msgpack_pack_true(packer);
        else
            msgpack_pack_false(packer);
        return;
    default:
        if (kind_is_list(field->kind))
            buffer_add(packer->data, any.bytes.at, any.bytes.size);
        else if (wire_types[field->kind] == VALUE_BINARY)
            pack_bytes(packer, any.bytes);
        else
            pack_text(packer, any.bytes);
    }
}

/* A field that must be there is written without a flag too. Where it is bytes, having none of them at all is
 * a mistake of ours: it was forgotten. */
static bool is_written(const struct shape *shape, const void *values, size_t index)
{
    const struct field *field = &shape->fields[index];
    if (field_present(values, index) || field->needed == OPTIONAL)
        return field_present(values, index);
    const void *value = (const uint8_t *)values + field->offset;
    assert(!is_bytes(field->kind) || ((const struct bytes *)value)->at != NULL);
    return true;
}

void codec_encode(const struct shape *shape, const void *values, struct buffer *out)
{
    msgpack_packer packer = pack_into(out);
    size_t count = 0;
    for (size_t i = 0; i < shape->count; i++)
        count += is_written(shape, values, i);
    msgpack_pack_map(&packer, count);
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (!is_written(shape, values, i))
            continue;
        pack_text(&packer, bytes_of_text(field->name));
        encode_value(field, (const uint8_t *)values + field->offset, &packer);
    }
}

void shape_copy(const struct shape *from_shape, const void *from, const struct shape *to_shape, void *to)
{
    for (size_t i = 0; i < from_shape->count; i++) {
        const struct field *field = &from_shape->fields[i];
        int index = shape_find(to_shape, bytes_of_text(field->name));
        if (!field_present(from, i) || index < 0 || to_shape->fields[index].kind != field->kind)
            continue;
        memcpy((uint8_t *)to + to_shape->fields[index].offset, (const uint8_t *)from + field->offset,
               memory_sizes[field->kind]);
        ((bool *)to)[index] = true;
    }
}

void shape_put(const struct shape *shape, void *values, const char *name, const void *value)
{
    const int index = shape_find(shape, bytes_of_text(name));
    assert(index >= 0);
    const struct field *field = &shape->fields[index];
    memcpy((uint8_t *)values + field->offset, value, memory_sizes[field->kind]);
    ((bool *)values)[index] = true;
}

/* Moves `*at` over the head at the beginning, or over the next value; false at the end. The list of a field
 * that is not there is empty. */
static bool next_value(struct bytes all, size_t *at, struct value *value)
{
    if (all.size == 0)
        return false;
    struct bytes rest = bytes_skip(all, *at);
    if (!scan_take(&rest, value))
        return false;
    *at = all.size - rest.size;
    return true;
}

/* The next element: the head of the list is passed over first. */
static bool next_element(struct bytes all, size_t *at, struct value *value)
{
    return (*at > 0 || next_value(all, at, value)) && next_value(all, at, value);
}

bool words_next(struct bytes audience, size_t *at, struct bytes *word)
{
    struct value value;
    if (!next_element(audience, at, &value))
        return false;
    *word = value.bytes;
    return true;
}

void words_write(struct buffer *out, const struct bytes *words, size_t count)
{
    msgpack_packer packer = pack_into(out);
    msgpack_pack_array(&packer, count);
    for (size_t i = 0; i < count; i++)
        pack_text(&packer, words[i]);
}

size_t words_count(struct bytes words)
{
    struct bytes word;
    size_t count = 0;
    for (size_t at = 0; words_next(words, &at, &word);)
        count++;
    return count;
}

bool words_have(struct bytes words, struct bytes wanted)
{
    struct bytes word;
    for (size_t at = 0; words_next(words, &at, &word);) {
        if (bytes_equal(word, wanted))
            return true;
    }
    return false;
}

bool numbers_next(struct bytes numbers, size_t *at, uint64_t *number)
{
    struct value value;
    if (!next_element(numbers, at, &value))
        return false;
    *number = value.number;
    return true;
}

void numbers_write(struct buffer *out, const uint64_t *numbers, size_t count)
{
    msgpack_packer packer = pack_into(out);
    msgpack_pack_array(&packer, count);
    for (size_t i = 0; i < count; i++)
        msgpack_pack_uint64(&packer, numbers[i]);
}

bool files_next(struct bytes files, size_t *at, struct file_named *file)
{
    struct value value;
    if (!next_element(files, at, &value)) /* the head of the three */
        return false;
    if (!next_value(files, at, &value))
        return false;
    file->name = value.bytes;
    if (!next_value(files, at, &value))
        return false;
    file->size = value.number;
    if (!next_value(files, at, &value))
        return false;
    file->hash = value.bytes;
    return true;
}

void files_write(struct buffer *out, const struct file_named *files, size_t count)
{
    msgpack_packer packer = pack_into(out);
    msgpack_pack_array(&packer, count);
    for (size_t i = 0; i < count; i++) {
        msgpack_pack_array(&packer, 3);
        pack_text(&packer, files[i].name);
        msgpack_pack_uint64(&packer, files[i].size);
        pack_bytes(&packer, files[i].hash);
    }
}

bool items_next(struct bytes items, size_t *at, struct item *item)
{
    struct value value;
    if (!next_element(items, at, &value)) /* the head of its parts */
        return false;
    for (size_t i = 0; i < ITEM_PARTS_COUNT; i++) {
        if (!next_value(items, at, &value))
            return false;
        item->parts[i] = value.bytes;
    }
    return true;
}

void items_write(struct buffer *out, const struct item *items, size_t count)
{
    msgpack_packer packer = pack_into(out);
    msgpack_pack_array(&packer, count);
    for (size_t i = 0; i < count; i++)
        words_write(out, items[i].parts, ITEM_PARTS_COUNT);
}

bool positions_next(struct bytes positions, size_t *at, struct bytes *channel, uint64_t *number)
{
    struct value key, value;
    if (*at == 0 && !next_value(positions, at, &value))
        return false;
    if (!next_value(positions, at, &key) || !next_value(positions, at, &value))
        return false;
    *channel = key.bytes;
    *number = value.number;
    return true;
}

void positions_write(struct buffer *out, const struct position *positions, size_t count)
{
    msgpack_packer packer = pack_into(out);
    msgpack_pack_map(&packer, count);
    for (size_t i = 0; i < count; i++) {
        pack_text(&packer, positions[i].channel);
        msgpack_pack_uint64(&packer, positions[i].number);
    }
}
