/* Who may say what in a forum: opening, posting, editing, and what those who moderate do. It does not know
 * how threads are kept. */
#include "server/domain/base/handlers.h"
#include "server/domain/nouns/forum/forum.h"
#include "server/domain/nouns/theme/theme.h"

enum { MINUTE_MS = 60 * 1000 };

/* A person's posts, threads and edits in all forums; the house may load as many as it likes. */
static enum error judge_rate(struct txn *txn, const struct actor *actor, int64_t now_ms,
                             struct decision *decision)
{
    struct store_key from = view_bulletin_key(bytes_of_text(actor->account), UINT64_MAX);
    const size_t prefix = from.size - 8;
    uint64_t oldest = 0;
    struct fact fact;
    struct walk walk;
    size_t count = 0;
    if (actor->house)
        return OK;
    walk_down(&walk, txn, TABLE_SPOKEN, key_of(&from));
    while (count < LIMIT_POSTS_A_MINUTE && walk_next(&walk) && walk.key.size == from.size &&
           memcmp(walk.key.at, from.at, prefix) == 0) {
        oldest = number_at(walk.key.at + prefix);
        count++;
    }
    walk_end(&walk);
    if (count < LIMIT_POSTS_A_MINUTE)
        return OK;
    if (!ledger_read(txn, oldest, &fact)) {
        txn_fail(txn, ERR_INTERNAL);
        return ERR_INTERNAL;
    }
    if (fact.head.time_ms + MINUTE_MS <= now_ms || fact.head.time_ms > now_ms) /* a clock that was ahead */
        return OK;
    decision_refuse(decision, ERR_TOO_FAST, NULL, (struct bytes){0});
    decision->why.limit = LIMIT_POSTS_A_MINUTE;
    decision->why.time_ms = fact.head.time_ms + MINUTE_MS;
    return ERR_TOO_FAST;
}

enum error decide_forum_open(struct txn *txn, const struct actor *actor, int64_t now_ms,
                             const struct args_forum_open *args, struct decision *decision)
{
    enum error error = judge_rate(txn, actor, now_ms, decision);
    if (error != OK)
        return error;
    struct fact_thread_opened opened = {.has.department = actor->department[0] != '\0',
                                        .department = bytes_of_text(actor->department)};
    decision_add(decision, args->channel, &fact_kinds[FACT_thread_opened], &opened);
    return OK;
}

/* The post that is answered stands in this thread, and can be seen. */
static enum error judge_answer(struct txn *txn, struct bytes thread_channel, uint64_t thread,
                               struct bytes answers, struct decision *decision)
{
    struct view_post row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(answers, &channel, &number) || !bytes_equal(channel, thread_channel))
        return decision_refuse(decision, ERR_FOREIGN_THREAD, "answers", answers);
    if (!view_post(txn, channel, number, &row))
        return decision_refuse(decision, ERR_UNKNOWN_POST, "answers", answers);
    if (row.thread != thread)
        return decision_refuse(decision, ERR_FOREIGN_THREAD, "answers", answers);
    if (row.has.hidden)
        return decision_refuse(decision, ERR_HIDDEN, "answers", answers);
    return OK;
}

/* Nobody speaks in a thread that is hidden or locked. `id` is what the refusal names when it is hidden. */
static enum error judge_thread(struct txn *txn, struct bytes channel, uint64_t number,
                               const struct view_thread *row, struct bytes id, struct decision *decision)
{
    char room[LIMIT_ID_BYTES];
    struct buffer thread = buffer_over(room, sizeof room);
    struct view_post opening;
    if (!view_post(txn, channel, number, &opening)) {
        txn_fail(txn, ERR_INTERNAL);
        return ERR_INTERNAL;
    }
    if (opening.has.hidden)
        return decision_refuse(decision, ERR_HIDDEN, "id", id);
    id_write(&thread, channel, number);
    if (row->has.locked && row->locked)
        return decision_refuse(decision, ERR_THREAD_LOCKED, "id", buffer_bytes(&thread));
    return OK;
}

enum error decide_forum_post(struct txn *txn, const struct actor *actor, int64_t now_ms,
                             const struct args_forum_post *args, struct decision *decision)
{
    struct view_thread row;
    struct bytes channel;
    uint64_t number;
    if (!forum_thread(txn, args->id, &channel, &number, &row))
        return decision_refuse(decision, ERR_UNKNOWN_THREAD, "id", args->id);
    enum error error = judge_thread(txn, channel, number, &row, args->id, decision);
    if (error == OK && args->has.answers)
        error = judge_answer(txn, channel, number, args->answers, decision);
    if (error == OK)
        error = judge_rate(txn, actor, now_ms, decision);
    if (error != OK)
        return error;
    struct fact_post_made made = {
        .has = {.thread = true, .answers = args->has.answers, .department = actor->department[0] != '\0'},
        .thread = args->id,
        .answers = args->answers,
        .department = bytes_of_text(actor->department),
    };
    decision_add(decision, channel, &fact_kinds[FACT_post_made], &made);
    return OK;
}

/* The post that an act changes, as its author saw it. */
static enum error find_post(struct txn *txn, struct bytes id, struct bytes *channel, uint64_t *number,
                            struct view_post *row, struct decision *decision)
{
    if (!id_split(id, channel, number) || !view_post(txn, *channel, *number, row))
        return decision_refuse(decision, ERR_UNKNOWN_POST, "id", id);
    if (row->has.erased)
        return decision_refuse(decision, ERR_ERASED, "id", id);
    return OK;
}

