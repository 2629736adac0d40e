/* Encodes pixels as a PNG that says nothing else: a header, a palette where one is enough, the pixels, the
 * end. It does not know where they come from. */
#include <png.h>
#include <stdlib.h>

#include "client/lib/picture/pixels.h"

enum {
    COLOURS = 256,
    SLOTS = 1024, /* of a table in which a palette's colours are found */
    STRONGEST = 9,
};

struct palette {
    size_t count;       /* COLOURS + 1: there are more */
    size_t see_through; /* how many from the first, until all that follow are opaque */
    uint32_t colours[COLOURS];
    uint16_t slots[SLOTS]; /* one more than the number of a colour; 0: free */
};

struct encoder {
    const struct pixels *pixels;
    struct palette *palette;
    bool opaque;
    struct buffer out;
    uint8_t *row;
    png_structp png;
    png_infop info;
};

static uint32_t colour_at(const uint8_t *pixel)
{
    return (uint32_t)pixel[0] << 24 | (uint32_t)pixel[1] << 16 | (uint32_t)pixel[2] << 8 | pixel[3];
}

/* Where a colour stands, or would. */
static uint16_t *slot_of(struct palette *palette, uint32_t colour)
{
    uint32_t at = (colour * UINT32_C(2654435761)) >> 22;
    while (palette->slots[at] != 0 && palette->colours[palette->slots[at] - 1] != colour)
        at = (at + 1) % SLOTS;
    return &palette->slots[at];
}

/* False when there are too many. */
static bool add_colour(struct palette *palette, uint32_t colour)
{
    uint16_t *slot = slot_of(palette, colour);
    if (*slot != 0)
        return true;
    if (palette->count == COLOURS)
        return false;
    palette->colours[palette->count++] = colour;
    *slot = (uint16_t)palette->count;
    if ((colour & 0xff) != 0xff)
        palette->see_through = palette->count;
    return true;
}

/* Looks at every pixel: whether all are opaque, and whether a palette is enough. */
static void survey(struct encoder *encoder)
{
    const size_t count = (size_t)encoder->pixels->width * encoder->pixels->height;
    bool few = true;
    encoder->opaque = true;
    for (size_t i = 0; i < count; i++) {
        const uint32_t colour = colour_at(encoder->pixels->at + i * PIXEL_BYTES);
        encoder->opaque = encoder->opaque && (colour & 0xff) == 0xff;
        few = few && add_colour(encoder->palette, colour);
    }
    if (!few)
        encoder->palette->count = COLOURS + 1;
}

static bool has_palette(const struct encoder *encoder)
{
    return encoder->palette->count <= COLOURS;
}

static int depth_of(const struct palette *palette)
{
    if (palette->count <= 2)
        return 1;
    return palette->count <= 4 ? 2 : palette->count <= 16 ? 4 : 8;
}

/* --- what libpng calls --- */

static void take_output(png_structp png, png_bytep at, size_t size)
{
    struct encoder *encoder = png_get_io_ptr(png);
    buffer_add(&encoder->out, at, size);
    if (encoder->out.overflowed)
        png_error(png, "too large");
}

static void flush_nothing(png_structp png)
{
    (void)png;
}

static void leave(png_structp png, png_const_charp why)
{
    (void)why;
    png_longjmp(png, 1);
}

static void say_nothing(png_structp png, png_const_charp what)
{
    (void)png;
    (void)what;
}

/* --- the parts of a PNG --- */

static void set_palette(struct encoder *encoder)
{
    png_color colours[COLOURS];
    uint8_t opacities[COLOURS];
    const struct palette *palette = encoder->palette;
    for (size_t i = 0; i < palette->count; i++) {
        const uint32_t colour = palette->colours[i];
        colours[i] = (png_color){
            .red = (uint8_t)(colour >> 24), .green = (uint8_t)(colour >> 16), .blue = (uint8_t)(colour >> 8)};
        opacities[i] = (uint8_t)colour;
    }
    png_set_PLTE(encoder->png, encoder->info, colours, (int)palette->count);
    if (palette->see_through > 0)
        png_set_tRNS(encoder->png, encoder->info, opacities, (int)palette->see_through, NULL);
}

static void set_header(struct encoder *encoder)
{
    const bool palette = has_palette(encoder);
    const int colour =
        palette ? PNG_COLOR_TYPE_PALETTE : (encoder->opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA);
    png_set_IHDR(encoder->png, encoder->info, encoder->pixels->width, encoder->pixels->height,
                 palette ? depth_of(encoder->palette) : 8, colour, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(encoder->png, STRONGEST);
    png_set_filter(encoder->png, PNG_FILTER_TYPE_BASE, palette ? PNG_FILTER_NONE : PNG_ALL_FILTERS);
    if (palette)
        set_palette(encoder);
}

/* One row as the header says that rows are. */
static void fill_row(struct encoder *encoder, uint32_t y)
{
    const size_t width = encoder->pixels->width;
    const uint8_t *from = encoder->pixels->at + width * y * PIXEL_BYTES;
    const size_t each = has_palette(encoder) ? 1 : encoder->opaque ? PIXEL_BYTES - 1 : PIXEL_BYTES;
    for (size_t x = 0; x < width; x++, from += PIXEL_BYTES) {
        if (each == 1)
            encoder->row[x] = (uint8_t)(*slot_of(encoder->palette, colour_at(from)) - 1);
        else
            memcpy(encoder->row + x * each, from, each);
    }
}

static bool write_all(struct encoder *encoder)
{
    if (setjmp(png_jmpbuf(encoder->png)) != 0)
        return false;
    png_set_write_fn(encoder->png, encoder, take_output, flush_nothing);
    set_header(encoder);
    png_write_info(encoder->png, encoder->info);
    png_set_packing(encoder->png); /* several pixels a byte, where the header says so */
    for (uint32_t y = 0; y < encoder->pixels->height; y++) {
        fill_row(encoder, y);
        png_write_row(encoder->png, encoder->row);
    }
    png_write_end(encoder->png, NULL);
    return true;
}

static bool allocate(struct encoder *encoder)
{
    encoder->palette = calloc(1, sizeof *encoder->palette);
    encoder->row = malloc((size_t)encoder->pixels->width * PIXEL_BYTES);
    encoder->out = buffer_over(malloc(LIMIT_LOGO_BYTES), LIMIT_LOGO_BYTES);
    encoder->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, leave, say_nothing);
    if (encoder->png != NULL)
        encoder->info = png_create_info_struct(encoder->png);
    return encoder->palette != NULL && encoder->row != NULL && encoder->out.at != NULL &&
           encoder->info != NULL;
}

enum error pixels_to_png(const struct pixels *pixels, struct picture_file *file, uint8_t **png, size_t *size)
{
    struct encoder encoder = {.pixels = pixels};
    bool written = allocate(&encoder);
    if (written) {
        survey(&encoder);
        written = write_all(&encoder);
    }
    png_destroy_write_struct(&encoder.png, &encoder.info);
    free(encoder.palette);
    free(encoder.row);
    if (written) {
        *png = encoder.out.at;
        *size = encoder.out.size;
        return OK;
    }
    free(encoder.out.at);
    return encoder.out.overflowed ? picture_refuse(file, ERR_PICTURE_DETAIL, LIMIT_LOGO_BYTES)
                                  : picture_no_memory(file);
}
