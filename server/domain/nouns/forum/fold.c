/* Threads and posts as they are folded, and what other nouns need of them. Texts can be erased, so folding
 * looks at heads alone. Who may say what stands in decide.c, what people read in read.c. */
#include "server/domain/base/owned.h"
#include "server/domain/contract/handlers.h"
#include "server/domain/nouns/forum/forum.h"
#include "server/domain/nouns/forum/views.h"
#include "server/domain/views/things.h"

/* --- what stands there --- */

bool forum_thread(struct txn *txn, struct bytes id, struct bytes *channel, uint64_t *number,
                  struct view_thread *row)
{
    return id_split(id, channel, number) && view_thread(txn, *channel, *number, row);
}

bool thread_exists(struct txn *txn, struct bytes id)
{
    struct view_thread row;
    struct bytes channel;
    uint64_t number;
    return forum_thread(txn, id, &channel, &number, &row);
}

void forum_walk(struct txn *txn, struct bytes channel, uint64_t thread, forum_taken *take, void *context)
{
    struct store_key in_thread = key_place(channel, thread);
    struct view_post row;
    struct walk walk;
    uint64_t number;
    bool goes_on = true;
    walk_numbers_up(&walk, txn, TABLE_THREAD_POSTS, key_of(&in_thread), 0);
    while (goes_on && walk_number(&walk, &number)) {
        if (!view_post(txn, channel, number, &row)) {
            txn_fail(txn, ERR_INTERNAL);
            break;
        }
        goes_on = take(context, number, &row);
    }
    walk_end(&walk);
}

bool forum_texts(struct txn *txn, struct bytes channel, uint64_t number, uint64_t seqs[FORUM_TEXTS],
                 size_t *count)
{
    struct view_post row;
    if (!view_post(txn, channel, number, &row) || row.texts > FORUM_TEXTS)
        return false;
    for (uint64_t i = 0; i < row.texts; i++) {
        struct store_key key = key_nth(channel, number, i + 1);
        if (!view_number(txn, TABLE_REVISIONS, key_of(&key), &seqs[i])) {
            return view_missing(txn);
        }
    }
    *count = row.texts;
    return true;
}

bool forum_text_of(struct txn *txn, const struct fact *fact, struct forum_text *text)
{
    /* The fields that say something, under the names they have in the acts. */
    static const int says[] = {VERB_forum_open, VERB_forum_post, VERB_forum_edit, VERB_theme_plan,
                               VERB_theme_amend};
    enum { SAYS = sizeof says / sizeof says[0] };
    struct args_forum_open opening;
    struct args_theme_plan plan;
    if (!fact_says(txn, fact, says, SAYS, &shape_args_forum_open, &opening) ||
        !fact_says(txn, fact, says, SAYS, &shape_args_theme_plan, &plan))
        return false;
    *text = (struct forum_text){
        .has_headline = opening.has.headline || plan.has.title,
        .has_text = opening.has.text,
        .headline = plan.has.title ? plan.title : opening.headline,
        .text = opening.text,
    };
    return true;
}

bool forum_headline(struct txn *txn, const struct view_post *row, struct bytes *headline)
{
    const uint64_t seqs[] = {row->text_seq, row->seq};
    for (size_t i = 0; i < sizeof seqs / sizeof seqs[0]; i++) {
        struct forum_text text;
        struct fact fact;
        if (!fact_needed(txn, seqs[i], &fact))
            return false;
        if (forum_text_of(txn, &fact, &text) && text.has_headline) {
            *headline = text.headline;
            return true;
        }
    }
    return false;
}

bool forum_row_hidden(struct txn *txn, struct bytes channel, const struct view_post *row, uint64_t *seq)
{
    struct view_post thread;
    if (row->has.hidden) {
        *seq = row->hidden;
        return true;
    }
    if (!view_post(txn, channel, row->thread, &thread)) {
        return view_missing(txn);
    }
    if (thread.has.hidden)
        *seq = thread.hidden;
    return thread.has.hidden;
}

uint64_t forum_spoken(struct txn *txn, struct bytes account, struct bytes channel, uint64_t thread)
{
    struct store_key key = key_place_of(account, channel, thread);
    uint64_t posts;
    return view_number(txn, TABLE_SPOKEN_IN, key_of(&key), &posts) ? posts : 0;
}

bool forum_id_hidden(struct txn *txn, struct bytes id)
{
    struct view_post row;
    struct bytes channel;
    uint64_t number, seq;
    return id_split(id, &channel, &number) && view_post(txn, channel, number, &row) &&
           forum_row_hidden(txn, channel, &row, &seq);
}

/* --- folding --- */

static void put_post(struct txn *txn, struct bytes channel, uint64_t number, const struct view_post *row)
{
    struct store_key key = key_place(channel, number);
    view_put(txn, TABLE_POSTS, key_of(&key), &shape_view_post, row);
}

static void put_thread(struct txn *txn, struct bytes channel, uint64_t number, const struct view_thread *row)
{
    struct store_key key = key_place(channel, number);
    view_put(txn, TABLE_THREADS, key_of(&key), &shape_view_thread, row);
}

/* Whoever spoke, by account: what bounds how fast, and what leaving takes along. */
static void put_spoken(struct txn *txn, const struct head *head)
{
    owned_put(txn, TABLE_SPOKEN, head->actor, head->seq);
}

/* How many posts of a thread are somebody's. */
static void count_spoken(struct txn *txn, struct bytes account, struct bytes channel, uint64_t thread)
{
    struct store_key key = key_place_of(account, channel, thread);
    view_put_number(txn, TABLE_SPOKEN_IN, key_of(&key), forum_spoken(txn, account, channel, thread) + 1);
}

