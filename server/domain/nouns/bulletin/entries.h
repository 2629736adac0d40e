/* What folding a bulletin notes in other tables: its times in the schedule, dues, open rosters, inboxes and
 * relations. It knows no rule. */
#ifndef BULLETIN_DOMAIN_ENTRIES_H
#define BULLETIN_DOMAIN_ENTRIES_H

#include "server/domain/nouns/bulletin/views.h"

/* Puts what a bulletin's row says into the schedule and the dues, or takes it out again. The row's strings
 * may no longer be read afterwards. */
void entries_put(struct txn *txn, struct bytes channel, uint64_t number, const struct view_bulletin *row);
void entries_drop(struct txn *txn, struct bytes channel, uint64_t number, const struct view_bulletin *row);
/* Takes a bulletin's entries out of the schedule, the inboxes, the dues and the open rosters. The row's
 * strings may no longer be read afterwards. */
void entries_close(struct txn *txn, struct bytes channel, uint64_t number, const struct view_bulletin *row);
/* Notes what a revision names as related, at both ends. */
void entries_relate(struct txn *txn, struct bytes channel, uint64_t number, struct bytes related);
/* Takes what a bulletin's newest revision names as related away, from both ends. Those that name it stay:
 * they may be any number, and a reader is shown that this one is erased. */
void entries_unrelate(struct txn *txn, struct bytes channel, uint64_t number);

#endif
