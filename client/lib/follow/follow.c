/* The loop between a subscription and its events: receive, check, reconnect. It writes nothing but through
 * check, and shows nothing. */
#include "client/lib/follow/follow.h"

#include <stdlib.h>

#include "client/lib/connect/wait.h"

enum { INTERVAL_MS = 30000 }; /* until the server has said its own */

/* What subscribing found out about one channel. */
struct finding {
    struct finding *next;
    struct event event;
};

struct follow {
    struct client *client;
    struct check *check;
    bool lost;
    uint64_t connection; /* the one that is subscribed */
    int64_t interval_ms;
    int64_t silent_ms; /* when the server has been silent for too long */
    int64_t left_ms;   /* when follow_next was left; what is done meanwhile is not the server's silence */
    struct finding *findings, **last_finding; /* not told yet */
    struct backoff backoff;
    int also;             /* what else ends the waiting, or -1 */
    int64_t again_ms;     /* when it is dialled next; 0: not decided */
    struct push *current; /* what the last event borrows from */
    struct fact_seen fact;
};

struct follow *follow_new(struct client *client, struct check *check)
{
    struct follow *follow = calloc(1, sizeof *follow);
    if (follow == NULL)
        return NULL;
    follow->client = client;
    follow->check = check;
    follow->interval_ms = INTERVAL_MS;
    follow->also = -1;
    follow->last_finding = &follow->findings;
    return follow;
}

static bool tell_finding(struct follow *follow, struct event *event)
{
    struct finding *first = follow->findings;
    if (first == NULL)
        return false;
    *event = first->event;
    follow->findings = first->next;
    if (follow->findings == NULL)
        follow->last_finding = &follow->findings;
    free(first);
    return true;
}

void follow_free(struct follow *follow)
{
    if (follow == NULL)
        return;
    push_free(follow->current);
    for (struct event ignored; tell_finding(follow, &ignored);) {
    }
    free(follow);
}

/* One channel is given up; the others go on. */
static void give_up(struct follow *follow, enum event_kind kind, struct bytes channel,
                    const struct failure *failure, struct event *event)
{
    const struct check_position *at = check_find(follow->check, channel);
    *event = (struct event){.kind = kind, .failure = *failure, .number = at != NULL ? at->number : 0};
    memcpy(event->channel, channel.at, channel.size);
    event->channel[channel.size] = '\0';
    check_forget(follow->check, bytes_of_text(event->channel));
}

/* The same, to be told later. */
static enum error note(struct follow *follow, enum event_kind kind, const char *channel,
                       struct failure *failure)
{
    struct finding *made = calloc(1, sizeof *made);
    if (made == NULL)
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    give_up(follow, kind, bytes_of_text(channel), failure, &made->event);
    *follow->last_finding = made;
    follow->last_finding = &made->next;
    return OK;
}

struct anchors {
    struct follow *follow;
    enum error code;
    struct failure failure;
};

static void take_anchor(void *context, const struct shape *shape, const void *values)
{
    (void)shape;
    struct anchors *anchors = context;
    const struct record_anchor *anchor = values;
    const struct check_position *at = check_find(anchors->follow->check, anchor->channel);
    struct failure failure;
    if (anchors->code != OK || at == NULL || check_anchor(anchors->follow->check, anchor, &failure) == OK)
        return;
    char channel[LIMIT_CHANNEL_BYTES + 1];
    memcpy(channel, at->channel, sizeof channel);
    anchors->code = note(anchors->follow, EVENT_BROKEN, channel, &failure);
    anchors->failure = failure;
}

/* The channels that are subscribed to in one go, by name: whoever is left out moves the others in `check`. */
struct names {
    size_t count;
    char (*list)[LIMIT_CHANNEL_BYTES + 1];
};

static bool names_take(struct names *names, const struct check *check)
{
    names->count = check_count(check);
    names->list = calloc(names->count + 1, sizeof *names->list);
    for (size_t i = 0; names->list != NULL && i < names->count; i++)
        memcpy(names->list[i], check_at(check, i)->channel, sizeof names->list[i]);
    return names->list != NULL;
}

/* Asks for those from `from` on, as many as one question takes, that are still followed. */
static enum error subscribe_once(struct follow *follow, const struct names *names, size_t from,
                                 struct failure *failure)
{
    struct position positions[LIMIT_SUBSCRIPTIONS];
    uint8_t room[LIMIT_SUBSCRIPTIONS * (LIMIT_CHANNEL_BYTES + 16)];
    struct buffer map = buffer_over(room, sizeof room);
    size_t count = 0;
    for (size_t i = from; i < names->count && i < from + LIMIT_SUBSCRIPTIONS; i++) {
        const struct check_position *at = check_find(follow->check, bytes_of_text(names->list[i]));
        if (at != NULL)
            positions[count++] =
                (struct position){.channel = bytes_of_text(at->channel), .number = at->number};
    }
    if (count == 0)
        return OK;
    positions_write(&map, positions, count);

