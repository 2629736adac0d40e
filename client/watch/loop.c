/* `watch`: facts as they happen, checked, shown or given to a hook, and kept with a cursor. The loop is here;
 * what is done with a fact stands beside it, and following, checking and keeping are the library's. */
#include "client/lib/show/moment.h"
#include "client/shell/command.h"
#include "client/shell/hint.h"
#include "client/shell/print.h"
#include "client/shell/usage.h"
#include "client/watch/watch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    HOOK_TRIES = 10, /* a minute or so */
    HOOK_LIMIT_MS = 600000,
    SETTLE_FACTS = 256, /* so many may be shown again after a kill */
    REMIND_MS = 600000,
};

static void take_channel(struct watch *watch, const char *channel)
{
    static const struct field field = {.name = "channel", .kind = KIND_CHANNEL, .needed = REQUIRED};
    struct bytes name = bytes_of_text(channel);
    struct refusal why;
    if (codec_check(&field, &name, &why) != OK)
        usage_end("'%s' is no name of a channel.", channel);
    if (watch->wanted_count == LIMIT_FOLLOWED)
        usage_end("At most %d channels can be followed at once.", LIMIT_FOLLOWED);
    watch->wanted[watch->wanted_count++] = channel;
}

/* The thread's forum is followed, too. */
static void take_thread(struct watch *watch, const char *id)
{
    struct bytes channel;
    uint64_t number;
    if (!id_split(bytes_of_text(id), &channel, &number) || channel.size > LIMIT_CHANNEL_BYTES)
        usage_end("--thread takes the id of a thread, like forum/2, not '%s'.", id);
    snprintf(watch->thread_channel, sizeof watch->thread_channel, "%.*s", (int)channel.size,
             (const char *)channel.at);
    take_channel(watch, watch->thread_channel);
}

static uint64_t take_number(const char *option, const char *value, uint64_t most)
{
    char *end;
    uint64_t number = strtoull(value, &end, 10);
    if (*end != '\0' || number == 0 || number > most || value[0] == '-')
        usage_end("%s takes a number from 1, not '%s'.", option, value);
    return number;
}

static void take_duration(const char *option, const char *value, int64_t *duration_ms)
{
    if (!since_duration(value, duration_ms) || *duration_ms == 0)
        usage_end("%s takes a duration like 30s or 10m, not '%s'.", option, value);
}

static void take_since(void *into, const char *value)
{
    struct watch *watch = into;
    if (!since_parse(value, wait_wall_ms(), &watch->since))
        usage_end("--since takes all, new or a time that is past, not '%s'. A time is %s.", value,
                  moment_forms);
    watch->since_typed = value;
}

static void take_count(void *into, const char *value)
{
    struct watch *watch = into;
    watch->count = take_number("--count", value, UINT64_MAX);
}

static void take_wait(void *into, const char *value)
{
    struct watch *watch = into;
    take_duration("--wait", value, &watch->wait_ms);
}

static void take_tries(void *into, const char *value)
{
    struct watch *watch = into;
    watch->tries = (unsigned)take_number("--tries", value, UINT32_MAX);
}

static void take_limit(void *into, const char *value)
{
    struct watch *watch = into;
    take_duration("--exec-limit", value, &watch->hook_limit_ms);
}

static void take_remind(void *into, const char *value)
{
    struct watch *watch = into;
    take_duration("--remind", value, &watch->remind_ms);
}

static const struct option_row option_list[] = {
    {.name = "since",
     .argument = "WHEN",
     .take = take_since,
     .help =
         "Begin so long ago (10m, 2h, 3d), at a day or hour (yesterday, friday, 17:00, 2026-12-01), or with "
         "`all` or "
         "`new`. Where --name has a cursor, that counts"},
    OPTION_TAKEN(take_count, "count", "N", "End after N"),
    OPTION_TAKEN(take_wait, "wait", "DURATION",
                 "End when nothing came for so long; with 6 if anything was still awaited"),
    OPTION_WORD(
        struct watch, name, "name", "NAME",
        "Keep what comes under this name, and continue where it stopped; what is addressed to my department "
        "is reported delivered once it lies here with its files"),
    OPTION_WORD(struct watch, exec, "exec", "COMMAND",
                "Run COMMAND for each, with the fact as JSON on its standard input"),
    OPTION_TAKEN(
        take_tries, "tries", "N",
        "With --exec: after N failures in a row, later and later, set the fact aside and go on (10)"),
    OPTION_TAKEN(take_limit, "exec-limit", "DURATION",
                 "With --exec: a command that takes longer has failed (10m)"),
    OPTION_FLAG(struct watch, lists_aside, "set-aside",
                "With --name: only list what was set aside; with --exec, try each again once"),
    OPTION_WORD(
        struct watch, thread, "thread", "ID",
        "Show only what belongs to this thread; its whole forum is followed, so that nothing can be missing "
        "unseen"),
    OPTION_FLAG(struct watch, all, "all", "Every kind of fact, not only bulletins and duties"),
    OPTION_FLAG(struct watch, notify, "notify", "Show notifications on the desktop too"),
    OPTION_TAKEN(take_remind, "remind", "DURATION",
                 "Show an urgent bulletin again so often until it is opened (10m)"),
    {0},
};

