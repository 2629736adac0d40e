/* Threads, posts, themes and what a search found as lines. It does not know who asked, or how posts were
 * fetched. */
#include "client/lib/show/lines.h"

#include "client/lib/show/width.h"

enum { LINE_ROOM_BYTES = 4096, INDENT_COLUMNS = 2 };

static void add_count(struct buffer *out, uint64_t count, const char *one, const char *many)
{
    lines_number(out, count);
    buffer_add_text(out, " ");
    buffer_add_text(out, count == 1 ? one : many);
}

static void add_mark(struct buffer *out, bool has, const char *mark)
{
    if (has)
        buffer_add_text(out, mark);
}

/* "wang (labour)" */
static void add_author(struct buffer *out, struct bytes actor, bool has_department, struct bytes department)
{
    lines_bytes(out, actor);
    if (!has_department)
        return;
    buffer_add_text(out, " (");
    lines_bytes(out, department);
    buffer_add_text(out, ")");
}

/* "  [why]" behind something that is not to be read any more */
static struct bytes headline_of(bool has, struct bytes headline, bool hidden)
{
    return has ? headline : bytes_of_text(hidden ? "[hidden]" : "[erased]");
}

void lines_thread(struct buffer *out, const struct record_thread *thread, size_t columns)
{
    uint8_t before_room[256], after_room[512];
    struct buffer before = buffer_over(before_room, sizeof before_room);
    struct buffer after = buffer_over(after_room, sizeof after_room);
    lines_bytes(&before, thread->id);
    buffer_add_text(&before, "  ");
    lines_time(&before, thread->last_time);
    buffer_add_text(&before, "  ");
    buffer_add_text(&after, "  (");
    lines_bytes(&after, thread->last_by);
    buffer_add_text(&after, ", ");
    add_count(&after, thread->posts, "post", "posts");
    if (thread->has.unread && thread->unread > 0) {
        buffer_add_text(&after, ", ");
        lines_number(&after, thread->unread);
        buffer_add_text(&after, " new");
    }
    buffer_add_text(&after, ")");
    add_mark(&after, thread->has.pinned && thread->pinned, " [pinned]");
    add_mark(&after, thread->has.month, thread->has.amended ? " [theme, amended]" : " [theme]");
    add_mark(&after, thread->has.locked && thread->locked, " [locked]");
    add_mark(&after, thread->has.hidden && thread->hidden, " [hidden]");
    width_headline(out, buffer_bytes(&before),
                   headline_of(thread->has.headline, thread->headline, thread->has.hidden && thread->hidden),
                   buffer_bytes(&after), columns);
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
    if (post->has.reason) {
        buffer_add_text(out, ": ");
        lines_bytes(out, post->reason);
    }
    buffer_add_text(out, "]");
}

void lines_post_head(struct buffer *out, const struct record_post *post)
{
    lines_bytes(out, post->id);
    buffer_add_text(out, "  ");
    add_author(out, post->actor, post->has.department, post->department);
    buffer_add_text(out, ", ");
    lines_time(out, post->time);
    if (post->has.edited) {
        buffer_add_text(out, post->has.edited_by ? ", amended " : ", edited ");
        lines_time(out, post->edited);
        buffer_add_text(out, post->has.edited_by ? " by " : "");
        lines_bytes(out, post->edited_by);
    }
    add_mark(out, post->has.unread && post->unread, "  [new]");
}

void lines_post(struct buffer *out, const struct record_post *post, size_t indent, bool far, size_t columns)
{
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    lines_post_head(&line, post);
    if (far && post->has.answers) {
        buffer_add_text(&line, "  to ");
        lines_bytes(&line, post->answers);
    }
    width_wrap(out, buffer_bytes(&line), indent, columns);
    line.size = 0;
    if (post->has.erased)
        add_gone(&line, "[erased by ", post->has.erased_by, post->erased_by, post->erased, post);
    else if (post->has.hidden)
        add_gone(&line, "[hidden by ", post->has.hidden_by, post->hidden_by, post->hidden, post);
    if (line.size > 0)
        width_wrap(out, buffer_bytes(&line), indent + INDENT_COLUMNS, columns);
    if (post->has.text)
        width_wrap(out, post->text, indent + INDENT_COLUMNS, columns);
}

void lines_text_of_post(struct buffer *out, const struct record_post *post, size_t columns)
{
    if (post->has.headline)
        width_wrap(out, post->headline, 0, columns);
    lines_post(out, post, 0, false, columns);
    if (out->size > 0 && out->at[out->size - 1] == '\n')
        out->size--;
}

void lines_opening(struct buffer *out, const struct record_post *post, size_t columns)
{
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    lines_bytes(&line, headline_of(post->has.headline, post->headline, post->has.hidden));
    add_mark(&line, post->has.pinned && post->pinned, "  [pinned]");
    if (post->has.month) {
        buffer_add_text(&line, "  [theme of ");
        lines_bytes(&line, post->month);
        buffer_add_text(&line, "]");
    }
    add_mark(&line, post->has.locked && post->locked, "  [locked]");
    width_wrap(out, buffer_bytes(&line), 0, columns);
    lines_post(out, post, 0, false, columns);
}

/* --- themes --- */