    struct args_subscribe args = {.channels = buffer_bytes(&map)};
    struct anchors anchors = {.follow = follow};
    struct record_following following = {0};
    struct answer answer = {.row = take_anchor, .context = &anchors, .ok = &following};
    enum error code = client_call_values(follow->client, VERB_subscribe, &args, &answer, failure);
    if (code == OK && anchors.code != OK) {
        *failure = anchors.failure;
        return anchors.code;
    }
    if (code == OK && following.interval_ms > 0 && following.interval_ms < 24 * 3600 * 1000)
        follow->interval_ms = (int64_t)following.interval_ms;
    follow->silent_ms = wait_deadline(2 * follow->interval_ms);
    return code;
}

/* All or none are taken: without the one that the server has named it is asked again. *again is false when it
 * has named none. */
static enum error leave_out(struct follow *follow, struct failure *failure, bool *again)
{
    const struct check_position *at = check_find(follow->check, bytes_of_text(failure->name));
    *again = at != NULL && failure->said_by_server && !failure_is_passing(failure);
    if (!*again)
        return failure->code;
    char channel[LIMIT_CHANNEL_BYTES + 1];
    memcpy(channel, at->channel, sizeof channel);
    if (failure->code != ERR_PAST_END)
        return note(follow, EVENT_ENDED, channel, failure);
    uint64_t end = failure->limit;
    failure_write(failure, ERR_HEAD_MISMATCH,
                  "The channel '%s' ends at %llu now, before what was seen: the history was changed.",
                  channel, (unsigned long long)end);
    return note(follow, EVENT_BROKEN, channel, failure);
}

/* The channels of one question, without those that the server refuses. */
static enum error subscribe_some(struct follow *follow, const struct names *names, size_t from,
                                 struct failure *failure)
{
    enum error code;
    bool again;
    do {
        again = false;
        code = subscribe_once(follow, names, from, failure);
        if (code != OK)
            code = leave_out(follow, failure, &again);
    } while (again && code == OK);
    return code;
}

/* All of them must be followed by one connection: what another question dialled anew does not count. */
enum error follow_subscribe(struct follow *follow, struct failure *failure)
{
    struct names names;
    enum error code = OK;
    if (check_count(follow->check) == 0)
        return OK;
    if (!names_take(&names, follow->check))
        return failure_say(failure, ERR_INTERNAL, "There is no memory left.");
    for (size_t from = 0; code == OK && from < names.count; from += LIMIT_SUBSCRIPTIONS) {
        code = subscribe_some(follow, &names, from, failure);
        const bool first = from == 0;
        if (code == OK && first)
            follow->connection = client_connections(follow->client);
        else if (code == OK && client_connections(follow->client) != follow->connection)
            code = failure_refuse(failure, ERR_UNREACHABLE, NULL,
                                  bytes_of_text("it closed the connection before all channels were followed"),
                                  0);
    }
    free(names.list);
    return code;
}

void follow_also(struct follow *follow, int descriptor)
{
    follow->also = descriptor;
}

/* `descriptor` as wait_also has it; it does not disturb the dialling. */
static enum error resume(struct follow *follow, int64_t deadline_ms, int descriptor, bool *resumed,
                         struct failure *failure)
{
    follow->lost = true;
    *resumed = false;
    for (;;) {
        /* It outlives a deadline: whoever comes back often must not put it off for ever. */
        if (follow->again_ms == 0)
            follow->again_ms = wait_deadline(backoff_next_ms(&follow->backoff));
        int64_t again = follow->again_ms;
        wait_also(descriptor);
        enum waited waited = wait_until(again < deadline_ms ? again : deadline_ms);
        wait_also(-1);
        if (waited == WAIT_INTERRUPTED || wait_now_ms() < again)
            return OK;
        follow->again_ms = 0;
        client_close(follow->client);
        enum error code = client_open(follow->client, failure);
        if (code == OK)
            code = follow_subscribe(follow, failure);
        if (wait_interrupted())
            return OK;
        if (code == OK) {
            follow->lost = false;
            *resumed = true;
            return OK;
        }
        if (!failure_is_passing(failure))
            return code;
    }
}

enum error follow_resume(struct follow *follow, int64_t deadline_ms, bool *resumed, struct failure *failure)
{
    return resume(follow, deadline_ms, -1, resumed, failure);
}

/* What came of a channel does not hold. One that is not followed (it may have been given up) is nobody's
 * matter; what names no channel is everybody's. */
static enum error take_broken(struct follow *follow, struct bytes channel, struct event *event,
                              struct failure *failure)
{
    if (channel.size == 0 || failure_exit(failure) != EXIT_PROOF)
        return failure->code;
    if (check_find(follow->check, channel) != NULL)
        give_up(follow, EVENT_BROKEN, channel, failure, event);
    return OK;
}

