/* Collects the channels of a proof from a server: their heads, without a hole as it seems, and what the house
 * signed of them. It does not know what the facts are about, nor whether they hold. */
#include "client/lib/proof/proof_collect.h"

#include <stdio.h>
#include <stdlib.h>

#include "client/lib/connect/wait.h"
#include "protocol/proof/head.h"
#include "protocol/tables.h"

enum { HEADS_FIRST_ROOM = 16384, INTERVALS_WAITED = 3 };

enum error collector_no_memory(struct collector *collector)
{
    return failure_say(collector->failure, ERR_INTERNAL, "There is no memory left.");
}

enum error collector_broken(struct collector *collector, const char *what)
{
    return failure_refuse(collector->failure, ERR_PROOF_BROKEN, NULL, bytes_of_text(what), 0);
}

struct collected *collector_add(struct collector *collector, const char *prefix, struct bytes name,
                                uint64_t first_number)
{
    struct collected *one = calloc(1, sizeof *one);
    if (one == NULL || collector->count == PROOF_CHANNELS) {
        free(one);
        return NULL;
    }
    snprintf(one->name, sizeof one->name, "%s%.*s", prefix, (int)name.size, (const char *)name.at);
    one->number = first_number - 1;
    collector->channels[collector->count++] = one;
    return one;
}

void collector_drop(struct collector *collector)
{
    struct collected *one = collector->channels[--collector->count];
    free(one->heads);
    free(one);
}

/* A bin of at most LIMIT_HEAD_BYTES, in its shortest form. */
static enum error append_head(struct collector *collector, struct collected *one, struct bytes head)
{
    uint8_t front[3] = {0xc4, (uint8_t)head.size};
    size_t front_size = 2;
    if (head.size > UINT8_MAX) {
        front[0] = 0xc5;
        front[1] = (uint8_t)(head.size >> 8);
        front[2] = (uint8_t)head.size;
        front_size = 3;
    }
    if (one->capacity - one->size < front_size + head.size) {
        size_t capacity = one->capacity == 0 ? HEADS_FIRST_ROOM : 2 * one->capacity;
        uint8_t *heads = capacity <= PROOF_BYTES ? realloc(one->heads, capacity) : NULL;
        if (heads == NULL)
            return capacity > PROOF_BYTES ? collector_broken(collector, "it would be larger than 64 MiB")
                                          : collector_no_memory(collector);
        one->heads = heads;
        one->capacity = capacity;
    }
    memcpy(one->heads + one->size, front, front_size);
    memcpy(one->heads + one->size + front_size, head.at, head.size);
    one->size += front_size + head.size;
    one->count++;
    one->number++;
    return OK;
}

/* Heads come by number; whether they are what they should be is judged when all is there. */
static enum error take_head_of(struct collector *collector, struct collected *one, struct bytes bytes)
{
    struct head head;
    struct refusal why;
    if (head_read(bytes, &head, &why) != OK)
        return failure_take(collector->failure, &why);
    if (!bytes_equal_text(head.channel, one->name) || head.number <= one->number)
        return OK;
    if (head.number != one->number + 1)
        return collector_broken(collector, "the server left out a fact");
    return append_head(collector, one, bytes);
}

struct heads_taken {
    struct collector *collector;
    struct collected *one;
    enum error code;
};

static void take_row(void *context, const struct shape *shape, const void *values)
{
    struct heads_taken *taken = context;
    const struct record_fact *fact = values;
    (void)shape;
    if (taken->code == OK)
        taken->code = take_head_of(taken->collector, taken->one, fact->head);
}

enum error collector_facts(struct collector *collector, const char *channel, uint64_t after, bool heads,
                           const struct answer *rows, bool *more)
{
    struct args_facts args = {
        .has = {.after = true, .limit = true, .heads = heads},
        .channel = bytes_of_text(channel),
        .after = after,
        .limit = heads ? LIMIT_ROWS : 1,
        .heads = heads,
    };
    struct record_count count = {0};
    struct answer answer = {.row = rows->row, .context = rows->context, .ok = &count};
    enum error code = client_call_values(collector->client, VERB_facts, &args, &answer, collector->failure);
    *more = count.has.more && count.more;
    return code;
}

enum error collector_heads(struct collector *collector, struct collected *one)
{
    bool more = true;
    struct heads_taken taken = {.collector = collector, .one = one};
    while (more) {
        uint64_t before = one->number;
        enum error code = collector_facts(collector, one->name, one->number, true,
                                          &(struct answer){.row = take_row, .context = &taken}, &more);
        if (code == OK)
            code = taken.code;
        if (code != OK)
            return code;
        if (more && one->number == before)
            return collector_broken(collector, "the server gives no more facts and says that there are more");
    }
    return one->count > 0 ? OK
                          : collector_broken(collector, "a channel has not the fact that it should have");
}

