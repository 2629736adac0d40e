/* Pixels between a decoder and the encoder, and what a decoder may say of its file. It knows no format; only
 * the files of this folder include it. */
#ifndef BULLETIN_CLIENT_PIXELS_H
#define BULLETIN_CLIENT_PIXELS_H

#include "client/lib/failure.h"
#include "client/lib/picture/parts.h"

enum { PIXEL_BYTES = 4 };

/* Red, green, blue and opacity, 8 bits each; rows from the top, without gaps. */
struct pixels {
    uint32_t width, height;
    uint8_t *at;
};

/* A file on its way through a decoder. */
struct picture_file {
    const char *name;
    struct bytes bytes;
    unsigned left_out;    /* as in struct picture */
    unsigned orientation; /* as EXIF counts it: 1 to 8; 1 is as it stands */
    struct failure *failure;
};

static inline void picture_leave_out(struct picture_file *file, enum picture_part part)
{
    file->left_out |= 1U << part;
}

/* Each fills file->failure and gives its code. `why` goes on a sentence and has at most LIMIT_WORD_BYTES. */
enum error picture_refuse(struct picture_file *file, enum error code, uint64_t limit);
enum error picture_broken(struct picture_file *file, const char *why);
enum error picture_no_memory(struct picture_file *file);

/* Checks the size that a file states, and makes room for its pixels. Errors: PICTURE_BROKEN, PICTURE_PIXELS,
 * NO_MEMORY. */
enum error pixels_init(struct pixels *pixels, struct picture_file *file, uint32_t width, uint32_t height);

/* Colours of transparent pixels become none: one that nobody sees could say something to somebody who looks
 * for it. */
void pixels_blank_unseen(struct pixels *pixels, struct picture_file *file);

/* Mirrored, turned or both, by file->orientation. Errors: NO_MEMORY. */
enum error pixels_turn(struct pixels *pixels, struct picture_file *file);

/* The decoders. Each fills `pixels`, whose `at` the caller frees; it is NULL on failure. */
enum error pixels_from_png(struct picture_file *file, struct pixels *pixels);
enum error pixels_from_jpeg(struct picture_file *file, struct pixels *pixels);

/* What EXIF says of how a picture should be turned, from the data of the part that holds it; 1 when it says
 * nothing that can be understood. */
unsigned exif_orientation(struct bytes exif);

/* The encoder: with a palette where 256 colours are enough. `png`, which the caller frees, has at most
 * LIMIT_LOGO_BYTES. Errors: PICTURE_DETAIL, NO_MEMORY. */
enum error pixels_to_png(const struct pixels *pixels, struct picture_file *file, uint8_t **png, size_t *size);

#endif
