/* What was shown to somebody with an account is read, on all of their machines. */
#ifndef BULLETIN_CLIENT_READ_MARK_H
#define BULLETIN_CLIENT_READ_MARK_H

#include "client/shell/client_session.h"

/* One bulletin or activity, by its id. Guests read without a trace; a failure changes nothing else and is not
 * told. */
void seen_tell(const struct session *session, struct bytes id);

/* Everything in a channel up to a number. */
void seen_tell_channel(const struct session *session, struct bytes channel, uint64_t number);

#endif
