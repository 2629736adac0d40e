/* Threads and posts: the vocabulary of one noun (nouns.h). It does not know
 * themes, which have a thread of their own. */
#ifndef BULLETIN_NOUNS_FORUM_H
#define BULLETIN_NOUNS_FORUM_H

#define FORUM_CHOICES(CHOICE)

#define FORUM_ASKS(ASK)                                                                                      \
    ASK(forum_threads, "forum.threads", ALL_ROLES, READS, thread, count, LIMIT_NEWEST_ROWS,                  \
        "List the threads of a forum: pinned ones first, then those with the newest posts.")                 \
    ASK(forum_show, "forum.show", ALL_ROLES, READS, post, count, LIMIT_POST_ROWS,                            \
        "Show a thread: what opened it and its posts, oldest first.")                                        \
    ASK(forum_edits, "forum.edits", ALL_ROLES, READS, post, count, LIMIT_ROWS,                               \
        "Show every text that a post has had.")

#define FORUM_ACTS(ACT)                                                                                      \
    ACT(forum_open, "forum.open", ENROLLED, SPEAKS, REVERSIBLE, NULL, "Open a thread.")                      \
    ACT(forum_post, "forum.post", ENROLLED, SPEAKS, REVERSIBLE, NULL,                                        \
        "Post in a thread, or answer one of its posts.")                                                     \
    ACT(forum_edit, "forum.edit", ENROLLED, OWN_SPOKEN, REVERSIBLE, "forum.show",                            \
        "Replace the text of my post; the earlier one stays readable.")                                      \
    ACT(forum_hide, "forum.hide", ENROLLED, MODERATES, REVERSIBLE, "forum.show",                             \
        "Hide a post or a thread, or show it again; its place stays.")                                       \
    ACT(forum_lock, "forum.lock", ENROLLED, MODERATES, REVERSIBLE, "forum.show",                             \
        "Lock a thread, or unlock it.")                                                                      \
    ACT(forum_pin, "forum.pin", ENROLLED, MODERATES, REVERSIBLE, "forum.show",                               \
        "Pin a thread to the top, or unpin it.")

#define FORUM_LINKS(LINK)

#define FORUM_FACTS(FACT)                                                                                    \
    FACT(thread_opened, "thread.opened", CONTENT,                                                            \
         MADE(forum_open, thread) MADE(theme_plan, month_in_forum) MADE(theme_amend, month_in_forum),        \
         ERASED(erase, itself) ERASED(account_leave, own_thread), "A thread was opened.")                    \
    FACT(thread_locked, "thread.locked", CONTENT, MADE(forum_lock, switched) MADE(schedule_run, due_lock),   \
         KEPT, "A thread was locked or unlocked.")                                                           \
    FACT(thread_pinned, "thread.pinned", CONTENT, MADE(forum_pin, switched), KEPT,                           \
         "A thread was pinned or unpinned.")                                                                 \
    FACT(post_made, "post.made", CONTENT, MADE(forum_post, in_thread),                                       \
         ERASED(erase, itself) ERASED(account_leave, own), "Somebody posted in a thread.")                   \
    FACT(post_edited, "post.edited", CONTENT, MADE(forum_edit, post) MADE(theme_amend, month_of_thread),     \
         ERASED(erase, about) ERASED(account_leave, about_own_post), "A post or a thread has a new text.")   \
    FACT(post_hidden, "post.hidden", CONTENT, MADE(forum_hide, switched), ERASED(erase, itself),             \
         "A post or a thread was hidden, or shown again.")

#define FORUM_RECORDS(RECORD)                                                                                \
    RECORD(thread, "a thread without its posts")                                                             \
    RECORD(post, "a post, or what opened a thread")

#define FORUM_ERRORS(ERROR)                                                                                  \
    ERROR(UNKNOWN_THREAD, "unknown-thread", STAYS, "There is no thread '{name}'.")                           \
    ERROR(UNKNOWN_POST, "unknown-post", STAYS, "There is no post '{name}'.")                                 \
    ERROR(FOREIGN_THREAD, "foreign-thread", STAYS, "The post '{name}' is in another thread.")                \
    ERROR(THREAD_LOCKED, "thread-locked", STAYS, "The thread '{name}' is locked. Open another.")             \
    ERROR(HIDDEN, "hidden", STAYS, "'{name}' has been hidden by a moderator.")                               \
    ERROR(NOT_AUTHOR, "not-author", STAYS, "Only its author may edit '{name}'.")                             \
    ERROR(TOO_MANY_EDITS, "too-many-edits", STAYS,                                                           \
          "'{name}' has already been edited {limit} times, the maximum.")                                    \
    ERROR(TOO_FAST, "too-fast", STAYS, "At most {limit} a minute. Try again at {time}.")

