/* What who moderates has hidden, of whatever noun. It does not know who may see it all the same. */
#ifndef BULLETIN_DOMAIN_HIDDEN_H
#define BULLETIN_DOMAIN_HIDDEN_H

#include "server/ledger/ledger.h"

/* Whether what the act of a fact says is hidden by now. No view is read for a kind that cannot be. */
bool fact_hidden(struct txn *txn, const struct head *head);
/* Whether a channel has anything of that kind. */
bool channel_hides(struct txn *txn, struct bytes channel);

#endif
