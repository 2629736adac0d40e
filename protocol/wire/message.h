/* Messages: [id, word, {fields}]. A record's plaintext is a run of them. This file finds their parts and
 * writes them; what the words and fields mean stands in the tables. */
#ifndef BULLETIN_WIRE_MESSAGE_H
#define BULLETIN_WIRE_MESSAGE_H

#include "protocol/wire/codec.h"

struct message {
    uint64_t id;       /* 0: pushed, or not to be answered */
    struct bytes word; /* a verb, "row", "ok", "error" or the name of a push */
    struct bytes body; /* a MessagePack map, to be decoded by the word's shape */
};

/* Takes the first message off `rest`, which scan_check has passed, and moves `rest` past it.
 * Errors: MALFORMED when the value is not an array of number, string and map. */
enum error message_take(struct bytes *rest, struct message *message, struct refusal *why);

/* Appends one message. `shape` may be NULL for an empty map. Overflow shows in `out`, which then holds what
 * it held before. */
void message_write(struct buffer *out, uint64_t id, const char *word, const struct shape *shape,
                   const void *values);

/* Appends one message whose body is an encoded map already. */
void message_write_raw(struct buffer *out, uint64_t id, struct bytes word, struct bytes body);

/* Moves whole messages from the beginning of `rest` into a record's plaintext, as many as fit: by its
 * capacity, and by half of the elements that the other end lets pass, since what is pushed may follow. No
 * message is too large for an empty record. */
void messages_move(struct bytes *rest, struct buffer *record);

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

/* Appends an "error" message for a refusal, with its text from the table and every field it carries. */
void message_write_refusal(struct buffer *out, uint64_t id, const struct refusal *why);

/* The text of a refusal with its fields filled in, for a person. Its name is cleaned and whole. */
void refusal_text(struct buffer *out, const struct refusal *why);

#endif
