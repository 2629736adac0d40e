/* One map and one shape, chosen by the first byte: whatever decodes must encode, and decode to the same. */
#include "protocol/tables.h"
#include "protocol/wire/scan.h"
#include "tests/fuzz/target.h"

#define ARGS_ENTRY(symbol, ...)   &shape_args_##symbol,
#define RECORD_ENTRY(symbol, ...) &shape_record_##symbol,
#define PUSH_ENTRY(symbol, ...)   &shape_push_##symbol,
#define FACT_ENTRY(symbol, ...)   &shape_fact_##symbol,
static const struct shape *const shapes[] = {VERBS(ARGS_ENTRY) RECORDS(RECORD_ENTRY) PUSHES(PUSH_ENTRY)
                                                 FACTS(FACT_ENTRY)};

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static uint8_t first_room[2 * LIMIT_PLAIN_BYTES], second_room[2 * LIMIT_PLAIN_BYTES];
    _Alignas(max_align_t) uint8_t values[SHAPE_BYTES];
    struct refusal why = {.code = OK};
    if (size < 1 || size > LIMIT_PLAIN_BYTES)
        return 0;
    const struct shape *shape = shapes[at[0] % (sizeof shapes / sizeof shapes[0])];
    struct bytes map = bytes_of(at + 1, size - 1);
    if (scan_check(map, &why) != OK || codec_decode(shape, map, values, &why) != OK)
        return 0;

    struct buffer first = buffer_over(first_room, sizeof first_room);
    struct buffer second = buffer_over(second_room, sizeof second_room);
    codec_encode(shape, values, &first);
    require(!first.overflowed && scan_check(buffer_bytes(&first), &why) == OK);
    require(codec_decode(shape, buffer_bytes(&first), values, &why) == OK);
    codec_encode(shape, values, &second);
    require(bytes_equal(buffer_bytes(&first), buffer_bytes(&second)));
    return 0;
}