#define FORUM_FEATURES(FEATURE) FEATURE("forum", "`forum.open`, `forum.post` and what goes with them")

/* --- what verbs are told --- */

#define FIELDS_forum_threads(F, S)                                                                           \
    FIELD_CHANNEL(F, S, REQUIRED, "the forum")                                                               \
    FIELD_LIMIT(F, S)                                                                                        \
    FIELD_BEFORE(F, S, "only threads whose `last` is below this one")                                        \
    FIELD_AFTER(F, S, "only threads whose `last` is above this one, nearest first")                          \
    FIELD_SINCE(F, S, "only threads spoken in since then")                                                   \
    FIELD_NEXT(F, S)
#define FIELDS_forum_show(F, S)                                                                              \
    FIELD_ID(F, S, "the thread, or one post of it")                                                          \
    FIELD_LIMIT(F, S)                                                                                        \
    FIELD_AFTER(F, S, "only posts of numbers above this one")                                                \
    FIELD_BEFORE(F, S, "only posts of numbers below this one, the last of them")                             \
    FIELD_SINCE(F, S, "only posts since then")                                                               \
    FIELD_NEXT(F, S)
#define FIELDS_forum_edits(F, S)                                                                             \
    FIELD_ID(F, S, "the post or thread")                                                                     \
    FIELDS_PAGE(F, S)
#define FIELDS_forum_open(F, S)                                                                              \
    FIELD_CHANNEL(F, S, REQUIRED, "the forum")                                                               \
    FIELD_HEADLINE(F, S, REQUIRED, "one line")                                                               \
    FIELD_TEXT(F, S, "the text")
#define FIELDS_forum_post(F, S)                                                                              \
    FIELD_ID(F, S, "the thread")                                                                             \
    F(S, text, TEXT, REQUIRED, LIMIT_INLINE_TEXT_BYTES, "the text")                                          \
    F(S, answers, ID, OPTIONAL, 0, "the post that it answers")
#define FIELDS_forum_edit(F, S)                                                                              \
    FIELD_ID(F, S, "the post or thread")                                                                     \
    FIELD_SEEN(F, S)                                                                                         \
    F(S, text, TEXT, REQUIRED, LIMIT_INLINE_TEXT_BYTES, "the new text")
#define FIELDS_forum_hide(F, S)                                                                              \
    FIELD_ID(F, S, "the post or thread")                                                                     \
    FIELD_SEEN(F, S)                                                                                         \
    FIELD_REASON(F, S, REQUIRED, "why")                                                                      \
    F(S, hidden, FLAG, OPTIONAL, 0, "no: show it again")
#define FIELDS_forum_lock(F, S)                                                                              \
    FIELD_ID(F, S, "the thread")                                                                             \
    FIELD_SEEN(F, S)                                                                                         \
    F(S, locked, FLAG, OPTIONAL, 0, "no: unlock it")
#define FIELDS_forum_pin(F, S)                                                                               \
    FIELD_ID(F, S, "the thread")                                                                             \
    FIELD_SEEN(F, S)                                                                                         \
    F(S, pinned, FLAG, OPTIONAL, 0, "no: unpin it")

/* --- what the server decided --- */

#define FACT_FIELDS_thread_opened(F, S)                                                                      \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "the author's")                                                         \
    F(S, month, MONTH, OPTIONAL, 0, "of the theme that it is the thread of")                                 \
    FACT_FIELD_TAKEN(F, S)
#define FACT_FIELDS_thread_locked(F, S)                                                                      \
    FIELD_ID(F, S, "the thread")                                                                             \
    F(S, locked, FLAG, REQUIRED, 0, "no: unlocked")
#define FACT_FIELDS_thread_pinned(F, S)                                                                      \
    FIELD_ID(F, S, "the thread")                                                                             \
    F(S, pinned, FLAG, REQUIRED, 0, "no: unpinned")
