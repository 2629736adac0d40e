/* Which guidances a department has, and whether one is over, for other nouns. It does not know what is said
 * in them. */
#ifndef BULLETIN_DOMAIN_GUIDE_H
#define BULLETIN_DOMAIN_GUIDE_H

#include "server/domain/base/decision.h"
#include "server/domain/nouns/guide/views.h"

/* The guidance stands in its channel right behind what made that. */
enum { GUIDE_NUMBER = 2 };

/* Gives every guidance in which a department is guided or is the example, ended ones too, in the order in
 * which they began; with no department (size 0) all there are. False to stop. The row and the channel are
 * borrowed until `take` returns; nothing may be written meanwhile. */
typedef bool guide_taken(void *context, struct bytes channel, uint64_t number, const struct view_guide *row);
void guide_walk(struct txn *txn, struct bytes department, guide_taken *take, void *context);

/* The newest guidance by which a department is guided and that has not ended. False when there is none. */
bool guide_of(struct txn *txn, struct bytes department, struct view_guide *row);

/* Whether an activity may be announced in a channel: not in that of a guidance which ended. What was
 * announced before stays with whoever did. Errors: GUIDE_ENDED. */
enum error guide_decide_announcing(const struct deciding *deciding, struct bytes channel);

#endif
