/* Push: audiences by channel, subscriptions by number, and one way to fill a buffer with what lies after. It
 * must not know sockets or ciphers.
 *
 *   subscription.number < audience.tip: facts lie ahead (from `recent`, or from the ledger when further back)
 *   subscription.number = audience.tip: caught up; a signed head is due unless head_sent
 *   subscription.number > audience.tip: this loop has not yet been handed what the subscriber already has;
 * wait */
#include "server/net/push.h"

#include <stdlib.h>

#include "protocol/wire/message.h"

enum { AUDIENCE_BUCKETS = 256, RECENT_FACTS = 64, SIGNED_HEAD_MESSAGE_BYTES = 512, HEAD_SHARED_MS = 1000 };

struct subscription {
    struct audience *audience;
    struct subscriber *subscriber;
    struct subscription *next; /* of the same subscriber */
    struct subscription *next_member, **member_link;
    uint64_t number; /* of the last fact that was sent */
    bool head_sent;
};

/* Those on this loop who follow one channel; it lives while somebody does. */
struct audience {
    struct audience *next;
    struct subscription *members;
    struct tip tip;                           /* as far as this loop has been handed facts */
    struct shared_fact *recent[RECENT_FACTS]; /* by number, modulo; feeds those who are up to date */
    int64_t head_due_ms;
    int64_t head_made_ms;
    uint64_t head_number;
    size_t head_size;
    uint8_t head_message[SIGNED_HEAD_MESSAGE_BYTES]; /* signed once, sent to all */
    size_t name_size;
    char name[LIMIT_CHANNEL_BYTES];
};

struct push {
    struct push_options options;
    struct audience *buckets[AUDIENCE_BUCKETS];
};

static struct bytes audience_name(const struct audience *audience)
{
    return bytes_of(audience->name, audience->name_size);
}

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

/* The signed head of where the audience stands, made anew when it has moved. One made within the last second
 * is shared, so that a crowd that comes back costs few signatures; who comes later gets one of today. */
