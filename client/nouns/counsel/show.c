/* Counsel as a conversation, what waits as lines, and what is said of their facts. It does not know who may
 * see them. */
#include "client/lib/show/sentence.h"
#include "client/lib/show/width.h"
#include "client/nouns/client_nouns.h"

enum { LINE_ROOM_BYTES = 4096, INDENT_COLUMNS = 2 };

/* --- a text or a task --- */

/* "[to do by 2026-03-20 24:00]" */
static void add_to_do(struct buffer *line, const char *before, bool has_due, int64_t due)
{
    buffer_add_text(line, before);
    buffer_add_text(line, "[to do");
    lines_deadline_if(line, has_due, " by ", due, "");
    buffer_add_text(line, "]");
}

static void add_head(struct buffer *line, const struct record_counsel *counsel)
{
    lines_bytes(line, counsel->id);
    buffer_add_text(line, "  ");
    lines_author(line, counsel->actor, counsel->has.department, counsel->department);
    buffer_add_text(line, ", ");
    lines_time(line, counsel->time);
    if (counsel->has.task && !counsel->has.done && !counsel->has.erased)
        add_to_do(line, "  ", counsel->has.due, counsel->due);
    lines_mark(line, counsel->has.unread && counsel->unread, "  [new]");
}

/* "Done 2026-03-05 11:00 by wang: note" */
static void add_done(struct buffer *line, const struct record_counsel *counsel)
{
    if (!counsel->has.done)
        return;
    buffer_add_text(line, counsel->has.task ? "Done " : "Needs no answer, ");
    lines_time(line, counsel->done);
    lines_bytes_if(line, counsel->has.done_by, " by ", counsel->done_by, "");
    lines_bytes_if(line, counsel->has.note, ": ", counsel->note, "");
}

static void add_file(struct buffer *line, const struct record_counsel *counsel, const struct file_named *file)
{
    buffer_add_text(line, "File ");
    lines_bytes(line, file->name);
    buffer_add_text(line, ", ");
    lines_size(line, file->size);
    buffer_add_text(line, ":  bulletin counsel fetch ");
    lines_bytes(line, counsel->id);
}

static void counsel_whole(struct buffer *out, const void *values, const struct whole *how)
{
    const struct record_counsel *counsel = values;
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer line = buffer_over(room, sizeof room);
    struct file_named file;
    add_head(&line, counsel);
    lines_wrap(out, &line, 0, how->columns);
    width_wrap(out, lines_standing(counsel->has.text, counsel->text, false), INDENT_COLUMNS, how->columns);
    for (size_t at = 0; counsel->has.attach && files_next(counsel->attach, &at, &file);) {
        add_file(&line, counsel, &file);
        lines_wrap(out, &line, INDENT_COLUMNS, how->columns);
    }
    add_done(&line, counsel);
    lines_wrap(out, &line, INDENT_COLUMNS, how->columns);
}

static void counsel_line(struct buffer *out, const void *values, size_t columns)
{
    counsel_whole(out, values, &(struct whole){.columns = columns});
    if (out->size > 0 && out->at[out->size - 1] == '\n')
        out->size--;
}

/* --- what waits --- */

static struct bytes first_line(struct bytes text)
{
    const uint8_t *newline = text.size > 0 ? memchr(text.at, '\n', text.size) : NULL;
    return newline == NULL ? text : bytes_of(text.at, (size_t)(newline - text.at));
}

/* Its id and how long it has waited stay; what was said is shortened. */
static void waiting_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_waiting *waiting = values;
    uint8_t room[LINE_ROOM_BYTES];
    struct buffer said = buffer_over(room, sizeof room);
    struct line line;
    line_begin_id(&line, waiting->id);
    lines_count(&line.before, waiting->days, "day", "days");
    buffer_add_text(&line.before, "  ");
    lines_bytes_if(&said, waiting->has.headline, "", waiting->headline, ": ");
    if (waiting->has.invited)
        buffer_add_text(&said, "you are invited to counsel");
    else if (waiting->has.text)
        lines_bytes(&said, first_line(waiting->text));
    buffer_add_text(&line.after, "  (");
    lines_bytes(&line.after, waiting->actor);
    buffer_add_text(&line.after, ")");
    if (waiting->has.task)
        add_to_do(&line.after, " ", waiting->has.due, waiting->due);
    width_line(out, buffer_bytes(&line.before), buffer_bytes(&said), buffer_bytes(&line.after), columns);
}

SHOWS(counsel, counsel_line, counsel_whole, .none = "Nothing has been said about it yet.");
SHOWS(waiting, waiting_line, NULL, .none = "Nothing waits for an answer of yours.");

/* --- what is said of their facts --- */

TELLS_IN_WORDS(counsel_said, "On {thread}{said}", NEWS);
TELLS_IN_WORDS(counsel_asked, "To do for {thread}{said}, by {due}", NEWS);
TELLS_IN_WORDS(counsel_invited, "Invited to counsel on {thread}: {experts}", NEWS);
TELLS_IN_WORDS(counsel_dismissed, "No longer invited to counsel on {thread}: {experts}", NEWS);

static void say_done(struct buffer *out, const struct fact_seen *fact)
{
    sentence_in_words(
        out, sentence_flag(fact, "done") ? "Ticked off {id}: {act note}" : "Opened again: {id}: {act note}",
        fact);
}
TELLS(counsel_done, say_done, NEWS);

/* --- on the first screen --- */

static const struct glance glances[] = {
    {.place = 15, .verb = VERB_counsel_waiting, .title = "Waits for your answer", .is = "waiting"},
    {.title = NULL},
};

const struct client_noun client_noun_counsel = CLIENT_NOUN(COUNSEL, .glances = glances);
