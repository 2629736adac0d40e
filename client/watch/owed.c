/* What has come and was not shown yet: the hook takes one fact after the other while following, keeping and
 * delivering go on. What it does not take after all its tries is set aside, so that it holds up no other.
 * With --name all of it is found again after a restart: it lies between the two places of the cursor. */
#include "client/watch/owed.h"

#include <stdio.h>
#include <stdlib.h>

#include "client/lib/home/aside.h"
#include "client/shell/print.h"
#include "client/watch/hook.h"
#include "client/watch/showing.h"

/* So many wait in memory; further ones are read from the disk when their turn comes. */
enum { WAITING = 64 };

struct owed_fact {
    size_t size;
    uint8_t *push; /* an encoded push_fact */
};

struct owed {
    size_t first, end, capacity; /* of the list; the first is the one that the hook has or is tried with */
    struct owed_fact *list;
    bool more; /* on disk, behind those in the list */
    struct hook hook;
    unsigned tries;
    int64_t again_ms;
    struct backoff backoff;
};

struct owed *owed_new(void)
{
    struct owed *owed = calloc(1, sizeof *owed);
    if (owed != NULL)
        owed->hook.handle = -1;
    return owed;
}

static size_t count_of(const struct owed *owed)
{
    return owed->end - owed->first;
}

static void drop_from(struct owed *owed, size_t first)
{
    for (size_t i = first; i < owed->end; i++)
        free(owed->list[i].push);
    owed->end = first;
}

void owed_free(struct owed *owed)
{
    if (owed == NULL)
        return;
    drop_from(owed, owed->first);
    free(owed->list);
    free(owed);
}

/* A copy; false when there is no memory. */
static bool append(struct owed *owed, struct bytes push)
{
    if (owed->end == owed->capacity) {
        size_t capacity = 2 * owed->capacity + WAITING;
        struct owed_fact *list = realloc(owed->list, capacity * sizeof *list);
        if (list == NULL)
            return false;
        owed->list = list;
        owed->capacity = capacity;
    }
    uint8_t *copy = malloc(push.size);
    if (copy == NULL)
        return false;
    memcpy(copy, push.at, push.size);
    owed->list[owed->end++] = (struct owed_fact){.size = push.size, .push = copy};
    return true;
}

static void drop_first(struct owed *owed)
{
    free(owed->list[owed->first++].push);
    if (owed->first == owed->end)
        owed->first = owed->end = 0;
    owed->tries = 0;
    owed->again_ms = 0;
    owed->backoff = (struct backoff){0};
}

bool owed_add(struct watch *watch, const struct fact_seen *fact)
{
    struct owed *owed = watch->owed;
    uint8_t room[LIMIT_HEAD_BYTES + LIMIT_ACT_BYTES + LIMIT_SIGNATURE_BYTES + 64];
    struct buffer map = buffer_over(room, sizeof room);
    struct erasure erasure;
    /* What waits in memory may have what was erased; on disk it is gone. */
    if (watch->keep != NULL && fact_erases(fact, &erasure)) {
        drop_from(owed, owed->first + (count_of(owed) > 0 && owed->hook.child != 0));
        owed->more = true;
    }
    if (watch->keep != NULL && (owed->more || count_of(owed) >= WAITING)) {
        owed->more = true;
        return true;
    }
    codec_encode(&shape_push_fact, &fact->push, &map);
    return append(owed, buffer_bytes(&map));
}

/* --- from the disk --- */

struct walk {
    struct owed *owed;
    uint64_t after, until;
    uint64_t last; /* of those that were found */
    bool full, no_memory;
};

static bool take_kept(void *context, const struct surveyed *fact)
{
    struct walk *walk = context;
    if (fact->head.number <= walk->after)
        return true;
    if (fact->head.number > walk->until)
        return false; /* it comes again: whoever kept it did not live to say so */
    walk->full = count_of(walk->owed) >= WAITING;
    walk->no_memory = !walk->full && !append(walk->owed, fact->push_fact);
    if (walk->full || walk->no_memory)
        return false;
    walk->last = fact->head.number;
    return true;
}

