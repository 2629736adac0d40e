/* Duties: which departments must open or sign for a revision of a bulletin, and the end of that. It does not
 * know what they did about it. */
#ifndef BULLETIN_DOMAIN_DUTY_H
#define BULLETIN_DOMAIN_DUTY_H

#include "server/domain/base/decision.h"
#include "server/domain/nouns/bulletin/views.h"
#include "server/domain/nouns/receipt/views.h"

/* Gives every department that has the duty of a revision, in order; false to stop. */
typedef bool duty_taken(void *context, struct bytes department, const struct view_receipt *row);
void duty_walk(struct txn *txn, struct bytes channel, uint64_t number, uint64_t revision, duty_taken *take,
               void *context);
/* Drafts duty.ended in the channel of every department that has the duty of the newest revision. */
void duty_end(struct txn *txn, struct bytes id, const struct view_bulletin *row, struct decision *decision);

#endif