#define FACT_FIELDS_post_made(F, S)                                                                          \
    FIELD_THREAD(F, S, "the thread")                                                                         \
    F(S, answers, ID, OPTIONAL, 0, "the post that it answers")                                               \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "the author's")
#define FACT_FIELDS_post_edited(F, S)                                                                        \
    FIELD_THREAD(F, S, "the thread")                                                                         \
    FIELD_ID(F, S, "the post, or the thread itself")                                                         \
    F(S, month, MONTH, OPTIONAL, 0, "of the theme whose words were amended: the thread is its own")
#define FACT_FIELDS_post_hidden(F, S)                                                                        \
    FIELD_THREAD(F, S, "the thread")                                                                         \
    FIELD_ID(F, S, "the post, or the thread itself")                                                         \
    F(S, hidden, FLAG, REQUIRED, 0, "no: shown again")

/* --- rows and answers --- */

#define RECORD_FIELDS_thread(F, S)                                                                           \
    FIELD_ID(F, S, "the thread")                                                                             \
    FIELD_HEADLINE(F, S, OPTIONAL, "one line")                                                               \
    FIELD_ACTOR(F, S, "who opened it")                                                                       \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "the author's then")                                                    \
    FIELD_TIME(F, S, "when it was opened")                                                                   \
    F(S, posts, NUMBER, REQUIRED, 0, "in it, without what opened it")                                        \
    F(S, last, NUMBER, REQUIRED, 0, "number of the newest post: where a page ends")                          \
    F(S, last_time, TIME, REQUIRED, 0, "when somebody last spoke in it")                                     \
    F(S, last_by, NAME, REQUIRED, 0, "who did")                                                              \
    F(S, unread, NUMBER, OPTIONAL, 0, "posts of others that I have not seen")                                \
    F(S, month, MONTH, OPTIONAL, 0, "of the theme that it is the thread of")                                 \
    F(S, amended, TIME, OPTIONAL, 0, "of a theme: when its words were last amended")                         \
    F(S, pinned, FLAG, OPTIONAL, 0, "kept at the top")                                                       \
    F(S, locked, FLAG, OPTIONAL, 0, "nobody may post any more")                                              \
    F(S, hidden, FLAG, OPTIONAL, 0, "hidden by those who moderate")                                          \
    FIELD_ERASED(F, S)
#define RECORD_FIELDS_post(F, S)                                                                             \
    FIELD_ID(F, S, "the post, or the thread itself")                                                         \
    FIELD_HEAD(F, S)                                                                                         \
    FIELD_THREAD(F, S, "the thread")                                                                         \
    F(S, answers, ID, OPTIONAL, 0, "the post that it answers")                                               \
    FIELD_HEADLINE(F, S, OPTIONAL, "of what opened the thread")                                              \
    FIELD_ACTOR(F, S, "who said it")                                                                         \
    FIELD_DEPARTMENT(F, S, OPTIONAL, "the author's then")                                                    \
    FIELD_TIME(F, S, "when the server took it")                                                              \
    FIELD_TEXT(F, S, "what was said; missing when hidden or erased")                                         \
    F(S, edited, TIME, OPTIONAL, 0, "when it was last edited; of a theme: amended")                          \
    F(S, edited_by, NAME, OPTIONAL, 0, "of a theme: who amended it last")                                    \
    F(S, edits, NUMBER, OPTIONAL, 0, "how often")                                                            \
    F(S, unread, FLAG, OPTIONAL, 0, "I have not seen it")                                                    \
    F(S, hidden, TIME, OPTIONAL, 0, "when it was hidden")                                                    \
    F(S, hidden_by, NAME, OPTIONAL, 0, "by whom")                                                            \
    F(S, erased, TIME, OPTIONAL, 0, "when it was erased")                                                    \
    F(S, erased_by, NAME, OPTIONAL, 0, "by whom")                                                            \
    FIELD_REASON(F, S, OPTIONAL, "why it was hidden or erased")                                              \
    F(S, locked, FLAG, OPTIONAL, 0, "of a thread: nobody may post any more")                                 \
    F(S, pinned, FLAG, OPTIONAL, 0, "of a thread: kept at the top")                                          \
    F(S, month, MONTH, OPTIONAL, 0, "of a thread: of the theme that it belongs to")

#endif