/* Of one channel. What cannot be read on this disk is owed no more: the watch has said that it is lost. */
static enum error read_channel(struct watch *watch, const struct cursor_place *place, struct failure *failure)
{
    struct survey found;
    struct walk walk = {.owed = watch->owed, .after = place->shown, .until = place->number};
    struct bytes channel = bytes_of_text(place->channel);
    enum error code = keep_survey(watch->keep, channel, &found, take_kept, &walk, failure);
    if (code == OK && walk.no_memory)
        code = failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    watch->owed->more = watch->owed->more || walk.full;
    if (code == OK && walk.last == 0 && !walk.full)
        keep_show(watch->keep, channel, place->number);
    return code;
}

static enum error read_more(struct watch *watch, struct failure *failure)
{
    const struct cursor *cursor = keep_cursor(watch->keep);
    enum error code = OK;
    watch->owed->more = false;
    for (size_t i = 0; code == OK && i < cursor->count; i++) {
        const struct cursor_place *place = &cursor->places[i];
        if (place->shown < place->number && watch_is_wanted(watch, bytes_of_text(place->channel)))
            code = read_channel(watch, place, failure);
    }
    return code;
}

/* --- one after the other --- */

/* It is done with, well or not. */
static struct verdict pass(struct watch *watch, const struct fact_seen *fact, bool counts)
{
    struct failure failure;
    enum error code = OK;
    if (watch->keep != NULL)
        keep_show(watch->keep, fact->head.channel, fact->head.number);
    if (watch->keep != NULL && counts)
        code = keep_settle(watch->keep, &failure);
    drop_first(watch->owed);
    if (code != OK)
        return watch_fail(&failure);
    if (!counts)
        return go_on;
    return watch_has_shown(watch);
}

/* On disk first, so that no kill leaves it neither here nor there. */
static struct verdict set_aside(struct watch *watch, const struct fact_seen *fact, int status)
{
    char sentence[LIMIT_ID_BYTES + LIMIT_NAME_BYTES + 300];
    struct aside_entry entry = {.status = status, .time_ms = wait_wall_ms()};
    struct failure failure;
    memcpy(entry.id, fact->id, sizeof entry.id);
    if (watch->keep != NULL && aside_add(keep_folder(watch->keep), &entry, &failure) != OK)
        return watch_fail(&failure);
    if (watch->keep != NULL)
        snprintf(sentence, sizeof sentence,
                 "SET ASIDE: %s. The hook failed %u times, the last time with %d. It is not tried again "
                 "automatically: `bulletin watch --name %s --set-aside` lists what is set aside, and tries "
                 "it again with --exec.",
                 fact->id, watch->owed->tries, status, watch->name);
    else
        snprintf(sentence, sizeof sentence,
                 "LEFT OUT: %s. The hook failed %u times, the last time with %d. With --name it would be set "
                 "aside.",
                 fact->id, watch->owed->tries, status);
    say_text(sentence);
    watch->set_aside++;
    return pass(watch, fact, true);
}

/* An earlier watch may have set it aside, and been killed before its cursor said so. */
static struct verdict taken(struct watch *watch, const struct fact_seen *fact)
{
    struct failure failure;
    if (watch->keep != NULL && aside_remove(keep_folder(watch->keep), fact->id, &failure) != OK)
        return watch_fail(&failure);
    return pass(watch, fact, true);
}

static struct verdict take_status(struct watch *watch, const struct fact_seen *fact, int status)
{
    struct owed *owed = watch->owed;
    if (status == 0)
        return taken(watch, fact);
    if (++owed->tries >= watch->tries)
        return set_aside(watch, fact, status);
    int64_t pause_ms = backoff_next_ms(&owed->backoff);
    owed->again_ms = wait_deadline(pause_ms);
    if (watch->wait_ms != 0 && owed->again_ms >= watch->deadline_ms) {
        say_note(watch->options, "The hook failed with %d on %s; giving up. %s", status, fact->id,
                 watch->keep != NULL ? "The next watch goes on with it." : "It is left out.");
        return (struct verdict){.stop = true, .exit_code = EXIT_HOOK};
    }
    say_note(watch->options, "The hook failed with %d on %s; trying again in %.1f s.", status, fact->id,
             (double)pause_ms / 1000);
    return go_on;
}

