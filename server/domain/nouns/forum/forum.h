/* What the nouns beside the forum need of it: themes open and sum up threads, erasing takes texts away,
 * search finds them. It does not say who may speak; that is the verbs' matter.
 *
 * A thread is drafted as thread.opened and is known by that fact; what opened it is also its first post. */
#ifndef BULLETIN_DOMAIN_FORUM_H
#define BULLETIN_DOMAIN_FORUM_H

#include "server/domain/nouns/forum/views.h"

enum { FORUM_TEXTS = LIMIT_EDITS + 1 }; /* the most that one post can have had */

/* Gives what opened a thread and then its posts, oldest first, hidden and erased ones too; false to stop. The
 * row may be read until `take` returns; nothing may be written meanwhile. */
typedef bool forum_taken(void *context, uint64_t number, const struct view_post *row);
void forum_walk(struct txn *txn, struct bytes channel, uint64_t thread, forum_taken *take, void *context);

/* The seqs of the facts whose acts hold the texts of a post (or of what opened a thread), the first one
 * first. False when there is no such post; the outputs are then untouched. */
bool forum_texts(struct txn *txn, struct bytes channel, uint64_t number, uint64_t seqs[FORUM_TEXTS],
                 size_t *count);

/* What the act of a fact says in a thread: of thread.opened (also by the plan of a theme), post.made or
 * post.edited (also by a theme's amendment). False when the act was erased, or says nothing of the kind.
 * Borrowed from the fact. */
struct forum_text {
    bool has_headline, has_text;
    struct bytes headline, text;
};
bool forum_text_of(struct txn *txn, const struct fact *fact, struct forum_text *text);

/* The headline of what opened a thread: that of its newest text if it has one, as an amended theme's, or the
 * first. False when it was erased, or for a post. Borrowed from the store. */
bool forum_headline(struct txn *txn, const struct view_post *row, struct bytes *headline);

/* The thread that an id names, with its channel and number. */
bool forum_thread(struct txn *txn, struct bytes id, struct bytes *channel, uint64_t *number,
                  struct view_thread *row);

/* Whether a post may be read only by those who moderate: it has been hidden, or its thread has. `*seq` is
 * then that of the fact which hid it. */
bool forum_row_hidden(struct txn *txn, struct bytes channel, const struct view_post *row, uint64_t *seq);
/* The same of a thread by its id, or of a post by its own. */
bool forum_id_hidden(struct txn *txn, struct bytes id);

/* How many posts of a thread somebody made, without what opened it. */
uint64_t forum_spoken(struct txn *txn, struct bytes account, struct bytes channel, uint64_t thread);

/* Whether an id is a thread's. */
bool thread_exists(struct txn *txn, struct bytes id);

#endif
