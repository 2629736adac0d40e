/* `watch --set-aside`: what a hook has not taken, listed or tried again. It follows nothing and asks nobody;
 * a watcher of the same name may run beside it. */
#include "client/watch/set_aside.h"

#include <stdio.h>
#include <stdlib.h>

#include "client/lib/home/aside.h"
#include "client/lib/show/lines.h"
#include "client/shell/print.h"
#include "client/watch/hook.h"

struct looking {
    uint64_t number;
    size_t size;
    uint8_t *push; /* a copy of the fact, once it is found */
};

static bool take_kept(void *context, const struct surveyed *fact)
{
    struct looking *looking = context;
    if (fact->head.number < looking->number)
        return true;
    looking->push = fact->head.number == looking->number ? malloc(fact->push_fact.size) : NULL;
    if (looking->push != NULL) {
        looking->size = fact->push_fact.size;
        memcpy(looking->push, fact->push_fact.at, looking->size);
    }
    return false;
}

/* The caller frees *push, from which the fact borrows. */
static enum error find(const struct keep *keep, const char *id, struct fact_seen *fact, uint8_t **push,
                       struct failure *failure)
{
    struct bytes channel;
    struct survey found;
    struct looking looking = {0};
    enum error code = OK;
    if (id_split(bytes_of_text(id), &channel, &looking.number))
        code = keep_survey(keep, channel, &found, take_kept, &looking, failure);
    if (code == OK && looking.push == NULL)
        code = failure_say(failure, ERR_INTERNAL, "%s is set aside, and cannot be read on this disk.", id);
    if (code == OK)
        code = fact_read(bytes_of(looking.push, looking.size), fact, failure);
    if (code == OK)
        *push = looking.push;
    else
        free(looking.push);
    return code;
}

static void say_when(const struct watch *watch, const struct aside_entry *entry)
{
    char room[64];
    struct buffer when = buffer_over(room, sizeof room);
    lines_time(&when, entry->time_ms);
    say_note(watch->options, "%s is set aside since %.*s; the hook failed with %d.", entry->id,
             (int)when.size, (const char *)when.at, entry->status);
}

/* Once. *taken: the hook has it now. */
static enum error try_again(struct watch *watch, const char *folder, const struct aside_entry *entry,
                            const struct fact_seen *fact, bool *taken, struct failure *failure)
{
    struct hook hook;
    struct aside_entry again = *entry;
    enum error code = hook_start(&hook, watch->exec, fact, watch->hook_limit_ms, failure);
    if (code != OK)
        return code;
    again.status = hook_wait(&hook);
    *taken = again.status == 0;
    if (*taken)
        return aside_remove(folder, entry->id, failure);
    say_note(watch->options, "The hook failed with %d on %s again; it stays set aside.", again.status,
             entry->id);
    return aside_add(folder, &again, failure);
}

static enum error take_entry(struct watch *watch, const struct keep *keep, const struct aside_entry *entry,
                             size_t *left, struct failure *failure)
{
    struct fact_seen fact;
    uint8_t *push = NULL;
    bool taken = false;
    enum error code = find(keep, entry->id, &fact, &push, failure);
    if (code == OK) {
        print_fact(watch->options, &fact);
        say_when(watch, entry);
    }
    if (code == OK && watch->exec != NULL)
        code = try_again(watch, keep_folder(keep), entry, &fact, &taken, failure);
    *left += code != OK || !taken;
    free(push);
    return code;
}

static int take_all(struct watch *watch, const struct keep *keep, struct aside *aside)
{
    struct failure failure;
    size_t left = 0;
    int exit_code = EXIT_DONE;
    for (size_t i = 0; i < aside->count && !wait_interrupted() && !print_failed(); i++) {
        if (take_entry(watch, keep, &aside->entries[i], &left, &failure) != OK)
            exit_code = say_failure(&failure);
    }
    if (aside->count == 0)
        say_note(watch->options, "Nothing is set aside.");
    else if (watch->exec == NULL)
        say_note(watch->options, "--exec COMMAND tries each again.");
    if (exit_code == EXIT_DONE && watch->exec != NULL && left > 0)
        exit_code = EXIT_HOOK;
    return exit_code;
}

int set_aside_run(struct watch *watch)
{
    struct home home;
    struct keep *keep = NULL;
    struct aside aside = {0};
    struct failure failure;
    bool whole = true;
    if (!wait_catch_signals())
        return EXIT_FAILED;
    enum error code = home_find(watch->options->home, &home, &failure);
    if (code == OK)
        code = keep_open_to_read(&home, watch->name, &keep, &failure);
    if (code == OK)
        code = aside_load(keep_folder(keep), &aside, &whole, &failure);
    int exit_code = code == OK ? take_all(watch, keep, &aside) : say_failure(&failure);
    if (!whole)
        say_text(
            "DAMAGED: the list of what is set aside was damaged on this disk; some of it may be missing.");
    if (!whole && exit_code == EXIT_DONE)
        exit_code = EXIT_PROOF;
    free(aside.entries);
    keep_close(keep);
    return exit_code;
}
