/* What erasing takes: what can be erased, what that costs one decision, and the facts that say so. The verb
 * `erase` and the one of leaving both come through here. */
#ifndef BULLETIN_DOMAIN_ERASE_H
#define BULLETIN_DOMAIN_ERASE_H

#include "server/domain/domain.h"

enum erasable_kind { ERASABLE_BULLETIN, ERASABLE_POST, ERASABLE_ACTIVITY };

/* A thing that has texts of its own, by the fact that made it. */
struct erasable {
    enum erasable_kind kind;
    struct bytes id, channel;
    uint64_t number;
    struct bytes head;   /* of the fact that last changed it; borrowed from the store */
    bool erased;         /* it has none any more */
    bool theme;          /* what opened the thread of a theme: its text stands in `themes`, too */
    size_t drafts, acts; /* at most so many facts will say it, of so many acts */
};

/* False when an id names nothing that can be erased. */
bool erasable_find(struct txn *txn, struct bytes id, struct erasable *found);
/* Drafts thing.erased in every channel where facts carry its acts, and has these dropped. It was found in
 * the same transaction, and is not erased yet. */
void erasable_draft(struct txn *txn, const struct erasable *found, struct decision *decision);
/* The same for one fact, the only one that carries its act. */
void erasable_draft_fact(struct txn *txn, const struct fact *fact, struct decision *decision);

#endif
