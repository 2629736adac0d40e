/* Makes, counts and frees the facts that loops share. It knows the push message and nothing of who
 * gets it. */
#include "server/writer/shared_fact.h"

#include <stdlib.h>

#include "protocol/tables.h"
#include "protocol/wire/message.h"

void fact_write_push(const struct stored_fact *fact, bool hidden, struct buffer *out)
{
    bool erased = fact->act.size == 0;
    struct push_fact push = {
        .has = {.act = !erased, .sig = !erased, .hidden = hidden},
        .head = fact->head,
        .act = fact->act,
        .sig = fact->signature,
        .hidden = hidden,
    };
    message_write(out, 0, push_kinds[PUSH_fact].word, &shape_push_fact, &push);
}

struct shared_fact *shared_fact_new(const struct fact *fact)
{
    uint8_t room[LIMIT_HEAD_BYTES + LIMIT_ACT_BYTES + 256];
    struct buffer out = buffer_over(room, sizeof room);
    const struct stored_fact stored = {
        .head = fact->head_bytes,
        .act = fact->act.bytes,
        .signature = fact->act.signature,
    };
    fact_write_push(&stored, false, &out);
    struct shared_fact *shared = out.overflowed ? NULL : malloc(sizeof *shared + out.size);
    if (shared == NULL)
        return NULL;
    const struct fact_kind *kind = fact_kind_find(fact->head.kind);
    atomic_init(&shared->references, 1);
    shared->revokes = kind != NULL && kind->access == REVOKES;
    shared->erases = kind == &fact_kinds[FACT_thing_erased];
    shared->hides = kind == &fact_kinds[FACT_post_hidden];
    shared->number = fact->head.number;
    memcpy(shared->hash, fact->hash, sizeof shared->hash);
    shared->channel_size = fact->head.channel.size;
    memcpy(shared->channel, fact->head.channel.at, fact->head.channel.size);
    shared->message_size = out.size;
    memcpy(shared->message, out.at, out.size);
    return shared;
}

struct shared_fact *shared_fact_hold(struct shared_fact *fact)
{
    atomic_fetch_add_explicit(&fact->references, 1, memory_order_relaxed);
    return fact;
}

void shared_fact_release(struct shared_fact *fact)
{
    if (fact != NULL && atomic_fetch_sub_explicit(&fact->references, 1, memory_order_acq_rel) == 1)
        free(fact);
}

struct batch *batch_new(size_t capacity)
{
    struct batch *batch = malloc(sizeof *batch + capacity * sizeof batch->facts[0]);
    if (batch != NULL) {
        atomic_init(&batch->references, 1);
        batch->count = 0;
    }
    return batch;
}

struct batch *batch_hold(struct batch *batch)
{
    atomic_fetch_add_explicit(&batch->references, 1, memory_order_relaxed);
    return batch;
}

void batch_release(struct batch *batch)
{
    if (batch == NULL || atomic_fetch_sub_explicit(&batch->references, 1, memory_order_acq_rel) != 1)
        return;
    for (size_t i = 0; i < batch->count; i++)
        shared_fact_release(batch->facts[i]);
    free(batch);
}
