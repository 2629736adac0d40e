/* Keeping the search index: what of it the writer does, when there is nothing else to do. */
#ifndef BULLETIN_DOMAIN_INDEX_H
#define BULLETIN_DOMAIN_INDEX_H

#include "server/store/store.h"

/* The search index, which may trail: folds the next facts into it, at most `most`, fewer when their texts
 * are long; true when there are more, and never once the transaction has failed. And the seq of the last fact
 * that it holds. */
bool domain_index(struct txn *txn, uint64_t most);
bool domain_index_to(struct txn *txn, uint64_t last, uint64_t most); /* and none after `last` */
/* Whether nothing of the fact after domain_indexed has been begun. `views` is where the views of
 * `txn` are. */
bool domain_index_rests(struct txn *txn, struct txn *views);
uint64_t domain_indexed(struct txn *txn);

#endif
