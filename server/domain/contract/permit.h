/* Whether somebody may use a verb at all. It does not know what any verb does. */
#ifndef BULLETIN_DOMAIN_PERMIT_H
#define BULLETIN_DOMAIN_PERMIT_H

#include "server/domain/base/actor.h"

/* The one permission check: role, then scope (SCOPES in verbs.h). `args` is decoded by verb->args.
 * Errors: NOT_ENROLLED, NOT_ALLOWED, REVOKED, UNKNOWN_CHANNEL, NOT_SPEAKER, NOT_PUBLISHER,
 * NOT_MODERATOR, NOT_OWN, NOT_AUTHOR. */
enum error permit(struct txn *txn, const struct verb *verb, const struct actor *actor, const void *args,
                  struct refusal *why);

#endif
