/* One character at a time off bytes that may be anything. It knows UTF-8 and which characters a person cannot
 * see; it does not know where the text comes from or what it is for. */
#ifndef BULLETIN_WIRE_UTF8_H
#define BULLETIN_WIRE_UTF8_H

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

/* Control characters (newline and tab are ones), bidi marks, zero-width characters, line separators and tags:
 * what makes two lines look alike that are not, or one look like two. */
bool utf8_is_hidden(uint32_t character);

/* Soft hyphens, fillers and joiners: drawn as nothing, too, but lawful in what was said before they were
 * refused. */
bool utf8_is_filler(uint32_t character);

/* Variation selectors and the empty Braille pattern: lawful, but nothing to see by themselves. */
bool utf8_is_unseen(uint32_t character);

/* White space of any width, newline and tab too. */
bool utf8_is_blank(uint32_t character);

/* Appends `text` with every hidden character, every filler and every byte that is not UTF-8 replaced by '?'.
 * Stops before the first character that does not fit. */
void utf8_add_clean(struct buffer *out, struct bytes text);

#endif
