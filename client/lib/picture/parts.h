/* What a file may carry beside its pixels, by what a person calls it. It knows no format. */
#ifndef BULLETIN_CLIENT_PARTS_H
#define BULLETIN_CLIENT_PARTS_H

/* What is not sent with the pixels: PART(SYMBOL, how a person calls it) */
#define PICTURE_PARTS(PART)                                                                                  \
    PART(TEXT, "text")                                                                                       \
    PART(CAMERA, "a camera's notes (EXIF)")                                                                  \
    PART(PROFILE, "a colour profile")                                                                        \
    PART(DATE, "a date")                                                                                     \
    PART(OTHER, "parts that are no pixels")                                                                  \
    PART(UNSEEN, "colours under transparent pixels")                                                         \
    PART(BEHIND, "what stood behind its end")

#define PICTURE_PART(symbol, said) PICTURE_##symbol,
enum picture_part { PICTURE_PARTS(PICTURE_PART) PICTURE_PART_COUNT };
#undef PICTURE_PART

#endif
