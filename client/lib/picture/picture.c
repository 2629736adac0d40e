/* From a file to a PNG of its pixels: which decoder, and what is done between it and the encoder. It knows
 * neither library. */
#include "client/lib/picture/picture.h"

#include <stdlib.h>
#include <strings.h>

#include "client/lib/picture/pixels.h"

void picture_add_left_out(const struct picture *picture, struct buffer *out)
{
#define PICTURE_SAID(symbol, said) [PICTURE_##symbol] = (said),
    static const char *const parts[] = {PICTURE_PARTS(PICTURE_SAID)};
#undef PICTURE_SAID
    bool first = true;
    for (unsigned left = picture->left_out, part = 0; left != 0; left >>= 1, part++) {
        if ((left & 1) == 0)
            continue;
        buffer_add_text(out, first ? "" : left == 1 ? " and " : ", ");
        buffer_add_text(out, parts[part]);
        first = false;
    }
}

/* --- formats --- */

struct format {
    const char *called;
    struct bytes begins;
    enum error (*decode)(struct picture_file *, struct pixels *);
};

#define BEGINS(text)                                                                                         \
    {                                                                                                        \
        .at = (const uint8_t *)(text), .size = sizeof(text) - 1                                              \
    }
static const struct format formats[] = {
    {.called = "PNG", .begins = BEGINS("\x89PNG\r\n\x1a\n"), .decode = pixels_from_png},
    {.called = "JPEG", .begins = BEGINS("\xff\xd8\xff"), .decode = pixels_from_jpeg},
};
enum { FORMATS = sizeof formats / sizeof formats[0] };

/* What a name says that a file is; other endings say nothing. */
static const struct ending {
    const char *ends;
    const struct format *format; /* NULL: one that is not taken */
} endings[] = {
    {.ends = ".png", .format = &formats[0]},  {.ends = ".jpg", .format = &formats[1]},
    {.ends = ".jpeg", .format = &formats[1]}, {.ends = ".jpe", .format = &formats[1]},
    {.ends = ".jfif", .format = &formats[1]}, {.ends = ".apng", .format = NULL},
    {.ends = ".gif", .format = NULL},         {.ends = ".webp", .format = NULL},
    {.ends = ".bmp", .format = NULL},         {.ends = ".tif", .format = NULL},
    {.ends = ".tiff", .format = NULL},        {.ends = ".svg", .format = NULL},
    {.ends = ".ico", .format = NULL},         {.ends = ".heic", .format = NULL},
    {.ends = ".avif", .format = NULL},        {.ends = ".pdf", .format = NULL},
};

static const struct format *format_of(struct bytes file)
{
    for (size_t i = 0; i < FORMATS; i++) {
        const size_t size = formats[i].begins.size;
        if (file.size >= size && bytes_equal(bytes_of(file.at, size), formats[i].begins))
            return &formats[i];
    }
    return NULL;
}

static bool name_fits(const char *name, const struct format *format)
{
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot != NULL && i < sizeof endings / sizeof endings[0]; i++) {
        if (strcasecmp(dot, endings[i].ends) == 0)
            return endings[i].format == format;
    }
    return true;
}

/* --- the whole way --- */

/* NULL: it is refused, as file->failure says. */
static const struct format *find_format(struct picture_file *file)
{
    const struct format *found = format_of(file->bytes);
    if (found == NULL)
        picture_refuse(file, ERR_NO_PICTURE, 0);
    else if (!name_fits(file->name, found))
        failure_refuse(file->failure, ERR_PICTURE_OTHERWISE, found->called, bytes_of_text(file->name), 0);
    else if (file->bytes.size > LIMIT_LOGO_BYTES)
        picture_refuse(file, ERR_PICTURE_BYTES, LIMIT_LOGO_BYTES);
    else
        return found;
    return NULL;
}

enum error picture_clean(const char *name, struct bytes bytes, struct picture *picture,
                         struct failure *failure)
{
    struct picture_file file = {.name = name, .bytes = bytes, .orientation = 1, .failure = failure};
    struct pixels pixels = {.at = NULL};
    const struct format *format = find_format(&file);
    uint8_t *png = NULL;
    size_t size = 0;
    enum error error = format != NULL ? format->decode(&file, &pixels) : failure->code;
    if (error == OK && file.orientation != 1)
        error = pixels_turn(&pixels, &file);
    if (error == OK) {
        pixels_blank_unseen(&pixels, &file);
        error = pixels_to_png(&pixels, &file, &png, &size);
    }
    if (error == OK)
        *picture = (struct picture){.png = png,
                                    .size = size,
                                    .width = pixels.width,
                                    .height = pixels.height,
                                    .left_out = file.left_out,
                                    .turned = file.orientation != 1};
    free(pixels.at);
    return error;
}

void picture_free(struct picture *picture)
{
    free(picture->png);
    *picture = (struct picture){.png = NULL};
}
