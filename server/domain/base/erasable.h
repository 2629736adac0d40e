/* What can be erased, what that costs one decision, and the facts that say so. It does not know which noun it
 * is of, nor why it is erased. */
#ifndef BULLETIN_DOMAIN_ERASABLE_H
#define BULLETIN_DOMAIN_ERASABLE_H

#include "server/domain/base/decision.h"

/* The facts that one act can have become: its channel's, its desk's and one for each department. */
enum { ERASABLE_MOST_DRAFTS = LIMIT_ADDRESSEES + 2 };

/* A thing that has texts of its own, by the fact that made it; or a fact that has some. */
struct erasable {
    struct bytes id, channel;
    uint64_t number;
    bool found;           /* there is something that can be erased */
    bool single;          /* it is known by one fact alone, a reason, a comment or a name: one act */
    bool erased;          /* it has no text any more */
    struct bytes head;    /* of the fact that last changed it; borrowed from the store, or in `hash` */
    size_t drafts, acts;  /* how many facts will say it at most, and of how many acts */
    struct bytes besides; /* its text stands in this channel too, whose moderators decide; size 0: none */
    struct bytes became;  /* the id of the thing that has its text now, or none: that one is to be erased */
    uint8_t hash[LIMIT_HASH_BYTES];
};

/* For a noun that finds it: what is known by the fact that made it and by its row. `head` is borrowed. */
void erasable_is(struct erasable *found, struct bytes head, bool erased, uint64_t acts);
/* The same, by a fact alone. */
void erasable_is_fact(struct erasable *found, const struct fact *fact, uint64_t acts);

/* The seq of the fact that has the nth text of what stands at a place (TABLE_REVISIONS); the transaction
 * fails when there is none. */
bool erasable_text_seq(struct txn *txn, struct bytes channel, uint64_t number, uint64_t nth, uint64_t *seq);

/* Drafts one thing.erased for these facts of a channel. */
void erasable_draft_seqs(struct decision *decision, struct bytes channel, struct bytes id,
                         const uint64_t *facts, size_t count);
/* The same for those that still have their acts, and has these dropped: what was erased before, and got new
 * words since, is not erased twice. */
void erasable_draft_acts(struct txn *txn, struct decision *decision, struct bytes channel, struct bytes id,
                         const uint64_t *facts, size_t count);
/* The same for the first `count` texts of what stands at a place. */
void erasable_draft_texts(struct txn *txn, struct decision *decision, struct bytes channel, uint64_t number,
                          uint64_t count, struct bytes id);

#endif