static struct bytes audience_head(struct push *push, struct audience *audience, int64_t now_ms)
{
    const struct push_options *options = &push->options;
    bool fresh = audience->head_size > 0 && audience->head_number == audience->tip.number &&
                 now_ms >= audience->head_made_ms && now_ms - audience->head_made_ms < HEAD_SHARED_MS;
    if (!fresh) {
        uint8_t bytes[SIGNED_HEAD_MESSAGE_BYTES / 2], signature[LIMIT_SIGNATURE_BYTES];
        struct buffer head = buffer_over(bytes, sizeof bytes);
        struct buffer message = buffer_over(audience->head_message, sizeof audience->head_message);
        signed_head_write(&head, &(struct signed_head){
                                     .house = bytes_of(options->house->public_key, LIMIT_KEY_BYTES),
                                     .epoch = options->epoch,
                                     .channel = audience_name(audience),
                                     .number = audience->tip.number,
                                     .hash = bytes_of(audience->tip.hash, LIMIT_HASH_BYTES),
                                     .time_ms = now_ms,
                                 });
        identity_sign(options->house, SIGNED_HEAD_CONTEXT, buffer_bytes(&head), signature);
        struct push_head push_head = {
            .has = {.head = true, .sig = true},
            .head = buffer_bytes(&head),
            .sig = bytes_of(signature, sizeof signature),
        };
        message_write(&message, 0, push_kinds[PUSH_head].word, &shape_push_head, &push_head);
        audience->head_size = message.size;
        audience->head_number = audience->tip.number;
        audience->head_made_ms = now_ms;
    }
    return bytes_of(audience->head_message, audience->head_size);
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

/* Where facts come from: without a run, from the recent ones alone. */
struct source {
    struct txn *txn;
    struct ledger_run *run; /* begun by the first fact that is not a recent one */
    bool behind;            /* one was needed that is not recent */
    bool asked, can_hide;   /* whether the channel has what can be hidden; asked once for each subscription */
};

/* Asked of what is read back alone: what has just happened is hidden by nobody yet. Where nothing can
 * be hidden, as in channels of notices, heads are not taken apart: who is a million facts behind
 * would notice. */
static bool is_hidden(struct source *source, struct bytes channel, const struct stored_fact *fact)
{
    struct head head;
    struct refusal why;
    if (!source->asked) {
        source->asked = true;
        source->can_hide = forum_can_hide(source->txn, channel);
    }
    return source->can_hide && head_read(fact->head, &head, &why) == OK &&
           forum_fact_hidden(source->txn, &head);
}

/* Whether the fact after subscription->number was appended. If not, it does not fit, cannot be read, or is
 * not recent and only such are wanted. */
static bool fill_one(struct source *source, struct subscription *one, struct buffer *out)
{
    struct audience *audience = one->audience;
    uint64_t number = one->number + 1;
    struct shared_fact *recent = audience->recent[number % RECENT_FACTS];
    if (recent != NULL && recent->number == number) {
        buffer_add(out, recent->message, recent->message_size);
    } else if (source->run == NULL) {
        source->behind = true;
        return false;
    } else {
        struct stored_fact fact;
        if (source->run->txn == NULL)
            ledger_run_begin(source->run, source->txn);
        if (!ledger_run_to(source->run, audience_name(audience), number, &fact))
            return false;
        fact_write_push(&fact, is_hidden(source, audience_name(audience), &fact), out);
    }
    if (out->overflowed) {
        out->overflowed = false; /* it holds what it held; the fact goes into the next one */
        return false;
    }
    one->number = number;
    return true;
}

/* Whether this loop has been handed all there is. A head behind one that another loop has signed would look
 * like a history taken back; the facts that are missing here are on their way, and the head follows them. */
static bool audience_is_current(struct txn *txn, const struct audience *audience)
{
    struct tip tip;
    ledger_tip(txn, audience_name(audience), &tip);
    return tip.number == audience->tip.number;
}

/* Fills in all that one subscription has ahead; false when it was not all. */
static bool fill_subscription(struct push *push, struct source *source, struct subscription *one,
                              int64_t now_ms, struct buffer *out)
{
    struct audience *audience = one->audience;
    source->asked = false;
    while (one->number < audience->tip.number) {
        if (!fill_one(source, one, out))
            return false;
    }
    if (one->number > audience->tip.number || one->head_sent || !audience_is_current(source->txn, audience))
        return true;
    struct bytes head = audience_head(push, audience, now_ms);
    if (head.size > out->capacity - out->size)
        return false;
    buffer_add(out, head.at, head.size);
    one->head_sent = true;
    return true;
}

bool push_fill(struct push *push, struct txn *txn, struct subscriber *subscriber, int64_t now_ms,
               struct buffer *out)
{
    struct ledger_run run;
    struct source source = {.txn = txn, .run = &run};
    bool all = true;
    run.txn = NULL;
    for (struct subscription *one = subscriber->subscriptions; all && one != NULL; one = one->next)
        all = fill_subscription(push, &source, one, now_ms, out);
    if (run.txn != NULL)
        ledger_run_end(&run);
    return !all && txn_error(txn) == OK;
}

bool push_fill_recent(struct push *push, struct txn *txn, struct subscriber *subscriber, int64_t now_ms,
                      struct buffer *out, bool *behind)
{
    *behind = false;
    for (struct subscription *one = subscriber->subscriptions; one != NULL; one = one->next) {
        struct source source = {.txn = txn};
        if (!fill_subscription(push, &source, one, now_ms, out) && !source.behind)
            return true;
        *behind |= source.behind;
    }
    return false;
}

void push_tick(struct push *push, int64_t now_ms)
{
    for (size_t i = 0; i < AUDIENCE_BUCKETS; i++) {
        for (struct audience *audience = push->buckets[i]; audience != NULL; audience = audience->next) {
            /* A clock set back must not silence the heads, so a due time far ahead counts as due too. */
            int64_t interval_ms = (int64_t)push->options.head_interval_ms;
            if (now_ms < audience->head_due_ms && audience->head_due_ms - now_ms <= interval_ms)
                continue;
            audience->head_due_ms = now_ms + interval_ms;
            for (struct subscription *one = audience->members; one != NULL; one = one->next_member) {
                one->head_sent = false;
                push->options.ready(push->options.context, one->subscriber);
            }
        }
    }
}
