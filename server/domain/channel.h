/* What other nouns need of channels: the names the server keeps for itself, and a channel it makes. */
#ifndef BULLETIN_DOMAIN_CHANNEL_H
#define BULLETIN_DOMAIN_CHANNEL_H

#include "server/domain/domain.h"

/* Whether only the server may make or change a channel of this name, or write in it. */
bool channel_is_the_servers(struct bytes channel);

/* Whether whoever is on a list of words may read a channel. It is judged word by word: those of a department,
 * say, who are all committee members too, do not count as such. False for a channel that is not there. */
bool channel_reads(struct txn *txn, struct bytes readers, struct bytes channel);

/* Those on a list who have an account, in `room`: what a list becomes that gives another right than
 * its own. */
struct bytes channel_enrolled(struct bytes audience, uint8_t room[LIMIT_AUDIENCE_BYTES]);

/* Drafts a channel that the server makes. Nobody publishes in it: only the server writes there. */
struct channel_words {
    const struct bytes *read;
    size_t read_count;
    const struct bytes *moderate;
    size_t moderate_count;
};
void channel_draft(struct decision *decision, struct bytes channel, struct bytes title,
                   const struct channel_words *words);

#endif