static enum error subscribe(struct collector *collector, size_t first)
{
    struct position positions[PROOF_CHANNELS];
    uint8_t room[PROOF_CHANNELS * (LIMIT_CHANNEL_BYTES + 16)];
    struct buffer map = buffer_over(room, sizeof room);
    for (size_t i = first; i < collector->count; i++)
        positions[i - first] = (struct position){.channel = bytes_of_text(collector->channels[i]->name),
                                                 .number = collector->channels[i]->number};
    positions_write(&map, positions, collector->count - first);
    struct args_subscribe args = {.channels = buffer_bytes(&map)};
    struct record_following following = {0};
    struct answer answer = {.ok = &following};
    enum error code =
        client_call_values(collector->client, VERB_subscribe, &args, &answer, collector->failure);
    collector->interval_ms = following.interval_ms < 3600000 ? following.interval_ms : 3600000;
    return code;
}

static struct collected *find(const struct collector *collector, struct bytes name)
{
    for (size_t i = 0; i < collector->count; i++) {
        if (bytes_equal_text(name, collector->channels[i]->name))
            return collector->channels[i];
    }
    return NULL;
}

static enum error take_checkpoint(struct collector *collector, const struct push_checkpoint *push)
{
    struct checkpoint checkpoint;
    struct refusal why;
    if (checkpoint_read(push->checkpoint, &checkpoint, &why) != OK)
        return failure_take(collector->failure, &why);
    struct collected *one = find(collector, checkpoint.channel);
    if (one == NULL || one->done || checkpoint.number != one->number)
        return OK;
    one->signed_ms = checkpoint.time_ms;
    one->checkpoint_size = push->checkpoint.size;
    memcpy(one->checkpoint, push->checkpoint.at, push->checkpoint.size);
    memcpy(one->signature, push->sig.at, LIMIT_SIGNATURE_BYTES);
    one->done =
        !bytes_equal_text(checkpoint.channel, CHANNEL_KEYS) || checkpoint.time_ms >= collector->needed_ms;
    if (!one->done && collector->waits != NULL && checkpoint.time_ms < collector->needed_ms)
        collector->waits(collector->context, collector->interval_ms);
    return OK;
}

/* What is pushed after a channel's checkpoint is left alone: the proof ends there. */
static enum error take_push(struct collector *collector, const struct push *push)
{
    struct refusal why = {0};
    struct push_fact fact;
    struct push_checkpoint head;
    struct push_ended ended;
    struct head read;
    if (push->kind == &push_kinds[PUSH_fact]) {
        if (codec_decode_known(&shape_push_fact, push->body, &fact, &why) != OK ||
            head_read(fact.head, &read, &why) != OK)
            return failure_take(collector->failure, &why);
        struct collected *one = find(collector, read.channel);
        return one == NULL || one->done ? OK : take_head_of(collector, one, fact.head);
    }
    if (push->kind == &push_kinds[PUSH_checkpoint]) {
        if (codec_decode_known(&shape_push_checkpoint, push->body, &head, &why) != OK)
            return failure_take(collector->failure, &why);
        return take_checkpoint(collector, &head);
    }
    if (push->kind == &push_kinds[PUSH_ended]) {
        if (codec_decode_known(&shape_push_ended, push->body, &ended, &why) != OK)
            return failure_take(collector->failure, &why);
        return failure_refuse(collector->failure, ERR_UNKNOWN_CHANNEL, NULL, ended.channel, 0);
    }
    return OK;
}

static bool all_done(const struct collector *collector)
{
    for (size_t i = 0; i < collector->count; i++) {
        if (!collector->channels[i]->done)
            return false;
    }
    return true;
}

static enum error await_checkpoints(struct collector *collector)
{
    enum error code = OK;
    int64_t deadline = wait_deadline(INTERVALS_WAITED * (int64_t)collector->interval_ms + 10000);
    while (code == OK && !all_done(collector)) {
        struct push *push = NULL;
        code = client_next_push(collector->client, deadline, &push, collector->failure);
        if (code == OK)
            code = take_push(collector, push);
        push_free(push);
    }
    return code;
}

enum error collector_checkpoints(struct collector *collector, size_t first)
{
    enum error code = subscribe(collector, first);
    return code == OK ? await_checkpoints(collector) : code;
}

/* What was pushed since its checkpoint was not kept, so it is asked for. */
enum error collector_renew(struct collector *collector, struct collected *one)
{
    one->done = false;
    enum error code = collector_heads(collector, one);
    return code == OK ? await_checkpoints(collector) : code;
}
