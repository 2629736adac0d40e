/* What is done with pixels whatever their format: they get room, are turned, and lose what nobody sees; and
 * how a file is refused. It knows neither library. */
#include "client/lib/picture/pixels.h"

#include <stdlib.h>

enum { LARGEST = LIMIT_LOGO_PIXELS };

enum error picture_refuse(struct picture_file *file, enum error code, uint64_t limit)
{
    return failure_refuse(file->failure, code, NULL, bytes_of_text(file->name), limit);
}

enum error picture_broken(struct picture_file *file, const char *why)
{
    return failure_refuse(file->failure, ERR_PICTURE_BROKEN, why, bytes_of_text(file->name), 0);
}

enum error picture_no_memory(struct picture_file *file)
{
    return failure_say(file->failure, ERR_NO_MEMORY, "There is no memory left.");
}

enum error pixels_init(struct pixels *pixels, struct picture_file *file, uint32_t width, uint32_t height)
{
    if (width == 0 || height == 0)
        return picture_broken(file, "it says that it has no pixels");
    if (width > LARGEST || height > LARGEST)
        return picture_refuse(file, ERR_PICTURE_PIXELS, LIMIT_LOGO_PIXELS);
    uint8_t *room = calloc((size_t)width * height, PIXEL_BYTES);
    if (room == NULL)
        return picture_no_memory(file);
    *pixels = (struct pixels){.width = width, .height = height, .at = room};
    return OK;
}

void pixels_blank_unseen(struct pixels *pixels, struct picture_file *file)
{
    const size_t count = (size_t)pixels->width * pixels->height;
    for (size_t i = 0; i < count; i++) {
        uint8_t *pixel = pixels->at + i * PIXEL_BYTES;
        if (pixel[3] != 0 || (pixel[0] | pixel[1] | pixel[2]) == 0)
            continue;
        memset(pixel, 0, PIXEL_BYTES);
        picture_leave_out(file, PICTURE_UNSEEN);
    }
}

enum error pixels_turn(struct pixels *pixels, struct picture_file *file)
{
    static const struct {
        bool across, from_right, from_bottom; /* columns become rows; where the first of the old lies */
    } ways[] = {
        /* as EXIF counts them */
        [2] = {.from_right = true},
        [3] = {.from_right = true, .from_bottom = true},
        [4] = {.from_bottom = true},
        [5] = {.across = true},
        [6] = {.across = true, .from_bottom = true},
        [7] = {.across = true, .from_right = true, .from_bottom = true},
        [8] = {.across = true, .from_right = true},
    };
    const bool across = ways[file->orientation].across, right = ways[file->orientation].from_right,
               bottom = ways[file->orientation].from_bottom;
    const uint32_t width = pixels->width, height = pixels->height;
    struct pixels turned;
    enum error error = pixels_init(&turned, file, across ? height : width, across ? width : height);
    if (error != OK)
        return error;
    uint8_t *to = turned.at;
    for (uint32_t y = 0; y < turned.height; y++) {
        for (uint32_t x = 0; x < turned.width; x++, to += PIXEL_BYTES) {
            uint32_t column = across ? y : x, row = across ? x : y;
            column = right ? width - 1 - column : column;
            row = bottom ? height - 1 - row : row;
            memcpy(to, pixels->at + ((size_t)row * width + column) * PIXEL_BYTES, PIXEL_BYTES);
        }
    }
    free(pixels->at);
    *pixels = turned;
    return OK;
}
