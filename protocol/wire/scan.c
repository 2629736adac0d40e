/* Reads MessagePack (the specification of msgpack.org) one value at a time, and judges a whole record before
 * anybody decodes it. It allocates nothing and knows neither messages nor fields. */
#include "protocol/wire/scan.h"

#include <assert.h>

#include "protocol/wire/utf8.h"

static const char empty[] = "nothing in it";
static const char cut_off[] = "cut off";
static const char reserved[] = "a reserved byte";
static const char extension[] = "an extension type";
static const char count_too_large[] = "a count larger than the bytes left";
static const char length_too_large[] = "a length larger than the bytes left";
static const char too_deep[] = "nested deeper than 8";
static const char too_many_elements[] = "too many elements";
static const char too_many_keys[] = "too many keys";
static const char key_no_string[] = "a key that is no string";
static const char key_twice[] = "a key twice";
static const char not_utf8[] = "not UTF-8";
_Static_assert(LIMIT_DEPTH == 8, "the text of too_deep says so");

/* Big-endian; the caller has made sure of `size` bytes. */
static uint64_t number_at(const uint8_t *at, size_t size)
{
    uint64_t number = 0;
    for (size_t i = 0; i < size; i++)
        number = number << 8 | at[i];
    return number;
}

static uint64_t sign_extended(uint64_t number, size_t size)
{
    uint64_t sign = UINT64_C(1) << (size * 8 - 1);
    return (number ^ sign) - sign;
}

/* What a first byte of 0xc0 to 0xdf says: the type, and how many bytes of number or length follow it. */
struct form {
    enum value_type type;
    uint8_t operand;
    bool is_signed;
    const char *broken;
};

#define FORM(kind, bytes)                                                                                    \
    {                                                                                                        \
        .type = kind, .operand = bytes                                                                       \
    }
#define SIGNED(bytes)                                                                                        \
    {                                                                                                        \
        .type = VALUE_NUMBER, .operand = bytes, .is_signed = true                                            \
    }
#define BROKEN(why)                                                                                          \
    {                                                                                                        \
        .type = VALUE_NIL, .broken = why                                                                     \
    }
static const struct form forms[32] = {
    FORM(VALUE_NIL, 0),
    BROKEN(reserved),
    FORM(VALUE_FLAG, 0),
    FORM(VALUE_FLAG, 0),
    FORM(VALUE_BINARY, 1),
    FORM(VALUE_BINARY, 2),
    FORM(VALUE_BINARY, 4),
    BROKEN(extension),
    BROKEN(extension),
    BROKEN(extension),
    FORM(VALUE_FLOAT, 4),
    FORM(VALUE_FLOAT, 8),
    FORM(VALUE_NUMBER, 1),
    FORM(VALUE_NUMBER, 2),
    FORM(VALUE_NUMBER, 4),
    FORM(VALUE_NUMBER, 8),
    SIGNED(1),
    SIGNED(2),
    SIGNED(4),
    SIGNED(8),
    BROKEN(extension),
    BROKEN(extension),
    BROKEN(extension),
    BROKEN(extension),
    BROKEN(extension),
    FORM(VALUE_STRING, 1),
    FORM(VALUE_STRING, 2),
    FORM(VALUE_STRING, 4),
    FORM(VALUE_ARRAY, 2),
    FORM(VALUE_ARRAY, 4),
    FORM(VALUE_MAP, 2),
    FORM(VALUE_MAP, 4),
};

/* Reads type and number of the first value and moves past them; `value->bytes` is not set yet. */
static const char *take_head(struct bytes *rest, struct value *value)
{
    if (rest->size == 0)
        return cut_off;
    uint8_t first = rest->at[0];
    *rest = bytes_skip(*rest, 1);
    *value = (struct value){.type = VALUE_NUMBER, .number = first};
    if (first < 0x80)
        return NULL;
    if (first >= 0xe0) {
        value->type = VALUE_NEGATIVE;
        value->number = sign_extended(first, 1);
        return NULL;
    }
    if (first < 0xc0) {
        value->type = first < 0x90 ? VALUE_MAP : first < 0xa0 ? VALUE_ARRAY : VALUE_STRING;
        value->number = first < 0xa0 ? first & 0x0f : first & 0x1f;
        return NULL;
    }

    const struct form *form = &forms[first - 0xc0];
    if (form->broken != NULL)
        return form->broken;
    if (form->operand > rest->size)
        return cut_off;
    value->type = form->type;
    value->number = form->type == VALUE_FLAG ? first & 1u : number_at(rest->at, form->operand);
    if (form->is_signed) {
        value->number = sign_extended(value->number, form->operand);
        if (value->number > INT64_MAX)
            value->type = VALUE_NEGATIVE;
    }
    *rest = bytes_skip(*rest, form->operand);
    return NULL;
}

/* Takes a value, or says what is wrong with it. Every element of an array needs at least one byte and every
 * pair of a map two, so a larger count lies. */
