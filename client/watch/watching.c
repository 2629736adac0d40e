/* Facts as they happen, checked, shown or given to a hook, and kept with a cursor. The loop is here; what is
 * done with a fact stands beside it, and following, checking and keeping are the library's. */
#include "client/watch/watching.h"

#include <errno.h>
#include <stdio.h>

#include "client/shell/hint.h"
#include "client/shell/print.h"
#include "client/watch/broken.h"
#include "client/watch/deliver.h"
#include "client/watch/keeping.h"
#include "client/watch/mend.h"
#include "client/watch/owed.h"
#include "client/watch/showing.h"
#include "client/watch/start.h"
#include "client/watch/stretches.h"
#include "client/watch/urgent.h"

enum { SETTLE_FACTS = 256 }; /* how many may be shown again after a kill */

static bool folds(struct watch *watch, const struct fact_seen *fact)
{
    return urgents_fold(watch, fact) && deliveries_fold(watch, fact);
}

/* What was shown stands where it was sent to, on its disk too, before the cursor says so. */
static enum error settle(struct watch *watch, struct failure *failure)
{
    if (watch->unsettled > 0 && !print_settled())
        return failure_say(failure, ERR_INTERNAL, "The output cannot be written: %s.", strerror(errno));
    watch->unsettled = 0;
    return keep_settle(watch->keep, failure);
}

/* The cursor, after everything else. It is written when nothing more is here, or that has been put off for
 * long enough. */
static enum error move_cursor(struct watch *watch, const struct fact_seen *fact, struct failure *failure)
{
    if (watch->keep == NULL)
        return OK;
    enum error code = keep_move(watch->keep, fact->head.channel, fact->head.number, fact->hash, failure);
    if (code == OK && watch->exec == NULL)
        keep_show(watch->keep, fact->head.channel, fact->head.number);
    return code == OK && ++watch->unsettled == SETTLE_FACTS ? settle(watch, failure) : code;
}

static struct verdict fail_without_memory(void)
{
    say_text("There is no memory left.");
    return (struct verdict){.stop = true, .exit_code = EXIT_FAILED};
}

/* To disk, then to the screen, then the cursor; in this order nothing is lost, and whatever fails on the way
 * stops it before the cursor. A hook gets it in its turn, and has a place of its own in the cursor. */
static struct verdict take_fact(struct watch *watch, const struct fact_seen *fact)
{
    struct failure failure;
    struct verdict verdict = go_on;
    bool shown = watch->exec == NULL && showing_includes(watch, fact);
    if (watch->keep != NULL)
        verdict = keeping_fact(watch, fact);
    if (verdict.stop)
        return verdict;
    if (!folds(watch, fact) || (watch->exec != NULL && !owed_add(watch, fact)))
        return fail_without_memory();
    if (shown)
        print_fact(watch->options, fact);
    if (print_failed())
        return (struct verdict){.stop = true, .exit_code = EXIT_FAILED};
    showing_notify(watch, fact);
    stretches_note(watch, fact);
    if (move_cursor(watch, fact, &failure) != OK)
        return watch_fail(&failure);
    if (!shown)
        return go_on;
    return watch_has_shown(watch);
}

static void take_ended(const struct watch *watch, const struct event *event)
{
    struct failure failure = event->failure;
    char text[LIMIT_REASON_BYTES + 1], sentence[LIMIT_REASON_BYTES + LIMIT_CHANNEL_BYTES + 100];
    struct buffer reason = buffer_over(text, sizeof text - 1);
    hint_add(watch->session.client, &failure);
    failure_text(&failure, &reason);
    text[reason.size] = '\0';
    snprintf(sentence, sizeof sentence, "The channel '%s' ended for you after %llu: %s", event->channel,
             (unsigned long long)event->number, text);
    say_text(event->number > 0 ? sentence : text); /* it never began */
}

/* Nothing comes any more; what has come is still given to the hook. */
static struct verdict end_of_channels(struct watch *watch)
{
    if (!owed_any(watch))
        return (struct verdict){.stop = true, .exit_code = EXIT_REFUSED};
    wait_for(owed_descriptor(watch), POLLIN, owed_deadline_ms(watch));
    return go_on;
}

static struct verdict take_event(struct watch *watch, const struct event *event)
{
    char text[LIMIT_REASON_BYTES + 1];
    struct buffer reason = buffer_over(text, sizeof text - 1);
    switch (event->kind) {
    case EVENT_FACT:
        return take_fact(watch, event->fact);
    case EVENT_ENDED:
        take_ended(watch, event);
        return go_on;
    case EVENT_BROKEN:
        broken_channel(watch, event->channel, event->number, &event->failure);
        return go_on;
    case EVENT_LOST:
        failure_text(&event->failure, &reason);
        text[reason.size] = '\0';
        say_note(watch->options, "The connection was lost (%s); dialling again.", text);
        return go_on;
    case EVENT_AGAIN:
        say_note(watch->options, "Connected again, at the place where the connection was lost.");
        return go_on;
    case EVENT_NOTHING:
        break;
    }
    if (check_count(watch->check) == 0)
        return end_of_channels(watch);
    /* A reminder, a delivery or the hook is due, if nothing else ended the waiting. */
    bool waits = watch->deadline_ms == WAIT_FOREVER || wait_now_ms() < watch->deadline_ms || owed_runs(watch);
    if (!wait_interrupted() && waits)
        return go_on;
    bool in_vain = watch->count != 0 || watch->shown == 0;
    return (struct verdict){.stop = true,
                            .exit_code = in_vain && !wait_interrupted() ? EXIT_WAITED : EXIT_DONE};
}

