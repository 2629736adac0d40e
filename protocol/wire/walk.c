/* Takes the elements of one array, each of the type that is expected there and no other. What the elements
 * mean is for its callers. */
#include "protocol/wire/walk.h"

#include "protocol/wire/scan.h"

static void walk_break(struct walk *walk, struct bytes why)
{
    if (walk->broken)
        return;
    walk->broken = true;
    walk->why = why;
}

/* Takes one value; of an array or a map the head alone. False once something is broken, or at the end. */
static bool walk_take(struct walk *walk, struct value *value)
{
    return !walk->broken && scan_take(&walk->rest, value);
}

static bool walk_into_array(struct walk *walk, size_t count)
{
    struct value head;
    return walk_take(walk, &head) && head.type == VALUE_ARRAY && head.number == count;
}

struct walk walk_begin(struct bytes all, size_t limit_bytes, size_t count)
{
    struct walk walk = {.rest = all};
    struct refusal why;
    if (all.size > limit_bytes)
        walk_break(&walk, bytes_of_text("it is too long"));
    else if (scan_check(all, &why) != OK)
        walk_break(&walk, why.name);
    else if (scan_value_size(all) != all.size)
        walk_break(&walk, bytes_of_text("it goes on after its end"));
    else if (!walk_into_array(&walk, count))
        walk_break(&walk, bytes_of_text("it is not an array of as many elements as it should have"));
    return walk;
}

uint64_t walk_number(struct walk *walk, const char *what)
{
    struct value value;
    if (walk_take(walk, &value) && value.type == VALUE_NUMBER)
        return value.number;
    walk_break(walk, bytes_of_text(what));
    return 0;
}

int64_t walk_time_ms(struct walk *walk, const char *what)
{
    struct value value;
    if (walk_take(walk, &value) &&
        (value.type == VALUE_NEGATIVE || (value.type == VALUE_NUMBER && value.number <= INT64_MAX)))
        return (int64_t)value.number;
    walk_break(walk, bytes_of_text(what));
    return 0;
}

struct bytes walk_text(struct walk *walk, size_t limit_bytes, const char *what)
{
    struct value value;
    if (walk_take(walk, &value) && value.type == VALUE_STRING && value.bytes.size > 0 &&
        value.bytes.size <= limit_bytes)
        return value.bytes;
    walk_break(walk, bytes_of_text(what));
    return (struct bytes){0};
}

struct bytes walk_bytes(struct walk *walk, size_t size, const char *what)
{
    struct value value;
    if (walk_take(walk, &value) && value.type == VALUE_BINARY && value.bytes.size == size)
        return value.bytes;
    walk_break(walk, bytes_of_text(what));
    return (struct bytes){0};
}

struct bytes walk_map(struct walk *walk, const char *what)
{
    struct bytes before = walk->rest;
    struct value head;
    if (!walk_take(walk, &head) || head.type != VALUE_MAP) {
        walk_break(walk, bytes_of_text(what));
        return (struct bytes){0};
    }
    size_t size = scan_value_size(before);
    walk->rest = bytes_skip(before, size);
    return bytes_of(before.at, size);
}

void walk_version(struct walk *walk, uint64_t version)
{
    if (walk_number(walk, "its version is not a number") != version)
        walk_break(walk, bytes_of_text("its version is not known"));
}
