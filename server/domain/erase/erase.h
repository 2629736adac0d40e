/* What erasing takes: what can be erased, what that costs one decision, and the facts that say so. The verb
 * `erase` and the one of leaving both come through here. */
#ifndef BULLETIN_DOMAIN_ERASE_H
#define BULLETIN_DOMAIN_ERASE_H

#include "server/domain/base/decision.h"

enum erasable_kind {
    ERASABLE_BULLETIN,
    ERASABLE_POST,
    ERASABLE_ACTIVITY,
    ERASABLE_DRAFT, /* what was scheduled and not published */
    ERASABLE_PLAN,  /* a theme that has not opened */
    ERASABLE_FACT,  /* a reason, a comment or a name beside a thing: one act */
};

/* A thing that has texts of its own, by the fact that made it; or a fact that has some. */
struct erasable {
    enum erasable_kind kind;
    struct bytes id, channel;
    uint64_t number;
    struct bytes head;   /* of the fact that last changed it; borrowed from the store */
    bool erased;         /* it has none any more */
    bool theme;          /* what opened the thread of a theme: its text stands in `themes`, too */
    size_t drafts, acts; /* at most so many facts will say it, of so many acts */
    struct bytes became; /* the id of the thing that has its text now, or none: that one is to be erased */
    uint8_t hash[LIMIT_HASH_BYTES]; /* room for `head`, of those found by erasable_find_fact */
};

/* False when an id names nothing that can be erased. */
bool erasable_find(struct txn *txn, struct bytes id, struct erasable *found);
/* The same for what is known by a single fact alone; `id`, `channel` and `number` are set.
 * In erase_fact.c. */
bool erasable_find_fact(struct txn *txn, struct erasable *found);
/* Whether somebody may erase what an id names: who moderates the channel that it is about, of what stands on
 * a desk or in a department's channel too; operators in the channels of accounts. */
bool erasable_may(struct txn *txn, struct bytes channel, uint64_t number, const struct actor *actor);
/* Drafts thing.erased in every channel where facts carry its acts, and has these dropped. It was found in
 * the same transaction, and is not erased yet. */
void erasable_draft(struct txn *txn, const struct erasable *found, struct decision *decision);
/* The same for one fact, the only one that carries its act. */
void erasable_draft_fact(struct txn *txn, const struct fact *fact, struct decision *decision);

/* The parts of it: a plan or a fact; and one thing.erased for these facts of one channel. */
void erasable_draft_single(struct txn *txn, const struct erasable *found, struct decision *decision);
void erasable_draft_seqs(struct decision *decision, struct bytes channel, struct bytes id,
                         const uint64_t *seqs, size_t count);

#endif
