/* How a department stands to an activity, and whether one still takes place, for whatever names one. It knows
 * no reason why it should not. */
#ifndef BULLETIN_DOMAIN_ACTIVITY_H
#define BULLETIN_DOMAIN_ACTIVITY_H

#include "server/domain/base/decision.h"
#include "server/domain/nouns/activity/views.h"

/* Of TABLE_REPLIES. A walk over all departments begins at the key without one (size 0). */
struct store_key activity_reply_key(struct bytes channel, uint64_t number, struct bytes department);
/* False when the department never was invited. */
bool activity_reply(struct txn *txn, struct bytes channel, uint64_t number, struct bytes department,
                    struct view_reply *row);

/* Whether an activity that an act names still takes place. Errors: ERASED, ACTIVITY_CANCELLED. */
enum error activity_decide_stands(const struct deciding *deciding, const char *field, struct bytes id,
                                  const struct view_activity *row);
/* An activity that everyone can read of, and what is said of it now. Errors: UNKNOWN_ACTIVITY, also for what
 * whoever acts may not read; NOT_PUBLIC, and those above. */
enum error activity_decide_public(const struct deciding *deciding, const char *field, struct bytes id,
                                  struct args_activity_announce *said);

#endif