static const char *take_value(struct bytes *rest, struct value *value)
{
    const char *broken = take_head(rest, value);
    if (broken != NULL)
        return broken;
    if (value->type == VALUE_ARRAY && value->number > rest->size)
        return count_too_large;
    if (value->type == VALUE_MAP && value->number > rest->size / 2)
        return count_too_large;
    if (value->type == VALUE_STRING || value->type == VALUE_BINARY) {
        if (value->number > rest->size)
            return length_too_large;
        value->bytes = bytes_of(rest->at, (size_t)value->number);
        *rest = bytes_skip(*rest, (size_t)value->number);
    }
    return NULL;
}

bool scan_take(struct bytes *rest, struct value *value)
{
    struct bytes after = *rest;
    struct value taken;
    if (take_value(&after, &taken) != NULL)
        return false;
    *rest = after;
    *value = taken;
    return true;
}

struct extent scan_value_extent(struct bytes checked)
{
    struct extent extent = {0};
    struct bytes rest = checked;
    for (uint64_t left = 1; left > 0; left--) {
        struct value value = {0};
        bool whole = scan_take(&rest, &value);
        assert(whole);
        if (!whole)
            break;
        extent.elements++;
        left += value.type == VALUE_ARRAY ? value.number : value.type == VALUE_MAP ? value.number * 2 : 0;
    }
    extent.bytes = checked.size - rest.size;
    return extent;
}

size_t scan_value_size(struct bytes checked)
{
    return scan_value_extent(checked).bytes;
}

/* An array or map that is open. `left` counts values, so that in a map a key comes when it is even. */
struct level {
    uint64_t left;
    bool map;
    size_t first_key; /* where this map's keys begin in scan.keys */
};

/* The keys of all open maps, innermost last, and sorted within each map. */
struct scan {
    struct level levels[LIMIT_DEPTH];
    size_t depth;
    struct bytes keys[LIMIT_MAP_KEYS];
    size_t key_count;
};

static int compare_keys(struct bytes a, struct bytes b)
{
    if (a.size != b.size)
        return a.size < b.size ? -1 : 1;
    return a.size == 0 ? 0 : memcmp(a.at, b.at, a.size);
}

/* Puts a key in its place among the keys of the innermost map. Its place is found by halving and made by one
 * memmove, so the worst record (LIMIT_RECORD_ELEMENTS / 2 keys, in maps of LIMIT_MAP_KEYS) costs some 4,000
 * times nine comparisons and at most 8 KiB moved, less than a millisecond; comparing all with all would be a
 * million comparisons. */
static const char *add_key(struct scan *scan, struct bytes key)
{
    size_t low = scan->levels[scan->depth - 1].first_key;
    size_t high = scan->key_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_keys(key, scan->keys[middle]);
        if (order == 0)
            return key_twice;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    if (scan->key_count == LIMIT_MAP_KEYS)
        return too_many_keys;
    memmove(&scan->keys[low + 1], &scan->keys[low], (scan->key_count - low) * sizeof scan->keys[0]);
    scan->keys[low] = key;
    scan->key_count++;
    return NULL;
}

static const char *check_string(struct bytes string)
{
    uint32_t character;
    string = utf8_skip_plain(string);
    while (string.size > 0) {
        if (!utf8_take(&string, &character))
            return not_utf8;
        string = utf8_skip_plain(string);
    }
    return NULL;
}

/* Counts a value as an element of the innermost level, and as a key where one is due. */
static const char *enter(struct scan *scan, const struct value *value)
{
    if (value->type == VALUE_STRING) {
        const char *broken = check_string(value->bytes);
        if (broken != NULL)
            return broken;
    }
    if (scan->depth == 0)
        return NULL;
    struct level *level = &scan->levels[scan->depth - 1];
    bool key = level->map && level->left % 2 == 0;
    level->left--;
    if (!key)
        return NULL;
    return value->type == VALUE_STRING ? add_key(scan, value->bytes) : key_no_string;
}

static const char *open_level(struct scan *scan, const struct value *value)
{
    if (value->type != VALUE_ARRAY && value->type != VALUE_MAP)
        return NULL;
    if (scan->depth == LIMIT_DEPTH)
        return too_deep;
    bool map = value->type == VALUE_MAP;
    scan->levels[scan->depth++] = (struct level){
        .left = map ? value->number * 2 : value->number, .map = map, .first_key = scan->key_count};
    return NULL;
}

static void close_levels(struct scan *scan)
{
    while (scan->depth > 0 && scan->levels[scan->depth - 1].left == 0)
        scan->key_count = scan->levels[--scan->depth].first_key;
}

enum error scan_check(struct bytes all, struct refusal *why)
{
    struct scan scan;
    scan.depth = 0;
    scan.key_count = 0;
    size_t elements = 0;
    const char *broken = all.size == 0 ? empty : NULL;

    while (broken == NULL && (all.size > 0 || scan.depth > 0)) {
        struct value value;
        broken = take_value(&all, &value);
        if (broken == NULL && ++elements > LIMIT_RECORD_ELEMENTS)
            broken = too_many_elements;
        if (broken == NULL)
            broken = enter(&scan, &value);
        if (broken == NULL)
            broken = open_level(&scan, &value);
        if (broken == NULL)
            close_levels(&scan);
    }
    return broken == NULL ? OK : refuse(why, ERR_MALFORMED, NULL, bytes_of_text(broken), 0);
}
