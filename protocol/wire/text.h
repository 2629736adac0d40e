/* The text form: one line a message, and back, by the same shapes. `id` numbers are not part of a line: text
 * is spoken one question at a time.
 *
 *   request   publish channel=programme headline="First brands named"
 *   row       - id=programme/12 headline="First brands named"
 *   answer    ok rows=1
 *   error     error unknown-channel "There is no channel 'x' that you may read." field=channel name=x
 *   push      ! head channel=… (a fact: ! fact programme/13 bulletin.published actor=… headline="…")
 *
 * A value is a bare word (letters, digits, any byte of UTF-8 above ASCII, and - _ . / : + @ ,) or stands in
 * double quotes with \" \\ \n \t. Bytes are lower-case hex, times RFC 3339 with an offset, flags yes/no,
 * audiences everyone,dept:labour, names, ids and numbers likewise, positions programme:12,labour:0, files
 * NAME:SIZE:HASH/NAME:SIZE:HASH. */
#ifndef BULLETIN_WIRE_TEXT_H
#define BULLETIN_WIRE_TEXT_H

#include "protocol/wire/codec.h"
#include "protocol/wire/text_values.h"

/* What stands behind each `field=` of a line, or was given for a field elsewhere; borrowed. */
struct text_word {
    struct bytes raw; /* without its quotes */
    bool escaped;     /* a backslash stands in it for what comes behind */
};
struct text_words {
    bool has[SHAPE_FIELDS];
    struct text_word of[SHAPE_FIELDS];
};

/* Splits `field=value …` into the words of a shape's fields.
 * Errors: UNKNOWN_FIELD, FIELD_TWICE, LINE_BROKEN. */
enum error text_take_words(const struct shape *shape, struct bytes line, struct text_words *words,
                           struct refusal *why);

/* Reads words into a struct of the shape and checks each as codec_decode would; whether all are there that
 * must be, codec_whole says. Strings and bytes borrow from the words and from `room`, to which it appends;
 * `why` borrows from the words only. `values` is untouched on failure. Errors: those of codec_check_said, and
 * LINE_BROKEN when the room is too small. */
enum error text_to_values(const struct shape *shape, const struct text_words *words, struct buffer *room,
                          void *values, struct refusal *why);

/* Parses `field=value …` into an encoded map, appended to `out`, and checks it as codec_decode would. What
 * it wrote passes scan_check. `why` borrows from `line`, never from `out`.
 * Errors: those of codec_decode, and FIELD_TWICE, LINE_BROKEN. */
enum error text_to_map(const struct shape *shape, struct bytes line, struct buffer *out, struct refusal *why);

/* Writes ` field=value …` (each with a space before it) for a decoded struct. `zone_minutes` is the offset in
 * which times are written. No newline is added. */
void text_from_values(const struct shape *shape, const void *values, int zone_minutes, struct buffer *out);

/* Splits a request line into verb and the rest. A verb of two words typed with a space ("theme plan") is
 * found as well as "theme.plan". `line` is left behind the verb. Errors: UNKNOWN_VERB, LINE_BROKEN. */
struct verb;
enum error text_take_verb(struct bytes *line, const struct verb **verb, struct refusal *why);

/* Writes an error line (without "\n"), and reads one back into an encoded map of shape_record_error.
 * Errors of text_to_error: those of text_to_map. */
void text_from_refusal(const struct refusal *why, struct buffer *out);
enum error text_to_error(struct bytes line, struct buffer *out, struct refusal *why);

#endif
