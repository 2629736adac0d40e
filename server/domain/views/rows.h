/* How a question is answered, in pieces. It does not know what is asked. */
#ifndef BULLETIN_DOMAIN_ROWS_H
#define BULLETIN_DOMAIN_ROWS_H

#include "protocol/tables.h"
#include "server/store/store.h"

struct actor;

/* A question is answered in pieces: each has the time that `due` leaves it and the room that `take` has, and
 * goes on where the one before stopped. Nothing is kept between them. */
enum { ROWS_NEXT_BYTES = 3838 };
struct rows {
    /* Takes one row of the verb's row shape; false when the answer is full, and the row was not taken. */
    bool (*take)(void *context, const void *row);
    /* Whether the time of this piece is over. It is asked before each step of the work, which is small. */
    bool (*due)(void *context);
    void *context;
    struct bytes from;  /* what `next` of the piece before held; size 0: this is the first */
    struct buffer next; /* of ROWS_NEXT_BYTES, empty; where the next piece begins, empty: there is none */
    uint64_t left;      /* rows that the question still wants; domain_ask sets it */
    bool begun;         /* a step has been made: each piece makes one, whatever `due` says */
};
/* Before each step: whether it is for the next piece. False for the first of a piece. */
bool rows_due(struct rows *rows);
/* Gives a row; false when it is one too many, or does not fit: the next piece begins with it. */
bool rows_take(struct rows *rows, const void *row);
/* Says where the next piece begins. */
void rows_stop(struct rows *rows, struct bytes next);

/* What an ask function is given: who asks, when, and where its rows go; or why it refuses. */
struct asking {
    struct txn *txn;
    const struct actor *actor;
    int64_t now_ms;
    struct rows *rows;
    struct refusal *why;
};

#endif
