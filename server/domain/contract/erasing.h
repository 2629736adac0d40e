/* Finding what can be erased and drafting its erasure, by asking the nouns; and who may. It knows no noun,
 * and not why something goes. */
#ifndef BULLETIN_DOMAIN_ERASING_H
#define BULLETIN_DOMAIN_ERASING_H

#include "server/domain/base/erasable.h"

/* False when an id names nothing that can be erased. */
bool erasing_find(struct txn *txn, struct bytes id, struct erasable *found);
/* Whether somebody may erase what an id names: who moderates the channel that it is about, of what stands on
 * a desk or in a department's channel too; operators in the channels of accounts. */
bool erasing_may(struct txn *txn, struct bytes channel, uint64_t number, const struct actor *actor);
/* Drafts thing.erased in every channel where facts carry its acts, and has these dropped. It was found in
 * the same transaction, and is not erased yet. */
void erasing_draft(struct txn *txn, const struct erasable *found, struct decision *decision);
/* The same for one fact, the only one that carries its act. */
void erasing_draft_fact(struct txn *txn, const struct fact *fact, struct decision *decision);

#endif
