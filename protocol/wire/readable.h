/* Whether a text can be read by a person, and all of it: the one rule for short texts and long ones. It knows
 * the table of characters; it does not know which field a text is for, nor where it is kept. */
#ifndef BULLETIN_WIRE_READABLE_H
#define BULLETIN_WIRE_READABLE_H

#include "protocol/wire/codec.h"

/* A text on its way through the rule, as a whole or in pieces. Begin with what is said of it, the
 * rest zero. */
struct readable {
    bool breaks;  /* newlines and tabs may stand in it */
    bool said;    /* it is said now: no fillers, joiners in their places, something to see */
    bool visible; /* something was there to be seen; of what is kept, something that is not blank */
    uint64_t newlines;
    uint32_t before;    /* the last character; 0 at the beginning */
    uint32_t joiner;    /* that must join what comes next, or 0 */
    unsigned tags;      /* letters of the flag that is being spelt, and one for the flag; 0: none is */
    uint32_t character; /* that is refused */
};

/* Takes the characters of a piece, all of them whole. Errors: NOT_UTF8; CONTROL_CHARACTER,
 * with `character`. */
enum error readable_on(struct readable *readable, struct bytes piece);

/* The text ends here. Errors: EMPTY; CONTROL_CHARACTER. */
enum error readable_end(struct readable *readable);

/* Refuses for one of those errors, with character and line. */
enum error readable_refuse(const struct readable *readable, enum error error, const char *field,
                           struct refusal *why);

/* All of it for a text that is there as a whole; `readable` as at a beginning. Of what is not UTF-8 it is
 * told what it looks like. Errors: those above; OTHER_ENCODING. */
enum error readable_check(struct readable *readable, struct bytes text, const char *field,
                          struct refusal *why);

/* Bytes that somebody took for UTF-8, on their way to a guess at what they are. Zeroed at the beginning. */
struct encoding {
    bool begun, marked; /* marked: with the byte order mark of UTF-16 */
    uint8_t lead;
    bool otherwise;       /* it cannot be GBK */
    size_t pairs, common; /* common: of GB2312, which nearly every text is made of */
};
void encoding_on(struct encoding *encoding, struct bytes piece);
/* What it looks like, by the name that iconv has for it, or NULL. */
const char *encoding_guess(const struct encoding *encoding);

#endif
