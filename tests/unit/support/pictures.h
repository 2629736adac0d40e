/* Pictures that tests make: PNGs and JPEGs of every kind, and what can be done to their bytes. It knows both
 * formats; it does not know what is judged of them. */
#ifndef BULLETIN_TESTS_PICTURES_H
#define BULLETIN_TESTS_PICTURES_H

#include "protocol/wire/buffer.h"

/* A PNG of random samples. `colour` and `depth` as in its header. */
struct drawing {
    uint32_t width, height;
    int colour, depth;
    bool interlaced;
};
void picture_draw_png(struct buffer *out, const struct drawing *drawing, uint64_t seed);

/* A PNG of those pixels, four bytes each. */
void picture_draw_rgba(struct buffer *out, const uint8_t *pixels, uint32_t width, uint32_t height);

/* The type of chunk number `index`, and its data; false behind the last. */
bool picture_chunk(struct bytes png, size_t index, char type[5], struct bytes *data);

/* A copy with one more chunk before number `index`. */
void picture_add_chunk(struct buffer *out, struct bytes png, size_t index, const char *type,
                       struct bytes data);

/* Makes every checksum of a PNG right, as far as it has chunks. */
void picture_mend(uint8_t *png, size_t size);

/* States another size in the header, of a PNG or of a JPEG. */
void picture_lie(uint8_t *file, size_t size, uint32_t width, uint32_t height);

/* A JPEG: red, green, blue and white, a quarter each, from the upper left; or noise. */
struct photo {
    uint32_t width, height;
    int components; /* 1, 3 or 4: the colours of a printer */
    bool progressive, layered, noise;
    int quality;
    const struct photo_part {
        int marker;
        struct bytes data;
    } * parts;
    size_t part_count;
};
void picture_take_jpeg(struct buffer *out, const struct photo *photo);

/* What EXIF notes when it says nothing but how to turn a picture, behind its mark. */
void picture_add_exif(struct buffer *out, unsigned orientation, bool big_endian);

/* What a viewer shows of a PNG, four bytes a pixel, which the caller frees. Fails the test when it shows
 * none. */
uint8_t *picture_show(struct bytes png, uint32_t *width, uint32_t *height);

#endif
