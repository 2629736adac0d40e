/* One character at a time off bytes that may be anything. It knows UTF-8 and which characters a person cannot
 * see; it does not know where the text comes from or what it is for. */
#ifndef BULLETIN_WIRE_UTF8_H
#define BULLETIN_WIRE_UTF8_H

#include "protocol/characters.h"
#include "protocol/wire/buffer.h"

/* Takes the first character off `rest`, which is not empty. False, with `rest` untouched, when it is not
 * UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF). */
bool utf8_take(struct bytes *rest, uint32_t *character);

/* Moves past the plain characters at the beginning, ASCII without the controls: one byte each, and none of
 * them is broken or hidden. */
static inline struct bytes utf8_skip_plain(struct bytes text)
{
    size_t plain = 0;
    while (plain < text.size && text.at[plain] >= ' ' && text.at[plain] <= '~')
        plain++;
    return bytes_skip(text, plain);
}

/* The classes of the table in which the character stands: a bit (1 << CHARACTER_…) for each. */
unsigned utf8_classes(uint32_t character);
static inline bool utf8_is(uint32_t character, enum character_class class)
{
    return (utf8_classes(character) >> class & 1) != 0;
}

/* Marks that are drawn on the letter before them: nothing to read by themselves. */
bool utf8_is_mark(uint32_t character);

/* Appends `text` with every hidden character, every filler and every byte that is not UTF-8 replaced by '?'.
 * Stops before the first character that does not fit. */
void utf8_add_clean(struct buffer *out, struct bytes text);

#endif
