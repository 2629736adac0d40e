/* Folding counsel: what was said where, which tasks are open, and what waits for whom. The acts can be
 * erased, so it looks at heads alone. */
#include "server/domain/nouns/counsel/fold.h"
#include "server/domain/base/owned.h"
#include "server/domain/base/rights.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/counsel/counsel.h"
#include "server/domain/nouns/counsel/views.h"
#include "server/domain/views/things.h"

/* --- what waits --- */

/* What was said for a side waits for the other one. */
static struct store_key waits_key(struct txn *txn, struct bytes channel, const struct view_counsel *row)
{
    char room[LIMIT_CHANNEL_BYTES];
    struct counselled about;
    if (!counselled_find(txn, channel, row->thread, &about))
        txn_fail(txn, ERR_INTERNAL);
    return key_place(counselled_word(&about, side_other((enum side)row->side), room), row->seq);
}

static void put_waiting(struct txn *txn, struct bytes channel, const struct view_counsel *row)
{
    struct store_key key = waits_key(txn, channel, row);
    txn_put(txn, TABLE_COUNSEL_WAITS, key_of(&key), (struct bytes){0});
}

static void drop_waiting(struct txn *txn, struct bytes channel, const struct view_counsel *row)
{
    struct store_key key = waits_key(txn, channel, row);
    txn_delete(txn, TABLE_COUNSEL_WAITS, key_of(&key));
}

/* The first text behind `number` that stands as it was said; 0: there is none. */
static uint64_t next_text(struct txn *txn, struct bytes channel, uint64_t number, struct view_counsel *row)
{
    const struct store_key below = key_below(channel);
    struct walk walk;
    uint64_t found = 0, at;
    walk_numbers_up(&walk, txn, TABLE_COUNSELS, key_of(&below), number + 1);
    while (found == 0 && walk_number(&walk, &at)) {
        if (view_decode(txn, walk.value, &shape_view_counsel, row) && !row->has.task && !row->has.erased)
            found = at;
    }
    walk_end(&walk);
    return found;
}

/* Nothing up to `number` waits any more; what was said after it does. */
static void answer_upto(struct txn *txn, struct bytes channel, uint64_t number, struct view_counselled *state)
{
    struct view_counsel row;
    if (!state->has.unanswered || state->unanswered > number)
        return;
    if (view_counsel(txn, channel, state->unanswered, &row))
        drop_waiting(txn, channel, &row);
    state->unanswered = next_text(txn, channel, number, &row);
    state->has.unanswered = state->unanswered != 0;
    if (state->has.unanswered)
        put_waiting(txn, channel, &row);
}

/* Whoever was invited has spoken, or is so no longer. */
static struct store_key invited_key(struct bytes account, struct bytes channel)
{
    return key_pair(account, channel);
}

static void drop_invitation(struct txn *txn, struct bytes account, struct bytes channel)
{
    char room[LIMIT_CHANNEL_BYTES];
    struct store_key key = invited_key(account, channel);
    uint64_t seq;
    if (!view_number(txn, TABLE_COUNSEL_INVITED, key_of(&key), &seq))
        return;
    txn_delete(txn, TABLE_COUNSEL_INVITED, key_of(&key));
    key = key_place(channel_word_of_account(account, room), seq);
    txn_delete(txn, TABLE_COUNSEL_WAITS, key_of(&key));
}

/* --- what is said --- */

