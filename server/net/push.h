/* Push: who follows which channel and where each stands; "send what lies after" is its one code path, whether
 * the facts are new or years old. It fills buffers that are handed in and knows neither sockets nor ciphers,
 * so that the same code serves a socket, a test and a link in memory. One loop's thread owns all of it. */
#ifndef BULLETIN_NET_PUSH_H
#define BULLETIN_NET_PUSH_H

#include "server/domain/domain.h"
#include "server/writer/writer.h"

struct push;
struct subscription;

/* What push needs to know of one connection; embedded there, zeroed at its start. */
struct subscriber {
    struct subscription *subscriptions;
    unsigned count;
    bool known_key;
    const uint8_t *key; /* of the connection's peer, for judging rights; lives as long as the subscriber */
};

struct push_options {
    const struct identity *house;
    uint64_t epoch;
    uint64_t checkpoint_interval_ms;
    void *context;
    /* Something lies ahead for this subscriber: call push_fill for it soon. */
    void (*ready)(void *context, struct subscriber *subscriber);
    /* A subscription ended for want of rights: tell it. The channel's name lives during the call. */
    void (*ended)(void *context, struct subscriber *subscriber, struct bytes channel, uint64_t number,
                  enum error error);
};

struct push *push_new(const struct push_options *options);
void push_free(struct push *push);

/* Begins after `number`; the caller has judged the right to read, within this txn. `anchor` is the hash of
 * that fact. Errors: SUBSCRIBED, TOO_MANY_SUBSCRIPTIONS, PAST_END (limit: the channel's end), INTERNAL. */
enum error push_subscribe(struct push *push, struct txn *txn, struct subscriber *subscriber,
                          struct bytes channel, uint64_t number, uint8_t anchor[LIMIT_HASH_BYTES],
                          struct refusal *why);
/* Errors: NOT_SUBSCRIBED. */
enum error push_unsubscribe(struct push *push, struct subscriber *subscriber, struct bytes channel,
                            struct refusal *why);
void push_leave(struct push *push, struct subscriber *subscriber); /* all of them */

/* New facts, in order. When one can take rights away, all rights are judged again first, by `txn`. */
void push_take(struct push *push, struct txn *txn, struct batch *batch);

/* Appends whole messages until `out` is full or nothing lies ahead: facts, and the checkpoint where
 * a subscription has caught up. True when more lies ahead. `txn` is for what the recent facts no
 * longer hold. */
bool push_fill(struct push *push, struct txn *txn, struct subscriber *subscriber, int64_t now_ms,
               struct buffer *out);

/* The same of what costs nothing to read, so that it can go first: where a subscription is further behind
 * than the recent facts go, `*behind` is set and the others go on. */
bool push_fill_recent(struct push *push, struct txn *txn, struct subscriber *subscriber, int64_t now_ms,
                      struct buffer *out, bool *behind);

/* Once a second: lets checkpoints fall due. */
void push_tick(struct push *push, int64_t now_ms);

#endif
