/* Decodes a PNG (PNG specification, third edition). libpng is given only the parts that make the pixels, so
 * what else a file carries is never looked at; and what it warns of is refused. */
#include <png.h>
#include <stdlib.h>

#include "client/lib/picture/pixels.h"

enum {
    SIGNATURE_BYTES = 8,
    TYPE_BYTES = 4,
    FRAME_BYTES = 12, /* of a chunk around its data: length, type, checksum */
    HEADER_BYTES = 13,
};

struct chunk {
    const uint8_t *type;
    struct bytes data, whole;
};

static uint32_t read_be32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static bool is(const struct chunk *chunk, const char *type)
{
    return memcmp(chunk->type, type, TYPE_BYTES) == 0;
}

/* False when it is cut short. */
static bool take_chunk(struct bytes *rest, struct chunk *chunk)
{
    if (rest->size < FRAME_BYTES)
        return false;
    const uint32_t size = read_be32(rest->at);
    if (size > rest->size - FRAME_BYTES)
        return false;
    chunk->type = rest->at + TYPE_BYTES;
    chunk->data = bytes_of(rest->at + 2 * TYPE_BYTES, size);
    chunk->whole = bytes_of(rest->at, FRAME_BYTES + (size_t)size);
    *rest = bytes_skip(*rest, chunk->whole.size);
    return true;
}

/* What a chunk that is left out is called. */
static enum picture_part part_of(const struct chunk *chunk)
{
    static const struct {
        const char *type;
        enum picture_part part;
    } known[] = {
        {.type = "tEXt", .part = PICTURE_TEXT},    {.type = "zTXt", .part = PICTURE_TEXT},
        {.type = "iTXt", .part = PICTURE_TEXT},    {.type = "eXIf", .part = PICTURE_CAMERA},
        {.type = "iCCP", .part = PICTURE_PROFILE}, {.type = "cICP", .part = PICTURE_PROFILE},
        {.type = "tIME", .part = PICTURE_DATE},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (is(chunk, known[i].type))
            return known[i].part;
    }
    return PICTURE_OTHER;
}

/* What a decoder needs; everything else is left out. */
static bool makes_pixels(const struct chunk *chunk)
{
    return is(chunk, "IHDR") || is(chunk, "PLTE") || is(chunk, "tRNS") || is(chunk, "IDAT") ||
           is(chunk, "IEND");
}

/* A chunk without which, says its name, a picture cannot be shown. */
static bool is_critical(const struct chunk *chunk)
{
    return (chunk->type[0] & 0x20) == 0;
}

/* What says how pixels are stored without showing more or less of them. */
static bool is_plain(const struct chunk *chunk)
{
    return is(chunk, "gAMA") || is(chunk, "cHRM") || is(chunk, "sRGB") || is(chunk, "sBIT") ||
           is(chunk, "pHYs") || is(chunk, "bKGD");
}

/* Copies what makes the pixels to `out`, up to the end. */
static enum error copy_pixels(struct picture_file *file, struct buffer *out)
{
    struct bytes rest = bytes_skip(file->bytes, SIGNATURE_BYTES);
    struct chunk chunk;
    buffer_add(out, file->bytes.at, SIGNATURE_BYTES);
    do {
        if (!take_chunk(&rest, &chunk))
            return picture_broken(file, "it is cut short");
        if (is(&chunk, "acTL"))
            return picture_refuse(file, ERR_PICTURE_MOVES, 0);
        if (makes_pixels(&chunk))
            buffer_add(out, chunk.whole.at, chunk.whole.size);
        else if (is_critical(&chunk))
            return picture_broken(file, "it has a part that no PNG has");
        else if (!is_plain(&chunk))
            picture_leave_out(file, part_of(&chunk));
    } while (!is(&chunk, "IEND"));
    if (rest.size > 0)
        picture_leave_out(file, PICTURE_BEHIND);
    return OK;
}

/* The stated size, before any library sees it. */
static enum error check_size(struct picture_file *file, struct pixels *pixels)
{
    struct bytes rest = bytes_skip(file->bytes, SIGNATURE_BYTES);
    struct chunk chunk;
    if (!take_chunk(&rest, &chunk))
        return picture_broken(file, "it is cut short");
    if (!is(&chunk, "IHDR") || chunk.data.size != HEADER_BYTES)
        return picture_broken(file, "it does not begin as a PNG does");
    return pixels_init(pixels, file, read_be32(chunk.data.at), read_be32(chunk.data.at + 4));
}

/* Too few or too many pixels and wrong checksums are errors of libpng or warnings. */
static enum error decode(struct picture_file *file, struct bytes png, struct pixels *pixels)
{
    png_image image = {.version = PNG_IMAGE_VERSION, .opaque = NULL};
    bool read = png_image_begin_read_from_memory(&image, png.at, png.size) != 0;
    if (read) {
        image.format = PNG_FORMAT_RGBA;
        image.flags |= (png_uint_32)PNG_IMAGE_FLAG_16BIT_sRGB;
        read = image.width == pixels->width && image.height == pixels->height &&
               png_image_finish_read(&image, NULL, pixels->at, 0, NULL) != 0;
    }
    png_image_free(&image);
    return read && image.warning_or_error == 0
               ? OK
               : picture_broken(file, "its pixels are not what it says of them");
}

enum error pixels_from_png(struct picture_file *file, struct pixels *pixels)
{
    uint8_t *room = malloc(file->bytes.size);
    struct buffer png = buffer_over(room, file->bytes.size);
    if (room == NULL)
        return picture_no_memory(file);
    enum error error = check_size(file, pixels);
    if (error == OK)
        error = copy_pixels(file, &png);
    if (error == OK)
        error = decode(file, buffer_bytes(&png), pixels);
    free(room);
    if (error != OK) {
        free(pixels->at);
        pixels->at = NULL;
    }
    return error;
}
