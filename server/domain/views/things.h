/* What people read, of whatever noun: each thing has a number among those of its channel. It does not know
 * what they are, nor who has read them. */
#ifndef BULLETIN_DOMAIN_THINGS_H
#define BULLETIN_DOMAIN_THINGS_H

#include "server/ledger/ledger.h"

/* A row of TABLE_THINGS: its number among them, and what it belongs to. */
enum { THING_BYTES = 16 };

/* What people read has a number among the things of its channel. `group` is the number of its thread, or its
 * own. */
void things_fold(struct txn *txn, const struct head *head, uint64_t group);
uint64_t things_upto(struct txn *txn, struct bytes channel, uint64_t number);
/* What a thing belongs to: the number of its thread, or its own. False when there is none at that number. */
bool things_group(struct txn *txn, struct bytes channel, uint64_t number, uint64_t *group);
bool thing_exists(struct txn *txn, struct bytes id);

#endif
