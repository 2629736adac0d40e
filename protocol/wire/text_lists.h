/* Lists in the text form, for text.c, to and from MessagePack: a value with commas, files with slashes, or
 * lines. It does not judge what stands in a list. */
#ifndef BULLETIN_WIRE_TEXT_LISTS_H
#define BULLETIN_WIRE_TEXT_LISTS_H

#include "protocol/wire/codec.h"

/* A number in decimal. Errors: WRONG_KIND, OUT_OF_RANGE. */
enum error text_parse_number(const struct field *field, struct bytes digits, uint64_t *number,
                             struct refusal *why);
void text_from_number(uint64_t number, struct buffer *out);

/* Appends a list to `out` as MessagePack; it comes without quotes and backslashes. Its members are not judged
 * yet, only their count where it bounds the work. Errors: WRONG_KIND, OUT_OF_RANGE, BAD_VALUE (a channel
 * named twice). */
enum error text_pack_list(const struct field *field, struct bytes list, struct buffer *out,
                          struct refusal *why);

/* Writes a value of a kind that is a list, with quotes where it needs them. */
void text_from_list(enum kind kind, struct bytes list, struct buffer *out);

#endif