/* A new post, or a new thread with what opened it; `posts` is how many it then has. */
static void fold_said(struct txn *txn, const struct fact *fact, uint64_t thread, uint64_t posts,
                      const uint64_t *answers)
{
    const struct head *head = &fact->head;
    struct view_post row = {
        .has = {.answers = answers != NULL},
        .seq = head->seq,
        .head = bytes_of(fact->hash, LIMIT_HASH_BYTES),
        .thread = thread,
        .answers = answers != NULL ? *answers : 0,
        .texts = 1,
        .text_seq = head->seq,
    };
    struct store_key text = key_nth(head->channel, head->number, 1);
    struct store_key in_thread = key_nth(head->channel, thread, head->number);
    struct store_key in_forum = key_place(head->channel, head->number);
    put_post(txn, head->channel, head->number, &row);
    view_put_number(txn, TABLE_REVISIONS, key_of(&text), head->seq);
    view_put_number(txn, TABLE_THREADS_BY, key_of(&in_forum), thread);
    view_put_number(txn, TABLE_THREAD_POSTS, key_of(&in_thread), posts);
    put_spoken(txn, head);
    things_fold(txn, head, thread);
}

void fold_thread_opened(struct txn *txn, const struct fact *fact, const struct fact_thread_opened *decided)
{
    const struct head *head = &fact->head;
    struct view_thread row = {
        .has = {.month = decided->has.month},
        .last = head->number,
        .last_seq = head->seq,
        .month = decided->month,
    };
    put_thread(txn, head->channel, head->number, &row);
    fold_said(txn, fact, head->number, 0, NULL);
}

void fold_post_made(struct txn *txn, const struct fact *fact, const struct fact_post_made *decided)
{
    struct view_thread row;
    struct bytes channel;
    uint64_t thread, answers;
    if (!forum_thread(txn, decided->thread, &channel, &thread, &row)) {
        txn_fail(txn, ERR_INTERNAL);
        return;
    }
    struct store_key before = key_place(channel, row.last);
    row.posts++;
    row.last = fact->head.number;
    row.last_seq = fact->head.seq;
    put_thread(txn, channel, thread, &row);
    txn_delete(txn, TABLE_THREADS_BY, key_of(&before));
    const bool is_answer = decided->has.answers && id_split(decided->answers, &channel, &answers);
    fold_said(txn, fact, thread, row.posts, is_answer ? &answers : NULL);
    count_spoken(txn, fact->head.actor, channel, thread);
}

/* The post that a later fact is about. */
static bool find_post(struct txn *txn, struct bytes id, struct bytes *channel, uint64_t *number,
                      struct view_post *row)
{
    if (id_split(id, channel, number) && view_post(txn, *channel, *number, row))
        return true;
    return view_missing(txn);
}

void fold_post_edited(struct txn *txn, const struct fact *fact, const struct fact_post_edited *decided)
{
    struct view_post row = {.texts = 0};
    struct bytes channel;
    uint64_t number;
    if (!find_post(txn, decided->id, &channel, &number, &row))
        return;
    row.texts++;
    row.text_seq = fact->head.seq;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    struct store_key text = key_nth(channel, number, row.texts);
    put_post(txn, channel, number, &row);
    view_put_number(txn, TABLE_REVISIONS, key_of(&text), fact->head.seq);
    if (!decided->has.month) /* a theme is the committee's: nobody in particular spoke */
        put_spoken(txn, &fact->head);
}

void fold_post_hidden(struct txn *txn, const struct fact *fact, const struct fact_post_hidden *decided)
{
    struct view_post row;
    struct bytes channel;
    uint64_t number;
    if (!find_post(txn, decided->id, &channel, &number, &row))
        return;
    row.has.hidden = decided->hidden;
    row.hidden = fact->head.seq;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    put_post(txn, channel, number, &row);
}

/* What changes a thread changes the head of what opened it. */
static bool fold_head(struct txn *txn, const struct fact *fact, struct bytes id, struct bytes *channel,
                      uint64_t *number, struct view_thread *thread)
{
    struct view_post row;
    if (!find_post(txn, id, channel, number, &row))
        return false;
    row.head = bytes_of(fact->hash, LIMIT_HASH_BYTES);
    put_post(txn, *channel, *number, &row);
    if (view_thread(txn, *channel, *number, thread))
        return true;
    return view_missing(txn);
}

void fold_thread_locked(struct txn *txn, const struct fact *fact, const struct fact_thread_locked *decided)
{
    struct view_thread row;
    struct bytes channel;
    uint64_t number;
    if (!fold_head(txn, fact, decided->id, &channel, &number, &row))
        return;
    row.has.locked = row.locked = decided->locked;
    put_thread(txn, channel, number, &row);
}

void fold_thread_pinned(struct txn *txn, const struct fact *fact, const struct fact_thread_pinned *decided)
{
    struct view_thread row;
    struct bytes channel;
    uint64_t number;
    if (!fold_head(txn, fact, decided->id, &channel, &number, &row))
        return;
    struct store_key key = key_place(channel, number);
    row.has.pinned = row.pinned = decided->pinned;
    put_thread(txn, channel, number, &row);
    if (decided->pinned)
        txn_put(txn, TABLE_PINNED, key_of(&key), (struct bytes){0});
    else
        txn_delete(txn, TABLE_PINNED, key_of(&key));
}
