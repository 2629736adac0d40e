/* Holes in a channel and what explains them. It does not know when they must be explained; follow_check.c
 * does. */
#include "client/lib/follow/holes.h"

#include <stdlib.h>

#include "client/lib/grow.h"

void holes_fini(struct holes *holes)
{
    for (size_t i = 0; i < holes->count; i++)
        free((void *)holes->list[i].head.at);
    free(holes->list);
    *holes = (struct holes){0};
}

bool holes_add(struct holes *holes, const struct hole *hole)
{
    void *list = holes->list;
    if (!grow_list(&list, holes->count, &holes->capacity, sizeof *holes->list))
        return false;
    holes->list = list;
    uint8_t *head = malloc(hole->head.size);
    if (head == NULL)
        return false;
    memcpy(head, hole->head.at, hole->head.size);
    holes->list[holes->count] = *hole;
    holes->list[holes->count++].head = bytes_of(head, hole->head.size);
    return true;
}

/* Heads are read again only for the few facts that an erasure names. */
static bool explains(const struct erasure *erasure, const struct hole *hole)
{
    struct head head;
    struct refusal why;
    return erasure_names(erasure, hole->seq) && head_read(hole->head, &head, &why) == OK &&
           erasure_takes(erasure, &head);
}

/* The thing itself may be among the holes; then its head says whose it was. */
static struct bytes owner_of(const struct holes *holes, const struct erasure *erasure)
{
    struct bytes channel;
    uint64_t number;
    struct head head;
    struct refusal why;
    if (!id_split(erasure->id, &channel, &number))
        return (struct bytes){0};
    for (size_t i = 0; i < holes->count; i++) {
        if (holes->list[i].number == number && head_read(holes->list[i].head, &head, &why) == OK &&
            bytes_equal(head.channel, channel))
            return head.actor;
    }
    return (struct bytes){0};
}

static void explain(struct holes *holes, const struct erasure *said)
{
    size_t left = 0;
    uint8_t room[LIMIT_NAME_BYTES];
    struct erasure erasure = *said;
    const struct bytes owner = owner_of(holes, said);
    if (owner.size > sizeof room)
        return;           /* no account has such a name */
    if (owner.size > 0) { /* it outlives the hole */
        memcpy(room, owner.at, owner.size);
        erasure.owner = bytes_of(room, owner.size);
    }
    for (size_t i = 0; i < holes->count; i++) {
        if (explains(&erasure, &holes->list[i]))
            free((void *)holes->list[i].head.at);
        else
            holes->list[left++] = holes->list[i];
    }
    holes->count = left;
}

bool holes_take(struct holes *holes, const struct fact_seen *fact)
{
    struct erasure erasure;
    if (!fact->has_act) {
        struct hole hole = {.number = fact->head.number, .seq = fact->head.seq, .head = fact->push.head};
        return holes_add(holes, &hole);
    }
    if (fact_erases(fact, &erasure))
        explain(holes, &erasure);
    return true;
}

uint64_t holes_first(const struct holes *holes)
{
    return holes->count > 0 ? holes->list[0].number : 0;
}
