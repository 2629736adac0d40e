/* Which facts an erasure may take the act of, by the table (facts.h). It does not know where facts lie, nor
 * whether they are true. */
#ifndef BULLETIN_PROOF_ERASURE_H
#define BULLETIN_PROOF_ERASURE_H

#include "protocol/proof/fits.h"

/* What a thing.erased says about its channel; borrowed from it. */
struct erasure {
    const struct verb *verb;
    struct bytes actor;   /* whose act it is */
    struct bytes account; /* whose names it takes, if it says so */
    bool texts;           /* whoever left erased what they said, too */
    struct bytes id;      /* the thing */
    struct bytes seqs;    /* NUMBERS: of the facts of the channel whose acts are gone */
    struct bytes owner;   /* the actor of the fact that made the thing; empty while that is not known */
};

/* False when it is no thing.erased, or its act does not erase that. `owner` is left to who can know it. */
bool erasure_read(const struct fact_parts *parts, struct erasure *erasure);

bool erasure_names(const struct erasure *erasure, uint64_t seq);
/* Whether the erasure may take the act of the fact with this head: its seq is named, and a verb of the kind's
 * row erased it. The house alone chooses the seqs, so they count for nothing where whoever erased signed for
 * another thing. The head is one of the same channel. */
bool erasure_takes(const struct erasure *erasure, const struct head *head);

/* Whether acts of this verb may erase others, of any kind of fact. */
bool verb_can_erase(const struct verb *verb);

/* Whether an act of this kind of fact may be gone at all. */
static inline bool fact_can_be_erased(const struct fact_kind *kind)
{
    return kind != NULL && kind->eraser_count > 0;
}

#endif