/* A sign of life: something of a channel that is followed. */
static void hear(struct follow *follow)
{
    follow->silent_ms = wait_deadline(2 * follow->interval_ms);
    follow->backoff = (struct backoff){0};
}

static enum error take_fact(struct follow *follow, const struct push *push, struct event *event,
                            struct failure *failure)
{
    bool followed = false;
    enum error code = fact_read(push->body, &follow->fact, failure);
    if (code == OK)
        code = check_fact(follow->check, &follow->fact, &followed, failure);
    if (code != OK)
        return take_broken(follow, follow->fact.head.channel, event, failure);
    if (followed) {
        event->kind = EVENT_FACT;
        event->fact = &follow->fact;
        hear(follow);
    }
    return OK;
}

static enum error take_checkpoint(struct follow *follow, const struct push *push, struct event *event,
                                  struct failure *failure)
{
    struct push_checkpoint pushed;
    struct checkpoint checkpoint = {0};
    enum error code = check_read_checkpoint(push->body, &pushed, &checkpoint, failure);
    if (code != OK)
        return code;
    if (check_checkpoint(follow->check, &pushed, failure) != OK)
        return take_broken(follow, checkpoint.channel, event, failure);
    if (check_find(follow->check, checkpoint.channel) != NULL)
        hear(follow);
    return OK;
}

static enum error take_ended(struct follow *follow, const struct push *push, struct event *event,
                             struct failure *failure)
{
    struct refusal why = {0};
    struct push_ended ended;
    if (codec_decode_known(&shape_push_ended, push->body, &ended, &why) != OK)
        return failure_take(failure, &why);
    if (check_find(follow->check, ended.channel) == NULL)
        return OK;
    struct record_error said = {
        .has = {.error = true, .text = true}, .error = ended.error, .text = ended.text};
    failure_from_server(failure, &said);
    failure->own_words = true; /* the server's sentence names what the code alone does not */
    give_up(follow, EVENT_ENDED, ended.channel, failure, event);
    event->number = ended.number;
    return OK;
}

/* Judges one push. event->kind stays NOTHING when there is nothing to tell. */
static enum error take_push(struct follow *follow, const struct push *push, struct event *event,
                            struct failure *failure)
{
    if (push->kind == &push_kinds[PUSH_fact])
        return take_fact(follow, push, event, failure);
    if (push->kind == &push_kinds[PUSH_checkpoint])
        return take_checkpoint(follow, push, event, failure);
    if (push->kind == &push_kinds[PUSH_ended])
        return take_ended(follow, push, event, failure);
    return OK;
}

/* Waits for one push. Two intervals without a fact or a checkpoint are a lost connection, whatever
 * else came. */
static enum error receive(struct follow *follow, int64_t deadline_ms, struct event *event,
                          struct failure *failure)
{
    push_free(follow->current);
    follow->current = NULL;
    int64_t silence = follow->silent_ms;
    wait_also(follow->also);
    enum error code = client_next_push(follow->client, silence < deadline_ms ? silence : deadline_ms,
                                       &follow->current, failure);
    wait_also(-1);
    if (code == ERR_TIMED_OUT && (wait_interrupted() || !wait_over(silence)))
        return OK;
    if (code == ERR_TIMED_OUT || (code != OK && failure_is_passing(failure))) {
        event->kind = EVENT_LOST;
        event->failure = *failure;
        follow->lost = true;
        return OK;
    }
    if (code != OK)
        return code;
    return take_push(follow, follow->current, event, failure);
}

static enum error next(struct follow *follow, int64_t deadline_ms, struct event *event,
                       struct failure *failure)
{
    for (;;) {
        *event = (struct event){.kind = EVENT_NOTHING};
        if (tell_finding(follow, event) || check_count(follow->check) == 0)
            return OK;
        /* Whoever acts on this connection may have dialled again: then nobody is subscribed. */
        if (client_connections(follow->client) != follow->connection)
            follow->lost = true;
        if (follow->lost) {
            bool resumed;
            enum error code = resume(follow, deadline_ms, follow->also, &resumed, failure);
            if (code == OK && resumed)
                event->kind = EVENT_AGAIN;
            return code;
        }
        enum error code = receive(follow, deadline_ms, event, failure);
        if (code != OK || event->kind != EVENT_NOTHING)
            return code;
        /* A checkpoint, say, was the last that was here: whoever writes things down then gets the chance. */
        if (wait_over(deadline_ms) || !client_has_more(follow->client))
            return OK;
    }
}

enum error follow_next(struct follow *follow, int64_t deadline_ms, struct event *event,
                       struct failure *failure)
{
    int64_t now_ms = wait_now_ms();
    follow->silent_ms += now_ms - (follow->left_ms != 0 ? follow->left_ms : now_ms);
    enum error code = next(follow, deadline_ms, event, failure);
    follow->left_ms = wait_now_ms();
    return code;
}

bool follow_has_more(const struct follow *follow)
{
    return client_has_more(follow->client);
}
