/* Answers in the text form: the control socket and the console say them alike. */
#ifndef BULLETIN_WIRE_ANSWER_H
#define BULLETIN_WIRE_ANSWER_H

#include "protocol/wire/message.h"

struct verb;

/* Writes a "row", "ok" or "error" message as a line without its newline: "- id=…", "ok rows=1", "error CODE
 * "TEXT" …". `verb` is what was asked (NULL: a verb nobody knows, which is answered by an error). `last` says
 * that no more rows follow. Errors: those of codec_decode, when the message is not what the table says. */
enum error answer_to_text(const struct verb *verb, const struct message *message, int zone_minutes,
                          struct buffer *out, bool *last, struct refusal *why);

#endif
