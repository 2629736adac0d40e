/* Judges as the server would, as far as its answers tell, and where they do not it lets pass. */
#include "client/shell/may.h"

#include <stdio.h>

#include "client/shell/client_session.h"
#include "protocol/wire/text.h"

struct asked {
    enum error right;
    bool found, may;
    const struct record_status *me;
    char department[LIMIT_NAME_BYTES + 16], account[LIMIT_NAME_BYTES + 16];
};

static bool is_me(const struct asked *asked, struct bytes word)
{
    return bytes_equal_text(word, AUDIENCE_EVERYONE) || bytes_equal_text(word, role_words[asked->me->role]) ||
           bytes_equal_text(word, asked->department) || bytes_equal_text(word, asked->account);
}

static void take_channel(void *context, const struct shape *shape, const void *values)
{
    struct asked *asked = context;
    const struct record_channel *channel = values;
    struct bytes audience = asked->right == ERR_NOT_PUBLISHER ? channel->publish : channel->speak, word;
    (void)shape;
    asked->found = true;
    for (size_t at = 0; words_next(audience, &at, &word);)
        asked->may = asked->may || is_me(asked, word);
}

static enum error ask_who_i_am(struct client *client, struct record_status *me, struct asked *asked,
                               struct failure *failure)
{
    enum error code = session_ask_status(client, me, failure);
    if (code != OK)
        return code;
    if (me->has.department)
        snprintf(asked->department, sizeof asked->department, AUDIENCE_DEPARTMENT "%.*s",
                 (int)me->department.size, (const char *)me->department.at);
    if (me->has.account)
        snprintf(asked->account, sizeof asked->account, AUDIENCE_ACCOUNT "%.*s", (int)me->account.size,
                 (const char *)me->account.at);
    return OK;
}

enum error may_write(struct client *client, struct bytes channel, enum error right, struct failure *failure)
{
    struct record_status me;
    struct asked asked = {.right = right, .me = &me};
    struct args_channels args = {.has = {.channel = true}, .channel = channel};
    struct answer answer = {.row = take_channel, .context = &asked};
    enum error code = ask_who_i_am(client, &me, &asked, failure);
    if (code == OK && me.role == ROLE_GUEST)
        code = failure_refuse(failure, ERR_NOT_ENROLLED, NULL, (struct bytes){0}, 0);
    if (code == OK)
        code = client_call_values(client, VERB_channels, &args, &answer, failure);
    if (code == OK && !asked.found)
        code = failure_refuse(failure, ERR_UNKNOWN_CHANNEL, "channel", channel, 0);
    if (code == OK && !asked.may)
        code = failure_refuse(failure, right, "channel", channel, 0);
    return code;
}

/* The latest moment that it can mean: a day that ends, in the zone where it does last. */
static bool latest(struct bytes moment, int64_t *time_ms)
{
    enum { DAY_BYTES = 10, MINUTE_BYTES = 16, FURTHEST_MS = 12 * 3600 * 1000, DAY_MS = 24 * 3600 * 1000 };
    char room[LIMIT_DATED_BYTES + 16];
    struct buffer whole = buffer_over(room, sizeof room);
    int64_t slack_ms = 0;
    buffer_add(&whole, moment.at, moment.size);
    if (moment.size == DAY_BYTES) {
        buffer_add_text(&whole, "T00:00:00Z");
        slack_ms = DAY_MS + FURTHEST_MS;
    } else if (moment.size == MINUTE_BYTES) {
        buffer_add_text(&whole, ":00Z");
        slack_ms = FURTHEST_MS;
    }
    if (whole.overflowed || !text_to_time(buffer_bytes(&whole), time_ms))
        return false;
    *time_ms += slack_ms;
    return true;
}

enum error may_be_dated(const struct shape *shape, const void *values, int64_t now_ms,
                        struct failure *failure)
{
    static const char *const ahead[] = {"at", "expires", "due"};
    for (size_t i = 0; i < sizeof ahead / sizeof ahead[0]; i++) {
        int index = shape_find(shape, bytes_of_text(ahead[i]));
        int64_t time_ms;
        if (index < 0 || shape->fields[index].kind != KIND_MOMENT || !field_present(values, (size_t)index))
            continue;
        const struct bytes *moment = (const void *)((const uint8_t *)values + shape->fields[index].offset);
        if (!latest(*moment, &time_ms) || time_ms > now_ms)
            continue;
        struct refusal why = {.code = ERR_IN_THE_PAST, .field = ahead[i], .name = *moment, .time_ms = now_ms};
        return failure_take(failure, &why);
    }
    return OK;
}
