/* How far people have read, and what there is to be read. They are notes: it decides nothing. */
#ifndef BULLETIN_DOMAIN_SEEN_H
#define BULLETIN_DOMAIN_SEEN_H

#include "server/ledger/ledger.h"

/* Read markers: how far an account has read a channel, a thread, or whether it has read one thing, on any of
 * its machines. They are notes: nothing official rests on them. */
struct seen {
    struct bytes account, channel;
    struct bytes thread; /* its id, or that of another thing; size 0: the channel itself is meant */
    uint64_t number;     /* the last one seen in the channel */
    uint64_t after;      /* of the channel: only what comes after this one was seen; 0: all */
};
/* Moves the marker on; never back, and never past the channel's newest fact. That of the channel goes on by
 * itself over what is the account's own and what was read singly. */
void seen_note(struct txn *txn, const struct seen *seen);
/* How many things of a channel the account has not read: bulletins, activities, threads and posts
 * of others. */
uint64_t seen_unread(struct txn *txn, struct bytes account, struct bytes channel);
/* How many posts of a thread beyond a number are the account's own. */
uint64_t seen_own_posts(struct txn *txn, struct bytes account, struct bytes channel, uint64_t thread,
                        uint64_t marker);

/* Where the marker of a channel or, by its id, of a thing stands. False, `*number` untouched, without one. */
bool seen_number(struct txn *txn, struct bytes account, struct bytes place, uint64_t *number);

/* Whether somebody else's thing, which stands at that number and is marked by that id, is new to an
 * account. */
bool seen_is_new(struct txn *txn, struct bytes account, struct bytes channel, struct bytes id,
                 uint64_t number, struct bytes author);

#endif
