/* See told.h. */
#include "tests/unit/support/told.h"

#include <sodium.h>
#include <string.h>

#include "tests/unit/support/testing.h"

struct bytes told_bytes(const json_t *object, const char *name, uint8_t room[TOLD_BYTES])
{
    const char *hex = json_string_value(json_object_get(object, name));
    size_t size;
    assert_non_null(hex);
    assert_int_equal(sodium_hex2bin(room, TOLD_BYTES, hex, strlen(hex), NULL, &size, NULL), 0);
    return bytes_of(room, size);
}
