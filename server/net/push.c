/* Push: audiences by channel, and subscriptions by the number of the last fact that was sent. It must not
 * know sockets or ciphers, nor what lies ahead of anybody (push_fill.c). */
#include "server/net/push_inside.h"

#include <stdlib.h>

static struct audience **audience_slot(struct push *push, struct bytes name)
{
    uint32_t hash = 2166136261u; /* FNV-1a: short names, nobody chooses them to collide but operators */
    for (size_t i = 0; i < name.size; i++)
        hash = (hash ^ name.at[i]) * 16777619u;
    struct audience **slot = &push->buckets[hash % AUDIENCE_BUCKETS];
    while (*slot != NULL && !bytes_equal(audience_name(*slot), name))
        slot = &(*slot)->next;
    return slot;
}

static struct audience *audience_make(struct audience **slot, struct txn *txn, struct bytes name)
{
    struct audience *audience = calloc(1, sizeof *audience);
    if (audience == NULL)
        return NULL;
    audience->name_size = name.size;
    memcpy(audience->name, name.at, name.size);
    ledger_tip(txn, name, &audience->tip);
    *slot = audience;
    return audience;
}

static void audience_forget(struct audience *audience)
{
    for (size_t i = 0; i < RECENT_FACTS; i++) {
        shared_fact_release(audience->recent[i]);
        audience->recent[i] = NULL;
    }
}

static void audience_drop(struct push *push, struct audience *audience)
{
    struct audience **slot = audience_slot(push, audience_name(audience));
    *slot = audience->next;
    audience_forget(audience);
    free(audience);
}

static void audience_take(struct push *push, struct audience *audience, struct shared_fact *fact)
{
    if (fact->number <= audience->tip.number)
        return; /* the audience was made from a newer snapshot than this batch */
    if (fact->erases || fact->hides)
        audience_forget(audience); /* those before it are read from the ledger, as they are by now */
    struct shared_fact **place = &audience->recent[fact->number % RECENT_FACTS];
    shared_fact_release(*place);
    *place = shared_fact_hold(fact);
    audience->tip.number = fact->number;
    memcpy(audience->tip.hash, fact->hash, sizeof audience->tip.hash);
    for (struct subscription *one = audience->members; one != NULL; one = one->next_member)
        push->options.ready(push->options.context, one->subscriber);
}

struct push *push_new(const struct push_options *options)
{
    struct push *push = calloc(1, sizeof *push);
    if (push != NULL)
        push->options = *options;
    return push;
}

void push_free(struct push *push)
{
    if (push == NULL)
        return;
    for (size_t i = 0; i < AUDIENCE_BUCKETS; i++) {
        while (push->buckets[i] != NULL)
            audience_drop(push, push->buckets[i]);
    }
    free(push);
}

static struct subscription **subscription_find(struct subscriber *subscriber, struct bytes channel)
{
    struct subscription **link = &subscriber->subscriptions;
    while (*link != NULL && !bytes_equal(audience_name((*link)->audience), channel))
        link = &(*link)->next;
    return link;
}

/* Takes the subscription that `link` points at out of everything. */
static void subscription_end(struct push *push, struct subscription **link)
{
    struct subscription *one = *link;
    struct audience *audience = one->audience;
    *link = one->next;
    one->subscriber->count--;
    *one->member_link = one->next_member;
    if (one->next_member != NULL)
        one->next_member->member_link = one->member_link;
    free(one);
    if (audience->members == NULL)
        audience_drop(push, audience);
}

enum error push_subscribe(struct push *push, struct txn *txn, struct subscriber *subscriber,
                          struct bytes channel, uint64_t number, uint8_t anchor[LIMIT_HASH_BYTES],
                          struct refusal *why)
{
    struct tip tip;
    struct fact fact;
    ledger_tip(txn, channel, &tip);
    if (number > tip.number)
        return refuse(why, ERR_PAST_END, "channels", channel, tip.number);
    if (*subscription_find(subscriber, channel) != NULL)
        return refuse(why, ERR_SUBSCRIBED, "channels", channel, 0);
    if (subscriber->count >= LIMIT_FOLLOWED)
        return refuse(why, ERR_TOO_MANY_SUBSCRIPTIONS, "channels", channel, LIMIT_FOLLOWED);
    if (number > 0 && !ledger_read_at(txn, channel, number, &fact))
        return refuse(why, ERR_INTERNAL, NULL, (struct bytes){0}, 0);

