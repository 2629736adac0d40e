/* See maps.h. */
#include "tests/unit/support/maps.h"

#include <string.h>

#include "tests/unit/support/samples.h"
#include "tests/unit/support/testing.h"

struct refusal maps_refusal(const struct shape *shape, struct bytes map)
{
    struct refusal why = {.code = OK};
    uint8_t values[SHAPE_BYTES];
    memset(values, 0x5a, sizeof values);
    enum error error = codec_decode(shape, map, values, &why);
    assert_int_equal(error, why.code);
    for (size_t i = 0; i < sizeof values; i++)
        assert_int_equal(values[i], 0x5a); /* untouched */
    return why;
}
