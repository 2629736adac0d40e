/* UTF-8 by RFC 3629, and which characters hide or are blank. It does not know what a text is for. */
#include "protocol/wire/utf8.h"

struct range {
    uint32_t first, last;
};

static bool in_ranges(const struct range *ranges, size_t count, uint32_t character)
{
    for (size_t i = 0; i < count; i++) {
        if (character >= ranges[i].first && character <= ranges[i].last)
            return true;
    }
    return false;
}

bool utf8_take(struct bytes *rest, uint32_t *character)
{
    /* By the number of bytes: the bits of the first byte, and the smallest character that needs so many. */
    static const uint8_t mask[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};

    uint8_t first = rest->at[0];
    size_t size = first < 0x80   ? 1
                  : first < 0xc0 ? 0
                  : first < 0xe0 ? 2
                  : first < 0xf0 ? 3
                  : first < 0xf8 ? 4
                                 : 0;
    if (size == 0 || size > rest->size)
        return false;
    uint32_t value = first & mask[size];
    for (size_t i = 1; i < size; i++) {
        if ((rest->at[i] & 0xc0) != 0x80)
            return false;
        value = value << 6 | (rest->at[i] & 0x3f);
    }
    if (value < smallest[size] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
        return false;
    *rest = bytes_skip(*rest, size);
    *character = value;
    return true;
}

bool utf8_is_hidden(uint32_t character)
{
    static const struct range hidden[] = {
        {0x00, 0x1f},     {0x7f, 0x9f},     {0x61c, 0x61c},   {0x200b, 0x200f},   {0x2028, 0x202e},
        {0x2060, 0x206f}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
    };
    return in_ranges(hidden, sizeof hidden / sizeof hidden[0], character);
}

bool utf8_is_filler(uint32_t character)
{
    static const struct range fillers[] = {
        {0xad, 0xad},     {0x34f, 0x34f},   {0x115f, 0x1160}, {0x17b4, 0x17b5},
        {0x180b, 0x180f}, {0x3164, 0x3164}, {0xffa0, 0xffa0},
    };
    return in_ranges(fillers, sizeof fillers / sizeof fillers[0], character);
}

bool utf8_is_unseen(uint32_t character)
{
    static const struct range unseen[] = {{0x2800, 0x2800}, {0xfe00, 0xfe0f}, {0xe0100, 0xe01ef}};
    return in_ranges(unseen, sizeof unseen / sizeof unseen[0], character);
}

bool utf8_is_blank(uint32_t character)
{
    static const struct range blank[] = {
        {'\t', '\n'},     {' ', ' '},       {0xa0, 0xa0},     {0x1680, 0x1680},
        {0x2000, 0x200a}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000},
    };
    return in_ranges(blank, sizeof blank / sizeof blank[0], character);
}

void utf8_add_clean(struct buffer *out, struct bytes text)
{
    while (text.size > 0) {
        struct bytes rest = text;
        uint32_t character;
        bool whole = utf8_take(&rest, &character);
        if (!whole)
            rest = bytes_skip(text, 1);
        bool clean = whole && !utf8_is_hidden(character) && !utf8_is_filler(character);
        struct bytes added = clean ? bytes_of(text.at, text.size - rest.size) : bytes_of("?", 1);
        if (added.size > out->capacity - out->size)
            return;
        buffer_add(out, added.at, added.size);
        text = rest;
    }
}
