/* Holes in a channel and what explains them. It does not know when they must be explained; check.c does. */
#include "client/lib/follow/holes.h"

#include <stdlib.h>

void holes_fini(struct holes *holes)
{
    free(holes->list);
    *holes = (struct holes){0};
}

bool holes_add(struct holes *holes, const struct hole *hole)
{
    if (holes->count == holes->capacity) {
        size_t capacity = 2 * holes->capacity + 16;
        struct hole *list = realloc(holes->list, capacity * sizeof *list);
        if (list == NULL)
            return false;
        holes->list = list;
        holes->capacity = capacity;
    }
    holes->list[holes->count++] = *hole;
    return true;
}

bool holes_erasing(const struct fact_seen *fact, struct erasure *erasing)
{
    const struct bytes *id = fact_decided(fact, "id"), *act_id = fact_arg(fact, "id");
    bool erases = fact_is_kind(fact, FACT_bulletin_erased) && fact->verb == &verbs[VERB_erase] &&
                  id != NULL && act_id != NULL && bytes_equal(*id, *act_id);
    const struct bytes *facts = erases ? fact_decided(fact, "facts") : NULL;
    if (facts == NULL)
        return false;
    *erasing = (struct erasure){*id, *facts};
    return true;
}

static void explain(struct holes *holes, const struct erasure *erasing)
{
    size_t left = 0;
    for (size_t i = 0; i < holes->count; i++) {
        if (!erasing_takes(erasing, holes->list[i].seq, holes->list[i].place))
            holes->list[left++] = holes->list[i];
    }
    holes->count = left;
}

bool holes_take(struct holes *holes, const struct fact_seen *fact)
{
    struct erasure erasing;
    if (!fact->has_act) {
        struct hole hole = {.number = fact->head.number, .seq = fact->head.seq};
        erasing_place(&fact->head, hole.place);
        return holes_add(holes, &hole);
    }
    if (holes_erasing(fact, &erasing))
        explain(holes, &erasing);
    return true;
}

uint64_t holes_first(const struct holes *holes)
{
    return holes->count > 0 ? holes->list[0].number : 0;
}
