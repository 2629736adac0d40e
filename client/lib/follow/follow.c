/* The loop between a subscription and its events: receive, check, reconnect. It writes nothing but through
 * check, and shows nothing. */
#include "client/lib/follow/follow.h"

#include <stdlib.h>

#include "client/lib/connect/wait.h"

enum { INTERVAL_MS = 30000 }; /* until the server has said its own */

struct follow {
    struct client *client;
    struct check *check;
    bool lost;
    uint64_t connection; /* the one that is subscribed */
    int64_t interval_ms;
    struct backoff backoff;
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
    return follow;
}

void follow_free(struct follow *follow)
{
    if (follow == NULL)
        return;
    push_free(follow->current);
    free(follow);
}

struct anchors {
    struct check *check;
    enum error code;
    struct failure failure;
};

static void take_anchor(void *context, const struct shape *shape, const void *values)
{
    (void)shape;
    struct anchors *anchors = context;
    if (anchors->code == OK)
        anchors->code = check_anchor(anchors->check, values, &anchors->failure);
}

enum error follow_subscribe(struct follow *follow, struct failure *failure)
{
    struct position positions[LIMIT_SUBSCRIPTIONS];
    uint8_t room[LIMIT_SUBSCRIPTIONS * (LIMIT_CHANNEL_BYTES + 16)];
    struct buffer map = buffer_over(room, sizeof room);
    size_t count = check_count(follow->check);
    for (size_t i = 0; i < count; i++) {
        const struct check_position *at = check_at(follow->check, i);
        positions[i] = (struct position){bytes_of_text(at->channel), at->number};
    }
    positions_write(&map, positions, count);

    struct args_subscribe args = {.has = {.channels = true}, .channels = buffer_bytes(&map)};
    struct anchors anchors = {.check = follow->check};
    struct record_following following = {0};
    struct answer answer = {.row = take_anchor, .context = &anchors, .ok = &following};
    enum error code = client_call_values(follow->client, VERB_subscribe, &args, &answer, failure);
    if (code == ERR_PAST_END && failure->said_by_server)
        return failure_say(
            failure, ERR_HEAD_MISMATCH,
            "The channel '%s' ends at %llu now, before what was seen: the history was changed.",
            failure->name, (unsigned long long)failure->limit);
    if (code == OK && anchors.code != OK) {
        *failure = anchors.failure;
        return anchors.code;
    }
    if (code == OK)
        follow->connection = client_connections(follow->client);
    if (code == OK && following.interval_ms > 0 && following.interval_ms < 24 * 3600 * 1000)
        follow->interval_ms = (int64_t)following.interval_ms;
    return code;
}

enum error follow_resume(struct follow *follow, int64_t deadline_ms, bool *resumed, struct failure *failure)
{
    follow->lost = true;
    *resumed = false;
    for (;;) {
        /* It outlives a deadline: whoever comes back often must not put it off for ever. */
        if (follow->again_ms == 0)
            follow->again_ms = wait_deadline(backoff_next_ms(&follow->backoff));
        int64_t again = follow->again_ms;
        if (wait_until(again < deadline_ms ? again : deadline_ms) == WAIT_INTERRUPTED || again > deadline_ms)
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

static void take_ended(struct follow *follow, const struct push_ended *ended, struct event *event)
{
    struct record_error said = {
        .has = {.code = true, .text = true}, .code = ended->code, .text = ended->text};
    event->kind = EVENT_ENDED;
    event->number = ended->number;
    memcpy(event->channel, ended->channel.at, ended->channel.size);
    event->channel[ended->channel.size] = '\0';
    failure_from_server(&event->failure, &said);
    event->failure.own_words = true; /* the server's sentence names what the code alone does not */
    check_forget(follow->check, ended->channel);
}

/* Judges one push. event->kind stays NOTHING when there is nothing to tell. */
static enum error take_push(struct follow *follow, const struct push *push, struct event *event,
                            struct failure *failure)
{
    struct refusal why = {0};
    if (push->kind == &push_kinds[PUSH_fact]) {
        bool followed = false;
        enum error code = fact_read(push->body, &follow->fact, failure);
        if (code == OK)
            code = check_fact(follow->check, &follow->fact, &followed, failure);
        if (code == OK && followed) {
            event->kind = EVENT_FACT;
            event->fact = &follow->fact;
        }
        return code;
    }
    if (push->kind == &push_kinds[PUSH_head]) {
        struct push_head head;
        if (codec_decode_known(&shape_push_head, push->body, &head, &why) != OK)
            return failure_take(failure, &why);
        return check_head(follow->check, &head, failure);
    }
    if (push->kind == &push_kinds[PUSH_ended]) {
        struct push_ended ended;
        if (codec_decode_known(&shape_push_ended, push->body, &ended, &why) != OK)
            return failure_take(failure, &why);
        take_ended(follow, &ended, event);
    }
    return OK;
}

/* Waits for one push; silence for two intervals is a lost connection. */
static enum error receive(struct follow *follow, int64_t deadline_ms, struct event *event,
                          struct failure *failure)
{
    push_free(follow->current);
    follow->current = NULL;
    int64_t silence = wait_deadline(2 * follow->interval_ms);
    enum error code = client_next_push(follow->client, silence < deadline_ms ? silence : deadline_ms,
                                       &follow->current, failure);
    if (code == ERR_TIMED_OUT && (wait_interrupted() || deadline_ms <= silence))
        return OK;
    if (code == ERR_TIMED_OUT || (code != OK && failure_is_passing(failure))) {
        event->kind = EVENT_LOST;
        event->failure = *failure;
        follow->lost = true;
        return OK;
    }
    if (code != OK)
        return code;
    follow->backoff = (struct backoff){0};
    return take_push(follow, follow->current, event, failure);
}

enum error follow_next(struct follow *follow, int64_t deadline_ms, struct event *event,
                       struct failure *failure)
{
    for (;;) {
        *event = (struct event){.kind = EVENT_NOTHING};
        /* Whoever acts on this connection may have dialled again: then nobody is subscribed. */
        if (client_connections(follow->client) != follow->connection)
            follow->lost = true;
        if (follow->lost) {
            bool resumed;
            enum error code = follow_resume(follow, deadline_ms, &resumed, failure);
            if (code == OK && resumed)
                event->kind = EVENT_AGAIN;
            return code;
        }
        enum error code = receive(follow, deadline_ms, event, failure);
        if (code != OK || event->kind != EVENT_NOTHING)
            return code;
        if (wait_interrupted() || (deadline_ms != WAIT_FOREVER && wait_now_ms() >= deadline_ms))
            return OK;
    }
}

bool follow_has_more(const struct follow *follow)
{
    return client_has_more(follow->client);
}
