/* Looking through what an earlier watch has kept, before anything is built on it. Fetching and checking are
 * the library's; here it is decided what is said. */
#include "client/watch/mend.h"

#include <stdio.h>

#include "client/lib/follow/refetch.h"
#include "client/watch/broken.h"
#include "client/watch/keeping.h"

static void say_mended(const struct watch *watch, const char *channel, const struct refetched *mended)
{
    char sentence[LIMIT_CHANNEL_BYTES + 300];
    if (mended->fetched > 0)
        say_note(watch->options,
                 "Fetched again for '%s', because it was damaged or missing on this disk: %llu fact%s.",
                 channel, (unsigned long long)mended->fetched, mended->fetched == 1 ? "" : "s");
    if (mended->lost == 0)
        return;
    snprintf(sentence, sizeof sentence,
             "DAMAGED: of what was kept of '%s', %llu fact%s from number %llu on cannot be read on this "
             "disk, and the server does not return what is missing.",
             channel, (unsigned long long)mended->lost, mended->lost == 1 ? "" : "s",
             (unsigned long long)mended->first);
    say_text(sentence);
}

static enum error mend_one(struct watch *watch, const struct cursor_place *place, struct failure *failure)
{
    struct refetched mended;
    struct bytes channel = bytes_of_text(place->channel);
    enum error code = refetch_channel(watch->keep, watch->session.client, channel, &mended, failure);
    if (code == OK) {
        say_mended(watch, place->channel, &mended);
        return OK;
    }
    if (failure_exit(failure) != EXIT_PROOF)
        return code;
    broken_channel(watch, place->channel, place->number, failure);
    check_forget(watch->check, channel);
    return OK;
}

enum error mend_facts(struct watch *watch, struct failure *failure)
{
    const struct cursor *cursor = keep_cursor(watch->keep);
    enum error code = OK;
    if (keep_cursor_was_lost(watch->keep))
        say_text(
            "DAMAGED: the cursor of this watcher was damaged or missing. It was rebuilt from the kept facts; "
            "the newest of each channel is shown once more, and a channel without kept facts begins again.");
    for (size_t i = 0; code == OK && i < cursor->count; i++) {
        if (check_find(watch->check, bytes_of_text(cursor->places[i].channel)) != NULL)
            code = mend_one(watch, &cursor->places[i], failure);
    }
    return code;
}

struct texts {
    struct watch *watch;
    uint64_t until; /* what lies behind the cursor comes again, with its texts */
    uint64_t fetched;
    struct verdict verdict;
};

static bool mend_texts_of(void *context, struct bytes push_fact)
{
    struct texts *texts = context;
    struct fact_seen fact;
    struct failure ignored;
    if (fact_read(push_fact, &fact, &ignored) == OK && fact.head.number <= texts->until)
        texts->verdict = keeping_fetch_named(texts->watch, &fact, &texts->fetched);
    return !texts->verdict.stop;
}

struct verdict mend_texts(struct watch *watch)
{
    struct failure failure;
    struct texts texts = {.watch = watch, .verdict = go_on};
    if (watch->keep == NULL)
        return go_on;
    const struct cursor *cursor = keep_cursor(watch->keep);
    for (size_t i = 0; !texts.verdict.stop && i < cursor->count; i++) {
        struct bytes channel = bytes_of_text(cursor->places[i].channel);
        texts.until = cursor->places[i].number;
        if (check_find(watch->check, channel) != NULL &&
            keep_walk(watch->keep, channel, mend_texts_of, &texts, NULL, &failure) != OK)
            return watch_fail(&failure);
    }
    if (texts.fetched > 0)
        say_note(watch->options,
                 "Texts and files that were damaged or missing on this disk and were fetched again: %llu.",
                 (unsigned long long)texts.fetched);
    return texts.verdict;
}
