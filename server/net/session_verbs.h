/* What the session calls for each verb about the connection itself: session_SYMBOL, straight from the table.
 * A verb of kind LINK without its function does not link. */
#ifndef BULLETIN_NET_SESSION_VERBS_H
#define BULLETIN_NET_SESSION_VERBS_H

#include "server/net/session_request.h"

#define SESSION_VERB(symbol, ...)                                                                            \
    void session_##symbol(struct request *request, const struct args_##symbol *args);
LINK_VERBS(SESSION_VERB)
#undef SESSION_VERB

#endif