static enum error judge_edit(struct txn *txn, const struct args_forum_edit *args, struct bytes channel,
                             const struct view_post *row, struct decision *decision)
{
    struct view_thread thread;
    struct fact made;
    if (!ledger_read(txn, row->seq, &made) || !view_thread(txn, channel, row->thread, &thread)) {
        txn_fail(txn, ERR_INTERNAL);
        return ERR_INTERNAL;
    }
    if (row->has.hidden)
        return decision_refuse(decision, ERR_HIDDEN, "id", args->id);
    enum error error = judge_thread(txn, channel, row->thread, &thread, args->id, decision);
    if (error != OK)
        return error;
    if (thread.has.month && made.head.number == row->thread) /* the theme's own text */
        return decision_refuse(decision, ERR_THEME_OPEN, "id", thread.month);
    if (!bytes_equal(args->head, row->head))
        return decision_refuse(decision, ERR_HEAD_CHANGED, "head", args->id);
    if (row->texts > LIMIT_EDITS) {
        decision_refuse(decision, ERR_TOO_MANY_EDITS, "id", args->id);
        decision->why.limit = LIMIT_EDITS;
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

enum error decide_forum_edit(struct txn *txn, const struct actor *actor, int64_t now_ms,
                             const struct args_forum_edit *args, struct decision *decision)
{
    char room[LIMIT_ID_BYTES];
    struct view_post row = {.has = {0}};
    struct bytes channel;
    uint64_t number;
    enum error error = find_post(txn, args->id, &channel, &number, &row, decision);
    if (error == OK)
        error = judge_edit(txn, args, channel, &row, decision);
    if (error == OK)
        error = judge_rate(txn, actor, now_ms, decision);
    if (error != OK)
        return error;
    struct fact_post_edited edited = {
        .has = {.thread = true, .id = true}, .thread = thread_id(channel, &row, room), .id = args->id};
    decision_add(decision, channel, &fact_kinds[FACT_post_edited], &edited);
    return OK;
}

enum error decide_forum_hide(struct txn *txn, const struct actor *actor, int64_t now_ms,
                             const struct args_forum_hide *args, struct decision *decision)
{
    (void)actor, (void)now_ms;
    char room[LIMIT_ID_BYTES];
    struct view_post row;
    struct bytes channel;
    uint64_t number;
    enum error error = find_post(txn, args->id, &channel, &number, &row, decision);
    if (error != OK)
        return error;
    if (!bytes_equal(args->head, row.head))
        return decision_refuse(decision, ERR_HEAD_CHANGED, "head", args->id);
    struct fact_post_hidden hidden = {
        .has = {true, true, true},
        .thread = thread_id(channel, &row, room),
        .id = args->id,
        .hidden = !args->has.hidden || args->hidden,
    };
    decision_add(decision, channel, &fact_kinds[FACT_post_hidden], &hidden);
    return OK;
}

/* The thread that an act changes, as its author saw it. */
static enum error find_thread(struct txn *txn, struct bytes id, struct bytes head, struct bytes *channel,
                              struct decision *decision)
{
    struct view_thread row;
    struct view_post opening;
    uint64_t number;
    if (!forum_thread(txn, id, channel, &number, &row))
        return decision_refuse(decision, ERR_UNKNOWN_THREAD, "id", id);
    if (!view_post(txn, *channel, number, &opening)) {
        txn_fail(txn, ERR_INTERNAL);
        return ERR_INTERNAL;
    }
    if (!bytes_equal(head, opening.head))
        return decision_refuse(decision, ERR_HEAD_CHANGED, "head", id);
    return OK;
}

/* What a theme came to has been summed up: its thread stays locked, for those who moderate, too. */
static enum error judge_closed(struct txn *txn, struct bytes id, struct decision *decision)
{
    struct view_thread row;
    struct view_theme theme;
    struct bytes channel;
    uint64_t number;
    if (!forum_thread(txn, id, &channel, &number, &row) || !row.has.month ||
        !view_theme(txn, row.month, &theme) || theme_is_open(&theme))
        return OK;
    return decision_refuse(decision, ERR_THEME_STAGE, "id", row.month);
}

enum error decide_forum_lock(struct txn *txn, const struct actor *actor, int64_t now_ms,
                             const struct args_forum_lock *args, struct decision *decision)
{
    (void)actor, (void)now_ms;
    struct bytes channel;
    enum error error = find_thread(txn, args->id, args->head, &channel, decision);
    if (error == OK)
        error = judge_closed(txn, args->id, decision);
    if (error != OK)
        return error;
    struct fact_thread_locked locked = {
        .has = {true, true}, .id = args->id, .locked = !args->has.locked || args->locked};
    decision_add(decision, channel, &fact_kinds[FACT_thread_locked], &locked);
    return OK;
}

enum error decide_forum_pin(struct txn *txn, const struct actor *actor, int64_t now_ms,
                            const struct args_forum_pin *args, struct decision *decision)
{
    (void)actor, (void)now_ms;
    struct bytes channel;
    enum error error = find_thread(txn, args->id, args->head, &channel, decision);
    if (error != OK)
        return error;
    struct fact_thread_pinned pinned = {
        .has = {true, true}, .id = args->id, .pinned = !args->has.pinned || args->pinned};
    decision_add(decision, channel, &fact_kinds[FACT_thread_pinned], &pinned);
    return OK;
}
