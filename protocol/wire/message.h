/* Messages: [id, word, {fields}]. A record's plaintext is a run of them. This file finds their parts and
 * writes them; what the words and fields mean stands in the tables. */
#ifndef BULLETIN_WIRE_MESSAGE_H
#define BULLETIN_WIRE_MESSAGE_H

#include "protocol/wire/codec.h"
#include "protocol/wire/refusal_text.h"

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

/* Appends an "error" message for a refusal, with its text from the table and every field it carries. */
void message_write_refusal(struct buffer *out, uint64_t id, const struct refusal *why);

#endif
