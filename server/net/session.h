/* What a message means: finds the verb, decodes, permits, answers or hands on to the writer. It serves
 * encrypted connections and the control socket alike, and knows neither sockets nor records nor lines. */
#ifndef BULLETIN_NET_SESSION_H
#define BULLETIN_NET_SESSION_H

#include "protocol/wire/message.h"
#include "server/net/speaker.h"

/* Answers through peer->answer, now or when the writer has written. What is not OK ends the connection. */
enum error session_message(const struct speaker *speaker, const struct message *message);

#endif
