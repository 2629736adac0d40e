/* Pictures that are to be sent: a PNG or JPEG goes in, a PNG of its pixels alone comes out. It knows both
 * formats and the bounds of a logo; it opens no file and does not know what a picture is for. */
#ifndef BULLETIN_CLIENT_PICTURE_H
#define BULLETIN_CLIENT_PICTURE_H

#include "client/lib/failure.h"
#include "client/lib/picture/parts.h"

struct picture {
    uint8_t *png; /* freed by picture_free */
    size_t size;
    uint32_t width, height;
    unsigned left_out; /* a bit (1 << PICTURE_…) for each part that the file had */
    bool turned;       /* as the camera's notes said it should be shown */
};

/* Decodes the bytes of a file and encodes its pixels anew: 8 bits a channel, transparency kept, no other
 * chunk. Nothing is allocated by a size that was not checked before. `name` is the file's: its ending must
 * fit, and what is said names it. The same bytes give the same PNG. `picture` is untouched on failure.
 * Errors: NO_PICTURE, PICTURE_…, NO_MEMORY. */
enum error picture_clean(const char *name, struct bytes file, struct picture *picture,
                         struct failure *failure);
void picture_free(struct picture *picture);

/* "text, a colour profile": for a person; nothing when nothing was left out. */
void picture_add_left_out(const struct picture *picture, struct buffer *out);

#endif
