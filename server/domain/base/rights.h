/* The rights of a channel, and the one way by which they are refused. It does not know what stands in one. */
#ifndef BULLETIN_DOMAIN_RIGHTS_H
#define BULLETIN_DOMAIN_RIGHTS_H

#include "server/domain/base/actor.h"
#include "server/domain/views/views.h"

/* The rights of a channel. RIGHT_READ decides pushes too; guests have no other. Unknown channels
 * give false. */
bool channel_allows(struct txn *txn, struct bytes channel, enum right right, const struct actor *actor);
bool channel_exists(struct txn *txn, struct bytes channel);
/* The one way by which somebody is refused a channel: one that they may not read is to them as if it were not
 * there. `field` is what named it. Errors: UNKNOWN_CHANNEL, NOT_SPEAKER, NOT_PUBLISHER, NOT_MODERATOR. */
enum error channel_for(struct txn *txn, const struct actor *actor, struct bytes channel, enum right right,
                       const char *field, struct refusal *why);

/* Whether somebody may see what all departments did about what stands in a channel: the committee, operators,
 * and whoever publishes in it. Members of a department see their own department's as well. */
bool channel_oversees(struct txn *txn, struct bytes channel, const struct actor *actor);

/* The same, of a channel's row. */
bool view_allows(const struct view_channel *row, enum right right, const struct actor *actor);
/* Whether only the server may make or change a channel of this name, or write in it. */
bool channel_is_the_servers(struct bytes channel);

/* Whether whoever is on a list of words may read a channel. It is judged word by word: those of a department,
 * say, who are all committee members too, do not count as such. False for a channel that is not there. */
bool channel_reads(struct txn *txn, struct bytes readers, struct bytes channel);

/* Whether everyone may read a channel, and so may be told what stands there; false where there is none. */
bool channel_is_public(struct txn *txn, struct bytes channel);

/* Those on a list who have an account, in `room`: what a list becomes that gives another right than
 * its own. */
struct bytes channel_enrolled(struct bytes audience, uint8_t room[LIMIT_AUDIENCE_BYTES]);

/* A name behind one of the prefixes of names.h, in `room`. */
struct bytes channel_prefixed(const char *prefix, struct bytes name, char room[LIMIT_CHANNEL_BYTES]);
/* The channels dept/NAME and desk/CHANNEL, in `room` (what does not fit becomes no channel's name); and the
 * name behind the prefix, false for others. */
struct bytes channel_of_department(struct bytes department, char room[LIMIT_CHANNEL_BYTES]);
struct bytes channel_of_desk(struct bytes channel, char room[LIMIT_CHANNEL_BYTES]);
bool channel_department(struct bytes channel, struct bytes *department);
/* The word of an audience that means a department's members, or one account, in `room`. */
struct bytes channel_word_of(struct bytes department, char room[LIMIT_CHANNEL_BYTES]);
struct bytes channel_word_of_account(struct bytes account, char room[LIMIT_CHANNEL_BYTES]);
bool channel_desk(struct bytes channel, struct bytes *of);

#endif
