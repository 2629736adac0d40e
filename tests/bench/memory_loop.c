/* Serves links in memory as conn_serve serves sockets, and counts what they get: how much of each record is
 * which headline, how many links have it, and when the last one had it. Any byte that does not add up, and
 * any watched record that does not open, ends the program. */
#include "tests/bench/memory_loop.h"

#include <sodium.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>

#include "protocol/proof/head.h"
#include "protocol/wire/message.h"
#include "tests/bench/founded.h"

struct memory_link {
    struct peer peer; /* first */
    struct subscriber subscriber;
    struct link link;
    struct memory_link *next;
    uint64_t number; /* of the last headline it was given */
    uint8_t watched; /* its place in memory->watched, from 1; 0: it is not */
    bool greeted;    /* it has been given its first checkpoint */
};

static uint64_t thread_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

static void no_answer(struct peer *peer, struct bytes message)
{
    (void)peer, (void)message; /* nobody asks */
}

static void no_free(struct peer *peer)
{
    (void)peer; /* the arena goes as a whole */
}

/* --- the other end of a few --- */

static void watch_fact(struct watched *watched, struct bytes body)
{
    struct push_fact fact;
    struct head head;
    struct refusal why;
    if (codec_decode(&shape_push_fact, body, &fact, &why) != OK || head_read(fact.head, &head, &why) != OK)
        founded_fail("a watched link", "a fact cannot be read");
    if (head.number != watched->number + 1 || !bytes_equal_text(head.channel, SAMPLE_CHANNEL) ||
        !bytes_equal(head.prev, bytes_of(watched->hash, LIMIT_HASH_BYTES)) || sample_time(fact.act) == 0)
        founded_fail("a watched link", "another fact came than the next one");
    hash_bytes(fact.head, watched->hash);
    watched->number = head.number;
}

/* Opens a record in place, and reads what it says. */
static void watch(struct memory_loop *memory, struct watched *watched, size_t record_size)
{
    uint64_t begun_ns = thread_ns();
    struct bytes plain;
    struct buffer none = {0};
    struct refusal why;
    size_t used;
    if (link_take(&watched->end, NULL, memory->loop.record_room, record_size, &used, &plain, &none, &why) !=
            OK ||
        used != record_size)
        founded_fail("a watched link", "a record does not open");
    while (plain.size > 0) {
        struct message message;
        if (message_take(&plain, &message, &why) != OK)
            founded_fail("a watched link", "a message cannot be read");
        if (bytes_equal_text(message.word, push_kinds[PUSH_fact].word))
            watch_fact(watched, message.body);
        else if (!bytes_equal_text(message.word, push_kinds[PUSH_checkpoint].word))
            founded_fail("a watched link", "neither a fact nor a checkpoint came");
    }
    memory->watching_ns += thread_ns() - begun_ns;
}

/* --- serving --- */

static void landed(struct memory_loop *memory, struct flight *flight)
{
    if (atomic_fetch_sub(&flight->loops_left, 1) != 1)
        return;
    flight->last_ns = clock_ns();
    sem_post(&memory->fan->landed);
}

/* The first record is the checkpoint of where the channel stood; from then on there are headlines only. */
static void count_record(struct memory_loop *memory, struct memory_link *one, size_t plain_size)
{
    struct fan *fan = memory->fan;
    memory->records++;
    if (!one->greeted) {
        one->greeted = true;
        if (++memory->greeted == memory->link_count)
            sem_post(&fan->greeted);
        return;
    }
    while (plain_size > 0) {
        uint64_t number = ++one->number;
        struct flight *flight = number < fan->flights_most ? &fan->flights[number] : NULL;
        if (flight == NULL || flight->message_bytes == 0 || flight->message_bytes > plain_size)
            founded_fail("a record", "it holds something else than the next headlines");
        plain_size -= flight->message_bytes;
        memory->deliveries++;
        if (++memory->reached[number] == memory->link_count)
            landed(memory, flight);
    }
}

/* As conn_serve and conn_send_plain, up to the socket. */
static void memory_link_serve(struct peer *peer)
{
    struct memory_link *one = (struct memory_link *)peer;
    struct loop *loop = peer->loop;
    struct memory_loop *memory = (struct memory_loop *)loop;
    struct buffer plain = buffer_over(loop->record_room + LINK_HEADER_BYTES, LIMIT_PLAIN_BYTES);
    struct txn *txn = loop_read(loop);
    if (txn == NULL)
        return;
    bool more = push_fill(loop->push, txn, &one->subscriber, loop->server->now_ms(), &plain);
    if (txn_error(txn) != OK || (more && plain.size == 0))
        founded_fail("push_fill", "a fact cannot be read");
    loop_read_done(loop);
    if (plain.size > 0) {
        size_t record_size;
        if (link_seal(&one->link, loop->record_room, plain.size, &record_size) != OK)
            founded_fail("link_seal", "it refuses");
        struct watched *watched = one->watched == 0 ? NULL : &memory->watched[one->watched - 1];
        if (watched != NULL)
            watch(memory, watched, record_size);
        count_record(memory, one, plain.size); /* last: it may tell the publisher that all is done */
        if (watched != NULL && watched->number != one->number)
            founded_fail("a watched link", "it was counted wrong");
    }
    if (more)
        loop_ready(peer);
}

