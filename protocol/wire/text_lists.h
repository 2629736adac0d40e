/* Lists in the text form, for text.c: a value with commas, or files with slashes, to and from MessagePack. */
#ifndef BULLETIN_WIRE_TEXT_LISTS_H
#define BULLETIN_WIRE_TEXT_LISTS_H

#include "protocol/wire/codec.h"

/* The longest FILES in text: names, colons, sizes and hashes. No other list needs its quotes taken off. */
enum { TEXT_LIST_BYTES = LIMIT_FILES * (LIMIT_FILE_NAME_BYTES + 24 + 2 * LIMIT_HASH_BYTES) };

/* A number in decimal. Errors: WRONG_KIND, OUT_OF_RANGE. */
enum error text_parse_number(const struct field *field, struct bytes digits, uint64_t *number,
                             struct refusal *why);
void text_from_number(uint64_t number, struct buffer *out);

/* Appends a list to `out` as MessagePack; its members are not judged yet, only their count where it bounds
 * the work. Errors: WRONG_KIND, OUT_OF_RANGE, BAD_VALUE (a channel named twice). */
enum error text_pack_list(const struct field *field, struct bytes list, struct buffer *out,
                          struct refusal *why);

/* Writes an AUDIENCE, NAMES, IDS, NUMBERS, FILES or POSITIONS value, with quotes where it needs them. */
void text_from_list(enum kind kind, struct bytes list, struct buffer *out);

#endif
