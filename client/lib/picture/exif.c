/* How a camera says that its picture should be turned (EXIF 2.3, TIFF 6.0). It reads that one number and
 * nothing else of what a camera notes. */
#include "client/lib/picture/pixels.h"

enum {
    HEADER_BYTES = 8, /* byte order, 42, where the first directory lies */
    COUNT_BYTES = 2,
    ENTRY_BYTES = 12, /* tag, kind, count, value */
    TAG_ORIENTATION = 0x0112,
    KIND_SHORT = 3,
    ORIENTATIONS = 8,
};

struct tiff {
    struct bytes all;
    bool big_endian;
};

static unsigned read16(const struct tiff *tiff, size_t at)
{
    const uint8_t *two = tiff->all.at + at;
    return tiff->big_endian ? (unsigned)(two[0] << 8 | two[1]) : (unsigned)(two[1] << 8 | two[0]);
}

static size_t read32(const struct tiff *tiff, size_t at)
{
    const size_t first = read16(tiff, at), second = read16(tiff, at + 2);
    return tiff->big_endian ? first << 16 | second : second << 16 | first;
}

unsigned exif_orientation(struct bytes exif)
{
    struct tiff tiff = {.all = exif};
    if (exif.size < HEADER_BYTES)
        return 1;
    tiff.big_endian = exif.at[0] == 'M';
    if (exif.at[0] != exif.at[1] || (exif.at[0] != 'M' && exif.at[0] != 'I') || read16(&tiff, 2) != 42)
        return 1;
    const size_t directory = read32(&tiff, 4);
    if (directory > exif.size - COUNT_BYTES)
        return 1;
    size_t left = read16(&tiff, directory);
    for (size_t at = directory + COUNT_BYTES; left > 0 && exif.size - at >= ENTRY_BYTES; left--) {
        const unsigned value = read16(&tiff, at + 8);
        if (read16(&tiff, at) == TAG_ORIENTATION && read16(&tiff, at + 2) == KIND_SHORT)
            return value >= 1 && value <= ORIENTATIONS ? value : 1;
        at += ENTRY_BYTES;
    }
    return 1;
}
