/* A picture that somebody chose: any bytes, and sound pictures in which the input changes bytes. Checksums of
 * a PNG are made right, so that a fuzzer comes past them. What is taken is within its bounds, and cleaning it
 * again changes and leaves out nothing. */
#include <stdlib.h>

#include <png.h>

#include "client/lib/picture/picture.h"
#include "tests/fuzz/target.h"
#include "tests/unit/support/pictures.h"

static void clean(struct bytes file)
{
    struct failure failure = {0};
    struct picture picture, again;
    if (picture_clean("logo", file, &picture, &failure) != OK)
        return;
    require(picture.size <= LIMIT_LOGO_BYTES && picture.width <= LIMIT_LOGO_PIXELS &&
            picture.height <= LIMIT_LOGO_PIXELS);
    const struct bytes png = bytes_of(picture.png, picture.size);
    require(picture_clean("logo.png", png, &again, &failure) == OK);
    require(bytes_equal(png, bytes_of(again.png, again.size)) && again.left_out == 0 && !again.turned);
    picture_free(&again);
    picture_free(&picture);
}

enum { KINDS = 8, ROOM = 16384 };

static void draw(struct buffer *out, size_t kind)
{
    static const struct drawing drawings[] = {
        {.width = 20, .height = 9, .colour = PNG_COLOR_TYPE_RGB_ALPHA, .depth = 8},
        {.width = 9, .height = 20, .colour = PNG_COLOR_TYPE_PALETTE, .depth = 4, .interlaced = true},
        {.width = 20, .height = 9, .colour = PNG_COLOR_TYPE_GRAY, .depth = 1},
        {.width = 9, .height = 9, .colour = PNG_COLOR_TYPE_GRAY_ALPHA, .depth = 16, .interlaced = true},
    };
    uint8_t room[64];
    struct buffer exif = buffer_over(room, sizeof room);
    picture_add_exif(&exif, (unsigned)kind, true);
    const struct photo_part part = {0xe1, buffer_bytes(&exif)};
    if (kind < KINDS / 2)
        picture_draw_png(out, &drawings[kind], 1);
    else
        picture_take_jpeg(out, &(struct photo){.width = 20,
                                               .height = 9,
                                               .components = kind == 4 ? 1 : 3,
                                               .progressive = kind == 6,
                                               .noise = true,
                                               .quality = 50,
                                               .parts = &part,
                                               .part_count = 1});
}

/* The input says which picture, and then which bytes of it become others: where, in two bytes, and what. */
static void clean_changed(const uint8_t *at, size_t size)
{
    static uint8_t rooms[KINDS][ROOM], changed[ROOM];
    static size_t sizes[KINDS];
    if (size == 0)
        return;
    const size_t kind = at[0] % KINDS;
    if (sizes[kind] == 0) {
        struct buffer out = buffer_over(rooms[kind], ROOM);
        draw(&out, kind);
        sizes[kind] = out.size;
    }
    memcpy(changed, rooms[kind], sizes[kind]);
    for (size_t i = 1; i + 3 <= size; i += 3)
        changed[(size_t)(at[i] << 8 | at[i + 1]) % sizes[kind]] = at[i + 2];
    picture_mend(changed, sizes[kind]);
    clean(bytes_of(changed, sizes[kind]));
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    clean(bytes_of(at, size));
    uint8_t *mended = malloc(size + 1);
    require(mended != NULL);
    if (size > 0)
        memcpy(mended, at, size);
    picture_mend(mended, size);
    clean(bytes_of(mended, size));
    free(mended);
    clean_changed(at, size);
    return 0;
}
