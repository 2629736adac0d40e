/* Takes the elements of one array, each of the type that is expected there and no other. What the elements
 * mean is for its callers. */
#include "protocol/wire/unpack.h"

#include "protocol/wire/scan.h"

static void unpack_break(struct unpack *unpack, struct bytes why)
{
    if (unpack->broken)
        return;
    unpack->broken = true;
    unpack->why = why;
}

/* Takes one value; of an array or a map the head alone. False once something is broken, or at the end. */
static bool unpack_take(struct unpack *unpack, struct value *value)
{
    return !unpack->broken && scan_take(&unpack->rest, value);
}

static bool walk_into_array(struct unpack *unpack, size_t count)
{
    struct value head;
    return unpack_take(unpack, &head) && head.type == VALUE_ARRAY && head.number == count;
}

struct unpack unpack_begin(struct bytes all, size_t limit_bytes, size_t count)
{
    struct unpack unpack = {.rest = all};
    struct refusal why;
    if (all.size > limit_bytes)
        unpack_break(&unpack, bytes_of_text("it is too long"));
    else if (scan_check(all, &why) != OK)
        unpack_break(&unpack, why.name);
    else if (scan_value_size(all) != all.size)
        unpack_break(&unpack, bytes_of_text("it goes on after its end"));
    else if (!walk_into_array(&unpack, count))
        unpack_break(&unpack, bytes_of_text("it is not an array of as many elements as it should have"));
    return unpack;
}

uint64_t unpack_number(struct unpack *unpack, const char *what)
{
    struct value value;
    if (unpack_take(unpack, &value) && value.type == VALUE_NUMBER)
        return value.number;
    unpack_break(unpack, bytes_of_text(what));
    return 0;
}

int64_t unpack_time_ms(struct unpack *unpack, const char *what)
{
    struct value value;
    if (unpack_take(unpack, &value) &&
        (value.type == VALUE_NEGATIVE || (value.type == VALUE_NUMBER && value.number <= INT64_MAX)))
        return (int64_t)value.number;
    unpack_break(unpack, bytes_of_text(what));
    return 0;
}

struct bytes unpack_text(struct unpack *unpack, size_t limit_bytes, const char *what)
{
    struct value value;
    if (unpack_take(unpack, &value) && value.type == VALUE_STRING && value.bytes.size > 0 &&
        value.bytes.size <= limit_bytes)
        return value.bytes;
    unpack_break(unpack, bytes_of_text(what));
    return (struct bytes){0};
}

struct bytes unpack_bytes(struct unpack *unpack, size_t size, const char *what)
{
    struct value value;
    if (unpack_take(unpack, &value) && value.type == VALUE_BINARY && value.bytes.size == size)
        return value.bytes;
    unpack_break(unpack, bytes_of_text(what));
    return (struct bytes){0};
}

struct bytes unpack_map(struct unpack *unpack, const char *what)
{
    struct bytes before = unpack->rest;
    struct value head;
    if (!unpack_take(unpack, &head) || head.type != VALUE_MAP) {
        unpack_break(unpack, bytes_of_text(what));
        return (struct bytes){0};
    }
    size_t size = scan_value_size(before);
    unpack->rest = bytes_skip(before, size);
    return bytes_of(before.at, size);
}

void unpack_version(struct unpack *unpack, uint64_t version)
{
    if (unpack_number(unpack, "its version is not a number") != version)
        unpack_break(unpack, bytes_of_text("its version is not known"));
}
