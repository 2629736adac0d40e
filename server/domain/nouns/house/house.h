/* What the house is, and what it knows of the time. */
#ifndef BULLETIN_DOMAIN_HOUSE_H
#define BULLETIN_DOMAIN_HOUSE_H

#include "protocol/tables.h"
#include "server/store/store.h"

/* Whether this clock is further ahead of the last time that the house knows (of its newest fact, or noted
 * since) than it can have run unnoticed. Then acts are refused, the schedule's too, until `clock.confirm`. */
bool domain_clock_ahead(struct txn *txn, int64_t now_ms);
/* Notes that it is now this late, unless the clock is ahead: so that a quiet house knows its time. */
void domain_clock_note(struct txn *txn, int64_t now_ms);

/* 0 before the house was founded. */
uint64_t house_epoch(struct txn *txn);

/* How the views are laid out. It is raised whenever a row's shape or what is folded into it changes; views of
 * another layout are folded anew, by whoever opens the store to write. */
enum { VIEWS_LAYOUT = 7 };
bool domain_views_fit(struct txn *txn);

#endif
