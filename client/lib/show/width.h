/* How wide text is on a terminal, and how much of it fits: Chinese characters take two columns, accents none.
 * It knows no terminal; the columns are handed in. */
#ifndef BULLETIN_CLIENT_WIDTH_H
#define BULLETIN_CLIENT_WIDTH_H

#include "protocol/wire/buffer.h"

size_t width_of(struct bytes text);

/* Appends `text` if it fits into `columns`, else as much of it as fits with "…" behind. */
void width_fit(struct buffer *out, struct bytes text, size_t columns);

/* Appends `before`, `text` and `after` as one line, and shortens only `text`; `columns` 0 shortens nothing.
 * When even the rest does not fit, the whole line is cut. */
void width_line(struct buffer *out, struct bytes before, struct bytes text, struct bytes after,
                size_t columns);

/* Appends a headline with what belongs to it as one line, if that fits. Else the headline comes first and
 * whole, in lines of its own that break at words, and `before` and `after` behind it on the last, indented. A
 * text longer than any headline is shortened. `columns` 0: one line, whatever its length. */
void width_headline(struct buffer *out, struct bytes before, struct bytes text, struct bytes after,
                    size_t columns);

/* Appends a text in lines of at most `columns` (0: as it is), each behind `indent` spaces, and each with its
 * newline. Lines break at spaces and between Chinese characters, or anywhere when a word is too long; a line
 * of the text that begins with spaces goes on behind as many. */
void width_wrap(struct buffer *out, struct bytes text, size_t indent, size_t columns);

/* `text`, then spaces up to `columns`. */
void width_pad(struct buffer *out, struct bytes text, size_t columns);

/* Of standard output, or what COLUMNS says; 0 when it is no terminal. */
size_t width_of_terminal(void);

#endif
