/* The inside of push, for the files that share it: push.c (who follows what, and where each stands) and
 * push_fill.c (what lies ahead of them). Nobody else includes this.
 *
 *   subscription.number < audience.tip: facts lie ahead (from `recent`, or from the ledger when further back)
 *   subscription.number = audience.tip: caught up; a checkpoint is due unless checkpoint_sent
 *   subscription.number > audience.tip: wait: this loop has not been handed yet what the subscriber has */
#ifndef BULLETIN_NET_PUSH_INSIDE_H
#define BULLETIN_NET_PUSH_INSIDE_H

#include "server/net/push.h"

enum { AUDIENCE_BUCKETS = 256, RECENT_FACTS = 64, CHECKPOINT_MESSAGE_BYTES = 512 };

struct subscription {
    struct audience *audience;
    struct subscriber *subscriber;
    struct subscription *next; /* of the same subscriber */
    struct subscription *next_member, **member_link;
    uint64_t number; /* of the last fact that was sent */
    bool checkpoint_sent;
};

/* Those on this loop who follow one channel; it lives while somebody does. */
struct audience {
    struct audience *next;
    struct subscription *members;
    struct tip tip;                           /* as far as this loop has been handed facts */
    struct shared_fact *recent[RECENT_FACTS]; /* by number, modulo; feeds those who are up to date */
    int64_t checkpoint_due_ms;
    int64_t checkpoint_made_ms;
    uint64_t checkpoint_number;
    size_t checkpoint_size;
    uint8_t checkpoint_message[CHECKPOINT_MESSAGE_BYTES]; /* signed once, sent to all */
    size_t name_size;
    char name[LIMIT_CHANNEL_BYTES];
};

struct push {
    struct push_options options;
    struct audience *buckets[AUDIENCE_BUCKETS];
};

static inline struct bytes audience_name(const struct audience *audience)
{
    return bytes_of(audience->name, audience->name_size);
}

#endif
