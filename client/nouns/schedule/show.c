/* What is scheduled as lines, and what is said of its facts. It does not know who may see it. */
#include "client/lib/show/sentence.h"
#include "client/nouns/client_nouns.h"

static void draft_line(struct buffer *out, const void *values, size_t columns)
{
    const struct record_draft *draft = values;
    struct line line;
    line_begin_id(&line, draft->id);
    buffer_add_text(&line.before, "at ");
    lines_time(&line.before, draft->at);
    buffer_add_text(&line.before, "  ");
    buffer_add_text(&line.after, "  (");
    lines_bytes(&line.after, draft->actor);
    buffer_add_text(&line.after, ")");
    if (draft->has.published) {
        buffer_add_text(&line.after, "  [published as ");
        lines_bytes(&line.after, draft->published);
        buffer_add_text(&line.after, "]");
    }
    if (draft->has.cancelled && draft->cancelled) {
        buffer_add_text(&line.after, "  [cancelled");
        if (draft->has.code || draft->has.reason) {
            buffer_add_text(&line.after, ": ");
            lines_bytes(&line.after, draft->has.code ? draft->code : draft->reason);
        }
        buffer_add_text(&line.after, "]");
    }
    lines_mark(&line.after, draft->has.erased && draft->erased, "  [erased]");
    line_end(out, &line, lines_standing(draft->has.headline, draft->headline, false), columns);
}

/* --- what is said of its facts --- */

static void say_scheduled(struct buffer *out, const struct fact_seen *fact)
{
    buffer_add_text(out, "Scheduled");
    sentence_start(out, " for ", fact, "at");
    sentence_headline(out, fact);
}
TELLS(bulletin_scheduled, say_scheduled, NEWS);

static void say_rescheduled(struct buffer *out, const struct fact_seen *fact)
{
    buffer_add_text(out, "Scheduled anew");
    sentence_start(out, " for ", fact, "at");
    sentence_decided(out, ", ", fact, "id");
    sentence_headline(out, fact);
}
TELLS(bulletin_rescheduled, say_rescheduled, NEWS);

static void say_released(struct buffer *out, const struct fact_seen *fact)
{
    sentence_decided(out, "Published: ", fact, "id");
    sentence_decided(out, " as ", fact, "published");
}
TELLS(bulletin_released, say_released, NEWS);

static void say_cancelled(struct buffer *out, const struct fact_seen *fact)
{
    const struct bytes *code = fact_decided(fact, "code");
    enum error stopped = code != NULL ? error_find(*code) : OK;
    sentence_decided(out, "Cancelled: ", fact, "id");
    sentence_arg(out, ": ", fact, "reason");
    if (code == NULL)
        return;
    buffer_add_text(out, ": its time came, and its author was refused: ");
    buffer_add_text(out, stopped != OK ? error_kinds[stopped].word : "unknown");
}
TELLS(bulletin_cancelled, say_cancelled, NEWS);

SHOWS(draft, draft_line, NULL, .none = "Nothing is scheduled.");

const struct client_noun client_noun_schedule = CLIENT_NOUN(SCHEDULE);
