/* Which facts an erasure may take the act of. It does not know where facts lie, nor whether they are true. */
#ifndef BULLETIN_CLIENT_ERASING_H
#define BULLETIN_CLIENT_ERASING_H

#include "protocol/proof/head.h"

/* What a bulletin.erased says about its channel. */
struct erasure {
    struct bytes id;   /* the bulletin */
    struct bytes seqs; /* NUMBERS: of the facts whose acts are gone */
};

/* What goes with the act of a fact: the id of the bulletin it is about; on a desk, where a fact does not say
 * yet what it will become, the name of the desk. Empty when acts of its kind are never erased. */
void erasing_place(const struct head *head, char place[LIMIT_ID_BYTES + 1]);

/* Whether the act of the fact with this seq and place may go: it is named, and it is the bulletin's. The
 * house alone chooses the seqs, so they count for nothing where whoever erased signed for another bulletin.
 */
bool erasing_takes(const struct erasure *erasing, uint64_t seq, const char *place);
bool erasing_takes_fact(const struct erasure *erasing, const struct head *head);

#endif
