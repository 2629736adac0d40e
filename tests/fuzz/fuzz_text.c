/* A line typed by anybody: what can be read must print, and read the same again; and error lines likewise. */
#include "protocol/tables.h"
#include "protocol/wire/scan.h"
#include "protocol/wire/text.h"
#include "tests/fuzz/target.h"

static uint8_t map_room[LIMIT_PLAIN_BYTES], again_room[LIMIT_PLAIN_BYTES], line_room[LIMIT_LINE_BYTES];

static void print_and_read_again(const struct shape *shape, struct bytes map, int zone_minutes)
{
    _Alignas(max_align_t) uint8_t values[SHAPE_BYTES];
    struct refusal why;
    require(scan_check(map, &why) == OK);
    require(codec_decode(shape, map, values, &why) == OK);
    struct buffer line = buffer_over(line_room, sizeof line_room);
    struct buffer again = buffer_over(again_room, sizeof again_room);
    text_from_values(shape, values, zone_minutes, &line);
    require(!line.overflowed);
    require(text_to_map(shape, buffer_bytes(&line), &again, &why) == OK);
    require(bytes_equal(map, buffer_bytes(&again)));
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct bytes line = bytes_of(at, size);
    struct refusal why = {.code = OK};
    const struct verb *verb;
    struct buffer map = buffer_over(map_room, sizeof map_room);
    if (text_to_error(line, &map, &why) == OK)
        print_and_read_again(&shape_record_error, buffer_bytes(&map), 480);

    map = buffer_over(map_room, sizeof map_room);
    enum error error = text_take_verb(&line, &verb, &why);
    if (error == OK)
        error = text_to_map(verb->args, line, &map, &why);
    if (error == OK) {
        print_and_read_again(verb->args, buffer_bytes(&map), size % 2 == 0 ? 1439 : -1439);
        return 0;
    }
    struct buffer refused = buffer_over(line_room, sizeof line_room);
    text_from_refusal(&why, &refused);
    require(text_to_error(buffer_bytes(&refused), &map, &why) == OK);
    return 0;
}
