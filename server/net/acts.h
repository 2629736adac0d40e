/* How many acts each account or address has sent in a minute, over all loops; any thread. What else is
 * written for one counts as a part of an act. It is asked before a signature is verified, and counts for who
 * is connected: nobody uses up what is another's. */
#ifndef BULLETIN_NET_ACTS_H
#define BULLETIN_NET_ACTS_H

#include "protocol/tables.h"
#include "server/net/turns.h"

struct acts;

/* NULL when memory is out. `most` is what a resident may send in a minute; acts_most says what others may. */
struct acts *acts_new(unsigned most);
void acts_free(struct acts *acts);

/* A guest's are those of all guests of an address; a guest has little to say but `join`. A department's
 * machines tell what was delivered; committee and operators plan, import and moderate. */
unsigned acts_most(const struct acts *acts, enum role role);

/* Takes one act of `LIMIT_ACT_PARTS` parts, or less than one: `parts` of them. They come back evenly,
 * and a minute's may be sent at once. False: not yet, but again from `*again_ms` on. Where memory is
 * out, all may. */
bool acts_take(struct acts *acts, const struct payer *payer, enum role role, unsigned parts, int64_t now_ms,
               int64_t *again_ms);

#endif
