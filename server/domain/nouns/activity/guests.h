/* Whom an activity invites: the facts that tell departments so, or that they are not any more. It does not
 * judge when it is. */
#ifndef BULLETIN_DOMAIN_GUESTS_H
#define BULLETIN_DOMAIN_GUESTS_H

#include "server/domain/base/decision.h"
#include "server/domain/nouns/activity/views.h"

/* When an activity is, with its moments become times. */
struct held {
    int64_t starts, ends, due;
    bool has_due;
};

/* An activity while its invitations are drafted. */
struct inviting {
    struct txn *txn;
    struct bytes id, channel;
    uint64_t number;
    const struct args_activity_announce *said; /* NULL: it is cancelled */
    const struct held *held;
    size_t known; /* departments that are or were invited */
    struct decision *decision;
};

/* Drafts the invitations of an activity that is announced, changed or cancelled. Each department that is or
 * ever was invited may need a fact in one decision, of which there are LIMIT_ADDRESSEES at most. Errors:
 * TOO_MANY_ADDRESSEES. */
enum error guests_invite(struct inviting *inviting);

#endif
