/* What noun.c needs of folding counsel. */
#ifndef BULLETIN_DOMAIN_COUNSEL_FOLD_H
#define BULLETIN_DOMAIN_COUNSEL_FOLD_H

#include "server/ledger/ledger.h"

/* The act of `gone` is gone, which stands in the channel of `by`. */
void counsel_fold_gone(struct txn *txn, const struct fact *by, const struct fact *gone);

#endif
