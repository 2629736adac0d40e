/* Single values as text and back: times, hex, words in quotes. It knows no field. */
#ifndef BULLETIN_WIRE_TEXT_VALUES_H
#define BULLETIN_WIRE_TEXT_VALUES_H

#include "protocol/wire/buffer.h"

/* Times: RFC 3339 with milliseconds only where there are any. Returns false when it is no such time. */
void text_from_time(int64_t time_ms, int zone_minutes, struct buffer *out);
bool text_to_time(struct bytes text, int64_t *time_ms);

/* Lower-case hex. */
void text_from_hex(struct bytes bytes, struct buffer *out);
bool text_to_hex(struct bytes hex, uint8_t *out, size_t *size /* in: room, out: written */);

/* A quoted or bare value, as text_from_values writes one; what stands between the quotes of one; and which
 * bytes may stand in a bare one. */
void text_from_word(struct bytes word, struct buffer *out);
void text_add_escaped(struct bytes word, struct buffer *out);
bool text_is_bare(uint8_t byte);

#endif
