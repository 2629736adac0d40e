/* What somebody made, by their account, in the order in which they made it. It does not know what it is, nor
 * why somebody asks. */
#ifndef BULLETIN_DOMAIN_OWNED_H
#define BULLETIN_DOMAIN_OWNED_H

#include "protocol/tables.h"
#include "server/ledger/ledger.h"

/* Folding: notes a fact in a table of "account 0 seq". */
void owned_put(struct txn *txn, enum table table, struct bytes account, uint64_t seq);

/* Gives the fact of every seq that such a table has of an account; false to stop. The fact is borrowed until
 * `take` returns; nothing may be written meanwhile. */
typedef bool owned_taken(void *context, const struct fact *fact);
void owned_walk(struct txn *txn, enum table table, struct bytes account, owned_taken *take, void *context);

/* The same for facts of one kind. */
void owned_walk_kind(struct txn *txn, enum table table, struct bytes account, const struct fact_kind *kind,
                     owned_taken *take, void *context);

#endif