/* A side that speaks answers what the other said. */
static void fold_words(struct txn *txn, const struct fact *fact, struct bytes thread,
                       struct view_counsel *row)
{
    const struct head *head = &fact->head;
    struct view_counselled state = {.has = {0}};
    struct bytes channel;
    if (!id_split(thread, &channel, &row->thread)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    row->seq = head->seq;
    if (view_counselled(txn, head->channel, &state) && state.last_side != row->side)
        answer_upto(txn, head->channel, head->number, &state);
    state.texts++;
    state.last = head->seq;
    state.last_side = row->side;
    state.tasks += row->has.task;
    view_counsel_put(txn, head->channel, head->number, row);
    if (row->has.task || !state.has.unanswered)
        put_waiting(txn, head->channel, row);
    if (!row->has.task && !state.has.unanswered) {
        state.has.unanswered = true;
        state.unanswered = head->number;
    }
    view_counselled_put(txn, head->channel, &state);
    drop_invitation(txn, head->actor, head->channel);
    things_fold(txn, head, head->number);
}

void fold_counsel_said(struct txn *txn, const struct fact *fact, const struct fact_counsel_said *decided)
{
    struct view_counsel row = {.side = decided->side};
    fold_words(txn, fact, decided->thread, &row);
}

void fold_counsel_asked(struct txn *txn, const struct fact *fact, const struct fact_counsel_asked *decided)
{
    struct view_counsel row = {.has = {.task = true, .due = decided->has.due},
                               .side = decided->side,
                               .task = true,
                               .due = decided->due};
    fold_words(txn, fact, decided->thread, &row);
}

/* --- what is ticked off, and erased --- */

static void count_tasks(struct txn *txn, struct bytes channel, bool open)
{
    struct view_counselled state;
    if (!view_counselled(txn, channel, &state)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    if (open)
        state.tasks++;
    else
        state.tasks--;
    view_counselled_put(txn, channel, &state);
}

static void tick_off(struct txn *txn, struct bytes channel, const struct view_counsel *row, bool done)
{
    if (done)
        drop_waiting(txn, channel, row);
    else
        put_waiting(txn, channel, row);
    count_tasks(txn, channel, !done);
}

static void answer(struct txn *txn, struct bytes channel, uint64_t number)
{
    struct view_counselled state;
    if (!view_counselled(txn, channel, &state)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    answer_upto(txn, channel, number, &state);
    view_counselled_put(txn, channel, &state);
}

void fold_counsel_done(struct txn *txn, const struct fact *fact, const struct fact_counsel_done *decided)
{
    struct view_counsel row;
    struct bytes channel;
    uint64_t number;
    if (!id_split(decided->id, &channel, &number) || !view_counsel(txn, channel, number, &row)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    row.has.done = decided->done;
    row.done = fact->head.seq;
    view_counsel_put(txn, channel, number, &row);
    if (row.has.task)
        tick_off(txn, channel, &row, decided->done);
    else
        answer(txn, channel, number);
}

/* Of what is erased nothing is left that could be answered or done. */
void counsel_fold_gone(struct txn *txn, const struct fact *by, const struct fact *gone)
{
    const uint64_t number = gone->head.number;
    struct bytes channel = by->head.channel;
    struct view_counselled state;
    struct view_counsel row;
    if (!view_counsel(txn, channel, number, &row) || row.has.erased)
        return;
    row.has.erased = true;
    row.erased = by->head.seq;
    view_counsel_put(txn, channel, number, &row);
    if (row.has.task && !row.has.done)
        tick_off(txn, channel, &row, true);
    else if (!row.has.task && view_counselled(txn, channel, &state) && state.has.unanswered &&
             state.unanswered == number)
        answer(txn, channel, number);
}

/* --- who is invited --- */

void fold_counsel_invited(struct txn *txn, const struct fact *fact,
                          const struct fact_counsel_invited *decided)
{
    char room[LIMIT_CHANNEL_BYTES];
    struct bytes expert;
    for (size_t at = 0; words_next(decided->experts, &at, &expert);) {
        struct store_key key = invited_key(expert, fact->head.channel);
        view_put_number(txn, TABLE_COUNSEL_INVITED, key_of(&key), fact->head.seq);
        key = key_place(channel_word_of_account(expert, room), fact->head.seq);
        txn_put(txn, TABLE_COUNSEL_WAITS, key_of(&key), (struct bytes){0});
    }
}

void fold_counsel_dismissed(struct txn *txn, const struct fact *fact,
                            const struct fact_counsel_dismissed *decided)
{
    struct bytes expert;
    for (size_t at = 0; words_next(decided->experts, &at, &expert);)
        drop_invitation(txn, expert, fact->head.channel);
}
