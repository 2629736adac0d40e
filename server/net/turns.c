/* A hash table of those who pay, and a heap of those of them for whom somebody waits, the one that has used
 * least on top (start-time fair queueing). It must not know what a turn is used for. */
#include "server/net/turns.h"

#include <assert.h>
#include <stdlib.h>

enum { HEAP_ROOM = 64 };

void turns_fini(struct turns *turns)
{
    assert(turns->payers == 0);
    free(turns->heap);
    turns->heap = NULL;
}

/* --- the heap --- */

static bool goes_before(const struct payer *one, const struct payer *other)
{
    return one->used_ns != other->used_ns ? one->used_ns < other->used_ns : one->since < other->since;
}

static void heap_put(struct turns *turns, struct payer *payer, size_t place)
{
    turns->heap[place - 1] = payer;
    payer->place = place;
}

static void heap_up(struct turns *turns, struct payer *payer)
{
    size_t place = payer->place;
    for (; place > 1 && goes_before(payer, turns->heap[place / 2 - 1]); place /= 2)
        heap_put(turns, turns->heap[place / 2 - 1], place);
    heap_put(turns, payer, place);
}

static void heap_down(struct turns *turns, struct payer *payer)
{
    size_t place = payer->place;
    for (size_t below; (below = 2 * place) <= turns->waiting; place = below) {
        if (below < turns->waiting && goes_before(turns->heap[below], turns->heap[below - 1]))
            below++;
        if (!goes_before(turns->heap[below - 1], payer))
            break;
        heap_put(turns, turns->heap[below - 1], place);
    }
    heap_put(turns, payer, place);
}

static void heap_pop(struct turns *turns)
{
    struct payer *last = turns->heap[turns->waiting - 1];
    turns->heap[0]->place = 0;
    if (--turns->waiting > 0) {
        last->place = 1;
        heap_down(turns, last);
    }
}

/* --- those who pay --- */

static struct payer **payer_slot(struct turns *turns, enum payer_kind kind, uint64_t id)
{
    struct payer **slot = &turns->buckets[(id * 0x9e3779b97f4a7c15u) >> 54];
    while (*slot != NULL && ((*slot)->id != id || (*slot)->kind != kind))
        slot = &(*slot)->next;
    return slot;
}

static struct payer *payer_make(struct turns *turns, enum payer_kind kind, uint64_t id)
{
    struct payer *payer = calloc(1, sizeof *payer);
    if (payer == NULL)
        return NULL;
    if (turns->payers == turns->room) {
        size_t room = turns->room == 0 ? HEAP_ROOM : 2 * turns->room;
        struct payer **heap = realloc(turns->heap, room * sizeof(struct payer *));
        if (heap == NULL) {
            free(payer);
            return NULL;
        }
        turns->heap = heap;
        turns->room = room;
    }
    payer->id = id;
    payer->kind = kind;
    payer->last = &payer->first;
    turns->payers++;
    return payer;
}

bool turn_pay(struct turns *turns, struct turn *turn, enum payer_kind kind, uint64_t id)
{
    assert(!turn->waits);
    struct payer **slot = payer_slot(turns, kind, id), *payer = *slot;
    if (payer == NULL)
        payer = *slot = payer_make(turns, kind, id);
    if (payer == NULL)
        return false;
    payer->turns++; /* before the old one is left: it may be the same */
    turn_leave(turns, turn);
    turn->payer = payer;
    return true;
}

void turn_leave(struct turns *turns, struct turn *turn)
{
    struct payer *payer = turn->payer;
    assert(!turn->waits);
    turn->payer = NULL;
    if (payer == NULL || --payer->turns > 0)
        return;
    struct payer **slot = payer_slot(turns, payer->kind, payer->id);
    *slot = payer->next;
    turns->payers--;
    free(payer);
}

/* --- turns --- */

/* It has used at least as much as whom was served last: time nobody wanted cannot be saved up. */
static void payer_arrives(struct turns *turns, struct payer *payer)
{
    if (payer->used_ns < turns->used_ns)
        payer->used_ns = turns->used_ns;
}

bool turn_may_come(const struct turns *turns, const struct turn *turn)
{
    return turn->payer->unread_bytes <= turns->unread_most;
}

/* Into the heap, when somebody of it waits and may. */
static void payer_enters(struct turns *turns, struct payer *payer)
{
    if (payer->place != 0 || payer->first == NULL || payer->unread_bytes > turns->unread_most)
        return;
    payer_arrives(turns, payer);
    payer->since = turns->coming++;
    payer->place = ++turns->waiting;
    heap_up(turns, payer);
}

bool turn_wait(struct turns *turns, struct turn *turn)
{
    struct payer *payer = turn->payer;
    if (turn->waits)
        return false;
    turn->waits = true;
    turn->next = NULL;
    *payer->last = turn;
    payer->last = &turn->next;
    payer_enters(turns, payer);
    return true;
}

/* The first of those who wait for this payer. */
static struct turn *payer_next(struct payer *payer)
{
    struct turn *turn = payer->first;
    payer->first = turn->next;
    if (payer->first == NULL)
        payer->last = &payer->first;
    turn->waits = false;
    return turn;
}

struct turn *turns_next(struct turns *turns)
{
    while (turns->waiting > 0 && turns->heap[0]->unread_bytes > turns->unread_most)
        heap_pop(turns); /* it comes back when they have been fetched */
    if (turns->waiting == 0)
        return NULL;
    struct payer *payer = turns->heap[0];
    struct turn *turn = payer_next(payer);
    turns->used_ns = payer->used_ns;
    if (payer->first == NULL) {
        heap_pop(turns);
    } else {
        payer->since = turns->coming++;
        heap_down(turns, payer);
    }
    return turn;
}

uint64_t turns_next_cost(const struct turns *turns)
{
    return turns->waiting == 0 ? 0 : turns->heap[0]->last_ns;
}

void turn_at_once(struct turns *turns, struct turn *turn)
{
    payer_arrives(turns, turn->payer);
    if (turns->waiting == 0)
        turns->used_ns = turn->payer->used_ns;
}

void turn_charge(struct turns *turns, struct turn *turn, uint64_t ns)
{
    struct payer *payer = turn->payer;
    if (payer == NULL)
        return;
    if (payer->place != 0) {
        payer->used_ns += ns;
        heap_down(turns, payer);
        return;
    }
    payer_arrives(turns, payer);
    payer->used_ns += ns;
}

void turn_unread(struct turns *turns, struct turn *turn, size_t before, size_t now)
{
    struct payer *payer = turn->payer;
    payer->unread_bytes -= before;
    payer->unread_bytes += now;
    payer_enters(turns, payer);
}
