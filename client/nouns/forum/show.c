/* Threads and posts as lines, and what is said of their facts. It does not know who asked, or how posts were
 * fetched. */
#include "client/nouns/forum/show.h"

#include "client/lib/show/sentence.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"
#include "client/nouns/theme/show.h"

enum { LINE_ROOM_BYTES = 4096, INDENT_COLUMNS = 2 };

static void thread_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_thread *thread = values;
    const bool hidden = thread->has.hidden && thread->hidden;
    struct line line;
    line_begin_id(&line, thread->id);
    lines_time(&line.before, thread->last_time);
    buffer_add_text(&line.before, "  ");
    buffer_add_text(&line.after, "  (");
    lines_bytes(&line.after, thread->last_by);
    buffer_add_text(&line.after, ", ");
    lines_count(&line.after, thread->posts, "post", "posts");
    lines_number_if(&line.after, thread->has.unread && thread->unread > 0, ", ", thread->unread, " new");
    buffer_add_text(&line.after, ")");
    lines_mark(&line.after, thread->has.pinned && thread->pinned, " [pinned]");
    lines_mark(&line.after, thread->has.month, thread->has.amended ? " [theme, amended]" : " [theme]");
    lines_mark(&line.after, thread->has.locked && thread->locked, " [locked]");
    lines_mark(&line.after, hidden, " [hidden]");
    line_end(out, &line, lines_standing(thread->has.headline, thread->headline, hidden), columns);
}

/* "[hidden by li, 2006-12-01 09:12: twice]" */
static void add_gone(struct buffer *out, const char *what, bool has_by, struct bytes by, int64_t time_ms,
                     const struct record_post *post)
{
    buffer_add_text(out, what);
    if (has_by)
        lines_bytes(out, by);
    buffer_add_text(out, ", ");
    lines_time(out, time_ms);
    lines_bytes_if(out, post->has.reason, ": ", post->reason, "");
    buffer_add_text(out, "]");
}

static void add_head(struct buffer *out, const struct record_post *post)
{
    lines_bytes(out, post->id);
    buffer_add_text(out, "  ");
    lines_author(out, post->actor, post->has.department, post->department);
    buffer_add_text(out, ", ");
    lines_time(out, post->time);
    if (post->has.edited) {
        buffer_add_text(out, post->has.edited_by ? ", amended " : ", edited ");
        lines_time(out, post->edited);
        buffer_add_text(out, post->has.edited_by ? " by " : "");
        lines_bytes(out, post->edited_by);
    }
    lines_mark(out, post->has.unread && post->unread, "  [new]");
}

void post_below(struct buffer *out, const struct record_post *post, size_t indent, bool far, size_t columns)
{
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    add_head(&line, post);
    lines_bytes_if(&line, far && post->has.answers, "  to ", post->answers, "");
    lines_wrap(out, &line, indent, columns);
    if (post->has.erased)
        add_gone(&line, "[erased by ", post->has.erased_by, post->erased_by, post->erased, post);
    else if (post->has.hidden)
        add_gone(&line, "[hidden by ", post->has.hidden_by, post->hidden_by, post->hidden, post);
    lines_wrap(out, &line, indent + INDENT_COLUMNS, columns);
    if (post->has.text)
        width_wrap(out, post->text, indent + INDENT_COLUMNS, columns);
}

/* One of the texts that it has had, with its headline if it had one. */
static void post_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_post *post = values;
    if (post->has.headline)
        width_wrap(out, post->headline, 0, columns);
    post_below(out, post, 0, false, columns);
    if (out->size > 0 && out->at[out->size - 1] == '\n')
        out->size--;
}

void post_opening(struct buffer *out, const struct record_post *post, size_t columns)
{
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    lines_bytes(&line, lines_standing(post->has.headline, post->headline, post->has.hidden));
    lines_mark(&line, post->has.pinned && post->pinned, "  [pinned]");
    lines_bytes_if(&line, post->has.month, "  [theme of ", post->month, "]");
    lines_mark(&line, post->has.locked && post->locked, "  [locked]");
    width_wrap(out, buffer_bytes(&line), 0, columns);
    post_below(out, post, 0, false, columns);
}

static void post_whole(struct buffer *out, const void *values, const struct whole *how)
{
    post_below(out, values, 0, false, how->columns);
}

/* --- what is said of their facts --- */

static void say_opened(struct buffer *out, const struct fact_seen *fact)
{
    const struct bytes *headline = fact_arg(fact, "headline"), *title = fact_arg(fact, "title");
    sentence_words(out, "Thread: ", headline != NULL ? headline : title, fact);
}
TELLS(thread_opened, say_opened, NEWS);

TELLS_IN_WORDS(post_made, "In {thread}, to {answers}{said}", NEWS);

/* A post, or what opened a thread; the theme's own thread says what `themes` says. */
static void say_edited(struct buffer *out, const struct fact_seen *fact)
{
    if (fact_decided(fact, "month") != NULL) {
        theme_say_corrected(out, fact);
        return;
    }
    sentence_decided(out, "Edited ", fact, "id");
    sentence_said(out, fact);
}
TELLS(post_edited, say_edited, NEWS);

static void say_hidden(struct buffer *out, const struct fact_seen *fact)
{
    sentence_decided(out, sentence_flag(fact, "hidden") ? "Hidden: " : "Shown again: ", fact, "id");
    sentence_arg(out, ": ", fact, "reason");
}
TELLS(post_hidden, say_hidden, NEWS);

static void say_locked(struct buffer *out, const struct fact_seen *fact)
{
    sentence_decided(out, sentence_flag(fact, "locked") ? "Locked: " : "Unlocked: ", fact, "id");
}
TELLS(thread_locked, say_locked, NEWS);

static void say_pinned(struct buffer *out, const struct fact_seen *fact)
{
    sentence_decided(out, sentence_flag(fact, "pinned") ? "Pinned: " : "No longer pinned: ", fact, "id");
}
TELLS(thread_pinned, say_pinned, NEWS);

SHOWS(thread, thread_line, NULL, .none = "There are no threads.");
SHOWS(post, post_line, post_whole);

const struct client_noun client_noun_forum = CLIENT_NOUN(FORUM);
