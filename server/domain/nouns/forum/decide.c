/* Who may say what in a forum: opening, posting, editing, and what those who moderate do. It does not know
 * how threads are kept. */
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/forum/forum.h"
#include "server/domain/nouns/forum/views.h"
#include "server/domain/nouns/theme/theme.h"
#include "server/domain/nouns/theme/views.h"

enum { MINUTE_MS = 60 * 1000 };

/* A person's posts, threads and edits in all forums; the house may load as many as it likes. */
static enum error decide_pace(const struct deciding *deciding)
{
    struct store_key own = key_below(bytes_of_text(deciding->actor->account));
    uint64_t oldest = 0;
    struct fact fact;
    struct walk walk;
    size_t count = 0;
    if (deciding->actor->house)
        return OK;
    walk_numbers_down(&walk, deciding->txn, TABLE_SPOKEN, key_of(&own), UINT64_MAX);
    while (count < LIMIT_POSTS_A_MINUTE && walk_number(&walk, &oldest))
        count++;
    walk_end(&walk);
    if (count < LIMIT_POSTS_A_MINUTE)
        return OK;
    if (!fact_needed(deciding->txn, oldest, &fact))
        return ERR_INTERNAL;
    if (fact.head.time_ms + MINUTE_MS <= deciding->now_ms ||
        fact.head.time_ms > deciding->now_ms) /* a clock that was ahead */
        return OK;
    decision_refuse(deciding->decision, ERR_TOO_FAST, NULL, (struct bytes){0});
    deciding->decision->why.limit = LIMIT_POSTS_A_MINUTE;
    deciding->decision->why.time_ms = fact.head.time_ms + MINUTE_MS;
    return ERR_TOO_FAST;
}

enum error decide_forum_open(const struct deciding *deciding, const struct args_forum_open *args)
{
    enum error error = decide_pace(deciding);
    if (error != OK)
        return error;
    struct fact_thread_opened opened = {.has.department = deciding->actor->department[0] != '\0',
                                        .department = bytes_of_text(deciding->actor->department)};
    decision_add(deciding->decision, args->channel, &fact_kinds[FACT_thread_opened], &opened);
    return OK;
}

/* The post that is answered stands in this thread, and can be seen. */
static enum error decide_answer(const struct deciding *deciding, struct bytes thread_channel, uint64_t thread,
                                struct bytes answers)
{
    struct view_post row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(answers, &channel, &number) || !bytes_equal(channel, thread_channel))
        return decision_refuse(deciding->decision, ERR_FOREIGN_THREAD, "answers", answers);
    if (!view_post(deciding->txn, channel, number, &row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_POST, "answers", answers);
    if (row.thread != thread)
        return decision_refuse(deciding->decision, ERR_FOREIGN_THREAD, "answers", answers);
    if (row.has.hidden)
        return decision_refuse(deciding->decision, ERR_HIDDEN, "answers", answers);
    return OK;
}

/* Nobody speaks in a thread that is hidden or locked. `id` is what the refusal names when it is hidden. */
static enum error decide_thread(const struct deciding *deciding, struct bytes channel, uint64_t number,
                                const struct view_thread *row, struct bytes id)
{
    char room[LIMIT_ID_BYTES];
    struct buffer thread = buffer_over(room, sizeof room);
    struct view_post opening;
    if (!view_post(deciding->txn, channel, number, &opening)) {
        txn_fail(deciding->txn, ERR_INTERNAL);
        return ERR_INTERNAL;
    }
    if (opening.has.hidden)
        return decision_refuse(deciding->decision, ERR_HIDDEN, "id", id);
    id_write(&thread, channel, number);
    if (row->has.locked && row->locked)
        return decision_refuse(deciding->decision, ERR_THREAD_LOCKED, "id", buffer_bytes(&thread));
    return OK;
}

