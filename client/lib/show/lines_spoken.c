/* What happened in forums, to themes and to activities, in plain words. It does not judge which facts are
 * shown. */
#include "client/lib/show/lines.h"

static void add_field(struct buffer *out, const char *before, const void *value)
{
    if (value == NULL)
        return;
    buffer_add_text(out, before);
    lines_bytes(out, *(const struct bytes *)value);
}

/* Words of an act, or what stands in their place. */
static void add_words(struct buffer *out, const char *before, const struct bytes *words,
                      const struct fact_seen *fact)
{
    const char *gone = fact_is_hidden(fact) ? "[hidden]" : "[erased]";
    buffer_add_text(out, before);
    lines_bytes(out, words != NULL ? *words : bytes_of_text(gone));
}

/* The first line of what was said. */
static void add_said(struct buffer *out, const struct fact_seen *fact)
{
    const struct bytes *text = fact_arg(fact, "text");
    if (text == NULL) {
        if (fact_is_hidden(fact) || !fact->has_act)
            add_words(out, ": ", NULL, fact);
        return;
    }
    const uint8_t *newline = memchr(text->at, '\n', text->size);
    buffer_add_text(out, ": ");
    lines_bytes(out, newline == NULL ? *text : bytes_of(text->at, (size_t)(newline - text->at)));
}

static void say_opened(struct buffer *out, const struct fact_seen *fact)
{
    const struct bytes *headline = fact_arg(fact, "headline"), *title = fact_arg(fact, "title");
    add_words(out, "Thread: ", headline != NULL ? headline : title, fact);
}

static void say_posted(struct buffer *out, const struct fact_seen *fact)
{
    const struct bytes *answers = fact_decided(fact, "answers");
    add_field(out, "In ", fact_decided(fact, "thread"));
    add_field(out, ", to ", answers);
    add_said(out, fact);
}

static void say_hidden(struct buffer *out, const struct fact_seen *fact)
{
    const bool *hidden = fact_decided(fact, "hidden");
    add_field(out, hidden != NULL && *hidden ? "Hidden: " : "Shown again: ", fact_decided(fact, "id"));
    add_field(out, ": ", fact_arg(fact, "reason"));
}

static void say_locked(struct buffer *out, const struct fact_seen *fact)
{
    const bool *locked = fact_decided(fact, "locked");
    add_field(out, locked != NULL && *locked ? "Locked: " : "Unlocked: ", fact_decided(fact, "id"));
}

static void say_pinned(struct buffer *out, const struct fact_seen *fact)
{
    const bool *pinned = fact_decided(fact, "pinned");
    add_field(out, pinned != NULL && *pinned ? "Pinned: " : "No longer pinned: ", fact_decided(fact, "id"));
}

static void add_time(struct buffer *out, const char *before, const int64_t *time_ms)
{
    if (time_ms == NULL)
        return;
    buffer_add_text(out, before);
    lines_deadline(out, *time_ms);
}

static void add_start(struct buffer *out, const char *before, const int64_t *time_ms)
{
    if (time_ms == NULL)
        return;
    buffer_add_text(out, before);
    lines_time(out, *time_ms);
}

/* "Theme of 2006-12: TITLE" */
static void add_theme(struct buffer *out, const char *before, const struct fact_seen *fact)
{
    const struct bytes *title = fact_arg(fact, "title");
    add_field(out, before, fact_decided(fact, "month"));
    add_words(out, ": ", title, fact);
}

static void say_theme_opened(struct buffer *out, const struct fact_seen *fact)
{
    add_theme(out, "Theme of ", fact);
    add_time(out, ", open to ", fact_decided(fact, "closes"));
    add_field(out, ", thread ", fact_decided(fact, "thread"));
}

static void say_theme_corrected(struct buffer *out, const struct fact_seen *fact)
{
    add_theme(out, "Amended: theme of ", fact);
    add_field(out, ", thread ", fact_decided(fact, "thread"));
}

/* A post, or what opened a thread; the theme's own thread says what `themes` says. */
static void say_edited(struct buffer *out, const struct fact_seen *fact)
{
    if (fact_decided(fact, "month") != NULL) {
        say_theme_corrected(out, fact);
        return;
    }
    add_field(out, "Edited ", fact_decided(fact, "id"));
    add_said(out, fact);
}

static void say_theme_closing(struct buffer *out, const struct fact_seen *fact)
{
    add_field(out, "The theme of ", fact_decided(fact, "month"));
    add_time(out, " closes ", fact_decided(fact, "closes"));
    add_field(out, "; answer in ", fact_decided(fact, "thread"));
}

static void add_number(struct buffer *out, const char *before, const uint64_t *number, const char *after)
{
    if (number == NULL)
        return;
    buffer_add_text(out, before);
    lines_number(out, *number);
    buffer_add_text(out, after);
}

static void say_theme_closed(struct buffer *out, const struct fact_seen *fact)
{
    const struct bytes *absent = fact_decided(fact, "absent");
    add_field(out, "The theme of ", fact_decided(fact, "month"));
    add_number(out, " is closed: posts ", fact_decided(fact, "posts"), "");
    add_number(out, ", people ", fact_decided(fact, "people"), "");
    add_number(out, ", departments ", fact_decided(fact, "departments"), "");
    if (absent != NULL) {
        buffer_add_text(out, "; not heard: ");
        lines_words(out, *absent);
    }
}

