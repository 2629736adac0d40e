/* What other nouns need of channels: the names the server keeps for itself, and a channel it makes. */
#ifndef BULLETIN_DOMAIN_CHANNEL_H
#define BULLETIN_DOMAIN_CHANNEL_H

#include "server/domain/base/decision.h"
#include "server/domain/views/views.h"

/* Drafts a channel that the server makes. Nobody publishes in it: only the server writes there. */
struct channel_words {
    const struct bytes *read;
    size_t read_count;
    const struct bytes *moderate;
    size_t moderate_count;
};
void channel_draft(struct decision *decision, struct bytes channel, struct bytes title,
                   const struct channel_words *words);

/* The same for a channel that nobody asked for: it carries the act that began the ledger, since the act that
 * needs the channel may be erased. */
void channel_draft_unasked(struct txn *txn, struct decision *decision, struct bytes channel,
                           struct bytes title, const struct channel_words *words);

/* "WHAT: TITLE", cut where the limit of a title is: channels whose title says more than whose they are. */
struct bytes channel_title_of(const char *what, struct bytes title, char room[LIMIT_TITLE_BYTES]);

/* The same for one that everyone reads and the committee moderates, if it is not there yet. Gives its
 * name. */
struct bytes channel_public_unasked(struct txn *txn, struct decision *decision, const char *name,
                                    const char *title);

/* Drafts a channel where a department and the committee read, which moderates it. It is called WHAT and by
 * the department's title, and carries the act that made the department: what it is made for can be erased,
 * and what made a channel cannot. The transaction fails when there is no such department. */
void channel_draft_of_department(const struct deciding *deciding, struct bytes department,
                                 struct bytes channel, const char *what);

/* The channel `brands`, where rounds, named brands and awards are told to everyone; drafted when there is
 * none yet. */
struct bytes brands_channel(struct txn *txn, struct decision *decision);

/* Drafts the desk of a channel if there is none; its readers are those who publish in the channel. It carries
 * the act that made the channel, since the act that needs the desk may be erased. */
void desk_draft(struct txn *txn, struct bytes channel, struct decision *decision);

/* A channel as it is, for who changes some of that; borrows from the row. */
struct fact_channel_changed channel_state(const struct view_channel *row);

#endif
