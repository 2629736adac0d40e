/* The answers that belong to no thing. As rows they are their fields; it knows no more of them. */
#include "client/nouns/client_nouns.h"

SHOWS(nothing, NULL, NULL);
SHOWS(status, NULL, NULL);
SHOWS(pong, NULL, NULL);
SHOWS(done, NULL, NULL);
SHOWS(count, NULL, NULL);
SHOWS(anchor, NULL, NULL);
SHOWS(following, NULL, NULL);
SHOWS(staged, NULL, NULL);
SHOWS(chunk, NULL, NULL);
SHOWS(fact, NULL, NULL);
SHOWS(error, NULL, NULL);

const struct client_noun client_noun_session = CLIENT_NOUN(SESSION);
