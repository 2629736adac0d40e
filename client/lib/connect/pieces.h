/* A list comes in pieces, as its server has time: what is asked for each of them, and when there are rows
 * enough. It does not know how a question is asked. */
#ifndef BULLETIN_CLIENT_PIECES_H
#define BULLETIN_CLIENT_PIECES_H

#include <stdalign.h>
#include <stddef.h>

#include "client/lib/connect/answered.h"
#include "client/lib/failure.h"

struct pieces {
    const struct verb *verb;
    const struct answer *answer; /* who gets the rows, and the end */
    uint64_t wanted, rows;
    alignas(max_align_t) uint8_t question[SHAPE_BYTES]; /* a struct of verb->args: the next piece's */
    alignas(max_align_t) uint8_t ok[SHAPE_BYTES];       /* the end of the last piece */
    uint8_t room[LIMIT_NEXT_BYTES];                     /* the question borrows where it begins */
};

/* `args` is an encoded map of a verb that has the field `next`. Without a limit a list is wanted as a whole,
 * but for those of which a server gives fewer than LIMIT_ROWS by default: they have no end worth waiting
 * for. Errors: those of codec_decode. */
enum error pieces_begin(struct pieces *pieces, const struct verb *verb, struct bytes args,
                        const struct answer *answer, struct failure *failure);
/* As `struct answer` wants it; the context is a struct pieces. */
void pieces_row(void *context, const struct shape *shape, const void *values);
/* Refuses a list with more rows than any may have: MALFORMED. */
enum error pieces_judge(const struct pieces *pieces, struct failure *failure);
/* Makes the question for the piece after this one; false when it was the last, or there are rows enough. */
bool pieces_next(struct pieces *pieces);
/* Gives the end of the last piece as that of the whole. */
void pieces_end(struct pieces *pieces);

#endif