void lines_theme(struct buffer *out, const struct record_theme *theme, size_t columns)
{
    uint8_t before_room[128], after_room[128];
    struct buffer before = buffer_over(before_room, sizeof before_room);
    struct buffer after = buffer_over(after_room, sizeof after_room);
    lines_bytes(&before, theme->month);
    buffer_add_text(&before, "  ");
    width_pad(&before, bytes_of_text(stage_words[theme->stage]), strlen("cancelled"));
    buffer_add_text(&before, "  ");
    add_mark(&after, theme->has.amended, "  [amended]");
    if (theme->has.posts) {
        buffer_add_text(&after, "  (");
        add_count(&after, theme->posts, "post", "posts");
        if (theme->has.mine) {
            buffer_add_text(&after, ", ");
            lines_number(&after, theme->mine);
            buffer_add_text(&after, " of mine");
        }
        buffer_add_text(&after, ")");
    }
    width_headline(out, buffer_bytes(&before),
                   headline_of(theme->has.title, theme->title, theme->has.hidden && theme->hidden),
                   buffer_bytes(&after), columns);
}

/* "1 department took part: labour. 2 did not: land, roads." */
static void add_departments(struct buffer *out, const struct record_theme *theme)
{
    if (!theme->has.departments)
        return;
    buffer_add_text(out, " ");
    add_count(out, theme->departments, "department", "departments");
    buffer_add_text(out, " took part");
    if (theme->has.took_part) {
        buffer_add_text(out, ": ");
        lines_words(out, theme->took_part);
    }
    buffer_add_text(out, ".");
    if (!theme->has.absent)
        return;
    buffer_add_text(out, " ");
    lines_number(out, theme->has.absent_count ? theme->absent_count : 0);
    buffer_add_text(out, " did not: ");
    lines_words(out, theme->absent);
    buffer_add_text(out, ".");
}

static void add_life(struct buffer *out, const struct record_theme *theme, int64_t now_ms)
{
    static const int64_t day_ms = INT64_C(24) * 60 * 60 * 1000;
    const bool open = theme->stage == STAGE_OPEN || theme->stage == STAGE_CLOSING;
    buffer_add_text(out, open ? "Open from " : "From ");
    lines_time(out, theme->opens);
    buffer_add_text(out, " to ");
    lines_deadline(out, theme->closes);
    if (open && now_ms < theme->closes) {
        buffer_add_text(out, ": ");
        add_count(out, (uint64_t)((theme->closes - now_ms + day_ms - 1) / day_ms), "day", "days");
        buffer_add_text(out, " left");
    }
    buffer_add_text(out, ". Planned by ");
    lines_bytes(out, theme->actor);
    buffer_add_text(out, ".");
    if (theme->has.amended) {
        buffer_add_text(out, " Amended ");
        lines_time(out, theme->amended);
        buffer_add_text(out, theme->has.amended_by ? " by " : "");
        lines_bytes(out, theme->amended_by);
        buffer_add_text(out, ".");
    }
    if (theme->has.reason) {
        buffer_add_text(out, " Cancelled: ");
        lines_bytes(out, theme->reason);
    }
}

void lines_theme_whole(struct buffer *out, const struct record_theme *theme, int64_t now_ms, size_t columns)
{
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    lines_bytes(&line, theme->month);
    buffer_add_text(&line, "  ");
    lines_bytes(&line, headline_of(theme->has.title, theme->title, theme->has.hidden && theme->hidden));
    buffer_add_text(&line, "  [");
    buffer_add_text(&line, stage_words[theme->stage]);
    buffer_add_text(&line, "]");
    width_wrap(out, buffer_bytes(&line), 0, columns);
    line.size = 0;
    add_life(&line, theme, now_ms);
    width_wrap(out, buffer_bytes(&line), 0, columns);
    if (theme->has.text) {
        buffer_add_text(out, "\n");
        width_wrap(out, theme->text, INDENT_COLUMNS, columns);
    }
    line.size = 0;
    if (theme->has.posts) {
        add_count(&line, theme->posts, "post", "posts");
        if (theme->has.people) {
            buffer_add_text(&line, " by ");
            add_count(&line, theme->people, "person", "people");
        }
        buffer_add_text(&line, ".");
        add_departments(&line, theme);
    }
    if (theme->has.answered) {
        buffer_add_text(&line, " Most answered: ");
        lines_words(&line, theme->answered);
        buffer_add_text(&line, ".");
    }
    if (theme->has.thread) {
        buffer_add_text(&line, line.size > 0 ? " " : "");
        buffer_add_text(&line, "Thread ");
        lines_bytes(&line, theme->thread);
        buffer_add_text(&line, ".");
    }
    if (line.size == 0)
        return;
    buffer_add_text(out, "\n");
    width_wrap(out, buffer_bytes(&line), 0, columns);
}

/* --- what was found --- */

void lines_hit(struct buffer *out, const struct record_hit *hit, size_t columns)
{
    uint8_t before_room[256], after_room[256];
    struct buffer before = buffer_over(before_room, sizeof before_room);
    struct buffer after = buffer_over(after_room, sizeof after_room);
    lines_bytes(&before, hit->id);
    buffer_add_text(&before, "  ");
    lines_time(&before, hit->time);
    buffer_add_text(&before, "  ");
    buffer_add_text(&after, "  (");
    add_author(&after, hit->actor, hit->has.department, hit->department);
    buffer_add_text(&after, ")");
    add_mark(&after, hit->has.withdrawn && hit->withdrawn,
             hit->in == SEARCHED_ACTIVITIES ? " [cancelled]" : " [withdrawn]");
    width_headline(out, buffer_bytes(&before), headline_of(hit->has.headline, hit->headline, false),
                   buffer_bytes(&after), columns);
    if (!hit->has.line)
        return;
    buffer_add_text(out, "\n    ");
    width_fit(out, hit->line, columns == 0 ? SIZE_MAX : columns > 8 ? columns - 4 : 4);
}
