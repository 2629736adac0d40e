/* Tells the server what was read. It shows nothing. */
#include "client/shell/read_mark.h"

#include "protocol/proof/head.h"

static void tell(const struct session *session, const struct args_seen *seen)
{
    struct failure ignored;
    struct answer answer = {.row = NULL};
    if (session->identity != NULL && !client_address(session->client)->control)
        client_call_values(session->client, VERB_seen, seen, &answer, &ignored);
}

void seen_tell(const struct session *session, struct bytes id)
{
    struct args_seen seen = {.has = {.id = true}, .id = id};
    struct bytes channel;
    if (id_split(id, &channel, &seen.number))
        tell(session, &seen);
}

void seen_tell_channel(const struct session *session, struct bytes channel, uint64_t number)
{
    const struct args_seen seen = {.has = {.channel = true}, .channel = channel, .number = number};
    tell(session, &seen);
}