static void say_theme_planned(struct buffer *out, const struct fact_seen *fact)
{
    add_theme(out, fact_is_kind(fact, FACT_theme_planned) ? "Planned for " : "Planned anew for ", fact);
    add_start(out, ", opens ", fact_decided(fact, "opens"));
}

static void say_theme_cancelled(struct buffer *out, const struct fact_seen *fact)
{
    add_field(out, "The theme of ", fact_decided(fact, "month"));
    add_field(out, " is cancelled: ", fact_arg(fact, "reason"));
}

static void say_theme_checked(struct buffer *out, const struct fact_seen *fact)
{
    const bool *missing = fact_decided(fact, "missing");
    add_field(out, missing != NULL && *missing ? "NO THEME IS PLANNED for " : "A theme is planned for ",
              fact_decided(fact, "month"));
}

static void say_theme_turned(struct buffer *out, const struct fact_seen *fact)
{
    const uint64_t *stage = fact_decided(fact, "stage");
    add_field(out, "The theme of ", fact_decided(fact, "month"));
    buffer_add_text(out, " is now ");
    buffer_add_text(out, stage != NULL && *stage < STAGE_COUNT ? stage_words[*stage] : "unknown");
}

/* --- activities --- */

static void add_activity(struct buffer *out, const struct fact_seen *fact)
{
    enum { DAY_BYTES = 10 };
    const struct bytes *headline = fact_arg(fact, "headline"), *starts = fact_arg(fact, "starts");
    lines_bytes(out, headline != NULL ? *headline : bytes_of_text("[erased]"));
    if (starts != NULL && starts->size == DAY_BYTES) /* the whole of it */
        add_field(out, ", ", starts);
    else
        add_start(out, ", ", fact_decided(fact, "starts"));
    add_field(out, ", ", fact_arg(fact, "place"));
}

static void say_announced(struct buffer *out, const struct fact_seen *fact)
{
    buffer_add_text(out, "Activity: ");
    add_activity(out, fact);
}

static void say_changed(struct buffer *out, const struct fact_seen *fact)
{
    add_field(out, "Changed: ", fact_decided(fact, "id"));
    buffer_add_text(out, ": ");
    add_activity(out, fact);
}

static void say_invited(struct buffer *out, const struct fact_seen *fact)
{
    const bool *changed = fact_decided(fact, "changed");
    add_field(out, changed != NULL && *changed ? "Invited, and it has changed: " : "Invited: ",
              fact_decided(fact, "id"));
    buffer_add_text(out, ": ");
    add_activity(out, fact);
    add_time(out, ", reply by ", fact_decided(fact, "due"));
}

static void say_uninvited(struct buffer *out, const struct fact_seen *fact)
{
    add_field(out, "Not to come any more: ", fact_decided(fact, "id"));
    add_field(out, ": ", fact_arg(fact, "reason"));
}

static void say_called_off(struct buffer *out, const struct fact_seen *fact)
{
    add_field(out, "Cancelled: ", fact_decided(fact, "id"));
    add_field(out, ": ", fact_arg(fact, "reason"));
}

static void say_replied(struct buffer *out, const struct fact_seen *fact)
{
    const bool *coming = fact_arg(fact, "coming");
    add_field(out, coming != NULL && *coming ? "Coming to " : "Not coming to ", fact_decided(fact, "id"));
    add_number(out, ", people ", fact_arg(fact, "people"), "");
    if (fact_decided(fact, "late") != NULL)
        buffer_add_text(out, ", late");
    add_field(out, ": ", fact_arg(fact, "comment"));
}

static void say_attended(struct buffer *out, const struct fact_seen *fact)
{
    add_field(out, "Attended: ", fact_decided(fact, "id"));
    add_number(out, ", people ", fact_arg(fact, "people"), "");
    add_field(out, ": ", fact_arg(fact, "note"));
}

bool lines_say_spoken(struct buffer *out, const struct fact_seen *fact)
{
    static const struct {
        int kind;
        void (*say)(struct buffer *out, const struct fact_seen *fact);
    } said[] = {
        {FACT_thread_opened, say_opened},
        {FACT_post_made, say_posted},
        {FACT_post_edited, say_edited},
        {FACT_post_hidden, say_hidden},
        {FACT_thread_locked, say_locked},
        {FACT_thread_pinned, say_pinned},
        {FACT_theme_opened, say_theme_opened},
        {FACT_theme_corrected, say_theme_corrected},
        {FACT_theme_closing, say_theme_closing},
        {FACT_theme_closed, say_theme_closed},
        {FACT_theme_planned, say_theme_planned},
        {FACT_theme_amended, say_theme_planned},
        {FACT_theme_cancelled, say_theme_cancelled},
        {FACT_theme_checked, say_theme_checked},
        {FACT_theme_turned, say_theme_turned},
        {FACT_activity_announced, say_announced},
        {FACT_activity_changed, say_changed},
        {FACT_activity_cancelled, say_called_off},
        {FACT_activity_attended, say_attended},
        {FACT_activity_invited, say_invited},
        {FACT_activity_uninvited, say_uninvited},
        {FACT_activity_replied, say_replied},
    };
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        if (fact_is_kind(fact, said[i].kind)) {
            said[i].say(out, fact);
            return true;
        }
    }
    return false;
}
