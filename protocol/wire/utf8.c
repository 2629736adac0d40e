/* UTF-8 by RFC 3629, and what characters do, by the table. It does not know what a text is for. */
#include "protocol/wire/utf8.h"

bool utf8_take(struct bytes *rest, uint32_t *character)
{
    /* By the number of bytes: the bits of the first byte, and the smallest character that needs them. */
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

/* What most texts are made of, Latin, Greek, Cyrillic, Chinese and Korean letters, stands in no class; a test
 * holds this to the table. */
static bool is_plain_letter(uint32_t character)
{
    return (character >= 0x3400 && character <= 0x9fff) || (character >= 0xc0 && character <= 0x34e) ||
           (character >= 0x350 && character <= 0x5ff) || (character >= 0xac00 && character <= 0xd7ff);
}

unsigned utf8_classes(uint32_t character)
{
#define CHARACTER_RANGE(symbol, from, to, what)                                                              \
    {.class = 1u << CHARACTER_##symbol, .first = from, .last = to},
    static const struct {
        unsigned class;
        uint32_t first, last;
    } ranges[] = {CHARACTERS(CHARACTER_RANGE)};
#undef CHARACTER_RANGE
    unsigned classes = 0;
    if (is_plain_letter(character))
        return 0;
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (character >= ranges[i].first && character <= ranges[i].last)
            classes |= ranges[i].class;
    }
    return classes;
}

void utf8_add_clean(struct buffer *out, struct bytes text)
{
    while (text.size > 0) {
        struct bytes rest = text;
        uint32_t character;
        bool whole = utf8_take(&rest, &character);
        if (!whole)
            rest = bytes_skip(text, 1);
        bool clean = whole && !utf8_is(character, CHARACTER_HIDDEN) && !utf8_is(character, CHARACTER_FILLER);
        struct bytes added = clean ? bytes_of(text.at, text.size - rest.size) : bytes_of("?", 1);
        if (added.size > out->capacity - out->size)
            return;
        buffer_add(out, added.at, added.size);
        text = rest;
    }
}
