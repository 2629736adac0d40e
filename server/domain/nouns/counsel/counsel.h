/* What can be counselled, its two sides, and who speaks for which. It does not know what was said. */
#ifndef BULLETIN_DOMAIN_COUNSEL_H
#define BULLETIN_DOMAIN_COUNSEL_H

#include "server/domain/base/rights.h"
#include "server/domain/nouns/counsel/views.h"

/* An application or a guidance, as counsel sees it. Copies: it outlives what is written. */
struct counselled {
    char department[LIMIT_NAME_BYTES + 1]; /* whose application it is, or who is guided */
    char example[LIMIT_NAME_BYTES + 1];    /* of a guidance: the department that answers; "": the committee */
    bool over;                             /* nothing more is said about it */
};
/* What stands at that place, if it can be counselled. */
bool counselled_find(struct txn *txn, struct bytes channel, uint64_t number, struct counselled *found);
/* The one that the channel is for, and its number there; false when it is for none. */
bool counselled_in(struct txn *txn, struct bytes channel, uint64_t *number);

/* For which side somebody speaks who may read the channel. Whoever belongs to the department speaks for it,
 * whatever else they are. */
enum side counselled_side(const struct counselled *found, const struct actor *actor);
static inline enum side side_other(enum side side)
{
    return side == SIDE_DEPARTMENT ? SIDE_COUNSEL : SIDE_DEPARTMENT;
}

/* Who answers for a side, in the words of an audience: `dept:NAME`, or `committee`, which experts hear, too;
 * in `room`. TABLE_COUNSEL_WAITS has what waits for whom under these words, and invitations under
 * `account:NAME`. */
struct bytes counselled_word(const struct counselled *found, enum side side, char room[LIMIT_CHANNEL_BYTES]);

#endif