static void on_ready(void *context, struct subscriber *subscriber)
{
    (void)context;
    loop_ready((struct peer *)((char *)subscriber - offsetof(struct memory_link, subscriber)));
}

static void on_ended(void *context, struct subscriber *subscriber, struct bytes channel, uint64_t number,
                     enum error error)
{
    (void)context, (void)subscriber, (void)channel, (void)number, (void)error;
    founded_fail("a subscription", "it ended");
}

void fan_facts(void *context, struct batch *batch)
{
    struct fan *fan = context;
    uint64_t now_ns = clock_ns();
    for (size_t i = 0; i < batch->count; i++) {
        const struct shared_fact *fact = batch->facts[i];
        if (fact->number >= fan->flights_most)
            founded_fail("a fact", "there are more than were published");
        fan->flights[fact->number].message_bytes = fact->message_size;
        fan->flights[fact->number].committed_ns = now_ns;
    }
    for (unsigned i = 0; i < fan->loop_count; i++)
        loop_post_facts(&fan->loops[i]->loop, batch);
}

/* --- life --- */

/* Session keys as a handshake would leave them; a watched one's are known to its other end. */
static void open_link(struct memory_loop *memory, struct memory_link *one, struct txn *txn, uint8_t watched)
{
    uint8_t anchor[LIMIT_HASH_BYTES];
    struct refusal why;
    one->peer = (struct peer){
        .loop = &memory->loop,
        .holds = 1,
        .answer = no_answer,
        .serve = memory_link_serve,
        .free = no_free,
    };
    one->link.state = LINK_OPEN;
    randombytes_buf(one->link.send.key, sizeof one->link.send.key);
    one->number = memory->fan->begun;
    one->watched = watched;
    if (push_subscribe(memory->loop.push, txn, &one->subscriber, bytes_of_text(SAMPLE_CHANNEL), one->number,
                       anchor, &why) != OK)
        founded_fail("push_subscribe", error_kinds[why.code].text);
    if (watched == 0)
        return;
    struct watched *other = &memory->watched[watched - 1];
    other->end = (struct link){.state = LINK_OPEN, .client = true};
    memcpy(other->end.receive.key, one->link.send.key, sizeof other->end.receive.key);
    other->number = one->number;
    memcpy(other->hash, anchor, sizeof other->hash);
}

struct memory_loop *memory_loop_new(struct fan *fan, unsigned index, unsigned links)
{
    struct memory_loop *memory = calloc(1, sizeof *memory);
    if (memory == NULL || loop_init(&memory->loop, &fan->server, index) != OK)
        founded_fail("a loop", "it cannot be made");
    memory->fan = fan;
    memory->link_count = links;
    memory->arena = arena_new(sizeof(struct memory_link));
    memory->reached = calloc(fan->flights_most, sizeof *memory->reached);
    push_free(memory->loop.push); /* its subscribers would be sockets */
    memory->loop.push = push_new(&(struct push_options){
        .house = fan->server.house,
        .epoch = fan->server.epoch,
        .checkpoint_interval_ms = fan->server.checkpoint_interval_ms,
        .context = memory,
        .ready = on_ready,
        .ended = on_ended,
    });
    if (memory->arena == NULL || memory->reached == NULL || memory->loop.push == NULL)
        founded_fail("a loop", "memory is out");
    memset(memory->loop.record_room, 0, sizeof memory->loop.record_room); /* touched: no link's memory */
    fan->loops[fan->loop_count++] = memory;
    return memory;
}

void memory_loop_subscribe(struct memory_loop *memory)
{
    struct loop *loop = &memory->loop;
    struct txn *txn = loop_read(loop);
    unsigned apart = memory->link_count / WATCHED_LINKS;
    for (unsigned i = 0; i < memory->link_count; i++) {
        struct memory_link *one = arena_take(memory->arena);
        if (txn == NULL || one == NULL)
            founded_fail("a link", "memory is out");
        bool watch_it = i % apart == 0 && i / apart < WATCHED_LINKS;
        open_link(memory, one, txn, (uint8_t)(watch_it ? i / apart + 1 : 0));
        one->next = memory->links;
        memory->links = one;
    }
    loop_read_done(loop);
    push_tick(loop->push, loop->server->now_ms()); /* so that the next heads fall due after the run */
}

void memory_loop_run(struct memory_loop *memory)
{
    uv_run(&memory->loop.uv, UV_RUN_DEFAULT);
    for (struct memory_link *one = memory->links; one != NULL; one = one->next)
        push_leave(memory->loop.push, &one->subscriber);
    loop_run(&memory->loop); /* nothing is left to run: it frees */
}

void memory_loop_free(struct memory_loop *memory, uint64_t last)
{
    uint64_t begun = memory->fan->begun;
    bool good = memory->deliveries == (last - begun) * memory->link_count;
    for (uint64_t number = begun + 1; number <= last; number++)
        good &= memory->reached[number] == memory->link_count;
    for (struct memory_link *one = memory->links; one != NULL; one = one->next)
        good &= one->number == last;
    for (unsigned i = 0; i < WATCHED_LINKS; i++)
        good &= memory->watched[i].number == last;
    if (!good)
        founded_fail("deliveries", "not every link has every headline once");
    arena_free(memory->arena);
    free(memory->reached);
    free(memory);
}