/* Whether something may be reported now. While the connection is lost it waits for follow. */
static int64_t delivery_ms(const struct watch *watch)
{
    return client_is_open(watch->session.client) ? deliveries_deadline_ms(watch) : WAIT_FOREVER;
}

/* What is due between two facts. Nothing is said to be delivered before it is on disk. */
static struct verdict keep_up(struct watch *watch)
{
    struct failure failure;
    urgents_remind(watch);
    if (print_failed())
        return (struct verdict){.stop = true, .exit_code = EXIT_FAILED};
    struct verdict verdict = owed_step(watch);
    if (verdict.stop)
        return verdict;
    if (!follow_has_more(watch->follow))
        stretches_send(watch);
    if (watch->keep == NULL || follow_has_more(watch->follow))
        return go_on;
    if (settle(watch, &failure) != OK)
        return watch_fail(&failure);
    return delivery_ms(watch) > wait_now_ms() ? go_on : deliveries_send(watch);
}

static int64_t next_deadline_ms(const struct watch *watch)
{
    /* A hook that runs is waited for. */
    int64_t deadline_ms = owed_runs(watch) ? WAIT_FOREVER : watch->deadline_ms;
    const int64_t others[] = {urgents_deadline_ms(watch), delivery_ms(watch), owed_deadline_ms(watch)};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (others[i] < deadline_ms)
            deadline_ms = others[i];
    }
    return deadline_ms;
}

static int end(struct watch *watch, struct verdict verdict)
{
    struct failure failure;
    struct verdict finished = owed_finish(watch);
    if (finished.stop && finished.exit_code != EXIT_DONE)
        verdict = finished;
    if (verdict.exit_code == EXIT_DONE)
        stretches_send(watch);
    if (watch->keep == NULL)
        return verdict.exit_code;
    if (settle(watch, &failure) != OK)
        return verdict.exit_code == EXIT_DONE ? say_failure(&failure) : verdict.exit_code;
    bool sends = verdict.exit_code == EXIT_DONE && client_is_open(watch->session.client);
    if (sends && deliveries_send(watch).stop)
        say_note(watch->options, "Something is not reported as delivered yet; the next watch will do it.");
    return verdict.exit_code;
}

static void say_following(const struct watch *watch)
{
    size_t count = check_count(watch->check);
    if (count == 0) /* why will be said */
        return;
    say_note(watch->options, "Following %zu channel%s.", count, count == 1 ? "" : "s");
    if (watch->exec == NULL)
        session_say_zone(watch->options);
}

/* What is left to exit with: a proof that was broken outweighs that nothing else went wrong, and so does what
 * was set aside. */
static int exit_of(const struct watch *watch, int exit_code)
{
    bool nothing_else = exit_code == EXIT_DONE || exit_code == EXIT_WAITED || exit_code == EXIT_REFUSED;
    if (watch->broken > 0 && nothing_else)
        return EXIT_PROOF;
    return watch->set_aside > 0 && nothing_else ? EXIT_HOOK : exit_code;
}

int watching_run(struct watch *watch)
{
    struct failure failure;
    struct verdict verdict = go_on;
    if (!wait_catch_signals())
        return EXIT_FAILED;
    if (start_watch(watch, &failure) != OK) {
        hint_add(watch->session.client, &failure);
        return wait_interrupted() ? EXIT_DONE : say_failure(&failure);
    }
    say_following(watch);
    watch_reset_deadline(watch);
    verdict = mend_texts(watch);
    if (!verdict.stop)
        verdict = owed_begin(watch);
    if (!verdict.stop)
        verdict = keep_up(watch);
    while (!verdict.stop) {
        struct event event;
        follow_also(watch->follow, owed_descriptor(watch));
        if (follow_next(watch->follow, next_deadline_ms(watch), &event, &failure) != OK)
            verdict = watch_fail(&failure);
        else
            verdict = take_event(watch, &event);
        if (!verdict.stop)
            verdict = keep_up(watch);
        /* Facts that come without a pause do not keep anybody from stopping it. */
        if (!verdict.stop && wait_interrupted())
            verdict = (struct verdict){.stop = true, .exit_code = EXIT_DONE};
    }
    return exit_of(watch, end(watch, verdict));
}
