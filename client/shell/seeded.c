/* Days from a day, and looking for what was seeded before. It sends no act. */
#include "client/shell/seeded.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "protocol/proof/head.h"

static struct tm day_of(int64_t now_ms, int days)
{
    time_t now = (time_t)(now_ms / 1000);
    struct tm parts;
    localtime_r(&now, &parts);
    parts.tm_mday += days;
    parts.tm_hour = 12; /* a day's noon is of that day, whatever the clocks do */
    parts.tm_isdst = -1;
    mktime(&parts);
    return parts;
}

enum error seeded_month(struct bytes word, int64_t now_ms, char month[SEEDED_MONTH_BYTES],
                        struct failure *failure)
{
    const bool next = bytes_equal_text(word, "next");
    if (!next && !bytes_equal_text(word, "this"))
        return failure_say(failure, ERR_BAD_VALUE, "a theme is of `this` month or the `next`.");
    struct tm parts = day_of(now_ms, 0);
    int months = (parts.tm_year + 1900) * 12 + parts.tm_mon + next;
    snprintf(month, SEEDED_MONTH_BYTES, "%04u-%02u", (unsigned)(months / 12) % 10000,
             (unsigned)(months % 12 + 1) % 100);
    return OK;
}

enum error seeded_year(struct bytes word, int64_t now_ms, char year[SEEDED_YEAR_BYTES],
                       struct failure *failure)
{
    if (!bytes_equal_text(word, "this"))
        return failure_say(failure, ERR_BAD_VALUE, "a round is of `this` year.");
    const struct tm parts = day_of(now_ms, 0);
    snprintf(year, SEEDED_YEAR_BYTES, "%04u", (unsigned)(parts.tm_year + 1900) % 10000);
    return OK;
}

enum error seeded_moment(struct bytes word, int64_t now_ms, char moment[SEEDED_MOMENT_BYTES],
                         struct failure *failure)
{
    char text[32], hour[6] = "", day[16];
    int days = 0, used = 0;
    snprintf(text, sizeof text, "%.*s", (int)word.size, (const char *)word.at);
    if (text[0] != '+') {
        snprintf(moment, SEEDED_MOMENT_BYTES, "%.19s", text);
        return OK;
    }
    bool read = sscanf(text, "+%3dd%n", &days, &used) == 1 && used > 0;
    if (read && text[used] == ' ')
        read = sscanf(text + used, " %5[0-9:]", hour) == 1 && strlen(hour) == 5;
    else
        read = read && text[used] == '\0';
    if (!read)
        return failure_say(failure, ERR_BAD_VALUE, "a day from now is `+14d` or `+14d 09:00`, not '%s'.",
                           text);
    struct tm parts = day_of(now_ms, days);
    strftime(day, sizeof day, "%Y-%m-%d", &parts);
    snprintf(moment, SEEDED_MOMENT_BYTES, "%.10s%s%.5s", day, hour[0] != '\0' ? "T" : "", hour);
    return OK;
}

/* What is looked for among the rows of an answer. */
struct looking {
    struct bytes words;
    char *id;
    bool there;
    uint64_t last_number; /* of the rows, for the next page */
};

static void note_id(char *place, struct bytes id)
{
    snprintf(place, LIMIT_ID_BYTES + 1, "%.*s", (int)id.size, (const char *)id.at);
}

static void take_thread(void *context, const struct shape *shape, const void *values)
{
    struct looking *looking = context;
    const struct record_thread *thread = values;
    (void)shape;
    looking->last_number = thread->last;
    if (!thread->has.headline || !bytes_equal(thread->headline, looking->words))
        return;
    note_id(looking->id, thread->id);
    looking->there = true;
}

static void take_post(void *context, const struct shape *shape, const void *values)
{
    struct looking *looking = context;
    const struct record_post *post = values;
    struct bytes channel;
    (void)shape;
    id_split(post->id, &channel, &looking->last_number);
    looking->there = looking->there || (post->has.text && bytes_equal(post->text, looking->words));
}

static void take_activity(void *context, const struct shape *shape, const void *values)
{
    struct looking *looking = context;
    const struct record_activity *activity = values;
    (void)shape;
    if (!activity->has.headline || !bytes_equal(activity->headline, looking->words))
        return;
    note_id(looking->id, activity->id);
    looking->there = true;
}

/* A page whose rows stand where the last one did: it would be asked for again for ever. */
static enum error no_end(struct failure *failure)
{
    return failure_refuse(failure, ERR_MALFORMED, NULL, bytes_of_text("a list that has no end"), 0);
}

static enum error find_thread(struct client *client, struct bytes channel, struct looking *looking,
                              struct failure *failure)
{
    struct args_forum_threads args = {.has = {.limit = true}, .channel = channel, .limit = LIMIT_ROWS};
    struct record_count count = {0};
    struct answer answer = {.row = take_thread, .context = looking, .ok = &count};
    enum error code = OK;
    do {
        code = client_call_values(client, VERB_forum_threads, &args, &answer, failure);
        if (code == OK && args.has.before && looking->last_number >= args.before)
            return no_end(failure);
        args.has.before = true;
        args.before = looking->last_number;
    } while (code == OK && !looking->there && count.has.more && count.more);
    return code;
}

static enum error find_post(struct client *client, struct looking *looking, struct failure *failure)
{
    struct args_forum_show args = {
        .has = {.limit = true}, .id = bytes_of_text(looking->id), .limit = LIMIT_ROWS};
    struct record_count count = {0};
    struct answer answer = {.row = take_post, .context = looking, .ok = &count};
    enum error code = OK;
    do {
        code = client_call_values(client, VERB_forum_show, &args, &answer, failure);
        if (code == OK && args.has.after && looking->last_number <= args.after)
            return no_end(failure);
        args.has.after = true;
        args.after = looking->last_number;
    } while (code == OK && !looking->there && count.has.more && count.more);
    return code;
}

static enum error find_activity(struct client *client, struct bytes channel, struct looking *looking,
                                struct failure *failure)
{
    struct args_activity_list args = {.has.channel = true, .channel = channel};
    struct answer answer = {.row = take_activity, .context = looking};
    return client_call_values(client, VERB_activity_list, &args, &answer, failure);
}

enum error seeded_find(struct client *client, const struct seed *seed, char id[LIMIT_ID_BYTES + 1],
                       bool *there, struct failure *failure)
{
    struct looking looking = {.words = seed->headers[SEED_HEADLINE], .id = id};
    enum error code = OK;
    id[0] = '\0';
    if (seed->kind == SEED_IS_THREAD) {
        code = find_thread(client, seed->headers[SEED_THREAD], &looking, failure);
    } else if (seed->kind == SEED_IS_ACTIVITY) {
        code = find_activity(client, seed->headers[SEED_ACTIVITY], &looking, failure);
    } else {
        code = find_thread(client, seed->headers[SEED_POST], &looking, failure);
        if (code == OK && !looking.there)
            return failure_say(failure, ERR_BAD_VALUE, "there is no thread '%.*s' to post in.",
                               (int)looking.words.size, (const char *)looking.words.at);
        looking.there = false;
        looking.words = seed->body;
        if (code == OK)
            code = find_post(client, &looking, failure);
    }
    *there = looking.there;
    return code;
}
