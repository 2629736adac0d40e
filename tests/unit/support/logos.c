/* What the tests of pictures share. It judges nothing. */
#include "tests/unit/support/logos.h"

#include <png.h>

#include "tests/unit/support/testing.h"

enum { ROOM = 4 << 20 };

static uint8_t made_room[ROOM], changed_room[ROOM];

struct buffer logo_room(void)
{
    return buffer_over(made_room, sizeof made_room);
}

struct buffer logo_other_room(void)
{
    return buffer_over(changed_room, sizeof changed_room);
}

const struct drawing logo_small = {.width = 13, .height = 7, .colour = PNG_COLOR_TYPE_RGB, .depth = 8};
const struct photo logo_quarters = {.width = 32, .height = 16, .components = 3, .quality = 100};

struct picture logo_clean(const char *name, struct bytes file)
{
    struct picture picture = {.png = NULL};
    struct failure failure = {0};
    if (picture_clean(name, file, &picture, &failure) != OK) {
        char text[1024];
        struct buffer said = buffer_over(text, sizeof text - 1);
        failure_text(&failure, &said);
        text[said.size] = '\0';
        fail_msg("%s", text);
    }
    return picture;
}

struct bytes logo_png(const struct picture *picture)
{
    return bytes_of(picture->png, picture->size);
}
