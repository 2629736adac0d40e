/* What was shown on a screen was read by whoever looks at it: the server is told, stretch by stretch. It does
 * not know what the facts say. */
#include "client/watch/stretches.h"

/* A hook, a program or a guest has read nothing; who follows one thread has not read the others. */
static bool is_read(const struct watch *watch)
{
    return watch->exec == NULL && watch->thread == NULL && !watch->options->json &&
           watch->session.identity != NULL;
}

void stretches_note(struct watch *watch, const struct fact_seen *fact)
{
    struct watch_stretch *stretch = watch->stretches;
    if (!is_read(watch))
        return;
    for (size_t i = 0; i < watch->stretch_count; i++, stretch++) {
        if (bytes_equal_text(fact->head.channel, stretch->channel)) {
            stretch->number = fact->head.number;
            return;
        }
    }
    if (watch->stretch_count == WATCH_STRETCHES) {
        stretches_send(watch);
        watch->stretch_count = 0;
        stretch = watch->stretches;
    }
    snprintf(stretch->channel, sizeof stretch->channel, "%.*s", (int)fact->head.channel.size,
             (const char *)fact->head.channel.at);
    stretch->after = fact->head.number - 1;
    stretch->number = fact->head.number;
    watch->stretch_count++;
}

void stretches_send(struct watch *watch)
{
    size_t left = 0;
    for (size_t i = 0; i < watch->stretch_count; i++) {
        struct watch_stretch *stretch = &watch->stretches[i];
        struct args_seen seen = {.has = {.channel = true, .after = true},
                                 .channel = bytes_of_text(stretch->channel),
                                 .number = stretch->number,
                                 .after = stretch->after};
        struct answer answer = {.row = NULL};
        struct failure ignored;
        enum error code = client_is_open(watch->session.client)
                              ? client_call_values(watch->session.client, VERB_seen, &seen, &answer, &ignored)
                              : ERR_UNREACHABLE;
        /* What the server could not take now goes with what is shown next. */
        bool again = code == ERR_UNREACHABLE || code == ERR_TOO_FAST || code == ERR_BUSY;
        if (again)
            watch->stretches[left++] = *stretch;
    }
    watch->stretch_count = left;
}
