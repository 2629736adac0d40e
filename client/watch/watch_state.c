/* Questions about one watch that several of its parts ask. It does not know what they do with the answers. */
#include "client/watch/watch_state.h"

struct verdict watch_has_shown(struct watch *watch)
{
    watch->shown++;
    watch_reset_deadline(watch);
    return (struct verdict){.stop = watch->count != 0 && watch->shown == watch->count,
                            .exit_code = EXIT_DONE};
}

/* Those named on the command line, or all when none was. */
bool watch_is_wanted(const struct watch *watch, struct bytes channel)
{
    for (size_t i = 0; i < watch->wanted_count; i++) {
        if (bytes_equal_text(channel, watch->wanted[i]))
            return true;
    }
    return watch->wanted_count == 0;
}

bool watch_is_inbox(const struct watch *watch, const struct fact_seen *fact)
{
    return watch->inbox[0] != '\0' && bytes_equal_text(fact->head.channel, watch->inbox);
}

bool watch_is_history(const struct watch *watch, const struct fact_seen *fact)
{
    for (size_t i = 0; i < watch->tip_count; i++) {
        if (bytes_equal_text(fact->head.channel, watch->tips[i].channel))
            return fact->head.number <= watch->tips[i].number;
    }
    return false;
}
