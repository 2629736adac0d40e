/* Draws with libpng and libjpeg, and changes what they made by hand. It does not know what becomes of it. */
#include "tests/unit/support/pictures.h"

#include <assert.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include "tests/unit/support/testing.h"

enum { SIGNATURE_BYTES = 8, FRAME_BYTES = 12 };

static uint8_t random_byte(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (uint8_t)(*seed >> 56);
}

/* --- drawing a PNG --- */

static void take_output(png_structp png, png_bytep at, size_t size)
{
    struct buffer *out = png_get_io_ptr(png);
    buffer_add(out, at, size);
    assert_false(out->overflowed);
}

static void flush_nothing(png_structp png)
{
    (void)png;
}

static void set_palette(png_structp png, png_infop info, int depth, uint64_t *seed)
{
    png_color colours[256];
    uint8_t opacities[256];
    const int count = 1 << depth;
    for (int i = 0; i < count; i++) {
        colours[i] = (png_color){random_byte(seed), random_byte(seed), random_byte(seed)};
        opacities[i] = random_byte(seed);
    }
    png_set_PLTE(png, info, colours, count);
    png_set_tRNS(png, info, opacities, count / 2, NULL);
}

void picture_draw_png(struct buffer *out, const struct drawing *drawing, uint64_t seed)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, out, take_output, flush_nothing);
    png_set_IHDR(png, info, drawing->width, drawing->height, drawing->depth, drawing->colour,
                 drawing->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    if (drawing->colour == PNG_COLOR_TYPE_PALETTE)
        set_palette(png, info, drawing->depth, &seed);
    png_write_info(png, info);
    const size_t row_bytes = png_get_rowbytes(png, info);
    png_bytep *rows = calloc(drawing->height, sizeof *rows);
    for (uint32_t y = 0; y < drawing->height; y++) {
        rows[y] = malloc(row_bytes);
        for (size_t x = 0; x < row_bytes; x++)
            rows[y][x] = random_byte(&seed);
    }
    png_write_image(png, rows);
    png_write_end(png, NULL);
    for (uint32_t y = 0; y < drawing->height; y++)
        free(rows[y]);
    free(rows);
    png_destroy_write_struct(&png, &info);
}

void picture_draw_rgba(struct buffer *out, const uint8_t *pixels, uint32_t width, uint32_t height)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, out, take_output, flush_nothing);
    png_set_IHDR(png, info, width, height, 8, PNG_COLOR_TYPE_RGB_ALPHA, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (uint32_t y = 0; y < height; y++)
        png_write_row(png, pixels + (size_t)y * width * 4);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
}

/* --- its chunks --- */

static uint32_t read_be32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void write_be32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* PNG specification, annex D. */
static uint32_t checksum(struct bytes bytes)
{
    uint32_t sum = UINT32_MAX;
    for (size_t i = 0; i < bytes.size; i++) {
        sum ^= bytes.at[i];
        for (int bit = 0; bit < 8; bit++)
            sum = (sum & 1) != 0 ? UINT32_C(0xedb88320) ^ sum >> 1 : sum >> 1;
    }
    return ~sum;
}

/* Where chunk number `index` begins; the end when there is none. */
static size_t chunk_at(struct bytes png, size_t index)
{
    size_t at = SIGNATURE_BYTES;
    for (; index > 0 && png.size - at >= FRAME_BYTES; index--) {
        const uint32_t size = read_be32(png.at + at);
        if (size > png.size - at - FRAME_BYTES)
            return png.size;
        at += FRAME_BYTES + (size_t)size;
    }
    return at;
}

bool picture_chunk(struct bytes png, size_t index, char type[5], struct bytes *data)
{
    const size_t at = chunk_at(png, index);
    if (png.size - at < FRAME_BYTES)
        return false;
    memcpy(type, png.at + at + 4, 4);
    type[4] = '\0';
    *data = bytes_of(png.at + at + 8, read_be32(png.at + at));
    return true;
}

void picture_add_chunk(struct buffer *out, struct bytes png, size_t index, const char *type,
                       struct bytes data)
{
    uint8_t number[4];
    const size_t at = chunk_at(png, index);
    buffer_add(out, png.at, at);
    write_be32(number, (uint32_t)data.size);
    buffer_add(out, number, sizeof number);
    const size_t begin = out->size;
    buffer_add_text(out, type);
    buffer_add(out, data.at, data.size);
    write_be32(number, checksum(bytes_of(out->at + begin, out->size - begin)));
    buffer_add(out, number, sizeof number);
    buffer_add(out, png.at + at, png.size - at);
    assert_false(out->overflowed);
}

void picture_mend(uint8_t *png, size_t size)
{
    for (size_t at = SIGNATURE_BYTES; at <= size && size - at >= FRAME_BYTES;) {
        const uint32_t data = read_be32(png + at);
        if (data > size - at - FRAME_BYTES)
            return;
        write_be32(png + at + 8 + data, checksum(bytes_of(png + at + 4, 4 + (size_t)data)));
        at += FRAME_BYTES + (size_t)data;
    }
}

