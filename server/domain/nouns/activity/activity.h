/* How a department stands to an activity, for the files about activities. It does not know what is said of
 * it. */
#ifndef BULLETIN_DOMAIN_ACTIVITY_H
#define BULLETIN_DOMAIN_ACTIVITY_H

#include "server/domain/nouns/activity/views.h"

/* Of TABLE_REPLIES. A walk over all departments begins at the key without one (size 0). */
struct store_key activity_reply_key(struct bytes channel, uint64_t number, struct bytes department);
/* False when the department never was invited. */
bool activity_reply(struct txn *txn, struct bytes channel, uint64_t number, struct bytes department,
                    struct view_reply *row);

#endif
