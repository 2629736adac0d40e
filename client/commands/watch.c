/* `watch`: facts as they happen, checked, shown or given to a hook, and kept with a cursor. The loop is here;
 * following, checking and keeping are the library's. */
#include "client/commands/commands.h"
#include "client/shell/hook.h"
#include "client/shell/print.h"

#include <stdlib.h>

#include "client/lib/connect/blob.h"
#include "client/lib/connect/wait.h"
#include "client/lib/follow/follow.h"
#include "client/lib/home/keep.h"
#include "client/lib/show/since.h"

enum { KEY_SINCE = 0x200, KEY_COUNT, KEY_WAIT, KEY_NAME, KEY_EXEC, KEY_ALL, HOOK_TRIES = 5 };

struct watch {
    struct options *options;
    struct since since;
    uint64_t count;   /* 0: no end */
    int64_t wait_ms;  /* 0: for ever */
    const char *name; /* NULL: nothing is kept */
    const char *exec; /* NULL: facts are printed */
    bool all;         /* show every kind of fact */
    size_t wanted_count;
    const char *wanted[LIMIT_SUBSCRIPTIONS];

    struct session session;
    struct keep *keep;
    struct check *check;
    struct follow *follow;
    uint64_t shown;
    int64_t deadline_ms; /* when --wait ends */
};

/* How the loop goes on after an event. */
struct verdict {
    bool stop;
    int exit_code;
};

static const struct verdict go_on = {false, EXIT_DONE};

static const struct argp_option own_options[] = {
    {"since", KEY_SINCE, "WHEN", 0,
     "Begin at a time (RFC 3339), a duration ago (10m, 2h, 3d), `all` or `new`. Where --name has a cursor, "
     "that "
     "counts",
     0},
    {"count", KEY_COUNT, "N", 0, "End after N", 0},
    {"wait", KEY_WAIT, "DURATION", 0,
     "End when nothing came for so long; with 6 if anything was still awaited", 0},
    {"name", KEY_NAME, "NAME", 0, "Keep what comes under this name, and continue where it stopped", 0},
    {"exec", KEY_EXEC, "COMMAND", 0, "Run COMMAND for each, with the fact as JSON on its standard input", 0},
    {"all", KEY_ALL, NULL, 0, "Every kind of fact, not only bulletins", 0},
    {0},
};

static void take_channel(struct watch *watch, const char *channel, struct argp_state *state)
{
    static const struct field field = {.name = "channel", .kind = KIND_CHANNEL, .needed = REQUIRED};
    struct bytes name = bytes_of_text(channel);
    struct refusal why;
    if (codec_check(&field, &name, &why) != OK)
        argp_error(state, "'%s' is no name of a channel", channel);
    if (watch->wanted_count == LIMIT_SUBSCRIPTIONS)
        argp_error(state, "at most %d channels can be followed at once", LIMIT_SUBSCRIPTIONS);
    watch->wanted[watch->wanted_count++] = channel;
}

