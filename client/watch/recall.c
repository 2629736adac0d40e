/* Goes through all that was kept before: holes, urgent bulletins, deliveries that are still owed. It fetches
 * and shows nothing. */
#include "client/watch/recall.h"

#include "client/lib/follow/holes.h"
#include "client/watch/deliver.h"
#include "client/watch/urgent.h"

struct recall {
    struct watch *watch;
    struct holes holes;
    uint64_t until;
    bool no_memory;
};

static bool recall_fact(void *context, struct bytes push_fact)
{
    struct recall *recall = context;
    struct fact_seen fact;
    struct failure ignored;
    if (fact_read(push_fact, &fact, &ignored) != OK)
        return true;
    if (fact.head.number > recall->until)
        return false; /* it comes again */
    recall->no_memory = !holes_take(&recall->holes, &fact) || !urgents_fold(recall->watch, &fact) ||
                        !deliveries_fold(recall->watch, &fact);
    return !recall->no_memory;
}

static enum error recall_channel(struct watch *watch, const struct check_position *at,
                                 struct failure *failure)
{
    struct recall recall = {.watch = watch, .until = at->number};
    struct bytes channel = bytes_of_text(at->channel);
    enum error code = keep_walk(watch->keep, channel, recall_fact, &recall, NULL, failure);
    if (code == OK && recall.no_memory)
        code = failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    for (size_t i = 0; code == OK && i < recall.holes.count; i++)
        code = check_hole(watch->check, channel, &recall.holes.list[i], failure);
    holes_fini(&recall.holes);
    return code;
}

enum error recall_kept(struct watch *watch, struct failure *failure)
{
    enum error code = OK;
    for (size_t i = 0; code == OK && i < check_count(watch->check); i++)
        code = recall_channel(watch, check_at(watch->check, i), failure);
    return code;
}