static enum error read_first(const struct owed *owed, struct fact_seen *fact, struct failure *failure)
{
    const struct owed_fact *first = &owed->list[owed->first];
    return fact_read(bytes_of(first->push, first->size), fact, failure);
}

/* The first of the list to the hook, or past it if nobody wants to see it. */
static struct verdict begin_first(struct watch *watch, const struct fact_seen *fact)
{
    struct failure failure;
    if (!showing_includes(watch, fact))
        return pass(watch, fact, false);
    if (watch->keep != NULL && keep_sync(watch->keep, &failure) != OK)
        return watch_fail(&failure);
    if (hook_start(&watch->owed->hook, watch->exec, fact, watch->hook_limit_ms, &failure) != OK)
        return watch_fail(&failure);
    return go_on;
}

static bool is_due(const struct owed *owed)
{
    return owed->hook.child == 0 && (count_of(owed) > 0 || owed->more) && owed->again_ms <= wait_now_ms();
}

struct verdict owed_step(struct watch *watch)
{
    struct owed *owed = watch->owed;
    struct verdict verdict = go_on;
    struct failure failure;
    struct fact_seen fact;
    int status;
    if (owed->hook.child != 0) {
        if (!hook_ended(&owed->hook, &status))
            return go_on;
        if (read_first(owed, &fact, &failure) != OK)
            return watch_fail(&failure);
        verdict = take_status(watch, &fact, status);
    }
    while (!verdict.stop && !wait_interrupted() && is_due(owed)) {
        enum error code = count_of(owed) == 0 ? read_more(watch, &failure) : OK;
        if (code == OK && count_of(owed) == 0)
            break;
        if (code == OK)
            code = read_first(owed, &fact, &failure);
        if (code != OK)
            return watch_fail(&failure);
        verdict = begin_first(watch, &fact);
    }
    return verdict;
}

bool owed_runs(const struct watch *watch)
{
    return watch->owed->hook.child != 0;
}

bool owed_any(const struct watch *watch)
{
    return count_of(watch->owed) > 0 || watch->owed->more;
}

int owed_descriptor(const struct watch *watch)
{
    return owed_runs(watch) ? watch->owed->hook.handle : -1;
}

int64_t owed_deadline_ms(const struct watch *watch)
{
    if (owed_runs(watch))
        return hook_deadline_ms(&watch->owed->hook);
    return owed_any(watch) ? watch->owed->again_ms : WAIT_FOREVER;
}

struct verdict owed_finish(struct watch *watch)
{
    struct fact_seen fact;
    struct failure failure;
    if (!owed_runs(watch))
        return go_on;
    int status = hook_wait(&watch->owed->hook);
    if (status != 0)
        return go_on; /* tried again by the next watch */
    return read_first(watch->owed, &fact, &failure) == OK ? taken(watch, &fact) : watch_fail(&failure);
}

/* --- what an earlier watch has kept and not shown --- */

static struct verdict show_first(struct watch *watch)
{
    struct fact_seen fact;
    struct failure failure;
    if (read_first(watch->owed, &fact, &failure) != OK)
        return watch_fail(&failure);
    bool shows = showing_includes(watch, &fact);
    if (shows)
        print_fact(watch->options, &fact);
    if (print_failed())
        return (struct verdict){.stop = true, .exit_code = EXIT_FAILED};
    return pass(watch, &fact, shows);
}

struct verdict owed_begin(struct watch *watch)
{
    struct failure failure;
    struct verdict verdict = go_on;
    if (watch->keep == NULL)
        return go_on;
    watch->owed->more = true;
    while (watch->exec == NULL && !verdict.stop && owed_any(watch)) {
        if (count_of(watch->owed) == 0 && read_more(watch, &failure) != OK)
            return watch_fail(&failure);
        if (count_of(watch->owed) > 0)
            verdict = show_first(watch);
    }
    return verdict;
}
