/* How a watch begins: who I am, where each channel stands, and from where it is followed. It
 * shows nothing. */
#include "client/watch/start.h"

#include <stdio.h>
#include <sys/resource.h>

#include "client/watch/broken.h"
#include "client/watch/deliver.h"
#include "client/watch/desktop.h"
#include "client/watch/mend.h"
#include "client/watch/owed.h"
#include "client/watch/recall.h"
#include "client/watch/urgent.h"

/* Takes each channel that may be read, and where it begins. */
struct starts {
    struct watch *watch;
    bool full; /* there are more than one connection may follow */
};

static void copy_channel(char to[LIMIT_CHANNEL_BYTES + 1], struct bytes channel)
{
    memcpy(to, channel.at, channel.size);
    to[channel.size] = '\0';
}

static void take_start(void *context, const struct shape *shape, const void *values)
{
    struct starts *starts = context;
    struct watch *watch = starts->watch;
    const struct record_channel *channel = values;
    (void)shape;
    if (!channel->has.number || !watch_is_wanted(watch, channel->channel))
        return; /* operators see channels that they may not follow */
    starts->full = watch->tip_count == LIMIT_FOLLOWED;
    if (starts->full)
        return;
    struct watch_tip *tip = &watch->tips[watch->tip_count++];
    copy_channel(tip->channel, channel->channel);
    tip->number = channel->number;
    switch (watch->since.kind) {
    case SINCE_NEW:
        tip->begin = channel->number;
        break;
    case SINCE_ALL:
        tip->begin = 0;
        break;
    case SINCE_TIME:
        tip->begin = channel->has.since ? channel->since : 0;
        break;
    }
}

static uint64_t start_of(const struct watch *watch, const char *channel)
{
    for (size_t i = 0; i < watch->tip_count; i++) {
        if (strcmp(watch->tips[i].channel, channel) == 0)
            return watch->tips[i].begin;
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
        number = place->number;
    enum error code = check_begin(watch->check, name, number, place != NULL ? place->hash : NULL, failure);
    if (code == OK || failure_exit(failure) != EXIT_PROOF)
        return code;
    broken_channel(watch, channel, number, failure);
    return OK;
}

static enum error begin_channels(struct watch *watch, struct failure *failure)
{
    struct starts starts = {.watch = watch};
    struct args_channels args;
    memset(&args, 0, sizeof args);
    if (watch->since_typed != NULL) /* a day is the server's */
        since_parse(watch->since_typed, wait_wall_ms(), &watch->since);
    args.has.since = watch->since.kind == SINCE_TIME;
    args.since = watch->since.time_ms;
    struct answer answer = {.row = take_start, .context = &starts};
    enum error code = client_call_values(watch->session.client, VERB_channels, &args, &answer, failure);
    if (code == OK && starts.full && watch->wanted_count == 0)
        return failure_refuse(failure, ERR_TOO_MANY_SUBSCRIPTIONS, NULL, (struct bytes){0}, LIMIT_FOLLOWED);
    for (size_t i = 0; code == OK && i < watch->wanted_count; i++)
        code = begin_channel(watch, watch->wanted[i], start_of(watch, watch->wanted[i]), failure);
    for (size_t i = 0; code == OK && watch->wanted_count == 0 && i < watch->tip_count; i++)
        code = begin_channel(watch, watch->tips[i].channel, watch->tips[i].begin, failure);
    if (code == OK && check_count(watch->check) == 0 && watch->broken == 0)
        code = failure_say(failure, ERR_UNKNOWN_CHANNEL, "There is no channel here that you may read.");
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

static enum error find_inbox(struct watch *watch, struct failure *failure)
{
    struct args_status nothing;
    struct record_status status;
    struct answer answer = {.ok = &status};
    memset(&nothing, 0, sizeof nothing);
    enum error code = client_call_values(watch->session.client, VERB_status, &nothing, &answer, failure);
    if (code == OK && status.has.department)
        snprintf(watch->inbox, sizeof watch->inbox, PREFIX_DEPARTMENT "%.*s", (int)status.department.size,
                 (const char *)status.department.at);
    return code;
}

/* What is kept is a file a channel, and all stay open: as many as the system lets us have. */
static void allow_descriptors(void)
{
    struct rlimit most;
    if (getrlimit(RLIMIT_NOFILE, &most) != 0 || most.rlim_cur == most.rlim_max)
        return;
    most.rlim_cur = most.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &most); /* if not, opening one says so */
}

/* The desktop is asked first: whoever wants notifications must not learn later that none will come. */
static enum error connect_all(struct watch *watch, struct failure *failure)
{
    enum error code = session_prepare(&watch->session, watch->options, NULL, false, failure);
    if (code == OK && client_address(watch->session.client)->control)
        code = failure_say(failure, ERR_BAD_VALUE,
                           "Nothing is pushed over the control socket. Watch over bulletin://HOST:PORT/KEY.");
    if (code == OK && watch->notify)
        code = desktop_open(&watch->desktop, failure);
    if (watch->name != NULL)
        allow_descriptors();
    if (code == OK && watch->name != NULL)
        code = keep_open(&watch->session.home, watch->name, &watch->keep, failure);
    return code == OK ? session_connect(&watch->session, failure) : code;
}

enum error start_watch(struct watch *watch, struct failure *failure)
{
    char heads[PATH_MAX];
    enum error code = connect_all(watch, failure);
    if (code == OK)
        code = home_checkpoints_folder(&watch->session.home, client_house(watch->session.client), heads,
                                       failure);
    if (code == OK)
        code = find_inbox(watch, failure);
    if (code != OK)
        return code;
    watch->check = check_new(client_house(watch->session.client), heads);
    watch->follow = watch->check != NULL ? follow_new(watch->session.client, watch->check) : NULL;
    watch->urgents = urgents_new();
    watch->deliveries = deliveries_new();
    watch->owed = owed_new();
    if (watch->follow == NULL || watch->urgents == NULL || watch->deliveries == NULL || watch->owed == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    code = begin_channels(watch, failure);
    if (code == OK && watch->keep != NULL)
        code = mend_facts(watch, failure);
    if (code == OK && watch->keep != NULL)
        code = recall_kept(watch, failure);
    if (code == OK)
        code = follow_subscribe(watch->follow, failure);
    if (code == OK && watch->keep != NULL)
        code = write_first_cursor(watch, failure);
    return code;
}
