/* A refusal in words: for a person, and as the record that travels. It does not know who was refused. */
#ifndef BULLETIN_WIRE_REFUSAL_TEXT_H
#define BULLETIN_WIRE_REFUSAL_TEXT_H

#include "protocol/wire/refusal.h"

/* What a refusal is about, cleaned: its name, or the character that was refused, as U+200B. */
void refusal_name(const struct refusal *why, struct buffer *out);

/* A refusal as the record that travels: name and text are clean (utf8_add_clean), the name is cut to
 * LIMIT_ID_BYTES and left out where nothing of it can be seen. Both lie in `room`. */
struct record_error;
struct refusal_room {
    uint8_t name[LIMIT_ID_BYTES];
    uint8_t text[LIMIT_REASON_BYTES];
};
void refusal_to_record(const struct refusal *why, struct refusal_room *room, struct record_error *record);

/* The text of a refusal with its fields filled in, for a person. Its name is cleaned and whole. */
void refusal_text(struct buffer *out, const struct refusal *why);

#endif
