/* What a post, or what opened a thread, is to whatever walks nouns. It does not know whose thread it is: a
 * theme says its own. */
#include "server/domain/contract/noun.h"
#include "protocol/proof/spoken.h"
#include "server/domain/nouns/forum/forum.h"
#include "server/domain/nouns/forum/views.h"

/* --- what stands there --- */

bool forum_find(struct txn *txn, struct bytes channel, uint64_t number, struct thing *thing)
{
    struct store_key place = key_place(channel, number);
    return thing_of_row(txn, TABLE_POSTS, &shape_view_post, key_of(&place), thing);
}

/* --- erasing --- */

void forum_erasable(struct txn *txn, struct erasable *found)
{
    erasable_by_row(txn, TABLE_POSTS, &shape_view_post, found);
}

void forum_draft_erasure(struct txn *txn, const struct erasable *found, struct decision *decision)
{
    uint64_t facts[FORUM_TEXTS];
    size_t count;
    if (forum_texts(txn, found->channel, found->number, facts, &count))
        erasable_draft_acts(txn, decision, found->channel, found->id, facts, count);
}

void forum_fold_erasure(struct txn *txn, const struct fact *by, const struct fact *gone)
{
    erased_in_row(txn, TABLE_POSTS, &shape_view_post, by, gone->head.number);
}

void forum_texts_of(struct txn *txn, const struct actor *actor, owned_taken *take, void *context)
{
    owned_walk(txn, TABLE_SPOKEN, bytes_of_text(actor->account), take, context);
}

/* --- what can be found --- */

bool forum_searched(const struct fact_kind *kind, enum searched *in)
{
    *in = SEARCHED_FORUM;
    return kind == &fact_kinds[FACT_thread_opened] || kind == &fact_kinds[FACT_post_made] ||
           kind == &fact_kinds[FACT_post_edited];
}

/* A thread whose text was edited keeps the headline of its first. */
static struct bytes kept_headline(struct txn *txn, const struct fact *fact)
{
    struct forum_text first;
    struct view_post row;
    struct bytes channel;
    struct fact made;
    uint64_t number;
    if (fact_about(txn, fact, &channel, &number) && view_post(txn, channel, number, &row) &&
        ledger_read(txn, row.seq, &made) && forum_text_of(txn, &made, &first))
        return first.headline;
    return (struct bytes){0};
}

bool forum_said(struct txn *txn, const struct fact *fact, struct said *said)
{
    struct forum_text text;
    if (!forum_text_of(txn, fact, &text))
        return false;
    said->headline = text.has_headline ? text.headline : kept_headline(txn, fact);
    said->text = text.text;
    return true;
}

bool forum_counts(struct txn *txn, const struct fact *fact, struct bytes channel, uint64_t number,
                  struct hit_standing *standing)
{
    struct view_post row;
    uint64_t hid;
    if (!view_post(txn, channel, number, &row) || row.has.erased || row.text_seq != fact->head.seq ||
        forum_row_hidden(txn, channel, &row, &hid))
        return false;
    standing->in_thread = row.thread != number;
    standing->thread = row.thread;
    return true;
}

/* --- what is hidden --- */

bool forum_hidden(struct txn *txn, const struct head *head)
{
    uint8_t room[LIMIT_ID_BYTES];
    struct buffer id = buffer_over(room, sizeof room);
    return spoken_id(head, &id) && forum_id_hidden(txn, buffer_bytes(&id));
}

bool forum_hides(struct txn *txn, struct bytes channel)
{
    const struct store_key below = key_below(channel);
    return txn_has_prefix(txn, TABLE_THREADS, key_of(&below));
}

#define forum_addressed      no_addressed
#define forum_names_of       no_names_of
#define forum_due            no_due
#define forum_for_department no_for_department
#define forum_of_the_zone    no_of_the_zone
#define AGAIN_forum_open     AGAIN
#define AGAIN_forum_post     AGAIN
#define AGAIN_forum_edit     AGAIN
#define AGAIN_forum_hide     AGAIN
#define AGAIN_forum_lock     AGAIN
#define AGAIN_forum_pin      AGAIN
NOUN(FORUM, forum);