    struct subscription *one = calloc(1, sizeof *one);
    struct audience **slot = audience_slot(push, channel);
    struct audience *audience = *slot != NULL ? *slot
                                : one == NULL ? NULL
                                              : audience_make(slot, txn, channel);
    if (one == NULL || audience == NULL) {
        free(one);
        return refuse(why, ERR_NO_MEMORY, NULL, (struct bytes){0}, 0);
    }
    if (number > 0)
        memcpy(anchor, fact.hash, LIMIT_HASH_BYTES);
    else
        memset(anchor, 0, LIMIT_HASH_BYTES);
    one->audience = audience;
    one->subscriber = subscriber;
    one->number = number;
    one->next = subscriber->subscriptions;
    subscriber->subscriptions = one;
    subscriber->count++;
    one->next_member = audience->members;
    one->member_link = &audience->members;
    if (one->next_member != NULL)
        one->next_member->member_link = &one->next_member;
    audience->members = one;
    push->options.ready(push->options.context, subscriber);
    return OK;
}

enum error push_unsubscribe(struct push *push, struct subscriber *subscriber, struct bytes channel,
                            struct refusal *why)
{
    struct subscription **link = subscription_find(subscriber, channel);
    if (*link == NULL)
        return refuse(why, ERR_NOT_SUBSCRIBED, "channel", channel, 0);
    subscription_end(push, link);
    return OK;
}

void push_leave(struct push *push, struct subscriber *subscriber)
{
    while (subscriber->subscriptions != NULL)
        subscription_end(push, &subscriber->subscriptions);
}

/* Ends the subscriptions of one audience whose right to read is gone. */
static void audience_judge(struct push *push, struct audience *audience, struct txn *txn)
{
    struct actor actor;
    char name[LIMIT_CHANNEL_BYTES];
    size_t name_size = audience->name_size;
    memcpy(name, audience->name, name_size);
    actor_of_key(txn, NULL, &actor);
    if (channel_allows(txn, audience_name(audience), RIGHT_READ, &actor))
        return; /* open to guests: nobody loses it */
    for (struct subscription *one = audience->members, *next; one != NULL; one = next) {
        next = one->next_member;
        actor_of_key(txn, one->subscriber->known_key ? one->subscriber->key : NULL, &actor);
        if (channel_allows(txn, audience_name(audience), RIGHT_READ, &actor))
            continue;
        struct subscriber *subscriber = one->subscriber;
        uint64_t number = one->number;
        struct subscription **link = &subscriber->subscriptions;
        while (*link != one)
            link = &(*link)->next;
        bool last = audience->members == one && next == NULL;
        subscription_end(push, link); /* before it is told, which may close the connection */
        push->options.ended(push->options.context, subscriber, bytes_of(name, name_size), number,
                            ERR_UNKNOWN_CHANNEL);
        if (last)
            return; /* the audience went with it */
    }
}

void push_take(struct push *push, struct txn *txn, struct batch *batch)
{
    bool revokes = false;
    for (size_t i = 0; i < batch->count; i++)
        revokes |= batch->facts[i]->revokes;
    for (size_t i = 0; revokes && i < AUDIENCE_BUCKETS; i++) {
        for (struct audience *one = push->buckets[i], *next; one != NULL; one = next) {
            next = one->next;
            audience_judge(push, one, txn);
        }
    }
    for (size_t i = 0; i < batch->count; i++) {
        struct shared_fact *fact = batch->facts[i];
        struct audience *audience = *audience_slot(push, bytes_of(fact->channel, fact->channel_size));
        struct audience *themes = fact->hides ? *audience_slot(push, bytes_of_text(CHANNEL_THEMES)) : NULL;
        if (themes != NULL)
            audience_forget(themes); /* what opened a theme stands there, too */
        if (audience != NULL)
            audience_take(push, audience, fact);
    }
}

void push_tick(struct push *push, int64_t now_ms)
{
    for (size_t i = 0; i < AUDIENCE_BUCKETS; i++) {
        for (struct audience *audience = push->buckets[i]; audience != NULL; audience = audience->next) {
            /* A clock that was set back must not silence checkpoints: a due time far ahead is due too. */
            int64_t interval_ms = (int64_t)push->options.checkpoint_interval_ms;
            if (now_ms < audience->checkpoint_due_ms && audience->checkpoint_due_ms - now_ms <= interval_ms)
                continue;
            audience->checkpoint_due_ms = now_ms + interval_ms;
            for (struct subscription *one = audience->members; one != NULL; one = one->next_member) {
                one->checkpoint_sent = false;
                push->options.ready(push->options.context, one->subscriber);
            }
        }
    }
}
