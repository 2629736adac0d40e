/* The rows of threads and posts. It knows no rule. */
#ifndef BULLETIN_DOMAIN_FORUM_VIEWS_H
#define BULLETIN_DOMAIN_FORUM_VIEWS_H

#include "server/domain/views/views.h"

#define FORUM_VIEWS(VIEW)                                                                                    \
    VIEW(thread, "where a thread stands")                                                                    \
    VIEW(post, "where the facts of a post are")

#define VIEW_FIELDS_thread(F, S)                                                                             \
    F(S, posts, NUMBER, REQUIRED, 0, "in it, without what opened it")                                        \
    F(S, last, NUMBER, REQUIRED, 0, "number of the newest post, or of what opened it")                       \
    F(S, last_seq, NUMBER, REQUIRED, 0, "of that fact")                                                      \
    F(S, locked, FLAG, OPTIONAL, 0, "nobody may post any more")                                              \
    F(S, pinned, FLAG, OPTIONAL, 0, "kept at the top")                                                       \
    F(S, month, MONTH, OPTIONAL, 0, "of the theme that it is the thread of")
/* What opened a thread is a post too. */
#define VIEW_FIELDS_post(F, S)                                                                               \
    VIEW_FIELDS_TEXTS(F, S)                                                                                  \
    F(S, thread, NUMBER, REQUIRED, 0, "the thread's number in the channel")                                  \
    F(S, answers, NUMBER, OPTIONAL, 0, "number of the post that it answers")                                 \
    F(S, hidden, NUMBER, OPTIONAL, 0, "seq of the fact that hid it")                                         \
    VIEW_FIELD_ERASED(F, S)

FORUM_VIEWS(VIEW_DECLARED)

bool view_thread(struct txn *txn, struct bytes channel, uint64_t number, struct view_thread *row);
bool view_post(struct txn *txn, struct bytes channel, uint64_t number, struct view_post *row);

#endif