enum error decide_forum_post(const struct deciding *deciding, const struct args_forum_post *args)
{
    struct view_thread row;
    struct bytes channel;
    uint64_t number;
    if (!forum_thread(deciding->txn, args->id, &channel, &number, &row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_THREAD, "id", args->id);
    enum error error = decide_thread(deciding, channel, number, &row, args->id);
    if (error == OK && args->has.answers)
        error = decide_answer(deciding, channel, number, args->answers);
    if (error == OK)
        error = decide_pace(deciding);
    if (error != OK)
        return error;
    struct fact_post_made made = {
        .has = {.answers = args->has.answers, .department = deciding->actor->department[0] != '\0'},
        .thread = args->id,
        .answers = args->answers,
        .department = bytes_of_text(deciding->actor->department),
    };
    decision_add(deciding->decision, channel, &fact_kinds[FACT_post_made], &made);
    return OK;
}

/* The post that an act changes, as its author saw it. */
static enum error find_post(const struct deciding *deciding, struct bytes id, struct bytes *channel,
                            uint64_t *number, struct view_post *row)
{
    if (!id_split(id, channel, number) || !view_post(deciding->txn, *channel, *number, row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_POST, "id", id);
    if (row->has.erased)
        return decision_refuse(deciding->decision, ERR_ERASED, "id", id);
    return OK;
}

static enum error decide_edit(const struct deciding *deciding, const struct args_forum_edit *args,
                              struct bytes channel, const struct view_post *row)
{
    struct view_thread thread;
    struct fact made;
    if (!ledger_read(deciding->txn, row->seq, &made) ||
        !view_thread(deciding->txn, channel, row->thread, &thread)) {
        txn_fail(deciding->txn, ERR_INTERNAL);
        return ERR_INTERNAL;
    }
    if (row->has.hidden)
        return decision_refuse(deciding->decision, ERR_HIDDEN, "id", args->id);
    enum error error = decide_thread(deciding, channel, row->thread, &thread, args->id);
    if (error != OK)
        return error;
    if (thread.has.month && made.head.number == row->thread) /* the theme's own text */
        return decision_refuse(deciding->decision, ERR_THEME_OPEN, "id", thread.month);
    if (!bytes_equal(args->seen, row->head))
        return decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "seen", args->id);
    if (row->texts > LIMIT_EDITS) {
        decision_refuse(deciding->decision, ERR_TOO_MANY_EDITS, "id", args->id);
        deciding->decision->why.limit = LIMIT_EDITS;
        return ERR_TOO_MANY_EDITS;
    }
    return OK;
}

/* The thread's id, in `room`. */
static struct bytes thread_id(struct bytes channel, const struct view_post *row, char room[LIMIT_ID_BYTES])
{
    struct buffer out = buffer_over(room, LIMIT_ID_BYTES);
    id_write(&out, channel, row->thread);
    return buffer_bytes(&out);
}

enum error decide_forum_edit(const struct deciding *deciding, const struct args_forum_edit *args)
{
    char room[LIMIT_ID_BYTES];
    struct view_post row = {.has = {0}};
    struct bytes channel;
    uint64_t number;
    enum error error = find_post(deciding, args->id, &channel, &number, &row);
    if (error == OK)
        error = decide_edit(deciding, args, channel, &row);
    if (error == OK)
        error = decide_pace(deciding);
    if (error != OK)
        return error;
    struct fact_post_edited edited = {.thread = thread_id(channel, &row, room), .id = args->id};
    decision_add(deciding->decision, channel, &fact_kinds[FACT_post_edited], &edited);
    return OK;
}

enum error decide_forum_hide(const struct deciding *deciding, const struct args_forum_hide *args)
{
    char room[LIMIT_ID_BYTES];
    struct view_post row;
    struct bytes channel;
    uint64_t number;
    enum error error = find_post(deciding, args->id, &channel, &number, &row);
    if (error != OK)
        return error;
    if (!bytes_equal(args->seen, row.head))
        return decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "seen", args->id);
    struct fact_post_hidden hidden = {
        .thread = thread_id(channel, &row, room),
        .id = args->id,
        .hidden = !args->has.hidden || args->hidden,
    };
    decision_add(deciding->decision, channel, &fact_kinds[FACT_post_hidden], &hidden);
    return OK;
}

/* The thread that an act changes, as its author saw it. */
static enum error find_thread(const struct deciding *deciding, struct bytes id, struct bytes head,
                              struct bytes *channel)
{
    struct view_thread row;
    struct view_post opening;
    uint64_t number;
    if (!forum_thread(deciding->txn, id, channel, &number, &row))
        return decision_refuse(deciding->decision, ERR_UNKNOWN_THREAD, "id", id);
    if (!view_post(deciding->txn, *channel, number, &opening)) {
        txn_fail(deciding->txn, ERR_INTERNAL);
        return ERR_INTERNAL;
    }
    if (!bytes_equal(head, opening.head))
        return decision_refuse(deciding->decision, ERR_HEAD_CHANGED, "seen", id);
    return OK;
}

/* What a theme came to has been summed up: its thread stays locked, for those who moderate, too. */
static enum error decide_closed(const struct deciding *deciding, struct bytes id)
{
    struct view_thread row;
    struct view_theme theme;
    struct bytes channel;
    uint64_t number;
    if (!forum_thread(deciding->txn, id, &channel, &number, &row) || !row.has.month ||
        !view_theme(deciding->txn, row.month, &theme) || theme_is_open(&theme))
        return OK;
    return decision_refuse(deciding->decision, ERR_THEME_STAGE, "id", row.month);
}

enum error decide_forum_lock(const struct deciding *deciding, const struct args_forum_lock *args)
{
    struct bytes channel;
    enum error error = find_thread(deciding, args->id, args->seen, &channel);
    if (error == OK)
        error = decide_closed(deciding, args->id);
    if (error != OK)
        return error;
    struct fact_thread_locked locked = {.id = args->id, .locked = !args->has.locked || args->locked};
    decision_add(deciding->decision, channel, &fact_kinds[FACT_thread_locked], &locked);
    return OK;
}

enum error decide_forum_pin(const struct deciding *deciding, const struct args_forum_pin *args)
{
    struct bytes channel;
    enum error error = find_thread(deciding, args->id, args->seen, &channel);
    if (error != OK)
        return error;
    struct fact_thread_pinned pinned = {.id = args->id, .pinned = !args->has.pinned || args->pinned};
    decision_add(deciding->decision, channel, &fact_kinds[FACT_thread_pinned], &pinned);
    return OK;
}