void picture_lie(uint8_t *file, size_t size, uint32_t width, uint32_t height)
{
    enum { PNG_WIDTH_AT = SIGNATURE_BYTES + 8 };
    if (file[0] == 0x89) {
        write_be32(file + PNG_WIDTH_AT, width);
        write_be32(file + PNG_WIDTH_AT + 4, height);
        picture_mend(file, size);
        return;
    }
    for (size_t at = 2; at + 9 < size; at += 2 + (size_t)(file[at + 2] << 8 | file[at + 3])) {
        if (file[at + 1] < 0xc0 || file[at + 1] > 0xc2)
            continue;
        const uint32_t sizes[] = {height, width};
        for (size_t i = 0; i < 4; i++)
            file[at + 5 + i] = (uint8_t)(sizes[i / 2] >> (i % 2 == 0 ? 8 : 0));
        return;
    }
    fail_msg("the JPEG has no header");
}

/* --- taking a JPEG --- */

/* One coefficient a layer, and each in two steps: as many layers as there can be. */
static void set_layers(struct jpeg_compress_struct *jpeg)
{
    enum { COEFFICIENTS = 64, LAYERS = 1 + 2 * (COEFFICIENTS - 1) };
    static jpeg_scan_info layers[LAYERS];
    layers[0] = (jpeg_scan_info){.comps_in_scan = 1};
    for (int i = 1; i < COEFFICIENTS; i++) {
        layers[i] = (jpeg_scan_info){.comps_in_scan = 1, .Ss = i, .Se = i, .Al = 1};
        layers[COEFFICIENTS - 1 + i] = (jpeg_scan_info){.comps_in_scan = 1, .Ss = i, .Se = i, .Ah = 1};
    }
    jpeg->scan_info = layers;
    jpeg->num_scans = LAYERS;
}

static uint8_t sample_at(const struct photo *photo, uint32_t x, uint32_t y, int component)
{
    static const uint8_t quarters[4][4] = {
        {255, 0, 0, 0}, {0, 255, 0, 0}, {0, 0, 255, 0}, {255, 255, 255, 0}};
    const size_t quarter = (y * 2 >= photo->height ? 2U : 0U) + (x * 2 >= photo->width ? 1U : 0U);
    uint64_t seed = ((uint64_t)y * 65536 + x) * 4 + (uint64_t)component + 1;
    random_byte(&seed);
    return photo->noise ? random_byte(&seed) : quarters[quarter][component];
}

static void write_rows(struct jpeg_compress_struct *jpeg, const struct photo *photo)
{
    const size_t components = (size_t)photo->components;
    uint8_t *row = malloc(photo->width * components);
    for (uint32_t y = 0; y < photo->height; y++) {
        for (size_t x = 0; x < photo->width * components; x++)
            row[x] = sample_at(photo, (uint32_t)(x / components), y, (int)(x % components));
        jpeg_write_scanlines(jpeg, &row, 1);
    }
    free(row);
}

void picture_take_jpeg(struct buffer *out, const struct photo *photo)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    static const J_COLOR_SPACE colours[] = {[1] = JCS_GRAYSCALE, [3] = JCS_RGB, [4] = JCS_CMYK};
    unsigned char *made = NULL;
    unsigned long size = 0;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &made, &size);
    jpeg.image_width = photo->width;
    jpeg.image_height = photo->height;
    jpeg.input_components = photo->components;
    jpeg.in_color_space = colours[photo->components];
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, photo->quality, TRUE);
    jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = 1;
    if (photo->progressive)
        jpeg_simple_progression(&jpeg);
    if (photo->layered)
        set_layers(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    for (size_t i = 0; i < photo->part_count; i++)
        jpeg_write_marker(&jpeg, photo->parts[i].marker, photo->parts[i].data.at,
                          (unsigned)photo->parts[i].data.size);
    write_rows(&jpeg, photo);
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    buffer_add(out, made, size);
    assert_false(out->overflowed);
    free(made);
}

void picture_add_exif(struct buffer *out, unsigned orientation, bool big_endian)
{
    static const uint8_t big[] = "Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    static const uint8_t little[] =
        "Exif\0\0II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0";
    enum { SIZE = 32, VALUE_AT = 24 };
    assert(sizeof big == SIZE + 1 && sizeof little == SIZE + 1);
    const size_t begin = out->size;
    buffer_add(out, big_endian ? big : little, SIZE);
    assert_false(out->overflowed);
    out->at[begin + VALUE_AT + (big_endian ? 1 : 0)] = (uint8_t)orientation;
}

/* --- showing --- */

uint8_t *picture_show(struct bytes png, uint32_t *width, uint32_t *height)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    assert_true(png_image_begin_read_from_memory(&image, png.at, png.size));
    image.format = PNG_FORMAT_RGBA;
    image.flags |= (png_uint_32)PNG_IMAGE_FLAG_16BIT_sRGB;
    uint8_t *pixels = malloc(PNG_IMAGE_SIZE(image));
    assert_non_null(pixels);
    assert_true(png_image_finish_read(&image, NULL, pixels, 0, NULL));
    assert_int_equal(image.warning_or_error, 0);
    *width = image.width;
    *height = image.height;
    return pixels;
}