static error_t parse(int key, char *value, struct argp_state *state)
{
    struct watch *watch = state->input;
    char *end;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = watch->options;
        return 0;
    case KEY_SINCE:
        if (!since_parse(value, wait_wall_ms(), &watch->since))
            argp_error(state, "--since takes a time, a duration, all or new, not '%s'", value);
        return 0;
    case KEY_COUNT:
        watch->count = strtoull(value, &end, 10);
        if (*end != '\0' || watch->count == 0 || value[0] == '-')
            argp_error(state, "--count takes a number from 1, not '%s'", value);
        return 0;
    case KEY_WAIT:
        if (!since_duration(value, &watch->wait_ms) || watch->wait_ms == 0)
            argp_error(state, "--wait takes a duration like 30s or 10m, not '%s'", value);
        return 0;
    case KEY_NAME:
        watch->name = value;
        return 0;
    case KEY_EXEC:
        watch->exec = value;
        return 0;
    case KEY_ALL:
        watch->all = true;
        return 0;
    case ARGP_KEY_ARG:
        take_channel(watch, value, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void reset_deadline(struct watch *watch)
{
    watch->deadline_ms = watch->wait_ms == 0 ? WAIT_FOREVER : wait_deadline(watch->wait_ms);
}

static struct verdict fail(const struct failure *failure)
{
    return (struct verdict){true, say_failure(failure)};
}

/* Where each channel that may be read begins. */
struct starts {
    const struct watch *watch;
    size_t count;
    bool full;                                       /* there are more than one connection may follow */
    char last[LIMIT_CHANNEL_BYTES + 1];              /* the last name that was listed, wanted or not */
    struct cursor_place places[LIMIT_SUBSCRIPTIONS]; /* the hash is not used */
};

/* Those named on the command line, or all when none was. */
static bool is_wanted(const struct watch *watch, struct bytes channel)
{
    for (size_t i = 0; i < watch->wanted_count; i++) {
        if (bytes_equal_text(channel, watch->wanted[i]))
            return true;
    }
    return watch->wanted_count == 0;
}

static void take_start(void *context, const struct shape *shape, const void *values)
{
    struct starts *starts = context;
    const struct record_channel *channel = values;
    (void)shape;
    memcpy(starts->last, channel->channel.at, channel->channel.size);
    starts->last[channel->channel.size] = '\0';
    if (!is_wanted(starts->watch, channel->channel))
        return;
    starts->full = starts->count == LIMIT_SUBSCRIPTIONS;
    if (starts->full)
        return;
    struct cursor_place *place = &starts->places[starts->count++];
    memcpy(place->channel, channel->channel.at, channel->channel.size);
    place->channel[channel->channel.size] = '\0';
    switch (starts->watch->since.kind) {
    case SINCE_NEW:
        place->number = channel->number;
        break;
    case SINCE_ALL:
        place->number = 0;
        break;
    case SINCE_TIME:
        place->number = channel->has.since ? channel->since : 0;
        break;
    }
}

static uint64_t start_of(const struct starts *starts, const char *channel)
{
    for (size_t i = 0; i < starts->count; i++) {
        if (strcmp(starts->places[i].channel, channel) == 0)
            return starts->places[i].number;
    }
    return 0; /* it may not be read, or is not there: the subscription says which */
}

static enum error begin_channel(struct watch *watch, const char *channel, uint64_t number,
                                struct failure *failure)
{
    struct bytes name = bytes_of_text(channel);
    const struct cursor_place *place =
        watch->keep != NULL ? cursor_find(keep_cursor(watch->keep), name) : NULL;
    if (place != NULL)
        return check_begin(watch->check, name, place->number, place->hash, failure);
    return check_begin(watch->check, name, number, NULL, failure);
}

static enum error begin_channels(struct watch *watch, struct failure *failure)
{
    struct starts starts = {.watch = watch};
    struct args_channels args;
    struct record_count count = {0};
    enum error code = OK;
    memset(&args, 0, sizeof args);
    args.has.since = watch->since.kind == SINCE_TIME;
    args.since = watch->since.time_ms;
    struct answer answer = {.row = take_start, .context = &starts, .ok = &count};
    do { /* an answer is bounded: ask on after the last name it gave */
        code = client_call_values(watch->session.client, VERB_channels, &args, &answer, failure);
        args.has.after = true;
        args.after = bytes_of_text(starts.last);
    } while (code == OK && count.has.more && count.more && !starts.full);
    if (code == OK && starts.full && watch->wanted_count == 0)
        return failure_refuse(failure, ERR_TOO_MANY_SUBSCRIPTIONS, NULL, (struct bytes){0},
                              LIMIT_SUBSCRIPTIONS);
    for (size_t i = 0; code == OK && i < watch->wanted_count; i++)
        code = begin_channel(watch, watch->wanted[i], start_of(&starts, watch->wanted[i]), failure);
    for (size_t i = 0; code == OK && watch->wanted_count == 0 && i < starts.count; i++)
        code = begin_channel(watch, starts.places[i].channel, starts.places[i].number, failure);
    if (code == OK && check_count(watch->check) == 0)
        code = failure_say(failure, ERR_NOT_READER, "There is no channel here that you may read.");
    return code;
}

/* A cursor for every channel from the first moment: what comes while nobody watches is not left out. */
static enum error write_first_cursor(struct watch *watch, struct failure *failure)
{
    for (size_t i = 0; i < check_count(watch->check); i++) {
        const struct check_position *at = check_at(watch->check, i);
        enum error code = keep_move(watch->keep, bytes_of_text(at->channel), at->number, at->hash, failure);
        if (code != OK)
            return code;
    }
    return keep_settle(watch->keep, failure);
}

static enum error begin(struct watch *watch, struct failure *failure)
{
    char heads[PATH_MAX];
    enum error code = session_prepare(&watch->session, watch->options, NULL, false, failure);
    if (code == OK && client_address(watch->session.client)->control)
        code = failure_say(failure, ERR_BAD_VALUE,
                           "Nothing is pushed over the control socket. Watch over bulletin://HOST:PORT/KEY.");
    if (code == OK && watch->name != NULL)
        code = keep_open(&watch->session.home, watch->name, &watch->keep, failure);
    if (code == OK)
        code = session_connect(&watch->session, failure);
    if (code == OK)
        code = home_heads_folder(&watch->session.home, client_house(watch->session.client), heads, failure);
    if (code != OK)
        return code;
    watch->check = check_new(client_house(watch->session.client), heads);
    watch->follow = watch->check != NULL ? follow_new(watch->session.client, watch->check) : NULL;
    if (watch->follow == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    code = begin_channels(watch, failure);
    if (code == OK)
        code = follow_subscribe(watch->follow, failure);
    if (code == OK && watch->keep != NULL)
        code = write_first_cursor(watch, failure);
    return code;
}

/* A long text belongs to what is kept. The server may have lost or refuse it; a lost connection is mended. */
static struct verdict fetch_text(struct watch *watch, const struct fact_seen *fact)
{
    const struct bytes *hash = fact_arg(fact, "text_hash");
    struct failure failure;
    while (hash != NULL && !keep_has_text(watch->keep, *hash)) {
        uint8_t *text = NULL;
        size_t size = 0;
        enum error code =
            blob_download(watch->session.client, bytes_of_text(fact->id), *hash, &text, &size, &failure);
        if (code == OK) {
            code = keep_text(watch->keep, *hash, bytes_of(text, size), &failure);
            free(text);
            return code == OK ? go_on : fail(&failure);
        }
        if (failure.said_by_server && !failure_is_passing(&failure)) {
            say_note(watch->options, "The long text of %s is not to be had.", fact->id);
            return go_on;
        }
        bool resumed = false;
        if (failure_is_passing(&failure))
            code = follow_resume(watch->follow, watch->deadline_ms, &resumed, &failure);
        if (code != OK)
            return fail(&failure);
        if (!resumed)
            return (struct verdict){true, wait_interrupted() ? EXIT_DONE : EXIT_WAITED};
    }
    return go_on;
}

/* Until it exits 0. --wait ends the trying, and so does --count after a few tries. */
static struct verdict run_hook(struct watch *watch, const struct fact_seen *fact)
{
    struct backoff backoff = {0};
    struct failure failure;
    for (int tries = 1;; tries++) {
        int status = 0;
        if (hook_run(watch->exec, fact, &status, &failure) != OK)
            return fail(&failure);
        if (status == 0)
            return go_on;
        int64_t pause_ms = backoff_next_ms(&backoff);
        int64_t again = wait_deadline(pause_ms);
        bool give_up =
            watch->wait_ms != 0 ? again >= watch->deadline_ms : watch->count != 0 && tries == HOOK_TRIES;
        if (give_up) {
            say_note(watch->options, "The hook failed with %d on %s; giving up. The cursor stays before it.",
                     status, fact->id);
            return (struct verdict){true, EXIT_HOOK};
        }
        if (wait_interrupted())
            return (struct verdict){true, EXIT_DONE};
        say_note(watch->options, "The hook failed with %d on %s; trying again in %.1f s.", status, fact->id,
                 (double)pause_ms / 1000);
        if (wait_until(again) == WAIT_INTERRUPTED)
            return (struct verdict){true, EXIT_DONE};
    }
}

static enum error keep_pushed(struct watch *watch, const struct fact_seen *fact, struct failure *failure)
{
    uint8_t room[LIMIT_HEAD_BYTES + LIMIT_ACT_BYTES + LIMIT_SIGNATURE_BYTES + 64];
    struct buffer map = buffer_over(room, sizeof room);
    codec_encode(&shape_push_fact, &fact->push, &map);
    return keep_fact(watch->keep, fact->head.channel, fact->head.number, buffer_bytes(&map), failure);
}

/* To disk, then to the hook or the screen, then the cursor; in this order nothing is lost. */
static struct verdict take_fact(struct watch *watch, const struct fact_seen *fact)
{
    struct failure failure;
    struct verdict verdict = go_on;
    bool shown = watch->all || fact_is_news(fact);
    if (watch->keep != NULL && keep_pushed(watch, fact, &failure) != OK)
        return fail(&failure);
    if (watch->keep != NULL)
        verdict = fetch_text(watch, fact);
    if (!verdict.stop && watch->keep != NULL && watch->exec != NULL && keep_sync(watch->keep, &failure) != OK)
        return fail(&failure);
    if (!verdict.stop && shown && watch->exec != NULL)
        verdict = run_hook(watch, fact);
    else if (!verdict.stop && shown)
        print_fact(watch->options, fact);
    if (verdict.stop)
        return verdict;

    if (watch->keep != NULL &&
        keep_move(watch->keep, fact->head.channel, fact->head.number, fact->hash, &failure) != OK)
        return fail(&failure);
    /* With a hook the cursor is written after each; otherwise when nothing more is here to be shown. */
    bool settles = watch->keep != NULL && (watch->exec != NULL || !follow_has_more(watch->follow));
    if (settles && keep_settle(watch->keep, &failure) != OK)
        return fail(&failure);
    if (!shown)
        return go_on;
    watch->shown++;
    reset_deadline(watch);
    return (struct verdict){watch->count != 0 && watch->shown == watch->count, EXIT_DONE};
}

static struct verdict take_ended(struct watch *watch, const struct event *event)
{
    char text[LIMIT_REASON_BYTES + 1];
    struct buffer reason = buffer_over(text, sizeof text - 1);
    failure_text(&event->failure, &reason);
    text[reason.size] = '\0';
    say_note(watch->options, "The channel '%s' ended for you after %llu: %s", event->channel,
             (unsigned long long)event->number, text);
    return (struct verdict){check_count(watch->check) == 0, EXIT_REFUSED};
}

static struct verdict take_event(struct watch *watch, const struct event *event)
{
    char text[LIMIT_REASON_BYTES + 1];
    struct buffer reason = buffer_over(text, sizeof text - 1);
    switch (event->kind) {
    case EVENT_FACT:
        return take_fact(watch, event->fact);
    case EVENT_ENDED:
        return take_ended(watch, event);
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
    bool in_vain = watch->count != 0 || watch->shown == 0;
    return (struct verdict){true, in_vain && !wait_interrupted() ? EXIT_WAITED : EXIT_DONE};
}

static int run(struct watch *watch)
{
    struct failure failure;
    struct verdict verdict = go_on;
    if (!wait_catch_signals())
        return EXIT_FAILED;
    if (begin(watch, &failure) != OK)
        return wait_interrupted() ? EXIT_DONE : say_failure(&failure);
    say_note(watch->options, "Following %zu channel%s.", check_count(watch->check),
             check_count(watch->check) == 1 ? "" : "s");
    reset_deadline(watch);
    while (!verdict.stop) {
        struct event event;
        if (follow_next(watch->follow, watch->deadline_ms, &event, &failure) != OK)
            verdict = fail(&failure);
        else
            verdict = take_event(watch, &event);
    }
    if (watch->keep != NULL && keep_settle(watch->keep, &failure) != OK && verdict.exit_code == EXIT_DONE)
        return say_failure(&failure);
    return verdict.exit_code;
}

int command_watch(struct options *options, int argc, char **argv)
{
    struct watch *watch = calloc(1, sizeof *watch);
    if (watch == NULL)
        return EXIT_FAILED;
    watch->options = options;
    struct argp_child children[] = {{&options_argp, 0, NULL, 0}, {0}};
    struct argp argp = {
        .options = own_options,
        .parser = parse,
        .args_doc = "[CHANNEL...]",
        .doc = "Show headlines as they are published, in these channels or in all that may be read. "
               "Every fact is checked; a gap or a broken proof ends it with 7.",
        .children = children};
    options_parse(&argp, argc, argv, watch);
    int exit_code = run(watch);
    follow_free(watch->follow);
    check_free(watch->check);
    keep_close(watch->keep);
    session_close(&watch->session);
    free(watch);
    return exit_code;
}