static void begin_command(struct command *command)
{
    struct watch *watch = command->input;
    watch->options = command->options;
    watch->remind_ms = REMIND_MS;
    watch->tries = HOOK_TRIES;
    watch->hook_limit_ms = HOOK_LIMIT_MS;
}

static void check_command(struct command *command)
{
    struct watch *watch = command->input;
    if (watch->lists_aside && watch->name == NULL)
        usage_end("--set-aside takes the --name of a watcher.");
    if (watch->thread != NULL)
        take_thread(watch, watch->thread);
    for (size_t i = 0; i < command->word_count; i++)
        take_channel(watch, command->words[i]);
}

static bool folds(struct watch *watch, const struct fact_seen *fact)
{
    return urgents_fold(watch, fact) && deliveries_fold(watch, fact);
}

/* What was shown stands where it was sent to, on its disk too, before the cursor says so. */
static enum error settle(struct watch *watch, struct failure *failure)
{
    if (watch->unsettled > 0 && !print_settled())
        return failure_say(failure, ERR_INTERNAL, "What was to be shown cannot be written: %s.",
                           strerror(errno));
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
    return (struct verdict){true, EXIT_FAILED};
}

/* To disk, then to the screen, then the cursor; in this order nothing is lost, and whatever fails on the way
 * stops it before the cursor. A hook gets it in its turn, and has a place of its own in the cursor. */
static struct verdict take_fact(struct watch *watch, const struct fact_seen *fact)
{
    struct failure failure;
    struct verdict verdict = go_on;
    bool shown = watch->exec == NULL && watch_shows(watch, fact);
    if (watch->keep != NULL)
        verdict = watch_keep(watch, fact);
    if (verdict.stop)
        return verdict;
    if (!folds(watch, fact) || (watch->exec != NULL && !owed_add(watch, fact)))
        return fail_without_memory();
    if (shown)
        print_fact(watch->options, fact);
    if (print_failed())
        return (struct verdict){true, EXIT_FAILED};
    watch_notify(watch, fact);
    reads_note(watch, fact);
    if (move_cursor(watch, fact, &failure) != OK)
        return watch_fail(&failure);
    if (!shown)
        return go_on;
    watch->shown++;
    watch_reset_deadline(watch);
    return (struct verdict){watch->count != 0 && watch->shown == watch->count, EXIT_DONE};
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
        return (struct verdict){true, EXIT_REFUSED};
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
        watch_broken_channel(watch, event->channel, event->number, &event->failure);
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
    return (struct verdict){true, in_vain && !wait_interrupted() ? EXIT_WAITED : EXIT_DONE};
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
        return (struct verdict){true, EXIT_FAILED};
    struct verdict verdict = owed_step(watch);
    if (verdict.stop)
        return verdict;
    if (!follow_has_more(watch->follow))
        reads_send(watch);
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
        reads_send(watch);
    if (watch->keep == NULL)
        return verdict.exit_code;
    if (settle(watch, &failure) != OK)
        return verdict.exit_code == EXIT_DONE ? say_failure(&failure) : verdict.exit_code;
    bool sends = verdict.exit_code == EXIT_DONE && client_is_open(watch->session.client);
    if (sends && deliveries_send(watch).stop)
        say_note(watch->options, "Something is not reported delivered yet; the next watch does it.");
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

static int run(struct watch *watch)
{
    struct failure failure;
    struct verdict verdict = go_on;
    if (!wait_catch_signals())
        return EXIT_FAILED;
    if (watch_begin(watch, &failure) != OK) {
        hint_add(watch->session.client, &failure);
        return wait_interrupted() ? EXIT_DONE : say_failure(&failure);
    }
    say_following(watch);
    watch_reset_deadline(watch);
    verdict = watch_mend_texts(watch);
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
            verdict = (struct verdict){true, EXIT_DONE};
    }
    return watch_exit(watch, end(watch, verdict));
}

static enum error run_command(struct command *command)
{
    struct watch *watch = command->input;
    command->exit_code = watch->lists_aside ? watch_set_aside(watch) : run(watch);
    return OK;
}

static void end_command(struct command *command)
{
    struct watch *watch = command->input;
    follow_free(watch->follow);
    check_free(watch->check);
    keep_close(watch->keep);
    urgents_free(watch->urgents);
    deliveries_free(watch->deliveries);
    owed_free(watch->owed);
    desktop_close(watch->desktop);
    session_close(&watch->session);
}

const struct command_plan plan_watch = {
    .words = "watch",
    .help = "Show headlines as they are published.",
    .doc = "Show headlines as they are published, in these channels or in all that may be read. "
           "Every fact is checked. A gap or a broken proof ends the channel it is in; the others go on, "
           "and 7 is the exit status at last.",
    .arguments = "[CHANNEL...]",
    .options = option_list,
    .words_most = SIZE_MAX,
    .input_size = sizeof(struct watch),
    .begin = begin_command,
    .check = check_command,
    .run = run_command,
    .end = end_command,
};
